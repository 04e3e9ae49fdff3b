"""What differs from allauth (登录规则): nobody signs up by themselves, the user's language is applied, the secrets of
second factors are encrypted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tuanbao.language import Text
from tuanbao.platform.accounts.linking import user_by_email, user_by_number
from tuanbao.platform.accounts.speaking import in_language_of
from tuanbao.platform.protection.fields import decrypt, encrypt
from tuanbao.platform.web.languages import language, say_now, spoken

WAYS = {
    "set_password": Text("设置密码", "Set a password"),
    "reauthenticate": Text("用密码", "Use the password"),
    "mfa_reauthenticate": Text("用验证码或备用码", "Use a code"),
    "mfa_reauthenticate:webauthn": Text("用通行密钥", "Use a passkey"),
}
"""How somebody shows once more that it is them (再次确认)."""


class ClosedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **how: Any) -> HttpResponse:
        answer: HttpResponse = super().post_login(request, user, **how)
        return in_language_of(user, answer)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Without "you have signed in": that is to be seen."""
        template = kwargs.get("message_template") or (args[0] if args else "")
        if "logged_in" not in str(template) and "logged_out" not in str(template):
            super().add_message(request, level, *args, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Who has neither password nor second step, as they came by WeCom or the like, sets a password first."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if not ways and user.is_authenticated:
            ways = [{"id": "set_password", "url": reverse("account_set_password")}]
        return [{**way, "description": WAYS[way["id"]].to(language())} for way in ways]


class ClosedSocialAdapter(DefaultSocialAccountAdapter):
    """Outside accounts are linked to a user that is there: by verified e-mail, by employee number, or by somebody who
    is signed in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: Any) -> None:
        """Not as allauth does: it takes away the password of whom it finds, for fear that a stranger has signed up with
        the address. Here HR makes the accounts, and ``pre_social_login`` links them."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        user = user_by_email(sociallogin, self) or user_by_number(sociallogin)
        if user is not None:
            sociallogin.connect(request, user)


class EncryptedFactors(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": spoken("不对，或已经用过。请再试一次。", "That is not right, or was used before. Try again.")
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a new passkey is called unless somebody says otherwise."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return say_now(f"通行密钥 {number}", f"Passkey {number}")
