"""Signing in by DingTalk and Feishu, against a small server that answers as their documentation says."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.feishu.client import FeishuOAuth2Client
from allauth.socialaccount.providers.feishu.views import FeishuOAuth2Adapter
from django.test import Client

from tests.platform.accounts.local_server import LocalServer
from tuanbao.platform.accounts.environment import providers
from tuanbao.platform.accounts.models import User
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.protection.models import AuditEntry


class Office(LocalServer):
    """``number`` is that of the member who has just signed in there."""

    def __init__(self) -> None:
        self.number = "E0001"
        super().__init__()

    def answer(self, path: str, asked: dict[str, Any], headers: dict[str, str]) -> Any:
        return {
            "/v1.0/oauth2/userAccessToken": self._dingtalk_token,
            "/v1.0/contact/users/me": self._dingtalk_member,
            "/open-apis/auth/v3/app_access_token/internal/": self._feishu_app,
            "/open-apis/authen/v1/access_token": self._feishu_token,
            "/open-apis/authen/v1/user_info": self._feishu_member,
        }[path](asked, headers)

    def _dingtalk_token(self, asked: dict[str, Any], headers: dict[str, str]) -> Any:
        if (asked["clientId"], asked["clientSecret"], asked["code"]) != ("ding", "s3cret", "a-code"):
            return None
        return {"accessToken": "a-token", "refreshToken": "another", "expireIn": 7200, "corpId": "corp"}

    def _dingtalk_member(self, asked: dict[str, Any], headers: dict[str, str]) -> Any:
        if headers.get("x-acs-dingtalk-access-token") == "a-token":
            return {"openId": "open-1", "unionId": "union-1", "nick": "小王", "mobile": "13800138000"}
        return None

    def _feishu_app(self, asked: dict[str, Any], headers: dict[str, str]) -> Any:
        right = (asked["app_id"], asked["app_secret"]) == ("cli_1", "s3cret")
        return {"code": 0, "app_access_token": "app-token"} if right else {"code": 10014, "msg": "app secret invalid"}

    def _feishu_token(self, asked: dict[str, Any], headers: dict[str, str]) -> Any:
        if (asked["app_access_token"], asked["code"]) != ("app-token", "a-code"):
            return {"code": 20003, "msg": "invalid code"}
        return {"code": 0, "data": {"access_token": "a-token", "expires_in": 7140, "open_id": "open-1"}}

    def _feishu_member(self, asked: dict[str, Any], headers: dict[str, str]) -> Any:
        if headers.get("authorization") != "Bearer a-token":
            return {"code": 20005, "msg": "invalid token"}
        return {"code": 0, "data": {"open_id": "open-1", "name": "小王", "employee_no": self.number}}


@pytest.fixture
def office(settings: Any, company: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The addresses of the two are fixed in allauth; here they lead to this machine."""
    server = Office()
    places = (
        (DingTalkOAuth2Adapter, "https://api.dingtalk.com", ("access_token_url", "profile_url")),
        (FeishuOAuth2Adapter, "https://open.feishu.cn", ("access_token_url", "user_info_url")),
        (FeishuOAuth2Client, "https://open.feishu.cn", ("app_access_token_url",)),
    )
    for place, host, names in places:
        for name in names:
            monkeypatch.setattr(place, name, getattr(place, name).replace(host, server.address))
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        {
            "TUANBAO_DINGTALK_CLIENT_ID": "ding",
            "TUANBAO_DINGTALK_SECRET": "s3cret",
            "TUANBAO_FEISHU_CLIENT_ID": "cli_1",
            "TUANBAO_FEISHU_SECRET": "s3cret",
            "TUANBAO_FEISHU_COMPANY": company.slug,
        }
    )
    yield server
    server.stop()


@pytest.fixture
def member(company: Any) -> Membership:
    found: Membership = Membership.objects.filter(role="employee").order_by("pk").first()
    return found


def go(client: Client, provider: str, code: str = "a-code", process: str = "login") -> Any:
    """There and back with a code."""
    away = client.post(f"/accounts/{provider}/login/?process={process}")["Location"]
    assert urlsplit(away).netloc in {"login.dingtalk.com", "open.feishu.cn"}
    state = parse_qs(urlsplit(away).query)["state"][0]
    name = "authCode" if provider == "dingtalk" else "code"
    return client.get(f"/accounts/{provider}/login/callback/", {name: code, "state": state})


def signed_in(client: Client) -> Any:
    return User.objects.filter(pk=client.session.get("_auth_user_id", 0)).first()


def test_an_employee_signs_in_by_the_number_of_feishu(office: Office, member: Membership, client: Client) -> None:
    office.number = member.person.number
    go(client, "feishu")
    assert signed_in(client) == member.user
    linked = SocialAccount.objects.get(user=member.user)
    assert (linked.uid, linked.extra_data) == ("open-1", {"name": "小王"})


def test_dingtalk_is_linked_by_its_owner_and_then_signs_in(
    office: Office, member: Membership, client: Client, sign_in: Any
) -> None:
    assert "没有找到对应的账号" in go(client, "dingtalk").content.decode()
    owner = sign_in("employee")
    go(owner, "dingtalk", process="connect")
    page = owner.get("/accounts/3rdparty/").content.decode()
    assert "小王" in page
    assert "钉钉" in page
    assert SocialAccount.objects.get(user=member.user).extra_data == {"nick": "小王"}, "no phone number is kept"

    go(client, "dingtalk")
    assert signed_in(client) == member.user
    account = SocialAccount.objects.get()
    owner.post("/accounts/3rdparty/", {"account": account.pk})
    noted = AuditEntry.objects.filter(user=member.user, action__startswith="account.").order_by("number")
    assert [entry.action for entry in noted] == ["account.linked", "account.unlinked"]
    again = Client()
    assert "没有找到对应的账号" in go(again, "dingtalk").content.decode()
    assert signed_in(again) is None


@pytest.mark.parametrize("provider", ["dingtalk", "feishu"])
def test_a_wrong_code_signs_nobody_in_and_is_told_in_plain_words(office: Office, client: Client, provider: str) -> None:
    page = go(client, provider, "no-such-code").content.decode()
    assert "没有登录成功" in page
    assert "s3cret" not in page
    assert signed_in(client) is None


def test_who_is_unknown_in_feishu_gets_no_account(office: Office, client: Client) -> None:
    users = User.objects.count()
    office.number = "SOMEBODY-ELSE"
    assert "没有找到对应的账号" in go(client, "feishu").content.decode()
    assert (User.objects.count(), SocialAccount.objects.count()) == (users, 0)
