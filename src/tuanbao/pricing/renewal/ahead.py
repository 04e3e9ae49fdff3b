"""From the indicated premium onwards: the coming years, and the terms that would hold the premium."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tuanbao.adjudication.intake import named_plans
from tuanbao.language import Text
from tuanbao.plan import Plan, Reimbursement
from tuanbao.pricing.costs import Costs
from tuanbao.pricing.renewal.assumptions import TrendAssumption
from tuanbao.pricing.renewal.claims import Claims, pay
from tuanbao.pricing.renewal.holding import Candidate, holding_terms
from tuanbao.pricing.renewal.indicated import Indicated
from tuanbao.pricing.renewal.on_level import trended_bills
from tuanbao.pricing.renewal.path import Floats, Outlook, PremiumPath, Rule, premium_path
from tuanbao.pricing.renewal.reasons import Renewing
from tuanbao.pricing.renewal.tails import excess_a_person, years_of
from tuanbao.reference.renewal import renewal_customs


@dataclass(frozen=True, slots=True)
class Parts:
    """What the projected loss ratio is made of; they add up to it."""

    bills: float
    """Follows the trend."""
    fixed: float
    """Sums insured below the pooling threshold."""
    pooled: float
    """Above it, which no terms of single bills change."""
    pooled_bills: float
    """Of ``pooled``, what is no sum insured, as far as the model can say."""

    @property
    def moving(self) -> float:
        """Share of the projected ratio that follows the trend."""
        whole = self.bills + self.fixed + self.pooled
        return (self.bills + self.pooled_bills) / whole if whole else 1.0


def parts_of(r: Renewing, result: Indicated, plans: Sequence[Plan]) -> Parts:
    """Own experience and the model's expectation, taken apart and blended by credibility.

    The model's large claims count as sums insured first, as far as it expects such.
    """
    z, model, pooling = float(result.blend.z), r.b.given.model, r.b.given.pooling
    charge = pooling.charge / r.current if pooling else 0.0
    stays = r.stays.whole_year
    own = float(result.experience_ratio) - charge
    of_bills = float(stays.bills / stays.total) if stays.total else 1.0
    bills, fixed = z * own * of_bills, z * own * (1 - of_bills)
    if model is None:
        return Parts(bills, fixed, z * charge, z * charge)
    manual = float(result.blend.manual or 0)
    share = bills_share(model.next_year, plans)
    above = excess_a_person(model.next_year, pooling.threshold) * len(model.next_year.member_id) if pooling else 0.0
    large = min(1.0, above / model.next_year.mean()) if model.next_year.mean() > 0 else 0.0
    large_bills = max(0.0, large - (1 - share))
    rest = (1 - z) * manual
    pooled = z * charge + rest * large
    return Parts(
        bills + rest * (share - large_bills),
        fixed + rest * (1 - share - (large - large_bills)),
        pooled,
        pooled * (large_bills / large if large else 1.0),
    )


def bills_share(costs: Costs, plans: Sequence[Plan]) -> float:
    """Share of reimbursements, which follow the price of care, in what the model expects."""
    named = named_plans(plans)
    expected = costs.expected().sum(axis=0).astype(np.float64)
    if not expected.sum() > 0:
        return 1.0
    moves = [
        plan not in named or isinstance(named[plan].benefit(benefit), Reimbursement) for plan, benefit in costs.benefits
    ]
    return float(expected[np.array(moves, bool)].sum() / expected.sum())


def trended(claims: Claims, trend: TrendAssumption, years: float) -> Claims:
    """The bills at the prices of so many years later."""
    return claims.of(trended_bills(claims.bills, trend.price_factor(years)), claims.events)


def path_of(r: Renewing, result: Indicated, new: Sequence[Plan], parts: Parts, notes: list[Text]) -> PremiumPath:
    """The coming years under the new terms, whose fixed amounts let payments rise faster or slower than bills.

    Payments count up to the pooling threshold, as they do in the premium; sums insured do not rise.
    """
    b = r.b
    first = float(result.projected * result.current)
    rises = [1 + parts.moving * (each - 1) for each in _rises(r, new)]
    spread, pooled = _chances(r)
    if r.b.given.model is not None:
        share = f"{float(renewal_customs()['model_level_error'].value['usual']):.0%}"
        zh, en = (
            f"模型预期水平的误差按 {share} 计入今后几年，是假设",
            f"the model's expected level is taken to be off by {share}",
        )
        notes.append(
            Text(f"{zh}，没有公开来源", f"{en} (standard error, in the coming years), an unverified assumption")
        )
    expected = tuple(first * rise for rise in rises)
    outlook = Outlook(expected, _level_error(r, float(result.blend.z)), b.trend.standard_error, spread, pooled)
    rule = Rule(float(b.permissible), float(result.blend.z), b.given.cap)
    asked = {"confidence": b.given.confidence, "simulations": b.given.simulations}
    return premium_path(outlook, rule, today=result.premium, seed=b.given.seed, **asked)  # type: ignore[arg-type]


def _rises(r: Renewing, new: Sequence[Plan]) -> list[float]:
    """Payments of bills in each of the coming years over those of the first."""
    trend, years = r.b.trend, range(1, r.b.given.years)
    paid = [r.level.priced.kept(r.threshold).bills]
    paid += [pay(new, trended(r.past.claims, trend, r.lag + year)).kept(r.threshold).bills for year in years]
    found = [paid[year] / paid[0] if paid[0] else (1 + _overall(trend)) ** year for year in range(r.b.given.years)]
    return [rise * (1 + trend.use) ** year for year, rise in enumerate(found)]


def _overall(trend: TrendAssumption) -> float:
    """The mean over categories, where there are no payments to say how much each counts."""
    if isinstance(trend.prices, dict):
        return sum(trend.prices.values()) / max(len(trend.prices), 1)
    return trend.prices


def _chances(r: Renewing) -> tuple[float | Floats, float | Floats]:
    """The chance of a year, and the same with large claims pooled."""
    model = r.b.given.model
    if model is None or not model.next_year.totals().sum() > 0:
        return _chance(r, None), _chance(r, r.threshold)
    made = None if r.threshold is None else years_of(model.next_year, r.threshold, r.b.given.seed)
    totals = model.next_year.totals()
    return made or (totals, totals)


def _chance(r: Renewing, threshold: int | None) -> float:
    """Standard deviation / mean of a year's claims, people being independent: sqrt(n) x sd of one / total."""
    of_one = r.past.paid.by_person.astype(np.float64)
    if threshold is not None:
        of_one = np.minimum(of_one, threshold)
    total = of_one.sum()
    return math.sqrt(len(of_one)) * float(of_one.std(ddof=1)) / float(total) if total > 0 and len(of_one) > 1 else 0.0


