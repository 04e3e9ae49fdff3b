"""Pooling of large claims (大额赔案合并): one dear illness is chance, not the experience of a group.

What a person's claims of a year exceed a threshold by is taken out of the group's own experience and replaced by a
charge: the excess that a group of this exposure is to expect. It is estimated from the group's own tail (generalised
Pareto above the threshold) and from a reference tail, blended by limited fluctuation credibility of the number of large
claims.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.pricing.experience.errors import ExperienceError
from tuanbao.pricing.experience.limited_fluctuation import blend, full_credibility
from tuanbao.reference.large_claims import pooling_practice
from tuanbao.risk.errors import RiskError
from tuanbao.risk.tail import Tail, fit_tail

Ints = NDArray[np.int64]
MOST_CUT = 0.05
"""Share of the large claims that may stand at the plan's maximum before their tail is no longer fitted."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which fen a person and year on claims are pooled, and by which rule."""

    fen: int
    rule: Text


@dataclass(frozen=True, slots=True)
class Excess:
    """What one tail says of the excess over the threshold."""

    per_person_year: float
    """Expected fen."""
    large: int
    """Person-years above the threshold that were seen."""
    tail: Tail | None
    """None: the excess was taken as it was seen."""
    squared_cv: float
    """Squared coefficient of variation of one excess; 0 where fewer than two were seen."""


@dataclass(frozen=True, slots=True)
class PooledClaims:
    """paid = retained + pooled, and adjusted = retained + charge, fen for fen."""

    threshold: Threshold
    person_years: float
    paid: int
    retained: int
    """What stays in the group's own experience: every person-year up to the threshold."""
    pooled: int
    """What is taken out."""
    charge: int
    """What is put in its place, for these person-years."""
    own: Excess
    reference: Excess | None
    z: float
    """Credibility of the own tail."""
    notes: tuple[Text, ...]

    @property
    def adjusted(self) -> int:
        return self.retained + self.charge

    @property
    def charge_per_person_year(self) -> float:
        return self.charge / self.person_years

    def steps(self) -> tuple[tuple[Text, int], ...]:
        """From paid to adjusted claims: the amounts add up to ``adjusted``."""
        limit = format_yuan(self.threshold.fen)
        return (
            (Text("实际赔付", "claims paid"), self.paid),
            (Text(f"减：每人每年超过{limit}元的部分", f"less: above {limit} yuan a person and year"), -self.pooled),
            (Text("加：大额赔案分摊", "plus: charge for large claims"), self.charge),
        )


def threshold_by_size(person_years: float) -> Threshold:
    """The customary threshold for a group of this size, from dated reference data of low confidence."""
    _check_exposure(person_years)
    entry = pooling_practice().entries["thresholds"]
    fen = max(amount for size, amount in pooling_practice().thresholds.items() if size <= max(person_years, 1))
    return Threshold(
        fen,
        Text(
            f"按人数规模（{person_years:,.0f} 人年，{entry.date} 起的惯例，可信度低）",
            f"by size of the group ({person_years:,.0f} person-years; custom as of {entry.date}, low confidence)",
        ),
    )


def threshold_by_quantile(paid: ArrayLike, share: float) -> Threshold:
    """The amount that ``share`` of the person-years with a claim do not exceed. Raises ExperienceError without any."""
    amounts = _amounts(paid)
    claims = amounts[amounts > 0]
    if not 0 < share < 1 or not len(claims):
        raise ExperienceError(
            Text("分位数应在0和1之间，并且至少要有一笔赔付。", "A quantile is between 0 and 1 and needs claims.")
        )
    fen = int(np.quantile(claims, share, method="higher"))
    return Threshold(fen, Text(f"有赔付者的 {share:.4g} 分位数", f"quantile {share:.4g} of person-years with a claim"))


def pool_large_claims(
    paid: ArrayLike,
    *,
    threshold: int | Threshold | None = None,
    person_years: float | None = None,
    reference: ArrayLike | None = None,
    most: int | None = None,
    z: float | None = None,
) -> PooledClaims:
    """Cuts a group's claims at a threshold and charges the expected excess instead.

    ``paid``: (n,) fen paid to one person in one year, int64; ``person_years`` the exposure, if people without a claim
    are not among them or some were covered for part of the year. ``threshold``: fen, or by size of the group.
    ``reference``: (m,) the same of a larger book or of the claim-cost model (``Costs.person_years``), zeros included
    and at the same level of prices. ``most``: fen that the plan can pay a person in a year. ``z``: credibility of the
    own tail in place of the square-root rule. Raises ExperienceError for amounts that are negative or not whole fen,
    and for a reference without large claims.
    """
    amounts = _amounts(paid)
    exposure = float(len(amounts) if person_years is None else person_years)
    _check_exposure(exposure)
    cut = threshold if isinstance(threshold, Threshold) else _threshold(threshold, exposure)
    _check_most(amounts, cut.fen, most)
    own = _excess(amounts, exposure, cut.fen, most)
    other = None if reference is None else _reference(reference, cut.fen, most)
    weight, notes = _credibility(own, other, z)
    expected = blend(weight, own.per_person_year, other.per_person_year if other else own.per_person_year)
    retained = int(np.minimum(amounts, cut.fen).sum())
    total = int(amounts.sum())
    charge = math.floor(expected * exposure + 0.5)
    return PooledClaims(
        cut, exposure, total, retained, total - retained, charge, own, other, weight, (*notes, *_tail_notes(own, other))
    )


