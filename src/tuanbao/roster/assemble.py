"""Converted columns -> a table: empty rows fall away, empty cells get their meaning, the rest is errors."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao import money
from tuanbao.roster.columns import Column, Layout, header_key
from tuanbao.roster.convert import Converted, empty_array
from tuanbao.roster.derive import Arrays, derive
from tuanbao.roster.errors import Fault, faults
from tuanbao.roster.reading import Reading

Rows = npt.NDArray[np.int64]
_TOTALS = frozenset({"合计", "总计", "小计", "total", "totals", "sum", "subtotal", "grandtotal"})


def assemble(
    converted: Mapping[str, Converted],
    columns: Iterable[Column],
    layout: Layout,
    rows: Rows,
    *,
    amounts: frozenset[str] = frozenset(),
    unknown: tuple[str, ...] = (),
) -> Reading:
    """`converted` holds the columns that were there, all as long as `rows`, the rows' numbers in the file."""
    converted, rows = _without_blank_rows(converted, layout, rows)
    everything = [*layout.columns, *(column for column in columns if column.name not in layout)]
    arrays: Arrays = {}
    found: list[Fault] = []
    for column in everything:
        part = converted.get(column.name)
        arrays[column.name] = empty_array(column, len(rows)) if part is None else part.array
        found += [] if part is None else [*part.faults, *_out_of_bounds(part.array, column)]
    found += derive(layout, arrays)
    bad = {(fault.column, fault.position) for fault in found}
    for column in everything:
        if not (column.sum_of and column.name not in converted):
            found += _fill(arrays, column, bad)
    for column in everything:
        if column.sum_of and column.name not in converted:
            arrays[column.name] = _sum(arrays, column)
    found = _one_fault_for_totals(found, [arrays[c.name] for c in everything if c.kind == "text"], layout)
    table = pa.table({column.name: _final(arrays[column.name], column) for column in everything})
    return Reading(layout, _with_amounts(table, layout, amounts), rows, [], unknown).rejecting(found)


def _without_blank_rows(
    converted: Mapping[str, Converted], layout: Layout, rows: Rows
) -> tuple[Mapping[str, Converted], Rows]:
    """Rows without a single cell are not rows; spreadsheets end in them."""
    first = converted.get(layout.columns[0].name)
    if first is None or first.array.null_count == 0:
        return converted, rows
    blank = np.ones(len(rows), bool)
    for part in converted.values():
        blank &= np.asarray(part.array.is_null())
        blank[[fault.position for fault in part.faults]] = False
    if not blank.any():
        return converted, rows
    keep, places = pa.array(~blank), np.cumsum(~blank) - 1
    kept = {
        name: Converted(
            part.array.filter(keep), [fault._replace(position=int(places[fault.position])) for fault in part.faults]
        )
        for name, part in converted.items()
    }
    return kept, rows[~blank]


def _out_of_bounds(array: Any, column: Column) -> list[Fault]:
    """Money is not negative and not beyond what can be meant."""
    if column.kind != "money":
        return []
    ends = pc.min_max(array)
    if ends["min"].as_py() is None or (ends["min"].as_py() >= 0 and ends["max"].as_py() <= money.LARGEST_FEN):
        return []
    fen = np.asarray(array.fill_null(0))

    def yuan(position: int) -> str:
        return money.format_yuan(int(fen[position]), grouping=False)

    return [
        *faults(np.flatnonzero(fen < 0), column, "negative", yuan),
        *faults(np.flatnonzero(fen > money.LARGEST_FEN), column, "too_large", yuan),
    ]


def _fill(arrays: Arrays, column: Column, bad: set[tuple[str, int]]) -> list[Fault]:
    """Gives the empty cells of a column their meaning; where they have none and must, each is a fault."""
    array = arrays[column.name]
    if array.null_count == 0:
        return []
    if column.required:
        missing = np.flatnonzero(np.asarray(array.is_null()))
        missing = np.array([place for place in missing if (column.name, int(place)) not in bad], np.intp)
        return faults(missing, column, "required", lambda position: None)
    if column.empty_as is not None:
        other = arrays[column.empty_as]
        arrays[column.name] = other if array.null_count == len(array) else pc.coalesce(array, other)
    elif column.empty_value is not None:
        arrays[column.name] = array.fill_null(pa.scalar(column.empty_value, array.type))
    return []


def _sum(arrays: Arrays, column: Column) -> Any:
    return pa.array(sum(np.asarray(arrays[part].fill_null(0)) for part in column.sum_of), pa.int64())


def _one_fault_for_totals(found: list[Fault], texts: list[Any], layout: Layout) -> list[Fault]:
    """A row of totals at the end breaks many rules and deserves one sentence."""
    words: dict[int, str] = {}
    for position in {fault.position for fault in found}:
        cells = (text[position].as_py() for text in texts)
        total = next((cell for cell in cells if cell is not None and header_key(cell) in _TOTALS), None)
        if total is not None:
            words[position] = total
    rest = [fault for fault in found if fault.position not in words]
    return rest + faults(np.array(sorted(words), np.intp), layout.columns[0], "total_row", words.__getitem__)


def _final(array: Any, column: Column) -> Any:
    return pa.DictionaryArray.from_arrays(array, pa.array(column.vocabulary)) if column.kind == "enum" else array


def _with_amounts(table: Any, layout: Layout, amounts: frozenset[str]) -> Any:
    """A plan may name a column by its heading: {field: 月薪} is salary."""
    for name in sorted(amounts.difference(table.column_names)):
        same = layout.headings.get(header_key(name))
        if same is not None and same.kind == "money":
            table = table.append_column(name, table.column(same.name))
    return table
