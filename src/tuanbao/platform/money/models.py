"""The ledger and what is made from it (账务). Postings are immutable; balances are sums of them."""

from typing import Any

from django.conf import settings
from django.db import models

from tuanbao.platform.companies.owned import Owned
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.people.models import Person

UNITS = ("CNY", "POINT")


class Immutable(Owned):
    """Written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("what was posted is never changed: post the difference")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("what was posted is never deleted: post the difference")


class Transaction(Immutable):
    """Some postings that sum to zero in each unit (分录)."""

    on = models.DateField()
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    """Posting the same thing twice has the same key, and is refused."""
    narrative = models.JSONField(default=dict)
    """{zh, en}."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("on", "pk")
        constraints = [models.UniqueConstraint(fields=["company", "key"], name="one_transaction_a_key")]


class Posting(Immutable):
    """One amount on one account (记账行); debit is positive, credit negative."""

    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="postings")
    account = models.CharField(max_length=40)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=5, default="CNY")
    amount = models.BigIntegerField()

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["company", "account", "person"])]
