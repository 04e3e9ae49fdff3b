"""Tokens, calls made once, webhooks and what they deliver (令牌、幂等调用、事件推送)."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.owned import Owned
from tuanbao.platform.protection.fields import EncryptedText
from tuanbao.platform.protection.history import History


class Token(Owned):
    """Lets a program of the company in (接口令牌). The secret is shown once; only its hash is kept."""

    name = models.CharField(max_length=100)
    scopes = models.JSONField(default=list)
    secret_hash = models.CharField(max_length=64)
    """SHA-256 of a random secret of 256 bits."""
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    calls_a_minute = models.PositiveIntegerField(default=600)
    minute = models.DateTimeField(null=True, editable=False)
    calls = models.PositiveIntegerField(default=0, editable=False)
    """Calls in that minute."""
    history = History(excluded_fields=["secret_hash", "last_used_at", "minute", "calls"])

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name

    def holds(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    @property
    def state_title(self) -> Text:
        if self.revoked_at is not None:
            return Text("已吊销", "revoked")
        return Text("有效", "active") if self.holds(clock.now()) else Text("已过期", "expired")


class IdempotentCall(Owned):
    """A call that changed something, with its answer: the same key gets the same answer (幂等调用)."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    request_hash = models.CharField(max_length=64)
    """Of method, path and body."""
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = EncryptedText(blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_call_a_key")]
        indexes = [models.Index(fields=["made_at"], name="calls_by_age")]


class Webhook(Owned):
    """An address that is told of events (事件推送地址)."""

    url = models.URLField(max_length=500)
    events = models.JSONField(default=list)
    secret = EncryptedText()
    """`whsec_…`: signs what is sent."""
    active = models.BooleanField(default=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    """When it was stopped because nothing had got through for long."""
    busy_until = models.DateTimeField(null=True, editable=False)
    """A worker is sending to it; after this moment another may."""
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    history = History(excluded_fields=["secret", "busy_until"])

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.url


STATUSES = {
    "waiting": Text("待发送", "waiting"),
    "delivered": Text("已送达", "delivered"),
    "failed": Text("未送达", "failed"),
}


class Delivery(Owned):
    """One event for one address (推送记录); its id is the same however often it is sent."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.CharField(max_length=40)
    about = models.CharField(max_length=100, blank=True)
    """What it is about: events about one thing arrive in their order."""
    payload = models.JSONField()
    status = models.CharField(
        max_length=10, default="waiting", choices=[(key, text.zh) for key, text in STATUSES.items()]
    )
    attempt = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=40, blank=True)
    """Status of the last answer, or why there was none: `200`, `timeout`, `refused`, `address`."""

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=["status", "next_at"], name="deliveries_due")]

    @property
    def status_title(self) -> Text:
        return STATUSES[self.status]
