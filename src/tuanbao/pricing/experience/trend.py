"""Trend (趋势): by how much cost per member and month changes in a year, and how sure that is.

The group's own trend is a straight line through the logarithms of its completed PMPM, with a factor for each month of
the year where at least two years are at hand. It is mixed with a published trend by Bühlmann credibility: the weight
of the own trend is the variance between published figures over that plus the own trend's squared standard error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tuanbao.language import Text
from tuanbao.pricing.experience.errors import ExperienceError
from tuanbao.pricing.experience.triangle import Floats
from tuanbao.reference.trends import ReferenceTrend

FEWEST_MONTHS = 12
"""A line through fewer months would take one season for a trend."""
SEASONAL_MONTHS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """Change a year: 0.05 is +5 %."""

    rate: float
    standard_error: float
    """Of the logarithm of 1 + rate."""
    low: float
    high: float
    """Interval of the confidence asked for."""
    months: int
    """Months of own experience."""
    seasons: Floats | None
    """(12,): factor of January to December with geometric mean 1 (季节因子); None where fewer than 24 months."""
    own_weight: float
    """1: own trend; 0: published trend; between: mixture."""
    notes: tuple[Text, ...]

    def factor(self, months: float) -> float:
        """What cost is multiplied by over a number of months."""
        return float((1 + self.rate) ** (months / 12))


def own_trend(
    pmpm: ArrayLike, first_month: int = 1, weights: ArrayLike | None = None, confidence: float = 0.9
) -> Trend | None:
    """The trend of completed PMPM, shape (months,), consecutive, the first in calendar month ``first_month`` (1 to 12).

    ``weights`` (months,): less for months that are not sure yet. The error is widened where neighbours err alike.
    None where fewer than 12 months are given. Raises ExperienceError for a month that is not above 0.
    """
    cost = np.array(pmpm, dtype=np.float64)
    if cost.ndim != 1 or not (np.isfinite(cost) & (cost > 0)).all():
        raise ExperienceError(
            Text(
                "每个月的人均赔付都须大于 0，才能求趋势；请合并月份或剔除没有赔付的月份。",
                "Every month's cost per member must be above 0 to fit a trend; merge months or drop empty ones.",
            )
        )
    if len(cost) < FEWEST_MONTHS:
        return None
    weight = np.ones(len(cost)) if weights is None else np.array(weights, dtype=np.float64)
    if weight.shape != cost.shape or (weight < 0).any() or (weight > 0).sum() < FEWEST_MONTHS:
        raise ExperienceError(
            Text(
                f"权重须与月份一一对应、不为负，且至少 {FEWEST_MONTHS} 个月大于 0。",
                f"Weights must match the months, not be negative, and be above 0 for at least {FEWEST_MONTHS} months.",
            )
        )
    design = _design(len(cost), first_month)
    slope, error, freedom, season = _fit(design, np.log(cost), weight)
    if freedom < 1:  # weights leave too little for seasons
        slope, error, freedom, season = _fit(design[:, :2], np.log(cost), weight)
    return _trend(slope, error, freedom, len(cost), season, confidence)


def mixed_trend(own: Trend | None, reference: ReferenceTrend, confidence: float = 0.9) -> Trend:
    """Own and published trend by credibility; the published one alone where there is no own, and it says so."""
    basis = reference.basis
    about = Text(
        f"参考趋势 {reference.rate:.1%}（{basis.source}，{basis.last_year} 年，"
        f"可靠程度{_CONFIDENCE[basis.confidence]}）",
        f"published trend {reference.rate:.1%} ({basis.source}, {basis.last_year}, confidence {basis.confidence})",
    )
    prior = float(np.log1p(reference.rate))
    if own is None:
        note = Text(
            f"自身数据不足 {FEWEST_MONTHS} 个月，趋势采用{about.zh}。",
            f"Fewer than {FEWEST_MONTHS} months of own data: the trend is the {about.en}.",
        )
        return _normal(prior, reference.spread, 0, None, 0.0, (note,), confidence)
    weight = reference.spread**2 / (reference.spread**2 + own.standard_error**2)
    mean = weight * float(np.log1p(own.rate)) + (1 - weight) * prior
    note = Text(
        f"趋势由自身趋势 {own.rate:.1%}（权重 {weight:.0%}）与{about.zh}混合而成。",
        f"The trend mixes the own trend {own.rate:.1%} (weight {weight:.0%}) with the {about.en}.",
    )
    error = float(np.sqrt(weight)) * own.standard_error
    return _normal(mean, error, own.months, own.seasons, weight, (*own.notes, note), confidence)


_CONFIDENCE = {"high": "高", "medium": "中", "low": "低"}


def _design(months: int, first_month: int) -> Floats:
    """(months, 2 or 13): level, years, and eleven contrasts of calendar months that sum to zero over the year."""
    index = np.arange(months)
    columns = [np.ones(months), (index - (months - 1) / 2) / 12]
    if months >= SEASONAL_MONTHS:
        calendar = (index + first_month - 1) % 12
        columns += [(calendar == m) * 1.0 - (calendar == 11) for m in range(11)]
    return np.stack(columns, axis=1)


def _fit(design: Floats, logs: Floats, weight: Floats) -> tuple[float, float, int, Floats | None]:
    """Weighted least squares: slope a year, its standard error, degrees of freedom, factors of the seasons."""
    root = np.sqrt(weight)[:, None]
    inverse = np.linalg.pinv((root * design).T @ (root * design))
    found = inverse @ (design.T @ (weight * logs))
    freedom = int((weight > 0).sum()) - design.shape[1]
    residual = np.sqrt(weight) * (logs - design @ found)
    variance = float(residual @ residual) / max(freedom, 1)
    together = float(residual[1:] @ residual[:-1]) / float(residual @ residual) if variance > 0 else 0.0
    # Months that err alike carry less than as many independent ones: (1 + r) / (1 - r), r at most 0.8.
    alike = min(max(together, 0.0), 0.8)
    error = float(np.sqrt(variance * inverse[1, 1] * (1 + alike) / (1 - alike)))
    season = np.exp(np.append(found[2:], -found[2:].sum())) if design.shape[1] > 2 else None
    return float(found[1]), error, freedom, season


def _trend(slope: float, error: float, freedom: int, months: int, season: Floats | None, confidence: float) -> Trend:
    from scipy.special import stdtrit

    reach = float(stdtrit(freedom, (1 + confidence) / 2)) * error
    low, high = float(np.expm1(slope - reach)), float(np.expm1(slope + reach))
    notes = (
        ()
        if season is not None
        else (
            Text(
                f"不足 {SEASONAL_MONTHS} 个月，趋势未扣除季节影响。",
                f"Fewer than {SEASONAL_MONTHS} months: seasons could not be separated from the trend.",
            ),
        )
    )
    return Trend(float(np.expm1(slope)), error, low, high, months, season, 1.0, notes)


def _normal(
    mean: float,
    error: float,
    months: int,
    season: Floats | None,
    weight: float,
    notes: tuple[Text, ...],
    confidence: float,
) -> Trend:
    from scipy.special import ndtri

    reach = float(ndtri((1 + confidence) / 2)) * error
    low, high = float(np.expm1(mean - reach)), float(np.expm1(mean + reach))
    return Trend(float(np.expm1(mean)), error, low, high, months, season, weight, notes)
