"""Signing in by OpenID Connect, against a small provider: discovery, code flow with PKCE, signed identity tokens."""

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from time import time
from typing import Any
from urllib.parse import urlencode

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from tests.platform.accounts.local_server import LocalServer
from tuanbao.platform.accounts.environment import providers
from tuanbao.platform.accounts.models import User
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.sample.company import PASSWORD

CLIENT = {"client_id": "tuanbao", "client_secret": "s3cret"}
SOMEBODY = {"sub": "u-1", "email": "wang@example.com", "email_verified": True, "preferred_username": "wang"}


@lru_cache(maxsize=1)
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(LocalServer):
    """``somebody`` is who is signed in there; ``claims`` are what the identity token says beside or against it."""

    def __init__(self) -> None:
        self.somebody: dict[str, Any] = dict(SOMEBODY)
        self.claims: dict[str, Any] = {}
        self.asked: dict[str, dict[str, Any]] = {}
        super().__init__()

    def answer(self, path: str, asked: dict[str, Any], headers: dict[str, str]) -> Any:
        if path == "/realm/.well-known/openid-configuration":
            pages = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            found = {f"{name}_endpoint": f"{self.address}/{page}" for name, page in pages.items()}
            return {"issuer": f"{self.address}/realm", "jwks_uri": f"{self.address}/keys", **found}
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key().public_key()))
            return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}
        if path == "/authorize":
            self.asked["a-code"] = asked
            return f"{asked['redirect_uri']}?{urlencode({'code': 'a-code', 'state': asked['state']})}"
        if path == "/token":
            return self._token(asked)
        return self.somebody if headers.get("authorization") == "Bearer a-token" else None

    def _token(self, asked: dict[str, Any]) -> Any:
        before = self.asked.pop(asked["code"], {})
        proof = hashlib.sha256(asked["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(proof).decode().rstrip("=") != before.get("code_challenge"):
            return {"error": "invalid_grant"}
        if {name: asked.get(name) for name in CLIENT} != CLIENT or asked["redirect_uri"] != before["redirect_uri"]:
            return {"error": "invalid_client"}
        now = int(time())
        own = {"iss": f"{self.address}/realm", "aud": before["client_id"], "iat": now, "exp": now + 300}
        told = jwt.encode({**own, **self.somebody, **self.claims}, key(), algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "a-token", "token_type": "Bearer", "id_token": told}


@pytest.fixture
def provider(settings: Any, company: Any) -> Iterator[Provider]:
    server = Provider()
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        {
            "TUANBAO_OIDC_CLIENT_ID": CLIENT["client_id"],
            "TUANBAO_OIDC_SECRET": CLIENT["client_secret"],
            "TUANBAO_OIDC_SERVER": f"{server.address}/realm",
            "TUANBAO_OIDC_COMPANY": company.slug,
            "TUANBAO_OIDC_NUMBER_CLAIM": "employee_number",
        }
    )
    yield server
    server.stop()


def go(client: Client, **extra: Any) -> Any:
    """To the provider, where somebody is signed in, and back."""
    away = client.post("/accounts/oidc/oidc/login/", **extra)
    assert away.status_code == 302
    back = requests.get(away["Location"], allow_redirects=False, timeout=10).headers["Location"]
    return client.get(back.removeprefix("http://testserver"), **extra)


def signed_in(client: Client) -> Any:
    return User.objects.filter(pk=client.session.get("_auth_user_id", 0)).first()


def test_a_member_signs_in_by_a_verified_address_and_keeps_the_password(provider: Provider, client: Client) -> None:
    User.objects.filter(username="hr").update(email="Wang@example.com")
    before = User.objects.count()
    assert go(client).status_code == 302
    assert signed_in(client).username == "hr"
    assert User.objects.count() == before
    assert User.objects.get(username="hr").check_password(PASSWORD)
    linked = SocialAccount.objects.get(user__username="hr")
    assert (linked.provider, linked.uid, linked.extra_data) == ("oidc", "u-1", {})
    assert client.get("/accounts/3rdparty/").status_code == 200

    provider.somebody["email"] = "another@example.com"
    again = Client()
    go(again)
    assert signed_in(again).username == "hr", "the link stays"


def test_an_employee_signs_in_by_the_number_that_the_provider_tells(provider: Provider, client: Client) -> None:
    member = Membership.objects.filter(role="employee").order_by("pk").first()
    provider.somebody = {"sub": "u-2", "employee_number": member.person.number}
    go(client)
    assert signed_in(client) == member.user


def test_who_is_not_known_gets_no_account_and_is_told_so(provider: Provider, client: Client) -> None:
    users = User.objects.count()
    assert "没有找到对应的账号" in go(client).content.decode()
    assert "No account found" in go(Client(), headers={"Accept-Language": "en"}).content.decode()
    assert signed_in(client) is None
    assert (User.objects.count(), SocialAccount.objects.count()) == (users, 0)


@pytest.mark.parametrize(
    "about", [{"email_verified": False}, {"email": "two@example.com"}, {"email": "off@example.com"}]
)
def test_an_address_that_proves_nothing_links_nobody(provider: Provider, client: Client, about: dict[str, Any]) -> None:
    User.objects.filter(username="hr").update(email="wang@example.com")
    User.objects.filter(username__in=["finance", "auditor"]).update(email="two@example.com")
    User.objects.filter(username="broker").update(email="off@example.com", is_active=False)
    provider.somebody |= about
    assert "没有找到对应的账号" in go(client).content.decode()
    assert signed_in(client) is None


@pytest.mark.parametrize("claims", [{"aud": "another"}, {"iss": "https://evil.example.com"}, {"exp": 1}])
def test_a_token_that_is_not_for_us_signs_nobody_in(provider: Provider, client: Client, claims: dict[str, Any]) -> None:
    User.objects.filter(username="hr").update(email="wang@example.com")
    provider.claims = claims
    page = go(client).content.decode()
    assert "没有登录成功" in page
    assert "s3cret" not in page
    assert signed_in(client) is None


def test_a_code_that_came_to_another_browser_is_of_no_use(provider: Provider, client: Client) -> None:
    User.objects.filter(username="hr").update(email="wang@example.com")
    away = Client().post("/accounts/oidc/oidc/login/")["Location"]
    back = requests.get(away, allow_redirects=False, timeout=10).headers["Location"]
    assert "没有登录成功" in client.get(back.removeprefix("http://testserver")).content.decode()
    assert signed_in(client) is None


def test_a_provider_that_is_down_is_told_in_plain_words(provider: Provider, client: Client) -> None:
    provider.stop()
    assert "没有登录成功" in client.post("/accounts/oidc/oidc/login/").content.decode()
