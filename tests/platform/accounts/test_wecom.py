"""Signing in by WeCom, against a small server that answers as WeCom does."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from tests.platform.accounts.local_server import LocalServer
from tuanbao.platform.accounts.environment import form_targets, providers
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.people.models import Person


class WeComServer(LocalServer):
    """Gives tokens, tells who came with a code, and may withdraw its tokens."""

    def __init__(self) -> None:
        self.members = {"a-code": "E0001"}
        self.tokens = 0
        self.withdrawn: set[str] = set()
        super().__init__()

    def answer(self, path: str, asked: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        if path == "/cgi-bin/gettoken":
            if (asked["corpid"], asked["corpsecret"]) != ("ww1", "s3cret"):
                return {"errcode": 40001, "errmsg": "invalid credential"}
            self.tokens += 1
            return {"errcode": 0, "errmsg": "ok", "access_token": f"token-{self.tokens}", "expires_in": 7200}
        if asked["access_token"] in self.withdrawn:
            return {"errcode": 42001, "errmsg": "access_token expired"}
        who = self.members.get(asked["code"])
        return {"errcode": 0, "userid": who} if who else {"errcode": 40029, "errmsg": "invalid code"}


@pytest.fixture
def wecom(settings: Any, company: Any) -> Iterator[WeComServer]:
    server = WeComServer()
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        {
            "TUANBAO_WECOM_CLIENT_ID": "ww1",
            "TUANBAO_WECOM_SECRET": "s3cret",
            "TUANBAO_WECOM_AGENT_ID": "1000002",
            "TUANBAO_WECOM_COMPANY": company.slug,
            "TUANBAO_WECOM_API": server.address,
        }
    )
    cache.clear()
    yield server
    server.stop()


def go(client: Client, code: str, **extra: Any) -> Any:
    """To WeCom and back with a code."""
    away = client.post("/accounts/wecom/login/", **extra)
    assert away.status_code == 302
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
    return client.get("/accounts/wecom/login/callback/", {"code": code, "state": state})


def employee() -> Any:
    return Membership.objects.filter(role="employee").order_by("pk").first()


def test_the_button_is_there_for_what_is_configured_only(wecom: WeComServer, client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert "企业微信" in page
    assert "钉钉" not in page


def test_an_employee_signs_in_by_the_number_of_wecom(wecom: WeComServer, client: Client) -> None:
    member = employee()
    wecom.members["a-code"] = member.person.number
    assert go(client, "a-code").status_code == 302
    assert client.session["_auth_user_id"] == str(member.user_id)
    linked = SocialAccount.objects.get(user=member.user)
    assert linked.uid == f"ww1:{member.person.number}"

    Person.objects.filter(pk=member.person_id).update(number="CHANGED")
    again = Client()
    go(again, "a-code")
    assert again.session["_auth_user_id"] == str(member.user_id), "the link stays"
    assert wecom.tokens == 1, "one token of the company serves many"


def test_who_has_no_account_here_gets_none(wecom: WeComServer, client: Client) -> None:
    wecom.members["a-code"] = "SOMEBODY-ELSE"
    answer = go(client, "a-code")
    assert "没有找到对应的账号" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_withdrawn_token_is_fetched_anew(wecom: WeComServer, client: Client) -> None:
    wecom.members["a-code"] = employee().person.number
    go(client, "a-code")
    wecom.withdrawn.add("token-1")
    again = Client()
    go(again, "a-code")
    assert "_auth_user_id" in again.session
    assert wecom.tokens == 2


def test_a_wrong_code_signs_nobody_in_and_tells_no_secret(wecom: WeComServer, client: Client) -> None:
    answer = go(client, "no-such-code")
    assert "_auth_user_id" not in client.session
    assert "s3cret" not in answer.content.decode()


def test_within_wecom_no_qr_code_is_shown(wecom: WeComServer, client: Client) -> None:
    away = client.post("/accounts/wecom/login/", headers={"User-Agent": "Mozilla wxwork/4.1"})
    assert away["Location"].startswith("https://open.weixin.qq.com/connect/oauth2/authorize?")
    assert away["Location"].endswith("#wechat_redirect")
    away = client.post("/accounts/wecom/login/")
    assert away["Location"].startswith("https://login.work.weixin.qq.com/wwlogin/sso/login?")


def test_an_inactive_user_is_not_linked(wecom: WeComServer, client: Client) -> None:
    member = employee()
    member.user.is_active = False
    member.user.save()
    wecom.members["a-code"] = member.person.number
    go(client, "a-code")
    assert "_auth_user_id" not in client.session


def test_providers_come_from_the_environment() -> None:
    assert providers({}) == {}
    assert form_targets({}) == []
    made = providers(
        {
            "TUANBAO_OIDC_CLIENT_ID": "c",
            "TUANBAO_OIDC_SERVER": "https://sso.example.com/realms/a",
            "TUANBAO_SAML_IDP_ENTITY_ID": "https://idp.example.com",
            "TUANBAO_DINGTALK_CLIENT_ID": "d",
        }
    )
    assert set(made) == {"openid_connect", "saml", "dingtalk"}
    assert made["openid_connect"]["APPS"][0]["settings"]["server_url"] == "https://sso.example.com/realms/a"
    assert form_targets({"TUANBAO_OIDC_CLIENT_ID": "c", "TUANBAO_OIDC_SERVER": "https://sso.example.com/x"}) == [
        "https://sso.example.com"
    ]
