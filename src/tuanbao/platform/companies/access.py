"""Who may open a view (访问控制)."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

View = Callable[..., HttpResponse]


def requires(permission: str) -> Callable[[View], View]:
    """Signed in, and the active membership has the permission; else the sign-in page, or 403.

    The view carries ``permission``, which the permissions matrix of the tests reads.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            membership = request.membership  # type: ignore[attr-defined]
            if membership is None or not membership.may(permission):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorated


def may_open(request: HttpRequest, address: str) -> bool:
    """Whether the active membership may open a page of the platform, as far as its role goes."""
    try:
        permission = getattr(resolve(urlsplit(address).path).func, "permission", None)
    except Resolver404:
        return False
    membership = request.membership  # type: ignore[attr-defined]
    return permission is None or (membership is not None and membership.may(permission))
