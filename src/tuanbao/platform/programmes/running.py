"""Screens of quotes and designs (报价与设计): asking for one, what it found, its files."""

import mimetypes
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tuanbao.language import Text
from tuanbao.money import parse_percent, parse_yuan
from tuanbao.platform.companies.access import requires
from tuanbao.platform.programmes import runs
from tuanbao.platform.programmes.models import ProgrammeRun, ProgrammeVersion
from tuanbao.platform.programmes.versions import VersionError, draft_upload
from tuanbao.platform.protection.audit import record
from tuanbao.platform.web.languages import language
from tuanbao.reference.market_survey import survey

DEPTHS = {"quick": (200, 100_000), "usual": (1000, 300_000), "deep": (5000, 1_000_000)}
"""How thoroughly: simulated years, and lines of bills of a design."""
DEPTH_TITLES = {
    "quick": Text("快速（约 1 分钟，误差较大）", "quick: about a minute, less exact"),
    "usual": Text("常规", "usual"),
    "deep": Text("精细（较慢）", "thorough and slow"),
}


@requires("programme.edit")
@require_POST
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    """With the people of today."""
    version = get_object_or_404(ProgrammeVersion, pk=pk)
    years, _ = DEPTHS.get(request.POST.get("depth", "usual"), DEPTHS["usual"])
    made = runs.start_quote(version, request.user, years=years, language=language())
    record("programme.quoted", made, request=request, years=years)
    return redirect("programmes:run", pk=made.pk)


@requires("programme.edit")
@require_http_methods(["GET", "POST"])
def design(request: HttpRequest, pk: int) -> HttpResponse:
    """The wishes of a design, and then the design."""
    version = get_object_or_404(ProgrammeVersion, pk=pk)
    about: dict[str, Any] = {
        "version": version,
        "quote": runs.latest_quote(version),
        "depths": DEPTH_TITLES,
        "industries": survey().industries,
    }
    if request.method == "GET":
        return render(request, "programmes/design.html", about)
    problems, wishes = _wishes(request)
    if problems:
        return render(request, "programmes/design.html", {**about, "problems": problems}, status=422)
    made = runs.start_design(version, request.user, language=language(), **wishes)
    record("programme.designed", made, request=request)
    return redirect("programmes:run", pk=made.pk)


@requires("programme.view")
@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """A quote or design: how far it is, then what it found."""
    found = get_object_or_404(ProgrammeRun.objects.select_related("programme", "job", "asked_by"), pk=pk)
    may_edit = request.membership.may("programme.edit")  # type: ignore[attr-defined]
    about = {"run": found, "found": found.summary, "chart": _chart(found.summary), "may_edit": may_edit}
    return render(request, f"programmes/{found.kind}_run.html", about)


@requires("programme.view")
@require_GET
def file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    kept = get_object_or_404(ProgrammeRun, pk=pk).files.exclude(content="")
    found = get_object_or_404(kept, pk=file)
    record("programme.file", found, request=request, name=found.name)
    kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    answer = HttpResponse(found.content.open().read(), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return answer


@requires("programme.edit")
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The programme that a design proposes, as a draft."""
    found = get_object_or_404(ProgrammeRun, pk=pk, kind="design")
    files = found.files.filter(name__in=("programme.yaml", "plans.yaml")).exclude(content="").order_by("-name")
    if not files:
        gone = Text("结果文件保存期满，已删除。请重新设计", "the files were kept long enough and are gone; design anew")
        messages.error(request, gone.to(language()))
        return redirect("programmes:run", pk=pk)
    try:
        texts = [each.content.open().read().decode("utf-8") for each in files]
        version = draft_upload(request.company, request.user, texts)  # type: ignore[attr-defined]
    except VersionError as error:
        messages.error(request, error.text.to(language()))
        return redirect("programmes:run", pk=pk)
    record("programme.drafted", version, request=request, run=pk)
    return redirect("programmes:edit", pk=version.pk)


def _wishes(request: HttpRequest) -> tuple[list[Text], dict[str, Any]]:
    """What the form asks for, and what is wrong with it."""
    given, problems = request.POST, []
    years, lines = DEPTHS.get(given.get("depth", "quick"), DEPTHS["quick"])
    wishes: dict[str, Any] = {"years": years, "lines": lines}
    if given.get("budget", "").strip():
        try:
            wishes["budget"] = parse_yuan(given["budget"].strip())
        except ValueError:
            problems.append(Text("预算应为金额（元），如 1,200,000", "the budget is an amount in yuan, as 1,200,000"))
    if given.get("growth", "").strip():
        wishes["growth"] = given["growth"].strip()
        try:
            parse_percent(wishes["growth"])
        except ValueError:
            problems.append(Text("增长应为百分比，如 5%", "growth is a percentage, as 5%"))
    wishes["hold_years"] = int(given["hold_years"]) if given.get("hold_years") in {"1", "2", "3"} else 1
    wishes["industry"] = given.get("industry") if given.get("industry") in survey().industries else "all"
    wishes["options"] = given.get("options", "")
    problems += _problems_of(wishes["options"])
    return problems, wishes


def _problems_of(options: str) -> list[Text]:
    """Options are checked before the job is asked for."""
    if not options.strip():
        return []
    from tuanbao.design.options.loading import parse_options
    from tuanbao.plan import PlanError

    try:
        parse_options(options)
    except PlanError as error:
        return [
            Text(
                f"设计选项第 {each.line} 行第 {each.column} 列：{each.message.zh}",
                f"options, line {each.line}, column {each.column}: {each.message.en}",
            )
            for each in error.problems
        ]
    return []


def _chart(found: dict[str, Any]) -> dict[str, Any]:
    """What the charts draw, in yuan and in the reader's language."""

    def said(text: dict[str, str]) -> str:
        return Text(text["zh"], text["en"]).to(language())

    return {
        "language": language(),
        "steps": [
            {"label": said(each["label"]), "amount": each["amount"] / 100, "kind": each.get("kind", "")}
            for each in found.get("steps", ())
        ],
        "points": [
            {"kind": each["kind"], "name": said(each["name"]), "cost": each["cost"] / 100, "value": each["value"] / 100}
            for each in found.get("points", ())
        ],
        "words": {
            "cost": Text("企业一年成本（元）", "Cost of a year (yuan)").to(language()),
            "value": Text("对员工的价值（元）", "Value to people (yuan)").to(language()),
            "total": Text("合计", "Total").to(language()),
        },
    }
