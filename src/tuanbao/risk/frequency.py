"""How many claims in a year (索赔频率): distributions known by their probability generating function E(z^N)."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tuanbao.language import Text
from tuanbao.risk.blocks import inner
from tuanbao.risk.errors import RiskError, amounts, chance, not_negative, positive

Complexes = NDArray[np.complex128]


class Frequency(ABC):
    """Number of claims N."""

    @property
    @abstractmethod
    def mean(self) -> float:
        """E(N)."""

    @property
    @abstractmethod
    def variance(self) -> float:
        """Var(N)."""

    @property
    def most(self) -> float:
        """The largest number possible; infinity where there is none."""
        return math.inf

    @abstractmethod
    def generating(self, z: Complexes) -> Complexes:
        """E(z^N) for complex z with |z| <= 1, any shape."""


@dataclass(frozen=True)
class Poisson(Frequency):
    """泊松分布: claims that come independently, with ``expected`` of them in a year."""

    expected: float

    def __post_init__(self) -> None:
        not_negative(self.expected, Text("预期件数", "The expected number"))

    @property
    def mean(self) -> float:
        return self.expected

    @property
    def variance(self) -> float:
        return self.expected

    @property
    def most(self) -> float:
        return math.inf if self.expected else 0

    def generating(self, z: Complexes) -> Complexes:
        return np.exp(self.expected * (z - 1))


@dataclass(frozen=True)
class NegativeBinomial(Frequency):
    """负二项分布: Poisson whose rate differs by a gamma of mean 1 and this ``shape``; variance mean + mean² / shape.

    In the notation of Loss Models r is ``shape`` and beta is ``expected / shape``; shape 1 is geometric.
    """

    expected: float
    shape: float

    def __post_init__(self) -> None:
        not_negative(self.expected, Text("预期件数", "The expected number"))
        positive(self.shape, Text("形状参数", "The shape"))

    @property
    def mean(self) -> float:
        return self.expected

    @property
    def variance(self) -> float:
        return self.expected + self.expected**2 / self.shape

    @property
    def most(self) -> float:
        return math.inf if self.expected else 0

    def generating(self, z: Complexes) -> Complexes:
        # The real part of the base is at least 1, so the principal logarithm is the right one.
        found: Complexes = np.exp(-self.shape * np.log(1 - (self.expected / self.shape) * (z - 1)))
        return found


@dataclass(frozen=True)
class Binomial(Frequency):
    """二项分布: each of ``trials`` people has at most one claim, with the same probability."""

    trials: int
    probability: float

    def __post_init__(self) -> None:
        trials = not_negative(self.trials, Text("人数", "The number of people"))
        if trials != int(trials):
            raise RiskError(
                f"人数应当是整数，给的是 {self.trials}", f"The number of people is not whole: {self.trials}"
            )
        chance(self.probability, Text("发生概率", "The probability"))

    @property
    def mean(self) -> float:
        return self.trials * self.probability

    @property
    def variance(self) -> float:
        return self.trials * self.probability * (1 - self.probability)

    @property
    def most(self) -> float:
        return self.trials if self.probability else 0

    def generating(self, z: Complexes) -> Complexes:
        base = 1 - self.probability + self.probability * z
        if self.trials == 1:
            return base
        # By modulus and angle, for the base may be 0, and the logarithm of that is not a number.
        found: Complexes = np.abs(base) ** self.trials * np.exp(1j * (self.trials * np.angle(base)))
        return found


class Counts(Frequency):
    """A number of claims given by its probabilities (经验分布): ``probabilities[n]`` is that of n claims."""

    def __init__(self, probabilities: ArrayLike) -> None:
        self.probabilities = amounts(probabilities, Text("件数的概率", "The probabilities of the number of claims"))
        if abs(self.probabilities.sum() - 1) > 1e-9:
            total = self.probabilities.sum()
            raise RiskError(f"件数的概率之和应为 1，现为 {total:g}", f"The probabilities sum to {total:g}, not 1")

    @property
    def mean(self) -> float:
        return self._moment(1)

    @property
    def variance(self) -> float:
        return self._moment(2) - self.mean**2

    @property
    def most(self) -> float:
        return float(np.flatnonzero(self.probabilities)[-1])

    def generating(self, z: Complexes) -> Complexes:
        found = np.zeros_like(z)
        for probability in self.probabilities[::-1]:
            found = found * z + probability
        return found

    def _moment(self, power: int) -> float:
        numbers: Any = np.arange(len(self.probabilities), dtype=np.float64)
        return inner(self.probabilities, numbers**power)
