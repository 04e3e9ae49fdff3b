"""One-time links with which somebody sets a first or a new password (一次性链接)."""

from datetime import datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from tuanbao.platform import clock
from tuanbao.platform.accounts.models import User

DAYS = 3
"""PASSWORD_RESET_TIMEOUT of Django: a link holds for so many days."""


class _Tokens(PasswordResetTokenGenerator):
    """Signed over password and last sign-in: dead once the password was set, or somebody signed in."""

    key_salt = "tuanbao.platform.accounts.invitations"

    def _now(self) -> datetime:
        return clock.now().replace(tzinfo=None)


_tokens = _Tokens()


def invitation_link(request: HttpRequest, user: User) -> str:
    """The whole address, to be handed to the user; shown once, kept nowhere."""
    place = {"who": urlsafe_base64_encode(str(user.pk).encode()), "token": _tokens.make_token(user)}
    return request.build_absolute_uri(reverse("accounts:invited", kwargs=place))


def invited_user(who: str, token: str) -> User | None:
    """Whose link it is, while it holds."""
    try:
        user = User.objects.get(pk=int(urlsafe_base64_decode(who).decode()), is_active=True)
    except (ValueError, UnicodeDecodeError, OverflowError, User.DoesNotExist):
        return None
    return user if _tokens.check_token(user, token) else None
