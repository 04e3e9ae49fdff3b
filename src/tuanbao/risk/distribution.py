"""The distribution of a year's total on a grid (年度总额的分布), and how good it is."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tuanbao.language import Text
from tuanbao.risk.blocks import inner, moments_of_place
from tuanbao.risk.discretise import discretise
from tuanbao.risk.empirical import Empirical
from tuanbao.risk.errors import Floats, RiskError, level, not_negative, positive


@dataclass(frozen=True, slots=True)
class Quality:
    """How far the grid's distribution is from the exact one; every figure would be 0 (mass: 1) without a grid."""

    mass: float
    """Sum of the probabilities."""
    mean_error: float
    """(mean on the grid - exact mean) / exact mean."""
    sd_error: float | None
    """The same of the standard deviation; None where the exact one is infinite."""
    aliasing: float
    """Estimated chance of a total beyond the grid's end, folded back onto small amounts or put at the end (混叠)."""
    end_mass: float
    """Probability of the last sixteenth of the grid: large where the grid is too short."""
    tilted: bool
    """True: what lies beyond the end was brought to the end by tilting instead of folding back."""

    @property
    def good(self) -> bool:
        """Mean within 0.01 %, standard deviation within 1 %, less than one in 100,000 beyond the end."""
        near = abs(self.mean_error) < 1e-4 and (self.sd_error is None or abs(self.sd_error) < 1e-2)
        return near and self.aliasing < 1e-5 and abs(self.mass - 1) < 1e-6


@dataclass(frozen=True)
class Aggregate:
    """Total S of a year with P(S = k step) = ``probabilities[k]``, shape (points,).

    Conventions: quantile (VaR) is the smallest grid amount x with P(S <= x) >= level; TVaR is VaR + E(S - VaR)+ / (1 -
    level), the mean of the worst (1 - level) of years (Acerbi and Tasche 2002). Amounts are in the unit of ``step``.
    """

    probabilities: Floats
    step: float
    exact_mean: float
    """From the moments of frequency and severity, without the grid."""
    exact_sd: float
    """The same; infinite where the severity's variance is."""
    quality: Quality
    maximum: float = math.inf
    """The largest total possible."""

    @cached_property
    def amounts(self) -> Floats:
        """(points,): 0, step, 2 step, …"""
        return self.step * np.arange(len(self.probabilities), dtype=np.float64)

    @cached_property
    def mean(self) -> float:
        return inner(self.amounts, self.probabilities)

    @cached_property
    def sd(self) -> float:
        return math.sqrt(inner(self.probabilities, (self.amounts - self.mean) ** 2))

    @cached_property
    def _above(self) -> Floats:
        """P(S > each grid amount), summed from the far end, where the small ones are."""
        return np.append(np.cumsum(self.probabilities[:0:-1])[::-1], 0.0)

    @cached_property
    def _stop_loss(self) -> Floats:
        """E(S - each grid amount)+."""
        return np.append(self.step * np.cumsum(self._above[-2::-1])[::-1], 0.0)

    def survival(self, x: ArrayLike, *, spread: bool = False) -> Any:
        """P(S > x), a float or an array like ``x``.

        ``spread``: each probability (but that of 0) is spread evenly over the step around its amount: the better
        estimate where the true total is continuous, for then it does not jump at the grid's amounts.
        """
        asked = self._asked(x)
        places = np.arange(len(self.probabilities))
        if spread:
            ends = np.append(0.0, places + 0.5)
            found = np.interp(asked / self.step, ends, np.append(self._above[0], self._above))
        else:
            # A multiple of the step may come as a hair less than it is.
            place = np.floor(asked / self.step * (1 + 1e-12) + 1e-12)
            found = self._above[np.minimum(place, len(places) - 1).astype(np.int64)]
        return found if np.ndim(x) else float(found)

    def stop_loss(self, retention: ArrayLike, limit: float = math.inf) -> Any:
        """E(min((S - retention)+, limit)), a float or an array like ``retention``; convex without a limit."""
        asked = self._asked(retention)
        found = np.interp(asked, self.amounts, self._stop_loss, right=0.0)
        if math.isfinite(limit):
            found = found - np.interp(asked + limit, self.amounts, self._stop_loss, right=0.0)
        return found if np.ndim(retention) else float(found)

    def quantile(self, confidence: float) -> float:
        """VaR (风险价值): the smallest grid amount that S stays within with this probability."""
        level(confidence)
        beyond = 1 - confidence + 1e-13
        place = int(np.searchsorted(-self._above, -beyond))
        last = len(self.probabilities) - 1
        if place > last or (place == last and self.quality.aliasing > 0):
            raise RiskError(
                f"{confidence:g} 的分位数在网格之外，请用更多的点或更大的步长",
                f"The quantile at {confidence:g} lies beyond the grid: use more points or a larger step",
            )
        return place * self.step

    def tail_mean(self, confidence: float) -> float:
        """TVaR (尾部均值): mean of the worst (1 - confidence) of years."""
        at_risk = self.quantile(confidence)
        return at_risk + float(self.stop_loss(at_risk)) / (1 - confidence)

    def mean_above(self, x: float) -> float:
        """E(S | S > x); x itself where S never exceeds it."""
        beyond = self.survival(x)
        return x + float(self.stop_loss(x)) / beyond if beyond > 0 else x

    @staticmethod
    def _asked(x: ArrayLike) -> Floats:
        asked = np.asarray(x, dtype=np.float64)
        if np.isnan(asked).any() or (asked < 0).any():
            raise RiskError("金额不能是负数或缺失", "An amount is negative or missing")
        return asked


