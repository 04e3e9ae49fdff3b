"""The history of every record (变更历史): who, when, from where."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


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


def remember_address(sender: object, **kwargs: Any) -> None:
    """Connected to simple_history's pre_create_historical_record."""
    request = getattr(HistoricalRecords.context, "request", None)
    row = kwargs["history_instance"]
    if request is not None and hasattr(row, "history_address"):
        row.history_address = address_of(request)


def address_of(request: Any) -> str | None:
    """The client's address. Behind a proxy the app server is told to set it."""
    address: str | None = request.META.get("REMOTE_ADDR") or None
    return address
