"""Limited fluctuation credibility (有限波动信度): from how many claims on experience is believed on its own.

Longley-Cook, *An Introduction to Credibility Theory* (1962); Klugman, Panjer and Willmot, *Loss Models*, chapter 16.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from tuanbao.language import Text
from tuanbao.pricing.experience.errors import ExperienceError

Measure = Literal["frequency", "severity", "pure premium"]


@dataclass(frozen=True, slots=True)
class Standard:
    """Full credibility standard (完全信度标准)."""

    measure: Measure
    claims: float
    """Expected number of claims from which Z is 1."""
    probability: float
    within: float
    """The estimate lies within this share of the truth with that probability."""

    @property
    def claims_needed(self) -> int:
        """The same as a whole number of claims, rounded up."""
        return _up(self.claims)

    def exposures(self, frequency: float) -> float:
        """The standard in exposures (member-years) that have ``frequency`` claims each."""
        if not 0 < frequency < math.inf:
            raise ExperienceError(Text("索赔频率必须大于0。", "The claim frequency must be above 0."))
        return self.claims / frequency

    def exposures_needed(self, frequency: float) -> int:
        return _up(self.exposures(frequency))

    def z(self, claims: float) -> float:
        """Partial credibility (部分信度): the square root of claims / standard, at most 1."""
        if not 0 <= claims < math.inf:
            raise ExperienceError(Text("赔案件数不能为负。", "The number of claims cannot be negative."))
        return min(1.0, math.sqrt(claims / self.claims))


def full_credibility(
    measure: Measure = "pure premium",
    *,
    probability: float = 0.90,
    within: float = 0.05,
    severity_cv: float | None = None,
    dispersion: float = 1.0,
    z: float | None = None,
) -> Standard:
    """Claims needed so that the estimate lies within the share ``within`` of the truth with ``probability``.

    frequency: n0 d; severity: n0 c²; pure premium: n0 (d + c²), with n0 = (z / within)², d the ``dispersion``, variance
    / mean of the claim number (1: Poisson), and c the coefficient of variation of one claim's amount. ``z`` is the
    normal quantile of (1 + probability) / 2 unless a rounded one is given. Raises ExperienceError for arguments out of
    range.
    """
    _check(measure, probability, within, severity_cv, dispersion, z)
    quantile = NormalDist().inv_cdf((1 + probability) / 2) if z is None else z
    squared_cv = (severity_cv or 0.0) ** 2
    spread = {"frequency": dispersion, "severity": squared_cv, "pure premium": dispersion + squared_cv}[measure]
    return Standard(measure, (quantile / within) ** 2 * spread, probability, within)


def blend(z: float, own: float, complement: float) -> float:
    """Z x own + (1 - Z) x complement. Raises ExperienceError for Z outside 0 to 1 or for what is not a number."""
    if not 0 <= z <= 1 or not math.isfinite(own) or not math.isfinite(complement):
        raise ExperienceError(
            Text("信度应在0和1之间，两个估计都应是数值。", "Z must be from 0 to 1 and both estimates must be numbers.")
        )
    return z * own + (1 - z) * complement


def _check(
    measure: str, probability: float, within: float, severity_cv: float | None, dispersion: float, z: float | None
) -> None:
    wrong = []
    if measure not in ("frequency", "severity", "pure premium"):
        wrong.append(Text("未知的指标", f"unknown measure {measure!r}"))
    if not 0 < probability < 1:
        wrong.append(Text("概率应在0和1之间", "the probability must be between 0 and 1"))
    if not 0 < within < math.inf:
        wrong.append(Text("允许偏差应大于0", "the tolerance must be above 0"))
    if measure != "frequency" and severity_cv is None:
        wrong.append(Text("需要赔款金额的变异系数", f"{measure} needs the coefficient of variation of a claim"))
    if severity_cv is not None and not 0 < severity_cv < math.inf:
        wrong.append(Text("变异系数应大于0", "the coefficient of variation must be above 0"))
    if not 0 < dispersion < math.inf or (z is not None and not 0 < z < math.inf):
        wrong.append(Text("离散度和正态分位数应大于0", "the dispersion and the normal quantile must be above 0"))
    if wrong:
        raise ExperienceError(Text("；".join(t.zh for t in wrong) + "。", "; ".join(t.en for t in wrong) + "."))


def _up(number: float) -> int:
    """Rounded up, but not for the noise of a floating-point product."""
    return math.ceil(number - 1e-9 * max(1.0, abs(number)))
