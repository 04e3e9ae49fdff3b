"""One dict -> one normalised row, as long as every cell is written plainly."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from tuanbao.money import LARGEST_FEN
from tuanbao.roster import Layout
from tuanbao.roster.columns import EMPTY_WORDS, Column, header_key
from tuanbao.roster.parse import FIRST_DAY, LAST_DAY

Row = dict[str, Any]
LARGEST_INTEGER = 10**9


class UnusualRowError(Exception):
    """Something that only the tables' own way can read, or refuse with its reason."""


class _Plan(NamedTuple):
    """How a layout is read: a reader for every column, and what its empty cells mean."""

    readers: Mapping[str, Callable[[Any], Any]]
    empty: Row
    empty_as: tuple[tuple[str, str], ...]
    required: tuple[str, ...]
    sums: tuple[Column, ...]


def read_plain_rows(
    rows: Iterable[Mapping[str, Any]], layout: Layout, amounts: frozenset[str] = frozenset()
) -> list[Row]:
    """Normalised rows; raises UnusualRowError where a cell is not plainly written, missing or unknown."""
    plan, found = _plan(layout), []
    for row in rows:
        normal = plan.empty.copy()
        for name, value in row.items():
            if value is None or value == "":
                continue
            reader = plan.readers.get(name)
            if reader is not None:
                normal[name] = reader(value)
            elif name in amounts:
                normal[name] = _money(value)
            elif not _is_unknown(name, layout, amounts) or (type(value) is str and value.startswith("#")):
                raise UnusualRowError(name)
        found.append(normal)
    _fill(found, plan)
    return found


def _fill(rows: list[Row], plan: _Plan) -> None:
    for column in plan.sums:
        if all(row[column.name] is None for row in rows):
            for row in rows:
                row[column.name] = sum(row[part] for part in column.sum_of)
    for row in rows:
        for name, other in plan.empty_as:
            if row[name] is None:
                row[name] = row[other]
        for name in plan.required:
            if row[name] is None:
                raise UnusualRowError(name)


@cache
def _plan(layout: Layout) -> _Plan:
    columns = layout.columns
    return _Plan(
        {column.name: _reader(column) for column in columns},
        {column.name: None if column.empty_as else column.empty for column in columns},
        tuple((column.name, column.empty_as) for column in columns if column.empty_as),
        tuple(column.name for column in columns if column.required),
        tuple(column for column in columns if column.sum_of),
    )


def _reader(column: Column) -> Callable[[Any], Any]:
    if column.kind == "enum":
        words = frozenset(column.names)
        return lambda value: value if value in words else _unusual(value)
    if column.kind == "level":
        levels = len(column.names)
        return lambda value: value if type(value) is int and 0 <= value < levels else _unusual(value)
    if column.name == "diagnosis":
        return _code
    if column.kind == "text":
        return _verbatim if column.verbatim else _text
    return {"date": _date, "money": _money, "bool": _truth, "integer": _integer}[column.kind]


def _unusual(value: Any) -> Any:
    raise UnusualRowError(str(value))


def _text(value: Any) -> str:
    text = _verbatim(value)
    return text if text.isascii() or unicodedata.is_normalized("NFKC", text) else str(_unusual(value))


def _verbatim(value: Any) -> str:
    if type(value) is str and value[0] not in "='#" and value == value.strip() and value.casefold() not in EMPTY_WORDS:
        return value
    return str(_unusual(value))


def _code(value: Any) -> str:
    text = _text(value)
    return text if text < "a" else str(_unusual(value))


def _date(value: Any) -> date:
    if type(value) is str and len(value) == 10 and value[4] == value[7] == "-" and value.isascii():
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise UnusualRowError(value) from None
    if type(value) is date and FIRST_DAY <= value <= LAST_DAY:
        return value
    return _unusual(value)  # type: ignore[no-any-return]


def _money(value: Any) -> int:
    return value if type(value) is int and 0 <= value <= LARGEST_FEN else int(_unusual(value))


def _integer(value: Any) -> int:
    return value if type(value) is int and abs(value) < LARGEST_INTEGER else int(_unusual(value))


def _truth(value: Any) -> bool:
    return value if type(value) is bool else bool(_unusual(value))


@cache
def _is_unknown(name: str, layout: Layout, amounts: frozenset[str]) -> bool:
    """A heading that nothing is known about, and so may be left aside."""
    key = header_key(name)
    known = any(key in headings for headings in layout.all_headings.values())
    return bool(key) and name == name.strip() and not known and key not in map(header_key, amounts)
