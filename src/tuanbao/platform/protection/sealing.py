"""Rows that are never changed or deleted (不可改): the model refuses, and so does the database (触发器)."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models

REFUSAL = "what was written here is never changed: write a further fact"
_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION sealed_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""


class Sealed(models.Model):
    """Written once. Its table is sealed by a migration."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError(REFUSAL)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(REFUSAL)


def sealed_tables() -> list[str]:
    """Of every model that is sealed."""
    return [model._meta.db_table for model in apps.get_models() if issubclass(model, Sealed)]


def seal(connection: Any, tables: Iterable[str]) -> None:
    """Harmless where it is sealed already."""
    unseal(connection, tables)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
        for name, table, act in _triggers(tables):
            if connection.vendor == "postgresql":
                then = "FOR EACH ROW EXECUTE FUNCTION sealed_refuses()"
            else:
                then = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            cursor.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {then}")


def unseal(connection: Any, tables: Iterable[str]) -> None:
    """For undoing a migration, and for tests that empty the database."""
    with connection.cursor() as cursor:
        for name, table, _ in _triggers(tables):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _triggers(tables: Iterable[str]) -> list[tuple[str, str, str]]:
    return [(f"{table}_no_{act.lower()}", table, act) for table in tables for act in ("UPDATE", "DELETE")]
