"""What stays with the group, from the past year to the priced one (自身经验的逐步还原): pooled claims have left before.

Every factor is measured on what it acts on: prices, use and terms on payments of bills up to the pooling threshold of a
person, and on what is still to come; a trend never moves sums insured (定额给付), new terms may. So a group that had
lump sums last year has not for that reason a lower trend.
"""

from dataclasses import dataclass
from fractions import Fraction

from tuanbao.pricing.renewal.on_level import OnLevel

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Stage:
    """Fen, exact."""

    bills: Fraction
    """With what is still to come in."""
    fixed: Fraction
    """Sums insured."""

    @property
    def total(self) -> Fraction:
        return self.bills + self.fixed


@dataclass(frozen=True, slots=True)
class Staying:
    """What stays below the threshold: as reported and completed, and after each step."""

    past: Stage
    prices: Stage
    use: Stage
    terms: Stage
    whole_year: Stage
    on_bills: Fraction | None
    """Payments of bills after the trend in prices over those before; None where there were none."""

    @property
    def known(self) -> bool:
        """Was anything paid, under the old terms and the new, that factors could be taken from?"""
        return self.terms.total > 0

    def factor(self, before: Stage, after: Stage) -> Fraction:
        """1 where there was nothing before."""
        return after.total / before.total if before.total else ONE


def staying(
    level: OnLevel, to_come: int, threshold: int | None, use: Fraction = ONE, whole_year: Fraction = ONE
) -> Staying:
    """``to_come``: fen of bills reported and unreported that are not paid yet; ``use`` and ``whole_year``: factors."""
    was, trended, priced = (each.kept(threshold) for each in (level.was, level.under_old, level.priced))
    prices = Fraction(trended.bills, was.bills) if was.bills else None
    terms = Fraction(priced.bills, trended.bills) if trended.bills else ONE
    later = to_come * (prices or ONE)
    fixed = Fraction(was.fixed)
    after_prices = trended.bills + later
    after_terms = use * (priced.bills + later * terms)
    return Staying(
        Stage(Fraction(was.bills + to_come), fixed),
        Stage(after_prices, fixed),
        Stage(use * after_prices, fixed),
        Stage(after_terms, Fraction(priced.fixed)),
        Stage(after_terms * whole_year, Fraction(priced.fixed)),
        prices,
    )
