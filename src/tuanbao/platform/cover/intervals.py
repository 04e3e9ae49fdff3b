"""Sets of days as intervals (日期区间). Both ends belong to them; they are sorted and do not touch."""

from collections.abc import Iterable
from datetime import date, timedelta

Days = tuple[tuple[date, date], ...]

ONE = timedelta(days=1)


def joined(intervals: Iterable[tuple[date, date]]) -> Days:
    """Sorted, with those that overlap or follow one another made one."""
    made: list[tuple[date, date]] = []
    for first, last in sorted(intervals):
        if made and first <= made[-1][1] + ONE:
            made[-1] = made[-1][0], max(made[-1][1], last)
        else:
            made.append((first, last))
    return tuple(made)


def minus(days: Days, others: Days) -> Days:
    """The days that are in the first and not in the others."""
    left = list(days)
    for first, last in others:
        left = [part for kept in left for part in _without(kept, first, last)]
    return tuple(left)


def common(days: Days, others: Days) -> Days:
    """The days that are in both."""
    return minus(days, minus(days, others))


def count(days: Days) -> int:
    return sum((last - first).days + 1 for first, last in days)


def _without(kept: tuple[date, date], first: date, last: date) -> Iterable[tuple[date, date]]:
    if last < kept[0] or first > kept[1]:
        yield kept
        return
    if kept[0] < first:
        yield kept[0], first - ONE
    if last < kept[1]:
        yield last + ONE, kept[1]
