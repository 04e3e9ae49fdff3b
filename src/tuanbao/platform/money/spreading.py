"""Amounts over time (分摊): by days of cover, over due dates, over pay days. Every part is exact in all."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta


def earned_through(amount: int, first: date, last: date, day: date) -> int:
    """How much of an amount for the days ``first`` to ``last`` is earned by the end of ``day`` (已满期).

    Every day earns the same; fen left over go to the first days (largest remainders, ties to the first).
    """
    days = (last - first).days + 1
    return first_parts(amount, days, min(max((day - first).days + 1, 0), days))


def first_parts(amount: int, parts: int, count: int) -> int:
    """The sum of the first ``count`` of so many equal parts, as `tuanbao.money.split` makes them."""
    if amount < 0:
        return -first_parts(-amount, parts, count)
    each, over = divmod(amount, parts)
    return each * count + min(count, over)


def due_dates(starts: date, ends: date, instalments: int) -> tuple[date, ...]:
    """Due dates of a policy, evenly over its months: 12 are monthly, 4 quarterly, 1 at the start (分期缴费日)."""
    months = max(round(((ends - starts).days + 1) / 30.4), 1)
    count = min(max(instalments, 1), months)
    return tuple(add_months(starts, months * number // count) for number in range(count))


def left_of(dates: Sequence[date], known_on: date) -> tuple[date, ...]:
    """The dates over which something known on a day is spread: those to come; none left: that very day."""
    return tuple(day for day in dates if day > known_on) or (known_on,)


def due_through(amount: int, dates: Sequence[date], day: date) -> int:
    """How much of an amount spread evenly over dates is due by the end of a day."""
    return first_parts(amount, len(dates), sum(1 for each in dates if each <= day))


def pay_days(first: date, last: date, day_of_month: int) -> tuple[date, ...]:
    """Pay days from a day through another; in a short month the last day (发薪日)."""
    found = []
    month = first.replace(day=1)
    while month <= last:
        day = month.replace(day=min(day_of_month, days_in(month)))
        if first <= day <= last:
            found.append(day)
        month = add_months(month, 1)
    return tuple(found)


def add_months(day: date, months: int) -> date:
    """The same day some months on; in a short month its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_in(month: date) -> int:
    return monthrange(month.year, month.month)[1]


def end_of(month: date) -> date:
    return add_months(month.replace(day=1), 1) - timedelta(days=1)
