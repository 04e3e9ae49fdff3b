"""Which step a grid should have where none is asked for (步长的选择)."""

import math
from collections.abc import Sequence

import numpy as np

from tuanbao.risk.errors import Floats, RiskError
from tuanbao.risk.frequency import Frequency
from tuanbao.risk.severity import Severity

Part = tuple[Frequency, Severity]

_BEYOND = 1e-11
"""Chance of a total beyond the reach, by the gamma distribution of the same mean and variance."""

_WEIGHT_OF_THE_END = 100
"""What is cut off takes from the mean, which the coarseness never does."""


def choose_step(parts: Sequence[Part], points: int) -> float:
    """The step that weighs what is cut off at the grid's end against how coarse the grid is.

    For a row of caps on single claims: the reach that capped claims need (quantile of a gamma of their moments), the
    share of the expected cost above the cap, and what splitting amounts between points adds to the usual variance; the
    cap where their weighted sum is least gives the reach. Amounts that are multiples of a whole number keep to
    it; a severity that ends somewhere ends on a point.
    """
    lattice = _lattice(parts)
    if lattice is not None and lattice * points >= _reach(parts, np.array([_largest(parts)]))[0]:
        return lattice
    caps = _caps(parts)
    reach = _reach(parts, caps)
    steps = reach / (points - 1)
    cut = np.sum([frequency.mean * severity.excess(caps) for frequency, severity in parts], axis=0) / _mean(parts)
    number = sum(frequency.mean for frequency, _ in parts)
    usual = max(_mean(parts), 10 * caps[0])
    coarse = number * steps**2 / 6 / _moments(parts, np.array([usual]))[1]
    step = float(steps[np.argmin(_WEIGHT_OF_THE_END * cut + coarse)])
    largest = _largest(parts)
    if math.isfinite(largest) and largest > step:
        step = largest / math.floor(largest / step)
    return step


def _caps(parts: Sequence[Part]) -> Floats:
    largest = _largest(parts)
    start = max(severity.mean for frequency, severity in parts if frequency.mean)
    caps: Floats = start * np.exp2(np.arange(0, 60, 0.5))
    return np.append(caps[caps < largest], largest) if math.isfinite(largest) else caps


def _reach(parts: Sequence[Part], caps: Floats) -> Floats:
    """For each cap on single claims, an amount that the total hardly ever exceeds."""
    from scipy.special import gammainccinv

    mean, variance = _moments(parts, caps)
    most = sum(frequency.most * severity.maximum if frequency.most else 0.0 for frequency, severity in parts)
    shape = mean**2 / np.maximum(variance, 1e-12 * mean**2)
    likely: Floats = np.maximum(gammainccinv(shape, _BEYOND) * mean / shape, caps)
    return np.minimum(1.02 * likely, most)


def _moments(parts: Sequence[Part], caps: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of the total with single claims capped, each like ``caps``."""
    mean, variance = np.zeros(len(caps)), np.zeros(len(caps))
    for frequency, severity in parts:
        limited = severity.limited(caps)
        mean += frequency.mean * limited
        variance += frequency.mean * (severity.limited_square(caps) - limited**2) + frequency.variance * limited**2
    return mean, variance


def _largest(parts: Sequence[Part]) -> float:
    return max(severity.maximum for frequency, severity in parts if frequency.mean)


def _mean(parts: Sequence[Part]) -> float:
    return sum(frequency.mean * severity.mean for frequency, severity in parts)


def _lattice(parts: Sequence[Part]) -> float | None:
    steps = [severity.lattice for frequency, severity in parts if frequency.mean]
    whole = [int(step) for step in steps if step is not None]
    return float(math.gcd(*whole)) if whole and len(whole) == len(steps) else None


def refuse_infinite_means(parts: Sequence[Part]) -> None:
    """Raises RiskError where a severity has no finite mean, for then the total has none either."""
    for _, severity in parts:
        if not math.isfinite(severity.mean):
            raise RiskError(
                "单笔金额的均值是无穷大，年度总额就没有均值；请先加上限（Layer 的 upto）",
                "The mean of a claim is infinite, so that the total has none: put a limit on it first (Layer, upto)",
            )
