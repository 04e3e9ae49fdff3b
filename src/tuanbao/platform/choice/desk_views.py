"""Life events and evidence that wait for a decision (待审事件、材料、健康告知)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tuanbao.platform.choice import reviewing
from tuanbao.platform.choice.evidence import DOCUMENTS, HEALTH
from tuanbao.platform.choice.life_events import event_kinds
from tuanbao.platform.choice.models import Evidence, LifeEvent
from tuanbao.platform.choice.reporting import decide_event
from tuanbao.platform.companies.access import requires
from tuanbao.platform.protection.audit import record


@requires("choice.view")
def events(request: HttpRequest) -> HttpResponse:
    """What waits; of declarations HR sees the state only."""
    waiting = LifeEvent.objects.filter(accepted=None).select_related("employee", "about").prefetch_related("documents")
    decided = LifeEvent.objects.exclude(accepted=None).select_related("employee", "about").order_by("-decided_at")[:20]
    held = Evidence.objects.filter(accepted=None).select_related("line__person", "line__election")
    shown = {
        "waiting": [(each, event_kinds()[each.kind].name) for each in waiting],
        "decided": [(each, event_kinds()[each.kind].name) for each in decided],
        "held": held.order_by("asked_at"),
        "may": request.membership.may("choice.manage"),  # type: ignore[attr-defined]
    }
    return render(request, "choice/events.html", shown)


@require_POST
@requires("choice.manage")
def decide_life_event(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(LifeEvent, pk=pk)
    decide_event(event, request.POST.get("accepted") == "yes", request.POST.get("note", ""), request)
    return redirect("choice:events")


@requires("medical.view")
def declarations(request: HttpRequest) -> HttpResponse:
    """The claims desk's list of health declarations."""
    found = Evidence.objects.filter(kind=HEALTH).select_related("line__person", "line__election").order_by("-asked_at")
    return render(request, "choice/declarations.html", {"found": found[:100]})


@require_POST
@requires("choice.manage")
def decide_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Papers are HR's to judge; declarations are for those who may see medical content."""
    evidence = get_object_or_404(Evidence, pk=pk, kind=DOCUMENTS)
    reviewing.decide_evidence(evidence, request.POST.get("accepted") == "yes", request)
    return redirect("choice:events")


@requires("medical.view")
def declaration(request: HttpRequest, pk: int) -> HttpResponse:
    evidence = get_object_or_404(Evidence, pk=pk, kind=HEALTH)
    if request.method == "POST":
        reviewing.decide_evidence(evidence, request.POST.get("accepted") == "yes", request)
        return redirect("choice:declarations")
    record("choice.declaration_seen", evidence, request=request)
    shown = {"evidence": evidence, "answers": reviewing.answers_of(evidence)}
    return render(request, "choice/declaration.html", shown)
