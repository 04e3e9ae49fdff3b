"""Earned premium pro rata by days: whole fen, and any division of the period adds up to the whole."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.adjudication import RefusedRowsError
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.exposure import exposure
from tuanbao.pricing.renewal.months import first_day, last_day, month_of, months_between
from tuanbao.pricing.renewal.premiums import Premium, earned, earned_by_month, premiums_of, span, written

from .groups import group, premium, premiums

YEAR = Premium(date(2025, 1, 1), date(2025, 12, 31), None, 4, 480_000)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@st.composite
def some_premium(draw: st.DrawFn) -> Premium:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return Premium(first, last, None, 1, draw(st.integers(0, 10**13)))


def test_a_quarter_of_the_days_earns_a_quarter_of_the_premium() -> None:
    assert YEAR.earned(date(2025, 1, 1), date(2025, 3, 31)) == 118_356  # 480,000 x 90 / 365 = 118,356.16
    assert YEAR.earned(date(2024, 1, 1), date(2026, 12, 31)) == 480_000
    assert YEAR.earned(date(2026, 1, 1), date(2026, 12, 31)) == 0


@given(some_premium())
def test_the_months_add_up_to_the_premium(one: Premium) -> None:
    first, last = span([one])
    months = earned_by_month([one], range(first, last + 1))
    assert sum(months) == one.written
    assert min(months) >= 0
    assert earned([one], one.first, one.last) == one.written


@given(some_premium(), DAYS, DAYS)
def test_two_parts_of_a_period_earn_what_the_whole_earns(one: Premium, a: date, b: date) -> None:
    low, high = sorted((a, b))
    first, last = date(2019, 1, 1), date(2031, 12, 31)
    cuts = [(first, low), (low + timedelta(days=1), high), (high + timedelta(days=1), last)]
    assert sum(one.earned(start, end) for start, end in cuts if start <= end) == one.written


@given(some_premium(), DAYS)
def test_earned_is_the_exact_share_rounded_once(one: Premium, day: date) -> None:
    days = (one.last - one.first).days + 1
    passed = min(max((day - one.first).days + 1, 0), days)
    assert abs(one.earned_until(day) - Fraction(one.written * passed, days)) <= Fraction(1, 2)


def test_written_counts_cover_that_began_in_the_period() -> None:
    joined = Premium(date(2025, 7, 1), date(2025, 12, 31), None, 1, 60_493)
    assert written([YEAR, joined], date(2025, 1, 1), date(2025, 6, 30)) == 480_000
    assert written([YEAR, joined], date(2025, 1, 1), date(2025, 12, 31)) == 540_493


def test_premiums_are_read_from_a_table() -> None:
    [first, second] = premiums_of(
        premiums(premium("4800", plan="staff", premium_paid="4000"), premium("1.5", members=1))
    )
    assert first == Premium(date(2025, 1, 1), date(2025, 12, 31), "staff", 4, 480_000, 400_000)
    assert (second.plan, second.written, second.paid) == (None, 150, None)


def test_no_premium_and_bad_premiums_are_said() -> None:
    reading = premiums(premium("4800"))
    with pytest.raises(RenewalError, match="no premiums") as none:
        premiums_of(reading.table.slice(0, 0))
    assert "没有保费" in none.value.text.zh
    with pytest.raises(RefusedRowsError) as bad:
        premiums_of(premiums(premium("4800", to="2024-12-31"), premium("1", members=0)))
    assert [error.code for error in bad.value.errors] == ["to_before_from", "members_range"]


def test_member_months_are_counted_by_days_of_cover() -> None:
    table = group(2).table
    half = group(1, cover_from="2025-02-15", cover_to="2025-03-31").table
    first, last = date(2025, 1, 1), date(2025, 3, 31)
    assert exposure(table, first, last).member_months == 6
    partly = exposure(half, first, last)
    assert partly.days == (0, 14, 31)
    assert partly.by_month == (0, Fraction(14, 28), 1)
    assert exposure(table, first, date(2025, 12, 31)).life_years == 2


def test_months_count_on_from_1970() -> None:
    assert month_of(date(1970, 1, 31)) == 0
    assert (first_day(661), last_day(661)) == (date(2025, 2, 1), date(2025, 2, 28))
    assert months_between(date(2024, 12, 31), date(2025, 2, 1)) == (659, 660, 661)
