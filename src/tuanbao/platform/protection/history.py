"""The history of every record (变更历史): who, when, from where."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history

from tuanbao.platform import clock

BATCH = 500
many_created = Signal()
"""Many were created at once, for which Django tells nothing of each; with ``records`` in their order."""


class FromWhere(models.Model):
    """The address from which a change came; empty for jobs and commands."""

    history_address = models.GenericIPAddressField(null=True)

    class Meta:
        abstract = True


class History(HistoricalRecords):
    """``history = History()`` in a model keeps a row for every change of it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("bases", [FromWhere])
        super().__init__(**options)

    def get_history_user(self, instance: models.Model) -> Any:
        user = super().get_history_user(instance)
        return user if user is None or user.pk else None


def create_with_history(records: Iterable[models.Model], model: type[models.Model], **by: Any) -> None:
    """Many at once, each with its row of history; ``by``: ``default_user``, ``default_change_reason``."""
    made = list(records)
    with transaction.atomic():
        bulk_create_with_history(made, model, batch_size=BATCH, default_date=clock.now(), **by)
        many_created.send(sender=model, records=made)


def remember_when_and_where(sender: object, **kwargs: Any) -> None:
    """Connected to simple_history's pre_create_historical_record, which knows the machine's time only."""
    request = getattr(HistoricalRecords.context, "request", None)
    row = kwargs["history_instance"]
    row.history_date = clock.now()
    if request is not None and hasattr(row, "history_address"):
        row.history_address = address_of(request)


def address_of(request: Any) -> str | None:
    """The client's address. Behind a proxy the app server is told to set it."""
    address: str | None = request.META.get("REMOTE_ADDR") or None
    return address
