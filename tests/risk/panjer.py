"""Panjer's recursion in the plainest Python: the distribution of a compound total without any Fourier transform."""

import math
from collections.abc import Sequence

from tuanbao.risk import Frequency, NegativeBinomial, Poisson


def panjer(frequency: Frequency, masses: Sequence[float], points: int) -> list[float]:
    """Loss Models, theorem 9.8: p(n) = (a + b / n) p(n - 1); ``masses[k]`` is the probability of the amount k.

    Not for the binomial, for which the recursion loses its digits.
    """
    a, b, log_start = _class(frequency, masses[0])
    found = [math.exp(log_start)]
    for s in range(1, points):
        total = sum((a + b * y / s) * masses[y] * found[s - y] for y in range(1, min(s, len(masses) - 1) + 1))
        found.append(total / (1 - a * masses[0]))
    return found


def _class(frequency: Frequency, zero: float) -> tuple[float, float, float]:
    """a, b and the logarithm of the probability of a total of 0."""
    if isinstance(frequency, Poisson):
        return 0.0, frequency.expected, -frequency.expected * (1 - zero)
    assert isinstance(frequency, NegativeBinomial)
    beta, shape = frequency.expected / frequency.shape, frequency.shape
    a = beta / (1 + beta)
    return a, (shape - 1) * a, -shape * math.log1p(beta * (1 - zero))
