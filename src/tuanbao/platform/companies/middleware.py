"""The company of a request (当前企业): the active membership, and the scope that goes with it."""

from collections.abc import Callable
from contextlib import nullcontext

from django.http import HttpRequest, HttpResponse
from django_scopes import scope

from tuanbao.platform.companies.models import Membership

SESSION_KEY = "membership"


class CompanyMiddleware:
    """Sets ``request.membership`` and ``request.company`` (None where nobody is signed in or belongs nowhere)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        membership = membership_of(request)
        request.membership = membership  # type: ignore[attr-defined]
        request.company = membership.company if membership else None  # type: ignore[attr-defined]
        with scope(company=membership.company) if membership else nullcontext():
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
            return response


def membership_of(request: HttpRequest) -> Membership | None:
    """The membership that the session names if it still holds, else the user's first."""
    if not request.user.is_authenticated:
        return None
    held = list(
        Membership.objects.filter(user=request.user, active=True)
        .select_related("company", "person", "insurer")
        .order_by("pk")
    )
    chosen = request.session.get(SESSION_KEY)
    return next((each for each in held if each.pk == chosen), held[0] if held else None)
