"""A small company with people in every role, in the scope of which a test runs."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django_scopes import scope, scopes_disabled

from tuanbao.platform.clock import clock_at
from tuanbao.platform.companies.models import Company, Membership
from tuanbao.platform.protection.sealing import seal, sealed_tables, unseal
from tuanbao.platform.sample.company import make_users, small_company

TODAY = date(2026, 11, 20)


@pytest.fixture
def today() -> Iterator[date]:
    """The clock stands at the day on which the sample company's window is open."""
    with clock_at(TODAY):
        yield TODAY


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The sample company is made once a process; what a test changes in it is rolled back."""
    with django_db_blocker.unblock():
        sample()


def sample() -> Company:
    """Small, with a user in every role."""
    with clock_at(TODAY - timedelta(days=1)), scopes_disabled():
        made = small_company()
        make_users(made)
    return made


@pytest.fixture
def company(db: Any, today: date) -> Iterator[Company]:
    """The sample company with some employees, its programmes of 2026 and 2027, policies, and a user in every role."""
    held = Company.objects.get(slug="acme")
    with scope(company=held):
        yield held


@pytest.fixture
def sign_in(company: Company) -> Any:
    """``sign_in("hr")`` -> a client signed in as the user who has that role."""

    def signed_in(role: str, **extra: Any) -> Client:
        client = Client(**extra)
        user = Membership.objects.filter(company=company, role=role).order_by("pk").first().user
        client.force_login(user, backend="tuanbao.platform.accounts.sessions.Backend")
        return client

    return signed_in


@pytest.fixture
def _made_again(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After a test with real transactions has emptied the database: it is as the next test expects it."""
    yield
    with django_db_blocker.unblock():
        seal(connection, sealed_tables())
        sample()


@pytest.fixture
def transactional_db(_made_again: None, transactional_db: None) -> Iterator[None]:
    """Real transactions; the database is emptied afterwards, which sealed tables would refuse."""
    yield
    unseal(connection, sealed_tables())
