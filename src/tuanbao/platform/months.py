"""Arithmetic of months (月份). Pure."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache


def index(day: date) -> int:
    """Months since the year 0: those of two days are as far apart as their numbers."""
    return day.year * 12 + day.month - 1


@lru_cache(maxsize=4096)
def add_months(day: date, months: int) -> date:
    """The same day some months on; in a short month its last."""
    year, month = divmod(index(day) + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_of_next(day: date) -> date:
    return add_months(day.replace(day=1), 1)


def month_after(last: date | None, today: date) -> date:
    """What is made month by month comes next for the one after the last, but not beyond the coming one."""
    coming = first_of_next(today)
    return min(first_of_next(last), coming) if last else coming


def days_in(month: date) -> int:
    return monthrange(month.year, month.month)[1]


def end_of(month: date) -> date:
    return first_of_next(month) - timedelta(days=1)
