"""Designs with who pays for them (方案与保费分担): what a block's choice is really made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuanbao.design.evaluating.grid import Floats, Grid
from tuanbao.design.evaluating.prices import BasePremium
from tuanbao.design.options.model import Payer
from tuanbao.money import parse_percent
from tuanbao.reference.design import design_default

Ints = NDArray[np.int64]
Shares = Mapping[str, tuple[Fraction, Fraction]]
"""Relation -> (what the company pays of the premium, what part of today's people then joins)."""


@dataclass(frozen=True, slots=True)
class Offers:
    """All designs of a block under all ways to pay; arrays (offers,), fen a year. Offer 0 is what stands today."""

    grid: Grid
    row: Ints
    """The design's row in the grid."""
    paying: Ints
    """Which of ``ways``."""
    ways: tuple[Shares, ...]
    price: Floats
    """Premium of everybody who joins."""
    company: Floats
    """What the company pays of it."""
    joining: Floats
    """Share of the block's expected payments that is still made: part of the people may stay away."""

    def __len__(self) -> int:
        return len(self.row)

    @property
    def own(self) -> Floats:
        """What people pay themselves."""
        own: Floats = self.price - self.company
        return own

    def expected(self) -> Floats:
        """(offers, benefits): expected payments to those who join."""
        expected: Floats = self.grid.expected[self.row] * self.joining[:, None]
        return expected


def offers(grid: Grid, prices: Floats, base: BasePremium, payers: Sequence[Payer]) -> Offers:
    """Every design under every way to pay; ``prices`` (designs,) are the premium of the whole block."""
    ways = list(_ways(base, payers))
    whole = max(base.total, 1)
    weight = {relation: premium / whole for relation, premium in base.premium.items()}
    parts = [_parts(way, weight) for way in ways]
    paying, row = (np.asarray(each).reshape(-1) for each in np.mgrid[0 : len(ways), 0 : len(grid)])
    price = np.rint(prices[row] * np.array([part[0] for part in parts])[paying])
    company = np.rint(prices[row] * np.array([part[1] for part in parts])[paying])
    joining = np.array([part[0] for part in parts])[paying]
    return Offers(grid, row, paying, tuple(ways), price, company, joining)


def _parts(way: Shares, weight: Mapping[str, float]) -> tuple[float, float]:
    """Of today's premium: what is charged, and what the company pays of it."""
    joined = sum(float(join) * weight.get(relation, 0.0) for relation, (_, join) in way.items())
    paid = sum(float(share * join) * weight.get(relation, 0.0) for relation, (share, join) in way.items())
    return joined, paid


def _ways(base: BasePremium, payers: Sequence[Payer]) -> Iterator[Shares]:
    """Today's way first, then every other combination over the relations of the block."""
    now = {relation: Fraction(base.employer_share(relation)).limit_denominator(10_000) for relation in base.premium}
    yield {relation: (share, Fraction(1)) for relation, share in now.items()}
    changeable = [payer for payer in payers if payer.relation in now]
    options = [_options(payer, now[payer.relation]) for payer in changeable]
    for combination in product(*options):
        if any(share != now[payer.relation] for payer, (share, _) in zip(changeable, combination, strict=True)):
            new = {payer.relation: pair for payer, pair in zip(changeable, combination, strict=True)}
            yield {relation: new.get(relation, (share, Fraction(1))) for relation, share in now.items()}


def _options(payer: Payer, now: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Shares and what part of today's people joins under each; today's share first."""
    known = dict(zip(payer.employer, payer.joining, strict=True)) if payer.joining else {}
    today = known.get(now, _usually_joining(now))
    found = {now: Fraction(1)}
    for share in payer.employer:
        if share != now:
            found[share] = known.get(share, _usually_joining(share)) / today if today else Fraction(0)
    return list(found.items())


def _usually_joining(share: Fraction) -> Fraction:
    """Between the shares of reference/design.yaml in a straight line."""
    table: dict[Any, str] = design_default("joining").value
    points = sorted((float(parse_percent(key)), float(parse_percent(join))) for key, join in table.items())
    found = np.interp(float(share), [x for x, _ in points], [y for _, y in points])
    return Fraction(float(found)).limit_denominator(10_000)
