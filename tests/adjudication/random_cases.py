"""A random case of the oracle's, adjudicated by the engine, and where the two differ."""

from functools import lru_cache

from tests import support
from tests.oracle.adjudicator import adjudicate as oracle
from tests.oracle.strategies import Case, write_plan_yaml
from tuanbao.adjudication import Result, adjudicate
from tuanbao.adjudication.intake import plan_needs
from tuanbao.plan import Plan, parse_plans

EOB = ("bill_id", "line", "benefit_id", "eligible", "deductible", "coinsurance", "over_limit", "paid", "reason")
LINES = ("bill_id", "line", "member_id", "total", "pooled", "other_paid", "paid", "patient")
PAYMENTS = ("event_id", "benefit_id", "member_id", "paid", "reason")


def enterable(case: Case) -> Case:
    """The case without what the tables refuse by themselves (tests/roster shows that they do)."""
    bills = [{key: value for key, value in bill.items() if key != "total"} for bill in case["bills"]]
    born = "1990-03-01"
    members = [
        {**member, "birth_date": min(member.get("birth_date") or born, member["cover_from"])}
        if plan_needs_birth_date(case)
        else {key: value for key, value in member.items() if key != "birth_date" or value < member["cover_from"]}
        for member in case["members"]
    ]
    events = [{key: value for key, value in event.items() if key != "days" or value} for event in case["events"]]
    return {**case, "bills": bills, "members": members, "events": [e for e in events if _has_days(e)]}


def _has_days(event: dict) -> bool:
    return event["event"] != "lost_time" or bool(event.get("days"))


def plan_needs_birth_date(case: Case) -> bool:
    return any(plan_needs(plan).birth_date for plan in plans_of_case(case))


@lru_cache(maxsize=64)
def _plan(text: str) -> Plan:
    return parse_plans(text)[0]


def plans_of_case(case: Case) -> list[Plan]:
    return [_plan(write_plan_yaml(plan)) for plan in case["plans"]]


def adjudicate_case(case: Case, bills: list | None = None, members: list | None = None) -> Result:
    """The engine's answer; ``bills`` and ``members`` stand in for the case's own."""
    plans = plans_of_case(case)
    amounts = frozenset(amount for plan in plans for amount in plan_needs(plan).amounts)
    return adjudicate(
        plans,
        support.people(case["members"] if members is None else members, amounts),
        support.bills(case["bills"] if bills is None else bills),
        support.events(case["events"]),
        openings=support.openings(case["openings"]),
        hospital_lists=support.hospital_lists(case["hospital_lists"]),
    )


def differences(case: Case) -> list[str]:
    """Rows in which engine and oracle differ, as text; none where they agree."""
    case = enterable(case)
    ours, theirs = adjudicate_case(case), oracle(**case)
    found = []
    for name, columns in (("eob", EOB), ("lines", LINES), ("payments", PAYMENTS)):
        mine = [tuple(row[column] for column in columns) for row in getattr(ours, name).to_pylist()]
        wanted = [tuple(row[column] for column in columns) for row in getattr(theirs, name)]
        if name == "payments":
            mine, wanted = sorted(mine), sorted(wanted)
        if len(mine) != len(wanted):
            found.append(f"{name}: {len(mine)} rows, {len(wanted)} expected")
        pairs = zip(mine, wanted, strict=False)
        found += [f"{name}: {row}, expected {other}" for row, other in pairs if row != other]
    return found
