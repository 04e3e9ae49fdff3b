"""Tokens let a program in, as far as they say, as long as they hold."""

from datetime import timedelta

import pytest
from django_scopes import scope, scopes_disabled

from tests.platform.api.conftest import Caller
from tuanbao.platform import clock
from tuanbao.platform.api.models import Token
from tuanbao.platform.api.tokens import make_token, revoke
from tuanbao.platform.companies.models import Company
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection.models import AuditEntry


def test_a_token_reads_what_its_scope_allows_and_nothing_else(caller):
    call = caller("people:read")
    assert call.get("/people").status_code == 200
    refused = call.get("/policies")
    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"
    assert "cover:read" in refused.json()["detail"]


@pytest.mark.parametrize("written", ["", "tb_1_x", "tb_999_" + "a" * 43, "Basic abc"])
def test_an_unknown_token_is_told_so(company, written):
    answer = Caller(written).get("/people")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["type"] == "urn:tuanbao:problem:no-valid-token"


def test_another_secret_does_not_open(company):
    token, _ = make_token(company, "x", ["people:read"])
    _, other = make_token(company, "y", ["people:read"])
    assert Caller(f"tb_{token.pk}_{other.rsplit('_', 1)[-1][-43:]}").get("/people").status_code == 401


def test_an_expired_or_revoked_token_opens_no_more(company, caller):
    assert caller("people:read", expires_at=clock.now() - timedelta(seconds=1)).get("/people").status_code == 401
    call = caller("people:read")
    assert call.get("/people").status_code == 200
    token = Token.objects.order_by("-pk").first()
    revoke(token)
    revoke(token)
    assert call.get("/people").status_code == 401
    assert AuditEntry.objects.filter(action="token.revoked").count() == 1


def test_the_secret_is_kept_nowhere(company):
    token, written = make_token(company, "x", ["people:read"])
    secret = written.split("_", 2)[2]
    assert secret not in str(Token.objects.filter(pk=token.pk).values())
    assert not hasattr(token.history.first(), "secret_hash")


def test_a_token_of_one_company_never_sees_another(company, caller):
    with scopes_disabled():
        other = Company.objects.create(slug="other", name="另一家")
    with scope(company=other):
        Person.objects.create(company=other, number="OTHER-1", relation="employee", name="外人")
    call = caller()
    assert call.get("/people/OTHER-1").status_code == 404
    assert "OTHER-1" not in call.get("/people?limit=500").content.decode()


def test_a_session_in_the_browser_does_not_stand_in_for_a_token(sign_in):
    assert sign_in("hr_manager").get("/api/v1/people").status_code == 401


def test_too_many_calls_a_minute_wait(company, caller):
    call = caller("people:read")
    Token.objects.update(calls_a_minute=3)
    statuses = [call.get("/people?limit=1").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert call.get("/people")["Retry-After"] == "60"


def test_hr_manager_makes_a_token_sees_it_once_and_revokes_it(sign_in, company):
    client = sign_in("hr_manager")
    page = client.post("/api/tokens/", {"name": "人事系统", "scopes": ["people:read"], "days": "365"})
    written = page.context["made"]
    assert written in page.content.decode()
    assert written not in client.get("/api/tokens/").content.decode()
    assert Caller(written).get("/people").status_code == 200
    token = Token.objects.get()
    client.post(f"/api/tokens/{token.pk}/revoke/")
    assert Caller(written).get("/people").status_code == 401
    assert list(AuditEntry.objects.filter(action__startswith="token").values_list("action", flat=True)) == [
        "token.made",
        "token.revoked",
    ]


def test_hr_without_the_permission_makes_none(sign_in):
    assert sign_in("hr").get("/api/tokens/").status_code == 403
