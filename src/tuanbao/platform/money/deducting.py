"""What is taken from which pay (代扣计算): an employee's part after points, over the pay days that are left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tuanbao.platform.money.spreading import due_through, pay_days


@dataclass(frozen=True, slots=True)
class Owed:
    """An employee's part of one line of an endorsement, after points; negative for what is given back."""

    amount: int
    known_on: date
    starts_on: date
    """First and last day of the policy."""
    ends_on: date
    leaves_on: date | None = None
    """The employee's last day of work, where it is known."""
    before: int = 0
    """What the family's earlier lines of the same endorsement come to: fen are dealt out over all of them together, so
    that every pay has the amount which the employee was shown for the whole choice."""


def dates_of(owed: Owed, pay_day: int) -> tuple[date, ...]:
    """The pay days that share the amount; who leaves settles by the first pay day after the last day of work."""
    first = max(owed.known_on + timedelta(days=1), owed.starts_on)
    last = owed.ends_on
    if owed.leaves_on is not None:
        last = min(last, next_pay_day(owed.leaves_on, pay_day))
    return pay_days(first, last, pay_day) or (next_pay_day(owed.known_on, pay_day),)


def next_pay_day(after: date, pay_day: int) -> date:
    return pay_days(after + timedelta(days=1), after + timedelta(days=62), pay_day)[0]


def owed_through(owed: Owed, pay_day: int, day: date) -> int:
    """What should have been deducted by a day."""
    dates = dates_of(owed, pay_day)
    return due_through(owed.before + owed.amount, dates, day) - due_through(owed.before, dates, day)


def taken(amounts: Sequence[int], deducted: int) -> list[int]:
    """What was deducted in all, by line: the last lines go without first. Raises ValueError where it does not fit."""
    short = sum(amounts) - deducted
    parts = list(amounts)
    for at in reversed(range(len(parts))):
        if short > 0 and parts[at] > 0:
            less = min(short, parts[at])
        elif short < 0 and parts[at] < 0:
            less = max(short, parts[at])
        else:
            continue
        parts[at] -= less
        short -= less
    if short:
        raise ValueError("more was deducted, or given back, than was asked for")
    return parts
