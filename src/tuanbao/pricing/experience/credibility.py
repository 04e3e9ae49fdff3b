"""Credibility (信度): how much a group's own experience is worth beside that of all groups.

Bühlmann (1967), Bühlmann and Straub (1970); estimators as in Bühlmann and Gisler, *A Course in Credibility Theory*
(2005), chapters 3 and 4. Everything here is linear: premium = Z x own mean + (1 - Z) x collective, with
Z = weight / (weight + K) and K = within / between.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tuanbao.language import Text
from tuanbao.pricing.experience.errors import ExperienceError

Floats = NDArray[np.float64]
Complement = Literal["credibility", "exposure"]
"""What Z leaves over goes to: the mean weighted by credibility, which keeps the portfolio's total, or by exposure."""
Estimator = Literal["unbiased", "bichsel-straub"]


@dataclass(frozen=True, slots=True)
class Credibility:
    """Structure parameters (结构参数) and what they make of each group; arrays of shape (groups,)."""

    method: str
    collective: float
    """What the complement of Z is applied to (集体均值), in the unit of the ratios."""
    within: float
    """Expected value of the process variance (EPV, s²), for one unit of weight."""
    between: float
    """Variance of the hypothetical means (VHM, a); 0 where the groups cannot be told apart."""
    k: float
    """within / between; inf where between is 0."""
    weight: Floats
    mean: Floats
    """Own mean; the collective for a group without exposure."""
    z: Floats
    premium: Floats
    notes: tuple[Text, ...] = ()
    """Fallbacks that were used."""

    def z_of(self, weight: float) -> float:
        """Credibility of any group that brings this much weight. Raises ExperienceError for a negative weight."""
        if not 0 <= weight < np.inf:
            raise _bad_weight()
        return float(_credibilities(np.array([weight], np.float64), self.within, self.between)[0])

    def estimate(self, mean: float, weight: float) -> float:
        """Premium of a group, in the data or new, with its own mean and weight."""
        _check_finite("mean", mean)
        z = self.z_of(weight)
        return z * mean + (1 - z) * self.collective


def buhlmann(ratios: ArrayLike, complement: Complement = "credibility") -> Credibility:
    """Bühlmann's model: ``ratios`` of shape (groups, periods), every cell worth the same.

    Raises ExperienceError for fewer than two groups or two periods, and for cells that are not numbers.
    """
    given = np.asarray(ratios, np.float64)
    return _straub("Bühlmann", given, np.ones_like(given), _unbiased, complement)


def buhlmann_straub(
    ratios: ArrayLike,
    weights: ArrayLike,
    *,
    estimator: Estimator = "unbiased",
    complement: Complement = "credibility",
) -> Credibility:
    """Bühlmann and Straub's model: claims per unit and units (member-years), both of shape (groups, periods).

    A cell of weight 0 is a period without exposure; its ratio is not read. "unbiased" can come out negative and is then
    0; "bichsel-straub" is the pseudo-estimator a = sum Z (mean - collective)² / (groups - 1), whose Z contain a. Raises
    ExperienceError where nothing can be estimated: one group with exposure, no group with two periods, bad weights,
    and for an estimator that is neither of the two.
    """
    estimators = {"unbiased": _unbiased, "bichsel-straub": _bichsel_straub}
    if estimator not in estimators:
        raise ExperienceError(
            Text(
                f"组间方差的估计方法应是 {'、'.join(estimators)} 之一，不能是 {estimator}。",
                f"The estimator of the variance between groups is one of {', '.join(estimators)}, not {estimator}.",
            )
        )
    between = estimators[estimator]
    name = f"Bühlmann-Straub ({estimator})"
    return _straub(name, np.asarray(ratios, np.float64), np.asarray(weights, np.float64), between, complement)


def semiparametric_poisson(counts: ArrayLike, exposures: ArrayLike, complement: Complement = "exposure") -> Credibility:
    """Claim numbers that are Poisson within a group: the mean is the variance within, so one period is enough.

    ``counts`` and ``exposures`` of shape (groups,). Raises ExperienceError for fewer than two groups with exposure.
    """
    number, weight = np.asarray(counts, np.float64), np.asarray(exposures, np.float64)
    _check_cells(number, weight, dimensions=1)
    if (number < 0).any() or (number[weight == 0] > 0).any():
        raise ExperienceError(
            Text(
                "赔案件数不能为负，也不能出现在没有风险暴露的组。请核对件数和暴露数。",
                "Claim numbers cannot be negative, nor stand where there is no exposure. Check counts and exposures.",
            )
        )
    _check_groups(weight)
    mean = _means(number, weight)
    within = float(number.sum() / weight.sum())
    return _blend("semiparametric Poisson", mean, weight, within, _unbiased(mean, weight, within), complement)


