"""A group of four with a year of bills, small enough to work out by hand."""

from typing import Any

import pyarrow as pa

from tuanbao.plan import Plan, parse_plans
from tuanbao.roster import Reading

from ...support import bills as read_bills
from ...support import people, read_rows

HEAD = "plan: staff\nperiod: {from: %d-01-01, to: %d-12-31}\nbenefits:\n"
OUTPATIENT = """\
  - id: opd
    kind: reimbursement
    covers: [outpatient]
    expenses: {in_scope: 100%%, class_b: 100%%, out_of_scope: 100%%}
    deductible: [{per: year, amount: %d}]
    coinsurance: %s
    limits: [{per: year, amount: %d}]
"""
INPATIENT = """\
  - {id: ipd, kind: reimbursement, covers: [inpatient], coinsurance: 90%}
"""


def staff_plan(
    year: int = 2025, *, deductible: int = 0, pay: str = "80%", limit: int = 100_000, more: str = ""
) -> Plan:
    """Outpatient care with these terms, in yuan, and inpatient care at 90 %."""
    text = HEAD % (year, year) + OUTPATIENT % (deductible, pay, limit) + INPATIENT + more
    return parse_plans(text)[0]


def group(size: int = 4, **cells: Any) -> Reading:
    """Employees E1, E2, … covered from the first day of 2025."""
    row = {"relation": "employee", "cover_from": "2025-01-01", **cells}
    return people([{**row, "member_id": f"E{i}"} for i in range(1, size + 1)])


def bill(number: int, member: str, day: str, yuan: str, **cells: Any) -> dict[str, Any]:
    """A bill that is wholly the person's own in-catalogue part."""
    row = {"bill_id": f"b{number}", "member_id": member, "service_date": day, "category": "outpatient"}
    return {**row, "in_scope": yuan, **cells}


def bills(*rows: dict[str, Any]) -> Reading:
    return read_bills(rows)


def premiums(*rows: dict[str, Any]) -> Reading:
    from tuanbao.roster import PREMIUMS

    return read_rows(rows or [premium("4800")], PREMIUMS)


def premium(yuan: str, members: int = 4, **cells: Any) -> dict[str, Any]:
    return {"from": "2025-01-01", "to": "2025-12-31", "members": members, "premium": yuan, **cells}


def paid_of(table: pa.Table, column: str) -> list[Any]:
    values: list[Any] = table[column].to_pylist()
    return values
