"""A self-funded year's cost (自筹成本): what is fixed, plus the retained total S up to the attachment.

The cost g(S) = fixed + min(S, A) + (S - A - limit)+ never falls as S rises, so that its quantiles are those of S.
"""

import math
from dataclasses import dataclass

from tuanbao.risk.distribution import Aggregate


@dataclass(frozen=True, slots=True)
class FundingCost:
    """``attachment`` None: no aggregate cover."""

    total: Aggregate
    fixed: float
    attachment: float | None
    limit: float = math.inf

    @property
    def maximum(self) -> float:
        return self.of(self.total.maximum)

    def of(self, total: float) -> float:
        """Cost of a year with this retained total."""
        if self.attachment is None:
            return self.fixed + total
        above = total - self.attachment - self.limit if math.isfinite(self.limit) else 0.0
        return self.fixed + min(total, self.attachment) + max(above, 0.0)

    def survival(self, x: float) -> float:
        """P(cost > x)."""
        room = x - self.fixed
        if room < 0:
            return 1.0
        if self.attachment is None or room < self.attachment:
            return float(self.total.survival(room))
        return float(self.total.survival(room + self.limit)) if math.isfinite(self.limit) else 0.0

    def quantile(self, confidence: float) -> float:
        """VaR of the cost."""
        return self.of(self.total.quantile(confidence))

    def tail_mean(self, confidence: float) -> float:
        """TVaR of the cost."""
        at_risk = self.total.quantile(confidence)
        return self.of(at_risk) + self._expected_above(at_risk) / (1 - confidence)

    def _expected_above(self, at_risk: float) -> float:
        """E(g(S) - g(at_risk))+."""
        if self.attachment is None:
            return float(self.total.stop_loss(at_risk))
        below = 0.0
        if at_risk < self.attachment:
            below = float(self.total.stop_loss(at_risk, self.attachment - at_risk))
        if not math.isfinite(self.limit):
            return below
        return below + float(self.total.stop_loss(max(at_risk, self.attachment + self.limit)))
