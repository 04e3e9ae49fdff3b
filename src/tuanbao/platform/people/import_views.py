"""HR's pages of imports: handing in a file, the preview, confirming, what it changed."""

from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.access import requires
from tuanbao.platform.people import importing
from tuanbao.platform.people.columns import shown, title
from tuanbao.platform.people.forms import ImportForm
from tuanbao.platform.people.models import Employment, Import, Person
from tuanbao.platform.people.plan import KINDS, WHYS, Added, Change, Plan
from tuanbao.platform.people.views import attachment
from tuanbao.platform.protection import audit
from tuanbao.platform.web.languages import language
from tuanbao.roster import write_error_workbook
from tuanbao.roster.layouts import MEMBERS

PAGE = 50
DECISIONS = (
    ("same", Text("是同一个人", "the same person")),
    ("new", Text("是另一个人", "somebody else")),
    ("skip", Text("先不导入", "leave out")),
)
_COLOURS = {"added": "green", "changed": "blue", "transferred": "azure", "returning": "cyan", "leaving": "orange"}


@requires("people.edit")
def imports(request: HttpRequest) -> HttpResponse:
    """Handing in a roster, and those handed in before."""
    form = ImportForm(request.POST or None, request.FILES or None, initial={"list_date": clock.today()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            company = request.company  # type: ignore[attr-defined]
            made = importing.hand_in(company, said["file"], said["list_date"], said["full"], request.user)
        except importing.ImportRefusedError as error:
            form.add_error("file", error.text.to(language()))
        else:
            audit.record("people.import_handed_in", made, request=request)
            return redirect("people:import_detail", made.pk)
    context = {
        "form": form,
        "imports": Import.objects.select_related("uploaded_by")[:20],
        "crumbs": [{"title": Text("导入", "Import")}],
    }
    return render(request, "people/import.html", context)


@requires("people.edit")
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Preview and decision; afterwards what was changed."""
    found = get_object_or_404(Import.objects.select_related("job"), pk=pk)
    context: dict[str, Any] = {
        "importing": found,
        "job": found.job,
        "crumbs": [{"title": Text("导入", "Import")}, {"title": found.name}],
    }
    if found.state == "ready":
        context |= _preview(request, importing.plan_of(found))
    if found.state in {"applying", "applied", "undoing", "undone"}:
        context["history"] = _changed_by(found)
    return render(request, "people/import_detail.html", context)


def _preview(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    counts = plan.counts()
    kinds = [
        {"kind": kind, "title": KINDS[kind], "count": counts[kind], "colour": _COLOURS[kind], "page": page}
        for kind in KINDS
        if (page := _page(request, kind, plan.added if kind == "added" else plan.of(kind)))
    ]
    errors = Paginator(plan.errors, PAGE).get_page(request.GET.get("wrong"))
    return {
        "plan": plan,
        "counts": counts,
        "kinds": kinds,
        "errors": errors,
        "error_rows": [{"error": error, "column": _column(error.column)} for error in errors],
        "doubts": [_doubt(doubt) for doubt in plan.doubts],
        "nothing": not (plan.added or plan.changes or plan.doubts),
    }


def _page(request: HttpRequest, kind: str, steps: tuple[Any, ...]) -> Any:
    page = Paginator(steps, PAGE).get_page(request.GET.get(kind))
    page.object_list = [_shown(step) for step in page.object_list]
    return page


def _shown(step: Added | Change) -> dict[str, Any]:
    """A step as the preview says it, sensitive values masked."""
    if isinstance(step, Change):
        fields = [
            (title(each.name), shown(each.name, each.old) if each.old else None, shown(each.name, each.new))
            for each in step.fields
        ]
        return {"row": step.row, "number": step.number, "name": step.name, "fields": fields, "from": step.starts_on}
    values = {**step.values, **step.employment}
    name = values.pop("name", "")
    known = chain([("family", step.family)] if step.family else [], values.items())
    told = [(title(key), None, shown(key, value)) for key, value in known if key != "insured"]
    return {"row": step.row, "number": step.number, "name": name, "fields": told}


def _doubt(doubt: Any) -> dict[str, Any]:
    words = [word for word in DECISIONS if word[0] != "new" or doubt.new]
    if doubt.why == "came_back":
        words[0] = ("same", Text("再入职", "has come back"))
    return {"doubt": doubt, "why": WHYS[doubt.why], "words": words}


def _column(name: str) -> Text:
    return MEMBERS[name].header if name in MEMBERS else title(name)


def _changed_by(found: Import) -> dict[str, Any]:
    """How many records of history bear the import's reason, and the people among the first."""
    history = Person.history.filter(company=found.company, history_change_reason=found.reason)
    positions = Employment.history.filter(company=found.company, history_change_reason=found.reason)
    return {
        "people": history.count(),
        "positions": positions.count(),
        "records": (first := list(history.order_by("history_id")[:PAGE])),
        "there": set(Person.objects.filter(pk__in=[each.id for each in first]).values_list("pk", flat=True)),
    }


@requires("people.edit")
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Import, pk=pk)
    said = [name for name in request.POST if name.startswith("doubt-")]
    decisions = {name.removeprefix("doubt-"): str(request.POST[name]) for name in said}
    try:
        importing.confirm(found, decisions, "without_wrong" in request.POST, request.user, request)
    except importing.ImportRefusedError as error:
        messages.error(request, error.text.to(language()))
    return redirect("people:import_detail", pk)


@requires("people.edit")
@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    importing.give_up(get_object_or_404(Import, pk=pk))
    return redirect("people:import")


@requires("people.edit")
def errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook of errors, to be handed back to whoever made the list."""
    plan = importing.plan_of(get_object_or_404(Import, pk=pk))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "errors.xlsx"
        write_error_workbook(plan.errors, path)
        return attachment(path, f"import-{pk}-errors.xlsx")
