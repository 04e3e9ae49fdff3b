"""Who pays an election: employer, released premium, points, payroll (费用分摊). Pure; nothing is lost in rounding."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from tuanbao.money import portion, split
from tuanbao.platform.months import index


@dataclass(frozen=True, slots=True)
class Line:
    """What one person has of one plan, and who pays it for a whole year."""

    person: int
    plan_id: str
    variant: str = ""
    price: int = 0
    employer: int = 0
    released: int = 0
    waived: bool = False
    waiver_reason: str = ""

    @property
    def employee(self) -> int:
        """Before points."""
        return self.price - self.employer


@dataclass(frozen=True, slots=True)
class Payment:
    """A whole year: price = employer + points_fen + payroll."""

    lines: tuple[Line, ...]
    released: int
    """Set free by choosing less."""
    applied: int
    """How much of it pays for other cover of this election; the rest stays with the employer."""
    points: int
    points_fen: int
    payroll: int

    @property
    def price(self) -> int:
        return sum(line.price for line in self.lines)

    @property
    def employer(self) -> int:
        return sum(line.employer for line in self.lines)

    @property
    def employee(self) -> int:
        return self.price - self.employer


@dataclass(frozen=True, slots=True)
class Deductions:
    """What is taken from pay in the plan year: amounts by pay day, the first of them first."""

    total: int
    amounts: tuple[int, ...]
    first_pay_day: date

    @property
    def each(self) -> int:
        """The largest amount of a pay day."""
        return max(self.amounts, default=0)


def pay(lines: Sequence[Line], points: int, fen_per_point: Fraction) -> Payment:
    """Released premium first pays the employee's part of the other lines, then points do, the rest is payroll's.

    Points are used whole, as far as they fit: what is less than a point's worth is left to payroll.
    """
    released = sum(line.released for line in lines)
    owed = [line.employee for line in lines]
    applied = min(released, sum(owed))
    helped = split(applied, owed) if applied else [0] * len(lines)
    paid = tuple(replace(line, employer=line.employer + part) for line, part in zip(lines, helped, strict=True))
    employee = sum(owed) - applied
    used = min(points, int(employee / fen_per_point)) if fen_per_point > 0 else 0
    worth = int(used * fen_per_point)
    return Payment(paid, released, applied, used, worth, employee - worth)


def points_paid(employee: Sequence[int], points_fen: int) -> list[int]:
    """How much points pay of each line's employee part."""
    return split(points_fen, list(employee)) if points_fen else [0] * len(employee)


def deductions(yearly: int, effective_from: date, year: tuple[date, date], today: date, pay_day: int) -> Deductions:
    """A yearly amount by the day from the effective date on, over the pay days that remain of twelve a year.

    The first is that of the month in which the cover begins, but not before next month: this month's pay is made up.
    """
    first, last = year
    days, whole = (last - effective_from).days + 1, (last - first).days + 1
    total = portion(yearly, Fraction(max(days, 0), whole))
    begins = max(index(effective_from), index(today) + 1)
    months = max(1, index(last) - begins + 1)
    return Deductions(total, tuple(split(total, [1] * months)), _day_of(begins, pay_day))


def _day_of(month: int, day: int) -> date:
    year, number = divmod(month, 12)
    return date(year, number + 1, min(day, 28))
