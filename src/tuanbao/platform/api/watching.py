"""What happens in other rooms, told as events (事件来源)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models.signals import post_save
from simple_history.signals import post_create_historical_record

from tuanbao.platform.api.events import Event, emit, emit_all
from tuanbao.platform.choice.models import Election
from tuanbao.platform.cover.endorsing import approved
from tuanbao.platform.cover.models import Endorsement
from tuanbao.platform.money.models import Bill
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection.history import many_created


def watch() -> None:
    """Called when the room is ready."""
    post_create_historical_record.connect(recorded, dispatch_uid="api.recorded")
    many_created.connect(recorded_many, sender=Person, dispatch_uid="api.recorded_many")
    post_save.connect(election_made, sender=Election, dispatch_uid="api.election_made")
    post_save.connect(bill_issued, sender=Bill, dispatch_uid="api.bill_issued")
    approved.connect(endorsement_approved, dispatch_uid="api.endorsement_approved")


def recorded(sender: Any, instance: Any, history_instance: Any, **kwargs: Any) -> None:
    """By the history: however somebody joins or leaves, by import, message or hand."""
    if isinstance(instance, Endorsement):
        return _endorsement(instance, history_instance)
    if not isinstance(instance, Person) or instance.relation != "employee":
        return None
    before = history_instance.prev_record if history_instance.history_type != "+" else None
    emit_all(instance.company, _changed(instance, before))
    return None


def recorded_many(sender: Any, records: Sequence[Person], **kwargs: Any) -> None:
    """People who came together, by an import."""
    if records:
        told = [each for person in records if person.relation == "employee" for each in _changed(person, None)]
        emit_all(records[0].company, told)


def _changed(person: Person, before: Any) -> Iterator[Event]:
    """What of joining and leaving is new since the record before."""
    for name, event in (("hired_on", "person.joined"), ("left_on", "person.left")):
        day = getattr(person, name)
        if day and (before is None or getattr(before, name) != day):
            yield Event(event, {"number": person.number, name: day.isoformat()}, person.number)


def _endorsement(endorsement: Endorsement, record: Any) -> None:
    before = record.prev_record if record.history_type != "+" else None
    if endorsement.confirmed_at and before is not None and before.confirmed_at is None:
        emit(endorsement.company, "endorsement.confirmed", _said(endorsement), f"endorsement:{endorsement.pk}")


def endorsement_approved(sender: Any, endorsement: Endorsement, **kwargs: Any) -> None:
    emit(endorsement.company, "endorsement.approved", _said(endorsement), f"endorsement:{endorsement.pk}")


def _said(endorsement: Endorsement) -> dict[str, Any]:
    return {"id": endorsement.pk, "policy": endorsement.policy.number, "number": endorsement.number}


def election_made(sender: Any, instance: Election, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        said = {"id": instance.pk, "employee": instance.employee.number, "source": instance.source}
        emit(instance.company, "election.made", said, instance.employee.number)


def bill_issued(sender: Any, instance: Bill, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        said = {"id": instance.pk, "number": instance.number, "policy": instance.policy.number}
        emit(instance.company, "bill.issued", said, f"policy:{instance.policy_id}")
