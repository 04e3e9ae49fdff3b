"""Joiners and leavers by month (入离职趋势). No Django in here."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tuanbao.platform.months import add_months, index


class Month(NamedTuple):
    name: str
    joined: int
    left: int


MONTHS = 12


def first_day(today: date, months: int = MONTHS) -> date:
    """Of the earliest month that is counted."""
    return add_months(today.replace(day=1), 1 - months)


def by_month(hired: Iterable[date], left: Iterable[date], today: date, months: int = MONTHS) -> tuple[Month, ...]:
    """The last so many months, this one included, oldest first."""
    joiners, leavers = Counter(map(index, hired)), Counter(map(index, left))
    now = index(today)
    return tuple(
        Month(f"{at // 12}-{at % 12 + 1:02d}", joiners[at], leavers[at]) for at in range(now - months + 1, now + 1)
    )
