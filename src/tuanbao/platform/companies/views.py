"""Changing the company and role in which one acts (切换企业)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from tuanbao.platform.companies.middleware import SESSION_KEY
from tuanbao.platform.companies.models import Membership


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership, pk=pk, user=request.user, active=True)
    request.session[SESSION_KEY] = membership.pk
    return redirect("home")
