"""The company-wide amount (公共保额): used up in the order in which bills came in, after everything else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.ordering import Batch, as_text


@dataclass(frozen=True, slots=True)
class Claims:
    """What one benefit paid before its company-wide limit: a row for every explanation row paid more than 0."""

    row: Any
    """Positions in Rows."""
    table: pa.Table
    """received (int32 days), bill (text), line, paid (fen)."""


def claims(rows: a.Rows, batch: Batch, benefit: int) -> Claims:
    """The claims of a batch on the company-wide limit of a benefit."""
    at = np.flatnonzero((rows.benefit == benefit) & (rows.paid > 0))
    bills = batch.table.select(["received_date", "bill_id", "line"]).take(pa.array(rows.line[at]))
    table = pa.table(
        {
            "received": bills["received_date"].combine_chunks().cast(pa.int32()),
            "bill": as_text(bills["bill_id"]),
            "line": bills["line"].combine_chunks(),
            "paid": pa.array(rows.paid[at]),
        }
    )
    return Claims(at, table)


def cuts(limit: int, made: Sequence[Claims]) -> list[Any]:
    """What the limit takes off every claim of every batch, fen; zeros where it is not used up."""
    table = pa.concat_tables([claim.table for claim in made]).combine_chunks()
    cut = np.zeros(len(table), np.int64)
    paid = table["paid"].to_numpy()
    if paid.sum() > limit:
        order = pc.sort_indices(table, sort_keys=[(name, "ascending") for name in ("received", "bill", "line")])
        used = np.cumsum(paid[order])
        cut[order] = np.clip(used - limit, 0, paid[order])
    return list(np.split(cut, np.cumsum([len(claim.row) for claim in made])[:-1]))


def apply_cuts(rows: a.Rows, row: Any, cut: Any) -> None:
    """Move what was cut from paid to over_limit, on the rows and on their lines."""
    rows.paid[row] -= cut
    rows.over_limit[row] += cut
    np.subtract.at(rows.line_paid, rows.line[row], cut)
