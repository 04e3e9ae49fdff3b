"""Simulated years as the tables of docs/tables.md, typed as `roster.normalise` gives them: nothing is read again."""

from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.adjudication.jit import kernel
from tuanbao.pricing.model.hazards import Streams
from tuanbao.pricing.simulation.columns import NEVER, Bills, Events
from tuanbao.roster import BILLS, EVENTS, Layout

MONEY = ("total", "pooled", "other_paid", "in_scope", "in_scope_below", "in_scope_above", "class_b", "out_of_scope")
ENUMS = ("category", "cause", "hospital_ownership", "ward", "event", "mode")
ID_DIGITS, ID_WIDTH = 9, 16
"""A bill's number is S00001-000000001: the simulated year, then the bill."""


class Shared:
    """What every table of the same people uses again uncopied: ids of people, diagnoses, words, constant columns.

    ``member_id`` are the ids by the position that Bills.member holds. The bills' numbers are made ahead; a table takes
    the first of them.
    """

    def __init__(self, member_id: pa.Array, streams: Streams) -> None:
        self.member_id = member_id
        self.streams = streams
        self.diagnoses = pa.array(streams.diagnoses, pa.string())
        self.words = {name: pa.array(_layout_of(name)[name].vocabulary) for name in ENUMS}
        self._room = 0
        self._ready: dict[str, Any] = {}

    def constant(self, name: str, rows: int) -> Any:
        """The first rows of a column that is the same in every table: bill_id, line, nothing, zero."""
        ready = self._ready
        if name not in ready or len(ready[name]) < rows:  # two threads may both make them; each then has its own
            room = rows + rows // 4
            ready = {
                "bill_id": bill_ids(0, 0, room),
                "line": pa.array(np.ones(room, np.int64)),
                "nothing": pa.nulls(room, pa.string()),
                "zero": pa.array(np.zeros(room, np.int64)),
            }
            self._ready = ready
        return ready[name].slice(0, rows)

    def enum(self, name: str, codes: Any) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(codes, self.words[name])

    def diagnosis(self, codes: Any) -> pa.DictionaryArray:
        """ICD-10 codes; empty where a stream has none."""
        nothing = codes < 0
        known = pa.array(codes, mask=nothing) if nothing.any() else codes
        return pa.DictionaryArray.from_arrays(known, self.diagnoses)


def _layout_of(name: str) -> Layout:
    return BILLS if name in BILLS else EVENTS


def bill_table(bills: Bills, shared: Shared, bill_id: Any = None) -> pa.Table:
    """The bills as a table with the columns of BILLS in their order; a bill is one line.

    What the simulation does not know stays empty: visit, case and family numbers and the hospital's code (so the bill's
    hospital is on no list). Onset and receipt are the day of service, of a stay the receipt is the day of discharge.
    """
    rows, kinds = len(bills.member), shared.streams
    service, until = _days(bills.service), _days(bills.until)
    stay = kinds.days[bills.stream] > 0.0
    known = {
        "bill_id": shared.constant("bill_id", rows) if bill_id is None else bill_id,
        "line": shared.constant("line", rows),
        "member_id": pa.DictionaryArray.from_arrays(bills.member, shared.member_id),
        "service_date": service,
        "discharge_date": pa.array(bills.until, mask=~stay).view(pa.date32()),
        "onset_date": service,
        "received_date": until,
        "category": shared.enum("category", kinds.category[bills.stream].view(np.int8)),
        "cause": shared.enum("cause", kinds.cause[bills.stream].view(np.int8)),
        "work": pa.array(bills.work),
        "pre_existing": pa.array(bills.pre_existing),
        "hospital_level": pa.array(bills.level),
        "hospital_ownership": shared.enum("hospital_ownership", bills.private),
        "ward": shared.enum("ward", bills.ward),
        "diagnosis": shared.diagnosis(bills.diagnosis),
        "settled": pa.array(bills.settled),
        "account_paid": shared.constant("zero", rows),
        **{name: pa.array(getattr(bills, name)) for name in MONEY},
    }
    nothing = shared.constant("nothing", rows)
    return pa.table({column.name: known.get(column.name, nothing) for column in BILLS.columns})


def event_table(events: Events, shared: Shared, event_id: pa.Array) -> pa.Table:
    """The events as a table with the columns of EVENTS in their order; onset is the day itself."""
    kinds, day = shared.streams, _days(events.day)
    known = {
        "event_id": event_id,
        "member_id": pa.DictionaryArray.from_arrays(events.member, shared.member_id),
        "date": day,
        "onset_date": day,
        "event": shared.enum("event", kinds.event[events.stream]),
        "cause": shared.enum("cause", kinds.cause[events.stream].view(np.int8)),
        "grade": pa.array(events.grade, mask=events.grade == 0),
        "days": pa.array(events.days, mask=events.days == 0),
        "mode": shared.enum("mode", pa.array(events.mode, mask=events.mode < 0)),
        "diagnosis": shared.diagnosis(events.diagnosis),
        "work": pa.array(events.work),
        "pre_existing": pa.array(events.pre_existing),
        "death_date": pa.array(events.death, mask=events.death == NEVER).view(pa.date32()),
    }
    nothing = shared.constant("nothing", len(day))
    return pa.table({column.name: known.get(column.name, nothing) for column in EVENTS.columns})


def _days(days: Any) -> pa.Array:
    return pa.array(days).view(pa.date32())


def bill_ids(year: int, first: int, rows: int) -> pa.Array:
    """The numbers of the bills from the ``first`` on of a simulated year, rising as text too."""
    return _numbered(b"S", year, first, rows)


def event_ids(year: int, first: int, rows: int) -> pa.Array:
    return _numbered(b"E", year, first, rows)


def _numbered(letter: bytes, year: int, first: int, rows: int) -> pa.Array:
    pattern = np.frombuffer(b"%b%05d-%0*d" % (letter, year, ID_DIGITS, 0), np.uint8)
    text = np.tile(pattern, rows)
    _write_digits(text, first)
    offsets = np.arange(rows + 1, dtype=np.int32) * np.int32(ID_WIDTH)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(text))


@kernel
def _write_digits(text, first):
    """The running number into the last digits of every id."""
    for row in range(len(text) // ID_WIDTH):
        number, at = first + row, (row + 1) * ID_WIDTH - 1
        for digit in range(ID_DIGITS):
            text[at - digit] = 48 + number % 10
            number //= 10
