"""Random families, their bills and events, close enough together that counters collide (§2)."""

from datetime import date, timedelta
from typing import Any

from .choices import Choices
from .random_plans import (
    AMOUNT_FIELDS,
    CATEGORIES,
    CAUSES,
    DEATHS,
    EVENTS,
    LEVELS,
    LISTS,
    MODES,
    RELATIONS,
    WARDS,
    amount,
    dates_in,
    yuan,
)

Row = dict[str, Any]

DIAGNOSES = ["J06", "J06.9", "M54.5", "S82", "", "F32", "I63", "C50", "D05", "K29"]
HOSPITALS = ["H1", "H2", "H3", ""]
HUGE = 10**11
"""Fen, a billion yuan: rare, but products of it with exact percentages do not fit 64 bits."""


def fen_of_bill(choose: Choices) -> int:
    """Skewed: nothing, a few fen, below 300 yuan, and now and then a great deal."""
    size = choose.integer(0, 99)
    if size < 20:
        return 0
    if size < 50:
        return 100 * choose.integer(1, 300)
    if size < 80:
        return choose.integer(1, 30_000)
    if size < 90:
        return choose.integer(1, 9)
    return choose.integer(1, 5_000_000) if size < 99 or choose.chance(90) else choose.integer(1, HUGE)


def members(choose: Choices, plans: list[str], most_families: int, most_people: int) -> list[Row]:
    families = choose.shuffled(["F1", "F2", "F10"])[: choose.integer(1, most_families)]
    return [
        _member(choose, plans, family, position)
        for family in families
        for position in range(choose.integer(1, most_people))
    ]


def _member(choose: Choices, plans: list[str], family: str, position: int) -> Row:
    relation = choose.one([*RELATIONS, "child", "child"]) if position else "employee"
    row: Row = {
        "member_id": family if not position else f"{family}-{position}",
        "family_id": family,
        "relation": relation,
    }
    row["plan"] = ";".join(choose.shuffled(plans)[:2]) if len(plans) > 1 and choose.chance(35) else choose.one(plans)
    row["birth_date"] = _birth(choose, relation)
    row["sex"] = choose.one(["male", "female"])
    row["cover_from"] = choose.one(["2026-03-01", "2026-02-10", "2026-01-01"]) if choose.chance(30) else "2025-01-01"
    if choose.chance(60):
        row["cover_to"] = "2026-06-15" if choose.chance(8) else "2027-12-31"
    if choose.chance(60):
        row["continuous_from"] = choose.one([row["cover_from"], "2024-01-01"])
    if choose.chance(40):
        row["insured"] = choose.one([True, False, False])
    row["salary"] = choose.one(["8000", "12345.67", "30000"])
    row["sum_insured"] = choose.one(["100000", "250000.05", "0.01"])
    for column in AMOUNT_FIELDS:
        row[column] = "0" if choose.chance(5) else amount(choose)
    if choose.chance(5):
        del row["birth_date"]
    return row


def _birth(choose: Choices, relation: str) -> str:
    """On and around the birthdays at which a test of ages turns."""
    if relation == "child":
        return choose.one(["2016-03-01", "2008-02-29", "2016-06-30", "2012-02-29", "2025-12-01"])
    if relation == "parent":
        return choose.one(["1966-03-01", "1956-02-29", "1966-03-31", "1940-07-01"])
    return choose.one(["1996-03-01", "1996-02-29", "1996-03-30", "2008-02-29", "1966-06-30"])


def bills(choose: Choices, people: list[Row], most_lines: int) -> list[Row]:
    """Bills of one or several lines; their ids sort differently as text and as numbers, and look like visits."""
    days = dates_in(choose, 3)
    usual = choose.one([None, None, *CATEGORIES[:3]])
    groups = choose.several(0, most_lines, lambda number: _bill(choose, f"b{number + 1}", usual, people, days))
    return choose.shuffled([row for rows in groups for row in rows][:most_lines])


def _bill(choose: Choices, bill_id: str, usual: str | None, people: list[Row], days: list[date]) -> list[Row]:
    whole = _whole_bill(choose, bill_id, people, days)
    count, first = choose.one([1, 1, 1, 2, 3]), choose.one([1, 1, 9])
    if count == 1 and choose.chance(50):
        return [whole | _line(choose, whole, usual)]
    # As a number 9 comes before 10 and 11.
    return [whole | {"line": first + position} | _line(choose, whole, usual) for position in range(count)]