def poisson_gamma(counts: ArrayLike, shape: float, rate: float, exposures: ArrayLike | None = None) -> Credibility:
    """Exact credibility: Poisson counts (periods,) whose mean is gamma(shape, rate) over the groups; one group.

    The linear premium is the Bayesian one: (shape + claims) / (rate + exposure), Jewell (1974). Raises ExperienceError
    for negative counts and for shape or rate not above 0.
    """
    number = np.asarray(counts, np.float64)
    weight = np.ones_like(number) if exposures is None else np.asarray(exposures, np.float64)
    _check_cells(number, weight, dimensions=1)
    if not (0 < shape < np.inf and 0 < rate < np.inf) or (number < 0).any():
        raise ExperienceError(
            Text(
                "泊松–伽马模型要求形状和速率参数大于0，件数不为负。",
                "The Poisson-gamma model needs a shape and a rate above 0, and counts that are not negative.",
            )
        )
    prior = shape / rate
    return known_structure([number.sum() / weight.sum()], [weight.sum()], prior, prior, prior / rate)


def known_structure(
    means: ArrayLike, weights: ArrayLike, collective: float, within: float, between: float
) -> Credibility:
    """Premiums where the structure is known beforehand: from a larger book, or from a model. Works for one group.

    ``means`` and ``weights`` of shape (groups,). Raises ExperienceError for variances that are negative.
    """
    mean, weight = np.asarray(means, np.float64), np.asarray(weights, np.float64)
    _check_cells(mean, weight, dimensions=1, some_exposure=False)
    _check_finite("collective", collective)
    if not (0 <= within < np.inf and 0 <= between < np.inf):
        raise ExperienceError(
            Text("组内方差和组间方差都不能为负。", "The variances within and between groups cannot be negative.")
        )
    return _finish("known structure", mean, weight, within, between, collective, _notes(within, between))


def _straub(
    method: str,
    ratios: Floats,
    weights: Floats,
    estimate: Callable[[Floats, Floats, float], float],
    complement: Complement,
) -> Credibility:
    _check_cells(ratios, weights, dimensions=2)
    seen = weights > 0
    weight = weights.sum(axis=1)
    _check_groups(weight)
    mean = _means(np.where(seen, ratios * weights, 0.0).sum(axis=1), weight)
    freedom = np.maximum(seen.sum(axis=1) - 1, 0)
    if freedom.sum() == 0:
        raise ExperienceError(
            Text(
                "每个组都只有一期数据，无法估计组内波动。请提供至少两期，件数可用半参数泊松法，或给出已知的结构参数。",
                "Every group has one period only, so the variation within groups cannot be estimated. Give two periods "
                "or more; for claim numbers use the semiparametric Poisson method, or give a structure that is known.",
            )
        )
    squares = np.where(seen, weights * (ratios - mean[:, None]) ** 2, 0.0)
    within = float(squares.sum() / freedom.sum())
    single = int(((freedom == 0) & (weight > 0)).sum())
    return _blend(method, mean, weight, within, estimate(mean, weight, within), complement, _single_period(single))


def _unbiased(mean: Floats, weight: Floats, within: float) -> float:
    """Variance between groups, unbiased and so perhaps negative (Bühlmann and Gisler 2005, 4.8)."""
    exposed = weight > 0
    total = weight.sum()
    overall = (weight * mean).sum() / total
    squares = (weight * (mean - overall) ** 2).sum()
    return float((squares - (exposed.sum() - 1) * within) / (total - (weight**2).sum() / total))


def _bichsel_straub(mean: Floats, weight: Floats, within: float) -> float:
    """The positive a with a = sum Z(a) (mean - m(a))² / (groups - 1), 0 where there is none.

    The right side divided by a falls in a, and exceeds 1 near 0 exactly if the unbiased estimate is positive: so there
    is one solution at most, and halving finds it where iteration would be slow.
    """
    unbiased = _unbiased(mean, weight, within)
    if unbiased <= 0:
        return unbiased
    own, exposure = mean[weight > 0], weight[weight > 0]
    low, high = 0.0, float(own.var(ddof=1))
    for _ in range(200):
        a = (low + high) / 2
        z = _credibilities(exposure, within, a)
        m = (z * own).sum() / max(z.sum(), np.finfo(float).tiny)
        above = (z * (own - m) ** 2).sum() / (len(own) - 1) > a
        low, high = (a, high) if above else (low, a)
    return high


