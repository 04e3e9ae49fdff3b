"""Long work and how far it is (后台任务)."""

import uuid

from django.conf import settings
from django.db import models

from tuanbao.language import Text
from tuanbao.platform.companies.owned import Owned

STATES = {
    "waiting": Text("排队中", "waiting"),
    "running": Text("进行中", "running"),
    "done": Text("完成", "done"),
    "failed": Text("失败", "failed"),
}


class Job(Owned):
    """One piece of work. ``beat_at`` tells whether its worker lives: who dies is followed by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    title = models.JSONField(default=dict)
    """{zh, en}."""
    parameters = models.JSONField(default=dict)
    """Nothing sensitive: keys of records."""
    state = models.CharField(max_length=10, default="waiting", choices=[(key, text.zh) for key, text in STATES.items()])
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    """0: not known."""
    doing = models.JSONField(default=dict)
    """{zh, en}: what it is at."""
    result = models.JSONField(default=dict)
    error = models.JSONField(default=dict)
    """{zh, en}: a sentence for a person; nothing sensitive."""
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at",)

    @property
    def state_title(self) -> Text:
        return STATES[self.state]
