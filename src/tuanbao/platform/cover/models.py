"""Policies, and what the insurer was told (保单、批单)."""

from typing import Any

from django.conf import settings
from django.db import models

from tuanbao.language import Text
from tuanbao.platform.companies.owned import Owned
from tuanbao.platform.companies.standing import Standing
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection.history import History
from tuanbao.vocabulary import RELATIONS, SEXES

STATES = {
    "draft": Text("待批准", "to approve"),
    "approved": Text("已批准", "approved"),
    "sent": Text("已发送", "sent"),
    "confirmed": Text("保险公司已确认", "confirmed by the insurer"),
}


class Insurer(Standing):
    """An insurer (保险公司) as this company knows it."""

    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40)
    history = History()

    class Meta:
        ordering = ("code",)
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="one_insurer_a_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> Text:
        return Text(self.name, self.name_en or self.name)


class Policy(Standing):
    """A group policy (团体保单): some plans, of one insurer, for a period."""

    insurer = models.ForeignKey(Insurer, on_delete=models.PROTECT, related_name="policies")
    number = models.CharField(max_length=60)
    plans = models.JSONField(default=list)
    """Ids of the plans that it insures."""
    starts_on = models.DateField()
    ends_on = models.DateField()
    premium_basis = models.CharField(max_length=10, default="daily")
    """`daily`: by days of cover; `monthly`: every begun month counts."""
    refund_rule = models.CharField(max_length=24, default="unearned")
    """A rule of `refund_rules.yaml`."""
    refund_charge_bp = models.PositiveIntegerField(default=0)
    """Basis points kept by the insurer, for the rules that keep something."""
    effective_rule = models.CharField(max_length=20, default="next_day")
    """When a joiner's cover begins: `as_noticed`, `next_day`, `first_of_month`."""
    backdating_days = models.PositiveSmallIntegerField(default=30)
    instalments = models.PositiveSmallIntegerField(default=12)
    history = History()

    class Meta:
        ordering = ("-starts_on", "number")
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="one_policy_a_number")]

    def __str__(self) -> str:
        return self.number


class Rate(Standing):
    """What a policy costs for one person and a whole year (费率)."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="rates")
    plan_id = models.CharField(max_length=100)
    variant = models.CharField(max_length=60, blank=True)
    relation = models.CharField(max_length=10)
    age_from = models.PositiveSmallIntegerField(default=0)
    age_to = models.PositiveSmallIntegerField(default=150)
    """Ages in completed years on the policy's first day."""
    sex = models.CharField(max_length=10, blank=True)
    yearly_fen = models.BigIntegerField()

    class Meta:
        ordering = ("policy", "plan_id", "variant", "relation", "age_from")

    @property
    def relation_title(self) -> Text:
        return RELATIONS[self.relation]

    @property
    def sex_title(self) -> Text | None:
        return SEXES.get(self.sex)


class Endorsement(Owned):
    """Joiners, leavers and changes told to the insurer (批单). Its lines never change once it is approved."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="endorsements")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    history = History()

    class Meta:
        ordering = ("policy", "number")
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="one_endorsement_a_number")]

    def __str__(self) -> str:
        return f"{self.policy} / {self.number:03d}"

    @property
    def state(self) -> str:
        """How far it is."""
        reached = (
            ("confirmed", self.confirmed_at),
            ("sent", self.sent_at),
            ("approved", self.approved_at),
        )
        return next((state for state, at in reached if at), "draft")

    @property
    def state_title(self) -> Text:
        return STATES[self.state]


class EndorsementLine(Owned):
    """One spell of cover that begins, or a part of one that is taken back (批单明细)."""

    endorsement = models.ForeignKey(Endorsement, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    plan_id = models.CharField(max_length=100)
    variant = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=6)
    """`add` or `remove`; a change of plan is both."""
    first_day = models.DateField()
    last_day = models.DateField()
    premium_fen = models.BigIntegerField()
    """Due to the insurer; negative for a refund."""
    employer_fen = models.BigIntegerField()
    employee_fen = models.BigIntegerField()
    """The two make the premium."""
    yearly_fen = models.BigIntegerField(default=0)
    """The line is priced by the rate for a whole year, the employer's part of it, and points."""
    employer_yearly_fen = models.BigIntegerField(default=0)
    points_yearly = models.BigIntegerField(default=0)
    points = models.BigIntegerField(default=0)
    """Points used (negative: given back); the employee's part is before them."""
    reason = models.CharField(max_length=30)
    """`joiner`, `leaver`, `transfer`, `election`, `life_event`, `correction`, `start`."""
    note = models.JSONField(default=dict)
    """{zh, en}: what is to be said about it, as a beginning later than asked for."""

    class Meta:
        ordering = ("endorsement", "pk")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._may_change()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        self._may_change()
        return super().delete(*args, **kwargs)

    def _may_change(self) -> None:
        if self.endorsement.approved_at is not None:
            raise ValueError("the lines of an approved endorsement never change")


class Claimed(Owned):
    """Somebody has had a claim under a policy: some insurers then give nothing back (已发生理赔). No more than that is
    kept of it here."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="claimed")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "person"], name="one_claimed_a_person")]
