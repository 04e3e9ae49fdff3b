"""Life events: reported by the employee, decided by HR (生活事件的报告与审核)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.choice.book import read_book
from tuanbao.platform.choice.life_events import days_to_act, event_kinds
from tuanbao.platform.choice.models import LifeEvent
from tuanbao.platform.choice.windows import report_deadline, year_at
from tuanbao.platform.people import documents
from tuanbao.platform.people.models import Person
from tuanbao.platform.people.verifying import verify
from tuanbao.platform.protection.audit import record
from tuanbao.vocabulary import SEXES

ADDS = {"birth", "adoption", "marriage"}
"""Kinds by which somebody joins the family."""
ENDS = {"divorce", "death"}


class EventError(Exception):
    """What is wrong with a report, all at once."""

    def __init__(self, texts: Sequence[Text]) -> None:
        super().__init__("; ".join(text.zh for text in texts))
        self.texts = tuple(texts)


@dataclass(frozen=True, slots=True)
class Report:
    kind: str
    happened_on: date | None
    about: int | None = None
    """A dependant who is known; or the next three, for somebody who is new."""
    name: str = ""
    birth_date: date | None = None
    sex: str = ""


def report_event(employee: Person, report: Report, files: Sequence[Any] = (), request: Any = None) -> LifeEvent:
    """Writes the event, the new dependant and the documents. The same report again gives the event that is there.

    Raises EventError.
    """
    wrongs = [*_wrong(employee, report), *_wrong_files(files)]
    if wrongs:
        raise EventError(wrongs)
    user = request.user if request is not None else None
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=employee.pk)
        event = _there_already(employee, report)
        if event is None:
            about = employee.dependants.get(pk=report.about) if report.about else _newcomer(employee, report)
            event = LifeEvent.objects.create(
                company=employee.company,
                employee=employee,
                kind=report.kind,
                about=about,
                happened_on=report.happened_on,
                reported_at=clock.now(),
                reported_by=user,
            )
            record("choice.event_reported", event, request=request, company=employee.company, kind=report.kind)
            _keep(event, files, request)
    return event


def decide_event(event: LifeEvent, accepted: bool, note: str = "", request: Any = None) -> None:
    """HR accepts or refuses; accepted papers verify the dependant and, for an end, close the relation."""
    with transaction.atomic():
        event = LifeEvent.objects.select_for_update().get(pk=event.pk)
        if event.accepted is not None:
            return
        now, user = clock.now(), request.user if request is not None else None
        event.accepted, event.decided_at, event.decided_by, event.note = accepted, now, user, note[:300]
        event.save()
        event.documents.filter(accepted=None).update(accepted=accepted, decided_at=now, decided_by=user)
        if accepted and event.about is not None:
            _settle(event, event.about, request)
        action = "choice.event_accepted" if accepted else "choice.event_refused"
        record(action, event, request=request, company=event.company, kind=event.kind)


def _settle(event: LifeEvent, person: Person, request: Any) -> None:
    if event.kind in ENDS:
        person.related_to = event.happened_on
        person.save()
    else:
        verify(person, request)


def _wrong(employee: Person, report: Report) -> list[Text]:
    kind = event_kinds().get(report.kind)
    if kind is None or kind.about == "none":
        return [Text("请选择发生了什么", "say what happened")]
    if report.happened_on is None:
        return [Text("请填写发生日期，如 2026-11-05", "give the day on which it happened, as 2026-11-05")]
    found = []
    if report.happened_on > clock.today():
        found.append(Text("发生日期不能晚于今天", "the day must not be after today"))
    year = year_at(read_book(employee.company_id).years, report.happened_on)
    days = year.days if year else {}
    if clock.today() > report_deadline(report.kind, report.happened_on, days):
        number = days_to_act(report.kind, days)
        zh = f"{kind.name.zh}须在发生后 {number} 天内报告，现已超过；请在下一个选择期选择，或联系人事"
        en = f"a {kind.name.en} must be told within {number} days; choose in the next window, or ask HR"
        found.append(Text(zh, en))
    return [*found, *_wrong_person(employee, report)]


def _wrong_person(employee: Person, report: Report) -> list[Text]:
    if report.about is not None:
        if not employee.dependants.filter(pk=report.about).exists():
            return [Text("这位家人不在您名下", "this person is not of your family")]
        return []
    if report.kind not in ADDS:
        return [Text("请选择是哪位家人", "say which family member it is about")]
    found = []
    if not report.name:
        found.append(Text("请填写家人姓名", "give the name of the family member"))
    if report.birth_date is None and report.kind != "birth":
        found.append(Text("请填写家人的出生日期", "give the birth date of the family member"))
    if report.sex not in SEXES:
        found.append(Text("请选择家人性别", "give the sex of the family member"))
    return found


def _wrong_files(files: Sequence[Any]) -> list[Text]:
    found = []
    for number, file in enumerate(files, 1):
        why = documents.problem(file)
        if why is not None:
            found.append(Text(f"第 {number} 个文件：{why.zh}", f"file {number}: {why.en}"))
    return found


def _there_already(employee: Person, report: Report) -> LifeEvent | None:
    assert report.happened_on is not None
    same = employee.life_events.filter(kind=report.kind, happened_on=report.happened_on).exclude(accepted=False)
    same = same.filter(about=report.about) if report.about else same.filter(about__name=report.name)
    found: LifeEvent | None = same.first()
    return found


def _newcomer(employee: Person, report: Report) -> Person:
    relation = event_kinds()[report.kind].about
    person: Person = Person.objects.create(
        company=employee.company,
        number=f"{employee.number[:50]}-{uuid4().hex[:8]}",
        employee=employee,
        relation=relation,
        name=report.name,
        birth_date=report.birth_date or report.happened_on,
        sex=report.sex,
        related_from=report.happened_on,
    )
    return person


def _keep(event: LifeEvent, files: Sequence[Any], request: Any) -> None:
    kind = next(iter(event_kinds()[event.kind].documents), "other")
    user = request.user if request is not None else None
    for file in files:
        documents.hand_in(event.about or event.employee, kind, file, user, life_event=event, request=request)
