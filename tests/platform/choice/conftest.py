"""Employees of the sample company in the situations that choosing knows."""

from collections.abc import Callable
from datetime import date

import pytest

from tuanbao.platform import clock
from tuanbao.platform.choice.book import read_book
from tuanbao.platform.choice.options import Menu
from tuanbao.platform.choice.renewing import Pick
from tuanbao.platform.choice.situation import Situation, situation
from tuanbao.platform.companies.models import Company
from tuanbao.platform.people.models import Employment, Person

Hire = Callable[..., Person]


def now_of(person: Person) -> Situation:
    person = Person.objects.get(pk=person.pk)
    return situation(read_book(person.company_id), person, clock.today())


def picks_of(menu: Menu, own: str = "", covered: bool = True, reason: str = "not_needed") -> list[Pick]:
    """The own plan in a variant, and all dependants who may be, or none."""
    found = [Pick(menu.own.member.key, plan_id, own) for plan_id in menu.own.plans]
    for seat in menu.seats[1:]:
        found += [
            Pick(seat.member.key, plan_id, waived=not covered, reason="" if covered else reason)
            for plan_id in seat.plans
        ]
    return found


@pytest.fixture
def hire(company: Company) -> Hire:
    """``hire(date(2026, 11, 18), spouse=True)`` -> a new employee, with a spouse and a child if asked."""

    def hired(
        on: date, left: date | None = None, *, spouse: bool = False, child: bool = False, papers: bool = False
    ) -> Person:
        number = f"H{Person.objects.count()}"
        person = Person.objects.create(
            company=company,
            number=number,
            relation="employee",
            name="新员工",
            birth_date=date(1990, 5, 5),
            sex="female",
            hired_on=on,
            left_on=left,
        )
        Employment.objects.create(company=company, person=person, starts_on=on, department="R&D", grade="P5")
        for relation, wanted, born in (("spouse", spouse, date(1989, 4, 4)), ("child", child, date(2019, 3, 3))):
            if wanted:
                Person.objects.create(
                    company=company,
                    number=f"{number}-{relation}",
                    relation=relation,
                    employee=person,
                    name=relation,
                    birth_date=born,
                    sex="male",
                    verified_at=clock.now() if papers else None,
                )
        return person

    return hired
