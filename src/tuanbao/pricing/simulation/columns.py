"""What comes out of the kernels: bills and events of simulated years as plain arrays."""

from typing import Any, NamedTuple

import numpy as np

NEVER = 2**31 - 1
"""A day that does not come."""


class Bills(NamedTuple):
    """One bill is one line; arrays of shape (bills,), ordered by family, service date, then stable. Money is fen."""

    member: Any
    """int32, position in Hazards; with several years in one batch: year * people + position."""
    stream: Any
    service: Any
    """int32, days since 1970; of a stay the day of admission."""
    until: Any
    """int32: the day of discharge; for a visit the day itself."""
    level: Any
    private: Any
    ward: Any
    """int8 codes of the vocabulary."""
    settled: Any
    work: Any
    pre_existing: Any
    diagnosis: Any
    """int32, position in Streams.diagnoses."""
    total: Any
    pooled: Any
    other_paid: Any
    in_scope: Any
    in_scope_below: Any
    in_scope_above: Any
    class_b: Any
    out_of_scope: Any


class Events(NamedTuple):
    """Arrays of shape (events,), ordered by family, date, then stable."""

    member: Any
    stream: Any
    day: Any
    grade: Any
    """int64, 1 to 10; 0: none."""
    days: Any
    """int64, days off work; 0: none."""
    mode: Any
    """int8 code; -1: none."""
    work: Any
    pre_existing: Any
    diagnosis: Any
    death: Any
    """int32: the day on which the person dies this year, or NEVER."""


_BILL_TYPES = {
    **dict.fromkeys(("member", "service", "until", "diagnosis"), np.int32),
    **dict.fromkeys(("stream", "level", "private", "ward"), np.int8),
    **dict.fromkeys(("settled", "work", "pre_existing"), np.bool_),
}
_EVENT_TYPES = {
    **dict.fromkeys(("member", "day", "diagnosis", "death"), np.int32),
    **dict.fromkeys(("stream", "mode"), np.int8),
    **dict.fromkeys(("work", "pre_existing"), np.bool_),
}


def empty_bills(rows: int) -> Bills:
    return Bills(*(np.empty(rows, _BILL_TYPES.get(name, np.int64)) for name in Bills._fields))


def empty_events(rows: int) -> Events:
    return Events(*(np.empty(rows, _EVENT_TYPES.get(name, np.int64)) for name in Events._fields))


def first(columns: Any, rows: int) -> Any:
    """Without what was not filled."""
    return type(columns)(*(column[:rows] for column in columns))
