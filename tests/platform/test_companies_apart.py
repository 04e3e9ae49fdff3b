"""Companies do not see each other: no query, no address gives anything of another one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError

from tests.platform.objects import NOBODYS, getting
from tests.platform.walking import Page, company_models, pages
from tuanbao.platform.accounts.models import User
from tuanbao.platform.companies.models import Company, Membership
from tuanbao.platform.companies.owned import Owned
from tuanbao.platform.companies.roles import ROLES
from tuanbao.platform.cover.models import Insurer
from tuanbao.platform.people.models import Person
from tuanbao.platform.sample.company import small_company

FOUND_BY_WHO_FITS = {
    "companies:switch": "of one's own memberships only",
    "money:settle": "of a difference that the address asks for",
}
"""Addresses whose object is not found by the first role that may open them."""
SHOW_ONES_OWN = {
    ("insurer", "cover:policy_changes"): "an insurer gets the list of its own endorsements, whatever was asked for",
}
"""What answers without looking at the object that the address names."""
NOT_OWNED = {
    "Membership": "found before the company of a request is known; views ask for the company themselves",
    "AuditEntry": "some entries have no company; the audit page asks for its own company's",
}


@pytest.fixture
def other(company: Company) -> Company:
    """A second company with people, policies and a user in every role."""
    with scopes_disabled():
        Company.objects.filter(pk=company.pk).update(slug="first")
        second = small_company(20)
        with scope(company=second):
            # The sample gives the same numbers to everybody's people; addresses are to be told apart.
            Person.objects.update(number=Concat(Value("B"), F("number")))
            person, insurer = Person.objects.filter(relation="employee").first(), Insurer.objects.first()
            for role in ROLES:
                user = User.objects.create(username=f"other-{role}")
                about = {"employee": {"person": person}, "insurer": {"insurer": insurer}}.get(role, {})
                Membership.objects.create(user=user, company=second, role=role, **about)
    return second


def test_every_model_of_a_company_is_owned_by_it() -> None:
    bare = [m.__name__ for m in company_models() if not issubclass(m, Owned) and m.__name__ not in NOT_OWNED]
    assert bare == [], "inherit from Owned"


@pytest.mark.django_db
@pytest.mark.parametrize("model", [m for m in company_models() if issubclass(m, Owned)], ids=lambda m: m.__name__)
def test_without_a_scope_every_query_raises(model: type[models.Model]) -> None:
    for ask in ("count", "first", "all", "values", "iterator"):
        with pytest.raises(ScopeError):
            getattr(model.objects, ask)()  # type: ignore[attr-defined]
    with pytest.raises(ScopeError):
        model.objects.filter(pk=1).first()  # type: ignore[attr-defined]


def test_within_one_company_nothing_of_another_is_found(company: Company, other: Company) -> None:
    seen = 0
    for model in company_models():
        if not issubclass(model, Owned):
            continue
        with scopes_disabled():
            theirs = list(model.objects.filter(company=company).values_list("pk", flat=True))
        seen += bool(theirs)
        with scope(company=other):
            assert not model.objects.filter(pk__in=theirs).exists(), model.__name__
            assert not model.objects.exclude(company=other).exists(), model.__name__
    assert seen > 5, "the sample has data of many kinds"


def test_every_address_with_an_object_is_known() -> None:
    missing = [p.name for p in pages() if p.arguments and getting(p.name) is None and p.name not in NOBODYS]
    assert missing == [], "tell tests/platform/objects.py how to get an object for them"


def addresses(company: Company) -> Iterator[tuple[Page, str]]:
    """Of an object of the company, for every page that shows or changes one."""
    for page in pages():
        get = getting(page.name)
        if page.arguments and page.name not in NOBODYS and get is not None:
            yield page, reverse(page.name, kwargs=dict(get(company)))


@pytest.mark.parametrize("role", list(ROLES))
def test_no_address_opens_for_another_company(company: Company, other: Company, role: str) -> None:
    client = signed_in(f"other-{role}")
    wrong = []
    for page, address in list(addresses(company)):
        for method in ("get", "post"):
            before = _rows(company)
            status = getattr(client, method)(address).status_code
            closed = {200, 403, 404, 405} if (role, page.name) in SHOW_ONES_OWN else {403, 404, 405}
            if status not in closed or _rows(company) != before:
                wrong.append(f"{method} {page.name}: {status}")
    assert wrong == []


def test_the_same_addresses_are_found_by_the_company_itself(company: Company, sign_in: Any) -> None:
    """Or the test above would be content with addresses that lead nowhere."""
    clients: dict[str, Client] = {}
    wrong = []
    for page, address in list(addresses(company)):
        role = next(role for role in ROLES if page.permission in {None, *ROLES[role].permissions})
        client = clients.setdefault(role, sign_in(role, raise_request_exception=False))
        status = client.get(address).status_code
        if status in {403, 404} and page.name not in FOUND_BY_WHO_FITS:
            wrong.append(f"{page.name}: {status} for {role}")
    assert wrong == []


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), backend="tuanbao.platform.accounts.sessions.Backend")
    return client


def _rows(company: Company) -> list[Any]:
    """What would show a change: how many rows each table has, and who is active."""
    with connection.cursor() as cursor:
        counted = []
        for model in company_models():
            if model.__name__ != "AuditEntry":
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"SELECT count(*) FROM {table} WHERE company_id = %s", [company.pk])
                counted.append(cursor.fetchone()[0])
    active = list(Membership.objects.filter(company=company).order_by("pk").values_list("pk", "active"))
    return [*counted, *active]
