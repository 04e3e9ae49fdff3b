"""From expected claims to the price: experience, risk, percent-of-premium loadings, group size, tax (附加费用).

Every number is exact (Fraction of fen) until the rate is rounded. With E the expected claims of the group, Z and f
the credibility and the factor of its own experience, R the loading for risk and s the shares of the price together:

    blended = E × (Z f + 1 − Z)        net = blended + R + fixed expenses
    before tax = net / (1 − s) × group-size factor, at least blended        price = before tax × (1 + tax)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from tuanbao.language import Text
from tuanbao.money import half_up
from tuanbao.pricing.costs import Floats
from tuanbao.pricing.quote import causes
from tuanbao.pricing.quote.errors import QuoteError
from tuanbao.pricing.quote.experience import Experience
from tuanbao.pricing.quote.terms import QuoteTerms, Risk
from tuanbao.pricing.quote.waterfall import Cause, Movement
from tuanbao.reference.loadings import group_size_factor, target_loss_ratio

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Claims:
    """Exact expected fen of one person, and the tax rate of what they are made of."""

    expected: Fraction
    tax: Fraction


@dataclass(frozen=True, slots=True)
class Head:
    """People who have one price: so many, each with these claims, charged or not."""

    claims: Claims
    people: int
    charged: bool = True


@dataclass(frozen=True, slots=True)
class Loading:
    """The factors that are the same for everyone in the group, each with its cause."""

    terms: QuoteTerms
    start: Cause
    experience: tuple[Fraction, Cause] | None
    risk: tuple[Fraction, Cause]
    children: tuple[Fraction, Cause] | None
    """Factor on those who are charged; the others pay nothing."""
    size: tuple[Fraction, Cause] | None
    floor: tuple[Fraction, Cause] | None
    loss_ratio: Fraction
    """Expected claims over the price before tax, of the whole group."""

    def movements(self, claims: Claims, charged: bool = True) -> list[Movement]:
        """Exact running totals of one person's price, in the order of the steps, without the rounding."""
        terms = self.terms
        steps = [Movement(self.start, claims.expected)]
        for multiplier in (self.experience, self.risk):
            steps += _multiplied(steps, multiplier)
        if self.children is not None:
            factor, cause = self.children
            steps += _multiplied(steps, (factor if charged else Fraction(0), cause))
        if terms.expenses_per_person:
            fixed = terms.expenses_per_person if charged else 0
            steps.append(Movement(causes.fixed_expenses(terms), steps[-1].exact + fixed))
        price = steps[-1].exact / (1 - terms.of_price)
        for cause in causes.shares_of_price(terms):
            steps.append(Movement(cause, steps[-1].exact + price * (cause.share or 0)))
        for multiplier in (self.size, self.floor):
            steps += _multiplied(steps, multiplier)
        steps.append(Movement(causes.tax(terms), steps[-1].exact * (1 + claims.tax)))
        return steps

    def per_fen(self, tax: Fraction) -> Fraction:
        """Price of one more expected fen of claims, everything that is in proportion to claims included."""
        factor = self.risk[0] / (1 - self.terms.of_price) * (1 + tax)
        for multiplier in (self.experience, self.size, self.floor):
            factor *= ONE if multiplier is None else multiplier[0]
        return factor

    def before_tax(self, claims: Claims, charged: bool = True) -> Fraction:
        return self.movements(claims, charged)[-2].exact


def _multiplied(steps: Sequence[Movement], multiplier: tuple[Fraction, Cause] | None) -> list[Movement]:
    if multiplier is None:
        return []
    factor, cause = multiplier
    return [Movement(cause, steps[-1].exact * factor, factor)]


