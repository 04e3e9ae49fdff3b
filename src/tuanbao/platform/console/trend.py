"""Joiners and leavers by month (入离职趋势). No Django in here."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tuanbao.platform.months import index


class Month(NamedTuple):
    name: str
    joined: int
    left: int


def by_month(hired: Iterable[date], left: Iterable[date], today: date, months: int = 12) -> tuple[Month, ...]:
    """The last so many months, this one included, oldest first."""
    joiners, leavers = Counter(map(index, hired)), Counter(map(index, left))
    now = index(today)
    return tuple(
        Month(f"{at // 12}-{at % 12 + 1:02d}", joiners[at], leavers[at]) for at in range(now - months + 1, now + 1)
    )
