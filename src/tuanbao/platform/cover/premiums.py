"""What cover costs (保费): by days, or by begun months; employer's part and points go the same way.

The premium of a line is the premium of all that is held after it, less that of all that was held before. So the lines
of any history add up, to the fen, to the premium of the spells that are left, and what the insurer kept of leavers'.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from tuanbao.money import half_up
from tuanbao.platform.cover.intervals import Days, count
from tuanbao.platform.months import add_months, index


class Price(NamedTuple):
    """What one person has, and what it costs for a whole year, in fen."""

    plan_id: str
    variant: str
    yearly_fen: int
    employer_yearly_fen: int
    points_yearly: int = 0


class Amounts(NamedTuple):
    """Fen, and points; the employer's and the employee's part make the premium."""

    premium: int = 0
    employer: int = 0
    points: int = 0

    @property
    def employee(self) -> int:
        return self.premium - self.employer

    def less(self, other: "Amounts") -> "Amounts":
        return Amounts(*(mine - its for mine, its in zip(self, other, strict=True)))


Held = Mapping[Price, Days]
"""What one person has: by price, the days."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The policy's period, and how its premium counts time."""

    first: date
    last: date
    basis: str = "daily"

    def share(self, price: Price, held: Held) -> Fraction:
        """The part of the year that is paid for."""
        if self.basis == "daily":
            return Fraction(count(held[price]), (self.last - self.first).days + 1)
        return Fraction(len(self._months_paid(price, held)), self.month(self.last) + 1)

    def month(self, day: date) -> int:
        """The policy month in which a day is: months begin on the day of the month on which the policy does."""
        return _month(self.first, day)

    def _months_paid(self, price: Price, held: Held) -> set[int]:
        """Begun months. One that began with another plan of which this one took the place is paid with that one."""
        mine = _edges(self.first, held[price], first=True)
        before: set[int] = set()
        for other, days in held.items():
            if other != price:
                begun, ended = (_edges(self.first, days, first=which) for which in (True, False))
                before |= {month for month, day in mine.items() if month in begun and begun[month] < day > ended[month]}
        return set(mine) - before


def amounts(calendar: Calendar, held: Held) -> Amounts:
    """What everything that one person has costs; each price is rounded once, half up."""
    found = Amounts()
    for price, days in held.items():
        if days:
            share = calendar.share(price, held)
            parts = (price.yearly_fen, price.employer_yearly_fen, price.points_yearly)
            found = Amounts(*(so_far + _part(whole, share) for so_far, whole in zip(found, parts, strict=True)))
    return found


def total(each: Iterable[Amounts]) -> Amounts:
    return Amounts(*(sum(column) for column in zip(Amounts(), *each, strict=True)))


def _part(whole: int, share: Fraction) -> int:
    return half_up(whole * share.numerator, share.denominator)


def _edges(start: date, days: Days, *, first: bool) -> dict[int, date]:
    found: dict[int, date] = {}
    for begin, end in days:
        for month in range(_month(start, begin), _month(start, end) + 1):
            edge = max(begin, add_months(start, month)) if first else min(end, _month_end(start, month))
            found[month] = found.get(month, edge) if first else edge
    return found


def _month_end(start: date, month: int) -> date:
    return date.fromordinal(add_months(start, month + 1).toordinal() - 1)


def _month(start: date, day: date) -> int:
    guess = index(day) - index(start)
    return guess if add_months(start, guess) <= day else guess - 1
