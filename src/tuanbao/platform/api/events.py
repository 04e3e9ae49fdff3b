"""Events that others are told of (事件). Written with what happened, in its transaction, and sent afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.api.models import Delivery, Webhook
from tuanbao.platform.companies.models import Company

EVENTS: Mapping[str, Text] = {
    "person.joined": Text("员工入职", "an employee has joined"),
    "person.left": Text("员工离职", "an employee has left"),
    "election.made": Text("员工作了选择", "an employee has chosen"),
    "endorsement.approved": Text("批单已批准", "an endorsement was approved"),
    "endorsement.confirmed": Text("批单已确认", "an endorsement was confirmed"),
    "bill.issued": Text("账单已出", "a bill was issued"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """``payload`` holds numbers and ids, nothing sensitive; ``about`` names what it is about: events about one thing
    arrive in their order."""

    name: str
    payload: dict[str, Any]
    about: str = ""


def emit(company: Company, event: str, payload: dict[str, Any], about: str = "") -> None:
    """Tells every webhook that asks for the event. ``about`` left out: the payload's number."""
    emit_all(company, [Event(event, payload, about or str(payload.get("number", "")))])


def emit_all(company: Company, events: Iterable[Event]) -> None:
    """Many at once, told in this order."""
    told = list(events)
    unknown = sorted({each.name for each in told} - set(EVENTS))
    if unknown:
        raise ValueError(f"no such event: {', '.join(unknown)}")
    if told:
        with transaction.atomic():
            for webhook in Webhook.objects.filter(company=company, active=True):
                _wait(webhook, [each for each in told if each.name in webhook.events])


def _wait(webhook: Webhook, told: Sequence[Event]) -> None:
    from tuanbao.platform.api.delivering import hand_over

    if not told:
        return
    asked = Delivery.objects.filter(webhook=webhook, status="waiting", attempt=0).exists()
    Delivery.objects.bulk_create((_delivery(webhook, each) for each in told), batch_size=500)
    if not asked:  # who sends one sends all; every minute it is looked for what was missed
        hand_over(webhook)


def _delivery(webhook: Webhook, event: Event) -> Delivery:
    now = clock.now()
    payload = {"type": event.name, "timestamp": now.isoformat(), "data": event.payload}
    return Delivery(
        company_id=webhook.company_id,
        webhook=webhook,
        event=event.name,
        about=event.about,
        payload=payload,
        made_at=now,
        next_at=now,
    )
