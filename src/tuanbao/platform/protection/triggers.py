"""The database itself refuses to change or delete audit entries (数据库层面的不可改)."""

from typing import Any

TABLE = "protection_auditentry"
_SQLITE = """CREATE TRIGGER IF NOT EXISTS audit_no_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END"""
_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION audit_never_changes() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'audit entries are never changed'; END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS audit_never_changes ON {TABLE};
CREATE TRIGGER audit_never_changes BEFORE UPDATE OR DELETE ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION audit_never_changes();
"""


def install(connection: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for act in ("update", "delete"):
                cursor.execute(_SQLITE.format(act=act, table=TABLE))
        elif connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)


def remove(connection: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for act in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS audit_no_{act}")
        elif connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_never_changes ON {TABLE}")
