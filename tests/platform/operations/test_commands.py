"""What an administrator does at the command line."""

import json
from pathlib import Path

import pytest

from tests.platform.operations.installation import SAMPLE, Installation


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("commands"))
    made.python(SAMPLE)
    return made


def test_an_administrator_is_made_once_and_with_a_good_password(installation: Installation) -> None:
    weak = installation.run("admin", "create", "root", "--password-stdin", given="12345678\n")
    assert weak.returncode == 1
    assert "Traceback" not in weak.stderr
    assert installation.run("admin", "create", "root", "--password-stdin", given="fourteen geese\n").returncode == 0
    again = installation.run("admin", "create", "root", "--password-stdin", given="fourteen geese\n")
    assert again.returncode == 1
    assert "已存在" in again.stderr


def test_a_broken_chain_is_told_and_gives_one(installation: Installation) -> None:
    assert installation.run("audit", "verify").returncode == 0
    tamper = """
import django; django.setup()
from django.db import connection
from tuanbao.platform.protection.sealing import seal, unseal
unseal(connection, ["protection_auditentry"])
cursor = connection.cursor()
cursor.execute("UPDATE protection_auditentry SET action = '{}' WHERE number = 1")
seal(connection, ["protection_auditentry"])
"""
    installation.python(tamper.format("x"))
    broken = installation.run("audit", "verify", "--lang", "en")
    assert broken.returncode == 1
    assert "breaks at entry 1" in broken.stderr
    installation.python(tamper.format("sample"))
    assert installation.run("audit", "verify").returncode == 0


def test_keys_are_rotated_and_the_old_ones_dropped(installation: Installation) -> None:
    def count() -> int:
        return len(json.loads((installation.home / "keys.json").read_text())["encryption"])

    assert installation.run("keys", "rotate").returncode == 0
    assert count() == 2
    assert installation.run("keys", "rotate").returncode == 0
    assert count() == 2, "an unfinished rotation is gone on with, no further key is made"
    assert installation.run("keys", "drop-old").returncode == 0
    assert count() == 1
    read = "import django; django.setup()\nfrom django_scopes import scopes_disabled\n"
    read += "from tuanbao.platform.people.models import Person\n"
    read += "with scopes_disabled(): print(Person.objects.exclude(phone_index='').get().phone)"
    assert installation.python(read).strip() == "13800001111"


def test_retention_lists_without_changing(installation: Installation) -> None:
    done = installation.run("retention", "run", "--dry-run", "--lang", "en")
    assert done.returncode == 0
    assert "nothing was changed" in done.stdout


def test_without_a_database_it_is_told_what_to_do(tmp_path: Path) -> None:
    done = Installation(tmp_path).run("audit", "verify")
    assert done.returncode == 1
    assert "tuanbao serve" in done.stderr
    assert Installation(tmp_path).run("admin", "create").returncode == 2
