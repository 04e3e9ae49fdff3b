"""Amounts as they were seen, each with a weight (经验分布)."""

import numpy as np
from numpy.typing import ArrayLike

from tuanbao.language import Text
from tuanbao.risk.blocks import inner
from tuanbao.risk.errors import Floats, RiskError, amounts
from tuanbao.risk.severity import Severity


class Empirical(Severity):
    """Amounts ``values`` (n,) with ``weights`` (n,); without weights each counts the same.

    Raises RiskError for none, negative or not finite ones, other lengths, or weights that sum to 0.
    """

    def __init__(self, values: ArrayLike, weights: ArrayLike | None = None) -> None:
        found = amounts(values, Text("金额", "The amounts"))
        weight = np.ones(len(found)) if weights is None else amounts(weights, Text("权重", "The weights"))
        if len(weight) != len(found):
            raise RiskError(
                f"金额有 {len(found)} 个，权重有 {len(weight)} 个，应当一样多",
                f"{len(found)} amounts but {len(weight)} weights; there should be as many",
            )
        if weight.sum() <= 0:
            raise RiskError("权重之和为 0", "The weights sum to 0")
        order = np.argsort(found, kind="stable")
        self.values: Floats = found[order]
        self.weights: Floats = weight[order] / weight.sum()
        self._above = _from_above(self.weights)
        self._sum_above = _from_above(self.weights * self.values)
        self._square_below = np.concatenate([[0.0], np.cumsum(self.weights * self.values**2)])

    @property
    def mean(self) -> float:
        return inner(self.weights, self.values)

    @property
    def second_moment(self) -> float:
        return inner(self.weights, self.values**2)

    @property
    def maximum(self) -> float:
        return float(self.values[-1])

    @property
    def lattice(self) -> float | None:
        """Found for whole numbers only."""
        if self.values[-1] > 2**53 or (self.values % 1).any():
            return None
        return float(np.gcd.reduce(self.values.astype(np.int64))) or None

    def survival(self, x: Floats) -> Floats:
        return self._above[self._first_above(x)]

    def limited(self, x: Floats) -> Floats:
        return self.mean - self.excess(x)

    def limited_square(self, x: Floats) -> Floats:
        first = self._first_above(x)
        bounded = np.minimum(x, self.maximum)
        return self._square_below[first] + bounded**2 * self._above[first]

    def excess(self, x: Floats) -> Floats:
        first = self._first_above(x)
        bounded = np.minimum(x, self.maximum)
        return np.maximum(self._sum_above[first] - bounded * self._above[first], 0.0)

    def _first_above(self, x: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
        return np.searchsorted(self.values, x, side="right")


def fixed(amount: float) -> Empirical:
    """Always the same amount: the benefit of one life (定额给付)."""
    return Empirical([amount])


def _from_above(values: Floats) -> Floats:
    """(n + 1,): sum of the values from each position on, last 0."""
    return np.concatenate([np.cumsum(values[::-1])[::-1], [0.0]])
