"""The bills' table -> lines in the order of adjudication, with the ordinals of bills, visits, days, cases and stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.compiling import Compiled
from tuanbao.adjudication.jit import kernel
from tuanbao.adjudication.population import MemberIndex, Population, frozen


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines of complete families, in the order (family_id, service_date, bill_id, line)."""

    lines: a.Lines
    table: pa.Table
    """The normalised bills in the same order."""


def arrange(compiled: Compiled, population: Population, bills: pa.Table, lists: "HospitalLists | None" = None) -> Batch:
    """Order the normalised, checked bills of complete families and give the kernels what they read."""
    member = look_up(bills["member_id"], population.index)
    family = population.people.family[member]
    service = _days(bills["service_date"])
    bill_id = as_text(bills["bill_id"])
    key = (family.astype(np.int64) << 32) + service
    if not _is_ordered(key, bill_id, bills["line"].combine_chunks().to_numpy()):
        keys = pa.table({"key": key, "bill": bill_id, "line": bills["line"]})
        order = pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in keys.column_names])
        bills, bill_id = bills.take(order), bill_id.take(order)
        member, family, service = member[order], family[order], service[order]
    bill = np.cumsum(~_same_as_before(bill_id) | (np.diff(family, prepend=-1) != 0), dtype=np.int32) - 1
    return Batch(_lines(compiled, population, bills, lists, member, family, service, bill), bills)


def look_up(column: pa.ChunkedArray, index: MemberIndex) -> Any:
    """Positions of ids, -1 where unknown; each distinct id is looked up once."""
    encoded = encode(column)
    known = index.of(encoded.dictionary)
    return known[encoded.indices.to_numpy(zero_copy_only=False)] if len(known) else np.empty(0, np.int32)


