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
