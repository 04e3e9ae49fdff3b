"""Companies and who may act in them (企业、成员)."""

from typing import Any

from django.conf import settings
from django.db import models

from tuanbao.language import Text
from tuanbao.platform.companies.roles import ROLES
from tuanbao.platform.protection.history import History


class Company(models.Model):
    """A company that insures its people (投保企业). It is the scope of nearly everything else."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    """Unified social credit code (统一社会信用代码)."""
    smallest_group = models.PositiveSmallIntegerField(default=10)
    """Aggregates stand for at least so many people."""
    pay_day = models.PositiveSmallIntegerField(default=10)
    """Day of the month on which wages are paid."""
    created_at = models.DateTimeField(auto_now_add=True)
    history = History()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> Text:
        return Text(self.name, self.name_en or self.name)


class Membership(models.Model):
    """A user acts in a company in a role (成员身份). One user may have several, also in several companies."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role, ROLES[role].title.zh) for role in ROLES])
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )
    """Who the user is among the company's people; an employee's own pages need it."""
    insurer = models.ForeignKey("cover.Insurer", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    """For whom somebody of an insurer acts: only this insurer's policies are theirs to see."""
    active = models.BooleanField(default=True)
    history = History()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "company", "role"], name="one_membership_a_role")]

    def __str__(self) -> str:
        return f"{self.user} · {self.company} · {ROLES[self.role].title.zh}"

    @property
    def role_title(self) -> Text:
        return ROLES[self.role].title

    def may(self, permission: str) -> bool:
        return self.active and permission in ROLES[self.role].permissions

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.role == "employee" and self.person_id is None:
            raise ValueError("an employee's membership names the person")
        super().save(*args, **kwargs)
