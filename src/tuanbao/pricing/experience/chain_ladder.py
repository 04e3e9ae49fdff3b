"""Chain ladder (链梯法) with Mack's standard errors: what known payments grow to, and how sure that is.

Source: T. Mack, "Distribution-free calculation of the standard error of chain ladder reserve estimates", ASTIN
Bulletin 23 (1993) 213-225.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tuanbao.language import Text
from tuanbao.pricing.experience.errors import ExperienceError
from tuanbao.pricing.experience.triangle import Floats, Triangle

Extrapolation = Literal["mack", "log-linear"]


@dataclass(frozen=True, slots=True, eq=False)
class ChainLadder:
    """Money in the unit of the triangle; n origins, m developments."""

    factors: Floats
    """(m - 1,): development factors (进展因子), volume weighted."""
    tail: float
    completion: Floats
    """(m,): share of the ultimate that is known at each development (完成因子)."""
    latest: Floats
    """(n,)"""
    ultimate: Floats
    """(n,): expected final payments (最终赔付)."""
    sigma2: Floats | None
    """(m - 1,): Mack's variance parameters."""
    standard_error: Floats | None
    """(n,): of reserve and ultimate; None where two origins are all there is."""
    total_standard_error: float | None
    extrapolation: Extrapolation
    """How the last variance, seen in one origin only, was continued. It moves every standard error."""
    notes: tuple[Text, ...]

    @property
    def reserve(self) -> Floats:
        """(n,): incurred but not yet known (未决赔付, IBNR)."""
        return self.ultimate - self.latest


def development_factors(triangle: Triangle, diagonals: int | None = None) -> Floats:
    """(developments - 1,): volume-weighted factors, of all origins or of the latest ``diagonals`` in each column.

    Raises ExperienceError for one origin, and for a column whose total is not above 0.
    """
    if len(triangle.origins) < 2:
        raise ExperienceError(
            Text(
                "只有一个发生期，看不出进展规律；至少需要两个。",
                "One origin says nothing about development; at least two are needed.",
            )
        )
    total = triangle.cumulative
    used = _used(total, diagonals)
    before, after = np.where(used, total[:, :-1], 0.0).sum(axis=0), np.where(used, total[:, 1:], 0.0).sum(axis=0)
    bad = np.flatnonzero((before <= 0) | (after <= 0))
    if bad.size:
        column = int(bad[0]) + 1
        raise ExperienceError(
            Text(
                f"到第 {column} 个进展期为止累计赔付合计为 0 或负数，无法求进展因子；请合并最初几个进展期。",
                f"Up to development {column} the totals are 0 or below, so no factor can be formed; merge the first "
                "developments.",
            )
        )
    return np.asarray(after / before, dtype=np.float64)


def chain_ladder(
    triangle: Triangle, *, extrapolation: Extrapolation = "mack", tail: float = 1.0, diagonals: int | None = None
) -> ChainLadder:
    """Ultimates, reserves and Mack's standard errors by origin and in total.

    ``extrapolation`` names how the variance of a last development seen once is continued: "mack" is
    min(s4/s2, s2, s) of the two before it (Mack 1993), "log-linear" a straight line through the logarithms of sigma.
    A ``tail`` factor multiplies ultimates and standard errors; its own uncertainty is not known and not included.
    Raises ExperienceError as ``development_factors``.
    """
    if not (np.isfinite(tail) and tail > 0):
        raise ExperienceError(Text("尾部因子必须大于 0。", "The tail factor must be above 0."))
    factors = development_factors(triangle, diagonals)
    to_end = np.append(np.cumprod(factors[::-1])[::-1], 1.0)
    ages, latest = triangle.ages, triangle.latest
    before_tail = latest * to_end[ages]
    notes = list(triangle.notes)
    sigma2 = _variances(triangle, factors, extrapolation, diagonals, notes)
    errors, total = None, None
    if sigma2 is not None:
        errors, total = _standard_errors(triangle, factors, sigma2, before_tail, diagonals)
        errors, total = errors * tail, total * tail
    _note_empty(triangle, notes)
    if tail != 1.0:
        notes.append(
            Text(
                f"尾部因子 {tail:g}；其本身的不确定性未计入标准误。",
                f"Tail factor {tail:g}; its own uncertainty is not in the standard errors.",
            )
        )
    return ChainLadder(
        factors,
        tail,
        1 / (to_end * tail),
        latest,
        before_tail * tail,
        sigma2,
        errors,
        total,
        extrapolation,
        tuple(notes),
    )


