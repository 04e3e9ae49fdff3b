"""Joiners and leavers by month (入离职趋势). No Django in here."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Month(NamedTuple):
    name: str
    joined: int
    left: int


def by_month(hired: Iterable[date], left: Iterable[date], today: date, months: int = 12) -> tuple[Month, ...]:
    """The last so many months, this one included, oldest first."""
    joiners, leavers = Counter(map(_month, hired)), Counter(map(_month, left))
    now = _month(today)
    return tuple(
        Month(f"{at // 12}-{at % 12 + 1:02d}", joiners[at], leavers[at]) for at in range(now - months + 1, now + 1)
    )


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
