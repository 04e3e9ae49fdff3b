"""Compound distribution of the year's total by fast Fourier transform (复合分布).

The transform of a total of N amounts is the generating function of N at the transform of an amount; Loss Models 9.6.
Exponential tilting against aliasing: Grübel and Hermesmeier, Computation of compound distributions I, ASTIN 1999.
"""

import math
from collections.abc import Sequence

import numpy as np

from tuanbao.language import Text
from tuanbao.risk.blocks import by_blocks, moments_of_place, powers
from tuanbao.risk.discretise import Method, discretise
from tuanbao.risk.distribution import Aggregate, checked_points, measured
from tuanbao.risk.errors import Floats, RiskError, positive
from tuanbao.risk.frequency import Complexes, Frequency
from tuanbao.risk.grid import Part, choose_step, refuse_infinite_means
from tuanbao.risk.severity import Severity, at

_TOO_MUCH_ALIASING = 1e-9
_TILT = 16.0
"""Tilt over the whole grid: what folds back once is made e^-16 times smaller, rounding errors e^16 times larger."""


def aggregate(
    frequency: Frequency,
    severity: Severity,
    *,
    step: float | None = None,
    points: int = 2**15,
    method: Method = "mean",
    tilt: bool | None = None,
) -> Aggregate:
    """Distribution of the sum of N amounts (年度总额): ``points`` amounts of ``step``, chosen where none is given.

    ``tilt``: True, False, or None: only where single claims may reach beyond the grid. Raises RiskError for a grid
    that is none and for amounts of infinite mean.
    """
    return aggregate_sum([(frequency, severity)], step=step, points=points, method=method, tilt=tilt)


def aggregate_sum(
    parts: Sequence[Part],
    *,
    step: float | None = None,
    points: int = 2**15,
    method: Method = "mean",
    tilt: bool | None = None,
) -> Aggregate:
    """The same of several independent totals added up: plans, classes of people, or single lives (个体风险模型)."""
    if not parts:
        raise RiskError("没有任何组成部分", "There is nothing to add up")
    points = checked_points(points)
    refuse_infinite_means(parts)
    mean = sum(frequency.mean * severity.mean for frequency, severity in parts)
    if step is None:
        step = choose_step(parts, points) if mean else 1.0
    positive(step, Text("步长", "The step"))
    if tilt is None:
        tilt = _single_claims_beyond(parts, max(step * points - mean, 0.0)) > _TOO_MUCH_ALIASING
    claims = [(frequency, discretise(severity, step, points, method)) for frequency, severity in parts]
    found = _transformed(claims, points, _TILT / points if tilt else 0.0)
    beyond = _beyond(claims, found, tilt)
    if tilt:
        found[-1] += beyond
    most = sum(frequency.most * severity.maximum if frequency.most else 0.0 for frequency, severity in parts)
    return measured(found, step, mean, _sd(parts), maximum=most, aliasing=beyond, tilted=tilt)


def _single_claims_beyond(parts: Sequence[Part], x: float) -> float:
    """Expected number of single claims above x: with large claims, about the chance that the total is so far up."""
    return sum(frequency.mean * at(severity.survival, x) for frequency, severity in parts if frequency.mean)


def _transformed(claims: list[tuple[Frequency, Floats]], points: int, tilt: float) -> Floats:
    """Probabilities (points,) of the total of discrete amounts; ``tilt`` from one point to the next."""
    spectrum: Complexes | None = None
    for frequency, masses in claims:
        tilted = masses * powers(-tilt, len(masses)) if tilt else masses
        part = by_blocks(frequency.generating, np.fft.rfft(tilted, points))
        spectrum = part if spectrum is None else spectrum * part
    assert spectrum is not None
    found: Floats = np.fft.irfft(spectrum, points)
    np.maximum(found, 0.0, out=found)
    if tilt:
        found *= powers(tilt, points)
    return found


def _beyond(claims: list[tuple[Frequency, Floats]], found: Floats, tilt: bool) -> float:
    """Estimated chance of a total beyond the grid's end: what is missing from the mass where it was cut off.

    Without tilting it folded back, and each time the mean lost the length of the grid.
    """
    if tilt:
        return max(1 - float(found.sum()), 0.0)
    expected = sum(frequency.mean * moments_of_place(masses)[0] for frequency, masses in claims)
    missing = expected - moments_of_place(found)[0]
    # Rounding errors of the mean are no aliasing.
    return missing / len(found) if missing > 1e-11 * expected else 0.0


def _sd(parts: Sequence[Part]) -> float:
    variance = 0.0
    for frequency, severity in parts:
        variance += moments(frequency.mean, frequency.variance, severity.mean, severity.variance)[1]
    return math.sqrt(max(variance, 0.0))


def moments(
    number_mean: float, number_variance: float, amount_mean: float, amount_variance: float
) -> tuple[float, float]:
    """Mean and variance of a sum of N amounts from those of the number and of the amount; Loss Models (9.9)."""
    mean = number_mean * amount_mean
    if not number_mean:
        return mean, 0.0
    return mean, number_mean * amount_variance + number_variance * amount_mean**2
