"""Amounts onto a grid 0, step, 2 step, … (离散化), by default so that the mean stays what it is."""

import math
from typing import Literal

import numpy as np

from tuanbao.risk.blocks import by_blocks
from tuanbao.risk.empirical import Empirical
from tuanbao.risk.errors import Floats, RiskError
from tuanbao.risk.severity import Severity

Method = Literal["mean", "rounding", "lower", "upper"]


def discretise(severity: Severity, step: float, points: int, method: Method = "mean") -> Floats:
    """Probabilities (m,), m <= ``points``, of the amounts 0, step, …, (m - 1) step; what follows is 0.

    * ``mean``: each amount is split between its two neighbours so that its mean stays (local moment matching of order
      one, "unbiased": differences of limited expected values; Gerber 1982, Loss Models 9.6.5). The variance of a claim
      grows by at most step² / 4, as a rule by step² / 6.
    * ``rounding``: each amount to the nearest point. ``lower``, ``upper``: down, up; bounds of the distribution.

    Amounts beyond the last point count as that point, so that the probabilities sum to 1.
    """
    if not 0 < step < math.inf or points < 2:
        raise RiskError(f"网格不成立：步长 {step}，点数 {points}", f"No grid: step {step}, {points} points")
    needed = math.ceil(min(severity.maximum / step, points)) + 2
    size = min(points, needed)
    if method != "mean":
        return _by_survival(severity, step, size, method)
    if isinstance(severity, Empirical):
        return _split(severity, step, size)
    return _by_excess(severity, step, size)


def _by_excess(severity: Severity, step: float, size: int) -> Floats:
    """Second differences of E(X - x)+; of E(min(X, x)) where the mean is infinite."""
    grid: Floats = step * np.arange(size, dtype=np.float64)
    if math.isfinite(severity.mean):
        excess = by_blocks(severity.excess, grid)
    else:
        excess = by_blocks(lambda x: -severity.limited(x), grid)
    beyond: Floats = excess[:-1] - excess[1:]
    beyond /= step
    found = excess  # its memory is used again
    found[0] = 1 - beyond[0]
    np.subtract(beyond[:-1], beyond[1:], out=found[1:-1])
    found[-1] = beyond[-1]
    np.maximum(found, 0.0, out=found)
    return found


def _split(severity: Empirical, step: float, size: int) -> Floats:
    place = np.minimum(severity.values / step, size - 1)
    # Division of whole multiples may miss the point by a rounding error.
    nearest = np.rint(place)
    place = np.where(np.abs(place - nearest) < 1e-9, nearest, place)
    low = np.minimum(place.astype(np.int64), size - 2)
    share = place - low
    found: Floats = np.bincount(low, severity.weights * (1 - share), size).astype(np.float64)
    found += np.bincount(low + 1, severity.weights * share, size)
    return found


def _by_survival(severity: Severity, step: float, size: int, method: Method) -> Floats:
    """Differences of P(X > x) at where the points' cells end."""
    ends = step * (np.arange(size - 1) + {"rounding": 0.5, "lower": 1.0, "upper": 0.0}[method])
    if method != "upper":
        ends = np.nextafter(ends, 0.0)  # P(X >= end): an amount at the very end belongs to the next cell
    above = np.concatenate([[1.0], by_blocks(severity.survival, ends), [0.0]])
    found: Floats = above[:-1] - above[1:]
    return found