def _whole_bill(choose: Choices, bill_id: str, people: list[Row], days: list[date]) -> Row:
    """What is the same on all lines of a bill."""
    member, service = choose.one(people), choose.one(days)
    row: Row = {"bill_id": bill_id, "member_id": member["member_id"], "family_id": member["family_id"]}
    row["service_date"] = service.isoformat()
    row |= {
        "visit_id": choose.one(["", "v1", "v2", "b1", ""]),
        "case_id": choose.one(["", "c1", "c2", "b2", "c1"]),
        "cause": choose.one(CAUSES) if choose.chance(40) else "illness",
        "hospital": choose.one(HOSPITALS),
        "hospital_level": choose.one(LEVELS),
        "hospital_ownership": "private" if choose.chance(20) else "public",
        "ward": choose.one(WARDS) if choose.chance(30) else "general",
        "diagnosis": choose.one(DIAGNOSES),
        "settled": not choose.chance(35),
        "work": choose.chance(15),
        "pre_existing": choose.chance(15),
    }
    if choose.chance(25):
        row["discharge_date"] = (service + timedelta(days=choose.integer(0, 15))).isoformat()
    if choose.chance(30):
        row["onset_date"] = (service - timedelta(days=choose.one([0, 1, 7, 29, 30, 31, 180, 181]))).isoformat()
    if choose.chance(50):
        row["received_date"] = (service + timedelta(days=choose.integer(0, 120))).isoformat()
    for key in ("visit_id", "case_id", "cause", "work", "pre_existing", "ward", "settled", "hospital", "diagnosis"):
        if choose.chance(8):
            del row[key]
    return row


def _line(choose: Choices, whole: Row, usual: str | None) -> Row:
    """The line's own category and money. Only a stay has a discharge date, and so all its lines are inpatient."""
    if "discharge_date" in whole:
        row: Row = {"category": "inpatient"}
    elif usual and choose.chance(80):
        row = {"category": usual}
    else:
        row = {"category": choose.one(CATEGORIES[:4]) if choose.chance(85) else choose.one(CATEGORIES)}
    components = {key: fen_of_bill(choose) for key in ("in_scope", "class_b", "out_of_scope")}
    for key in ("class_b", "out_of_scope"):
        if choose.chance(25):
            components[key] = 0
    others = {key: fen_of_bill(choose) if choose.chance(40) else 0 for key in ("pooled", "other_paid")}
    money = components | others
    row |= {key: yuan(value) for key, value in money.items() if value or choose.chance(70)}
    if choose.chance(45):
        row |= _segments(choose, components["in_scope"])
    if choose.chance(60):
        row["total"] = yuan(sum(money.values()))
    return row


def _segments(choose: Choices, in_scope: int) -> Row:
    below = choose.integer(0, in_scope)
    above = choose.one([0, in_scope - below, choose.integer(0, in_scope - below)])
    return {"in_scope_below": yuan(below), "in_scope_above": yuan(above)}


def hospital_lists(choose: Choices) -> list[Row]:
    """Every list that a plan may name, each with a row at least."""
    rows = []
    for name in LISTS:
        for hospital in choose.some(HOSPITALS[:3], 3):
            first, last = choose.one([("", ""), ("2026-01-01", "2026-12-31"), ("2026-03-02", ""), ("", "2026-03-29")])
            rows.append({"list": name, "hospital": hospital, "from": first, "to": last})
    return rows


def openings(choose: Choices, people: list[Row], plans: list[Row]) -> list[Row]:
    """What earlier years paid, by person and benefit of one of the person's plans."""
    benefits = {plan["plan"]: [b["id"] for b in plan["benefits"] if b["kind"] == "reimbursement"] for plan in plans}
    paid: dict[tuple[str, str], str] = {}
    for _ in range(choose.integer(0, 4)):
        person = choose.one(people)
        if names := benefits[choose.one(person["plan"].split(";"))]:
            paid[person["member_id"], choose.one(names)] = yuan(choose.integer(0, 20_000))
    return [{"member_id": person, "benefit_id": name, "paid": sum_} for (person, name), sum_ in paid.items()]


def events(choose: Choices, people: list[Row], plans: list[Row], most: int) -> list[Row]:
    """Few people have them, mostly events that some plan pays for."""
    days, unlucky = dates_in(choose, 3), choose.some(people, 2)
    paid_for = [
        benefit.get("event", "lost_time") for plan in plans for benefit in plan["benefits"] if "covers" not in benefit
    ]
    return choose.several(0, most, lambda position: _event(choose, f"e{position + 5}", unlucky, paid_for, days))


def _event(choose: Choices, event_id: str, people: list[Row], paid_for: list[str], days: list[date]) -> Row:
    on, kind = choose.one(days), choose.one(["disability", "lost_time", *EVENTS, *DEATHS])
    if paid_for and choose.chance(75):
        kind = choose.one(paid_for)
    row: Row = {
        "event_id": event_id,
        "member_id": choose.one(people)["member_id"],
        "date": on.isoformat(),
        "event": kind,
    }
    if kind == "disability":
        row["grade"] = choose.one([7, 7, 8, 2, 1, 10])
    if kind == "lost_time" or choose.chance(8):
        row["days"] = choose.integer(0, 20)
    if choose.chance(70):
        row["case_id"] = choose.one(["c1", "c1", "c2", "", "e5"])
    if choose.chance(35):
        row["mode"] = choose.one([*MODES, "air", "natural"])
    if choose.chance(70):
        row["diagnosis"] = choose.one(DIAGNOSES)
    if choose.chance(40):
        row["cause"] = choose.one(CAUSES)
    if choose.chance(20):
        row |= {"work": choose.one([True, False]), "pre_existing": choose.one([False, True])}
    if kind in DEATHS or choose.chance(20):
        row["death_date"] = (on + timedelta(days=choose.one([0, 1, 13, 14, 27, 28]))).isoformat()
    if choose.chance(20):
        row["onset_date"] = (on - timedelta(days=choose.one([1, 30, 181]))).isoformat()
    return row
