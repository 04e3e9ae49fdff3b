"""Intervals of a share that was counted in a sample (比例的置信区间)."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor, sqrt
from statistics import NormalDist
from typing import NamedTuple

LEVEL = 0.95
EXACT_BELOW = 20
"""In samples smaller than this the interval is exact (Clopper–Pearson), in larger ones Wilson's."""
_PRINTED = Fraction(1, 10_000)
"""Percentages are printed with two decimals; the last may be rounded either way."""


class Interval(NamedTuple):
    low: float
    high: float

    def union(self, other: "Interval") -> "Interval":
        """The smallest interval that holds both."""
        return Interval(min(self.low, other.low), max(self.high, other.high))


def wilson(count: int, n: int, level: float = LEVEL) -> Interval:
    """Wilson's score interval (威尔逊区间) of ``count`` in ``n``. Wilson, JASA 22 (1927), 209–212."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, weight = count / n, 1 + z * z / n
    middle = (share + z * z / (2 * n)) / weight
    half = z / weight * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Interval(0.0 if count == 0 else low, 1.0 if count == n else high)


def clopper_pearson(count: int, n: int, level: float = LEVEL) -> Interval:
    """The exact interval (精确区间), which holds the true share at least as often as it says.

    Clopper and Pearson, Biometrika 26 (1934), 404–413.
    """
    from scipy.stats import beta

    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(beta.ppf(tail, count, n - count + 1))
    high = 1.0 if count == n else float(beta.ppf(1 - tail, count + 1, n - count))
    return Interval(low, high)


def interval_of_count(count: int, n: int, level: float = LEVEL) -> Interval:
    """Exact in small samples, Wilson's in others."""
    return clopper_pearson(count, n, level) if n < EXACT_BELOW else wilson(count, n, level)


def interval_of_share(share: Fraction, n: int, swap: Fraction | None = None, level: float = LEVEL) -> Interval:
    """The interval of a printed percentage of n firms.

    A percentage that is no whole number of firms is taken as the whole numbers on both sides of it. Where the
    percentage may be another's (``swap``), the interval holds what either would give.
    """
    possible = [share] if swap is None else [share, swap]
    found = [interval_of_count(count, n, level) for each in possible for count in whole_counts(each, n)]
    return union(found)


def union(intervals: Iterable[Interval]) -> Interval:
    first, *others = intervals
    for other in others:
        first = first.union(other)
    return first


def whole_counts(share: Fraction, n: int) -> tuple[int, ...]:
    """The number of firms that a printed percentage stands for; both neighbours where it fits none."""
    exact = share * n
    nearest = floor(exact + Fraction(1, 2))
    if abs(Fraction(nearest, n) - share) <= _PRINTED:
        return (nearest,)
    return floor(exact), ceil(exact)


def fits(share: Fraction, n: int) -> bool:
    """Is a printed percentage a whole number of n firms?"""
    return len(whole_counts(share, n)) == 1


def centre(share: Fraction, n: int) -> float:
    """The middle of Wilson's interval: the share drawn towards one half, and never 0 or 1."""
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    return (float(share) * n + z * z / 2) / (n + z * z)
