"""Life events and evidence that wait for a decision (待审事件、材料、健康告知)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tuanbao.language import Text
from tuanbao.platform.choice import lists, reviewing
from tuanbao.platform.choice.evidence import DOCUMENTS, HEALTH
from tuanbao.platform.choice.life_events import event_kinds
from tuanbao.platform.choice.models import Evidence, LifeEvent
from tuanbao.platform.choice.reporting import decide_event
from tuanbao.platform.companies.access import requires
from tuanbao.platform.protection.audit import record
from tuanbao.platform.web.tables import table_page


@requires("choice.view")
def events(request: HttpRequest) -> HttpResponse:
    """Life events, those that wait first."""
    return table_page(request, lists.events_table(), lists.event_rows(), "choice/events.html", {"here": "events"})


@requires("choice.view")
def papers(request: HttpRequest) -> HttpResponse:
    """Choices that wait for papers or a declaration; of declarations HR sees the state only."""
    return table_page(request, lists.PAPERS, lists.papers_rows(), "choice/events.html", {"here": "papers"})


@requires("choice.view")
def decide_life_event(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(LifeEvent.objects.select_related("employee", "about", "decided_by"), pk=pk)
    if request.method == "POST":
        _may_decide(request)
        decide_event(event, request.POST.get("accepted") == "yes", request.POST.get("note", ""), request)
        return redirect("choice:events")
    about = event.about or event.employee
    shown = _shown(request, event.accepted) | {
        "event": event,
        "name": event_kinds()[event.kind].name,
        "documents": event.documents.all(),
        "about": about,
        "crumbs": [{"title": Text("生活事件", "Life events"), "address": reverse("choice:events")}],
    }
    return render(request, "choice/event.html", shown)


@requires("choice.view")
def decide_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Papers are HR's to judge; declarations are for those who may see medical content."""
    found = Evidence.objects.select_related("line__person", "line__election__employee")
    evidence = get_object_or_404(found, pk=pk, kind=DOCUMENTS)
    if request.method == "POST":
        _may_decide(request)
        reviewing.decide_evidence(evidence, request.POST.get("accepted") == "yes", request)
        return redirect("choice:waiting")
    shown = _shown(request, evidence.accepted) | {
        "evidence": evidence,
        "documents": evidence.line.person.documents.all(),
        "crumbs": [{"title": Text("待审的选择", "Choices that wait"), "address": reverse("choice:waiting")}],
    }
    return render(request, "choice/papers.html", shown)


def _may_decide(request: HttpRequest) -> None:
    if not request.membership.may("choice.manage"):  # type: ignore[attr-defined]
        raise PermissionDenied("choice.manage")


def _shown(request: HttpRequest, accepted: bool | None) -> dict[str, Any]:
    membership = request.membership  # type: ignore[attr-defined]
    return {
        "may": membership.may("choice.manage") and accepted is None,
        "may_see": membership.may("people.edit"),
        "state": lists.STATES[lists.state_of(accepted)],
    }


@requires("medical.view")
def declarations(request: HttpRequest) -> HttpResponse:
    """The claims desk's list of health declarations."""
    return table_page(request, lists.DECLARATIONS, lists.declaration_rows(), "choice/declarations.html")


@requires("medical.view")
def declaration(request: HttpRequest, pk: int) -> HttpResponse:
    evidence = get_object_or_404(Evidence, pk=pk, kind=HEALTH)
    if request.method == "POST":
        reviewing.decide_evidence(evidence, request.POST.get("accepted") == "yes", request)
        return redirect("choice:declarations")
    record("choice.declaration_seen", evidence, request=request)
    shown = {"evidence": evidence, "answers": reviewing.answers_of(evidence)}
    return render(request, "choice/declaration.html", shown)
