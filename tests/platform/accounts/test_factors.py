"""The second step: an authenticator app. And who has no password yet."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from tuanbao.platform.accounts.models import User
from tuanbao.platform.sample.company import PASSWORD


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_an_authenticator_app_is_enrolled_asked_for_and_its_secret_is_encrypted(company: Any, client: Client) -> None:
    client.post("/accounts/login/", {"login": "hr", "password": PASSWORD})
    asked = client.get("/accounts/2fa/totp/activate/")["Location"]
    assert "再次确认" in client.get(asked).content.decode()
    assert client.post(asked, {"password": PASSWORD}).status_code == 302
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    kept = Authenticator.objects.get(user__username="hr", type="totp").data["secret"]
    assert secret not in kept

    other = Client()
    answer = other.post("/accounts/login/", {"login": "hr", "password": PASSWORD})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in other.session
    assert other.get(answer["Location"]).status_code == 200
    assert other.post(answer["Location"], {"code": "000000"}).status_code == 200
    from django.core.cache import cache

    cache.clear()  # a code is good for one use
    other.post(answer["Location"], {"code": code_of(secret)})
    assert "_auth_user_id" in other.session


def test_the_administration_is_entered_by_the_same_door(company: Any, client: Client) -> None:
    """Its own form would let in by password alone."""
    User.objects.create_superuser("root", password=PASSWORD)
    asked = {"username": "root", "password": PASSWORD}
    assert client.post("/admin/login/?next=/admin/", asked)["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session
    client.post("/accounts/login/", {"login": "root", "password": PASSWORD})
    assert client.get("/admin/").status_code == 200


def test_who_came_by_another_system_sets_a_password_before_adding_a_passkey(company: Any, sign_in: Any) -> None:
    client = sign_in("employee")
    user = User.objects.get(pk=client.session["_auth_user_id"])
    user.set_unusable_password()
    user.save()
    client.force_login(user, backend="tuanbao.platform.accounts.sessions.Backend")
    asked = client.get("/accounts/2fa/webauthn/add/")["Location"]
    assert "这个账号还没有密码" in client.get(asked).content.decode()
    new = {"password1": "fourteen geese", "password2": "fourteen geese"}
    assert client.post(asked, new).status_code == 302
    again = client.get("/accounts/2fa/webauthn/add/")["Location"]
    assert client.post(again, {"password": "fourteen geese"}).status_code == 302
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 200
