"""Who pays what of an election; nothing is lost."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tuanbao.plan.programme import PaidBy
from tuanbao.platform.choice.options import options_of
from tuanbao.platform.choice.paying import Line, deductions, pay, points_paid
from tuanbao.platform.choice.points import granted
from tuanbao.roster.assignment import EMPLOYER_PAYS

HALF = PaidBy(employer=Fraction(1, 2), employee=Fraction(1, 2))
PRICES = {"": 1380_00, "lite": 1130_00, "plus": 1790_00}
YEAR = (date(2027, 1, 1), date(2027, 12, 31))
fen = st.integers(0, 500_000)


def own(variant: str) -> Line:
    found = next(each for each in options_of("staff", PRICES, EMPLOYER_PAYS) if each.variant == variant)
    return Line(1, "staff", variant, found.price, found.employer, found.released)


SPOUSE = Line(2, "family", "", 1150_00, 575_00)


def test_the_plan_as_it_stands_costs_the_employee_nothing() -> None:
    paid = pay([own("")], 500, Fraction(100))
    assert (paid.employer, paid.points, paid.payroll) == (1380_00, 0, 0)


def test_an_upgrade_costs_the_difference_points_first() -> None:
    paid = pay([own("plus")], 300, Fraction(100))
    assert (paid.employee, paid.points, paid.points_fen, paid.payroll) == (410_00, 300, 300_00, 110_00)


def test_what_a_downgrade_releases_pays_for_the_family_and_never_in_cash() -> None:
    alone = pay([own("lite")], 500, Fraction(100))
    assert (alone.employer, alone.released, alone.applied, alone.payroll) == (1130_00, 250_00, 0, 0)
    family = pay([own("lite"), SPOUSE], 0, Fraction(100))
    assert (family.applied, family.payroll, family.employer) == (250_00, 325_00, 1130_00 + 575_00 + 250_00)


def test_the_employer_pays_its_share_of_the_plan_as_it_stands_only() -> None:
    """As contributions by a reference plan are: the share of the smaller of price and reference."""
    found = {each.variant: (each.employer, each.employee) for each in options_of("family", PRICES, HALF)}
    assert found == {"": (690_00, 690_00), "lite": (565_00, 565_00), "plus": (690_00, 1100_00)}


def test_a_single_price_at_half_is_rounded_half_up_once() -> None:
    (option,) = options_of("single", {"": 541_17}, HALF)
    assert (option.employer, option.employee) == (270_59, 270_58)


def test_a_quarter_of_a_familys_price_sums_exactly() -> None:
    quarter = PaidBy(employer=Fraction(1, 4), employee=Fraction(3, 4))
    lines = []
    for person, price in enumerate((106_68, 106_66, 106_66)):
        (option,) = options_of("family", {"": price}, quarter)
        lines.append(Line(person, "family", "", option.price, option.employer))
    paid = pay(lines, 0, Fraction(100))
    assert (paid.price, paid.employer + paid.payroll) == (320_00, 320_00)


@given(st.lists(st.tuples(fen, fen, st.booleans()), min_size=1, max_size=6), st.integers(0, 5000), st.integers(1, 1000))
def test_employer_points_and_payroll_make_the_price(
    people: list[tuple[int, int, bool]], points: int, worth: int
) -> None:
    lines = [
        Line(i, "plan", "", price, min(price, default), max(0, default - price) if full else 0)
        for i, (price, default, full) in enumerate(people)
    ]
    paid = pay(lines, points, Fraction(worth, 3))
    assert paid.employer + paid.points_fen + paid.payroll == paid.price == sum(line.price for line in lines)
    assert min(paid.employer, paid.points_fen, paid.payroll, paid.applied, paid.points) >= 0
    assert paid.applied <= paid.released
    assert paid.points <= points
    assert all(0 <= line.employer <= line.price for line in paid.lines)
    assert sum(points_paid([line.employee for line in paid.lines], paid.points_fen)) == paid.points_fen


@given(fen, st.dates(*YEAR), st.dates(date(2026, 11, 1), YEAR[1]), st.integers(1, 31))
def test_pay_days_make_the_prorated_price(yearly: int, effective: date, today: date, pay_day: int) -> None:
    found = deductions(yearly, effective, YEAR, today, pay_day)
    assert sum(found.amounts) == found.total <= yearly
    assert max(found.amounts) - min(found.amounts) <= 1
    assert found.amounts
    assert found.first_pay_day.day == min(pay_day, 28)
    assert (found.first_pay_day.year, found.first_pay_day.month) >= (effective.year, effective.month)


def test_a_whole_year_is_twelve_pay_days_from_january() -> None:
    found = deductions(110_00, YEAR[0], YEAR, date(2026, 11, 20), 10)
    assert (len(found.amounts), found.total, found.first_pay_day) == (12, 110_00, date(2027, 1, 10))
    assert found.amounts == (9_17,) * 8 + (9_16,) * 4


def test_a_choice_of_july_is_taken_from_next_months_pay() -> None:
    found = deductions(365_00, date(2027, 7, 21), YEAR, date(2027, 7, 20), 10)
    assert (found.total, len(found.amounts), found.first_pay_day) == (164_00, 5, date(2027, 8, 10))


def test_points_of_a_joiner_are_granted_by_the_day() -> None:
    assert granted(500, YEAR, None) == 500
    assert granted(500, YEAR, date(2027, 7, 2)) == 500 * 183 // 365
    assert granted(500, YEAR, None, date(2026, 12, 31)) == 0
