"""What each role begins with (各角色首页): what needs it, its figures, whether it sees how the staff changes."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from tuanbao.platform.console import figures, todo
from tuanbao.platform.console.figures import Figure
from tuanbao.platform.console.today import Today
from tuanbao.platform.console.trend import Month, by_month, first_day
from tuanbao.platform.people.models import Person

Counted = Callable[[Today], Figure | None]


class Home(NamedTuple):
    todos: tuple[todo.Finder, ...]
    figures: tuple[Counted, ...]
    trend: bool = True


_HR = Home(
    (
        todo.window_closing,
        todo.failed_jobs,
        todo.incomplete_people,
        todo.life_events_to_decide,
        todo.documents_to_check,
        todo.unverified_dependants,
        todo.endorsements_to_approve,
        todo.endorsements_to_send,
        todo.endorsements_to_confirm,
    ),
    (figures.insured, figures.families, figures.premium, figures.chosen),
)
HOMES: Mapping[str, Home] = {
    "hr": _HR,
    "hr_manager": _HR._replace(todos=(todo.programmes_to_approve, todo.bills_to_approve, *_HR.todos)),
    "finance": Home(
        (
            todo.bills_to_approve,
            todo.differences_open,
            todo.endorsements_to_confirm,
            todo.policies_ending,
            todo.failed_jobs,
        ),
        (figures.premium, figures.insured),
    ),
    "broker": Home(
        (todo.policies_ending, todo.programmes_to_approve, todo.endorsements_to_confirm, todo.window_closing),
        (figures.insured, figures.families, figures.premium, figures.chosen),
    ),
    "insurer": Home((todo.endorsements_to_confirm,), (figures.own_policies,), trend=False),
    "claims_officer": Home((todo.declarations_to_decide,), (figures.insured,), trend=False),
    "auditor": Home((todo.failed_jobs,), (figures.audited, figures.insured, figures.premium)),
}


def todos_of(at: Today) -> list[todo.Todo]:
    """Urgent ones first."""
    found = [each for find in HOMES[at.who.role].todos if (each := find(at))]
    return sorted(found, key=lambda each: not each.urgent)


def figures_of(at: Today) -> list[Figure]:
    return [each for count in HOMES[at.who.role].figures if (each := count(at))]


def trend_of(at: Today) -> tuple[Month, ...]:
    if not HOMES[at.who.role].trend:
        return ()
    staff = Person.objects.filter(employee=None)
    since = first_day(at.day)
    hired = staff.filter(hired_on__gte=since).order_by().values_list("hired_on", flat=True)
    left = staff.filter(left_on__gte=since, left_on__lt=at.day).order_by().values_list("left_on", flat=True)
    return by_month(hired, left, at.day)


def linked(at: Today, trend: Iterable[Month]) -> list[dict[str, Any]]:
    """Each month with the addresses of the people whom its bars count; empty for those who may not see them."""
    people = reverse("people:list") if at.who.may("people.view") else ""
    return [
        {
            **month._asdict(),
            "joined_address": people and f"{people}?{_within('hired_on', month, date.max)}",
            "left_address": people and f"{people}?{_within('left_on', month, at.day - timedelta(1))}",
        }
        for month in trend
    ]


def _within(field: str, month: Month, latest: date) -> str:
    """The filter of a list of people by a day in the month; whoever leaves later is not counted yet."""
    year, number = map(int, month.name.split("-"))
    last = min(date(year, number, monthrange(year, number)[1]), latest)
    return urlencode({f"{field}_from": f"{month.name}-01", f"{field}_to": last.isoformat()})
