"""{joiner, leaver, transfer, life event} before, in and after the window; each passive, active, waived and told late:
from what HR and the employee do to cover, endorsements, premium and money. `scenarios.md` has the cases."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum
from django_scopes import scope

from tests.platform.choice.conftest import now_of
from tests.platform.scenarios import (
    DAYS,
    choose,
    choose_whatever_may_be,
    close,
    derived,
    empty_company,
    endorse,
    hire,
    live,
    money,
    told,
)
from tuanbao.platform.choice.models import Window
from tuanbao.platform.choice.reporting import Report, decide_event, report_event
from tuanbao.platform.choice.reviewing import choosers, latest, taken
from tuanbao.platform.clock import clock_at
from tuanbao.platform.companies.models import Company
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.money import billing, payroll
from tuanbao.platform.money.models import Posting
from tuanbao.platform.money.posting import balance
from tuanbao.platform.people.models import Person

TABLE = Path(__file__).with_name("scenarios.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if line.startswith("| ")]
CASES = {tuple(row[:3]): row[3:] for row in ROWS[1:]}
HOWS = ("passive", "active", "waived", "retroactive")


@pytest.fixture
def company(db: Any) -> Iterator[Company]:
    """Of programmes, rates and policies; without people."""
    made = empty_company()
    with scope(company=made):
        yield made


@pytest.mark.parametrize("when", DAYS)
@pytest.mark.parametrize("who", ["joiner", "leaver", "transfer", "life event"])
def test_cover_and_money_follow_what_happened(who: str, when: str, company: Company) -> None:
    live(company, who, when, HOWS)
    with clock_at(date(2026, 12, 29)):
        found = {how: _as_written(Person.objects.get(number=how)) for how in HOWS}
        assert found == {how: CASES[who, when, how] for how in HOWS}
        for how in HOWS:
            person = Person.objects.get(number=how)
            assert [told(person, year) for year in (2026, 2027)] == [derived(person, year) for year in (2026, 2027)]
    _the_ledger_agrees(company)


def _as_written(person: Person) -> list[str]:
    row = []
    for year in (2026, 2027):
        premium, employee, points = money(person, year)
        row += [derived(person, year), f"{premium / 100:.2f}", f"{employee / 100:.2f}", str(points)]
    return row


def _the_ledger_agrees(company: Company) -> None:
    """The employees' parts, payroll and the bills are those of the table."""
    with clock_at(date(2027, 12, 29)):
        bills = {
            year: billing.issue(Policy.objects.get(starts_on__year=year), date(year, 12, 1)) for year in (2026, 2027)
        }
        run = payroll.make_run(company, date(2027, 12, 1))
    for year, bill in bills.items():
        families = sum(money(person, year).premium for person in Person.objects.filter(relation="employee"))
        assert bill is not None
        assert bill.charge_fen == families
    for how in HOWS:
        person = Person.objects.get(number=how)
        both = [money(person, year) for year in (2026, 2027)]
        points, employee = sum(each.points for each in both), sum(each.employee for each in both)
        assert balance("points_held", person=person) == points
        assert balance("points_cost", person=person) == points * 100
        assert balance("employee_receivable", person=person) == employee - points * 100
        taken = run.lines.filter(employee=person).aggregate(fen=Sum("amount_fen"))["fen"] or 0
        assert taken == employee - points * 100
    sums = Posting.objects.order_by().values_list("transaction", "unit").annotate(fen=Sum("amount"))
    assert not any(fen for _, _, fen in sums)


def test_a_new_hire_in_the_window_need_not_choose_for_this_year_to_choose_for_the_next(company: Company) -> None:
    with clock_at(date(2026, 11, 20)):
        person = hire(company, "new", date(2026, 11, 18), married=True)
        sources = {each.source: each for each in now_of(person).choosing.occasions}
        assert {source: each.year.first.year for source, each in sources.items()} == {"annual": 2027, "new_hire": 2026}
        choose(person, sources["annual"], "plus", spouse=True)
        endorse(2026)
    with clock_at(date(2026, 12, 11)):
        close(2027)
        assert derived(person, 2026) == "own std 11-19..12-31"
        assert derived(person, 2027) == "own plus, spouse"


def test_a_new_hire_after_the_window_who_chooses_only_for_this_year_is_renewed_for_the_next(
    company: Company,
) -> None:
    with clock_at(date(2026, 12, 11)):
        close(2027)
    with clock_at(date(2026, 12, 15)):
        person = hire(company, "new", date(2026, 12, 13))
        this, following = sorted(now_of(person).choosing.occasions, key=lambda each: each.effective_from)
        assert (this.effective_from, following.effective_from) == (date(2026, 12, 16), date(2027, 1, 1))
        choose(person, this, "plus", spouse=False)
        assert derived(person, 2026) == "own std 12-14..12-15, own plus 12-16..12-31"
        assert derived(person, 2027) == "own plus"


@pytest.mark.parametrize("occasions", [1, 2])
def test_a_child_born_before_the_new_year_and_told_after_the_renewal_is_covered_in_both(
    occasions: int, company: Company
) -> None:
    """An event of the old year must not be lost in the year that was renewed without it, whether or not the employee
    chooses for that year too."""
    with clock_at(date(2025, 12, 1)):
        person = hire(company, "parent", date(2020, 3, 1))
    with clock_at(date(2026, 12, 11)):
        close(2027)
        endorse(2026)
        endorse(2027)
    with clock_at(date(2026, 12, 15)):
        born = Report("birth", date(2026, 12, 5), name="宝宝", sex="female")
        decide_event(report_event(person, born), accepted=True)
        for occasion in sorted(now_of(person).choosing.occasions, key=lambda each: each.effective_from)[:occasions]:
            choose(person, occasion, "", spouse=True)
        endorse(2026)
        endorse(2027)
    # the employee pays half of 860 a year; the points pay first
    assert told(person, 2026) == "own std, child 12-05..12-31"
    assert money(person, 2026) == (1380_00 + 63_62, 31_81, 32)
    assert told(person, 2027) == "own std, child"
    assert money(person, 2027) == (1380_00 + 860_00, 430_00, 430)


def test_waivers_defaults_and_choices_are_counted_apart(company: Company) -> None:
    """Participation: whoever was renewed or got the default has not chosen, whoever waived the spouse has."""
    with clock_at(date(2026, 11, 20)):
        people = {how: hire(company, how, date(2026, 11, 18), married=True) for how in ("passive", "active", "waived")}
        for how, person in people.items():
            choose_whatever_may_be(person, how)
    with clock_at(date(2026, 12, 11)):
        close(2027)
        close(2027)
        window = Window.objects.get(programme__effective_from=date(2027, 1, 1))
        chosen = {each.key: each.chosen_on is not None for each in choosers(window)}
        counts = {(each.plan_id, each.variant, each.relation): each.count for each in taken(latest(window))}
    assert chosen == {people["passive"].pk: False, people["active"].pk: True, people["waived"].pk: True}
    assert counts == {
        ("acme-tech-staff", "plus", "employee"): 2,
        ("acme-tech-staff", "", "employee"): 1,
        ("acme-tech-family", "", "spouse"): 1,
        ("", "", "spouse"): 2,
    }
