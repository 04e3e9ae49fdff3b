"""What other terms change in how much care people use (使用量反应): simulated bills say what people pay themselves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication import adjudicate
from tuanbao.plan import Plan
from tuanbao.plan.model import Reimbursement
from tuanbao.pricing.costs import Costs
from tuanbao.pricing.response import Response, person_shares, response
from tuanbao.pricing.scenarios import anywhere, nowhere
from tuanbao.pricing.simulation.bills import Model, PlanYear, simulate_bills
from tuanbao.reference.use_responses import CARES, Care, use_response

BILLS = 30_000
"""About so many bills tell what people pay on average."""
MOST_YEARS = 50


@dataclass(frozen=True, slots=True)
class UseChange:
    """A line of its own beside a difference of two sets of terms: what changed use adds to claims, fen a year."""

    care: Care
    before: float
    """Share of the expense that people pay under the first terms."""
    after: float
    response: Response
    claims: float
    """Expected claims of this kind of care under the second terms, before the response; fen."""

    @property
    def amount(self) -> int:
        """Fen a year; negative where people use less."""
        return self.response.change(round(self.claims))

    @property
    def range(self) -> tuple[float, float]:
        """The same at the ends of the experiment's interval of 95 %."""
        return self.claims * (self.response.low - 1), self.claims * (self.response.high - 1)


def shares_paid(
    plans: Sequence[Plan], members: pa.Table, model: Model, period: PlanYear, seed: int
) -> dict[Care, float]:
    """What share of the expense of each kind of care people bear under these plans."""
    first = simulate_bills(members, model, seed=seed, year=period).bills
    years = max(1, min(MOST_YEARS, BILLS // max(1, len(first))))
    known = [anywhere(plan) for plan in plans]
    lists = nowhere(known)
    expense: Counter[str] = Counter()
    paid: Counter[str] = Counter()
    for bills, _ in simulate_bills(members, model, years, seed=seed, year=period).years():
        lines = adjudicate(known, members, bills, hospital_lists=lists, rows="applied").lines
        covered = pc.add(pc.add(lines["pooled"], lines["other_paid"]), lines["paid"])
        # The lines come back in the order of the bills, which the simulation has put in that of adjudication.
        table = pa.table({"category": bills["category"].cast(pa.string()), "total": lines["total"], "covered": covered})
        for row in table.group_by("category").aggregate([("total", "sum"), ("covered", "sum")]).to_pylist():
            expense[row["category"]] += row["total_sum"]
            paid[row["category"]] += row["covered_sum"]
    return {care: float(share) for care, share in person_shares(expense, paid).items()}


def use_changes(
    costs: Costs, plans: Sequence[Plan], before: Mapping[Care, float], after: Mapping[Care, float]
) -> tuple[UseChange, ...]:
    """The response of each kind of care to the change of shares; ``costs`` and ``plans`` are those of the new terms.

    Raises ResponseError for a share beyond what the experiment tested.
    """
    found = []
    for care in CARES:
        claims = _claims(costs, plans, care)
        if care in before and care in after and claims:
            found.append(UseChange(care, before[care], after[care], response(before[care], after[care], care), claims))
    return tuple(found)


def _claims(costs: Costs, plans: Sequence[Plan], care: Care) -> float:
    """Expected fen a year of the benefits whose first kind of care answers to price in this way."""
    kinds = use_response().categories
    named = {each.id: each for plan in plans for each in (plan, *(plan.variant(name) for name in plan.variants))}
    total = 0.0
    for place, (plan, benefit_id) in enumerate(costs.benefits):
        benefit = named[plan].benefit(benefit_id)
        if isinstance(benefit, Reimbursement) and _care_of(benefit, kinds) == care:
            total += float(costs.expected()[:, place].sum()) / costs.years
    return total


def _care_of(benefit: Reimbursement, kinds: Mapping[str, Care]) -> Care | None:
    return next((kinds[category] for category in benefit.covers if category in kinds), None)
