"""The employee's own things (我的): points and pay, documents, account, privacy, help."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.access import requires
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.money.wallet import wallet
from tuanbao.platform.people.models import Document, Person
from tuanbao.platform.portal.copies import copy_of
from tuanbao.platform.portal.forms import BankAccountForm
from tuanbao.platform.portal.questions import QUESTIONS
from tuanbao.platform.portal.views import own_people
from tuanbao.platform.protection import audit
from tuanbao.platform.web.languages import say_now


@requires("own.view")
def me(request: HttpRequest) -> HttpResponse:
    person: Person = request.membership.person  # type: ignore[attr-defined]
    context = {
        "person": person,
        "wallet": wallet(person, clock.today().year),
        "documents": Document.objects.filter(person__in=own_people(person)).order_by("-handed_in_at"),
    }
    return render(request, "portal/me.html", context)


@requires("own.view")
def bank(request: HttpRequest) -> HttpResponse:
    """Changing where one's money is paid to; the old number is shown masked only."""
    person: Person = request.membership.person  # type: ignore[attr-defined]
    form = BankAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person.bank_account = form.cleaned_data["account"]
        person.save(update_fields=["bank_account"])
        audit.record("person.bank_account_changed", person, request=request)
        messages.success(request, say_now("银行账号已保存。", "The bank account is saved."))
        return redirect("portal:me")
    crumbs = [{"title": Text("银行账号", "Bank account")}]
    return render(request, "portal/bank.html", {"person": person, "form": form, "crumbs": crumbs})


@requires("own.view")
@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    """A copy of one's own data as a file."""
    person: Person = request.membership.person  # type: ignore[attr-defined]
    audit.record("person.copy_taken", person, request=request)
    response = JsonResponse(copy_of(person, request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{person.number}-{clock.today().isoformat()}.json"'
    response["Cache-Control"] = "no-store"
    return response


@requires("own.view")
def help_page(request: HttpRequest) -> HttpResponse:
    """What people ask most, and whom to ask."""
    context = {"questions": QUESTIONS, "helpers": _helpers(request), "crumbs": [{"title": Text("帮助", "Help")}]}
    return render(request, "portal/help.html", context)


def _helpers(request: HttpRequest) -> list[Any]:
    """The company's HR, managers last."""
    held = Membership.objects.filter(company=request.company, role__in=("hr", "hr_manager"), active=True)  # type: ignore[attr-defined]
    return [each.user for each in held.select_related("user").order_by("role", "pk")[:3]]
