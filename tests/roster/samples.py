"""Small tables of people, bills and events that are right; tests break one thing at a time."""

from typing import Any

import pyarrow as pa

from tuanbao.roster import BILLS, EVENTS, MEMBERS, Reading, normalise
from tuanbao.roster.columns import Layout

PERSON = {"member_id": "E1", "relation": "employee", "cover_from": "2026-01-01", "birth_date": "1990-06-01"}
CHILD = {"member_id": "E1c", "family_id": "E1", "relation": "child", "cover_from": "2026-01-01"}
BILL = {
    "bill_id": "b1",
    "line": "1",
    "member_id": "E1",
    "service_date": "2026-03-05",
    "category": "outpatient",
    "total": "611.14",
    "pooled": "427.80",
    "in_scope": "183.34",
}
EVENT = {"event_id": "v1", "member_id": "E1", "date": "2026-08-20", "event": "critical_illness"}


def table(*rows: dict[str, Any]) -> Any:
    """Rows of strings as an Arrow table; a row that lacks a column has it empty."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.table({name: pa.array([row.get(name) for row in rows]) for name in names})


def read(layout: Layout, *rows: dict[str, Any], amounts: frozenset[str] = frozenset()) -> Reading:
    return normalise(table(*rows), layout, amounts=amounts)


def people(*rows: dict[str, Any], amounts: frozenset[str] = frozenset()) -> Reading:
    return read(MEMBERS, *(rows or (PERSON, CHILD)), amounts=amounts)


def bills(*rows: dict[str, Any]) -> Reading:
    return read(BILLS, *rows)


def events(*rows: dict[str, Any]) -> Reading:
    return read(EVENTS, *rows)


def codes(reading: Reading) -> list[tuple[int, str, str]]:
    """What was wrong, as (row, column, code)."""
    return [(error.row, error.column, error.code) for error in reading.errors]


def only(reading: Reading, name: str) -> Any:
    """The values of one column."""
    return reading.table.column(name).to_pylist()
