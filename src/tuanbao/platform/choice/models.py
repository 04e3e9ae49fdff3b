"""What was chosen, when, and why it could be (选择), as facts."""

from django.conf import settings
from django.db import models

from tuanbao.platform.companies.owned import Owned
from tuanbao.platform.companies.standing import Standing
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes.models import ProgrammeVersion
from tuanbao.platform.protection.fields import EncryptedText
from tuanbao.platform.protection.history import History


class Window(Standing):
    """The yearly window in which everybody may choose (年度选择窗口)."""

    programme = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="windows")
    opens_on = models.DateField()
    closes_on = models.DateField()
    """The last day. HR extends by changing it: the history keeps the old one."""
    closed_at = models.DateTimeField(null=True, blank=True)
    """When it was closed and everybody who had not chosen got the default; nobody may choose in it after."""
    history = History()

    class Meta:
        ordering = ("-opens_on",)


class LifeEvent(Owned):
    """Something that happened in somebody's life and lets them choose outside the window (生活事件)."""

    employee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="life_events")
    kind = models.CharField(max_length=20)
    about = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The dependant concerned."""
    happened_on = models.DateField()
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField(null=True)
    """None while documents are awaited or looked at."""
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    history = History()

    class Meta:
        ordering = ("-happened_on", "pk")


SOURCES = ("annual", "new_hire", "life_event", "default", "renewed", "correction")


class Election(Owned):
    """An employee's whole choice for themselves and the family (选择). Never changed: a later one supersedes it
    from its effective date on."""

    employee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="elections")
    programme = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="elections")
    source = models.CharField(max_length=12, choices=[(word, word) for word in SOURCES])
    life_event = models.ForeignKey(LifeEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="elections")
    effective_from = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    """None: the program, for defaults and renewals."""
    points = models.PositiveIntegerField(default=0)
    """Points used a year."""
    payroll_fen = models.BigIntegerField(default=0)
    """What the employee pays by payroll for a whole year, after points."""
    key = models.CharField(max_length=100)
    """Sending the same form twice makes one election."""

    class Meta:
        ordering = ("effective_from", "made_at", "pk")
        constraints = [models.UniqueConstraint(fields=["company", "key"], name="one_election_a_key")]


class ElectionLine(Owned):
    """What one person has by an election (选择明细)."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    plan_id = models.CharField(max_length=100)
    variant = models.CharField(max_length=60, blank=True)
    waived = models.BooleanField(default=False)
    waiver_reason = models.CharField(max_length=40, blank=True)
    price_fen = models.BigIntegerField(default=0)
    """For a whole year, as it was shown when it was chosen."""
    employer_fen = models.BigIntegerField(default=0)
    employee_fen = models.BigIntegerField(default=0)
    """Before points."""

    class Meta:
        ordering = ("pk",)


class Evidence(Owned):
    """What a line waits for: a health declaration or documents (健康告知、待审材料). Until it is accepted the interim
    cover holds (临时保障)."""

    line = models.OneToOneField(ElectionLine, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=20)
    answers = EncryptedText(blank=True, default="")
    """JSON; medical content: for the claims desk and the person, never for HR."""
    interim_plan_id = models.CharField(max_length=100, blank=True)
    interim_variant = models.CharField(max_length=60, blank=True)
    """Empty plan: no cover in the meantime."""
    asked_at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    effective_from = models.DateField(null=True)
    """From when the chosen cover holds once accepted."""
    history = History()
