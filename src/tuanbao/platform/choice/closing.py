"""Opening, extending, closing the window (选择窗口的开关): who has not chosen is renewed or gets the default."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.choice.book import Book, read_book
from tuanbao.platform.choice.life_events import EVERYTHING
from tuanbao.platform.choice.models import Election, Window
from tuanbao.platform.choice.renewing import Passive, default, renewed
from tuanbao.platform.choice.situation import Situation, situation
from tuanbao.platform.choice.waiting import asked
from tuanbao.platform.choice.windows import Employed, Occasion, PlanYear
from tuanbao.platform.choice.writing import write
from tuanbao.platform.companies.models import Company
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.schedule import every
from tuanbao.platform.jobs.work import JobError, Progress, job_kind
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes.models import ProgrammeVersion
from tuanbao.platform.protection.audit import record

PASSIVE = ("default", "renewed")
"""Sources of elections that nobody made."""


class WindowError(Exception):
    """The window cannot be changed so; ``text`` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


def open_window(programme: ProgrammeVersion, opens: date, closes: date, request: Any = None) -> Window:
    """A window for an approved programme that has none yet."""
    if programme.state != "approved":
        raise WindowError(Text("方案体系批准后才能开放选择", "approve the programme first"))
    if closes < opens or closes < clock.today():
        raise WindowError(Text("截止日期须不早于开放日期和今天", "the last day is before the first, or before today"))
    if Window.objects.filter(programme__effective_from=programme.effective_from).exists():
        raise WindowError(
            Text("这一年度已有选择窗口，可延长或重新开放", "the year has a window: extend it or open it again")
        )
    with transaction.atomic():
        window: Window = Window.objects.create(
            company=programme.company, programme=programme, opens_on=opens, closes_on=closes
        )
        record("choice.window_opened", window, request=request, opens=str(opens), closes=str(closes))
    return window


def extend_window(window: Window, closes: date, request: Any = None) -> None:
    """A later last day; a window that was closed is open again, and a choice made then replaces the default."""
    if closes < clock.today() or closes < window.opens_on:
        raise WindowError(Text("新的截止日期不能早于今天", "the new last day must not be before today"))
    if closes > window.programme.effective_to:
        raise WindowError(Text("截止日期不能晚于保障年度终了", "the last day must not be after the plan year"))
    with transaction.atomic():
        window = Window.objects.select_for_update().get(pk=window.pk)
        action = "choice.window_reopened" if window.closed_at else "choice.window_extended"
        before = window.closes_on
        window.closes_on, window.closed_at = closes, None
        window.save()
        record(action, window, request=request, before=str(before), closes=str(closes))


def close_window(window: Window, tell: Progress | None = None, request: Any = None) -> dict[str, int]:
    """Locks the year and writes the passive elections. May be done again: who has an election is left alone."""
    with transaction.atomic():
        held = Window.objects.select_for_update().get(pk=window.pk)
        if held.closed_at is None:
            held.closed_at = clock.now()
            held.save()
            record("choice.window_closed", held, request=request, company=held.company)
    book = read_book(window.company_id)
    year = next(each for each in book.years if each.first == held.programme.effective_from)
    waiting = list(without_choice(book, year))
    count = {"renewed": 0, "default": 0}
    for done, each in enumerate(waiting, 1):
        count[write_passive(each, year).source] += 1
        if tell is not None and (done % 20 == 0 or done == len(waiting)):
            tell(done, len(waiting), Text("为未选择的员工续选", "renewing those who have not chosen"))
    return count


def without_choice(book: Book, year: PlanYear) -> Iterator[Situation]:
    """Employees on the year's first day (or of today, within the year) who have no election in it."""
    day = max(year.first, min(clock.today(), year.last))
    chosen = set(
        Election.objects.filter(effective_from__range=(year.first, year.last)).values_list("employee_id", flat=True)
    )
    people = Person.objects.filter(relation="employee").exclude(pk__in=chosen).prefetch_related("employments")
    for person in people:
        if Employed(person.hired_on, person.left_on).at(day) or Employed(person.hired_on, person.left_on).at(
            year.first
        ):
            yield situation(book, person, clock.today())


def passive(who: Situation, year: PlanYear) -> Passive:
    """Last year's choice where there was one; new people the default."""
    first = max(year.first, who.person.hired_on or year.first)
    menu = who.menu(year, first)
    before = _last_choice(who, year)
    return renewed(menu, before) if before else default(menu)


def passive_occasion(who: Situation, year: PlanYear) -> Occasion:
    first = max(year.first, who.person.hired_on or year.first)
    return Occasion("annual", year, first, first, EVERYTHING, Text("默认", "default"))


def write_passive(who: Situation, year: PlanYear) -> Passive:
    """In one transaction a person, with a key by person and year: a job that died goes on where it was."""
    made = passive(who, year)
    key = f"passive:{year.key}:{who.person.pk}"
    with transaction.atomic():
        if not Election.objects.filter(key=key).exists():
            desk = who.desk(passive_occasion(who, year))
            write(who, desk, made.picks, key, source=made.source, waiting=asked(desk, made.picks))
    return made


@every("day", at="01:00", name="choice.begin_years", each_company=True)
def begin_years(company: Company) -> int:
    """Renews, in a year that has begun, who had chosen for the one before but was not there when the window closed."""
    book, today = read_book(company.pk), clock.today()
    made = 0
    for year in (each for each in book.years if each.first <= today <= each.last):
        if year.window is not None and year.window.closed:
            for who in without_choice(book, year):
                if _stayed(who, year) and _last_choice(who, year):
                    write_passive(who, year)
                    made += 1
    return made


def _stayed(who: Situation, year: PlanYear) -> bool:
    """Employed on the last day of the year before and on the first of this one."""
    there = Employed(who.person.hired_on, who.person.left_on)
    return there.at(year.first) and there.at(year.first - timedelta(days=1))


@job_kind("choice.close_window", Text("关闭选择窗口", "close the choice window"))
def close_window_job(job: Job, tell: Progress) -> dict[str, Any]:
    window = Window.objects.filter(pk=job.parameters["window"]).first()
    if window is None:
        raise JobError(Text("选择窗口已不存在", "the window is not there any more"))
    return dict(close_window(window, tell))


def _last_choice(who: Situation, year: PlanYear) -> tuple[Any, ...]:
    earlier = [each for each in who.book.years if each.first < year.first]
    election = who.election_on(earlier[-1].last) if earlier else None
    return who.chosen_on(election.programme.effective_to) if election else ()
