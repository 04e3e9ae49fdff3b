"""What taking people as independent and alike changes in a year's total (独立性假设的影响)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tuanbao.language import Text
from tuanbao.pricing.costs import Costs, Floats
from tuanbao.risk.distribution import Aggregate
from tuanbao.risk.errors import RiskError
from tuanbao.risk.measures import value_at_risk

FEN = 100
NOTED = 0.001
"""Means that lie farther apart are explained."""
SURE = 1.96
"""Standard errors on either side that hold 95 % of estimates."""


_WITHIN = Text("差别在误差之内", "the difference is within that error")
_BEYOND = Text("差别超出误差", "the difference is beyond that error")


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean, standard deviation and one quantile of the year's total, yuan."""

    mean: float
    sd: float
    quantile: float


@dataclass(frozen=True, slots=True)
class Independence:
    """The year's total computed from single people, beside the simulated years themselves; yuan."""

    confidence: float
    """Of the quantiles."""
    computed: Spread
    """From the distribution of one person's year: independent people, each like any other."""
    simulated: Spread
    """The simulated years, with families and whatever limits people share."""
    alike_sd: float
    """Standard deviation of independent people alike, from the simulated amounts, without a fitted tail."""
    unlike: float
    """Standard deviation of independent people who are unlike each other, as a share of ``alike_sd``."""
    mean_error: float
    """Standard error of the expected claims, which is what the computed year has for its mean."""
    sd_error: float
    """Standard error of the simulated standard deviation."""
    quantile_range: tuple[float, float]
    """The simulated years between which the quantile lies with about 95 % confidence."""

    @property
    def unlike_sd(self) -> float:
        """The computed standard deviation, were people as unlike as they are; yuan."""
        return self.unlike * self.computed.sd

    @property
    def within_error(self) -> bool:
        """The computed quantile is one that the simulated years allow."""
        low, high = self.quantile_range
        return low <= self.computed.quantile <= high

    @property
    def reasons(self) -> tuple[Text, ...]:
        """Why the two differ, and what to make of it."""
        return tuple(self._reasons())

    def _reasons(self) -> Iterator[Text]:
        if abs(self.simulated.mean / self.computed.mean - 1) > NOTED if self.computed.mean else False:
            yield Text(
                f"平均不同：推算的一年以预期赔付 {self.computed.mean:,.0f} 为均值（少见的大额给付按概率乘金额计）；"
                f"模拟的年份碰巧平均 {self.simulated.mean:,.0f}",
                f"the means differ: the computed year has the expected claims {self.computed.mean:,.0f} (rare large "
                f"sums as chance times payment); the simulated years came to {self.simulated.mean:,.0f}",
            )
        yield Text(
            f"推算把每个人当成全团中随便的一个人；人与人其实不同（年龄、方案、城市），这会把标准差算大：只计这一点，"
            f"{self.computed.sd:,.0f} 应为 {self.unlike_sd:,.0f}",
            "the computed year takes everybody for anyone of the group; people are unlike (age, plan, city), so its "
            f"spread is too wide: for that alone {self.computed.sd:,.0f} would be {self.unlike_sd:,.0f}",
        )
        apart = self.unlike * self.alike_sd
        near = abs(self.simulated.sd - apart) <= 2 * self.sd_error
        within = _WITHIN if near else _BEYOND
        yield Text(
            "推算把每个人当成互不相关；同一家庭共用免赔额和限额、全公司共用的限额，只有模拟的年份才体现："
            f"标准差为 {self.simulated.sd:,.0f}（误差 ±{self.sd_error:,.0f}），"
            f"同样的人年若互不相关则为 {apart:,.0f}，{within.zh}",
            "the computed year takes people as independent; families that share deductibles and limits, and limits of "
            f"the whole company, are seen in the simulated years only: {self.simulated.sd:,.0f} "
            f"(error ±{self.sd_error:,.0f}), where the same person-years, independent, have {apart:,.0f}; {within.en}",
        )
        level, (low, high) = f"{self.confidence:.0%}", self.quantile_range
        verdict = Text("推算的在其中，两者相符", "the computed one lies there, so the two agree")
        if not self.within_error:
            verdict = Text("推算的不在其中，请按较大的一个准备", "the computed one does not: prepare for the larger")
        yield Text(
            f"按模拟的年份，{level} 的年份不超过的金额在 {low:,.0f} 至 {high:,.0f} 之间；{verdict.zh}",
            f"by the simulated years, {level} of years stay within an amount between {low:,.0f} and {high:,.0f}; "
            f"{verdict.en}",
        )


def independence(costs: Costs, computed: Aggregate, confidence: float) -> Independence:
    """``computed`` (yuan) beside the years of ``costs``. Raises RiskError for fewer than two years."""
    totals = costs.totals() / FEN
    if len(totals) < 2:
        raise RiskError("至少要模拟两年", "At least two years must be simulated")
    sd = float(totals.std(ddof=1))
    sample = Spread(float(totals.mean()), sd, value_at_risk(totals, confidence))
    own = Spread(computed.exact_mean, computed.exact_sd, computed.quantile(confidence))
    error = costs.standard_error() / FEN
    bounds = _order_statistics(totals, confidence)
    return Independence(confidence, own, sample, *_sds(costs), error, _sd_error(totals), bounds)


def _sds(costs: Costs) -> tuple[float, float]:
    """n Var(anybody's year), and that less the squares between people's own means, freed of their chance part."""
    people, years = len(costs.member_id), costs.years
    whole = people * float((costs.person_years / FEN).var())
    means = costs.by_person.sum(axis=1) / FEN / years
    seen = float(((means - means.mean()) ** 2).sum())
    between = min(max(0.0, (seen - whole / years) / (1 - 1 / years)), whole)
    return whole**0.5, (1 - between / whole) ** 0.5 if whole else 1.0


def _sd_error(totals: Floats) -> float:
    """By the fourth moment, large samples."""
    away = totals - totals.mean()
    variance = float((away**2).mean())
    if not variance:
        return 0.0
    kurtosis = float((away**4).mean()) / variance**2
    return float(np.sqrt(variance * max(kurtosis - 1, 0.0) / 4 / len(totals)))


def _order_statistics(totals: Floats, confidence: float) -> tuple[float, float]:
    """Binomial bounds of a quantile, by the normal approximation; the ends where there are too few years."""
    ordered, n = np.sort(totals), len(totals)
    middle, half = n * confidence, SURE * np.sqrt(n * confidence * (1 - confidence))
    low, high = int(max(np.floor(middle - half), 1)), int(min(np.ceil(middle + half) + 1, n))
    return float(ordered[low - 1]), float(ordered[high - 1])