def _excess(amounts: Ints, exposure: float, threshold: int, most: int | None) -> Excess:
    """Expected excess of a person-year over the threshold, by a fitted tail where there are claims enough for one."""
    over = amounts[amounts > threshold] - threshold
    squared_cv = float(over.var(ddof=1) / over.mean() ** 2) if len(over) >= 2 else 0.0
    fitted = _fitted(amounts[amounts > 0], threshold, most)
    if fitted is None:
        return Excess(float(over.sum() / exposure), len(over), None, squared_cv)
    tail, expected = fitted
    return Excess(expected * tail.total / exposure, len(over), tail, squared_cv)


def _fitted(claims: Ints, threshold: int, most: int | None) -> tuple[Tail, float] | None:
    """The tail of person-years with a claim, and the expected excess of one of them; None where none can be had.

    A tail that would have to begin below half of the threshold is not one of large claims; amounts that stand at the
    most that the plan pays are cut, so that their excesses are not generalised Pareto.
    """
    if not len(claims) or (most is not None and (claims == most).sum() > MOST_CUT * (claims > threshold).sum()):
        return None
    least = pooling_practice().least_for_a_tail
    tail = fit_tail(claims, threshold, least=least)
    if tail.exceeding < least or tail.threshold < threshold / 2:
        return None
    try:
        return tail, tail.expected_excess(threshold, math.inf if most is None else most - threshold)
    except RiskError:
        return None


def _reference(reference: ArrayLike, threshold: int, most: int | None) -> Excess:
    amounts = _amounts(reference)
    found = _excess(amounts if most is None else np.minimum(amounts, most), float(len(amounts)), threshold, most)
    if found.per_person_year <= 0:
        raise ExperienceError(
            Text(
                f"参考数据中没有人一年的赔付超过 {format_yuan(threshold)} 元，无法估计分摊；请增加参考人年或降低阈值。",
                f"Nobody in the reference exceeds {format_yuan(threshold)} yuan a year: no charge can be estimated. "
                "Give more person-years or a lower threshold.",
            )
        )
    return found


def _credibility(own: Excess, reference: Excess | None, z: float | None) -> tuple[float, tuple[Text, ...]]:
    """Weight of the own tail, and what to say about it."""
    if reference is None:
        return 1.0, (
            Text(
                f"没有参考数据：分摊完全取自本团体的尾部（{own.large} 个大额人年）；"
                "大额赔案少时和没有合并差不多，没有时分摊可能为0。",
                f"There is no reference tail: the charge is the group's own, from {own.large} large person-years. "
                "With few it is hardly pooled, and with none it may be 0.",
            ),
        )
    if z is not None:
        if not 0 <= z <= 1:
            raise ExperienceError(Text("信度应在0和1之间。", "Credibility must be from 0 to 1."))
        return z, (Text(f"信度 {z:.3g} 由使用者给定。", f"A credibility of {z:.3g} was given."),)
    practice = pooling_practice()
    standard = full_credibility(
        "pure premium",
        probability=practice.probability,
        within=practice.within,
        severity_cv=math.sqrt(reference.squared_cv) if reference.squared_cv > 0 else 1.0,
    )
    weight = standard.z(own.large)
    return weight, (
        Text(
            f"本团体有 {own.large} 个大额人年，完全信度需要 {standard.claims_needed} 个：本团体尾部占 {weight:.1%}。",
            f"The group has {own.large} large person-years; {standard.claims_needed} would be fully credible: its own "
            f"tail counts {weight:.1%}.",
        ),
    )


def _tail_notes(own: Excess, reference: Excess | None) -> tuple[Text, ...]:
    said = reference.tail.notes if reference and reference.tail else ()
    of_reference = tuple(Text(f"参考数据：{note.zh}", f"Reference: {note.en}") for note in said)
    if own.tail is not None:
        return (*own.tail.notes, *of_reference)
    return (
        Text(
            "本团体的尾部未拟合分布（大额赔案太少、多已达最高赔付，或均值无穷大），按实际超额部分计。",
            "The group's own tail was not fitted (too few large claims, claims cut at the plan's maximum, or no finite "
            "mean): its excess is taken as it was seen.",
        ),
        *of_reference,
    )


def _threshold(fen: int | None, person_years: float) -> Threshold:
    if fen is None:
        return threshold_by_size(person_years)
    if fen <= 0:
        raise ExperienceError(Text("阈值必须大于0。", "The threshold must be above 0."))
    return Threshold(int(fen), Text("由使用者给定", "as given"))


def _check_most(amounts: Ints, threshold: int, most: int | None) -> None:
    if most is None or (threshold < most and (amounts <= most).all()):
        return
    raise ExperienceError(
        Text(
            f"最高赔付 {format_yuan(most)} 元应高于阈值 {format_yuan(threshold)} 元，并且不低于任何人一年的实际赔付。",
            f"The most that the plan pays ({format_yuan(most)} yuan) must be above the threshold "
            f"({format_yuan(threshold)} yuan) and not below what anybody was paid in a year.",
        )
    )


def _amounts(paid: ArrayLike) -> Ints:
    found = np.asarray(paid)
    if found.ndim != 1 or found.size == 0 or not np.issubdtype(found.dtype, np.integer):
        raise ExperienceError(
            Text(
                "需要一列以分为单位的整数：每人每年的赔付，至少一个。",
                "One column of whole fen is needed: paid to each person in each year, at least one.",
            )
        )
    if (found < 0).any():
        first = int(np.argmax(found < 0))
        raise ExperienceError(
            Text(
                f"第 {first + 1} 个赔付为负（{found[first]} 分）。请先把追回的款项并入同一人的赔付。",
                f"Number {first + 1} is negative ({found[first]} fen). Net recoveries against the same person first.",
            )
        )
    return found.astype(np.int64)


def _check_exposure(person_years: float) -> None:
    if not 0 < person_years < math.inf:
        raise ExperienceError(
            Text(f"人年数必须大于0，现在是 {person_years:g}。", f"Person-years must be above 0, not {person_years:g}.")
        )
