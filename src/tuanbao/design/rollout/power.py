"""Power of a comparison of two arms made of whole departments (整群比较的检验效能).

Each arm's mean has the variance of as many single people, times a design effect (Kish, Survey Sampling, 1965; for
unequal departments Eldridge, Ashby and Kerry, International Journal of Epidemiology 35 (2006), 1292–1300). Shares are
compared by the two-proportion normal approximation with a pooled variance under the null (Fleiss, Levin and Paik,
Statistical Methods for Rates and Proportions, 2003, ch. 4). Nothing is taken off for the company being finite: next
year's bills are chance even where everybody is counted.
"""

from collections.abc import Callable, Sequence
from math import inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Arm(NamedTuple):
    """People on one side of the comparison; numbers, or arrays of one shape for many comparisons at once."""

    people: Any
    design_effect: Any = 1.0

    @property
    def effective(self) -> Any:
        """How many people picked one by one would say as much."""
        return self.people / self.design_effect


class Errors(NamedTuple):
    """Standard errors of the difference: if there is none, and if it is as stated."""

    null: Any
    stated: Any


def design_effect(sizes: Sequence[int], icc: float) -> float:
    """By how much departments of these sizes enlarge the variance of a mean over people.

    1 + (Σm²/Σm − 1) × icc, which is 1 + (m − 1) × icc for equal and 1 + (m̄(1 + CV²) − 1) × icc for unequal departments.
    """
    return float(effect_of_sums(sum(sizes), sum(size * size for size in sizes), icc))


def effect_of_sums(people: Any, squares: Any, icc: float) -> Any:
    """As `design_effect`, from Σm and Σm²."""
    return 1 + (squares / people - 1) * icc


def errors_of_means(deviation: float, pilot: Arm, rest: Arm) -> Errors:
    """``deviation``: the standard deviation between people, the same in both arms."""
    error = deviation * np.sqrt(1 / pilot.effective + 1 / rest.effective)
    return Errors(error, error)


def errors_of_shares(of_pilot: float, of_rest: float, pilot: Arm, rest: Arm) -> Errors:
    pooled = (of_pilot * pilot.people + of_rest * rest.people) / (pilot.people + rest.people)
    null = np.sqrt(pooled * (1 - pooled) * (1 / pilot.effective + 1 / rest.effective))
    stated = np.sqrt(of_pilot * (1 - of_pilot) / pilot.effective + of_rest * (1 - of_rest) / rest.effective)
    return Errors(null, stated)


def critical(level: float, df: float = inf) -> float:
    """Beyond how many standard errors a two-sided test finds a difference; ``df`` degrees of freedom of Student's t."""
    from scipy import special

    return float(special.ndtri(1 - level / 2) if df == inf else special.stdtrit(df, 1 - level / 2))


def power(change: ArrayLike, errors: Errors, level: float, df: float = inf) -> Floats:
    """The chance that a two-sided test finds a true difference; by the noncentral t where ``df`` is finite."""
    stated = np.asarray(errors.stated, float)
    bound = critical(level, df) * np.asarray(errors.null, float) / stated
    distance = np.abs(np.asarray(change, float)) / stated
    return np.asarray(_below(-bound, distance, df) + 1 - _below(bound, distance, df))


def _below(bound: Floats, distance: Floats, df: float) -> Floats:
    """P(T ≤ bound) for T with noncentrality ``distance``; scipy has NaN in place of some that are as good as 0."""
    from scipy import special

    if df == inf or df > _ALMOST_NORMAL:
        return np.asarray(special.ndtr(bound - distance))
    found: Floats = np.nan_to_num(np.asarray(special.nctdtr(df, distance, bound), float), nan=0.0)
    return found


_ALMOST_NORMAL = 20_000
"""From here on t and the normal distribution agree to five digits, and the noncentral t begins to lose them."""


def distance_needed(wanted: float, level: float, df: float = inf) -> float:
    """How many standard errors a difference must be for the wanted power."""
    one = Errors(1.0, 1.0)
    return smallest(lambda distance: float(power(distance, one, level, df)), wanted, 1e4) or inf


def smallest(chance: Callable[[float], float], wanted: float, most: float) -> float | None:
    """The smallest x in (0, most] at which a rising chance reaches what is wanted; None where it does not."""
    from scipy.optimize import brentq

    if chance(most) < wanted:
        return None
    if chance(most * 1e-12) >= wanted:
        return most * 1e-12
    return float(brentq(lambda x: chance(x) - wanted, most * 1e-12, most, xtol=most * 1e-12, rtol=1e-10))
