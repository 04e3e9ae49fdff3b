"""From the indicated premium onwards: the coming years, and the terms that would hold the premium."""

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from tuanbao.language import Text
from tuanbao.plan import Plan
from tuanbao.pricing.renewal.assumptions import Basis, TrendAssumption
from tuanbao.pricing.renewal.claims import Claims, pay
from tuanbao.pricing.renewal.completing import Unreported
from tuanbao.pricing.renewal.holding import Candidate, holding_terms
from tuanbao.pricing.renewal.indicated import Indicated
from tuanbao.pricing.renewal.on_level import OnLevel, trended_bills
from tuanbao.pricing.renewal.past import PastYear
from tuanbao.pricing.renewal.path import Outlook, PremiumPath, Rule, premium_path


def trended(claims: Claims, trend: TrendAssumption, years: float) -> Claims:
    """The bills at the prices of so many years later."""
    return claims.of(trended_bills(claims.bills, trend.price_factor(years)), claims.events)


def path_of(
    past: PastYear,
    b: Basis,
    still: Unreported,
    level: OnLevel,
    result: Indicated,
    new: Sequence[Plan],
    lag: float,
) -> PremiumPath:
    """The coming years under the new terms, whose fixed amounts let payments rise faster or slower than bills."""
    first = float(result.projected * result.current)
    paid = [level.terms_total.after]
    paid += [pay(new, trended(past.claims, b.trend, lag + year)).total for year in range(1, b.given.years)]
    rises = [paid[year] / paid[0] if paid[0] else float(1 + _overall(b.trend)) ** year for year in range(b.given.years)]
    expected = tuple(first * rise * (1 + b.trend.use) ** year for year, rise in enumerate(rises))
    spread = b.given.model.next_year.totals() if b.given.model else _chance(past, b)
    outlook = Outlook(expected, _level_error(past, b, still, result.blend.z), b.trend.standard_error, spread)
    rule = Rule(float(b.permissible), float(result.blend.z), b.given.cap)
    return premium_path(
        outlook,
        rule,
        today=result.premium,
        confidence=b.given.confidence,
        simulations=b.given.simulations,
        seed=b.given.seed,
    )


def _overall(trend: TrendAssumption) -> float:
    """The mean over categories, where there are no payments to say how much each counts."""
    if isinstance(trend.prices, dict):
        return sum(trend.prices.values()) / max(len(trend.prices), 1)
    return trend.prices


def _chance(past: PastYear, b: Basis) -> float:
    """Standard deviation / mean of a year's claims, people being independent: sqrt(n) x sd of one / total."""
    of_one = past.paid.by_person.astype(np.float64)
    if b.given.pooling:
        of_one = np.minimum(of_one, b.given.pooling.threshold)
    total = of_one.sum()
    return math.sqrt(len(of_one)) * float(of_one.std(ddof=1)) / float(total) if total > 0 and len(of_one) > 1 else 0.0


def _level_error(past: PastYear, b: Basis, still: Unreported, z: Fraction) -> float:
    """Relative error of the level: chance in the past year and what is still to come in, as far as they count."""
    incurred = past.paid.total + still.amount
    to_come = (still.standard_error or 0.0) / incurred if incurred > 0 else 0.0
    return float(z) * math.hypot(_chance(past, b), to_come)


def holding_of(
    b: Basis, new: Sequence[Plan], result: Indicated, level: OnLevel, notes: list[Text]
) -> tuple[Candidate, ...]:
    """What would bring the projected loss ratio down to the permissible one, on the bills at next year's prices."""
    if not b.given.hold or result.change <= 0:
        return ()
    if not level.priced.total:
        notes.append(
            Text("过去的票据没有赔款，无法测算条款调整", "past bills were paid nothing: no terms could be tried")
        )
        return ()
    return tuple(holding_terms(new, level.trended, b.permissible / result.projected, b.given.levers, level.priced))
