"""公共保额: one amount for everyone who has the plan, used up in the order in which bills came in (§3.1 step 6)."""

from collections.abc import Iterable

from .plans import Plan
from .reimbursement import Row
from .tables import Line


def use_up(plan: Plan, rows: Iterable[tuple[Line, Plan, str, Row]]) -> dict[tuple[str, int], int]:
    """Cut the rows of the plan's company-wide benefit; returns fen cut, by line."""
    limit = next(
        ((benefit.id, benefit.company_limit) for benefit in plan.benefits if benefit.company_limit is not None), None
    )
    if limit is None:
        return {}
    benefit_id, left = limit
    own = [(line, row) for line, its_plan, benefit, row in rows if its_plan is plan and benefit == benefit_id]
    cuts = {}
    for line, row in sorted(own, key=lambda pair: (pair[0].received, pair[0].bill, pair[0].number)):
        paid = min(row.paid, left)
        cuts[line.bill, line.number] = row.paid - paid
        row.over_limit += row.paid - paid
        row.paid = paid
        left -= paid
    return cuts
