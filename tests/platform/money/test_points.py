"""Points belong to a year and follow the days of employment."""

from datetime import date
from typing import Any

import pytest
from django.db.models import Sum

from tests.platform.money.endorsed import approve, line, policy_of, spouses, staff
from tuanbao.platform.clock import clock_at
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.money import points
from tuanbao.platform.money.models import Posting, Transaction
from tuanbao.platform.money.posting import balance
from tuanbao.platform.money.wallet import wallet
from tuanbao.platform.people.models import Person

LAST = date(2026, 12, 31)


@pytest.fixture
def one(company: Any) -> Person:
    """Somebody who is there the whole year, with its points."""
    found = staff(1)[0]
    points.grant_year(2026, date(2026, 1, 2))
    assert _held(found) == 500
    return found


def _held(person: Person, through: date | None = None) -> int:
    return -balance("points_held", through, person=person)


def _leaves(person: Person, on: date | None) -> None:
    person.left_on = on
    person.save()


def _shown(person: Person, year: int) -> tuple[int, int, int]:
    own = wallet(person, year)
    assert own.points_left == own.points_granted - own.points_used - own.points_lapsed
    return own.points_granted, own.points_used, own.points_lapsed


def _zero() -> None:
    assert (Posting.objects.filter(unit="POINT").aggregate(s=Sum("amount"))["s"] or 0) == 0


def test_a_leaver_has_the_points_of_the_days_of_employment(one: Person) -> None:
    _leaves(one, date(2026, 6, 30))
    points.grant_year(2026, date(2026, 6, 30))
    assert _held(one) == 500, "the last day is not over yet"
    assert points.grant_year(2026, date(2026, 7, 1)) == 1
    assert _held(one) == 500 * 181 // 365
    assert points.grant_year(2026, date(2026, 7, 2)) == 0
    _zero()


def test_a_leave_that_is_taken_back_gives_the_points_back(one: Person) -> None:
    _leaves(one, date(2026, 6, 30))
    points.grant_year(2026, date(2026, 7, 3))
    _leaves(one, date(2026, 8, 31))
    points.grant_year(2026, date(2026, 7, 10))
    points.grant_year(2026, date(2026, 9, 1))
    assert _held(one) == 500 * 243 // 365
    _leaves(one, None)
    points.grant_year(2026, date(2026, 9, 5))
    assert points.grant_year(2026, date(2026, 9, 6)) == 0
    assert _held(one) == 500
    _zero()


def test_what_a_leaver_has_used_stays_used_until_the_endorsement_gives_it_back(one: Person) -> None:
    approve(policy_of(), date(2026, 2, 3), line(one, 1000_00, 500_00, points=500))
    _leaves(one, date(2026, 6, 30))
    points.grant_year(2026, date(2026, 7, 1))
    assert _held(one) == 0
    gone = {"reason": "leaver", "first_day": date(2026, 7, 1), "points": -252}
    approve(policy_of(), date(2026, 7, 5), line(one, -504_00, -252_00, **gone))
    points.grant_year(2026, date(2026, 7, 6))
    assert _held(one) == 0, "248 were used and 247 are due: a begun point is not asked back"
    assert _shown(one, 2026) == (248, 248, 0)


def test_whoever_is_hired_again_has_the_points_of_both_employments(one: Person) -> None:
    _leaves(one, date(2026, 3, 31))
    points.grant_year(2026, date(2026, 4, 1))
    one.hired_on, one.left_on = date(2026, 9, 1), None
    one.save()
    points.grant_year(2026, date(2026, 9, 1))
    assert _held(one) == 500 * 90 // 365 + 500 * 122 // 365


def test_whoever_has_left_before_the_year_began_loses_its_points(one: Person) -> None:
    _leaves(one, date(2025, 12, 30))
    points.grant_year(2026, date(2026, 1, 5))
    assert _held(one) == 0


@pytest.mark.parametrize("lapsed_first", [True, False])
def test_points_given_back_after_the_years_end_lapse_with_it(one: Person, company: Any, lapsed_first: bool) -> None:
    policy = policy_of()
    approve(policy, date(2026, 2, 3), line(one, 1000_00, 500_00, points=300))
    points.grant(one, 2027, 400)
    if lapsed_first:
        points.lapse(company, 2026)
    approve(policy, date(2027, 1, 10), line(one, -100_00, -50_00, points=-30, reason="correction"))
    points.lapse(company, 2026)
    assert (_held(one, LAST), _held(one)) == (0, 400)
    with clock_at(date(2027, 1, 11)):
        assert _shown(one, 2026) == (500, 270, 230)
        assert _shown(one, 2027) == (400, 0, 0)
    money = Transaction.objects.get(key__startswith="endorsement:", on__year=2027)
    assert set(money.postings.values_list("unit", flat=True)) == {"CNY"}, "money follows from when it is known"
    _zero()


@pytest.mark.parametrize("lapsed_first", [True, False])
def test_points_used_after_the_years_end_had_not_lapsed(company: Any, one: Person, lapsed_first: bool) -> None:
    points.grant(one, 2027, 400)
    if lapsed_first:
        points.lapse(company, 2026)
    approve(policy_of(), date(2027, 1, 10), line(one, 100_00, 50_00, points=30))
    points.lapse(company, 2026)
    assert (_held(one, LAST), _held(one)) == (0, 400)
    with clock_at(date(2027, 1, 11)):
        assert _shown(one, 2026) == (500, 30, 470)
    _zero()


def test_one_who_gives_back_as_many_as_another_uses_is_posted(company: Any) -> None:
    first, second = (each.employee for each in spouses(2))
    policy: Policy = policy_of()
    approve(policy, date(2027, 1, 10), line(first, 100_00, 50_00, points=30), line(second, -100_00, -50_00, points=-30))
    assert (_held(first), _held(second)) == (0, 0)
    _zero()