def _level_error(r: Renewing, z: float) -> float:
    """Relative error of the level: chance in the past year and what is still to come in, as far as they count; and how
    far the model may be off, for the rest."""
    incurred = r.past.paid.total + r.still.amount
    to_come = (r.still.standard_error or 0.0) / incurred if incurred > 0 else 0.0
    own = math.hypot(_chance(r, r.threshold), to_come)
    return math.hypot(z * own, (1 - z) * _model_error(r))


def _model_error(r: Renewing) -> float:
    """Of the model's parameters, an assumption, and of its simulation."""
    if r.b.given.model is None:
        return 0.0
    costs = r.b.given.model.next_year
    simulated = costs.standard_error() / costs.mean() if costs.years > 1 and costs.mean() > 0 else 0.0
    return math.hypot(float(renewal_customs()["model_level_error"].value["usual"]), simulated)


def holding_of(
    r: Renewing, new: Sequence[Plan], result: Indicated, parts: Parts, notes: list[Text]
) -> tuple[Candidate, ...]:
    """What would bring the projected loss ratio down to the permissible one, on the claims at next year's prices.

    Terms are held to change what stays below the pooling threshold and not the charge for what lies above it: so the
    saving that is needed is one of the former, and is measured on it.
    """
    if not r.b.given.hold or result.change <= 0:
        return ()
    if not r.level.priced.kept(r.threshold).total:
        zh, en = "过去的票据没有赔款，无法测算条款调整", "past bills were paid nothing: no terms could be tried"
        notes.append(Text(zh, en))
        return ()
    pooled = Fraction(round(parts.pooled * 10**9), 10**9)
    target = max(Fraction(0), (r.b.permissible - pooled) / (result.projected - pooled))
    level = r.level
    return tuple(holding_terms(new, level.trended, target, r.b.given.levers, level.priced, r.threshold))
