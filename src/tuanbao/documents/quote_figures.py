"""The figures of a quote that terminal, workbook and charts show alike (报价的关键数字)."""

from dataclasses import dataclass

import numpy as np

from tuanbao.language import Text
from tuanbao.pricing.quote.loading import tail_mean
from tuanbao.pricing.quote.result import Quote
from tuanbao.pricing.quote.running import PricedVariant, QuoteRun

USUAL = (0.05, 0.95)
"""Nine years of ten lie between these quantiles."""
TAIL = 0.95
"""The worst twentieth of years."""
TWO_SIDED = 1.96
"""Standard errors on each side of a mean that make 95 %."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far single years lie from the mean (年与年的波动): claims of the whole group, fen."""

    deviation: float
    low: float
    high: float
    """Nine years of ten lie between ``low`` and ``high``; one of twenty lies above ``high`` (VaR 95 %)."""
    worst: float | None
    """Mean of the worst twentieth of years (TVaR 95 %); None where fewer than twenty were simulated."""


@dataclass(frozen=True, slots=True)
class Headline:
    """What somebody reads who reads one line; fen a year."""

    people: int
    employees: int
    premium: int
    per_employee: int
    per_person: int
    expected: float
    error: float
    spread: Spread

    @property
    def error_share(self) -> float:
        """Standard error of the mean as a share of it."""
        return self.error / self.expected


def headline(run: QuoteRun) -> Headline:
    """The headline of a run. The quote has an employee at least, and claims that are expected."""
    quote = run.quote
    people, employees = len(quote.people), max(1, int((quote.people.relation == 0).sum()))
    return Headline(
        people=people,
        employees=employees,
        premium=quote.premium,
        per_employee=round(quote.premium / employees),
        per_person=round(quote.premium / people),
        expected=quote.expected,
        error=quote.standard_error,
        spread=spread(run),
    )


def spread(run: QuoteRun) -> Spread:
    """From the simulated years. What the parameters themselves are unsure of is not in it."""
    totals = run.costs.totals()
    low, high = (float(np.quantile(totals, share)) for share in USUAL)
    enough = len(totals) * (1 - TAIL) >= 1 - 1e-9
    return Spread(float(totals.std(ddof=1)), low, high, tail_mean(totals, TAIL) if enough else None)


def whole_price_error(quote: Quote) -> float:
    """Standard error of the premium from simulation, fen: that of the claims, with the same loadings."""
    return quote.standard_error / quote.expected * quote.premium


def variant_price_error(variant: PricedVariant) -> float:
    """Standard error of a variant's price from simulation, fen: that of its claims, in proportion."""
    found = variant.comparison
    return found.standard_error * abs(found.price / found.expected) if found.expected else 0.0


def per_holder(variant: PricedVariant) -> int:
    """Fen a year for each who has the plan; negative: released."""
    return round(variant.comparison.price / max(1, variant.people))


def plan_title(run: QuoteRun, plan_id: str) -> Text:
    """The name of a plan, or of a plan with a variant (``plan:variant``)."""
    name, _, variant = plan_id.partition(":")
    plan = next(plan for plan in run.group.plans if plan.id == name)
    return plan.variant(variant).title if variant else plan.title
