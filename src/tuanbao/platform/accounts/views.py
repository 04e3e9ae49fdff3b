"""Setting a password by a one-time link, and the demo's sign-in by a click (一次性链接、演示登录)."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tuanbao.platform.accounts.invitations import invited_user
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.protection.audit import record


@login_not_required
@sensitive_post_parameters()
@never_cache
def invited(request: HttpRequest, who: str, token: str) -> HttpResponse:
    """Open to everybody: the link itself is the key."""
    user = invited_user(who, token)
    if user is None:
        return render(request, "accounts/link_over.html", status=410)
    form = SetPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        record("account.password_set", user, request=request, user=user)
        return redirect("account_login")
    return render(request, "accounts/invited.html", {"form": form, "invited": user})


@login_not_required
@require_POST
def demo(request: HttpRequest, role: str) -> HttpResponse:
    """Signs in as a user of a role, of employees one with a large family. Is there only with TUANBAO_DEMO."""
    if not settings.DEMO:
        raise Http404
    membership = (
        Membership.objects.filter(role=role, active=True, user__is_active=True, person__left_on=None)
        .select_related("user")
        .annotate(family=Count("person__dependants"))
        .order_by("-family", "pk")
        .first()
    )
    if membership is None:
        raise Http404
    user = membership.user
    user.backend = "tuanbao.platform.accounts.sessions.Backend"
    answer: HttpResponse = perform_login(request, user, email_verification="none")
    return answer


def email(request: HttpRequest) -> HttpResponse:
    """Allauth's page for one's own addresses, closed: HR writes them, and outside accounts are linked by them. Whoever
    took somebody else's address would get that person's outside account linked to their own."""
    raise Http404
