"""A database out of, and into, files of a folder (数据库导出导入): SQLite as a file, PostgreSQL table by table."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

SQLITE, TABLES, COLUMNS = "database.sqlite3", "tables", "columns.json"


def tables() -> list[str]:
    return sorted(connection.introspection.table_names())


def counted() -> dict[str, int]:
    with connection.cursor() as cursor:
        return {name: _count(cursor, name) for name in tables()}


def dump(folder: Path) -> dict[str, int]:
    """As the database is at one moment, while it is being used; gives the rows of each table."""
    if connection.vendor == "sqlite":
        return _dump_sqlite(folder / SQLITE)
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return _dump_tables(cursor, folder)


def load(folder: Path) -> None:
    """Into the present database, whose tables are as they were when the dump was made."""
    if connection.vendor == "sqlite":
        _load_sqlite(folder / SQLITE)
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            _load_tables(cursor, folder)


def drop_tables() -> None:
    """Everything goes; who calls this has asked."""
    names = ", ".join(connection.ops.quote_name(name) for name in tables())
    if names and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {names} CASCADE")


def _dump_sqlite(target: Path) -> dict[str, int]:
    connection.ensure_connection()
    copy = sqlite3.connect(target)
    try:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        names = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = sorted(name for name in names if not name.startswith("sqlite_"))
        return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in kept}
    finally:
        copy.close()


def _load_sqlite(source: Path) -> None:
    copy = sqlite3.connect(source)
    try:
        connection.ensure_connection()
        copy.backup(connection.connection)
    finally:
        copy.close()


def _dump_tables(cursor: Any, folder: Path) -> dict[str, int]:
    (folder / TABLES).mkdir()
    rows, columns = {}, {}
    for name in tables():
        described = connection.introspection.get_table_description(cursor, name)
        columns[name] = [column.name for column in described]
        with (folder / TABLES / name).open("wb") as file, cursor.copy(_copy(name, columns[name], "TO STDOUT")) as copy:
            for chunk in copy:
                file.write(chunk)
        rows[name] = _count(cursor, name)
    (folder / TABLES / COLUMNS).write_text(json.dumps(columns), "utf-8")
    return rows


def _load_tables(cursor: Any, folder: Path) -> None:
    """Foreign keys are looked at when the transaction ends, so the order does not matter."""
    columns = json.loads((folder / TABLES / COLUMNS).read_text("utf-8"))
    names = ", ".join(connection.ops.quote_name(name) for name in tables())
    cursor.execute(f"TRUNCATE {names}")
    for name, each in columns.items():
        with (folder / TABLES / name).open("rb") as file, cursor.copy(_copy(name, each, "FROM STDIN")) as copy:
            while chunk := file.read(1 << 20):
                copy.write(chunk)
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in columns]
    for statement in connection.ops.sequence_reset_sql(no_style(), models):
        cursor.execute(statement)


def _copy(table: str, columns: list[str], where: str) -> str:
    quote = connection.ops.quote_name
    return f"COPY {quote(table)} ({', '.join(map(quote, columns))}) {where}"


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
    return int(cursor.fetchone()[0])
