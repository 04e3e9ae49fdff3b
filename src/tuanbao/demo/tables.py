"""The generator's columns as the tables of the plan language."""

from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.demo.frame import Array, Frame, dates, length, positions, take
from tuanbao.demo.parameters import hospitals, illnesses

PLANS = {"employee": "acme-tech-staff", "spouse": "acme-tech-family", "child": "acme-tech-family"}


def member_ids(people: Frame) -> Frame:
    """`member` E0001, E0001-S, E0001-C1 and `family` E0001, for each of the people."""
    width = max(4, len(str(int(people["family"].max()) + 1)))
    family = np.char.add("E", np.char.zfill((people["family"] + 1).astype(str), width))
    child = people["relation"] == "child"
    number = np.zeros(len(family), dtype=np.int64)
    number[child] = 1 + positions(np.bincount(people["family"][child]))
    tail = np.select([people["relation"] == "spouse", child], ["-S", np.char.add("-C", number.astype(str))], "")
    return {"member": np.char.add(family, tail), "family": family}


def member_table(people: Frame, ids: Frame) -> pa.Table:
    """被保险人清单."""
    staff = people["relation"] == "employee"
    return pa.table(
        {
            "member_id": _text(ids["member"]),
            "family_id": _text(ids["family"]),
            "relation": _text(people["relation"]),
            "name": _text(people["name"]),
            "birth_date": _dates(people["birth"]),
            "sex": _text(people["sex"]),
            "plan": _text(np.array([PLANS[relation] for relation in people["relation"].tolist()])),
            "cover_from": _dates(people["cover_from"]),
            "cover_to": _dates(people["cover_to"]),
            "continuous_from": _dates(people["continuous_from"]),
            "insured": pa.array(people["insured"]),
            "salary": pa.array(people["salary"], mask=~staff),
            "department": _text(people["department"]),
            "grade": _text(people["grade"]),
            "city": _text(people["city"]),
            "hire_date": _text(np.where(staff, people["hire"].astype(str), "")),
        }
    )


def bill_table(visits: Frame, lines: Frame, ids: Frame) -> pa.Table:
    """医疗票据, one row a line, in the order in which the bills came in."""
    of = take(visits, lines["visit"])
    new_bill = lines["line"] == 1
    columns: dict[str, Any] = {
        "bill_id": _numbered("B", np.cumsum(new_bill)),
        "line": pa.array(lines["line"]),
        "visit_id": _numbered("V", lines["visit"] + 1),
        "case_id": _case_ids(of["case"]),
        "member_id": _text(ids["member"][of["person"]]),
        "family_id": _text(ids["family"][of["person"]]),
        "service_date": _dates(dates(of["date"])),
        "discharge_date": pa.array(dates(of["date"] + of["days"]), pa.date32(), mask=of["days"] == 0),
        "onset_date": _dates(dates(of["onset"])),
        "received_date": _dates(dates(of["received"])),
        "category": _text(lines["category"]),
        "cause": _text(_cause(of["illness"])),
        "work": pa.array(of["work"]),
        "pre_existing": pa.array(of["pre_existing"]),
        "hospital": _text(hospitals()["code"][of["hospital"]]),
        "hospital_level": pa.array(of["level"]),
        "hospital_ownership": _text(of["ownership"]),
        "ward": _text(of["ward"]),
        "diagnosis": _diagnosis(of["illness"]),
        "settled": pa.array(of["settled"]),
    }
    money = ("total", "pooled", "other_paid", "in_scope", "in_scope_below", "in_scope_above", "class_b", "out_of_scope")
    return pa.table(columns | {name: pa.array(lines[name]) for name in (*money, "account_paid")})


def event_table(events: Frame, ids: Frame) -> pa.Table:
    """事件, by date."""
    events = take(events, np.argsort(events["date"], kind="stable"))
    nothing = np.zeros(length(events), dtype=bool)
    return pa.table(
        {
            "event_id": _numbered("EV", np.arange(1, length(events) + 1)),
            "case_id": _case_ids(events["case"]),
            "member_id": _text(ids["member"][events["person"]]),
            "date": _dates(dates(events["date"])),
            "event": _text(events["event"]),
            "grade": pa.array(events["grade"], mask=events["grade"] == 0),
            "days": pa.array(events["days"], mask=events["days"] == 0),
            "mode": _text(events["mode"]),
            "diagnosis": _diagnosis(events["illness"]),
            "cause": _text(events["cause"]),
            "work": pa.array(events["work"]),
            "pre_existing": pa.array(nothing),
            "death_date": _dates(events["death"]),
        }
    )


def _text(words: Array) -> pa.Array:
    """Words; an empty one is null."""
    return pa.array(words, pa.string(), mask=words == "")


def _dates(days: Array) -> pa.Array:
    return pa.array(days, pa.date32(), mask=np.isnat(days))


def _numbered(letter: str, number: Array) -> pa.Array:
    """B000001: as wide as the order of text needs."""
    width = max(6, len(str(int(number.max(initial=0)))))
    return pa.array(np.char.add(letter, np.char.zfill(number.astype(str), width)), pa.string())


def _case_ids(case: Array) -> pa.Array:
    return pa.array(np.char.add("C", np.char.zfill((case + 1).astype(str), 6)), pa.string(), mask=case < 0)


def _diagnosis(illness: Array) -> pa.Array:
    return pa.array(illnesses()["code"][illness], pa.string(), mask=illness < 0)


def _cause(illness: Array) -> Array:
    return np.where(illness < 0, "illness", illnesses()["cause"][illness])
