"""Plans and programmes in versions (方案版本). What has been approved is never changed: a change is a new version."""

from django.conf import settings
from django.db import models

from tuanbao.language import Text
from tuanbao.platform.companies.owned import Owned
from tuanbao.platform.protection.history import History

STATES = {
    "draft": Text("草稿", "draft"),
    "submitted": Text("待批准", "submitted"),
    "approved": Text("已批准", "approved"),
    "refused": Text("未批准", "refused"),
}


class Version(Owned):
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
