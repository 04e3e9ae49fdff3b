"""The permissions matrix: every page asks for a permission, and every role opens exactly what it may."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.platform.walking import Page, pages
from tuanbao.platform.companies.models import Company
from tuanbao.platform.companies.roles import PERMISSIONS, ROLES
from tuanbao.platform.programmes.models import ProgrammeVersion

OPEN: Mapping[str, str] = {
    "home": "sends everybody to where they begin",
    "language": "anybody chooses a language, before signing in too",
    "accounts:invited": "the one-time link is the key",
    "accounts:email": "is closed to everybody",
    "accounts:demo": "is there with TUANBAO_DEMO only",
    "companies:switch": "between one's own memberships only",
    "console:overview": "shows every role its own figures only",
    "protection:consents": "one's own only",
    "protection:consent": "one's own only",
    "jobs:list": "tells what is being done and not to whom; employees get 403",
    "jobs:detail": "the company's jobs; employees see those that they asked for",
    "jobs:progress": "as jobs:detail",
    "jobs:retry": "as jobs:detail",
    "web:search": "each kind of what is found asks for its own permission",
    "web:manifest": "the app's name and icons, before signing in too",
    "web:service_worker": "a script, the same for all",
    "web:offline": "a page without content",
    "operations:live": "machines ask; nothing is told",
    "operations:ready": "machines ask; nothing is told",
    "operations:metrics": "this machine, or with a token",
}
"""Pages that ask for no permission, each with its reason."""


def _two_programmes() -> Mapping[str, Any]:
    first, second = ProgrammeVersion.objects.order_by("pk")[:2]
    return {"a": first.pk, "b": second.pk}


NEED_A_QUERY: Mapping[str, Callable[[], Mapping[str, Any]]] = {"programmes:compare": _two_programmes}
"""What a page must be asked with to answer at all."""


def test_every_page_asks_for_a_permission_or_says_why_not() -> None:
    bare = [page.name for page in pages() if page.permission is None and page.name not in OPEN]
    assert bare == [], "put @requires on them, or a reason into OPEN"


def test_every_permission_asked_for_is_one_that_roles_have() -> None:
    asked = {page.permission for page in pages() if page.permission}
    assert asked <= set(PERMISSIONS)
    held = {permission for role in ROLES.values() for permission in role.permissions}
    assert held == set(PERMISSIONS), "a permission that no role has"


def test_no_reason_is_left_over() -> None:
    named = {page.name: page for page in pages()}
    assert [name for name in OPEN if name in named and named[name].permission] == [], "these ask for one now"
    assert [name for name in OPEN if name not in named] == [], "these are gone"


def plain(page: Page) -> bool:
    return not page.arguments and page.permission is not None


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_opens_what_it_may_and_nothing_else(company: Company, sign_in: Any, role: str) -> None:
    client, wrong = sign_in(role), []
    for page in filter(plain, pages()):
        status = client.get(reverse(page.name), NEED_A_QUERY.get(page.name, dict)()).status_code
        may = page.permission in ROLES[role].permissions
        # 405: the page takes forms only; what counts is that nobody gets so far who may not.
        expected = {200, 302, 405} if may else {403, 405}
        if status not in expected:
            wrong.append(f"{page.name}: {status}, {'may' if may else 'may not'} {page.permission}")
    assert wrong == []


def test_who_is_not_signed_in_is_sent_to_sign_in(company: Company, client: Client) -> None:
    wrong = []
    for page in filter(plain, pages()):
        answer = client.get(reverse(page.name))
        if answer.status_code != 405 and not (answer.status_code == 302 and "/login/" in answer["Location"]):
            wrong.append(f"{page.name}: {answer.status_code}")
    assert wrong == []


def test_human_resources_never_sees_medical_content() -> None:
    for role in ("hr", "hr_manager", "finance", "broker", "auditor"):
        assert "medical.view" not in ROLES[role].permissions
