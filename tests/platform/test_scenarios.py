"""{joiner, leaver, transfer, life event} before, in and after the window; each passive, active, waived and told late:
from what HR and the employee do to cover, endorsements, premium and money. `scenarios.md` has the cases."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum
from django_scopes import scope, scopes_disabled

from tests.platform.scenarios import DAYS, add_managers, derived, live, money, told
from tuanbao.platform.clock import clock_at
from tuanbao.platform.companies.models import Company
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.money import billing, payroll
from tuanbao.platform.money.models import Posting
from tuanbao.platform.money.posting import balance
from tuanbao.platform.people.models import Person
from tuanbao.platform.sample.company import small_company

TABLE = Path(__file__).with_name("scenarios.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if line.startswith("| ")]
CASES = {tuple(row[:3]): row[3:] for row in ROWS[1:]}
HOWS = ("passive", "active", "waived", "retroactive")


@pytest.fixture
def company(db: Any) -> Iterator[Company]:
    """Of programmes, rates and policies; without people."""
    with scopes_disabled():
        made = small_company(0)
    with scope(company=made):
        add_managers(made)
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
