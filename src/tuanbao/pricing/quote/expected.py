"""Costs cut by classes of people: exact means, and errors where the simulated years tell the classes apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from tuanbao.language import Text
from tuanbao.plan import Plan
from tuanbao.plan.model import DailyAllowance, LumpSum, Reimbursement
from tuanbao.pricing.costs import Costs, Ints, combined_error
from tuanbao.pricing.quote.errors import QuoteError
from tuanbao.pricing.quote.loading import Claims
from tuanbao.pricing.quote.terms import Line

_ACCIDENTS = ("accidental_death", "transport_death", "disability", "lost_time")


def line_of(benefit: Reimbursement | DailyAllowance | LumpSum) -> Line:
    """The line of insurance (险种) of a benefit, for value added tax.

    Work injuries only: liability; accidents only, disability or lost time: accident; death: life; the rest: health.
    """
    event = benefit.event if isinstance(benefit, LumpSum) else ""
    if benefit.work == "only":
        return "liability"
    if benefit.causes == ("accident",) or event in _ACCIDENTS:
        return "accident"
    if isinstance(benefit, DailyAllowance) and benefit.of == "lost_time":
        return "accident"
    return "life" if event in ("death", "sudden_death") else "health"


def lines_of(plans: Sequence[Plan]) -> dict[tuple[str, str], Line]:
    """(plan id, benefit id) -> line, variants included."""
    variants = [plan.variant(name) for plan in plans for name in plan.variants]
    return {(plan.id, benefit.id): line_of(benefit) for plan in [*plans, *variants] for benefit in plan.benefits}


def check_costs(costs: Costs) -> None:
    """Raises QuoteError for costs that cannot be priced: too few years, negative payments, parts that disagree."""
    if costs.years < 2 or costs.by_year.shape[0] != costs.years:
        raise QuoteError(
            Text(
                f"只有 {costs.years} 个模拟年，无法估计误差；请至少模拟两年",
                f"only {costs.years} simulated years: no error can be stated; simulate two at least",
            )
        )
    if (costs.by_year < 0).any() or (costs.by_person < 0).any():
        raise QuoteError(Text("赔付成本中有负数，请检查票据", "there are negative costs; check the bills"))
    if (costs.by_year.sum(axis=(0, 1)) != costs.by_person.sum(axis=0)).any():
        raise QuoteError(
            Text(
                "按年与按人的赔付成本不一致，请重新模拟",
                "costs by year and by person do not add up to the same; simulate again",
            )
        )


@dataclass(frozen=True, slots=True)
class Cut:
    """Costs with their people in the order of a quote."""

    costs: Costs
    rows: Ints
    """(people,): each person's row in the costs."""

    def per_person(self) -> Ints:
        """(people, benefits), expected fen over all years."""
        return self.costs.expected()[self.rows]

    def expected(self, chosen: NDArray[np.bool_]) -> float:
        """Fen a year of the people chosen (people,)."""
        return float(self.per_person()[chosen].sum()) / self.costs.years

    def error(self, chosen: NDArray[np.bool_]) -> float | None:
        """Standard error of ``expected``; None where a group of the costs has both chosen people and others."""
        group = self.costs.group[self.rows]
        inside = np.bincount(group[chosen], minlength=len(self.costs.groups)) > 0
        outside = np.bincount(group[~chosen], minlength=len(self.costs.groups)) > 0
        if (inside & outside).any():
            return None
        replicates = self.costs.replicates()[:, inside, :].sum(axis=(1, 2))
        return combined_error(replicates, float(self.costs.drawn_variance()[inside].sum()))


def class_claims(
    cut: Cut, place: Ints, classes: int, lines: Mapping[tuple[str, str], Line], taxes: Mapping[Line, Fraction]
) -> list[Claims]:
    """Exact claims a person and year of every class, pooled over its people, and the tax rate of their mixture.

    A class without any payment has the tax rate of the whole group.
    """
    own = cut.per_person()
    rates = [taxes.get(lines.get(benefit, "health"), Fraction(0)) for benefit in cut.costs.benefits]
    whole = _tax([int(fen) for fen in own.sum(axis=0)], rates, Fraction(0))
    found = []
    for number in range(classes):
        people = place == number
        fen = [int(amount) for amount in own[people].sum(axis=0)]
        mean = Fraction(sum(fen), cut.costs.years * int(people.sum()))
        found.append(Claims(mean, _tax(fen, rates, whole)))
    return found


def _tax(fen: Sequence[int], rates: Sequence[Fraction], otherwise: Fraction) -> Fraction:
    total = sum(fen)
    if total == 0:
        return otherwise
    return sum((rate * amount for rate, amount in zip(rates, fen, strict=True)), Fraction(0)) / total
