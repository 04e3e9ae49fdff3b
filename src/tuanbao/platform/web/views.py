"""Home, language and the pages for what went wrong."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from tuanbao.platform.companies.roles import ROLES


def home(request: HttpRequest) -> HttpResponse:
    """The home of the active role; the administrator has another; somebody who belongs nowhere is told so."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    membership = request.membership  # type: ignore[attr-defined]
    if membership is not None:
        return redirect(ROLES[membership.role].home)
    if request.user.is_staff:
        return redirect("admin:index")
    return render(request, "web/nowhere.html", status=403)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Sets the language for this browser, and for the account where somebody is signed in."""
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = redirect(back if safe else "/")
    if check_for_language(chosen):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 86400, samesite="Lax")
        if request.user.is_authenticated:
            request.user.language = chosen
            request.user.save(update_fields=["language"])
    return response


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "web/forbidden.html", status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "web/not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    return render(request, "web/failed.html", status=500)
