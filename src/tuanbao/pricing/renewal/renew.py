"""The renewal of a group (续保): from a past year and what is assumed to a premium, its reasons and what may come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from tuanbao.language import Text
from tuanbao.money import portion
from tuanbao.plan import Plan
from tuanbao.pricing.experience.large_claims import Threshold
from tuanbao.pricing.renewal.ahead import holding_of, parts_of, path_of
from tuanbao.pricing.renewal.assumptions import Assumptions, Basis, TrendAssumption, with_usual, years_between
from tuanbao.pricing.renewal.completing import Unreported, unreported
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.holding import Candidate
from tuanbao.pricing.renewal.indicated import Indicated
from tuanbao.pricing.renewal.loss_ratios import ClaimFigures, Kind, LossRatio, loss_ratios
from tuanbao.pricing.renewal.on_level import OnLevel, on_level
from tuanbao.pricing.renewal.past import PastYear, period_of
from tuanbao.pricing.renewal.path import PremiumPath
from tuanbao.pricing.renewal.pooling import pooling_of, threshold_of
from tuanbao.pricing.renewal.reasons import Renewing, indicated_of
from tuanbao.pricing.renewal.refund import Refund, expected_refund, refund
from tuanbao.pricing.renewal.terms import set_back
from tuanbao.pricing.renewal.trending import usual_trend


@dataclass(frozen=True, slots=True)
class Renewal:
    """A renewal and everything that it rests on."""

    past: PastYear
    period: tuple[date, date]
    """The year that is priced."""
    trend: TrendAssumption
    trend_years: float
    """From the middle of the past claims to the middle of the priced year."""
    unreported: Unreported
    ratios: Mapping[Kind, LossRatio]
    on_level: OnLevel
    indicated: Indicated
    path: PremiumPath
    refund: Refund | None
    expected_refund: float | None
    """Fen, with the uncertainty of what is still to come in; None where no refund was agreed."""
    holding: tuple[Candidate, ...]
    basis: Basis
    """What was assumed: as given, and what stands in for the rest."""
    notes: tuple[Text, ...]
    """Every fallback, and every figure that is not verified."""


def renew(
    years: PastYear | Sequence[PastYear], plans: Sequence[Plan], assumptions: Assumptions | None = None
) -> Renewal:
    """The renewal premium under ``plans`` from past years, the last of which is the experience.

    Earlier years only help to see how claims come in. Plans that still carry the past year's dates are priced for the
    year after. Raises RenewalError or ExperienceError for input that says nothing: no premium in force, a priced year
    that does not come later, plans without successors.
    """
    given = [years] if isinstance(years, PastYear) else list(years)
    past = given[-1]
    period = priced_year(past, plans)
    assumed = assumptions or Assumptions()
    lag = years_between((past.period[0], past.known_until), period)
    model = assumed.model.next_year if assumed.model else None
    threshold = threshold_of(past, assumed.pooling, model)
    limit = threshold.fen if threshold else None
    b = with_usual(assumed, lambda: usual_trend(past, lag, period[0].year, limit))
    still = b.given.unreported or unreported(*given, threshold=limit)
    new = set_back(plans, past.plans, b.given.successors)
    level = on_level(past.plans, new, past.claims, b.trend.price_factor(lag), past.paid)
    b, large = _pooled(past, b, level, threshold)
    notes = [*past.notes, *_moved(past, plans, period), *b.notes, *large, *still.notes]
    current = b.given.current if b.given.current is not None else _in_force(past, period, b.given.rates)
    r = Renewing(past, b, still, level, current, period, lag)
    result = indicated_of(r, notes)
    parts = parts_of(r, result, plans)
    path = path_of(r, result, new, parts, notes)
    holding = holding_of(r, new, result, parts, notes)
    back, likely = _refund(past, b, still)
    return Renewal(
        *(past, period, b.trend, lag, still, _ratios(past, b, still), level, result),
        *(path, back, likely, holding, b, tuple(dict.fromkeys(notes))),
    )


def priced_year(past: PastYear, plans: Sequence[Plan]) -> tuple[date, date]:
    """The plans' year; the year after the past one where they still carry that one's dates."""
    period = period_of(plans)
    if period != past.period:
        return period
    first = period[1] + timedelta(days=1)
    return first, first + (period[1] - period[0])


def _moved(past: PastYear, plans: Sequence[Plan], priced: tuple[date, date]) -> tuple[Text, ...]:
    if period_of(plans) == priced:
        return ()
    zh, en = "续保方案的期间仍是上年", "the plans still carry last year's dates"
    return (Text(f"{zh}，按 {priced[0]} 至 {priced[1]} 定价", f"{en}; priced for {priced[0]} to {priced[1]}"),)


def _pooled(past: PastYear, b: Basis, level: OnLevel, threshold: Threshold | None) -> tuple[Basis, tuple[Text, ...]]:
    if b.given.pooling is not None:
        return b, ()
    pooling, notes = pooling_of(past, level.priced, threshold, b.given.model.next_year if b.given.model else None)
    return replace(b, given=replace(b.given, pooling=pooling)), notes


def _in_force(past: PastYear, period: tuple[date, date], rates: Fraction) -> int:
    """Premiums in force on the last known day, for the days of the priced year at today's rates; fen."""
    day = past.known_until
    days = (period[1] - period[0]).days + 1
    per_day = [Fraction(p.written, (p.last - p.first).days + 1) for p in past.premiums if p.first <= day <= p.last]
    if not sum(per_day):
        zh, en = (
            f"{day} 没有有效的保费，请给出现行年保费",
            f"no premium is in force on {day}; give today's yearly premium",
        )
        raise RenewalError(Text(zh, en))
    return portion(days, sum(per_day, Fraction(0)) * rates)


def _ratios(past: PastYear, b: Basis, still: Unreported) -> Mapping[Kind, LossRatio]:
    own = past.paid_until(past.known_until)
    figures = ClaimFigures(
        paid_in_period=own + b.reserves.paid_for_earlier_years,
        paid=past.paid.total,
        outstanding=b.reserves.outstanding,
        unreported=still.amount,
        paid_since=past.paid.total - own,
        outstanding_before=b.reserves.outstanding_before,
        unreported_before=b.reserves.unreported_before,
    )
    return loss_ratios(figures, earned=past.earned, written=past.written, period=past.period, valuation=past.valuation)


def _refund(past: PastYear, b: Basis, still: Unreported) -> tuple[Refund | None, float | None]:
    """The past year's refund as it stands, and its expectation while claims still come in; None without terms."""
    if b.given.refund is None:
        return None, None
    incurred = past.paid.total + b.reserves.outstanding + still.amount
    now = refund(
        b.given.refund,
        earned=past.earned,
        incurred=incurred,
        lives=int(past.lives),
        renews=True,
        last_day=past.period[1],
        deficit=b.given.deficit,
    )
    if now.refused or incurred <= 0:
        return now, float(now.amount)
    error = still.standard_error or 0.0
    return now, expected_refund(
        b.given.refund, earned=past.earned, mean=float(incurred), sd=error, deficit=b.given.deficit
    )
