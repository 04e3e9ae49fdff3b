"""However people come, go, move and choose, and whenever the insurer is told: in the end it knows what is true, and has
been paid for exactly that."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.platform.cover.test_spells import FIRST, LAST, TERMS, YEAR, election, staff
from tuanbao.money import portion
from tuanbao.platform.cover.difference import Agreement, Change, Priced, Told, changes, kept_back, position
from tuanbao.platform.cover.intervals import joined
from tuanbao.platform.cover.known import Family, Line, Member, Post
from tuanbao.platform.cover.premiums import Amounts, Calendar, Price, amounts, total
from tuanbao.platform.cover.refunds import Refunds
from tuanbao.platform.cover.spells import Spell, derive

DAY = st.dates(FIRST - timedelta(days=40), LAST)
YEARLY = {"basic": 1379_99, "liability": 60_01, "top": 5000_07, "kids": 700_03, "family": 1111_11}
LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from([1, 2, 3]),
        st.sampled_from(["basic", "top", "kids", "family"]),
        st.sampled_from(["", "lite", "plus"]),
        st.booleans(),
        st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 3)]),
        st.integers(0, 500),
    ),
    max_size=3,
)


@st.composite
def families(draw: Any) -> Family:
    """One state of what is known of a family; a history is a list of states."""
    hired = draw(DAY)
    left = draw(st.none() | DAY)
    posts = tuple(
        Post(day, {"grade": grade})
        for day, grade in sorted(draw(st.dictionaries(DAY, st.sampled_from("SM"), max_size=3)).items())
    )
    child = Member(2, "child", draw(st.dates(date(2005, 1, 1), LAST)), "", ((draw(DAY), draw(st.none() | DAY)),))
    spouse = Member(3, "spouse", date(1990, 1, 1), "male", ((date.min, None),))
    chosen = tuple(
        election(day, *draw(LINES), source=draw(st.sampled_from(["annual", "life_event", "correction"])), order=n)
        for n, day in enumerate(draw(st.lists(DAY, max_size=3)))
    )
    return Family(staff(hired, left), posts, (child, spouse), chosen)


def priced(spells: Iterable[Spell], born: date | None) -> list[Priced]:
    """Rates that ask for the age, so that a corrected birth date changes the price."""
    older = born is not None and born.year < 2015
    found = []
    for spell in spells:
        yearly = YEARLY[spell.plan_id] + len(spell.variant) + 17 * older
        price = Price(spell.plan_id, spell.variant, yearly, portion(yearly, spell.employer_share), spell.points)
        found.append(Priced(price, spell.first, spell.last, spell.reason))
    return found


def wanted(family: Family, person: Member) -> list[Priced]:
    spells = [spell for spell in derive(TERMS, YEAR, family) if spell.person == person.person]
    return priced(spells, person.born)


def days_of(spells: list[Priced]) -> dict[Price, Any]:
    prices = {spell.price for spell in spells}
    return {price: joined((s.first, s.last) for s in spells if s.price == price) for price in prices}


@settings(max_examples=120, deadline=None)
@given(st.lists(families(), min_size=1, max_size=4), st.sampled_from(["daily", "monthly"]))
def test_what_was_told_is_what_is_true_and_is_paid_to_the_fen(history: list[Family], basis: str) -> None:
    agreement = Agreement(Calendar(FIRST, LAST, basis), Refunds(), FIRST, 30)
    for index in range(3):
        told: list[Change] = []
        for family in history:
            person = (family.employee, *family.dependants)[index]
            told += _told(agreement, told, wanted(family, person))
        final = days_of(wanted(history[-1], person))
        assert _position(told) == final
        assert total(line.amounts for line in told) == amounts(agreement.calendar, final)
        assert _told(agreement, told, wanted(history[-1], person)) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(families(), DAY), min_size=1, max_size=4))
def test_told_late_or_not_nothing_is_told_twice(history: list[tuple[Family, date]]) -> None:
    told: list[Change] = []
    for family, today in sorted(history, key=lambda state: state[1]):
        earliest = max(FIRST, today - timedelta(days=30))
        agreement = Agreement(Calendar(FIRST, LAST), Refunds("none_if_claimed", 2500), earliest, 30)
        told += _told(agreement, told, wanted(family, family.employee))
        later = replace(agreement, earliest=earliest + timedelta(days=1))
        assert _told(later, told, wanted(family, family.employee)) == []
        assert total(line.amounts for line in told).premium >= 0


RULES = st.builds(
    Refunds,
    st.sampled_from(["unearned", "unearned_less_charge", "none_if_claimed", "minimum_cash_value"]),
    st.integers(0, 10_000),
)
LEAVES = st.lists(st.tuples(DAY, st.booleans()), min_size=1, max_size=4)
"""Last days of work as they are told one after the other, and whether there had been a claim by then."""


@settings(max_examples=150, deadline=None)
@given(st.lists(families(), min_size=1, max_size=3), LEAVES, RULES, st.sampled_from(["daily", "monthly"]))
def test_a_leave_that_is_taken_back_leaves_no_trace_in_money(
    history: list[Family], leaves: list[tuple[date, bool]], refunds: Refunds, basis: str
) -> None:
    agreement = Agreement(Calendar(FIRST, LAST, basis), refunds, FIRST, 30)
    there = history[-1]
    for index in range(3):
        told: list[Change] = []
        for family in history:
            told += _told(agreement, told, wanted(family, _who(family, index)))
        before, held = total(line.amounts for line in told), _position(told)
        for left, claimed in leaves:
            ((hired, stays), *_) = there.employee.spans
            gone = replace(there, employee=staff(hired, min(left, stays or LAST)))
            told += _told(agreement, told, wanted(gone, _who(gone, index)), claimed=claimed)
        told += _told(agreement, told, wanted(there, _who(there, index)))
        assert _position(told) == held
        assert total(line.amounts for line in told) == before


@settings(max_examples=100, deadline=None)
@given(st.lists(families(), min_size=1, max_size=4), RULES, st.sampled_from(["daily", "monthly"]))
def test_the_insurer_has_the_premium_of_what_is_held_and_what_it_keeps_of_days_without_cover(
    history: list[Family], refunds: Refunds, basis: str
) -> None:
    agreement = Agreement(Calendar(FIRST, LAST, basis), refunds, FIRST, 30)
    for index in range(3):
        told: list[Change] = []
        for family in history:
            told += _told(agreement, told, wanted(family, _who(family, index)))
            kept = total(each.amounts for each in kept_back(agreement.calendar, _lines(told)))
            held = amounts(agreement.calendar, _position(told))
            assert total(line.amounts for line in told) == total([held, kept])


def _who(family: Family, index: int) -> Member:
    return (family.employee, *family.dependants)[index]


def _told(agreement: Agreement, told: list[Change], spells: list[Priced], *, claimed: bool = False) -> list[Change]:
    kept = kept_back(agreement.calendar, _lines(told))
    return changes(agreement, _position(told), spells, lambda day: "leaver", claimed=claimed, kept=kept)


def _lines(told: list[Change]) -> list[Told]:
    return [Told(line.price, line.action, line.first, line.last, line.amounts) for line in told]


def _position(told: list[Change]) -> dict[Price, Any]:
    return position(_lines(told))


HALF = Agreement(Calendar(FIRST, LAST), Refunds("unearned_less_charge", 5000), FIRST, 30)
YEARLY_PRICE = Price("basic", "", 365_00, 365_00, 0)


def _cover(*spans: tuple[date, date]) -> list[Priced]:
    return [Priced(YEARLY_PRICE, *span, "joiner") for span in spans]


def _after(*states: list[Priced]) -> list[int]:
    """What the insurer has had after each state was told: 1 yuan a day, half of what is left is kept."""
    told: list[Change] = []
    had = []
    for state in states:
        told += _told(HALF, told, state)
        had.append(total(line.amounts for line in told).premium)
    return had


def test_who_had_not_left_pays_what_was_refunded_and_who_comes_back_after_a_gap_the_whole() -> None:
    june, day = date(2026, 6, 30), timedelta(days=1)
    whole, left = _cover((FIRST, LAST)), _cover((FIRST, june))
    rest = (LAST - june).days
    assert _after(whole, left, whole) == [365_00, 365_00 - rest * 50, 365_00]
    again = _cover((FIRST, june), (date(2026, 9, 1), LAST))
    new = (LAST - date(2026, 8, 31)).days
    assert _after(whole, left, again)[-1] == 365_00 - rest * 50 + new * 100, "hired again: what was kept stays kept"
    assert _after(whole, left, again, whole)[-1] == 365_00, "the gap was none either"
    later = _cover((FIRST, june + 31 * day))
    assert _after(whole, left, later)[-1] == _after(whole, later)[-1], "left later than was told at first"


def test_amounts_of_nothing() -> None:
    assert total([]) == Amounts()
