"""The database itself refuses to change or delete what was posted (触发器)."""

from typing import Any

TABLES = (
    "transaction",
    "posting",
    "bill",
    "billline",
    "billapproval",
    "payment",
    "payrollrun",
    "payrollline",
    "payrollanswer",
    "deduction",
    "insurerbill",
)
_FUNCTION = """
CREATE OR REPLACE FUNCTION money_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was posted is never changed'; END $$
"""


def guard(connection: Any) -> None:
    """Sets the triggers; harmless where they are set."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for name, table, act in _triggers():
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION money_is_immutable()"
                )
            else:
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {act} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'what was posted is never changed'); END"
                )


def unguard(connection: Any) -> None:
    """Takes the triggers away: for undoing the migration, and for tests that empty the database."""
    with connection.cursor() as cursor:
        for name, table, _ in _triggers():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _triggers() -> list[tuple[str, str, str]]:
    return [
        (f"money_{table}_no_{act.lower()}", f"money_{table}", act) for table in TABLES for act in ("UPDATE", "DELETE")
    ]
