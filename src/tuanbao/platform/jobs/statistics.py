"""What the database's planner knows of the tables (统计信息): without it queries read a whole company for one row.

SQLite never learns it by itself, PostgreSQL only some minutes after much was written.
"""

from django.db import DatabaseError, connection, transaction

ROWS = 1000
"""Looked at in an index of SQLite, at most: enough to tell selective ones apart, in some hundredths of a second."""


def refresh() -> None:
    """After work that may have written much. Where somebody else is writing, a later time will do."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f"PRAGMA analysis_limit={ROWS}")
            cursor.execute("ANALYZE")
    except DatabaseError:
        return
