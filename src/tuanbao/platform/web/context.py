"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tuanbao.platform import clock
from tuanbao.platform.companies.roles import ROLES
from tuanbao.platform.web.languages import language
from tuanbao.platform.web.navigation import navigation


def everywhere(request: HttpRequest) -> dict[str, Any]:
    membership = getattr(request, "membership", None)
    return {
        "language": language(),
        "membership": membership,
        "company": getattr(request, "company", None),
        "today": clock.today(),
        "clock_is_set": clock.is_set(),
        "demo": settings.DEMO,
        "navigation": navigation(request) if membership else (),
        "seats": seats(request),
    }


def seats(request: HttpRequest) -> list[dict[str, Any]]:
    """Every company and role in which the user may act, for the switch in the top bar."""
    active = getattr(request, "membership", None)
    return [
        {"pk": each.pk, "company": each.company.title, "role": ROLES[each.role].title, "here": each == active}
        for each in getattr(request, "seats", ())
    ]
