"""Screens on which a draft is made (编辑草稿): texts beside the words that people will read, and forms."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tuanbao.language import Text
from tuanbao.plan.wording import programme_schedule, schedule
from tuanbao.platform import clock
from tuanbao.platform.companies.access import requires
from tuanbao.platform.programmes import versions
from tuanbao.platform.programmes.checking import PROGRAMME, Checked
from tuanbao.platform.programmes.entries import added, dropped, offered
from tuanbao.platform.programmes.models import ProgrammeVersion
from tuanbao.platform.programmes.patching import Form, PatchError, patched
from tuanbao.platform.programmes.plan_form import plan_forms
from tuanbao.platform.programmes.programme_form import programme_forms
from tuanbao.platform.programmes.versions import VersionError
from tuanbao.platform.protection.audit import record
from tuanbao.platform.web.languages import language

LARGEST = 2 * 1024 * 1024


@requires("programme.edit")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A draft from nothing, or from files."""
    if request.method == "GET":
        return render(request, "programmes/new.html", {"year": clock.today().year + 1})
    try:
        version = _uploaded(request) if request.FILES else _blank(request)
    except VersionError as error:
        return render(request, "programmes/new.html", {"year": clock.today().year + 1, "error": error.text}, status=422)
    record("programme.drafted", version, request=request)
    return redirect("programmes:edit", pk=version.pk)


def _blank(request: HttpRequest) -> ProgrammeVersion:
    year = request.POST.get("year", "")
    if not year.isdecimal() or not 2000 <= int(year) <= 2100:
        raise VersionError(Text("请填写保险年度，如 2027", "give the plan year, as 2027"))
    return versions.draft_blank(request.company, request.user, int(year))  # type: ignore[attr-defined]


