"""Amounts over time (分摊): over due dates, over pay days. Every part is exact in all."""

from collections.abc import Sequence
from datetime import date

from tuanbao.platform.cover.earned import first_parts
from tuanbao.platform.months import add_months, days_in


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