def loading_of(terms: QuoteTerms, heads: Sequence[Head], totals: Floats, experience: Experience | None) -> Loading:
    """The loading of a group: ``heads`` are its people, ``totals`` (years,) fen of claims in each simulated year.

    Raises QuoteError where nothing is expected to be paid, or where the years are too few for the method of risk.
    """
    expected = sum((head.claims.expected * head.people for head in heads), Fraction(0))
    if expected <= 0:
        raise QuoteError(
            Text(
                "模拟的各年中没有任何赔付，无法定价；请检查方案是否适用于名单上的人，或增加模拟年数",
                "no simulated year has a payment, so there is no price; check whether the plans apply to the people on"
                " the roster, or simulate more years",
            )
        )
    people = sum(head.people for head in heads)
    blend = ONE if experience is None else experience.blend
    if blend == 0:
        raise QuoteError(
            Text(
                "经验系数为 0 且完全可信，价格将为 0；请核对以往赔付",
                "experience of no claims at all, fully believed, would make the price 0; check the past claims",
            )
        )
    margin = risk_margin(terms.risk, totals * float(blend))
    unspread = Loading(
        terms=terms,
        start=causes.claims(len(totals)),
        experience=None if experience is None else (blend, causes.experience(experience)),
        risk=(1 + Fraction(margin) / (expected * blend), causes.risk(terms, margin)),
        children=_children(terms, heads),
        size=(group_size_factor(people), causes.group_size(people)) if terms.group_size else None,
        floor=None,
        loss_ratio=ONE,
    )
    before = sum((unspread.before_tax(head.claims, head.charged) * head.people for head in heads), Fraction(0))
    return _with_floor(unspread, before, expected * blend)


def _children(terms: QuoteTerms, heads: Sequence[Head]) -> tuple[Fraction, Cause] | None:
    """The cost of children who are not charged, spread over everyone who is, in proportion to expected claims."""
    if all(head.charged for head in heads):
        return None
    everyone = sum((head.claims.expected * head.people for head in heads), Fraction(0))
    paying = sum((head.claims.expected * head.people for head in heads if head.charged), Fraction(0))
    if paying == 0:
        raise QuoteError(
            Text(
                "所有预期赔付都来自不收费的子女，无法分摊；请放宽 children.charged",
                "all expected claims are those of children who are not charged; raise children.charged",
            )
        )
    free = sum(head.people for head in heads if not head.charged)
    return everyone / paying, causes.children(terms, free)


def _with_floor(loading: Loading, before: Fraction, expected: Fraction) -> Loading:
    """The price before tax is at least what is expected to be paid."""
    floor = None if before >= expected else (expected / before, causes.floor())
    ratio = expected / max(before, expected)
    return replace(loading, floor=floor, loss_ratio=ratio)


def risk_margin(risk: Risk, totals: Floats) -> int:
    """Fen for the uncertainty of the group's year, from claims of simulated years (years,); rounded half up.

    Raises QuoteError for too few years.
    """
    if risk.method == "none":
        return 0
    if len(totals) < 2:
        raise QuoteError(
            Text(
                "风险附加至少需要两个模拟年，请增加模拟年数",
                "a risk loading needs at least two simulated years; add more",
            )
        )
    if risk.method == "standard_deviation":
        margin = Fraction(float(totals.std(ddof=1))) * (risk.multiple or 0)
    else:
        margin = Fraction(tail_mean(totals, float(risk.level or 0)) - float(totals.mean())) * (risk.share or 0)
    return max(0, half_up(margin.numerator, margin.denominator))


def tail_mean(totals: Floats, level: float) -> float:
    """Mean of the worst (1 − level) of the years (尾部均值, TVaR); the year at the edge counts in part.

    Raises QuoteError where the tail has less than one year.
    """
    size = len(totals) * (1 - level)
    if size < 1 - 1e-9:
        needed = int(np.ceil(1 / (1 - level) - 1e-9))
        raise QuoteError(
            Text(
                f"{len(totals)} 个模拟年不足以看到最差的 {1 - level:.4g}；至少需要 {needed} 年，或降低 risk.level",
                f"{len(totals)} simulated years do not show the worst {1 - level:.4g} of years; simulate at least"
                f" {needed}, or lower risk.level",
            )
        )
    worst = np.sort(totals)[::-1]
    whole = int(size + 1e-9)
    edge = max(0.0, size - whole)
    rest = float(worst[whole]) * edge if whole < len(worst) else 0.0
    return (float(worst[:whole].sum()) + rest) / (whole + edge)


def loss_ratio_note(ratio: Fraction) -> Text | None:
    """A sentence where the permissible loss ratio (预期赔付率) leaves the usual band."""
    lowest, highest = target_loss_ratio()
    if lowest <= ratio <= highest:
        return None
    band = f"{float(lowest):.0%}–{float(highest):.0%}"
    return Text(
        f"预期赔付占不含税保费的 {float(ratio):.1%}，不在通常的 {band} 之内（该区间未经证实）；请核对附加费用",
        f"expected claims are {float(ratio):.1%} of the price before tax, outside the usual {band} (a band that nobody"
        " has confirmed); check the loadings",
    )
