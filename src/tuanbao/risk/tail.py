"""The tail of large amounts (大额赔付的尾部): table of excesses, Hill's estimate, generalised Pareto.

Peaks over threshold: Embrechts, Klüppelberg, Mikosch, Modelling Extremal Events, chapter 6; McNeil, ASTIN 1997. The
profile likelihood in one parameter is Grimshaw's (Technometrics 1993).
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from tuanbao.language import Text
from tuanbao.risk.errors import Floats, RiskError, amounts, level, not_negative, positive
from tuanbao.risk.generalised_pareto import GeneralisedPareto
from tuanbao.risk.pareto_fit import fit_generalised_pareto
from tuanbao.risk.severity import at

LEAST_EXCEEDANCES = 30
"""Fewer large amounts say too little about a tail of two parameters."""

_NAME = Text("金额", "The amounts")


class Excess(NamedTuple):
    """One row of the table of excesses."""

    threshold: float
    exceeding: int
    """Number of amounts above the threshold."""
    excess: float
    """Sum of what lies above it."""
    mean_excess: float
    """``excess / exceeding``; 0 where nothing is above."""
    limited_share: float
    """Limited expected value / mean: the share of all cost below the threshold."""


@dataclass(frozen=True, slots=True)
class Tail:
    """Amounts above ``threshold`` follow a generalised Pareto; ``exceeding`` of ``total`` amounts are above it."""

    threshold: float
    law: GeneralisedPareto
    """Of the excess over the threshold."""
    shape_error: float | None
    scale_error: float | None
    """Standard errors from the observed information; None where a parameter was not estimated."""
    log_likelihood: float
    exceeding: int
    total: int
    notes: tuple[Text, ...] = ()
    """Fallbacks that were used, an infinite mean or variance."""

    @property
    def share(self) -> float:
        """Share of all amounts above the threshold."""
        return self.exceeding / self.total

    def survival(self, x: float) -> float:
        """P(X > x) for x at or above the threshold."""
        return self.share * at(self.law.survival, self._above(x))

    def quantile(self, confidence: float) -> float:
        """The amount that one amount in 1 / (1 - confidence) exceeds. Raises RiskError below the threshold."""
        conditional = (1 - level(confidence)) / self.share
        if conditional > 1:
            raise RiskError(
                f"{confidence:g} 的分位数在起点 {self.threshold:g} 以下，请直接看样本",
                f"The quantile at {confidence:g} lies below the threshold {self.threshold:g}: take it from the sample",
            )
        shape, hazard = self.law.shape, -math.log(conditional)
        growth = math.expm1(shape * hazard) / shape if shape else hazard
        return self.threshold + self.law.scale * growth

    def mean_excess(self, x: float) -> float:
        """E(X - x | X > x) for x at or above the threshold; infinity from shape 1 on."""
        return self.law.mean_excess(self._above(x)) if self.law.shape < 1 else math.inf

    def expected_excess(self, point: float, limit: float = math.inf) -> float:
        """E(min((X - point)+, limit)) of one amount of all (not only of the large ones): what pooling above it costs.

        Raises RiskError where that is infinite (shape 1 or more, and no limit).
        """
        excess = self._above(point)
        if math.isfinite(limit):
            positive(limit, Text("限额", "The limit"))
            return self.share * (at(self.law.limited, excess + limit) - at(self.law.limited, excess))
        if self.law.shape >= 1:
            raise RiskError(
                f"尾部太重（形状 {self.law.shape:.2f} ≥ 1），超额的均值是无穷大；请给一个限额",
                f"The tail has no mean (shape {self.law.shape:.2f}, not below 1): give a limit",
            )
        return self.share * at(self.law.excess, excess)

    def _above(self, x: float) -> float:
        if not_negative(x, _NAME) < self.threshold:
            raise RiskError(
                f"{x:g} 在尾部起点 {self.threshold:g} 以下，那里请用样本",
                f"{x:g} lies below the threshold {self.threshold:g} of the tail; use the sample there",
            )
        return x - self.threshold


def excess_table(values: ArrayLike, thresholds: ArrayLike) -> tuple[Excess, ...]:
    """A row for each threshold, of amounts (n,) each counting the same. Raises RiskError for bad amounts."""
    found, mean = amounts(values, _NAME), 0.0
    mean = float(found.mean())
    rows = []
    for threshold in amounts(thresholds, Text("起点", "The thresholds")):
        beyond = found[found > threshold] - threshold
        excess = float(beyond.sum())
        share = 1 - excess / len(found) / mean if mean else 1.0
        rows.append(Excess(float(threshold), len(beyond), excess, excess / max(len(beyond), 1), share))
    return tuple(rows)


def hill(values: ArrayLike, largest: int) -> float:
    """Hill's estimate of the shape from the ``largest`` amounts: mean log distance to the next one below."""
    found = np.sort(amounts(values, _NAME))[::-1]
    if not 1 <= largest < len(found) or found[largest] <= 0:
        raise RiskError(
            f"希尔估计要用最大的 {largest} 个金额和下一个正数，现在只有 {int((found > 0).sum())} 个正数",
            f"Hill's estimate from the largest {largest} needs one more above 0; there are {int((found > 0).sum())}",
        )
    return float(np.mean(np.log(found[:largest])) - math.log(found[largest]))


