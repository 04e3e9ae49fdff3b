"""A few normalised bills -> lines in the order of adjudication, as ``arrange`` makes them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.compiling import Compiled, days
from tuanbao.adjudication.direct.cells import Row
from tuanbao.adjudication.ordering import HospitalLists, normal_diagnosis
from tuanbao.adjudication.population import frozen
from tuanbao.vocabulary import CATEGORIES, CAUSES, OWNERSHIPS, WARDS

CODES = {
    name: {word: code for code, word in enumerate(words)}
    for name, words in (
        ("category", CATEGORIES),
        ("cause", CAUSES),
        ("hospital_ownership", OWNERSHIPS),
        ("ward", WARDS),
    )
}
NOTHING = frozen(np.empty(0), np.int32)
NO_HITS = frozen(np.empty((0, 0)), np.uint8)
GROUPINGS = (
    (a.VISIT, "visit_id", False),
    (a.FAMILY_VISIT, "visit_id", True),
    (a.DAY, None, False),
    (a.FAMILY_DAY, None, True),
    (a.CASE, "case_id", False),
    (a.FAMILY_CASE, "case_id", True),
    (a.STAY, "visit_id", False),
)
"""Key, the column that names the group (none: the service date), and whether it is the family's."""


def arrange_rows(
    compiled: Compiled, people: a.People, index: Mapping[str, int], rows: Sequence[Row], lists: HospitalLists | None
) -> tuple[list[Row], a.Lines]:
    """The bills in the order of adjudication, and their arrays; ``index`` is the position of every person."""
    family_of: list[int] = people.family.tolist()
    rows = sorted(
        rows, key=lambda row: (family_of[index[row["member_id"]]], row["service_date"], row["bill_id"], row["line"])
    )
    member = [index[row["member_id"]] for row in rows]
    family, service = [family_of[m] for m in member], [days(row["service_date"]) for row in rows]
    starts = [i for i, f in enumerate(family) if i == 0 or f != family[i - 1]]
    bill = _bills(rows, family)
    ordinals, groups = _groups(compiled, rows, member, family, service, bill, starts, np.bincount(family_of))
    diagnosis, hits = _diagnoses(compiled, rows)

    def column(name: str, dtype: Any) -> Any:
        return frozen([row[name] for row in rows], dtype)

    def codes(name: str) -> Any:
        known = CODES[name]
        return frozen([known[row[name]] for row in rows], np.uint8)

    between = [row["in_scope"] - row["in_scope_below"] - row["in_scope_above"] for row in rows]
    return rows, a.Lines(
        member=frozen(member, np.int32),
        bill=frozen(bill, np.int32),
        service=frozen(service, np.int32),
        onset=frozen([days(row["onset_date"]) for row in rows], np.int32),
        category=codes("category"),
        cause=codes("cause"),
        level=column("hospital_level", np.uint8),
        ownership=codes("hospital_ownership"),
        ward=codes("ward"),
        settled=column("settled", np.uint8),
        work=column("work", np.uint8),
        pre_existing=column("pre_existing", np.uint8),
        diagnosis=diagnosis,
        diagnosis_hits=hits,
        list_hits=_list_hits(compiled, lists, rows, service),
        in_scope_below=column("in_scope_below", np.int64),
        in_scope=frozen(between, np.int64),
        in_scope_above=column("in_scope_above", np.int64),
        class_b=column("class_b", np.int64),
        out_of_scope=column("out_of_scope", np.int64),
        other_paid=column("other_paid", np.int64),
        days=_stay_days(compiled, rows, service),
        ordinals=ordinals,
        families=frozen([*starts, len(rows)], np.int32),
        groups=groups,
    )


def _bills(rows: Sequence[Row], family: Sequence[int]) -> list[int]:
    numbers: dict[tuple[int, str], int] = {}
    return [numbers.setdefault((f, row["bill_id"]), len(numbers)) for f, row in zip(family, rows, strict=True)]


def _groups(
    compiled: Compiled,
    rows: Sequence[Row],
    member: Sequence[int],
    family: Sequence[int],
    service: Sequence[int],
    bill: Sequence[int],
    starts: Sequence[int],
    people_of: Any,
) -> tuple[a.Small, a.Small]:
    """Ordinals of the groups that counters of this program need, and how many there are in every family."""
    widths: list[int] = compiled.program.widths.tolist()
    groups = np.zeros((a.KEYS, len(starts)), np.int32)
    groups[a.FAMILY] = 1
    groups[a.PERSON] = people_of[[family[start] for start in starts]]
    ordinals = np.zeros((a.ORDINALS, len(rows)), np.int32)
    for key, name, of_family in GROUPINGS:
        if not widths[key]:
            continue
        alone = service if key == a.STAY else bill
        counts: list[int] = []
        numbers: dict[Any, int] = {}
        for i, row in enumerate(rows):
            if i == 0 or family[i] != family[i - 1]:
                counts.append(0)
                numbers = {}
            own = (service[i],) if name is None else row[name] or (alone[i],)
            group = own if of_family else (member[i], own)
            ordinals[key - a.VISIT, i] = numbers.setdefault(group, len(numbers))
            counts[-1] = len(numbers)
        groups[key] = counts
    return frozen(ordinals, np.int32), frozen(groups, np.int32)


def _stay_days(compiled: Compiled, rows: Sequence[Row], service: Sequence[int]) -> Any:
    if not compiled.program.widths[a.STAY]:
        return NOTHING
    stays = [
        1 if row["discharge_date"] is None else days(row["discharge_date"]) - service[i] for i, row in enumerate(rows)
    ]
    return frozen([max(stay, 1) for stay in stays], np.int32)


def _diagnoses(compiled: Compiled, rows: Sequence[Row]) -> tuple[Any, Any]:
    """A code per distinct diagnosis, and which sets of prefixes each meets; nothing where no plan asks."""
    if not compiled.diagnosis_sets:
        return NOTHING, NO_HITS
    codes: dict[str, int] = {}
    for row in rows:
        if row["diagnosis"] is not None:
            codes.setdefault(row["diagnosis"], len(codes))
    sets = [tuple(map(normal_diagnosis, prefixes)) for prefixes in compiled.diagnosis_sets]
    hits = [[normal_diagnosis(code).startswith(prefixes) for prefixes in sets] for code in (*codes, "")]
    return frozen([codes.get(row["diagnosis"], len(codes)) for row in rows], np.int32), frozen(hits, np.uint8)


def _list_hits(compiled: Compiled, lists: HospitalLists | None, rows: Sequence[Row], service: Sequence[int]) -> Any:
    if not compiled.list_sets or lists is None:
        return NO_HITS
    hits = [
        [lists.holds(names, row["hospital"], day) for names in compiled.list_sets]
        for row, day in zip(rows, service, strict=True)
    ]
    return frozen(np.array(hits, np.uint8).reshape(len(rows), len(compiled.list_sets)), np.uint8)
