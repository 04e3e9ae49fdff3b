"""Sending events (推送): in order, again where it fails, stopped after long failure."""

import http.client
import json
from collections.abc import Iterator
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django_scopes import scope, scopes_disabled
from django_tasks import task

from tuanbao.platform import clock
from tuanbao.platform.api.addresses import AddressError, target_of
from tuanbao.platform.api.models import Delivery, Webhook
from tuanbao.platform.api.posting import post
from tuanbao.platform.api.signing import headers
from tuanbao.platform.jobs.schedule import every
from tuanbao.platform.protection.audit import record

SECONDS = (5, 60, 300, 1800, 7200, 18000, 36000, 36000)
"""How long is waited after the first failure, the second…; after the last the event is given up: some 30 hours."""
LEASE = timedelta(minutes=5)
AT_ONCE = 100
"""So many are sent before others get their turn."""
KEPT = timedelta(days=60)


def hand_over(webhook: Webhook) -> None:
    """Puts the address into the queue of the workers, once the transaction is through."""
    send_waiting.enqueue(webhook.pk)


@task()
def send_waiting(pk: int) -> None:
    """What a worker does."""
    with scopes_disabled():
        webhook = Webhook.objects.select_related("company").filter(pk=pk).first()
    if webhook is not None:
        with scope(company=webhook.company):
            send(webhook)


def send(webhook: Webhook) -> int:
    """Sends what is due and says how much was tried. Another worker that has the address sends for this one."""
    if not _taken(webhook):
        return 0
    tried = 0
    try:
        while tried < AT_ONCE and (delivery := next(_due(webhook), None)) is not None:
            _try(delivery)
            tried += 1
            Webhook.objects.filter(pk=webhook.pk).update(busy_until=clock.now() + LEASE)
    finally:
        Webhook.objects.filter(pk=webhook.pk).update(busy_until=None)
    if tried == AT_ONCE:
        hand_over(webhook)
    return tried


def _taken(webhook: Webhook) -> bool:
    now = clock.now()
    free = Webhook.objects.filter(Q(busy_until=None) | Q(busy_until__lt=now), pk=webhook.pk, active=True)
    return bool(free.update(busy_until=now + LEASE))


def _due(webhook: Webhook) -> Iterator[Delivery]:
    """The earliest of each thing, where its time has come: a leaver never overtakes the joiner."""
    earlier = Delivery.objects.filter(
        webhook=webhook, status="waiting", pk__lt=models.OuterRef("pk"), about=models.OuterRef("about")
    ).exclude(about="")
    waiting = Delivery.objects.filter(webhook=webhook, status="waiting", next_at__lte=clock.now())
    yield from waiting.exclude(models.Exists(earlier)).select_related("webhook").order_by("pk")[:1]


def _try(delivery: Delivery) -> None:
    delivery.answer = _posted(delivery)
    now = clock.now()
    if delivery.answer.startswith("2"):
        delivery.status, delivery.delivered_at = "delivered", now
    elif delivery.attempt >= len(SECONDS):
        delivery.status = "failed"
    else:
        delivery.next_at = now + timedelta(seconds=SECONDS[delivery.attempt])
    delivery.attempt += 1
    with transaction.atomic():
        delivery.save(update_fields=["answer", "status", "delivered_at", "next_at", "attempt"])
        if delivery.status == "failed":
            _stop_where_nothing_gets_through(delivery)


def _posted(delivery: Delivery) -> str:
    """The status of the answer, or why there was none."""
    body = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":")).encode()
    stamp = int(clock.now().timestamp())
    own = headers(delivery.webhook.secret, str(delivery.message_id), stamp, body)
    try:
        target = target_of(delivery.webhook.url)
        return str(post(target, {"Content-Type": "application/json", "User-Agent": "tuanbao", **own}, body))
    except AddressError:
        return "address"
    except TimeoutError:
        return "timeout"
    except (OSError, http.client.HTTPException):
        return "refused"


def _stop_where_nothing_gets_through(delivery: Delivery) -> None:
    webhook = delivery.webhook
    if Delivery.objects.filter(webhook=webhook, delivered_at__gte=delivery.made_at).exists():
        return
    webhook.active, webhook.disabled_at = False, clock.now()
    webhook.save(update_fields=["active", "disabled_at"])
    record("webhook.stopped", webhook, company=webhook.company)


@every("minute", name="api.deliver", each_company=True)
def deliver_due(company: object) -> None:
    """What was tried in vain, and what a worker left behind when it died."""
    due = Delivery.objects.filter(status="waiting", next_at__lte=clock.now(), webhook__active=True)
    for webhook in Webhook.objects.filter(pk__in=due.values("webhook")):
        hand_over(webhook)


@every("day", at="03:45", name="api.forget_deliveries", each_company=True)
def forget_deliveries(company: object) -> None:
    Delivery.objects.filter(made_at__lt=clock.now() - KEPT).exclude(status="waiting").delete()
