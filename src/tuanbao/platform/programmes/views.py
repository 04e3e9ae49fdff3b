"""Screens of programmes (方案): the list by plan year, one version, two beside each other, decisions."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from tuanbao.language import Text
from tuanbao.plan import PlanError
from tuanbao.plan.wording import programme_schedule, schedule
from tuanbao.platform import clock
from tuanbao.platform.companies.access import requires
from tuanbao.platform.programmes import comparing, deciding, overview
from tuanbao.platform.programmes.checking import id_in
from tuanbao.platform.programmes.loaded import Loaded, load_version
from tuanbao.platform.programmes.models import ProgrammeVersion
from tuanbao.platform.programmes.runs import latest_quote
from tuanbao.platform.programmes.versions import VersionError, check_version, in_force
from tuanbao.platform.protection.audit import record
from tuanbao.platform.web.languages import language


@requires("programme.view")
@require_GET
def programme_list(request: HttpRequest) -> HttpResponse:
    """By plan year, the latest first; within it the version that holds or is being made first."""
    versions = ProgrammeVersion.objects.select_related("drafted_by", "decided_by").order_by(
        "-effective_from", "-number"
    )
    years: dict[int, list[ProgrammeVersion]] = {}
    for version in versions.order_by("-effective_from", "-number"):
        years.setdefault(version.effective_from.year, []).append(version)
    holding = next(iter(in_force(clock.today())), None)
    rows = [(year, [(each, title_of(each)) for each in own]) for year, own in years.items()]
    return render(
        request, "programmes/list.html", {"years": rows, "holding": holding, "may_edit": _may(request, "edit")}
    )


@requires("programme.view")
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(ProgrammeVersion, pk=pk)
    loaded = _loaded(version)
    about: dict[str, Any] = {"version": version, "title": title_of(version), "loaded": loaded}
    if loaded is not None:
        about |= _shown(version, loaded)
    else:
        about["problems"] = len(check_version(version).findings)
    others = ProgrammeVersion.objects.exclude(pk=pk).order_by("-effective_from", "-number")
    is_author = request.user.pk in deciding.authors(version)
    about |= {
        "others": others,
        "runs": version.runs.select_related("job", "asked_by"),
        "may_edit": _may(request, "edit"),
        "may_approve": _may(request, "approve"),
        "is_author": is_author,
    }
    return render(request, "programmes/detail.html", about)


@requires("programme.view")
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """?a=…&b=…: the earlier on the left."""
    pair = [get_object_or_404(ProgrammeVersion, pk=_number(request.GET.get(name))) for name in ("a", "b")]
    before, after = sorted(pair, key=lambda each: (each.effective_from, each.number, each.pk))
    sides = _loaded(before), _loaded(after)
    words = comparing.in_words(sides[0], sides[1]) if sides[0] and sides[1] else None
    texts = [(Text("方案体系", "Programme"), comparing.in_text(before.text, after.text)), *_plan_texts(before, after)]
    about = {"before": before, "after": after, "words": words, "texts": [each for each in texts if each[1]]}
    return render(request, "programmes/compare.html", about)


@requires("programme.view")
@require_GET
def schedule_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The schedule of benefits of the whole programme."""
    version = get_object_or_404(ProgrammeVersion, pk=pk)
    loaded = _loaded(version)
    if loaded is None:
        messages.error(request, Text("方案还有问题，不能生成责任表", "The programme has problems still").to(language()))
        return redirect("programmes:detail", pk=pk)
    from tuanbao.documents.schedule import write_pdf

    plans = list(loaded.plans.values())
    with TemporaryDirectory() as folder:
        path = Path(folder) / "schedule.pdf"
        write_pdf(path, [programme_schedule(loaded.programme, plans), *map(schedule, plans)], language())
        answer = HttpResponse(path.read_bytes(), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{version.programme_id}-v{version.number}.pdf"'
    return answer


@requires("programme.edit")
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    note = request.POST.get("note", "")
    return _decided(request, pk, "submitted", lambda version: deciding.submit(version, request.user, note))


@requires("programme.edit")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _decided(request, pk, "withdrawn", lambda version: deciding.withdraw(version, request.user))


@requires("programme.approve")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    return _decided(request, pk, "approved", lambda version: deciding.approve(version, request.user))


@requires("programme.approve")
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return _decided(request, pk, "refused", lambda version: deciding.refuse(version, request.user, reason))


DONE = {
    "submitted": Text("已提交，等待另一位同事批准", "Submitted; another person approves it"),
    "withdrawn": Text("已撤回，可以继续编辑", "Taken back; it can be edited"),
    "approved": Text("已批准，从生效日起执行", "Approved; it holds from its date on"),
    "refused": Text("已退回", "Refused"),
}


def _decided(request: HttpRequest, pk: int, act: str, decide: Callable[[ProgrammeVersion], Any]) -> HttpResponse:
    version = get_object_or_404(ProgrammeVersion, pk=pk)
    try:
        decide(version)
    except VersionError as error:
        messages.error(request, error.text.to(language()))
    else:
        record(f"programme.{act}", version, request=request, number=version.number)
        messages.success(request, DONE[act].to(language()))
    return redirect("programmes:detail", pk=pk)


def _shown(version: ProgrammeVersion, loaded: Loaded) -> dict[str, Any]:
    grid = overview.grid(loaded)
    words = programme_schedule(loaded.programme, list(loaded.plans.values()))
    quote = latest_quote(version)
    options = [(plan.title, schedule(plan).options) for plan in loaded.plans.values() if plan.variants]
    return {
        "grid": grid,
        "sections": words.sections,
        "options": options,
        "quote": quote,
        "costs": overview.costs_of(grid, quote.summary) if quote else [],
    }


def title_of(version: ProgrammeVersion) -> Text:
    """The name of the programme; its id where the text has problems or gives none."""
    loaded = _loaded(version)
    name = loaded.programme.name if loaded else None
    return name.text if name else Text(version.programme_id, version.programme_id)


def _loaded(version: ProgrammeVersion) -> Loaded | None:
    try:
        return load_version(version)
    except PlanError:
        return None


def _plan_texts(before: ProgrammeVersion, after: ProgrammeVersion) -> list[tuple[Text, Any]]:
    old, new = ({id_in(plan.text, "plan"): plan.text for plan in each.plans.all()} for each in (before, after))
    return [
        (Text(f"方案 {name}", f"Plan {name}"), comparing.in_text(old.get(name, ""), new.get(name, "")))
        for name in {**old, **new}
    ]


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _may(request: HttpRequest, what: str) -> bool:
    return bool(request.membership.may(f"programme.{what}"))  # type: ignore[attr-defined]
