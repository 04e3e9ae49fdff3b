"""Premiums and refunds against figures worked by hand, and identities that always hold."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.platform.cover.intervals import joined
from tuanbao.platform.cover.premiums import Amounts, Calendar, Price, amounts
from tuanbao.platform.cover.refunds import REFUND_RULES, Refunds, refund

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAILY, MONTHLY = Calendar(FIRST, LAST), Calendar(FIRST, LAST, "monthly")
PRICE = Price("basic", "", 1200_00, 600_00, 100)
DAYS = st.dates(FIRST, LAST)


@pytest.mark.parametrize(
    ("calendar", "first", "last", "premium"),
    [
        (DAILY, FIRST, LAST, 1200_00),
        (DAILY, date(2026, 7, 1), LAST, 604_93),  # 184 of 365 days
        (DAILY, date(2026, 12, 31), LAST, 3_29),  # one day: 3.2877
        (DAILY, date(2026, 3, 15), date(2026, 3, 31), 55_89),  # 17 days: 55.8904
        (MONTHLY, FIRST, LAST, 1200_00),
        (MONTHLY, date(2026, 3, 15), LAST, 1000_00),  # March to December, the begun month counts
        (MONTHLY, date(2026, 3, 15), date(2026, 3, 31), 100_00),
        (MONTHLY, date(2026, 3, 31), date(2026, 4, 1), 200_00),
    ],
)
def test_part_of_a_year(calendar: Calendar, first: date, last: date, premium: int) -> None:
    assert amounts(calendar, {PRICE: ((first, last),)}).premium == premium


def test_policy_months_begin_on_the_policys_own_day() -> None:
    calendar = Calendar(date(2026, 1, 31), date(2027, 1, 30), "monthly")
    assert calendar.month(date(2026, 2, 27)) == 0
    assert calendar.month(date(2026, 2, 28)) == 1
    assert calendar.month(date(2027, 1, 30)) == 11


def test_changing_plan_within_a_month_pays_that_month_once() -> None:
    other = Price("top", "", 2400_00, 2400_00)
    held = {PRICE: ((FIRST, date(2026, 3, 14)),), other: ((date(2026, 3, 15), LAST),)}
    assert amounts(MONTHLY, held).premium == 300_00 + 9 * 200_00


def test_two_plans_side_by_side_pay_both() -> None:
    other = Price("liability", "", 120_00, 120_00)
    held = {PRICE: ((FIRST, LAST),), other: ((FIRST, LAST),)}
    assert amounts(MONTHLY, held).premium == amounts(DAILY, held).premium == 1320_00


@pytest.mark.parametrize(
    ("rule", "charge_bp", "claimed", "back"),
    [
        ("unearned", 0, False, 604_93),
        ("unearned", 0, True, 604_93),
        ("unearned_less_charge", 3500, False, 393_21),  # 604.9315 × 65 % = 393.2055
        ("none_if_claimed", 2500, False, 453_70),  # 604.9315 × 75 % = 453.6986
        ("none_if_claimed", 2500, True, 0),
        ("minimum_cash_value", 2000, False, 483_95),  # 960 net × 184/365 = 483.9452
    ],
)
def test_refunds_for_leaving_at_midyear(rule: str, charge_bp: int, claimed: bool, back: int) -> None:
    kept = Refunds(rule, charge_bp).kept(claimed=claimed)
    money = refund(DAILY, {PRICE: ((FIRST, LAST),)}, PRICE, ((date(2026, 7, 1), LAST),), kept)
    assert money.premium == -back


def test_every_rule_has_a_source() -> None:
    assert set(REFUND_RULES) == {"unearned", "unearned_less_charge", "none_if_claimed", "minimum_cash_value"}
    assert all(rule.source and rule.confidence in "HMLK" for rule in REFUND_RULES.values())


@given(st.sampled_from([DAILY, MONTHLY]), DAYS, DAYS, st.integers(1, 10**7), st.integers(0, 100), st.integers(0, 10**4))
def test_added_and_removed_on_the_same_day_costs_nothing(
    calendar: Calendar, one: date, other: date, yearly: int, percent: int, points: int
) -> None:
    price = Price("basic", "", yearly, yearly * percent // 100, points)
    held = {price: ((min(one, other), max(one, other)),)}
    paid, back = amounts(calendar, held), refund(calendar, held, price, held[price], Fraction(0))
    assert paid.less(Amounts()) == Amounts().less(back)


@given(st.lists(st.tuples(DAYS, st.integers(0, 90)), max_size=6), st.integers(1, 10**7), st.integers(0, 100))
def test_who_pays_what_makes_the_premium(spans: list[tuple[date, int]], yearly: int, percent: int) -> None:
    price = Price("basic", "", yearly, yearly * percent // 100)
    days = joined((first, min(first + timedelta(days=more), LAST)) for first, more in spans)
    for calendar in (DAILY, MONTHLY):
        money = amounts(calendar, {price: days})
        assert money.employer + money.employee == money.premium
        assert 0 <= money.employer <= money.premium <= yearly
