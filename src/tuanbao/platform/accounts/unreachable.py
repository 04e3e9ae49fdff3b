"""A sign-in provider that does not answer (登录提供方不可达)."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

logger = logging.getLogger(__name__)


class UnreachableMiddleware:
    """Allauth asks a provider of OpenID Connect for its description before it sends anybody there, and breaks where
    there is no answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RequestException):
            return None
        logger.warning("%s: the sign-in provider does not answer: %s", request.path, type(exception).__qualname__)
        return render(request, "socialaccount/authentication_error.html", status=502)
