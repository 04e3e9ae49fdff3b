"""Any Arrow table that comes in -> exactly the layout's columns and types, with a list of what is wrong (规范化)."""

from typing import Any

import numpy as np

from tuanbao.language import Text
from tuanbao.roster.assemble import assemble
from tuanbao.roster.columns import Layout
from tuanbao.roster.convert import Converted, convert, single
from tuanbao.roster.errors import TableError
from tuanbao.roster.headers import match_headings
from tuanbao.roster.reading import Reading


def normalise(table: Any, layout: Layout, *, amounts: frozenset[str] = frozenset(), row_offset: int = 0) -> Reading:
    """Reads an Arrow table whose columns have types of their own or are strings as people write them.

    Columns of money are integers of fen, or strings of yuan; `amounts` are the columns of people that plans take
    amounts from. Rows are numbered from 1 + `row_offset`. Raises TableError where a column is missing, stands twice
    or has a type that cannot be meant.
    """
    matching = match_headings(table.column_names, layout, amounts)
    converted: dict[str, Converted] = {}
    problems: list[Text] = []
    for position, column in matching.found:
        try:
            converted[column.name] = convert(single(table.column(position)), column)
        except TableError as error:
            problems += error.problems
    if problems:
        raise TableError(*problems)
    rows = np.arange(table.num_rows, dtype=np.int64) + (row_offset + 1)
    columns = [column for _, column in matching.found]
    return assemble(converted, columns, layout, rows, amounts=amounts, unknown=matching.unknown)
