"""A benefit (责任) as a section of the schedule."""

from collections.abc import Iterator

from tuanbao.language import Text
from tuanbao.plan.model import DailyAllowance, Plan, Reimbursement
from tuanbao.plan.wording import fixed, reimbursement
from tuanbao.plan.wording.common import Benefit
from tuanbao.plan.wording.structure import Row, Section
from tuanbao.plan.wording.summaries import overview, summary


def benefit_section(plan: Plan, benefit: Benefit) -> Section:
    """The benefit with all its terms; its number is its place in the order of payment."""
    return Section(
        title=benefit.title,
        rows=tuple(benefit_rows(plan, benefit)),
        number=plan.benefits.index(benefit) + 1,
        kind=_kind(benefit),
        summary=summary(plan, benefit),
        overview=overview(plan, benefit),
    )


def benefit_rows(plan: Plan, benefit: Benefit) -> Iterator[Row]:
    """Every term of the benefit with the clause it stands in."""
    if isinstance(benefit, Reimbursement):
        yield from reimbursement.rows(plan, benefit)
    elif isinstance(benefit, DailyAllowance):
        yield from fixed.allowance_rows(benefit)
    else:
        yield from fixed.lump_sum_rows(plan, benefit)


def _kind(benefit: Benefit) -> Text:
    if isinstance(benefit, Reimbursement):
        return reimbursement.KIND
    return fixed.ALLOWANCE if isinstance(benefit, DailyAllowance) else fixed.LUMP_SUM
