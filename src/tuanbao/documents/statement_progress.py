"""How far a family is with the yearly terms of its plans: deductibles, limits, bands reached (年度进度)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from tuanbao.adjudication.explaining import Balance, Explanation
from tuanbao.documents.results_run import Run
from tuanbao.language import Text
from tuanbao.plan.model import Reimbursement
from tuanbao.roster import plans_of


@dataclass(frozen=True, slots=True)
class Used:
    """A yearly amount of one person, or of the family, and how much of it is used."""

    member_id: str | None
    """None: shared by the family."""
    benefits: tuple[Text, ...]
    label: Text
    unit: Literal["fen", "bills", "days"]
    used: int
    amount: int
    left: int
    is_limit: bool
    """Nothing more is paid when it is used up; a deductible or cap is then a good thing."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The band (分段) that a person's next expense falls into."""

    member_id: str
    benefits: tuple[Text, ...]
    expense: int
    """Of the year so far, after deductible, in fen."""
    share: Fraction
    next_from: int | None
    next_share: Fraction | None


Progress = Used | Reached


def yearly_progress(
    run: Run, members: Sequence[dict[str, Any]], explanations: Sequence[Explanation], balances: Sequence[Balance]
) -> list[Progress]:
    """The terms person by person, in the order of the benefits; what the family shares comes last."""
    found: list[Progress] = []
    for member in members:
        own = [row for row in explanations if row.member_id == member["member_id"]]
        found += _reached(run, member, own)
        found += [_used(run, each) for each in balances if each.member_id == member["member_id"]]
    return [*found, *(_used(run, each) for each in balances if each.member_id is None)]


def _used(run: Run, balance: Balance) -> Used:
    plan = run.plan[balance.plan]
    ids = dict.fromkeys([balance.benefit, *(clause.partition(".")[0] for clause in balance.pooled_with)])
    is_limit = ".deductible." not in balance.clause and ".patient_cap." not in balance.clause
    titles = tuple(plan.benefit(benefit_id).title for benefit_id in ids)
    return Used(
        balance.member_id, titles, balance.label, balance.unit, balance.used, balance.amount, balance.left, is_limit
    )


def _reached(run: Run, member: dict[str, Any], explanations: Sequence[Explanation]) -> Iterator[Reached]:
    for plan_id in plans_of(member["plan"]):
        plan = run.plan[plan_id]
        for benefit in plan.benefits:
            if not isinstance(benefit, Reimbursement) or len(benefit.terms.bands) < 2:
                continue
            if benefit.relations is not None and member["relation"] not in benefit.relations:
                continue
            own = [row for row in explanations if (row.plan, row.benefit) == (plan.id, benefit.id)]
            expense = sum(step.amount for row in own for step in row.steps if step.kind == "band")
            bands = benefit.terms.bands
            at = next(i for i, band in enumerate(bands) if band.up_to is None or band.up_to > expense)
            following = bands[at + 1].pay if at + 1 < len(bands) else None
            yield Reached(member["member_id"], (benefit.title,), expense, bands[at].pay, bands[at].up_to, following)
