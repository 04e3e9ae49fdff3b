"""The generalised Pareto distribution (广义帕累托分布) as an amount: Pareto, exponential, uniform among them."""

import math
from dataclasses import dataclass

import numpy as np

from tuanbao.language import Text
from tuanbao.risk.errors import Floats, RiskError, positive
from tuanbao.risk.severity import Severity, times


@dataclass(frozen=True)
class GeneralisedPareto(Severity):
    """P(X > x) = (1 + shape x / scale)^(-1 / shape); shape 0 is the exponential, and below 0 the amounts are bounded.

    The mean is infinite from shape 1 on, the variance from shape 1/2 on.
    """

    shape: float
    scale: float

    def __post_init__(self) -> None:
        if not math.isfinite(self.shape):
            raise RiskError(f"形状参数不是有限的数：{self.shape}", f"The shape is not a finite number: {self.shape}")
        positive(self.scale, Text("尺度参数", "The scale"))

    @property
    def mean(self) -> float:
        return self.scale / (1 - self.shape) if self.shape < 1 else math.inf

    @property
    def second_moment(self) -> float:
        shape = self.shape
        return 2 * self.scale**2 / ((1 - shape) * (1 - 2 * shape)) if shape < 0.5 else math.inf

    @property
    def maximum(self) -> float:
        return -self.scale / self.shape if self.shape < 0 else math.inf

    def survival(self, x: Floats) -> Floats:
        return np.exp(-self._hazard(x))

    def limited(self, x: Floats) -> Floats:
        return self.scale * self._integral(x, 1)

    def limited_square(self, x: Floats) -> Floats:
        if abs(self.shape) > 0.1:
            found = 2 * self.scale**2 * (self._integral(x, 2) - self._integral(x, 1)) / self.shape
        else:
            # By parts, for the quotient above loses its digits near shape 0.
            bounded = np.minimum(x, self.maximum)
            found = 2 * (self.scale**2 / (1 - self.shape) * self._integral(x, 2) - times(bounded, self.excess(x)))
        return np.where(np.isinf(x), self.second_moment, found)

    def excess(self, x: Floats) -> Floats:
        if self.shape >= 1:
            return np.full(np.shape(x), math.inf)
        return self.mean * np.exp((self.shape - 1) * self._hazard(x))

    def _hazard(self, x: Floats) -> Floats:
        """-log P(X > x), exact near shape 0."""
        if abs(self.shape) < 1e-100:  # the quotient of denormal numbers has no digits left
            return np.asarray(x / self.scale)
        with np.errstate(divide="ignore"):
            found: Floats = np.log1p(np.maximum(self.shape * x / self.scale, -1.0)) / self.shape
        return found

    def _integral(self, x: Floats, power: int) -> Floats:
        """Integral of exp((power * shape - 1) g) over the hazard g from 0 to that of x."""
        rate = 1 - power * self.shape
        hazard = self._hazard(x)
        return -np.expm1(-rate * hazard) / rate if rate else hazard


def pareto(shape: float, scale: float) -> GeneralisedPareto:
    """Pareto of Loss Models (帕累托分布): P(X > x) = (scale / (x + scale))^shape."""
    positive(shape, Text("形状参数", "The shape"))
    return GeneralisedPareto(1 / shape, scale / shape)


def exponential(mean: float) -> GeneralisedPareto:
    """Exponential (指数分布)."""
    return GeneralisedPareto(0.0, mean)


def uniform(most: float) -> GeneralisedPareto:
    """Uniform between 0 and ``most`` (均匀分布)."""
    return GeneralisedPareto(-1.0, most)
