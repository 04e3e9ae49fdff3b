"""HR watches and runs the choice (员工选择)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.choice import reviewing
from tuanbao.platform.choice.closing import WindowError, extend_window, open_window
from tuanbao.platform.choice.lists import DEPARTMENTS, MISSING, TAKEN, TakenRow, missing_rows
from tuanbao.platform.choice.models import Evidence, LifeEvent, Window
from tuanbao.platform.choice.progress import Chooser, Taken, by_day, departments
from tuanbao.platform.companies.access import requires
from tuanbao.platform.jobs.work import start
from tuanbao.platform.programmes.loaded import load_version
from tuanbao.platform.programmes.models import ProgrammeVersion
from tuanbao.platform.protection.audit import record
from tuanbao.platform.web.languages import language
from tuanbao.platform.web.tables import tables_page

NO_COVER = Text("不投保", "no cover")


@requires("choice.view")
def progress(request: HttpRequest) -> HttpResponse:
    window = current_window()
    if window is None:
        return render(request, "choice/no_window.html", {"programmes": _without_window()})
    people = reviewing.choosers(window)
    missing = [each.key for each in people if each.chosen_on is None]
    elections = reviewing.latest(window)
    shown = {
        "window": window,
        "open": _is_open(window),
        "days_left": (window.closes_on - clock.today()).days,
        "people": len(people),
        "chosen": len(people) - len(missing),
        "percent": 100 * (len(people) - len(missing)) // len(people) if people else 0,
        "chart": _chart(window, people),
        "employer": sum(line.employer_fen for each in elections for line in each.lines.all()),
        "points": sum(each.points for each in elections),
        "payroll": sum(each.payroll_fen for each in elections),
        "missing": len(missing),
        "may_manage": request.membership.may("choice.manage"),  # type: ignore[attr-defined]
        "events": LifeEvent.objects.filter(accepted=None).count(),
        "waiting": Evidence.objects.filter(accepted=None).count(),
        "windows": Window.objects.select_related("programme"),
    }
    taken = [_taken(window, row) for row in reviewing.taken(elections)]
    tables = ((DEPARTMENTS, departments(people)), (TAKEN, taken), (MISSING, missing_rows(missing)))
    return tables_page(request, tables, "choice/progress.html", shown)


@require_POST
@requires("choice.manage")
def remind(request: HttpRequest) -> HttpResponse:
    window = current_window()
    if window is not None and _is_open(window):
        company = request.company  # type: ignore[attr-defined]
        start("choice.remind", company, request.user, window=window.pk)
        record("choice.remind_asked", window, request=request)
        _say(request, Text("正在发送提醒，可在“任务”中查看", "reminders are being sent; see Jobs"))
    return redirect("choice:progress")


@requires("choice.manage")
def window(request: HttpRequest) -> HttpResponse:
    """Extend, close or open again; what it does in money is shown before it is confirmed."""
    found = current_window()
    if request.method == "POST":
        try:
            return _act(request, found)
        except WindowError as error:
            messages.error(request, error.text.to(language()))
    if found is None:
        return render(request, "choice/no_window.html", {"programmes": _without_window()})
    shown = {"window": found, "open": _is_open(found), "effect": reviewing.effect_of_closing(found)}
    return render(request, "choice/window.html", shown)


def current_window() -> Window | None:
    """The one that opened last."""
    found: Window | None = Window.objects.select_related("programme").order_by("-opens_on").first()
    return found


def _act(request: HttpRequest, found: Window | None) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "open":
        programme = ProgrammeVersion.objects.filter(pk=request.POST.get("programme") or 0).first()
        if programme is None:
            raise WindowError(Text("请选择方案体系", "choose a programme"))
        open_window(programme, _day(request, "opens"), _day(request, "closes"), request)
    elif found is not None and act == "extend":
        extend_window(found, _day(request, "closes"), request)
    elif found is not None and act == "close":
        record("choice.close_asked", found, request=request)
        start("choice.close_window", request.company, request.user, window=found.pk)  # type: ignore[attr-defined]
        _say(request, Text("正在关闭窗口并续选，可在“任务”中查看", "the window is being closed; see Jobs"))
    return redirect("choice:progress")


def _day(request: HttpRequest, name: str) -> date:
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        raise WindowError(Text("请填写日期，如 2026-12-10", "give a date, as 2026-12-10")) from None


def _is_open(window: Window) -> bool:
    return window.closed_at is None and window.opens_on <= clock.today() <= window.closes_on


def _without_window() -> Any:
    taken = Window.objects.values_list("programme__effective_from", flat=True)
    return ProgrammeVersion.objects.filter(state="approved").exclude(effective_from__in=taken)


def _chart(window: Window, people: list[Chooser]) -> dict[str, Any]:
    """Per cent by day of the window, this year and last."""
    before = Window.objects.filter(opens_on__lt=window.opens_on).select_related("programme").first()
    until = min(window.closes_on, clock.today())
    return {
        "days": (window.closes_on - window.opens_on).days + 1,
        "now": _percent(people, window.opens_on, until),
        "before": _of_last_year(before) if before else [],
        "titles": [t.to(language()) for t in (Text("今年", "this year"), Text("去年", "last year"))],
        "axis": Text("窗口第几天", "day of the window").to(language()),
    }


def _of_last_year(window: Window) -> list[float]:
    """Nothing where nobody chose on the platform yet: a line at zero would say something else."""
    people = reviewing.choosers(window)
    return _percent(people, window.opens_on, window.closes_on) if any(each.chosen_on for each in people) else []


def _percent(people: list[Chooser], opens: date, closes: date) -> list[float]:
    return by_day([each.chosen_on for each in people if each.chosen_on], opens, closes, len(people))


def _taken(window: Window, row: Taken) -> TakenRow:
    title = load_version(window.programme).title(row.plan_id, row.variant) if row.plan_id else NO_COVER
    return TakenRow(title, row.relation, row.count, row.employer, row.employee)


def _say(request: HttpRequest, text: Text) -> None:
    messages.success(request, text.to(language()))
