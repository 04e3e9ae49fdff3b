"""How dear a claim is (索赔金额): what every distribution of amounts answers. Formulas: Klugman, Panjer, Willmot, Loss
Models, appendix A.

Amounts are in one unit of the caller's, usually fen or yuan. ``x`` is a float64 array of any shape, not negative.
"""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np

from tuanbao.language import Text
from tuanbao.risk.errors import Floats, positive


class Severity(ABC):
    """Amount X >= 0 of one claim. A distribution of your own needs the four abstract functions and the two moments."""

    @property
    @abstractmethod
    def mean(self) -> float:
        """E(X), infinity where there is none."""

    @property
    @abstractmethod
    def second_moment(self) -> float:
        """E(X²), infinity where there is none."""

    @abstractmethod
    def survival(self, x: Floats) -> Floats:
        """P(X > x)."""

    @abstractmethod
    def limited(self, x: Floats) -> Floats:
        """Limited expected value E(min(X, x)) (有限期望值)."""

    @abstractmethod
    def limited_square(self, x: Floats) -> Floats:
        """E(min(X, x)²)."""

    @abstractmethod
    def excess(self, x: Floats) -> Floats:
        """E(max(X - x, 0)), exact far out in the tail; infinity where the mean is."""

    @property
    def maximum(self) -> float:
        """The largest amount possible."""
        return math.inf

    @property
    def lattice(self) -> float | None:
        """The largest step that all amounts are multiples of; None for continuous amounts."""
        return None

    @property
    def variance(self) -> float:
        return self.second_moment - self.mean**2 if math.isfinite(self.second_moment) else math.inf

    def mean_excess(self, x: float) -> float:
        """E(X - x | X > x) (平均超额); 0 where X never exceeds x."""
        beyond = at(self.survival, x)
        return at(self.excess, x) / beyond if beyond else 0.0


def at(function: Any, x: float) -> float:
    """One of a severity's functions at one amount."""
    return float(function(np.array([x], dtype=np.float64))[0])


@dataclass(frozen=True)
class Lognormal(Severity):
    """对数正态分布: the logarithm is normal with mean ``mu`` and standard deviation ``sigma``."""

    mu: float
    sigma: float

    def __post_init__(self) -> None:
        positive(math.exp(self.mu), Text("中位数 exp(mu)", "The median exp(mu)"))
        positive(self.sigma, Text("对数标准差", "sigma"))

    @classmethod
    def of(cls, mean: float, cv: float) -> "Lognormal":
        """By its mean and its coefficient of variation (变异系数, standard deviation / mean)."""
        positive(mean, Text("均值", "The mean"))
        variance = math.log1p(positive(cv, Text("变异系数", "The coefficient of variation")) ** 2)
        return cls(math.log(mean) - variance / 2, math.sqrt(variance))

    @property
    def mean(self) -> float:
        return math.exp(self.mu + self.sigma**2 / 2)

    @property
    def second_moment(self) -> float:
        return math.exp(2 * self.mu + 2 * self.sigma**2)

    def survival(self, x: Floats) -> Floats:
        return _normal(-self._standard(x))

    def limited(self, x: Floats) -> Floats:
        z = self._standard(x)
        return self.mean * _normal(z - self.sigma) + times(x, _normal(-z))

    def limited_square(self, x: Floats) -> Floats:
        z = self._standard(x)
        return self.second_moment * _normal(z - 2 * self.sigma) + times(x, times(x, _normal(-z)))

    def excess(self, x: Floats) -> Floats:
        z = self._standard(x)
        return self.mean * _normal(self.sigma - z) - times(x, _normal(-z))

    def _standard(self, x: Floats) -> Floats:
        with np.errstate(divide="ignore"):
            found: Floats = np.log(x)
        found -= self.mu
        found /= self.sigma
        return found


@dataclass(frozen=True)
class Gamma(Severity):
    """伽马分布, mean ``shape * scale``."""

    shape: float
    scale: float

    def __post_init__(self) -> None:
        positive(self.shape, Text("形状参数", "The shape"))
        positive(self.scale, Text("尺度参数", "The scale"))

    @property
    def mean(self) -> float:
        return self.shape * self.scale

    @property
    def second_moment(self) -> float:
        return self.shape * (self.shape + 1) * self.scale**2

    def survival(self, x: Floats) -> Floats:
        return self._above(x, 0)

    def limited(self, x: Floats) -> Floats:
        return self.mean - self.excess(x)

    def limited_square(self, x: Floats) -> Floats:
        return self.second_moment * (1 - self._above(x, 2)) + times(x, times(x, self._above(x, 0)))

    def excess(self, x: Floats) -> Floats:
        return self.mean * self._above(x, 1) - times(x, self._above(x, 0))

    def _above(self, x: Floats, more: int) -> Floats:
        """Share above x of the gamma whose shape is larger by ``more``."""
        from scipy.special import gammaincc

        found: Floats = gammaincc(self.shape + more, x / self.scale)
        return found


def _normal(z: Floats) -> Floats:
    from scipy.special import ndtr

    found: Floats = ndtr(z)
    return found


def times(x: Floats, share: Floats) -> Floats:
    """x * share, which is 0 where the share is 0 even at infinity."""
    return np.minimum(x, 1e300) * share
