"""An installation of its own for a test: a home folder, a database, and commands run as a user runs them."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True)
class Installation:
    home: Path
    database: str = ""

    def run(self, *arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        return self._run([sys.executable, "-c", "from tuanbao.cli import main; main()", *arguments], given)

    def python(self, code: str) -> str:
        done = self._run([sys.executable, "-c", code], "")
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def content(self) -> str:
        """Every table's rows, as hashes."""
        return self.python(CONTENT)

    def _run(self, command: list[str], given: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command, env=self._environment(), input=given, capture_output=True, text=True, encoding="utf-8", timeout=120
        )

    def _environment(self) -> Mapping[str, str]:
        mine = {"TUANBAO_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "tuanbao.platform.settings"}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TUANBAO_")}
        return {**kept, **mine, **({"TUANBAO_DATABASE": self.database} if self.database else {})}
