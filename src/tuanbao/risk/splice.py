"""Amounts as seen up to a threshold, a fitted tail above it (拼接): large ones dearer than any seen are possible."""

import math

import numpy as np
from numpy.typing import ArrayLike

from tuanbao.language import Text
from tuanbao.risk.empirical import Empirical
from tuanbao.risk.errors import Floats, amounts
from tuanbao.risk.generalised_pareto import GeneralisedPareto
from tuanbao.risk.severity import Severity, at, times
from tuanbao.risk.tail import Tail


class Spliced(Severity):
    """min(X, threshold) as in the sample (n,), by ``weights`` (n,) if given; the excess above it by the tail's law.

    ``keep_mean``: the tail's scale is set so that the mean stays that of the sample (what the tail then says is how
    the cost above the threshold is spread, not how much it is). Without it, and with shape 1 or more, the fitted scale.
    """

    def __init__(
        self, sample: ArrayLike, tail: Tail, *, weights: ArrayLike | None = None, keep_mean: bool = True
    ) -> None:
        found = amounts(sample, Text("金额", "The amounts"))
        whole = Empirical(found, weights)
        self.threshold = tail.threshold
        self.below = Empirical(np.minimum(found, tail.threshold), weights)
        self.share = at(whole.survival, tail.threshold)
        law = tail.law
        self.mean_kept = keep_mean and law.shape < 1 and self.share > 0
        if self.mean_kept:
            excess = at(whole.excess, tail.threshold) / self.share
            law = GeneralisedPareto(law.shape, excess * (1 - law.shape))
        self.law = law

    @property
    def mean(self) -> float:
        return self.below.mean + self._weighed(self.law.mean)

    @property
    def second_moment(self) -> float:
        cross = 2 * self.threshold * self.law.mean
        return self.below.second_moment + self._weighed(self.law.second_moment + cross)

    @property
    def maximum(self) -> float:
        return self.threshold + self.law.maximum if self.share else self.below.maximum

    def survival(self, x: Floats) -> Floats:
        return np.where(x < self.threshold, self.below.survival(x), self.share * self.law.survival(self._over(x)))

    def limited(self, x: Floats) -> Floats:
        return self.below.limited(x) + self.share * self.law.limited(self._over(x))

    def limited_square(self, x: Floats) -> Floats:
        over = self._over(x)
        above = self.law.limited_square(over) + 2 * self.threshold * self.law.limited(over)
        return self.below.limited_square(x) + self.share * above

    def excess(self, x: Floats) -> Floats:
        if not self.share:
            return self.below.excess(x)
        return self.below.excess(x) + times(self.law.excess(self._over(x)), np.full(np.shape(x), self.share))

    def _over(self, x: Floats) -> Floats:
        return np.maximum(x - self.threshold, 0.0)

    def _weighed(self, moment: float) -> float:
        """0 where nothing is above, although the law's moment may be infinite."""
        return self.share * moment if self.share or math.isfinite(moment) else 0.0
