"""Setting up webhooks and sending again (推送设置)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from tuanbao.platform import clock
from tuanbao.platform.api.addresses import check_url
from tuanbao.platform.api.delivering import hand_over
from tuanbao.platform.api.models import Delivery, Webhook
from tuanbao.platform.api.signing import new_secret
from tuanbao.platform.companies.models import Company
from tuanbao.platform.protection.audit import record


@transaction.atomic
def add_webhook(company: Company, url: str, events: Sequence[str], user: Any = None, request: Any = None) -> Webhook:
    """Raises AddressError. Its secret is to be shown once."""
    check_url(url)
    made: Webhook = Webhook.objects.create(
        company=company,
        url=url,
        events=sorted(set(events)),
        secret=new_secret(),
        created_at=clock.now(),
        created_by=user,
    )
    record("webhook.added", made, company=company, user=user, request=request, events=made.events)
    return made


@transaction.atomic
def change_webhook(webhook: Webhook, request: Any, **changed: Any) -> Webhook:
    """Its url, events, or whether it is active. What waits is sent when it is active again. Raises AddressError."""
    if "url" in changed:
        check_url(changed["url"])
    if "events" in changed:
        changed["events"] = sorted(set(changed["events"]))
    for name, value in changed.items():
        setattr(webhook, name, value)
    if webhook.active:
        webhook.disabled_at = None
    webhook.save(update_fields=[*changed, "disabled_at"])
    record("webhook.changed", webhook, company=webhook.company, request=request, fields=sorted(changed))
    if webhook.active:
        hand_over(webhook)
    return webhook


@transaction.atomic
def remove_webhook(webhook: Webhook, request: Any) -> None:
    record("webhook.removed", webhook, company=webhook.company, request=request)
    webhook.delete()


@transaction.atomic
def redeliver(delivery: Delivery, request: Any) -> Delivery:
    """Sent again with the same id: whoever has had it knows it."""
    delivery.status, delivery.attempt, delivery.next_at = "waiting", 0, clock.now()
    delivery.save(update_fields=["status", "attempt", "next_at"])
    record("webhook.redelivered", delivery, company=delivery.company, request=request)
    hand_over(delivery.webhook)
    return delivery