def encode(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """One dictionary array with int32 codes of a text column, however it came."""
    if pa.types.is_dictionary(column.type) and column.num_chunks == 1:
        return column.chunk(0)
    if pa.types.is_dictionary(column.type):
        return column.unify_dictionaries().combine_chunks()
    return column.combine_chunks().dictionary_encode()


def as_text(column: pa.ChunkedArray) -> pa.Array:
    plain = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
    return plain.combine_chunks()


def _days(column: pa.ChunkedArray) -> Any:
    return column.combine_chunks().cast(pa.int32()).to_numpy()


def _same_as_before(text: pa.Array) -> Any:
    """For every row, does it hold the same text as the row before?"""
    same = np.zeros(len(text), bool)
    if len(text) > 1:
        same[1:] = pc.equal(text[1:], text[:-1]).to_numpy(zero_copy_only=False)
    return same


def _is_ordered(key: Any, bill_id: pa.Array, line: Any) -> bool:
    """Do the lines rise by (family and day, bill, line) already?"""
    if len(key) < 2:
        return True
    rising = pc.less(bill_id[:-1], bill_id[1:]).to_numpy(zero_copy_only=False)
    same = _same_as_before(bill_id)[1:]
    later = (key[1:] > key[:-1]) | ((key[1:] == key[:-1]) & (rising | (same & (line[1:] > line[:-1]))))
    return bool(later.all())


def _lines(
    compiled: Compiled,
    population: Population,
    bills: pa.Table,
    lists: "HospitalLists | None",
    member: Any,
    family: Any,
    service: Any,
    bill: Any,
) -> a.Lines:
    def money(name: str) -> Any:
        return frozen(bills[name].combine_chunks().to_numpy(), np.int64)

    def codes(name: str) -> Any:
        column = bills[name].combine_chunks()
        return frozen((column.indices if pa.types.is_dictionary(column.type) else column).to_numpy(), np.uint8)

    def truth(name: str) -> Any:
        return frozen(bills[name].combine_chunks().cast(pa.uint8()).to_numpy(), np.uint8)

    starts = np.append(np.flatnonzero(np.diff(family, prepend=-1)), len(family))
    ordinals, groups = _groups(compiled, population, bills, member, service, bill, starts)
    diagnosis, hits = _diagnoses(bills["diagnosis"], compiled.diagnosis_sets)
    return a.Lines(
        member=frozen(member, np.int32),
        bill=frozen(bill, np.int32),
        service=frozen(service, np.int32),
        onset=frozen(_days(bills["onset_date"]), np.int32),
        category=codes("category"),
        cause=codes("cause"),
        level=codes("hospital_level"),
        ownership=codes("hospital_ownership"),
        ward=codes("ward"),
        settled=truth("settled"),
        work=truth("work"),
        pre_existing=truth("pre_existing"),
        diagnosis=diagnosis,
        diagnosis_hits=hits,
        list_hits=_list_hits(compiled.list_sets, lists, bills["hospital"], service),
        in_scope_below=money("in_scope_below"),
        in_scope=_between(money("in_scope"), money("in_scope_below"), money("in_scope_above")),
        in_scope_above=money("in_scope_above"),
        class_b=money("class_b"),
        out_of_scope=money("out_of_scope"),
        other_paid=money("other_paid"),
        days=_stay_days(compiled, bills, service),
        ordinals=ordinals,
        families=frozen(starts, np.int32),
        groups=groups,
    )


def _between(in_scope: Any, below: Any, above: Any) -> Any:
    return frozen(in_scope - below - above, np.int64)


def _stay_days(compiled: Compiled, bills: pa.Table, service: Any) -> Any:
    """At least 1; a stay without a discharge date is one day."""
    if not compiled.program.widths[a.STAY]:
        return frozen(np.empty(0), np.int32)
    discharge = bills["discharge_date"].combine_chunks().cast(pa.int32()).fill_null(0).to_numpy()
    return frozen(np.maximum(discharge - service, 1), np.int32)


def _groups(
    compiled: Compiled, population: Population, bills: pa.Table, member: Any, service: Any, bill: Any, starts: Any
) -> tuple[a.Small, a.Small]:
    """Ordinals of the groups that counters of this program need, and how many there are in every family."""
    widths = compiled.program.widths
    families = len(starts) - 1
    groups = np.zeros((a.KEYS, families), np.int32)
    groups[a.FAMILY] = 1
    groups[a.PERSON] = np.bincount(population.people.family)[population.people.family[member[starts[:-1]]]]
    ordinals = np.empty((a.ORDINALS, len(member)), np.int32)
    size = 2 << int(np.diff(starts).max(initial=1)).bit_length()
    held = np.empty(size, np.int32)
    alone = -2 - bill  # a bill without a visit stands for itself, in a namespace of its own
    for key, (name, of_family) in _GROUPINGS.items():
        if not widths[key]:
            continue
        owner = np.zeros_like(member) if of_family else member
        stamps = np.full(size, -1, np.int32)
        code = service if name is None else _group_codes(bills[name], -2 - service if key == a.STAY else alone)
        _number(starts, owner, code, ordinals[key - a.VISIT], groups[key], stamps, held)
    return frozen(ordinals, np.int32), frozen(groups, np.int32)


_GROUPINGS: dict[int, tuple[str | None, bool]] = {
    a.VISIT: ("visit_id", False),
    a.FAMILY_VISIT: ("visit_id", True),
    a.DAY: (None, False),
    a.FAMILY_DAY: (None, True),
    a.CASE: ("case_id", False),
    a.FAMILY_CASE: ("case_id", True),
    a.STAY: ("visit_id", False),
}


def _group_codes(column: pa.ChunkedArray, otherwise: Any) -> Any:
    """A code per distinct id; where there is none, what stands for it."""
    encoded = encode(column)
    if len(encoded.dictionary) == 0:
        return otherwise
    code = encoded.indices.fill_null(-1).to_numpy()
    empty = pc.index(encoded.dictionary, pa.scalar("", encoded.dictionary.type)).as_py()
    return np.where((code < 0) | (code == empty) if empty >= 0 else code < 0, otherwise, code)


@kernel
def _number(starts, owner, code, ordinals, counts, stamps, held):
    """Dense numbers for the distinct (owner, code) of every family, by a hash table that is cleared by its stamps."""
    size = len(stamps)
    for f in range(len(starts) - 1):
        count = 0
        for i in range(starts[f], starts[f + 1]):
            place = (owner[i] * np.int64(0x9E3779B1) + code[i] * np.int64(0x85EBCA77)) & (size - 1)
            while stamps[place] == f and (owner[held[place]] != owner[i] or code[held[place]] != code[i]):
                place = (place + 1) & (size - 1)
            if stamps[place] != f:
                stamps[place], held[place], ordinals[i] = f, i, count
                count += 1
            else:
                ordinals[i] = ordinals[held[place]]
        counts[f] = count


def _diagnoses(column: pa.ChunkedArray, sets: Sequence[tuple[str, ...]]) -> tuple[Any, Any]:
    """A code per distinct diagnosis, and which sets of prefixes each meets; nothing where no plan asks."""
    if not sets:
        return frozen(np.empty(0), np.int32), frozen(np.empty((0, 0)), np.uint8)
    encoded = encode(column)
    distinct = [*(normal_diagnosis(value) for value in encoded.dictionary.to_pylist()), ""]
    hits = [[value.startswith(prefixes) for prefixes in _normal(sets)] for value in distinct]
    code = encoded.indices.fill_null(len(distinct) - 1).to_numpy()
    return frozen(code, np.int32), frozen(hits, np.uint8)


def _normal(sets: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [tuple(normal_diagnosis(prefix) for prefix in prefixes) for prefixes in sets]


def normal_diagnosis(code: str | None) -> str:
    """ICD-10 codes are compared without regard to case and surrounding space."""
    return (code or "").strip().upper()


class HospitalLists:
    """Named, dated lists of hospital codes (医院名单): rows list, hospital, from, to; empty dates are open."""

    def __init__(self, table: pa.Table) -> None:
        self.spans: dict[str, dict[str, list[tuple[int, int]]]] = {}
        for row in table.to_pylist():
            span = (_epoch_day(row["from"], -(2**31)), _epoch_day(row["to"], 2**31 - 1))
            self.spans.setdefault(row["list"], {}).setdefault(row["hospital"], []).append(span)

    def holds(self, names: Sequence[str], hospital: str | None, day: int) -> bool:
        """Does the hospital stand in one of the lists on that day?"""
        spans = (span for name in names for span in self.spans.get(name, {}).get(hospital or "", ()))
        return any(first <= day <= last for first, last in spans)


def _epoch_day(day: Any, empty: int) -> int:
    return empty if day is None else int(np.datetime64(day, "D").astype(np.int64))


def _list_hits(
    sets: Sequence[tuple[str, ...]], lists: HospitalLists | None, column: pa.ChunkedArray, service: Any
) -> Any:
    """Which sets of lists the hospital of every line stands in on the service date; nothing where no plan asks."""
    if not sets:
        return frozen(np.empty((0, 0)), np.uint8)
    encoded = encode(column)
    hospitals = encoded.dictionary.to_pylist()
    code = encoded.indices.fill_null(-1).to_numpy()
    pairs, where = np.unique(np.stack([code, service], axis=1), axis=0, return_inverse=True)
    known = lists or HospitalLists(pa.table({"list": [], "hospital": [], "from": [], "to": []}))
    hits = [[known.holds(names, hospitals[c] if c >= 0 else None, int(day)) for names in sets] for c, day in pairs]
    return frozen(np.array(hits, np.uint8).reshape(len(pairs), len(sets))[where.reshape(-1)], np.uint8)
