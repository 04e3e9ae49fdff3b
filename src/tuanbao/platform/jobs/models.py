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
    lease = models.CharField(max_length=32, blank=True)
    """Names the attempt that is running: whoever holds another one has lost the job and writes nothing more."""
    task = models.UUIDField(null=True)
    """The entry of the queue by which the job was last handed to the workers."""
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    """In real time, wherever the clock has been set: it tells of the worker and not of the company."""
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at",)

    @property
    def state_title(self) -> Text:
        return STATES[self.state]

    @property
    def ended(self) -> bool:
        return self.state in {"done", "failed"}

    @property
    def percent(self) -> int | None:
        """How far it is; None where that is not known."""
        if self.state == "done":
            return 100
        return min(100, 100 * self.done // self.total) if self.total else None


class ScheduleRun(models.Model):
    """One entry of the schedule was run in one slot of time. Unique, so that several workers run it once.

    It belongs to the installation; what is done for each company has the company in its name.
    """

    name = models.CharField(max_length=200)
    slot = models.CharField(max_length=20)
    """2026-11-20, or 2026-11-20 14:03."""
    at = models.DateTimeField()
    failed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="one_run_a_slot")]
