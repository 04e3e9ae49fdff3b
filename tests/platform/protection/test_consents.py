"""Consent is given and withdrawn, by purpose and version."""

from typing import Any

from tuanbao.platform.accounts.models import User
from tuanbao.platform.companies.models import Company
from tuanbao.platform.protection.consents import current, give, has_given, withdraw
from tuanbao.platform.protection.models import AuditEntry, Consent
from tuanbao.platform.protection.purposes import _all, purpose, purposes

CONSENTS = "/protection/consents/"


def employee(company: Company) -> User:
    return User.objects.filter(memberships__role="employee").order_by("memberships__pk")[0]


def test_every_purpose_says_what_for_to_whom_and_on_what_basis() -> None:
    for each in _all():
        assert all(text.zh and text.en for text in (each.title, each.text, each.basis, each.recipients))
        assert each.articles
        assert not (each.sensitive and not each.consent), "sensitive data needs a consent of its own"


def test_an_employee_gives_and_withdraws_on_the_page(company: Company, sign_in: Any) -> None:
    client, user = sign_in("employee"), employee(company)
    page = client.get(CONSENTS).content.decode()
    assert "单独同意" in page
    assert not has_given(user, "health")
    assert client.post(CONSENTS + "health/", {"given": "1"}).status_code == 302
    assert has_given(user, "health")
    client.post(CONSENTS + "health/", {"given": "1"})
    assert Consent.objects.count() == 1, "saying it twice is one fact"
    client.post(CONSENTS + "health/", {"given": "0"})
    assert not has_given(user, "health")
    assert "已撤回" in client.get(CONSENTS).content.decode()
    facts = list(AuditEntry.objects.values_list("action", flat=True))
    assert facts == ["consent.given", "consent.withdrawn"]
    assert client.post(CONSENTS + "nothing/", {"given": "1"}).status_code == 404


def test_what_needs_no_consent_is_told_and_cannot_be_withdrawn(company: Company) -> None:
    user, cover = employee(company), purpose("cover")
    assert cover is not None
    assert has_given(user, "cover")
    assert withdraw(user, cover, company=company) is None
    assert not has_given(user, "no-such-purpose")


def test_a_new_version_is_asked_for_again(company: Company) -> None:
    user, health = employee(company), purpose("health")
    assert health is not None
    fact = give(user, health, company=company)
    assert fact is not None
    Consent.objects.filter(pk=fact.pk).update(version="0")
    state = next(state for state in current(user) if state.purpose.key == "health")
    assert (state.given, state.outdated) == (False, True)
    assert [each.key for each in purposes()] == ["cover", "identity", "health", "enrolment", "family"]
