"""The company's settings and members; changing the company and role in which one acts (企业设置、切换企业)."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tuanbao.language import Text
from tuanbao.platform.companies.access import requires
from tuanbao.platform.companies.forms import CompanyForm, MemberForm
from tuanbao.platform.companies.lists import MEMBERS, members_of
from tuanbao.platform.companies.members import MemberError, NewMember, add_member, one_time_link, set_active
from tuanbao.platform.companies.middleware import SESSION_KEY
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.companies.names import OF_COMPANIES, OF_MEMBERS
from tuanbao.platform.protection.audit import record
from tuanbao.platform.protection.changes import changes_of
from tuanbao.platform.web.languages import language
from tuanbao.platform.web.tables import table_page


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership, pk=pk, user=request.user, active=True)
    request.session[SESSION_KEY] = membership.pk
    return redirect("home")


@requires("company.manage")
def settings(request: HttpRequest) -> HttpResponse:
    company = request.company  # type: ignore[attr-defined]
    form = CompanyForm(request.POST or None, instance=company)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            record("company.changed", company, request=request, fields=sorted(form.changed_data))
        messages.success(request, Text("已保存。", "Saved.").to(language()))
        return redirect("companies:settings")
    shown = {"form": form, "changes": changes_of([company], OF_COMPANIES, limit=20)}
    return table_page(request, MEMBERS, members_of(company), "companies/settings.html", shown)


@requires("company.manage")
def member_new(request: HttpRequest) -> HttpResponse:
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            membership = add_member(request.company, NewMember(**form.cleaned_data), request)  # type: ignore[attr-defined]
        except MemberError as error:
            for name, problem in error.problems.items():
                form.add_error(name, problem.to(language()))
        else:
            return redirect("companies:member", pk=membership.pk)
    return render(request, "companies/member_new.html", {"form": form})


@requires("company.manage")
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """One member: role, one-time link, stopping, history."""
    return _shown(request, _member(request, pk))


@require_POST
@requires("company.manage")
def member_link(request: HttpRequest, pk: int) -> HttpResponse:
    """The link stands on the page that answers, once; it is neither kept nor logged."""
    membership = _member(request, pk)
    try:
        link = one_time_link(membership, request)
    except MemberError as error:
        return _refused(request, membership, error)
    return _shown(request, membership, link=link)


@require_POST
@requires("company.manage")
def member_active(request: HttpRequest, pk: int) -> HttpResponse:
    membership = _member(request, pk)
    try:
        set_active(membership, request.POST.get("active") == "1", request)
    except MemberError as error:
        return _refused(request, membership, error)
    return redirect("companies:member", pk=pk)


def _shown(request: HttpRequest, membership: Membership, **more: str) -> HttpResponse:
    shown = {"member": membership, "changes": changes_of([membership], OF_MEMBERS), **more}
    return render(request, "companies/member.html", shown)


def _refused(request: HttpRequest, membership: Membership, error: MemberError) -> HttpResponse:
    for problem in error.problems.values():
        messages.error(request, problem.to(language()))
    return redirect("companies:member", pk=membership.pk)


def _member(request: HttpRequest, pk: int) -> Membership:
    """Memberships are no Owned: the company is asked for here."""
    own = Membership.objects.filter(company=request.company)  # type: ignore[attr-defined]
    return get_object_or_404(own.select_related("user", "person", "insurer"), pk=pk)
