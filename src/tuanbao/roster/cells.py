"""One column of a spreadsheet's cells -> the normalised type. A cell is text, a number, a date or a truth value."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao import money
from tuanbao.roster.columns import Column
from tuanbao.roster.convert import Converted, convert
from tuanbao.roster.errors import faults

_MOST_DIGITS = 1e15
"""A spreadsheet keeps fifteen digits of a number."""


def convert_cells(cells: Sequence[object], column: Column) -> Converted:
    """Empty cells are empty strings. Numbers in columns of money are yuan."""
    kinds = set(map(type, cells))
    special = _SPECIAL.get(column.kind)
    if special is not None:
        return special(cells, kinds, column)
    return convert(pa.array(_texts(cells, kinds), pa.string()), column)


def _texts(cells: Sequence[object], kinds: set[type]) -> Sequence[str]:
    return cells if kinds <= {str} else [cell if type(cell) is str else _text(cell) for cell in cells]  # type: ignore[return-value]


def _text(cell: object) -> str:
    """3.0 -> "3", a day -> "2026-03-05", True -> "true"."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    return str(cell)


def _text_cells(cells: Sequence[object], kinds: set[type], column: Column) -> Converted:
    converted = convert(pa.array(_texts(cells, kinds), pa.string()), column)
    if float not in kinds:
        return converted
    lost = np.fromiter((type(cell) is float and abs(cell) >= _MOST_DIGITS for cell in cells), bool, len(cells))
    wrong = faults(np.flatnonzero(lost), column, "digits_lost", lambda place: _text(cells[place]))
    array = pc.if_else(pa.array(lost), pa.scalar(None, pa.string()), converted.array)
    return Converted(array, [*converted.faults, *wrong])


def _date_cells(cells: Sequence[object], kinds: set[type], column: Column) -> Converted:
    if kinds <= {date, datetime, str} and kinds != {str} and not any(type(cell) is str and cell for cell in cells):
        return convert(pa.array([cell or None for cell in cells], pa.date32()), column)
    return convert(pa.array(_texts(cells, kinds), pa.string()), column)


def _money_cells(cells: Sequence[object], kinds: set[type], column: Column) -> Converted:
    if kinds <= {float, int}:
        return _fen(np.array(cells, np.float64), cells, column)
    number = np.fromiter((type(cell) in (float, int) for cell in cells), bool, len(cells))
    yuan = np.zeros(len(cells))
    yuan[number] = np.array([cell for cell in cells if type(cell) in (float, int)], np.float64)
    written = ["" if is_number else _text(cell) for cell, is_number in zip(cells, number, strict=True)]
    texts = convert(pa.array(written, pa.string()), column)
    numbers = _fen(yuan, cells, column)
    array = pc.if_else(pa.array(number), numbers.array, texts.array)
    return Converted(array, [*numbers.faults, *texts.faults])


def _fen(yuan: Any, cells: Sequence[object], column: Column) -> Converted:
    """Exact fen of the numbers that stand for them; what a sum of such numbers is off by is far below a fen."""
    large = np.abs(yuan) > money.LARGEST_FEN / 100
    scaled = np.where(large, 0, yuan) * 100
    fen = np.rint(scaled)
    fractions = np.abs(scaled - fen) > np.maximum(1e-6, np.abs(fen) * 1e-15)
    wrong = [
        *faults(np.flatnonzero(large), column, "too_large", cells.__getitem__),
        *faults(np.flatnonzero(fractions), column, "too_many_decimals", cells.__getitem__),
    ]
    return Converted(pa.array(fen.astype(np.int64), mask=large | fractions), wrong)


_SPECIAL: dict[str, Callable[[Sequence[object], set[type], Column], Converted]] = {
    "text": _text_cells,
    "date": _date_cells,
    "money": _money_cells,
}
