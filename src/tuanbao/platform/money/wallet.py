"""What an employee's cover costs them (员工账户): contributions, deductions and points of a year."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.prepared import DAY, NUMBER, Prepared
from tuanbao.platform.cover.models import EndorsementLine
from tuanbao.platform.money.deducting import dates_of, next_pay_day, owed_through
from tuanbao.platform.money.models import Deduction, PayrollLine, Posting
from tuanbao.platform.money.payroll import approved_lines, owing, told
from tuanbao.platform.money.titles import Titles
from tuanbao.platform.people.models import Person

LINES = Prepared[EndorsementLine](
    lambda employee: approved_lines().filter(Q(person=employee) | Q(person__employee=employee)), employee=NUMBER
)
POINTS = Prepared[tuple[str, int]](
    lambda employee, first, last: (
        Posting.objects.filter(
            account="points_held", person=employee, transaction__on__gte=first, transaction__on__lte=last
        )
        .order_by()
        .values_list("transaction__kind")
        .annotate(Sum("amount"))
    ),
    employee=NUMBER,
    first=DAY,
    last=DAY,
)
DEDUCTED = Prepared[tuple[int, int]](
    lambda employee: (
        Deduction.objects.filter(line__employee=employee)
        .order_by()
        .values_list("line__line_id")
        .annotate(Sum("deducted_fen"))
    ),
    employee=NUMBER,
)
BY_PAY_DAY = Prepared[tuple[date, int]](
    lambda employee, first, last: (
        Deduction.objects.filter(line__employee=employee, line__run__pay_day__gte=first, line__run__pay_day__lte=last)
        .order_by()
        .values_list("line__run__pay_day")
        .annotate(Sum("deducted_fen"))
        .order_by("line__run__pay_day")
    ),
    employee=NUMBER,
    first=DAY,
    last=DAY,
)
ASKED = Prepared[tuple[int, int]](
    lambda employee, day: PayrollLine.objects.filter(
        employee=employee, run__pay_day=day, run__answer__isnull=True
    ).values_list("line_id", "amount_fen"),
    employee=NUMBER,
    day=DAY,
)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the year: whose cover, and what the employee pays for it after points."""

    title: Text
    first_day: date
    last_day: date
    amount_fen: int
    """For the whole of it; negative: given back."""
    deducted_fen: int


@dataclass(frozen=True, slots=True)
class Wallet:
    year: int
    points_granted: int
    points_used: int
    points_lapsed: int
    items: tuple[Item, ...]
    deducted_fen: int
    """Taken by payroll, of policies that begin in the year."""
    next_pay_day: date
    next_fen: int
    """What the next pay will be less by, as far as it is known; refunds are negative."""
    deductions: tuple[tuple[date, int], ...]
    """Pay days of the year and what was deducted on them."""

    @property
    def points_left(self) -> int:
        return self.points_granted - self.points_used - self.points_lapsed

    @property
    def owed_fen(self) -> int:
        return sum(item.amount_fen for item in self.items)

    @property
    def outstanding_fen(self) -> int:
        return self.owed_fen - self.deducted_fen


def wallet(person: Person, year: int) -> Wallet:
    """Of the employee from whom the family hangs; from the ledger and the deductions told."""
    employee = person.family
    lines = [(line, owed) for line, owed in owing(LINES(employee=employee.pk)) if owed.starts_on.year == year]
    titles, before = Titles(), _deducted(employee)
    items = tuple(
        Item(titles.line(line), line.first_day, line.last_day, owed.amount, before.get(line.pk, 0))
        for line, owed in lines
    )
    pay_day = employee.company.pay_day
    upcoming = next_pay_day(clock.today(), pay_day)
    known = told(employee=employee)
    coming = sum(
        owed_through(owed, pay_day, upcoming) - (known[line.pk].amount if line.pk in known else 0)
        for line, owed in lines
        if dates_of(owed, pay_day)[0] <= upcoming
    )
    return Wallet(
        year,
        *_points(employee, year),
        items,
        sum(item.deducted_fen for item in items),
        upcoming,
        coming + _told_for(employee, upcoming, {line.pk for line, _ in lines}),
        _by_pay_day(employee, year),
    )


def _points(employee: Person, year: int) -> tuple[int, int, int]:
    """Granted, used, lapsed."""
    sums = dict(POINTS(employee=employee.pk, **_days(year)))
    return -sums.get("grant", 0), sums.get("endorsement", 0), sums.get("lapse", 0)


def _deducted(employee: Person) -> dict[int, int]:
    return dict(DEDUCTED(employee=employee.pk))


def _told_for(employee: Person, pay_day: date, lines: set[int]) -> int:
    """What payroll was already told for a pay day and has not answered."""
    asked = ASKED(employee=employee.pk, day=pay_day)
    return sum(amount for line, amount in asked if line in lines)


def _by_pay_day(employee: Person, year: int) -> tuple[tuple[date, int], ...]:
    return tuple(BY_PAY_DAY(employee=employee.pk, **_days(year)))


def _days(year: int) -> dict[str, date]:
    return {"first": date(year, 1, 1), "last": date(year, 12, 31)}
