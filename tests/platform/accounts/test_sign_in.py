"""Signing in with a password, being locked out, the demo's click, one-time links."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.platform.conftest import TODAY
from tuanbao.platform import clock
from tuanbao.platform.accounts.invitations import invitation_link
from tuanbao.platform.accounts.models import User
from tuanbao.platform.clock import clock_at
from tuanbao.platform.sample.company import PASSWORD

LOGIN = "/accounts/login/"


def sign_in(client: Client, login: str, password: str, **extra: Any) -> Any:
    return client.post(LOGIN, {"login": login, "password": password}, **extra)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_sign_in_page_speaks_both_languages(company: Any, client: Client) -> None:
    assert "用户名或邮箱" in client.get(LOGIN).content.decode()
    assert "User name or e-mail" in client.get(LOGIN, headers={"Accept-Language": "en"}).content.decode()


def test_a_password_signs_in_and_the_users_language_is_applied(company: Any, client: Client) -> None:
    User.objects.filter(username="hr").update(language="en")
    answer = sign_in(client, "hr", PASSWORD)
    assert answer.status_code == 302
    assert signed_in(client)
    assert "Something" not in client.get("/hr/").content.decode()
    assert client.cookies["django_language"].value == "en"


def test_five_wrong_passwords_lock_user_and_address_until_the_cool_off_is_over(company: Any, client: Client) -> None:
    for _ in range(4):
        assert sign_in(client, "hr", "wrong").status_code == 200
    answer = sign_in(client, "hr", "wrong")
    assert answer.status_code == 429
    assert "请过 15 分钟再试" in answer.content.decode()
    assert sign_in(client, "HR", PASSWORD).status_code == 429, "the right password does not help, however it is written"
    assert not signed_in(client)
    assert sign_in(Client(), "finance", PASSWORD).status_code == 302, "others of the office are not locked"
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert sign_in(elsewhere, "hr", PASSWORD).status_code == 302, "nor is the user from somewhere else"
    with clock_at(clock.now() + timedelta(minutes=16)):
        assert sign_in(client, "hr", PASSWORD).status_code == 302
        assert signed_in(client)


def test_nobody_signs_up_by_themselves(company: Any, client: Client) -> None:
    before = User.objects.count()
    answer = client.post(
        "/accounts/signup/", {"username": "new", "password1": "a-long-password", "password2": "a-long-password"}
    )
    assert User.objects.count() == before
    assert not signed_in(client)
    assert answer.status_code == 200


def test_without_demo_there_is_no_sign_in_by_a_click(company: Any, client: Client) -> None:
    assert client.post("/accounts/demo/hr/").status_code == 404
    assert "一键登录" not in client.get(LOGIN).content.decode()


def test_in_the_demo_a_click_signs_in_as_a_role(company: Any, client: Client, settings: Any) -> None:
    settings.DEMO = True
    assert "一键登录" in client.get(LOGIN).content.decode()
    assert client.get("/accounts/demo/hr/").status_code == 405
    assert client.post("/accounts/demo/auditor/").status_code == 302
    assert User.objects.get(pk=client.session["_auth_user_id"]).username == "auditor"
    assert Client().post("/accounts/demo/nobody/").status_code == 404


def test_a_one_time_link_sets_a_password_once(company: Any, client: Client, rf: Any) -> None:
    user = User.objects.get(username="finance")
    user.set_unusable_password()
    user.save()
    link = invitation_link(rf.get("/"), user)
    assert client.get(link).status_code == 200
    weak = client.post(link, {"new_password1": "12345678", "new_password2": "12345678"})
    assert weak.status_code == 200
    good = {"new_password1": "fourteen geese", "new_password2": "fourteen geese"}
    assert client.post(link, good).status_code == 302
    assert sign_in(client, "finance", "fourteen geese").status_code == 302
    assert Client().get(link).status_code == 410
    assert Client().post(link, good).status_code == 410


def test_a_one_time_link_is_over_after_three_days(company: Any, client: Client, rf: Any) -> None:
    link = invitation_link(rf.get("/"), User.objects.get(username="finance"))
    with clock_at(TODAY + timedelta(days=2)):
        assert client.get(link).status_code == 200
    with clock_at(TODAY + timedelta(days=4)):
        assert client.get(link).status_code == 410
    assert client.get(link[:-2] + "x/").status_code == 410


@pytest.mark.parametrize(
    "page",
    ["account_change_password", "mfa_index", "socialaccount_connections", "account_logout", "account_reset_password"],
)
def test_pages_of_the_account_open(sign_in: Any, page: str) -> None:
    from django.urls import reverse

    answer = sign_in("employee").get(reverse(page))
    assert answer.status_code == 200
    assert "团保" in answer.content.decode()


def test_the_password_is_changed(sign_in: Any) -> None:
    client = sign_in("hr")
    asked = {"oldpassword": PASSWORD, "password1": "fourteen geese", "password2": "fourteen geese"}
    assert client.post("/accounts/password/change/", asked).status_code == 302
    assert User.objects.get(username="hr").check_password("fourteen geese")


def test_nobody_takes_somebody_else_s_address(sign_in: Any) -> None:
    client = sign_in("employee")
    for act in ("action_add", "action_primary"):
        assert client.post("/accounts/email/", {act: "", "email": "hr@example.com"}).status_code == 404
    assert User.objects.get(pk=client.session["_auth_user_id"]).email != "hr@example.com"
