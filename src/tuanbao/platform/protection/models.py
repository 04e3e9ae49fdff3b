"""The audit log and consents (审计记录、同意)."""

import hashlib
import json

from django.conf import settings
from django.db import models

from tuanbao.platform.companies.models import Company
from tuanbao.platform.companies.owned import Owned
from tuanbao.platform.protection.sealing import Sealed


class AuditEntry(Sealed):
    """One act that matters (审计记录). Never changed; each carries the hash of the one before."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.GenericIPAddressField(null=True)
    action = models.CharField(max_length=60)
    target = models.CharField(max_length=120, blank=True)
    """Kind and number of what was acted on; no name and nothing sensitive."""
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)

    def computed_hash(self) -> str:
        """Over everything that it says, and the hash of the entry before."""
        said = [
            self.number,
            self.at.isoformat(),
            self.company_id,
            self.user_id,
            self.address,
            self.action,
            self.target,
            self.details,
            self.previous,
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Consent(Owned):
    """Somebody agreed to, or withdrew from, a purpose in a version (同意、撤回). A fact: the latest one holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    given = models.BooleanField()
    at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True)

    class Meta:
        ordering = ("at", "pk")
