"""What SQLite's planner knows of the tables (统计信息): without it queries read a whole company for one row.

PostgreSQL keeps its statistics by itself.
"""

from django.db import OperationalError, connection

ROWS = 1000
"""Looked at in an index, at most: enough to tell selective ones from others, in some hundredths of a second."""


def refresh() -> None:
    """After work that may have written much. Where somebody else is writing, a later time will do."""
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS}")
            cursor.execute("ANALYZE")
    except OperationalError:
        return