def measured(
    probabilities: Floats, step: float, mean: float, sd: float, *, maximum: float, aliasing: float, tilted: bool
) -> Aggregate:
    """An Aggregate with its quality, from its probabilities and the exact moments."""
    mean_place, square_place = moments_of_place(probabilities)
    found = step * mean_place
    found_sd = step * math.sqrt(max(square_place - mean_place**2, 0.0))
    quality = Quality(
        mass=float(probabilities.sum()),
        mean_error=(found - mean) / mean if mean else found,
        sd_error=None if math.isinf(sd) else (found_sd - sd) / sd if sd else found_sd,
        aliasing=aliasing,
        end_mass=float(probabilities[-(len(probabilities) // 16 or 1) :].sum()),
        tilted=tilted,
    )
    return Aggregate(probabilities, step, mean, sd, quality, maximum)


def from_totals(totals: ArrayLike, step: float | None = None, points: int = 2**15) -> Aggregate:
    """Totals seen or simulated, (years,), each as likely, as a distribution on a grid that keeps the mean."""
    sample = Empirical(totals)
    if step is None:
        step = max(sample.maximum, 1e-9) / (points - 1)
    positive(step, Text("步长", "The step"))
    if sample.maximum > step * (points - 1) * (1 + 1e-9):
        raise RiskError(
            f"最大的年度总额 {sample.maximum:g} 超出网格（{points} 点，步长 {step:g}）",
            f"The largest total {sample.maximum:g} lies beyond the grid ({points} points of {step:g})",
        )
    probabilities = discretise(sample, step, points)
    sd = math.sqrt(max(sample.variance, 0.0))
    return measured(probabilities, step, sample.mean, sd, maximum=sample.maximum, aliasing=0.0, tilted=False)


def checked_points(points: int) -> int:
    """A number of points that a Fourier transform is fast for."""
    found = int(not_negative(points, Text("点数", "The number of points")))
    if found < 16 or found & (found - 1) or found > 2**24:
        raise RiskError(
            f"点数应当是 2 的幂，从 2^4 到 2^24，给的是 {points}",
            f"The number of points should be a power of 2 from 2^4 to 2^24, but {points} was given",
        )
    return found
