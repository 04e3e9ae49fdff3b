"""Completion of months that are not yet run off (未完全进展月份的补全): what they will have cost in the end.

Two estimates of a month are at hand. Development says: what is known, divided by the share usually known at this age.
The level says: members times the cost per member and month (PMPM, 人均月赔付) of the months before. Development is off
by half or more for a month of which a few per cent are known, and by little after half a year; the level is off by the
same at any age. Each is weighted by the inverse of its own mean squared error in the past, as it could have been seen
at the valuation: the credible mixture of T. Mack, "Credible claims reserves: the Benktander method", ASTIN Bulletin 30
(2000) 333-347, with measured errors in place of assumed ones.

Where the working days of the months are known, both estimates use them: a month with more working days costs more, and
in a month with more working days more bills come in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from tuanbao.language import Text
from tuanbao.pricing.experience.chain_ladder import chain_ladder, development_factors
from tuanbao.pricing.experience.errors import ExperienceError
from tuanbao.pricing.experience.triangle import Floats, Triangle

Method = Literal["credibility", "average", "chain_ladder"]
METHODS: tuple[Method, ...] = get_args(Method)

NEWEST = 2
"""Months too young to say anything about the level: the rule of the trade."""
LEVEL_MONTHS = 12
"""Months that the level is the average of: a whole year, so that seasons cancel."""
RIPENING = 3
"""A past month serves to measure errors of development once it is this many months older."""
FEWEST = 3
"""With fewer past months an error is not measured."""


@dataclass(frozen=True, slots=True, eq=False)
class Completion:
    """By origin, shape (n,), in the unit of the triangle."""

    method: Method
    origins: tuple[str, ...]
    paid: Floats
    ultimate: Floats
    """Expected final payments (最终赔付): ``weight`` * ``developed`` + (1 - ``weight``) * ``expected``."""
    developed: Floats
    """By development alone."""
    expected: Floats | None
    """By the level of the months before; None for the method chain_ladder."""
    weight: Floats
    """Weight of ``developed``, 0 to 1 (可信度)."""
    standard_error: Floats | None
    """Of ``ultimate``, by past errors (credibility) or Mack (chain_ladder); None where it was not measured."""
    total_standard_error: float | None
    exposure: Floats | None
    notes: tuple[Text, ...]

    @property
    def outstanding(self) -> Floats:
        """Incurred but not yet known (未决赔付, IBNR)."""
        return self.ultimate - self.paid

    @property
    def pmpm(self) -> Floats | None:
        """Completed cost per member and month."""
        return None if self.exposure is None else self.ultimate / self.exposure


def complete(triangle: Triangle, method: Method = "credibility") -> Completion:
    """Ultimates of all months.

    ``chain_ladder``: development only. ``average``: the newest two months are the average completed PMPM of the 12
    months before them, times members; others by development. ``credibility``: the mixture that this module describes.
    The last two need ``exposure`` and at least three months. Raises ExperienceError.
    """
    if method == "chain_ladder":
        return _by_chain_ladder(triangle)
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}")
    if triangle.exposure is None:
        raise ExperienceError(
            Text(
                "补全最近几个月需要每月人数；请给出人数，或改用 chain_ladder。",
                "Completing the newest months needs the members of each month; give them or use chain_ladder.",
            )
        )
    if len(triangle.origins) <= NEWEST:
        raise ExperienceError(
            Text(
                f"只有 {len(triangle.origins)} 个月的数据，无法估计最近两个月；至少需要 {NEWEST + 1} 个月。",
                f"{len(triangle.origins)} months are too few to estimate the newest two; {NEWEST + 1} are needed.",
            )
        )
    return _by_average(triangle) if method == "average" else _by_credibility(triangle)


def _by_chain_ladder(triangle: Triangle) -> Completion:
    ladder = chain_ladder(triangle)
    return Completion(
        "chain_ladder",
        triangle.origins,
        ladder.latest,
        ladder.ultimate,
        ladder.ultimate,
        None,
        np.ones(len(triangle.origins)),
        ladder.standard_error,
        ladder.total_standard_error,
        triangle.exposure,
        ladder.notes,
    )


def _by_average(triangle: Triangle) -> Completion:
    assert triangle.exposure is not None
    factors = development_factors(triangle)
    to_end = np.append(np.cumprod(factors[::-1])[::-1], 1.0)
    developed = triangle.latest * to_end[triangle.ages]
    notes = list(triangle.notes)
    expected = _level(developed / triangle.exposure, notes).mean() * triangle.exposure
    weight = np.ones(len(developed))
    weight[-NEWEST:] = 0.0
    ultimate = weight * developed + (1 - weight) * expected
    return Completion(
        "average", triangle.origins, triangle.latest, ultimate, developed, expected, weight, None, None,
        triangle.exposure, tuple(notes),
    )  # fmt: skip


def _by_credibility(triangle: Triangle) -> Completion:
    assert triangle.exposure is not None
    notes = list(triangle.notes)
    shares = known_shares(triangle)
    known = shares[np.arange(len(triangle.origins)), triangle.ages]
    developed = triangle.latest / known
    size = triangle.exposure * _relative_days(triangle)
    months = _level(developed / size, notes)
    expected = months.mean() * size
    errors = development_errors(triangle, shares, developed)
    if errors is None or len(months) < FEWEST or months.std() == 0:
        notes.append(
            Text(
                "历史月份太少，量不出两种估计各自的误差：按已进展的比例加权（BF 法）。",
                "Too few months to measure the errors of the two estimates: weighted by the share that is known "
                "(Bornhuetter-Ferguson).",
            )
        )
        weight, spread, total = np.clip(known, 0.0, 1.0), None, None
    else:
        level_error = float((months.std(ddof=1) / months.mean()) ** 2)
        weight, spread, total = _mixture(errors[triangle.ages], level_error, len(months), expected)
    ultimate = weight * developed + (1 - weight) * expected
    return Completion(
        "credibility", triangle.origins, triangle.latest, ultimate, developed, expected, weight, spread, total,
        triangle.exposure, tuple(notes),
    )  # fmt: skip


def known_shares(triangle: Triangle) -> Floats:
    """(origins, developments): share of the ultimate known at each age, by volume-weighted factors.

    With working days, payments are put on months of equal length first, and the shares of each origin follow the
    working days of the calendar months in which its bills come in.
    """
    rows, columns = triangle.increments.shape
    days = np.ones((rows, columns))
    if triangle.working_days is not None:
        origin, development = np.indices((rows, columns))
        days = triangle.working_days[origin + development] / triangle.working_days.mean()
    factors = development_factors(replace(triangle, increments=triangle.increments / days))
    shares = np.append(1 / np.cumprod(factors[::-1])[::-1], 1.0)
    paid = np.diff(shares, prepend=0.0) * days
    return np.asarray(np.cumsum(paid, axis=1) / paid.sum(axis=1, keepdims=True), dtype=np.float64)


def development_errors(triangle: Triangle, shares: Floats, developed: Floats) -> Floats | None:
    """(developments,): relative mean squared error of development at each age, in hindsight; None if not measurable.

    A past month, at least three months older by now, would then have been estimated at what was known divided by its
    share; that is held against what it is estimated at now. Errors do not rise with age; ages seen in too few months
    take that of the age before in proportion to what is still to come, so that months that are all but known keep
    what was paid for them.
    """
    columns = triangle.increments.shape[1]
    cumulative, ages = triangle.cumulative, triangle.ages
    errors = np.zeros(columns)
    to_come = np.clip(1 - shares.mean(axis=0), 1e-9, 1.0)
    for age in range(columns - 1):
        seen = (ages >= min(age + RIPENING, columns - 1)) & (ages > age) & (developed > 0)
        count = int(seen.sum())
        if count >= FEWEST:
            miss = cumulative[seen, age] / shares[seen, age] / developed[seen] - 1
            errors[age] = (miss**2).sum() / (count - 1)
        elif age == 0:
            return None
        else:
            errors[age] = errors[age - 1] * min(1.0, to_come[age] / to_come[age - 1])
    return np.asarray(np.minimum.accumulate(errors), dtype=np.float64)


def _mixture(development: Floats, level: float, months: int, expected: Floats) -> tuple[Floats, Floats, float]:
    """Weights of development, standard errors by origin, and of the total.

    ``level`` is the relative variance of a month around the level; that of the level itself is ``level / months`` and
    is common to all months that lean on it.
    """
    of_level = level * (1 + 1 / months)
    weight = of_level / (of_level + development)
    own = expected**2 * ((1 - weight) ** 2 * level + weight**2 * development)
    common = expected * (1 - weight) * np.sqrt(level / months)
    return weight, np.sqrt(own + common**2), float(np.sqrt(own.sum() + common.sum() ** 2))


def _relative_days(triangle: Triangle) -> Floats:
    if triangle.working_days is None:
        return np.ones(len(triangle.origins))
    days = triangle.working_days[: len(triangle.origins)]
    return np.asarray(days / days.mean(), dtype=np.float64)


def _level(pmpm: Floats, notes: list[Text]) -> Floats:
    """Completed PMPM of the twelve months before the newest two, or of as many as there are, which is said."""
    months = pmpm[:-NEWEST][-LEVEL_MONTHS:]
    if months.mean() <= 0:
        raise ExperienceError(
            Text(
                "此前各月的赔付合计不大于 0，无法推算最近几个月。",
                "Payments of the months before are not above 0 in total: nothing to project the newest months from.",
            )
        )
    if len(months) < LEVEL_MONTHS:
        notes.append(
            Text(
                f"人均月赔付水平只由 {len(months)} 个月得出（不足 12 个月，季节未抵消）。",
                f"The level of cost rests on {len(months)} months only (fewer than 12, so seasons do not cancel).",
            )
        )
    return months