def fit_tail(values: ArrayLike, threshold: float, *, least: int = LEAST_EXCEEDANCES) -> Tail:
    """Generalised Pareto above ``threshold`` by maximum likelihood, of amounts (n,).

    Fallbacks, each stated in ``notes``: with fewer than ``least`` amounts above it, the threshold goes down to where
    there are as many; where the sample has no more than that in all, the tail is exponential from the threshold on
    (shape 0), or from 0 if nothing is above it. Raises RiskError where no amount is above 0.
    """
    found = amounts(values, _NAME)
    asked = not_negative(threshold, Text("尾部起点", "The threshold"))
    if not (found > 0).any():
        raise RiskError("没有大于 0 的金额，无法拟合尾部", "No amount is above 0: there is no tail to fit")
    beyond = found[found > asked] - asked
    if len(beyond) >= least:
        return _fitted(beyond, asked, len(found), ())
    ordered = np.sort(found)[::-1]
    if len(ordered) > least and ordered[least] > 0 and (ordered > ordered[least]).any():
        lower = float(ordered[least])
        note = Text(
            f"{asked:,.0f} 以上只有 {len(beyond)} 个金额，少于 {least} 个，尾部改从 {lower:,.0f} 起拟合",
            f"Only {len(beyond)} amounts are above {asked:,.0f}, fewer than {least}: the tail begins at {lower:,.0f}",
        )
        return _fitted(found[found > lower] - lower, lower, len(found), (note,))
    return _exponential(found, beyond, asked)


def _fitted(beyond: Floats, threshold: float, total: int, notes: tuple[Text, ...]) -> Tail:
    fit = fit_generalised_pareto(beyond)
    return Tail(
        threshold=threshold,
        law=GeneralisedPareto(fit.shape, fit.scale),
        shape_error=fit.shape_error,
        scale_error=fit.scale_error,
        log_likelihood=fit.log_likelihood,
        exceeding=len(beyond),
        total=total,
        notes=(*notes, *_heaviness(fit.shape), *fit.notes),
    )


def _heaviness(shape: float) -> tuple[Text, ...]:
    if shape >= 1:
        return (
            Text(
                f"尾部太重（形状 {shape:.2f} ≥ 1）：超额的均值是无穷大，只有加了限额才能定价",
                f"The tail is so heavy (shape {shape:.2f}, not below 1) that the mean excess is infinite: "
                "only a layer with a limit has a price",
            ),
        )
    if shape >= 0.5:
        return (
            Text(
                f"尾部很重（形状 {shape:.2f} ≥ 0.5）：方差是无穷大，均值也很不稳",
                f"The tail is heavy (shape {shape:.2f}, not below 0.5): the variance is infinite and the mean unsteady",
            ),
        )
    return ()


def _exponential(found: Floats, beyond: Floats, asked: float) -> Tail:
    threshold, excesses = (asked, beyond) if len(beyond) else (0.0, found[found > 0])
    mean = float(excesses.mean())
    note = Text(
        f"金额太少（{threshold:,.0f} 以上 {len(excesses)} 个），尾部按指数分布（形状 0，平均超额 {mean:,.0f}）处理",
        f"Too few amounts ({len(excesses)} above {threshold:,.0f}): the tail is taken as exponential "
        f"(shape 0, mean excess {mean:,.0f})",
    )
    likelihood = -len(excesses) * (math.log(mean) + 1)
    error = mean / math.sqrt(len(excesses))
    law = GeneralisedPareto(0.0, mean)
    return Tail(threshold, law, None, error, likelihood, len(excesses), len(found), (note,))
