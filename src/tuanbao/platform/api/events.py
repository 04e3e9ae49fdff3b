"""Events that others are told of (事件). Written with what happened, in its transaction, and sent afterwards."""

from collections.abc import Mapping
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


def emit(company: Company, event: str, payload: dict[str, Any], about: str = "") -> None:
    """Tells every webhook that asks for the event. ``payload`` holds numbers and ids, nothing sensitive.

    ``about`` names what it is about: events about one thing arrive in their order; left out, the payload's number.
    """
    from tuanbao.platform.api.delivering import hand_over

    if event not in EVENTS:
        raise ValueError(f"no such event: {event}")
    now = clock.now()
    told = {"type": event, "timestamp": now.isoformat(), "data": payload}
    with transaction.atomic():
        for webhook in Webhook.objects.filter(company=company, active=True):
            if event in webhook.events:
                asked = Delivery.objects.filter(webhook=webhook, status="waiting", attempt=0).exists()
                Delivery.objects.create(
                    company=company,
                    webhook=webhook,
                    event=event,
                    about=about or str(payload.get("number", "")),
                    payload=told,
                    made_at=now,
                    next_at=now,
                )
                if not asked:  # who sends one sends all; every minute it is looked for what was missed
                    hand_over(webhook)
