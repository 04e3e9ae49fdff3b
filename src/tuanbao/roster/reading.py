"""A table that has been read: its good rows, and what is wrong with the others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tuanbao.roster.columns import Layout
from tuanbao.roster.errors import Fault, RowError, row_errors


@dataclass(frozen=True)
class Reading:
    """A table without its bad rows, and what was wrong with those.

    `table` has the layout's columns in order (and, for people, the others): text as string or dictionary<int32,
    string>, dates as date32, money as int64 fen, yes-or-no as bool, integers as int64, enums as dictionary<int8,
    string> over the whole vocabulary in its order (the index is the code), levels as int8. `rows` are the numbers of
    its rows in the file, `unknown_columns` the headings that nothing is known about.
    """

    layout: Layout
    table: Any
    rows: npt.NDArray[np.int64]
    errors: list[RowError]
    unknown_columns: tuple[str, ...] = ()

    def rejecting(self, faults: Sequence[Fault]) -> "Reading":
        """Without the rows that have faults, whose errors are added."""
        if not faults:
            return self
        keep = np.ones(len(self.rows), bool)
        keep[[fault.position for fault in faults]] = False
        return replace(
            self.adding(row_errors(self.layout.name, faults, self.rows)),
            table=self.table.filter(pa.array(keep)),
            rows=self.rows[keep],
        )

    def adding(self, errors: Sequence[RowError]) -> "Reading":
        """With more errors, in the order of the rows."""
        return replace(self, errors=sorted([*self.errors, *errors], key=lambda error: error.row)) if errors else self
