"""HR changes one person: facts, transfers, leaving, the family."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.access import requires
from tuanbao.platform.people.applying import set_position
from tuanbao.platform.people.columns import EMPLOYMENT
from tuanbao.platform.people.editing import Edited, leaving_effects, save_facts, set_left_on
from tuanbao.platform.people.families import add_dependant, end_relation
from tuanbao.platform.people.forms import DependantForm, EndForm, LeaverForm, PersonForm, TransferForm, mark
from tuanbao.platform.people.models import Person
from tuanbao.platform.people.relations import Relative
from tuanbao.platform.protection import audit
from tuanbao.platform.web.languages import language

_KEPT_HIDDEN = ("identity_number", "phone")


@requires("people.edit")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    names = [name for name in PersonForm.base_fields if name not in _KEPT_HIDDEN]
    form = PersonForm(request.POST or None, initial={name: getattr(person, name) for name in names})
    if request.method == "POST" and form.is_valid():
        refusals = save_facts(person, Edited(**form.cleaned_data), request)
        if not refusals:
            return _said(request, person, Text("已保存", "Saved"))
        mark(form, ((refusal.field, refusal.text) for refusal in refusals))
    return _page(request, person, form, Text("修改资料", "Edit"))


@requires("people.edit")
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk, relation="employee")
    held = person.employments.filter(starts_on__lte=clock.today()).order_by("-starts_on").first()
    initial = {name: getattr(held, name) for name in EMPLOYMENT} if held else {}
    form = TransferForm(request.POST or None, initial={**initial, "starts_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        set_position(person, said.pop("starts_on"), said, "", request.user)
        audit.record("people.transferred", person, request=request)
        return _said(request, person, Text("调动已登记", "The transfer is recorded"))
    note = Text(
        "如果新的部门或职级对应另一档方案，保障从这天起按新的一档，保费差额进入下一份保全。",
        "Where the new position belongs to another tier, its cover holds from that day; the premium follows by the "
        "next endorsement.",
    )
    return _page(request, person, form, Text("调动", "Transfer"), note)


@requires("people.edit")
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """First the day, then what it means in words, then it is done."""
    person = get_object_or_404(Person, pk=pk, relation="employee")
    form = LeaverForm(request.POST or None, initial={"left_on": person.left_on or clock.today()})
    if request.method == "POST" and form.is_valid():
        last = form.cleaned_data["left_on"]
        if person.hired_on and last < person.hired_on:
            mark(form, [("left_on", Text("早于入职日期", "before the day of hiring"))])
        elif "confirmed" not in request.POST:
            context = {"person": person, "last": last, "effects": leaving_effects(person, last)}
            return render(request, "people/leave.html", {**context, "crumbs": _crumbs(person, Text("离职", "Leaving"))})
        else:
            set_left_on(person, last, request)
            return _said(request, person, Text("离职已登记", "Leaving is recorded"))
    return _page(request, person, form, Text("登记离职", "Leaving"), button=Text("下一步", "Next"))


@requires("people.edit")
def add_to_family(request: HttpRequest, pk: int) -> HttpResponse:
    employee = get_object_or_404(Person, pk=pk, relation="employee")
    form = DependantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        added = add_dependant(employee, Relative(**_relative(said)), insured=said["insured"], request=request)
        if added.person:
            return _said(request, employee, Text("家属已登记，请收齐材料", "Recorded; now collect the documents"))
        mark(form, ((refusal.field, refusal.text) for refusal in added.refusals))
    return _page(request, employee, form, Text("加家属", "Add a dependant"))


@requires("people.edit")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.exclude(relation="employee"), pk=pk)
    form = EndForm(request.POST or None, initial={"last_day": clock.today()})
    if request.method == "POST" and form.is_valid():
        refusal = end_relation(person, form.cleaned_data["last_day"], form.cleaned_data["why"], request=request)
        if refusal is None:
            return _said(request, person.family, Text("关系已结束", "The relation is ended"))
        mark(form, [(refusal.field, refusal.text)])
    note = Text("这位家属的保障到这一天为止。", "This dependant's cover ends with that day.")
    return _page(request, person, form, Text("结束关系", "End the relation"), note)


@requires("people.edit")
@require_POST
def stay(request: HttpRequest, pk: int) -> HttpResponse:
    """Leaving was recorded by mistake."""
    person = get_object_or_404(Person, pk=pk, relation="employee")
    set_left_on(person, None, request)
    return _said(request, person, Text("已撤销离职", "Leaving is taken back"))


def _relative(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "insured"}


def _page(
    request: HttpRequest,
    person: Person,
    form: Any,
    title: Text,
    note: Text | None = None,
    button: Text = Text("保存", "Save"),  # noqa: B008
) -> HttpResponse:
    context = {"person": person, "form": form, "title": title, "note": note, "button": button}
    return render(request, "people/form.html", {**context, "crumbs": _crumbs(person, title)})


def _crumbs(person: Person, title: Text) -> list[dict[str, Any]]:
    return [{"title": person.name}, {"title": title}]


def _said(request: HttpRequest, person: Person, text: Text) -> HttpResponse:
    messages.success(request, text.to(language()))
    return redirect("people:detail", person.pk)
