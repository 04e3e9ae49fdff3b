"""The audit log, chained by hash (审计链): leaving out, adding or changing an entry shows."""

import hashlib
import json
from typing import Any

from django.db import models, transaction

from tuanbao.platform import clock
from tuanbao.platform.companies.models import Company
from tuanbao.platform.protection.history import address_of
from tuanbao.platform.protection.models import AuditEntry

FIRST = "0" * 64


def record(
    action: str,
    target: models.Model | None = None,
    *,
    company: Company | None = None,
    user: Any = None,
    request: Any = None,
    **details: Any,
) -> AuditEntry:
    """Appends an entry. ``request`` gives user, company and address; ``details`` hold nothing sensitive."""
    if request is not None:
        user = user or (request.user if request.user.is_authenticated else None)
        company = company or getattr(request, "company", None)
    with transaction.atomic():
        last = AuditEntry.objects.select_for_update().order_by("-number").first()
        entry = AuditEntry(
            number=last.number + 1 if last else 1,
            at=clock.now(),
            company=company,
            user=user,
            address=address_of(request) if request is not None else None,
            action=action,
            target=f"{target._meta.label_lower}:{target.pk}" if target is not None else "",
            details=details,
            previous=last.hash if last else FIRST,
        )
        entry.hash = hash_of(entry)
        entry.save()
    return entry


def hash_of(entry: AuditEntry) -> str:
    said = [
        entry.number,
        entry.at.isoformat(),
        entry.company_id,
        entry.user_id,
        entry.address,
        entry.action,
        entry.target,
        entry.details,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
