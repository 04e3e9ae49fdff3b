"""Calendar months as numbers that count on: 0 is January 1970, as in numpy's datetime64[M]."""

from datetime import date, timedelta


def month_of(day: date) -> int:
    return (day.year - 1970) * 12 + day.month - 1


def first_day(month: int) -> date:
    return date(1970 + month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    return first_day(month + 1) - timedelta(days=1)


def months_between(first: date, last: date) -> tuple[int, ...]:
    """The months that have a day from ``first`` to ``last``."""
    return tuple(range(month_of(first), month_of(last) + 1))


def days_since_1970(day: date) -> int:
    return (day - date(1970, 1, 1)).days
