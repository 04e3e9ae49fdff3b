"""Value (价值): weighted expected payments and relief in a bad year, less what people pay themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from tuanbao.design.evaluating.grid import Floats
from tuanbao.design.evaluating.offers import Offers
from tuanbao.design.evaluating.prices import version_of
from tuanbao.design.options.model import Value
from tuanbao.design.themes import THEMES, theme_of

Weights = Mapping[str, float]
"""By theme, mean 1 over all themes."""
EQUAL: Weights = dict.fromkeys(THEMES, 1.0)


@dataclass(frozen=True, slots=True)
class Scales:
    """What counts how much, ready to be multiplied."""

    weights: Mapping[str, Weights]
    """By tier; "" for people without one of their own."""
    bad_year: float
    """Extra weight of a yuan in a bad year."""
    worst: float
    """Share of person-years that are bad."""
    tiers: Mapping[str, float]

    def of(self, tier: str) -> Weights:
        return self.weights.get(tier, self.weights.get("", EQUAL))

    def with_bad_year(self, factor: float) -> "Scales":
        return replace(self, bad_year=self.bad_year * factor)

    def flattened(self, share: float) -> "Scales":
        """The weights of themes moved towards equal ones (1: equal), or away from them (below 0)."""
        moved = {
            tier: {theme: max(w + share * (1.0 - w), 0.0) for theme, w in own.items()}
            for tier, own in self.weights.items()
        }
        return replace(self, weights=moved)


def scales_of(value: Value, needs: Mapping[str, Weights], market: Weights) -> Scales:
    """Weights of each tier: needs, market and equal weight in the shares that the options say, times own weights.

    ``needs`` by tier, with "" for those without. Each ends with mean 1 before the own weights.
    """
    shares = float(value.needs), float(value.market)
    found = {tier: _blended(own, market, shares) for tier, own in ({"": EQUAL} | dict(needs)).items()}
    with_own = {
        tier: {theme: w * float(value.weights.get(theme, 1)) for theme, w in weights.items()}
        for tier, weights in found.items()
    }
    tiers = {tier: float(factor) for tier, factor in value.tiers.items()}
    return Scales(with_own, float(value.bad_year.counts), float(value.bad_year.worst), tiers)


def _blended(needs: Weights, market: Weights, shares: tuple[float, float]) -> dict[str, float]:
    rest = 1.0 - sum(shares)
    mixed = {t: shares[0] * needs.get(t, 1.0) + shares[1] * market.get(t, 1.0) + rest for t in THEMES}
    mean = sum(mixed.values()) / len(mixed)
    return {theme: weight / mean for theme, weight in mixed.items()}


@dataclass(frozen=True, slots=True)
class Parts:
    """What the value of a block's offers is made of; arrays (offers,), fen a year of the whole block."""

    money: Floats
    """Weighted expected payments."""
    relief: Floats
    """Extra weight of what is taken off bad years."""
    own: Floats
    """What people pay themselves; taken off."""

    @property
    def value(self) -> Floats:
        total: Floats = self.money + self.relief - self.own
        return total


def value_of(made: Offers, scales: Scales, tier: str) -> Parts:
    """The value of every offer to the people of a block.

    Σ over benefits of weight × expected payment + λ × q × people × (what a person bears in the worst share q of years
    without cover, less with it) − what people pay themselves, times the tier's own factor.
    """
    weights = scales.of(tier)
    factor = scales.tiers.get(tier, 1.0)
    of_benefit = np.array([weights[theme_of(version_of(made.grid, key))] for key in made.grid.benefits])
    people = len(made.grid.designs.block)
    relief = made.grid.relief[made.row] * people * made.joining * scales.worst * scales.bad_year
    return Parts(factor * (made.expected() @ of_benefit), factor * relief, factor * made.own)
