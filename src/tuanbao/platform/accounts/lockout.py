"""Five wrong passwords lock an account for an address for a quarter of an hour (登录锁定)."""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuanbao.platform import clock


class Handler(AxesDatabaseHandler):
    """Attempts are timed by the platform's clock."""

    def is_allowed(self, request: HttpRequest, credentials: Any = None) -> bool:
        request.axes_attempt_time = clock.now()  # type: ignore[attr-defined]
        return bool(super().is_allowed(request, credentials))

    def user_login_failed(self, sender: Any, credentials: Any, request: Any = None, **kwargs: Any) -> Any:
        if request is not None:
            request.axes_attempt_time = clock.now()
        return super().user_login_failed(sender, credentials, request, **kwargs)


def named(request: HttpRequest, credentials: Any) -> str:
    """Under which name somebody tried: user name or e-mail, however it was written."""
    given = credentials or {}
    for name in ("username", "login", "email"):
        if given.get(name):
            return str(given[name]).strip().lower()
    return str(request.POST.get("login") or request.POST.get("username") or "").strip().lower()


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    wait = get_cool_off(request)
    minutes = max(1, round(wait.total_seconds() / 60)) if wait else 15
    return render(request, "account/locked.html", {"minutes": minutes}, status=429)
