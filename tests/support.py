"""Rows as people write them in a case -> tables, by the way that a file's rows take."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from tuanbao.roster import BILLS, EVENTS, HOSPITAL_LISTS, MEMBERS, OPENINGS, Layout, Reading, normalise


def as_cell(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def read_rows(rows: Iterable[Mapping[str, Any]], layout: Layout, amounts: frozenset[str] = frozenset()) -> Reading:
    """A reading of rows whose cells are texts, as of a CSV file."""
    rows = list(rows)
    required = [column.name for column in layout.columns if column.required and not (rows and column.sum_of)]
    parts = [part for column in layout.columns for part in column.sum_of]
    names = list(dict.fromkeys(required + parts + [name for row in rows for name in row]))
    columns = {name: pa.array([as_cell(row.get(name)) for row in rows], pa.string()) for name in names}
    return normalise(pa.table(columns), layout, amounts=amounts)


def people(rows: Iterable[Mapping[str, Any]], amounts: frozenset[str] = frozenset()) -> Reading:
    return read_rows(rows, MEMBERS, amounts)


def bills(rows: Iterable[Mapping[str, Any]]) -> Reading:
    return read_rows(rows, BILLS)


def events(rows: Iterable[Mapping[str, Any]]) -> Reading:
    return read_rows(rows, EVENTS)


def openings(rows: Iterable[Mapping[str, Any]]) -> Reading:
    return read_rows(rows, OPENINGS)


def hospital_lists(rows: Iterable[Mapping[str, Any]]) -> Reading:
    return read_rows(rows, HOSPITAL_LISTS)
