"""HR's pages of people: lists, one person, finding somebody by a number that must not stand in an address."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.access import requires
from tuanbao.platform.people.columns import FIELDS, KEPT, ROSTER, shown, written
from tuanbao.platform.people.families import missing_documents, programme_today
from tuanbao.platform.people.listing import (
    COLOURS,
    DEPENDANTS,
    STATES,
    employees,
    employees_table,
    problems_of,
    tier_of,
)
from tuanbao.platform.people.listing import dependants as listed_dependants
from tuanbao.platform.people.models import Person
from tuanbao.platform.people.nominating import current
from tuanbao.platform.people.proposing import open_proposal
from tuanbao.platform.people.relations import documents as document_titles
from tuanbao.platform.protection import audit
from tuanbao.platform.protection.changes import changes_of
from tuanbao.platform.protection.fields import blind_index
from tuanbao.platform.web.languages import language
from tuanbao.platform.web.tables import table_page
from tuanbao.roster import write_template

SECRET = ("identity_number", "phone", "bank_account")
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires("people.view")
def people(request: HttpRequest) -> HttpResponse:
    programme = programme_today(request.company.pk)  # type: ignore[attr-defined]
    context = {"tab": "employees", "may_edit": _may_edit(request)}
    return table_page(request, employees_table(programme), employees(), "people/list.html", context)


@requires("people.view")
def dependants(request: HttpRequest) -> HttpResponse:
    context = {"tab": "dependants", "may_edit": _may_edit(request)}
    return table_page(request, DEPENDANTS, listed_dependants(), "people/list.html", context)


def _may_edit(request: HttpRequest) -> bool:
    return bool(request.membership.may("people.edit"))  # type: ignore[attr-defined]


@requires("people.view")
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """By identity number or phone, posted, so that neither stands in an address or a log."""
    index = blind_index(request.POST.get("secret", ""))
    found = index and (
        Person.objects.filter(identity_index=index).first() or Person.objects.filter(phone_index=index).first()
    )
    if found:
        return redirect("people:detail", found.pk)
    nobody = Text("没有这个证件号或手机号的人，请检查是否输全", "nobody has this number; is it complete?")
    messages.warning(request, nobody.to(language()))
    return redirect("people:list")


@requires("people.view")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.select_related("employee"), pk=pk)
    return render(request, "people/detail.html", {**about(request, person), "revealed": {}})


@requires("people.reveal")
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the whole numbers once; that it was done is kept in the audit log."""
    person = get_object_or_404(Person, pk=pk)
    audit.record("people.revealed", person, request=request)
    whole = {name: getattr(person, name) for name in SECRET}
    response = render(request, "people/_facts.html", {**about(request, person), "revealed": whole})
    response["Cache-Control"] = "no-store"
    return response


def about(request: HttpRequest, person: Person) -> dict[str, Any]:
    membership = request.membership  # type: ignore[attr-defined]
    state = _state(person)
    family = list(person.dependants.order_by("relation", "birth_date")) if person.relation == "employee" else []
    everybody = [person, *family]
    return {
        "person": person,
        "state": STATES[state],
        "colour": COLOURS[state],
        "tier": tier_of(programme_today(person.company_id), person),
        "problems": problems_of(person),
        "facts": [(FIELDS[name].title, shown(name, written(getattr(person, name)))) for name in _facts(person)],
        "family": [{"person": each, "missing": missing_documents(each)} for each in family],
        "employments": list(person.employments.order_by("-starts_on")),
        "documents": [document for each in everybody for document in each.documents.order_by("-handed_in_at")],
        "titles": document_titles(),
        "beneficiaries": current(person),
        "proposal": open_proposal(person),
        "changes": changes_of([person, *person.employments.all()], KEPT) if membership.may("audit.view") else None,
        "may_edit": membership.may("people.edit"),
        "may_reveal": membership.may("people.reveal"),
        "secrets": [(name, FIELDS[name].title, shown(name, getattr(person, name))) for name in SECRET],
        "crumbs": [{"title": person.name}],
    }


def _facts(person: Person) -> tuple[str, ...]:
    own = ("hired_on", "left_on") if person.relation == "employee" else ("related_from", "related_to")
    return ("birth_date", "sex", "insured", "identity_type", "email", *own, "continuous_from")


def _state(person: Person) -> str:
    today, last = clock.today(), person.left_on or person.related_to
    if last and last < today:
        return "left"
    if last:
        return "leaving"
    return "coming" if person.hired_on and person.hired_on > today else "employed"


@requires("people.edit")
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to be filled in."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_template(path, [ROSTER], language=language())
        return attachment(path, "roster-template.xlsx")


def attachment(path: Path, name: str) -> HttpResponse:
    response = HttpResponse(path.read_bytes(), content_type=_WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
