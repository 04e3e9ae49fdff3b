"""What every design costs (候选方案的价格): the present quote, moved by the difference in expected payments.

The quote of the present terms comes from many more years than the grid; the difference of two designs is sure already
after few, since both pay for the same illnesses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tuanbao.design.evaluating.bills import BenefitKey
from tuanbao.design.evaluating.grid import Floats, Grid
from tuanbao.money import parse_percent
from tuanbao.plan.model import Benefit
from tuanbao.pricing.quote.expected import line_of
from tuanbao.pricing.quote.result import Quote
from tuanbao.reference.self_funding import self_funding_customs


@dataclass(frozen=True, slots=True)
class BasePremium:
    """The quote of the present terms for the people of a block, fen a year, by relation."""

    premium: Mapping[str, int]
    employer: Mapping[str, int]
    heads: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.premium.values())

    def employer_share(self, relation: str) -> float:
        """Of the relation's premium; 0 where nothing is paid for it."""
        return self.employer[relation] / self.premium[relation] if self.premium[relation] else 0.0


def base_premium(quote: Quote, members: Sequence[str]) -> BasePremium:
    """What the quote charges for some people and who pays it."""
    own = set(members)
    found: dict[str, list[int]] = {}
    for i, member in enumerate(quote.people.member_id):
        if member in own:
            sums = found.setdefault(quote.people.relation_of(i), [0, 0, 0])
            sums[0] += int(quote.premiums.premium[i])
            sums[1] += int(quote.premiums.employer[i])
            sums[2] += 1
    return BasePremium(*({relation: sums[k] for relation, sums in found.items()} for k in range(3)))


def insured_prices(grid: Grid, quote: Quote, base: BasePremium) -> Floats:
    """(designs,): premium of the block, fen a year, never below 0; row 0 is the quote's own."""
    factors = np.array([_per_fen(grid, quote, key) for key in grid.benefits])
    taxed = grid.expected @ factors
    prices: Floats = np.maximum(np.rint(base.total + taxed - taxed[0]), 0.0)
    return prices


def _per_fen(grid: Grid, quote: Quote, key: BenefitKey) -> float:
    """Price of one more expected fen of a benefit."""
    tax = quote.terms.premium_tax.get(line_of(version_of(grid, key)), Fraction(0))
    return float(quote.loading.per_fen(tax))


def version_of(grid: Grid, key: BenefitKey) -> Benefit:
    """The benefit in the first design that has it."""
    every = (plan for turns in grid.turns for plan in grid.designs.plans(turns) if plan.id == key[0])
    return next(benefit for plan in every for benefit in plan.benefits if benefit.id == key[1])


def funded_prices(grid: Grid) -> Floats:
    """(designs,): what self-funding with stop-loss per person costs, fen a year (自筹加个人止损).

    Raises ValueError for a grid without excess.
    """
    if grid.excess is None:
        raise ValueError("the grid was evaluated without a retention")
    return funded(grid.expected.sum(axis=1), grid.excess)


def funded(claims: Floats, excess: Floats) -> Floats:
    """Cost of claims (n,) of which ``excess`` (n,) is above the retention of a person and year, fen a year: claims as
    expected, the fee on all of them, and the loading of the stop-loss on the excess."""
    fee = float(parse_percent(self_funding_customs()["administration"].value))
    loading = float(parse_percent(self_funding_customs()["specific_loading"].value))
    prices: Floats = np.rint(claims * (1 + fee) + excess * loading)
    return prices
