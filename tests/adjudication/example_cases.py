"""People, bills and events that have something to do with a plan: of its relations, categories, diagnoses and modes."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.adjudication.identities import explains_bills
from tests.oracle import random_people, random_plans
from tests.oracle.choices import Choices, Seeded
from tests.oracle.strategies import Case
from tuanbao.adjudication.compiling import compile_plans
from tuanbao.adjudication.intake import plan_needs
from tuanbao.plan import LumpSum, Plan, Reimbursement

Row = dict[str, Any]
BORN = {"employee": "1988-02-29", "spouse": "1990-07-01", "child": "2016-03-01", "parent": "1960-05-05"}
AMOUNTS = ["100", "800", "5000", "20000", "300000"]


def example_case(plans: Sequence[Plan], chains: Mapping[str, Sequence[str]], seed: int) -> Case:
    """Two families, their bills and events, which are all enterable.

    ``chains`` says which plans ("a;b") people of each relation may have; a relation without any is left out.
    """
    choose = Seeded(seed)
    documents: list[Any] = [{**plan._origin.tree, "plan": plan.id} for plan in plans if plan._origin]
    members = _members(choose, plans, chains)
    diagnoses = _diagnoses(plans)
    bills = [_bill(choose, plans, diagnoses, bill) for bill in random_people.bills(choose, members, 60)]
    lists = sorted({name for names in compile_plans(plans).list_sets for name in names})
    return {
        "plans": documents,
        "members": members,
        "bills": _same_on_all_lines(bills),
        "events": _events(choose, plans, members, diagnoses),
        "openings": [],
        "hospital_lists": [
            {"list": name, "hospital": f"H{choose.integer(1, 3)}", "from": "", "to": ""} for name in lists
        ],
    }


def _members(choose: Choices, plans: Sequence[Plan], chains: Mapping[str, Sequence[str]]) -> list[Row]:
    fields = sorted({amount for plan in plans for amount in plan_needs(plan).amounts} | {"salary"})
    rows = []
    for family in ("F1", "F2"):
        for relation in chains:
            born = BORN[relation]
            row = {"member_id": f"{family}-{relation}", "family_id": family, "relation": relation, "birth_date": born}
            row |= {"plan": choose.one(chains[relation]), "cover_from": "2025-01-01"}
            row["continuous_from"] = choose.one(["2020-01-01", "2020-01-01", "2025-01-01"])
            rows.append(row | {name: choose.one(AMOUNTS) for name in fields})
    return rows


def _diagnoses(plans: Sequence[Plan]) -> list[str]:
    named = {prefix for prefixes in compile_plans(plans).diagnosis_sets for prefix in prefixes}
    named |= {prefix for plan in plans for benefit in plan.benefits for prefix in _only(benefit)}
    return [*random_people.DIAGNOSES, *sorted(named)]


def _only(benefit: Any) -> Sequence[str]:
    return benefit.only.diagnoses if benefit.only else ()


WHOLE = ("diagnosis", "hospital_ownership", "hospital_level", "ward", "work", "cause")


def _bill(choose: Choices, plans: Sequence[Plan], diagnoses: list[str], bill: Row) -> Row:
    """A line of the kind that one of the benefits covers, mostly with what it asks for."""
    benefits = [benefit for plan in plans for benefit in plan.benefits if explains_bills(benefit)]
    bill.pop("total", None)
    if not benefits:
        return bill
    benefit = choose.one(benefits)
    if "discharge_date" not in bill:
        bill["category"] = choose.one(getattr(benefit, "covers", ["inpatient"]))
    if choose.chance(70):
        bill |= {"hospital_ownership": "public", "hospital_level": 3, "ward": "general"}
        bill |= {"work": benefit.work == "only", "cause": choose.one(benefit.causes or random_plans.CAUSES)}
    return bill | {"diagnosis": choose.one([*_only(benefit) * 9, *diagnoses])}


def _same_on_all_lines(bills: list[Row]) -> list[Row]:
    """What belongs to the whole bill is the first line's."""
    first: dict[str, Row] = {}
    for bill in bills:
        of_bill = first.setdefault(bill["bill_id"], dict(bill))
        for name in WHOLE:
            bill.pop(name, None)
        bill |= {name: of_bill[name] for name in WHOLE if name in of_bill}
    return bills


def _events(choose: Choices, plans: Sequence[Plan], members: list[Row], diagnoses: list[str]) -> list[Row]:
    """For every benefit that events concern, some of its events, mostly such that it pays."""
    rows = []
    for plan in plans:
        for benefit in plan.benefits:
            if not isinstance(benefit, Reimbursement):
                rows += [_event(choose, benefit, members, diagnoses) for _ in range(3)]
    return [row | {"event_id": f"e{number}"} for number, row in enumerate(rows)]


def _event(choose: Choices, benefit: Any, members: list[Row], diagnoses: list[str]) -> Row:
    kind = benefit.event if isinstance(benefit, LumpSum) else "lost_time"
    people = [member for member in members if benefit.relations is None or member["relation"] in benefit.relations]
    row: Row = {"member_id": choose.one(people or members)["member_id"], "event": kind}
    row["date"] = f"2026-{choose.integer(1, 12):02d}-{choose.integer(1, 28):02d}"
    row |= {"case_id": choose.one(["", "", "c1"]), "diagnosis": choose.one([*_only(benefit), *diagnoses])}
    row["cause"] = choose.one(benefit.causes or ["illness", "accident"])
    row["work"] = benefit.work == "only" or (benefit.work is None and choose.chance(50))
    if kind == "disability":
        row["grade"] = choose.integer(1, 10)
    if kind == "lost_time":
        row["days"] = choose.integer(1, 60)
    if modes := getattr(benefit, "modes", None):
        row["mode"] = choose.one(modes)
    return row
