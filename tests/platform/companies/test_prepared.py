"""Prepared queries give what the same query put together anew gives, of the company in scope only."""

from datetime import date
from typing import Any

import pytest
from django_scopes import ScopeError, scope, scopes_disabled

from tuanbao.platform.companies.models import Company
from tuanbao.platform.companies.prepared import DAY, NUMBER, WORD, Prepared
from tuanbao.platform.people.models import Person

BORN = Prepared[Person](
    lambda day, relation: (
        Person.objects.filter(birth_date__lt=day, relation=relation).select_related("employee").order_by("number")
    ),
    day=DAY,
    relation=WORD,
)


def _anew(day: date, relation: str) -> list[Person]:
    return list(Person.objects.filter(birth_date__lt=day, relation=relation).order_by("number"))


@pytest.mark.parametrize("relation", ["employee", "child", "spouse", "nobody"])
def test_it_gives_what_the_query_gives(company: Company, relation: str) -> None:
    with scope(company=company):
        for day in (date(1900, 1, 1), date(1990, 6, 1), date(2030, 1, 1)):
            found = BORN(day=day, relation=relation)
            assert found == _anew(day, relation)
            assert [each.employee for each in found] == [each.employee for each in _anew(day, relation)]


def test_it_is_asked_in_the_company_in_scope(company: Company) -> None:
    other = Company.objects.create(slug="other-one", name="另一家")
    with scope(company=company):
        assert BORN(day=date(2030, 1, 1), relation="employee")
    with scope(company=other):
        assert not BORN(day=date(2030, 1, 1), relation="employee")


def test_without_a_company_in_scope_it_is_refused(company: Company) -> None:
    with scopes_disabled(), pytest.raises(ScopeError):
        BORN(day=date(2030, 1, 1), relation="employee")


def test_values_must_be_those_it_was_prepared_for(company: Company) -> None:
    with scope(company=company), pytest.raises(TypeError, match="prepared for"):
        BORN(day=date(2030, 1, 1))


def test_one_that_would_ask_further_queries_is_refused(company: Company) -> None:
    families: Any = Prepared(lambda who: Person.objects.filter(pk=who).prefetch_related("dependants"), who=NUMBER)
    with scope(company=company), pytest.raises(TypeError, match="prefetch"):
        families(who=1)
