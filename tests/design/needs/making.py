"""Groups of made-up people for these tests, as rows."""

from datetime import date
from typing import Any

from tests.support import people
from tuanbao.plan import parse_plans
from tuanbao.pricing.group import Group, group_of

PLAN = """
plan: only
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
- {id: visits, kind: reimbursement, covers: [outpatient, emergency]}
- {id: teeth, kind: reimbursement, covers: [dental]}
- {id: ward, kind: reimbursement, covers: [inpatient]}
- {id: illness, kind: lump_sum, event: critical_illness, sum_insured: 100000}
"""
Row = dict[str, Any]


def person(number: int, **own: Any) -> Row:
    """An employee of 30 in Beijing; ``age`` gives another age on the first day of 2026."""
    born = date(2026 - own.pop("age", 30), 1, 1)
    row = {"member_id": f"E{number:04d}", "relation": "employee", "sex": "male", "city": "北京", "birth_date": born}
    return {**row, "cover_from": date(2026, 1, 1), "cover_to": date(2026, 12, 31), **own}


def group(rows: list[Row]) -> Group:
    return group_of(people(rows), None, parse_plans(PLAN))


def bill(number: int, member: str, diagnosis: str = "J06.9", yuan: int = 100, **own: Any) -> Row:
    """A visit that the person pays alone."""
    row = {"bill_id": f"B{number:05d}", "member_id": member, "service_date": date(2026, 3, 1), "category": "outpatient"}
    return {**row, "diagnosis": diagnosis, "in_scope": str(yuan), **own}
