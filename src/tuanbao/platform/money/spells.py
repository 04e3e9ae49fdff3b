"""The days that endorsements add up to (保障区间): what was added, less what was taken back."""

from collections.abc import Iterable
from datetime import date

from tuanbao.platform.cover.intervals import Days, joined, minus


def covered(told: Iterable[tuple[str, date, date]]) -> Days:
    """``add`` or ``remove`` with first and last day, in the order told."""
    days: Days = ()
    for action, first, last in told:
        days = joined([*days, (first, last)]) if action == "add" else minus(days, ((first, last),))
    return days
