"""The audit log, chained by hash (审计链): leaving out, adding or changing an entry shows."""

from typing import Any

from django.db import connection, models, transaction

from tuanbao.platform import clock
from tuanbao.platform.companies.models import Company
from tuanbao.platform.protection.chain import FIRST, Broken, Whole, verify
from tuanbao.platform.protection.history import address_of
from tuanbao.platform.protection.models import AuditEntry

_TURN = 7_304_021
"""Number of the lock under which writers on PostgreSQL take turns."""


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
        _take_turn()
        last = AuditEntry.objects.order_by("-number").first()
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
        entry.hash = entry.computed_hash()
        entry.save()
    return entry


def verify_all() -> Whole | Broken:
    """The whole log of the installation."""
    return verify(AuditEntry.objects.order_by("number").iterator(2000))


def _take_turn() -> None:
    """Until the transaction ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
