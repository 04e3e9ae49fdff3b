"""Plans and programmes in versions (方案版本). What has been approved is never changed: a change is a new version."""

from typing import Any

from django.conf import settings
from django.db import models

from tuanbao.language import Text
from tuanbao.platform.companies.owned import Owned
from tuanbao.platform.companies.standing import Standing
from tuanbao.platform.protection.history import History

STATES = {
    "draft": Text("草稿", "draft"),
    "submitted": Text("待批准", "submitted"),
    "approved": Text("已批准", "approved"),
    "refused": Text("未批准", "refused"),
}


FIXED = ("approved", "refused")
"""Decided: nothing of such a version changes any more."""


class FixedError(Exception):
    """A version that has been decided on was about to be changed."""


class Version(Standing):
    """Text in the plan language, drafted by one person and approved by another (双人复核)."""

    number = models.PositiveIntegerField()
    text = models.TextField()
    effective_from = models.DateField()
    effective_to = models.DateField()
    state = models.CharField(max_length=10, default="draft", choices=[(key, text.zh) for key, text in STATES.items()])
    note = models.CharField(max_length=300, blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def state_title(self) -> Text:
        return STATES[self.state]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises FixedError where it has been decided on, whoever asks."""
        if self.pk and type(self)._default_manager.filter(pk=self.pk, state__in=FIXED).exists():
            raise FixedError(f"{self} is {self.state}")
        super().save(*args, **kwargs)


class PlanVersion(Version):
    """One plan (方案) of the plan language."""

    plan_id = models.CharField(max_length=100)
    history = History()

    class Meta:
        ordering = ("plan_id", "-number")
        constraints = [
            models.UniqueConstraint(fields=["company", "plan_id", "number"], name="one_plan_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class ProgrammeVersion(Version):
    """One programme (方案体系) with the versions of the plans that it names; its period is the plan year."""

    programme_id = models.CharField(max_length=100)
    plans = models.ManyToManyField(PlanVersion, related_name="programmes")
    history = History(m2m_fields=[plans])

    class Meta:
        ordering = ("programme_id", "-number")
        constraints = [
            models.UniqueConstraint(fields=["company", "programme_id", "number"], name="one_programme_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.number}"


RUNS = {"quote": Text("报价", "quote"), "design": Text("方案设计", "design")}


class ProgrammeRun(Owned):
    """A quote (报价) or design (方案设计) of a version with the people of a day. What it found is kept for ever."""

    kind = models.CharField(max_length=10, choices=[(key, text.zh) for key, text in RUNS.items()])
    programme = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="runs")
    job = models.OneToOneField("jobs.Job", null=True, on_delete=models.PROTECT, related_name="programme_run")
    parameters = models.JSONField(default=dict)
    """Simulated years, seed, day of the people, budget…"""
    summary = models.JSONField(default=dict)
    """What its page shows; fen a year, texts as {zh, en}. Empty until it is done."""
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at",)

    @property
    def kind_title(self) -> Text:
        return RUNS[self.kind]


class RunFile(Owned):
    """A workbook, document or plan file that a run made (结果文件); encrypted where it lies."""

    run = models.ForeignKey(ProgrammeRun, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=100)
    title = models.JSONField(default=dict)
    """{zh, en}."""
    content = models.FileField(upload_to="programmes/")

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="one_run_file_a_name")]
