"""The published trend, turned into one of bills (公开趋势): it is of what insured people cost, leverage in it already.

Put on bills as it stands, leverage would count twice: payments would rise by more than was published. So the trend of
bills is sought at which the past bills, under the old terms, are paid just so much more.
"""

from collections.abc import Callable

from tuanbao.language import Text
from tuanbao.pricing.renewal.assumptions import TrendAssumption
from tuanbao.pricing.renewal.claims import pay
from tuanbao.pricing.renewal.on_level import trend_factor, trended_bills
from tuanbao.pricing.renewal.past import PastYear
from tuanbao.pricing.renewal.sampling import some_claims
from tuanbao.reference.trends import reference_trend

LOWEST, HIGHEST = -0.5, 1.0
NEAR = 1e-4
"""Trends of bills are sought to so much."""
MOST_STEPS = 20


def usual_trend(past: PastYear, years: float, priced: int, threshold: int | None) -> tuple[TrendAssumption, Text]:
    """The published trend for the year ``priced``, ``years`` on from the past claims; and what to say.

    Payments of one person count up to the pooling threshold. Where no trend of bills leads to it (nothing was paid, or
    limits hold payments where they are), it goes onto what is paid.
    """
    published = reference_trend(priced)
    rate, spread = published.rate, published.spread
    found = trend_of_bills(past, rate, years, threshold)
    said = f"{rate:.1%}"
    if found is None:
        zh, en = "直接计在赔款上（无法折算成票据金额的趋势）", "put on payments (no trend of bills leads to it)"
        trend = TrendAssumption(0.0, rate, spread, Text(f"公开趋势 {said}", f"published trend {said}"))
    else:
        zh = f"它说的是人均赔款：按原条款，票据每年 {found:+.1%} 时赔款恰好如此，按此计在票据上"
        en = f"it is one of payments; under the old terms bills that change by {found:+.1%} a year lead to it"
        source = Text(
            f"公开趋势 {said}（赔款），折合票据 {found:+.1%}",
            f"published trend {said} of payments, {found:+.1%} of bills",
        )
        trend = TrendAssumption(found, 0.0, spread, source)
    basis = published.basis.source
    note = Text(
        f"没有给出趋势：采用公开趋势 {said}（{basis}），{zh}；各年公布值相差 {spread:.1%}",
        f"no trend was given: the published trend {said} ({basis}) is taken; {en}; "
        f"published figures differ by {spread:.1%}",
    )
    return trend, note


def trend_of_bills(past: PastYear, rate: float, years: float, threshold: int | None) -> float | None:
    """The yearly trend of bills under which payments rise by ``rate`` a year, on whole families of a large group.

    Payments never fall where bills rise, so bisection between neighbours finds it. None where there is none.
    """
    claims = some_claims(past.claims, past.paid.members)
    was = past.paid if claims is past.claims else pay(past.plans, claims)
    before = was.kept(threshold).bills
    if not before:
        return None
    target = before * (1 + rate) ** years

    def gap(trend: float) -> float:
        moved = claims.of(trended_bills(claims.bills, trend_factor(trend, years)), claims.events)
        return float(pay(past.plans, moved).kept(threshold).bills / target - 1)

    return _zero(gap, rate)


def _zero(gap: Callable[[float], float], start: float) -> float | None:
    """Where a function that never falls is 0, from a first guess: secants, kept between bounds that close in."""
    low, high = LOWEST, HIGHEST
    at, value = start, gap(start)
    slope = 1.0
    for _ in range(MOST_STEPS):
        if abs(value) <= NEAR / 10 or high - low <= NEAR:
            return round(at, 6)
        low, high = (at, high) if value < 0 else (low, at)
        then = at - value / slope
        if not low < then < high:
            then = (low + high) / 2
        after = gap(then)
        rise = (after - value) / (then - at) if then != at else 0.0
        slope = rise if rise > 0.05 else slope
        at, value = then, after
    return round(at, 6) if abs(value) <= 10 * NEAR else None
