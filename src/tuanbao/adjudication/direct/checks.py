"""The rules between cells, rows and tables, for a few normalised rows; a broken one is left to the tables' own way."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from tuanbao.adjudication.direct.cells import Row, UnusualRowError
from tuanbao.roster import BILLS, PlanNeeds, plans_of
from tuanbao.roster.checks import WHOLE_BILL
from tuanbao.vocabulary import EVENT_IS_ALSO

OLD = timedelta(days=36_500)
"""Below the age at which the tables' way asks whether a birth date can be right."""
TOTAL = BILLS["total"].sum_of
ACCIDENTS = {"accidental_death", *(kind for kind, also in EVENT_IS_ALSO.items() if "accidental_death" in also)}


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise UnusualRowError(what)


def check_plain_members(rows: Sequence[Row], needs: Mapping[str, PlanNeeds], only_plan: str | None) -> None:
    """Completes family and plan in place, and checks people against each other and against what their plans need."""
    _must(len({row["member_id"] for row in rows}) == len(rows), "member_id")
    for row in rows:
        _must(row["id_number"] is None and row["id_type"] is None, "id_number")
        if row["family_id"] is None and row["relation"] == "employee":
            row["family_id"] = row["member_id"]
        row["plan"] = row["plan"] or only_plan
        _must(row["family_id"] is not None and row["plan"] is not None, "family_id")
        born, first, last = row["birth_date"], row["cover_from"], row["cover_to"]
        _must(last is None or last >= first, "cover_to")
        _must(row["continuous_from"] <= first, "continuous_from")
        _must(born is None or born <= first < born + OLD, "birth_date")
        names = plans_of(row["plan"])
        _must(";".join(names) == row["plan"] and len(set(names)) == len(names), "plan")
        for name in names:
            _must(name in needs, "plan")
            _must(born is not None or not needs[name].birth_date, "birth_date")
            _must(all(row.get(amount) is not None for amount in needs[name].amounts), "amount")


def check_plain_bills(rows: Sequence[Row], people: Mapping[str, Row]) -> None:
    """Bills by themselves, line by line and against the people."""
    first_lines: dict[str, Row] = {}
    seen = set()
    for row in rows:
        person = people.get(row["member_id"])
        _must(person is not None and row["family_id"] in (None, person["family_id"]), "member_id")
        _must(row["total"] == sum(row[part] for part in TOTAL), "total")
        _must(row["in_scope_below"] + row["in_scope_above"] <= row["in_scope"], "in_scope")
        _must(row["discharge_date"] is None or row["discharge_date"] >= row["service_date"], "discharge_date")
        _must(row["onset_date"] <= row["service_date"] and row["line"] >= 1, "onset_date")
        key = (row["bill_id"], row["line"])
        _must(key not in seen, "line")
        seen.add(key)
        first = first_lines.setdefault(row["bill_id"], row)
        _must(first is row or all(first[name] == row[name] for name in WHOLE_BILL), "bill_id")


def check_plain_events(rows: Sequence[Row], people: Mapping[str, Row]) -> None:
    """Completes the cause in place, and checks events: who, which grade, how many days."""
    _must(len({row["event_id"] for row in rows}) == len(rows), "event_id")
    for row in rows:
        _must(row["member_id"] in people and row["onset_date"] <= row["date"], "member_id")
        _must(row["event"] != "disability" or row["grade"] is not None, "grade")
        _must(row["event"] != "lost_time" or row["days"] is not None, "days")
        _must(row["grade"] is None or 1 <= row["grade"] <= 10, "grade")
        _must(row["days"] is None or row["days"] >= 1, "days")


def cause_of_accidents(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Where the cause is left out, an accidental death is an accident."""
    return [
        {**row, "cause": "accident"} if not row.get("cause") and row.get("event") in ACCIDENTS else dict(row)
        for row in rows
    ]
