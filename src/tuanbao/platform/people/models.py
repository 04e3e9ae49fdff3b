"""People as facts (人员): who they are, where they work, how they belong together, what they handed in."""

from typing import Any

from django.conf import settings
from django.db import models

from tuanbao.language import Text
from tuanbao.platform.companies.owned import Owned
from tuanbao.platform.protection.fields import BlindIndex, EncryptedText
from tuanbao.platform.protection.history import History
from tuanbao.vocabulary import RELATIONS, SEXES


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(key, text.zh) for key, text in words.items()]


class Person(Owned):
    """An insured person (被保险人): an employee, or a dependant of one."""

    number = models.CharField(max_length=64)
    """``member_id`` of the tables: the company's own number of the person."""
    employee = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="dependants")
    """Whose dependant this is; None for employees."""
    relation = models.CharField(max_length=10, choices=_choices(RELATIONS))
    name = models.CharField(max_length=100)
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=10, blank=True, choices=_choices(SEXES))
    insured = models.BooleanField(default=True)
    """Has basic medical insurance (基本医保)."""
    identity_type = models.CharField(max_length=20, blank=True)
    identity_number = EncryptedText(blank=True, default="")
    identity_index = BlindIndex(of="identity_number")
    phone = EncryptedText(blank=True, default="")
    phone_index = BlindIndex(of="phone")
    email = models.EmailField(blank=True)
    bank_account = EncryptedText(blank=True, default="")
    salary = EncryptedText(blank=True, default="")
    """Fen a month, as a text."""
    hired_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    """The last day of employment."""
    related_from = models.DateField(null=True, blank=True)
    """Dependants: the day of marriage, birth, adoption; empty: always."""
    related_to = models.DateField(null=True, blank=True)
    """Dependants: the last day on which the relation holds (divorce, death)."""
    continuous_from = models.DateField(null=True, blank=True)
    """Covered without a break since, as far as it is known from before the platform."""
    verified_at = models.DateTimeField(null=True, blank=True)
    """Dependants: when HR found the documents in order."""
    created_at = models.DateTimeField(auto_now_add=True)
    history = History()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="one_person_a_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def family(self) -> "Person":
        """The employee from whom the family hangs."""
        return self.employee or self

    @property
    def relation_title(self) -> Text:
        return RELATIONS[self.relation]

    @property
    def salary_fen(self) -> int | None:
        return int(self.salary) if self.salary else None


class Employment(Owned):
    """Where an employee works from a day on (任职); the latest that has begun holds. A transfer is one more row."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="employments")
    starts_on = models.DateField()
    department = models.CharField(max_length=100, blank=True)
    grade = models.CharField(max_length=40, blank=True)
    job_class = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=40, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    """Further columns of the roster that a programme's tiers, or a plan's `{field: …}`, ask for."""
    history = History()

    class Meta:
        ordering = ("person", "starts_on")
        constraints = [models.UniqueConstraint(fields=["person", "starts_on"], name="one_employment_a_day")]

    def __str__(self) -> str:
        return f"{self.starts_on} {self.department} {self.grade}".strip()

    def columns(self) -> dict[str, Any]:
        """What tiers may ask for, as the roster's columns."""
        own = {name: getattr(self, name) for name in ("department", "grade", "job_class", "city")}
        return {**self.attributes, **{name: value for name, value in own.items() if value}}


