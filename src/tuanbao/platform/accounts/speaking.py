"""The language of an account (账号的语言) is that of the browser from signing in on."""

from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpResponse

from tuanbao.platform.accounts.models import LANGUAGES

Answer = TypeVar("Answer", bound=HttpResponse)


def in_language_of(user: Any, response: Answer) -> Answer:
    if user.language in LANGUAGES:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=365 * 86400, samesite="Lax")
    return response
