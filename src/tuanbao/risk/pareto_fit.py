"""Maximum likelihood of the generalised Pareto distribution (极大似然).

For a given ratio shape / scale the best shape is the mean of log(1 + ratio * y), so that the likelihood is searched in
one parameter: Grimshaw, Technometrics 35 (1993). Shapes below -1/2 are left out, for there the maximum is no estimate
with a standard error (Smith, Biometrika 1985).
"""

import math
from typing import NamedTuple

import numpy as np

from tuanbao.language import Text
from tuanbao.risk.errors import Floats

_LOWEST_SHAPE = -0.5
_NEAR_ZERO = 1e-8


class Fit(NamedTuple):
    shape: float
    scale: float
    shape_error: float | None
    scale_error: float | None
    log_likelihood: float
    notes: tuple[Text, ...]


def fit_generalised_pareto(excesses: Floats) -> Fit:
    """Shape, scale and their standard errors (observed information) of excesses (n,), all above 0."""
    mean = float(excesses.mean())
    y = excesses / mean
    ratio = _best_ratio(y)
    shape, scale = _given_ratio(y, ratio)
    notes: tuple[Text, ...] = ()
    if shape <= _LOWEST_SHAPE + 1e-3:
        note = Text(
            "金额像是碰到了上限，尾部形状取 -0.5，没有标准误",
            "The amounts look as if they ran into a limit: the shape is taken as -0.5, without a standard error",
        )
        notes = (note,)
    errors = (None, None) if notes else _errors(y, shape, scale)
    likelihood = _log_likelihood(y, ratio) - len(y) * math.log(mean)
    scale_error = None if errors[1] is None else errors[1] * mean
    return Fit(shape, scale * mean, errors[0], scale_error, likelihood, notes)


def _lowest_ratio(y: Floats) -> float:
    """The ratio whose best shape is the lowest allowed; the shape rises with the ratio, from minus infinity."""
    from scipy.optimize import brentq

    bound = -1 / float(y.max())
    low = bound * (1 - 1e-12)
    if _given_ratio(y, low)[0] >= _LOWEST_SHAPE:
        return low
    return float(brentq(lambda ratio: _given_ratio(y, ratio)[0] - _LOWEST_SHAPE, low, bound * 1e-6))


def _best_ratio(y: Floats) -> float:
    """The ratio of the highest likelihood; y has mean 1."""
    from scipy.optimize import minimize_scalar

    lowest = _lowest_ratio(y)
    allowed = np.concatenate([lowest * np.geomspace(1, 1e-6, 30), np.geomspace(1e-6, 1e6, 61)])
    best = int(np.argmax([_log_likelihood(y, ratio) for ratio in allowed]))
    low, high = allowed[max(best - 1, 0)], allowed[min(best + 1, len(allowed) - 1)]
    found = minimize_scalar(
        lambda ratio: -_log_likelihood(y, ratio), bounds=(low, high), method="bounded", options={"xatol": 1e-12}
    )
    return float(found.x)


def _given_ratio(y: Floats, ratio: float) -> tuple[float, float]:
    """Best shape and scale for their ratio."""
    if abs(ratio) < _NEAR_ZERO:
        mean = float(y.mean())
        return ratio * mean, mean
    shape = float(np.log1p(ratio * y).mean())
    return shape, shape / ratio


def _log_likelihood(y: Floats, ratio: float) -> float:
    shape, scale = _given_ratio(y, ratio)
    return -len(y) * (math.log(scale) + shape + 1)


def _errors(y: Floats, shape: float, scale: float) -> tuple[float | None, float | None]:
    """Roots of the diagonal of the inverse of the negative second derivatives of the likelihood."""
    information = np.empty((2, 2))
    steps = (1e-4, 1e-4 * scale)
    for i in range(2):
        for j in range(2):
            information[i, j] = -_second_difference(y, (shape, scale), steps, i, j)
    if np.linalg.det(information) <= 0 or information[0, 0] <= 0:
        return None, None
    inverse = np.linalg.inv(information)
    return math.sqrt(inverse[0, 0]), math.sqrt(inverse[1, 1])


def _second_difference(y: Floats, at: tuple[float, float], steps: tuple[float, float], i: int, j: int) -> float:
    """Mixed second derivative by central differences, exact to about eight digits here."""
    total = 0.0
    for sign_i in (1, -1):
        for sign_j in (1, -1):
            moved = list(at)
            moved[i] += sign_i * steps[i]
            moved[j] += sign_j * steps[j]
            total += sign_i * sign_j * _density(y, moved[0], moved[1])
    return total / (4 * steps[i] * steps[j])


def _density(y: Floats, shape: float, scale: float) -> float:
    """Log likelihood of shape and scale, also near shape 0."""
    scaled = y / scale
    if abs(shape) < _NEAR_ZERO:
        return float(-len(y) * math.log(scale) - scaled.sum())
    return float(-len(y) * math.log(scale) - (1 + 1 / shape) * np.log1p(shape * scaled).sum())