def _uploaded(request: HttpRequest) -> ProgrammeVersion:
    texts = []
    for file in request.FILES.getlist("files"):
        if (file.size or 0) > LARGEST:
            raise VersionError(Text(f"文件“{file.name}”超过 2 MB", f"the file {file.name} is larger than 2 MB"))
        try:
            texts.append(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            zh, en = f"文件“{file.name}”不是 UTF-8 编码，请另存为 UTF-8", f"{file.name} is not UTF-8; save it as UTF-8"
            raise VersionError(Text(zh, en)) from None
    return versions.draft_upload(request.company, request.user, texts)  # type: ignore[attr-defined]


@requires("programme.edit")
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The next version, as this one stands."""
    version = versions.draft_from(get_object_or_404(ProgrammeVersion, pk=pk), request.user)
    record("programme.drafted", version, request=request, source=pk)
    return redirect("programmes:edit", pk=version.pk)


@requires("programme.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(ProgrammeVersion, pk=pk)
    if version.state != "draft":
        said = Text("只有草稿可以编辑；请先起草新版本", "Only a draft is edited: begin a new version")
        messages.info(request, said.to(language()))
        return redirect("programmes:detail", pk=pk)
    if request.method == "POST":
        return _saved(request, version)
    checked = versions.check_version(version)
    return render(request, "programmes/edit.html", {"version": version, **_parts(version, {}, checked)})


def _saved(request: HttpRequest, version: ProgrammeVersion) -> HttpResponse:
    try:
        checked = versions.save_draft(version, _texts(request), effective_from=_day(request.POST.get("effective_from")))
    except VersionError as error:
        messages.error(request, error.text.to(language()))
        return redirect("programmes:detail", pk=version.pk)
    problems = len(checked.findings)
    zh, en = f"已保存；还有 {problems} 处问题，改好后才能提交", f"Saved; {problems} problems are left"
    messages.success(request, (Text(zh, en) if problems else Text("已保存", "Saved")).to(language()))
    return redirect("programmes:detail" if "leave" in request.POST else "programmes:edit", pk=version.pk)


@requires("programme.edit")
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What is wrong with the texts as they are being written, and how they read; nothing is saved."""
    return _panel(request, get_object_or_404(ProgrammeVersion, pk=pk), _texts(request))


@requires("programme.edit")
@require_POST
def patch(request: HttpRequest, pk: int) -> HttpResponse:
    """One value of the form, written into the text as it stands in the editor; nothing is saved."""
    part, path = request.POST.get("part", ""), request.POST.get("path", "")
    return _changed(request, pk, lambda text, _: patched(text, path, request.POST.get(f"n-{part}-{path}", "")))


@requires("programme.edit")
@require_POST
def add_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Another benefit or relation in the text as it stands in the editor; nothing is saved."""
    return _changed(request, pk, lambda text, version: _with_entry(request.POST.get("add", ""), text, version))


@requires("programme.edit")
@require_POST
def drop_entry(request: HttpRequest, pk: int) -> HttpResponse:
    return _changed(request, pk, lambda text, _: dropped(text, request.POST.get("drop", "")))


def _with_entry(key: str, text: str, version: ProgrammeVersion) -> str:
    plan = version.plans.order_by("plan_id").values_list("plan_id", flat=True)[0]
    return added(text, key, PLAN=plan, YEAR=str(version.effective_from.year - 1))


def _changed(request: HttpRequest, pk: int, change: Callable[[str, ProgrammeVersion], str]) -> HttpResponse:
    """The panel with one part's text changed."""
    version = get_object_or_404(ProgrammeVersion, pk=pk)
    texts, part = _texts(request), request.POST.get("part", "")
    kept = version if part == PROGRAMME else get_object_or_404(version.plans, pk=int(part) if part.isdecimal() else 0)
    try:
        texts[part] = change(texts.get(part, kept.text), version)
    except PatchError as error:
        return _panel(request, version, texts, error=error.text)
    return _panel(request, version, texts, changed=part)


@requires("programme.edit")
@require_POST
def add_plan(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_plans(request, pk, lambda version: versions.add_plan(version, request.user))


@requires("programme.edit")
@require_POST
def remove_plan(request: HttpRequest, pk: int, plan: int) -> HttpResponse:
    return _with_plans(request, pk, lambda version: versions.remove_plan(version, plan))


def _with_plans(request: HttpRequest, pk: int, act: Any) -> HttpResponse:
    """What stands in the editor is kept first."""
    version = get_object_or_404(ProgrammeVersion, pk=pk)
    try:
        versions.save_draft(version, _texts(request))
        act(version)
    except VersionError as error:
        messages.error(request, error.text.to(language()))
    return redirect("programmes:edit", pk=pk)


def _panel(
    request: HttpRequest, version: ProgrammeVersion, texts: dict[str, str], *, changed: str = "", error: Any = None
) -> HttpResponse:
    checked = versions.check_version(version, texts)
    about = {"version": version, "changed": changed, "error": error, "again": True, **_parts(version, texts, checked)}
    return render(request, "programmes/_check.html", about)


def _parts(version: ProgrammeVersion, texts: dict[str, str], checked: Checked) -> dict[str, Any]:
    """Everything that editor and panel show, by part."""
    plans = list(version.plans.order_by("plan_id"))
    read = {plan.plan_id: checked.plans.get(str(plan.pk)) for plan in plans}
    names = {name: plan.title if plan else Text(name, name) for name, plan in read.items()}
    text = texts.get(PROGRAMME, version.text)
    parts = [_part(PROGRAMME, Text("方案体系", "Programme"), text, programme_forms(text, names))]
    words = []
    if checked.loaded is not None:
        words.append(programme_schedule(checked.loaded.programme, list(checked.loaded.plans.values())))
    for kept in plans:
        plan, text = read[kept.plan_id], texts.get(str(kept.pk), kept.text)
        parts.append(_part(str(kept.pk), names[kept.plan_id], text, plan_forms(text, plan) if plan else []))
        words += [schedule(plan)] if plan else []
    titles = {part["key"]: part["title"] for part in parts}
    findings = [(titles[each.part], each) for each in checked.findings]
    return {"parts": parts, "findings": findings, "words": words}


def _part(key: str, title: Text, text: str, forms: list[Form]) -> dict[str, Any]:
    more = offered(text, plan=key != PROGRAMME)
    return {"key": key, "title": title, "text": text, "forms": forms, "offered": more}


def _texts(request: HttpRequest) -> dict[str, str]:
    return {key.removeprefix("text-"): str(value) for key, value in request.POST.items() if key.startswith("text-")}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