class Document(Owned):
    """A paper handed in (材料), kept encrypted: birth certificate, marriage certificate, proof of other cover."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    """Whom it is about."""
    kind = models.CharField(max_length=40)
    file = models.FileField(upload_to="people/%Y/%m/")
    name = models.CharField(max_length=200)
    life_event = models.ForeignKey(
        "choice.LifeEvent", null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    history = History()


class Beneficiary(Owned):
    """Who receives a death benefit (身故受益人). A change revokes and writes a new one."""

    insured = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="beneficiaries")
    name = models.CharField(max_length=100)
    relation = models.CharField(max_length=20)
    identity_number = EncryptedText(blank=True, default="")
    identity_index = BlindIndex(of="identity_number")
    order = models.PositiveSmallIntegerField(default=1)
    """Who of a lower order is there takes all (受益顺序)."""
    share_bp = models.PositiveIntegerField()
    """Basis points of the benefit; those of one order make 10,000."""
    named_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    history = History()


class Proposal(Owned):
    """Beneficiaries whom the employer proposes (企业提议的受益人): they hold only once the insured agrees."""

    insured = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proposals")
    named = EncryptedText()
    """JSON: those who are named, as `beneficiaries.Named`."""
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField(null=True)
    """The insured's word; None with an end: a later proposal took its place."""
    ended_at = models.DateTimeField(null=True)
    history = History()

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["insured"], condition=models.Q(ended_at=None), name="one_open_proposal_a_person"
            )
        ]


class Apart(Owned):
    """HR has said that two people who look like one are two (不是重复). Taking it back ends the fact, it stays."""

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    """Of the two the one with the higher key."""
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    history = History()

    class Meta:
        ordering = ("-said_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=models.Q(taken_back_at=None), name="two_people_apart_once"
            )
        ]


IMPORT_STATES = {
    "reading": Text("读取中", "being read"),
    "ready": Text("待确认", "to be confirmed"),
    "unreadable": Text("无法读取", "cannot be read"),
    "applying": Text("写入中", "being written"),
    "applied": Text("已完成", "done"),
    "cancelled": Text("已放弃", "given up"),
    "expired": Text("已过期", "expired"),
    "undoing": Text("撤销中", "being undone"),
    "undone": Text("已撤销", "undone"),
}


class Import(Owned):
    """A roster that HR handed in (名册导入): read and compared, once confirmed applied. Its files go when it ends."""

    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="people/imports/", blank=True)
    plan = models.FileField(upload_to="people/imports/", blank=True)
    """What it would change, as `people.plan` writes it."""
    list_date = models.DateField()
    """The day of which the list tells."""
    full = models.BooleanField(default=False)
    """Employees who are not in it have left."""
    state = models.CharField(max_length=12, default="reading", choices=_choices(IMPORT_STATES))
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    """[{zh, en}]: why the file cannot be read."""
    decisions = models.JSONField(default=dict)
    """Row of a doubt -> same, new or skip."""
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    reached = models.PositiveIntegerField(default=0)
    """So many steps have been applied: after a crash the work goes on from here."""
    skipped = models.JSONField(default=list)
    """[{number, zh, en}]: what could not be applied, and why."""
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    left = models.JSONField(default=list)
    """[{pk, number, why: [{zh, en}]}]: whom undoing left as they are."""
    history = History()

    class Meta:
        ordering = ("-uploaded_at", "-pk")

    @property
    def state_title(self) -> Text:
        return IMPORT_STATES[self.state]

    @property
    def reason(self) -> str:
        """What the history of the people says of the changes that came by it."""
        return f"import:{self.pk}"

    @property
    def undo_reason(self) -> str:
        """What it says of what was put back."""
        return f"import-undone:{self.pk}"


class SyncMessage(Owned):
    """A message of an HR system about one employee (同步消息), as a fact. Its order of arrival does not matter."""

    message_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=12)
    number = models.CharField(max_length=64)
    occurred_at = models.DateTimeField()
    sequence = models.BigIntegerField(default=0)
    """Decides between messages of one moment."""
    body = EncryptedText()
    """JSON, as it came."""
    received_at = models.DateTimeField()
    history = History()

    class Meta:
        ordering = ("occurred_at", "sequence", "message_id")
        constraints = [models.UniqueConstraint(fields=["company", "message_id"], name="one_message_an_id")]
        indexes = [models.Index(fields=["company", "number"], name="messages_of_a_number")]
