"""Experience refund (经验退费): in a good year part of the balance comes back, a bad year is carried forward.

R = max(0, share x (target x earned premium - incurred - deficit brought forward)). A refund must stand in the contract
(保险法 §116 allows no benefit outside it). What is usual is general knowledge of the market, without a public source.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from tuanbao.language import Text
from tuanbao.money import half_up, parse_percent, portion
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.months import first_day, last_day, month_of
from tuanbao.reference.renewal import renewal_customs


@dataclass(frozen=True, slots=True)
class RefundTerms:
    """What was agreed. ``share`` of the balance goes back; ``target`` of the earned premium is what claims may use."""

    share: Fraction
    target: Fraction
    minimum_lives: int = 0
    renewal_required: bool = True
    pay_after_months: int = 0
    """Months after the end of the year in which claims still come in (run-out)."""

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1 or not 0 < self.target <= 2 or min(self.minimum_lives, self.pay_after_months) < 0:
            zh, en = "退费比例应在 0 至 1，目标赔付率应大于 0", "the share must be 0 to 1 and the target above 0"
            raise RenewalError(Text(f"经验退费条款不成立：{zh}", f"these terms of refund cannot be: {en}"))


@dataclass(frozen=True, slots=True)
class Refund:
    """What a year comes to; fen."""

    amount: int
    balance: int
    """target x earned - incurred - deficit brought forward; negative in a bad year."""
    deficit_forward: int
    """What is carried into the next year: the balance where it is negative."""
    payable_from: date
    """Not before this day, when claims have run off."""
    refused: tuple[Text, ...] = ()
    """Conditions that were not met, for which nothing is paid."""


def usual_refund_terms() -> tuple[RefundTerms, Text]:
    """What is usual, and the warning that goes with it."""
    usual = renewal_customs()["experience_refund"].value
    share, target = parse_percent(str(usual["share"])), parse_percent(str(usual["target"]))
    terms = RefundTerms(share, target, usual["minimum_lives"], True, usual["pay_after_months"])
    zh = f"经验退费按一般惯例（退 {float(share):.0%}，目标赔付率 {float(target):.0%}），没有公开来源，以合同为准"
    en = f"refund by common usage ({float(share):.0%} of the balance, target {float(target):.0%}), unverified"
    return terms, Text(zh, f"{en}; the contract decides")


def refund(
    terms: RefundTerms, *, earned: int, incurred: int, lives: int, renews: bool, last_day: date, deficit: int = 0
) -> Refund:
    """The refund of one year, fen; a deficit is carried forward also where a condition is not met.

    ``deficit`` is what was brought forward, not negative. ``lives`` is the size that the contract asks for, on average.
    """
    if earned <= 0 or incurred < 0 or deficit < 0:
        zh, en = (
            "已赚保费应大于 0，赔款和结转亏损不能为负",
            "earned premium must be above 0, claims and deficit not negative",
        )
        raise RenewalError(Text(zh, en))
    refused = _refused(terms, lives, renews)
    exact = terms.target * earned - incurred - deficit
    balance = half_up(exact.numerator, exact.denominator)
    amount = 0 if refused or exact <= 0 else portion(1, terms.share * exact)
    return Refund(amount, balance, max(-balance, 0), _payable(last_day, terms.pay_after_months), refused)


def expected_refund(terms: RefundTerms, *, earned: int, mean: float, sd: float, deficit: int = 0) -> float:
    """Expected refund, fen, before conditions, for claims that are lognormal with this mean and standard deviation.

    share x E[(room - claims)+], in closed form. Raises RenewalError for a mean that is not positive or a negative sd.
    """
    if not mean > 0 or not 0 <= sd < math.inf:
        zh, en = "预期赔款应大于 0，标准差不能为负", "expected claims must be above 0 and their deviation not negative"
        raise RenewalError(Text(zh, en))
    room = float(terms.target * earned - deficit)
    if room <= 0:
        return 0.0
    if sd == 0:
        return float(terms.share) * max(room - mean, 0.0)
    sigma = math.sqrt(math.log1p((sd / mean) ** 2))
    d = math.log(room / mean) / sigma + sigma / 2
    normal = NormalDist()
    return float(terms.share) * (room * normal.cdf(d) - mean * normal.cdf(d - sigma))


def expected_refund_of(terms: RefundTerms, *, earned: int, totals: ArrayLike, deficit: int = 0) -> float:
    """The same over simulated years of claims, shape (years,), fen."""
    claims = np.asarray(totals, np.float64)
    if claims.size == 0 or not np.isfinite(claims).all():
        raise RenewalError(
            Text("没有模拟年度，或其中有非数值", "there are no simulated years, or some are not numbers")
        )
    room = float(terms.target * earned - deficit)
    return float(terms.share) * float(np.maximum(room - claims, 0.0).mean())


def refunds(
    terms: RefundTerms, years: Sequence[tuple[int, int]], *, lives: int, last_days: Sequence[date]
) -> list[Refund]:
    """Several years (earned, incurred), each taking over the deficit of the one before; every year is renewed."""
    found: list[Refund] = []
    for (earned, incurred), last in zip(years, last_days, strict=True):
        deficit = found[-1].deficit_forward if found else 0
        found.append(
            refund(terms, earned=earned, incurred=incurred, lives=lives, renews=True, last_day=last, deficit=deficit)
        )
    return found


def _refused(terms: RefundTerms, lives: int, renews: bool) -> tuple[Text, ...]:
    refused = []
    if lives < terms.minimum_lives:
        zh, en = (
            f"人数 {lives} 少于约定的 {terms.minimum_lives}",
            f"{lives} lives are fewer than the {terms.minimum_lives}",
        )
        refused.append(Text(zh, f"{en} agreed"))
    if terms.renewal_required and not renews:
        refused.append(Text("约定续保才退费", "the refund is agreed for groups that renew"))
    return tuple(refused)


def _payable(last: date, months: int) -> date:
    """The day after the run-out; a year that ends with a month runs out with one."""
    end = month_of(last) + months
    day = min(last.day, last_day(end).day) if last != last_day(month_of(last)) else last_day(end).day
    return first_day(end).replace(day=day) + timedelta(days=1)
