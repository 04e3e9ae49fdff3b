"""The company of a request (当前企业): the active membership, and the scope that goes with it."""

from collections.abc import Callable
from contextlib import nullcontext

from django.http import HttpRequest, HttpResponse
from django_scopes import scope

from tuanbao.platform.companies.models import Membership
from tuanbao.platform.companies.prepared import NUMBER, Prepared
from tuanbao.platform.companies.standing import looking

SESSION_KEY = "membership"
SEATS = Prepared[Membership](
    lambda user: (
        Membership.objects.filter(user=user, active=True).order_by("pk").select_related("company", "person", "insurer")
    ),
    user=NUMBER,
)


class CompanyMiddleware:
    """Sets ``request.seats``, all memberships of the user, and of these ``request.membership`` and ``request.company``
    (None where nobody is signed in or belongs nowhere)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seats = seats_of(request)
        membership = chosen(request, seats)
        request.seats = seats  # type: ignore[attr-defined]
        request.membership = membership  # type: ignore[attr-defined]
        request.company = membership.company if membership else None  # type: ignore[attr-defined]
        looks = looking() if request.method in {"GET", "HEAD"} else nullcontext()
        with scope(company=membership.company) if membership else nullcontext(), looks:
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
            return response


def seats_of(request: HttpRequest) -> list[Membership]:
    if not request.user.is_authenticated:
        return []
    seats = SEATS(user=request.user.pk)
    for each in seats:
        if each.person is not None:
            each.person.company = each.company
    return seats


def chosen(request: HttpRequest, seats: list[Membership]) -> Membership | None:
    """The membership that the session names if it still holds, else the user's first."""
    if not seats:
        return None
    named = request.session.get(SESSION_KEY)
    return next((each for each in seats if each.pk == named), seats[0])
