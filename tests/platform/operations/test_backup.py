"""A backup restored elsewhere is the installation again, row by row."""

import json
import shutil
import tarfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.platform.operations.installation import SAMPLE, Installation
from tests.platform.postgresql import server_url
from tuanbao.platform.operations import dumping
from tuanbao.platform.operations.backup import back_up

EXCEPT_AUDIT = ("protection_auditentry", "sqlite_sequence")


def same_but_for_audit(one: str, other: str) -> bool:
    def kept(text: str) -> dict[str, str]:
        return {name: value for name, value in json.loads(text).items() if name not in EXCEPT_AUDIT}

    return kept(one) == kept(other)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("original"))
    made.python(SAMPLE)
    return made


@pytest.fixture(scope="module")
def backup(original: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backups") / "b.tar.gz"
    done = original.run("backup", str(file), "--with-keys")
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o077 == 0
    return file


def test_a_restored_backup_is_the_same_table_by_table(original: Installation, backup: Path, tmp_path: Path) -> None:
    copy = Installation(tmp_path / "copy")
    done = copy.run("restore", str(backup), "--with-keys")
    assert done.returncode == 0, done.stderr
    assert same_but_for_audit(original.content(), copy.content())
    assert copy.run("audit", "verify").returncode == 0
    paper = "from tuanbao.platform.people.models import Document; from django_scopes import scopes_disabled\n"
    paper += "with scopes_disabled(): d = Document.objects.get(); print(d.file.read().decode(), d.person.phone)"
    assert copy.python("import django; django.setup()\n" + paper).strip() == "纸 13800001111"


def test_what_is_there_is_not_overwritten_unless_told(original: Installation, backup: Path, tmp_path: Path) -> None:
    used = Installation(tmp_path / "used")
    shutil.copytree(original.home, used.home)
    refused = used.run("restore", str(backup))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert used.run("restore", str(backup), "--replace").returncode == 0
    assert used.run("backup", str(backup)).returncode == 1, "nor is a file"


def test_a_damaged_or_foreign_file_is_refused(backup: Path, tmp_path: Path) -> None:
    fresh = Installation(tmp_path / "fresh")
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(backup.read_bytes()[:-2000])
    assert fresh.run("restore", str(cut)).returncode == 1
    folder = tmp_path / "unpacked"
    with tarfile.open(backup) as tar:
        tar.extractall(folder, filter="data")
    paper = next((folder / "documents").rglob("*.pdf"))
    paper.write_bytes(b"changed")
    changed = tmp_path / "changed.tar.gz"
    with tarfile.open(changed, "w:gz") as tar:
        for path in folder.iterdir():
            tar.add(path, arcname=path.name)
    done = fresh.run("restore", str(changed))
    assert done.returncode == 1
    assert "备份文件损坏" in done.stderr
    assert fresh.run("restore", str(tmp_path / "none.tar.gz")).returncode == 1


def test_keys_that_do_not_fit_are_told(original: Installation, tmp_path: Path) -> None:
    file = tmp_path / "without.tar.gz"
    assert "不含密钥" in original.run("backup", str(file)).stdout
    with tarfile.open(file) as tar:
        assert "keys.json" not in tar.getnames()
    done = Installation(tmp_path / "other").run("restore", str(file))
    assert done.returncode == 1
    assert "读不出加密的内容" in done.stderr


def test_on_postgresql_too(tmp_path: Path) -> None:
    url = server_url()
    names = ("backup_one", "backup_two")
    with psycopg.connect(url.replace("postgresql://postgres@/", "postgresql://postgres@/"), autocommit=True) as server:
        for name in names:
            server.execute(f"DROP DATABASE IF EXISTS {name}")
            server.execute(f"CREATE DATABASE {name}")
    query = urlsplit(url).query
    one, two = (Installation(tmp_path / name, f"postgresql://postgres@/{name}?{query}") for name in names)
    one.python(SAMPLE)
    file = tmp_path / "b.tar.gz"
    done = one.run("backup", str(file), "--with-keys")
    assert done.returncode == 0, done.stderr
    done = two.run("restore", str(file), "--with-keys")
    assert done.returncode == 0, done.stderr
    assert same_but_for_audit(one.content(), two.content())
    assert two.run("audit", "verify").returncode == 0, "and further entries are appended: the sequences are right"
    assert two.run("restore", str(file)).returncode == 1
    assert two.run("restore", str(file), "--replace").returncode == 0


def test_documents_that_come_or_go_while_the_database_is_read_are_in_the_backup(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.MEDIA_ROOT.mkdir()
    going, coming = settings.MEDIA_ROOT / "going.pdf", settings.MEDIA_ROOT / "deep" / "coming.pdf"
    going.write_bytes(b"going")
    real = dumping.dump

    def dump(folder: Path) -> dict[str, int]:
        rows = real(folder)
        going.unlink()
        coming.parent.mkdir()
        coming.write_bytes(b"coming")
        return rows

    monkeypatch.setattr(dumping, "dump", dump)
    back_up(tmp_path / "b.tar.gz")
    with tarfile.open(tmp_path / "b.tar.gz") as tar:
        assert {"documents/going.pdf", "documents/deep/coming.pdf"} <= set(tar.getnames())
