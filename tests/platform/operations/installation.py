"""An installation of its own for a test: a home folder, a database, and commands run as a user runs them."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.platform.postgresql import server_url

SAMPLE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.core.files.base import ContentFile
from django_scopes import scope
from tuanbao.platform import clock
from tuanbao.platform.sample.company import small_company
from tuanbao.platform.people.models import Document, Person
from tuanbao.platform.protection.audit import record
company = small_company(20)
with scope(company=company):
    person = Person.objects.first()
    person.phone = "13800001111"
    person.save()
    paper = ContentFile("纸".encode(), "a.pdf")
    Document.objects.create(company=company, person=person, kind="x", name="x", handed_in_at=clock.now(), file=paper)
record("sample", company=company)
"""
CONTENT = """
import django; django.setup()
import hashlib, json
from django.db import connection
found = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names():
        columns = sorted(column.name for column in connection.introspection.get_table_description(cursor, table))
        cursor.execute("SELECT " + ", ".join(f'"{c}"' for c in columns) + f' FROM "{table}"')
        rows = sorted(repr(row) for row in cursor.fetchall())
        found[table] = hashlib.sha256("|".join(rows).encode()).hexdigest() + f" {len(rows)}"
print(json.dumps(found))
"""
TUANBAO = (sys.executable, "-c", "from tuanbao.cli import main; main()")


@dataclass(frozen=True)
class Installation:
    home: Path
    database: str = ""
    settings: str = "tuanbao.platform.settings"

    def run(self, *arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        return self._run([*TUANBAO, *arguments], given)

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """A command that goes on until it is told to stop."""
        return self._start([*TUANBAO, *arguments])

    def python(self, code: str) -> str:
        done = self._run([sys.executable, "-c", code], "")
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def content(self) -> str:
        """Every table's rows, as hashes."""
        return self.python(CONTENT)

    def ask(self, module: str, *what: str) -> dict[str, Any]:
        """Runs a module of the tests here; what it answers."""
        done = self._run([sys.executable, "-m", module, *what], "")
        assert done.returncode == 0, done.stderr[-2000:]
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer

    def worker(self, *options: str) -> "subprocess.Popen[bytes]":
        """A worker in a process of its own, which somebody may kill."""
        return self.beside("django", "tuanbao_worker", "--interval=0.1", "--beat-every=0.3", *options)

    def beside(self, module: str, *what: str) -> "subprocess.Popen[bytes]":
        """Runs a module and does not wait for it."""
        return self._start([sys.executable, "-m", module, *what])

    def _start(self, command: list[str]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(command, env=self._environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def number(self, sql: str) -> int:
        """A number out of the database, looked at from outside."""
        if self.database:
            with psycopg.connect(self.database) as connection:
                row = connection.execute(sql).fetchone()  # type: ignore[call-overload]
        else:
            outside = sqlite3.connect(self.home / "tuanbao.sqlite3", timeout=20)
            row = outside.execute(sql).fetchone()
            outside.close()
        return int(row[0] or 0) if row else 0

    def _run(self, command: list[str], given: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command, env=self._environment(), input=given, capture_output=True, text=True, encoding="utf-8", timeout=300
        )

    def _environment(self) -> Mapping[str, str]:
        mine = {"TUANBAO_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": self.settings}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TUANBAO_")}
        return {**kept, **mine, **({"TUANBAO_DATABASE": self.database} if self.database else {})}


@contextmanager
def installed(home: Path, name: str, settings: str = Installation.settings) -> Iterator[Installation]:
    """Empty: SQLite in a file, or a database on PostgreSQL where the tests run on that."""
    if os.environ.get("TUANBAO_TEST_DATABASE") != "postgresql":
        yield Installation(home, settings=settings)
        return
    server, own = server_url(), f"{name}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {own}")  # type: ignore[arg-type]
    yield Installation(home, server.replace("/postgres?", f"/{own}?"), settings)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database {own} with (force)")  # type: ignore[arg-type]


def wait_for(condition: Callable[[], object], seconds: float = 180) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)
