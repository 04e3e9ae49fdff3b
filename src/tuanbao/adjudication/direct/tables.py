"""Dicts -> an Arrow table of texts, for the tables' own way; whole numbers of money stay fen."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.roster import Layout, TableError
from tuanbao.roster.columns import header_key


def table_of(rows: Sequence[Mapping[str, Any]], layout: Layout, amounts: frozenset[str] = frozenset()) -> pa.Table:
    """A column for every key that has a value somewhere. Raises TableError."""
    names = list(dict.fromkeys(name for row in rows for name, value in row.items() if not _is_empty(value)))
    if not rows:
        names = [column.name for column in layout.columns]
    return pa.table({name: _column(name, [row.get(name) for row in rows], layout, amounts) for name in names})


def _column(name: str, values: list[Any], layout: Layout, amounts: frozenset[str]) -> pa.Array:
    if not _is_money(name, layout, amounts):
        return pa.array([_as_text(value) for value in values], pa.string())
    present = [value for value in values if not _is_empty(value)]
    if any(isinstance(value, bool) or not isinstance(value, int | str) for value in present):
        raise TableError(Text(f"“{name}”：金额须为整数（分）", f"{name}: money is a whole number of fen"))
    if all(isinstance(value, int) for value in present):
        return pa.array([None if _is_empty(value) else value for value in values], pa.int64())
    return pa.array([_as_yuan(value) for value in values], pa.string())


def _is_money(name: str, layout: Layout, amounts: frozenset[str]) -> bool:
    """Does the key, or heading, name a column of money?"""
    key = header_key(name)
    if name in layout:
        return layout[name].kind == "money"
    found = [column for column in layout.columns if key in layout.all_headings[column.name]]
    return found[0].kind == "money" if found else key in map(header_key, amounts)


def _is_empty(value: Any) -> bool:
    return value is None or value == ""


def _as_text(value: Any) -> str | None:
    if _is_empty(value):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _as_yuan(value: Any) -> str | None:
    if _is_empty(value):
        return None
    return format_yuan(value, grouping=False) if isinstance(value, int) else str(value)
