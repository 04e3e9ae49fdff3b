"""What differs from allauth (登录规则): nobody signs up by themselves, the user's language is applied, the secrets of
second factors are encrypted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse

from tuanbao.platform.accounts.linking import user_by_number
from tuanbao.platform.accounts.models import User
from tuanbao.platform.accounts.speaking import in_language_of
from tuanbao.platform.protection.fields import decrypt, encrypt


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


class ClosedSocialAdapter(DefaultSocialAccountAdapter):
    """Outside accounts are linked to a user that is there: by verified e-mail (allauth does it), by employee number, or
    by somebody who is signed in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: Any) -> tuple[User, str] | None:
        """Where two users have the address, nobody can tell whose account it is."""
        found: tuple[User, str] | None = super().authenticate_by_email(sociallogin)
        if found and User.objects.filter(email__iexact=found[1]).count() != 1:
            return None
        return found

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        user = user_by_number(sociallogin)
        if user is not None:
            sociallogin.connect(request, user)


class EncryptedFactors(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)
