"""The employee reports a life event (报告生活事件)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tuanbao.platform import clock
from tuanbao.platform.choice.choose_views import me, now_of
from tuanbao.platform.choice.life_events import days_to_act, event_kinds
from tuanbao.platform.choice.reporting import EventError, Report, report_event
from tuanbao.platform.choice.windows import year_at
from tuanbao.platform.companies.access import requires
from tuanbao.platform.people.relations import documents
from tuanbao.platform.web.languages import language
from tuanbao.vocabulary import SEXES

REPORTED = ("birth", "adoption", "marriage", "divorce", "death", "parent_retired", "other_cover")


@requires("own.choose")
def report(request: HttpRequest) -> HttpResponse:
    wrongs: list[Any] = []
    if request.method == "POST":
        try:
            event = report_event(me(request), _report(request), request.FILES.getlist("documents"), request=request)
        except EventError as error:
            wrongs = list(error.texts)
        else:
            said = event_kinds()[event.kind].name.to(language())
            messages.success(request, {"zh": f"已收到：{said}", "en": f"received: {said}"}[language()])
            return redirect("choose:start")
    now = now_of(request)
    year = year_at(now.book.years, clock.today())
    days = year.days if year else {}
    titles = documents()
    kinds = [
        (each, days_to_act(each.kind, days), [titles[name] for name in each.documents])
        for each in map(event_kinds().__getitem__, REPORTED)
    ]
    shown = {"kinds": kinds, "people": now.dependants, "sexes": SEXES, "wrongs": wrongs, "sent": request.POST}
    return render(request, "choice/choose/event.html", shown, status=422 if wrongs else 200)


def _report(request: HttpRequest) -> Report:
    sent = request.POST
    return Report(
        kind=sent.get("kind", ""),
        happened_on=_day(sent.get("happened_on", "")),
        about=int(sent["about"]) if sent.get("about", "").isdigit() else None,
        name=sent.get("name", "").strip()[:100],
        birth_date=_day(sent.get("birth_date", "")),
        sex=sent.get("sex", ""),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