def _blend(
    method: str,
    mean: Floats,
    weight: Floats,
    within: float,
    between: float,
    complement: Complement,
    notes: tuple[Text, ...] = (),
) -> Credibility:
    """Premiums from estimated structure parameters."""
    if complement not in ("credibility", "exposure"):
        raise ValueError(f"complement is 'credibility' or 'exposure', not {complement!r}")
    notes += _notes(within, between)
    between = max(between, 0.0)
    z = _credibilities(weight, within, between)
    shares = z if complement == "credibility" and between > 0 else weight
    collective = float((shares * mean).sum() / shares.sum())
    if (weight == 0).any():
        notes += (_no_exposure(int((weight == 0).sum())),)
    return _finish(method, mean, weight, within, between, collective, notes)


def _finish(
    method: str, mean: Floats, weight: Floats, within: float, between: float, collective: float, notes: tuple[Text, ...]
) -> Credibility:
    z = _credibilities(weight, within, between)
    own = np.where(weight > 0, mean, collective)
    k = within / between if between > 0 else np.inf
    return Credibility(method, collective, within, between, k, weight, own, z, z * own + (1 - z) * collective, notes)


def _credibilities(weight: Floats, within: float, between: float) -> Floats:
    """weight / (weight + K), which is 0 without weight or without variance between groups."""
    signal = between * weight
    return np.divide(signal, signal + within, out=np.zeros_like(weight), where=signal > 0)


def _means(total: Floats, weight: Floats) -> Floats:
    return np.divide(total, weight, out=np.zeros_like(weight), where=weight > 0)


def _check_cells(values: Floats, weights: Floats, dimensions: int, some_exposure: bool = True) -> None:
    if values.shape != weights.shape or values.ndim != dimensions or values.size == 0:
        shape = "(groups, periods)" if dimensions == 2 else "(groups,)"
        raise ExperienceError(
            Text(
                f"数据和权重的形状应相同，为 {shape}，且不为空；现在是 {values.shape} 和 {weights.shape}。",
                f"Data and weights must have the same shape {shape} and not be empty; "
                f"they have {values.shape} and {weights.shape}.",
            )
        )
    if not np.isfinite(weights).all() or (weights < 0).any():
        raise _bad_weight()
    bad = np.argwhere(~np.isfinite(values) & (weights > 0))
    if len(bad):
        places: Any = ", ".join(str(tuple(int(i) for i in place)) for place in bad[:5])
        raise ExperienceError(
            Text(
                f"有 {len(bad)} 格有权重但没有数值，位置（从0起）：{places}。请补上数值，或将其权重设为0。",
                f"{len(bad)} cells have weight but no number, at (from 0): {places}. Fill them, or give them weight 0.",
            )
        )
    if some_exposure and weights.sum() == 0:
        raise ExperienceError(
            Text("所有权重都是0，没有经验可用。", "All weights are 0: there is no experience to use.")
        )


def _check_groups(weight: Floats) -> None:
    if (weight > 0).sum() >= 2:
        return
    raise ExperienceError(
        Text(
            "只有一个组有风险暴露，无法估计组与组之间的差异。请加入其他组，改用有限波动信度，或给出已知的结构参数。",
            "Only one group has exposure, so the variance between groups cannot be estimated. Add groups, use limited "
            "fluctuation credibility, or give structure parameters that are known.",
        )
    )


def _check_finite(name: str, value: float) -> None:
    if not np.isfinite(value):
        raise ExperienceError(Text(f"{name} 不是数值。", f"{name} is not a number."))


def _bad_weight() -> ExperienceError:
    return ExperienceError(Text("权重必须是不为负的数值。", "Weights must be numbers that are not negative."))


def _single_period(groups: int) -> tuple[Text, ...]:
    if groups == 0:
        return ()
    return (
        Text(
            f"{groups} 个组只有一期数据，不参与组内波动的估计。",
            f"{groups} groups have one period only and say nothing about the variation within groups.",
        ),
    )


def _no_exposure(groups: int) -> Text:
    return Text(
        f"{groups} 个组没有风险暴露，信度为0，按集体均值定价。",
        f"{groups} groups have no exposure: their credibility is 0 and their premium the collective mean.",
    )


def _notes(within: float, between: float) -> tuple[Text, ...]:
    if between <= 0:
        return (
            Text(
                "组间方差估计不大于0：各组的差异不超过偶然波动，信度取0，一律按集体均值定价。",
                "The variance between groups came out at 0 or below: the groups differ no more than by chance. Their "
                "credibility is set to 0 and every premium is the collective mean.",
            ),
        )
    if within == 0:
        return (
            Text(
                "组内没有任何波动，信度为1。请核对数据是否重复。",
                "There is no variation within groups, so credibility is 1. Check that the data are not copies.",
            ),
        )
    return ()
