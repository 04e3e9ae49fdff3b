"""The facts of progress (选择进度的数据), and the decision on evidence (核保、材料审核)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.choice import evidence as rules_of
from tuanbao.platform.choice.book import read_book
from tuanbao.platform.choice.closing import PASSIVE, passive, passive_occasion, without_choice
from tuanbao.platform.choice.models import Election, Evidence, Window
from tuanbao.platform.choice.progress import Chooser, Taken
from tuanbao.platform.choice.windows import Employed
from tuanbao.platform.choice.writing import payment
from tuanbao.platform.people.models import Person
from tuanbao.platform.people.verifying import verify
from tuanbao.platform.protection.audit import record


@dataclass(frozen=True, slots=True)
class Effect:
    """What closing now would do: people by source, and yearly money."""

    renewed: int
    default: int
    employer: int
    points: int
    payroll: int


def choosers(window: Window) -> list[Chooser]:
    """Everybody employed on the first day of the window's year, with the day of their first own election."""
    first = window.programme.effective_from
    chosen: dict[int, date] = {}
    for election in _elections(window).exclude(source__in=PASSIVE).order_by("made_at"):
        chosen.setdefault(election.employee_id, timezone.localtime(election.made_at).date())
    return [
        Chooser(person.pk, department_of(person), chosen.get(person.pk))
        for person in Person.objects.filter(relation="employee").prefetch_related("employments")
        if Employed(person.hired_on, person.left_on).at(first)
    ]


def department_of(person: Person) -> str:
    jobs = list(person.employments.all())
    return jobs[-1].department if jobs else ""


def latest(window: Window) -> list[Election]:
    """The election of each employee that holds for the year's first day, or the first one after it."""
    found: dict[int, Election] = {}
    for election in _elections(window).prefetch_related("lines__person").order_by("effective_from", "made_at", "pk"):
        known = found.get(election.employee_id)
        if known is None or known.effective_from == election.effective_from:
            found[election.employee_id] = election
    return list(found.values())


def taken(elections: Iterable[Election]) -> list[Taken]:
    """By plan, variant and relation, the most frequent first; no cover stands with an empty plan."""
    sums: dict[tuple[str, str, str], list[int]] = {}
    for election in elections:
        for line in election.lines.all():
            key = ("" if line.waived else line.plan_id, line.variant, line.person.relation)
            each = sums.setdefault(key, [0, 0, 0])
            for place, value in enumerate((1, line.employer_fen, line.employee_fen)):
                each[place] += value
    return sorted((Taken(*key, *each) for key, each in sums.items()), key=lambda row: (row.relation, -row.count))


def effect_of_closing(window: Window) -> Effect:
    """Worked out with the very rules of closing, without writing anything."""
    book = read_book(window.company_id)
    year = next(each for each in book.years if each.first == window.programme.effective_from)
    count = {"renewed": 0, "default": 0}
    employer = points = payroll = 0
    for who in without_choice(book, year):
        made = passive(who, year)
        paid = payment(who.desk(passive_occasion(who, year)), made.picks)
        count[made.source] += 1
        employer, points, payroll = employer + paid.employer, points + paid.points, payroll + paid.payroll
    return Effect(count["renewed"], count["default"], employer, points, payroll)


def answers_of(evidence: Evidence) -> list[tuple[Text, bool | None]]:
    """Medical content: only for those who have `medical.view`."""
    said: Mapping[str, Any] = json.loads(evidence.answers)["answers"] if evidence.answers else {}
    return [(question.text, said.get(question.id)) for question in rules_of.rules().questions]


def decide_evidence(evidence: Evidence, accepted: bool, request: Any = None) -> None:
    """Papers count from the day chosen; a declaration from the day after it is accepted."""
    with transaction.atomic():
        evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
        if evidence.accepted is not None:
            return
        chosen = evidence.line.election.effective_from
        tomorrow = clock.today() + timedelta(days=1)
        evidence.accepted, evidence.decided_at = accepted, clock.now()
        evidence.decided_by = request.user if request is not None else None
        if accepted:
            evidence.effective_from = chosen if evidence.kind == rules_of.DOCUMENTS else max(chosen, tomorrow)
        evidence.save()
        if accepted and evidence.kind == rules_of.DOCUMENTS:
            verify(evidence.line.person, request)
        action = "choice.evidence_accepted" if accepted else "choice.evidence_refused"
        record(action, evidence, request=request, company=evidence.company, kind=evidence.kind)


def accept_papers(sender: Any, person: Person, request: Any = None, **_: Any) -> None:
    """Hears that somebody's papers are accepted: the choices that waited for them do so no more."""
    for evidence in Evidence.objects.filter(line__person=person, kind=rules_of.DOCUMENTS, accepted=None):
        decide_evidence(evidence, True, request)


def _elections(window: Window) -> Any:
    year = (window.programme.effective_from, window.programme.effective_to)
    return Election.objects.filter(effective_from__range=year)
