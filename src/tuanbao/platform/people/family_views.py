"""An employee's own family (家人), phone first: who belongs to it, adding, documents, beneficiaries."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.access import requires
from tuanbao.platform.people import documents
from tuanbao.platform.people.beneficiaries import RELATIONS as TO_INSURED
from tuanbao.platform.people.beneficiaries import STATUTORY, Finding
from tuanbao.platform.people.families import (
    add_dependant,
    as_relative,
    change_dependant,
    covered_relations,
    end_relation,
    missing_documents,
    relatives,
)
from tuanbao.platform.people.forms import BeneficiaryForms, DependantForm, DocumentForm, EndForm, mark
from tuanbao.platform.people.models import Document, Person
from tuanbao.platform.people.naming_lines import as_lines, named_by
from tuanbao.platform.people.nominating import current, name_beneficiaries
from tuanbao.platform.people.proposing import open_proposal, proposed
from tuanbao.platform.people.relations import Relative
from tuanbao.platform.people.relations import documents as titles
from tuanbao.platform.protection.masks import mask_identity
from tuanbao.platform.web.languages import language
from tuanbao.roster.assignment import completed_years


@requires("own.view")
def family(request: HttpRequest) -> HttpResponse:
    employee = _employee(request)
    covered = covered_relations(employee)
    shown = [_member(each, covered) for each in relatives(employee)]
    proposal = open_proposal(employee)
    context = {
        "employee": employee,
        "proposal": proposal,
        "proposed": [(each, TO_INSURED[each.relation]) for each in proposed(proposal)] if proposal else [],
        "age": _age(employee),
        "family": shown,
        "beneficiaries": [(each, TO_INSURED[each.relation]) for each in current(employee)],
        "statutory": STATUTORY,
    }
    return render(request, "family/list.html", context)


def _member(person: Person, covered: frozenset[str]) -> dict[str, Any]:
    papers = list(person.documents.order_by("-handed_in_at"))
    names = titles()
    return {
        "person": person,
        "age": _age(person),
        "missing": [[names[kind] for kind in choice] for choice in missing_documents(person)],
        "refused": [paper for paper in papers[:1] if paper.accepted is False],
        "documents": [(paper, names.get(paper.kind, Text(paper.kind, paper.kind))) for paper in papers],
        "waiting": any(paper.accepted is None for paper in papers),
        "admitted": person.relation in covered,
    }


@requires("own.choose")
def add(request: HttpRequest) -> HttpResponse:
    employee = _employee(request)
    form = DependantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        added = add_dependant(employee, Relative(**_told(said)), insured=said["insured"], request=request)
        if added.person:
            _say(
                request, Text("已登记。请上传证明材料，人事会审核", "Recorded. Upload the documents; HR looks at them")
            )
            return redirect("family:document", added.person.number)
        mark(form, ((refusal.field, refusal.text) for refusal in added.refusals))
    return _form(request, form, Text("加家人", "Add somebody"))


@requires("own.choose")
def edit(request: HttpRequest, number: str) -> HttpResponse:
    person = _own_dependant(request, number)
    now = {name: getattr(as_relative(person), name) for name in ("name", "birth_date", "sex", "related_from")}
    initial = {**now, "relation": person.relation, "insured": person.insured, "identity_type": person.identity_type}
    form = DependantForm(request.POST or None, initial=initial)
    form.fields["relation"].disabled = True
    held = mask_identity(person.identity_number)
    if held:
        form.fields["identity_number"].help_text = Text(f"现在是 {held}，不改就不填", f"is {held}; empty: stays")  # type: ignore[assignment]
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        said["identity_number"] = said["identity_number"] or person.identity_number
        changed = change_dependant(person, Relative(**_told(said)), insured=said["insured"], request=request)
        if changed.person:
            _say(request, Text("已保存", "Saved"))
            return redirect("family:list")
        mark(form, ((refusal.field, refusal.text) for refusal in changed.refusals))
    return _form(request, form, Text("修改资料", "Edit"), person)


@requires("own.choose")
def end(request: HttpRequest, number: str) -> HttpResponse:
    person = _own_dependant(request, number)
    form = EndForm(request.POST or None, initial={"last_day": clock.today()})
    if request.method == "POST" and form.is_valid():
        refusal = end_relation(person, form.cleaned_data["last_day"], form.cleaned_data["why"], request=request)
        if refusal is None:
            _say(request, Text("已登记", "Recorded"))
            return redirect("family:list")
        mark(form, [(refusal.field, refusal.text)])
    note = Text(
        "保障到这一天为止，之前的费用仍可报销。", "Cover ends with that day; expenses before it can still be claimed."
    )
    return _form(request, form, Text("结束关系", "End the relation"), person, note)


@requires("own.choose")
def document(request: HttpRequest, number: str) -> HttpResponse:
    """Handing in a document of oneself or of a dependant."""
    person = _own(request, number)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            documents.hand_in(person, said["kind"], said["file"], request.user, request=request)
        except documents.DocumentRefusedError as error:
            mark(form, [("file", error.text)])
        else:
            _say(request, Text("已上传，人事会审核", "Uploaded; HR looks at it"))
            return redirect("family:list")
    context = {"person": person, "form": form, "member": _member(person, frozenset())}
    return render(request, "family/document.html", {**context, "crumbs": [{"title": Text("材料", "Documents")}]})


@requires("own.view")
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A document of the own family; anybody else's is not found."""
    found = Document.objects.select_related("person").filter(pk=pk).first()
    if found is None or found.person.family.pk != _employee(request).pk or not found.file:
        raise Http404("not of this family")
    return documents.answer(found)


@requires("own.choose")
def beneficiaries(request: HttpRequest, number: str = "") -> HttpResponse:
    """Naming them for oneself or for somebody of the family."""
    insured = _own(request, number) if number else _employee(request)
    forms = BeneficiaryForms(request.POST or None, initial=as_lines(current(insured)), prefix="named")
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and forms.is_valid():
        named = [named_by(said) for said in forms.cleaned_data if said.get("name")]
        findings = name_beneficiaries(
            insured, named, insured_agrees=True, guardian_agrees="guardian" in request.POST, request=request
        )
        if not findings:
            _say(request, Text("已保存", "Saved"))
            return redirect("family:list")
    context = {
        "insured": insured,
        "forms": forms,
        "findings": findings,
        "statutory": STATUTORY,
        "minor": insured.birth_date is not None and (_age(insured) or 0) < 18,
        "crumbs": [{"title": Text("身故受益人", "Beneficiaries")}],
    }
    return render(request, "family/beneficiaries.html", context)


def _told(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "insured"}


def _form(
    request: HttpRequest, form: Any, title: Text, person: Person | None = None, note: Text | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "person": person, "note": note, "crumbs": [{"title": title}]}
    return render(request, "family/form.html", context)


def _employee(request: HttpRequest) -> Person:
    person: Person | None = request.membership.person  # type: ignore[attr-defined]
    if person is None:
        raise Http404("nobody of the company's people")
    return person.family


def _own(request: HttpRequest, number: str) -> Person:
    """Somebody of the own family."""
    employee = _employee(request)
    if number == employee.number:
        return employee
    return _own_dependant(request, number)


def _own_dependant(request: HttpRequest, number: str) -> Person:
    found: Person | None = _employee(request).dependants.filter(number=number).first()
    if found is None:
        raise Http404("not of this family")
    return found


def _age(person: Person) -> int | None:
    return completed_years(person.birth_date, clock.today()) if person.birth_date else None


def _say(request: HttpRequest, text: Text) -> None:
    messages.success(request, text.to(language()))