def _used(total: Floats, diagonals: int | None) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """(origins, developments - 1): pairs of cells that both are known, the latest ones only if so asked."""
    known = ~np.isnan(total[:, 1:])
    if diagonals is None:
        return known
    newer = np.cumsum(known[::-1], axis=0)[::-1]  # known pairs of the column at this origin and younger
    return known & (newer <= diagonals)


def _variances(
    triangle: Triangle, factors: Floats, extrapolation: Extrapolation, diagonals: int | None, notes: list[Text]
) -> Floats | None:
    """Mack's sigma squared by development; where a column has one ratio, continued as named."""
    total = triangle.cumulative
    start, end = total[:, :-1], total[:, 1:]
    used = _used(total, diagonals) & (np.nan_to_num(start) > 0)
    safe = np.where(used, start, 1.0)
    squares = np.where(used, (end - factors * start) ** 2 / safe, 0.0).sum(axis=0)
    counts = used.sum(axis=0)
    seen = counts >= 2
    if not seen.any():
        notes.append(Text("发生期太少，估不出标准误。", "Too few origins: standard errors cannot be estimated."))
        return None
    sigma2 = np.where(seen, squares / np.maximum(counts - 1, 1), np.nan)
    for k in np.flatnonzero(~seen):
        sigma2[k] = _continued(sigma2[:k][seen[:k]], np.flatnonzero(seen[:k]), int(k), extrapolation)
    return sigma2


def _continued(known: Floats, at: np.ndarray[tuple[int, ...], np.dtype[np.intp]], k: int, how: Extrapolation) -> float:
    """The variance of development k from those before it."""
    if how == "log-linear" and (known > 0).sum() >= 2:
        positive = known > 0
        slope, level = np.polyfit(at[positive], np.log(known[positive]) / 2, 1)
        return float(np.exp(2 * (level + slope * k)))
    if len(known) < 2 or known[-2] == 0:
        return float(known[-1]) if len(known) else 0.0
    return float(min(known[-1] ** 2 / known[-2], known[-2], known[-1]))


def _standard_errors(
    triangle: Triangle, factors: Floats, sigma2: Floats, ultimate: Floats, diagonals: int | None
) -> tuple[Floats, float]:
    """Mack (1993), theorem 3 and its corollary: by origin, and of the total."""
    total, ages = triangle.cumulative, triangle.ages
    volume = np.where(_used(total, diagonals), total[:, :-1], 0.0).sum(axis=0)
    step = sigma2 / factors**2
    to_end = np.append(np.cumprod(factors[::-1])[::-1], 1.0)
    ahead = np.arange(len(factors)) >= ages[:, None]
    # At a later development the projected total is ultimate / to_end, so ultimate^2 / it is ultimate * to_end.
    process = (np.where(ahead, step * to_end[:-1], 0.0)).sum(axis=1) * np.abs(ultimate)
    shared = np.where(ahead, step / volume, 0.0).sum(axis=1)
    mse = process + ultimate**2 * shared
    younger = np.cumsum(ultimate[::-1])[::-1] - ultimate
    return np.sqrt(mse), float(np.sqrt((mse + 2 * ultimate * younger * shared).sum()))


def _note_empty(triangle: Triangle, notes: list[Text]) -> None:
    """Multiplying nothing gives nothing: say so."""
    empty = [triangle.origins[i] for i in np.flatnonzero(triangle.latest <= 0)]
    if empty:
        notes.append(
            Text(
                f"这些发生期至今没有赔付，链梯法只能得出 0，不可当作没有未决：{'、'.join(empty[:6])}。",
                f"Nothing is known yet of {', '.join(empty[:6])}: chain ladder can only say 0, which does not mean "
                "that nothing is outstanding.",
            )
        )
