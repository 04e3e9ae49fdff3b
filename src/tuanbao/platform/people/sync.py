"""Messages of HR systems, received (人事系统同步). Each is a fact; repeated, late and disordered ones do no harm."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db import transaction

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.models import Company
from tuanbao.platform.people.applying import save
from tuanbao.platform.people.columns import EMPLOYMENT
from tuanbao.platform.people.folding import Base, Folded, Positions, fold
from tuanbao.platform.people.messages import Message, Problem, read
from tuanbao.platform.people.models import Employment, Person, SyncMessage

REASON = "sync:"
"""Begins the reason in the history of what came by messages."""
_REUSED = Text("这个消息编号已用于另一条内容不同的消息", "this id belongs to another message with other content")
_DEPENDANT = Text("这个编号是家属，不是员工", "this number is a dependant's, not an employee's")


@dataclass(frozen=True, slots=True)
class Outcome:
    """applied: the people say so; held: it waits for the joiner; refused: nothing was kept, `problems` say why."""

    status: Literal["applied", "held", "refused"]
    problems: tuple[Problem, ...] = ()


def receive(company: Company, message: dict[str, Any]) -> Outcome:
    """Keeps the message and brings the people in line with all messages about the employee."""
    said = read(message)
    if isinstance(said, tuple):
        return Outcome("refused", said)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=company.pk)  # one message of a company at a time
        person = Person.objects.filter(company=company, number=said.number).first()
        if person is not None and person.relation != "employee":
            return Outcome("refused", (Problem("not_an_employee", "number", _DEPENDANT),))
        body = said.model_dump_json()
        kept = SyncMessage.objects.filter(company=company, message_id=said.id).first()
        if kept is not None and json.loads(kept.body) != json.loads(body):
            return Outcome("refused", (Problem("id_reused", "id", _REUSED),))
        if kept is None:
            person = _new(company, said, body, person)
    return Outcome("applied" if person else "held")


def _new(company: Company, said: Message, body: str, person: Person | None) -> Person | None:
    earlier = [
        Message.model_validate_json(each.body)
        for each in SyncMessage.objects.filter(company=company, number=said.number)
    ]
    SyncMessage.objects.create(
        company=company,
        message_id=said.id,
        kind=said.kind,
        number=said.number,
        occurred_at=said.occurred_at,
        sequence=said.sequence,
        body=body,
        received_at=clock.now(),
    )
    messages = [*earlier, said]
    base = _base(person, {each.day for each in messages if each.position.values() or each.kind != "change"})
    after = fold(messages, base)
    if person is None and not after.employed:
        return None
    before = fold(earlier, base) if person else Folded({}, (), {})
    person = person or Person(company=company, number=said.number, relation="employee")
    _bring_in_line(person, before, after, REASON + said.id)
    return person


def _base(person: Person | None, days: set[date]) -> Base:
    """What was known before, or beside, the messages: by import or by hand."""
    if person is None:
        return Base()
    records = _by_others(person)
    stint = (records[-1].hired_on, records[-1].left_on) if records and records[-1].hired_on else None
    positions = tuple((each.starts_on, each.columns()) for each in person.employments.exclude(starts_on__in=days))
    return Base(stint, positions)


def _by_others(person: Person) -> list[Any]:
    """The records of the person's history that no message wrote, the earliest first."""
    records = Person.history.filter(id=person.pk).order_by("history_date", "history_id")
    return [each for each in records if not (each.history_change_reason or "").startswith(REASON)]


def _bring_in_line(person: Person, before: Folded, after: Folded, reason: str) -> None:
    """Writes only what this message has changed, so that what was mended by hand since stays."""
    records = _by_others(person) if person.pk else []
    for name, (value, at) in after.fields.items():
        if before.fields.get(name) != (value, at) and not _edited_since(records, name, at):
            setattr(person, name, value)
    if after.stints != before.stints:
        for first, last in after.stints:  # each employment leaves its record in the history
            person.hired_on, person.left_on = first, last
            save(person, reason, None)
    else:
        save(person, reason, None)
    _positions(person, before.positions, after.positions, reason)


def _edited_since(records: list[Any], name: str, moment: datetime) -> bool:
    """Somebody gave the field another value after the moment of which the message tells."""
    changed = [
        record.history_date
        for earlier, record in zip([None, *records], records, strict=False)
        if getattr(earlier, name, None) != getattr(record, name)
    ]
    return bool(changed) and changed[-1] > moment


def _positions(person: Person, before: Positions, after: Positions, reason: str) -> None:
    held = {each.starts_on: each for each in person.employments.all()}
    for day, columns in after.items():
        if before.get(day) == columns and day in held:
            continue
        each = held.get(day) or Employment(company_id=person.company_id, person=person, starts_on=day)
        for name in EMPLOYMENT:
            setattr(each, name, columns.get(name, ""))
        each.attributes = {name: value for name, value in columns.items() if name not in EMPLOYMENT}
        save(each, reason, None)
