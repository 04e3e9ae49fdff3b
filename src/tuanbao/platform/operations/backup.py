"""Backup and restore (备份与恢复): database, documents and, if asked for, keys in one file."""

import os
import shutil
import tarfile
import tempfile
from importlib import metadata
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.configuration import HOME
from tuanbao.platform.keys import load_keys, write_keys
from tuanbao.platform.operations import dumping
from tuanbao.platform.operations.manifest import BackupError, Manifest, read, seal
from tuanbao.platform.protection.rotation import can_decrypt

DOCUMENTS, KEYS = "documents", "keys.json"
FILLED = ("accounts_user", "companies_company", "protection_auditentry")
"""A database with rows in one of these is in use."""


def back_up(target: Path, with_keys: bool = False) -> Manifest:
    """Of the running installation; the file appears once it is whole, for its owner only."""
    with tempfile.TemporaryDirectory(prefix="tuanbao-backup-") as name:
        folder = Path(name)
        _copy_documents(folder / DOCUMENTS)
        rows = dumping.dump(folder)
        _copy_documents(folder / DOCUMENTS)
        if with_keys:
            write_keys(folder / KEYS, settings.KEYS)
        manifest = Manifest(
            made_at=clock.now().isoformat(),
            version=metadata.version("tuanbao"),
            vendor=connection.vendor,
            migrations=_applied(),
            tables=rows,
            keys=with_keys,
        )
        seal(folder, manifest)
        _pack(folder, target)
    return manifest


def restore(source: Path, replace: bool = False, with_keys: bool = False) -> Manifest:
    """Into this installation, which is empty unless ``replace``; then migrated to this version."""
    with tempfile.TemporaryDirectory(prefix="tuanbao-restore-") as name:
        folder = Path(name)
        manifest = _unpack(source, folder)
        _refuse(manifest, replace, with_keys)
        if connection.vendor == "postgresql":
            dumping.drop_tables()
            _migrate_to(manifest.migrations)
        dumping.load(folder)
        call_command("migrate", verbosity=0)
        _restore_documents(folder / DOCUMENTS)
        if with_keys:
            write_keys(HOME / KEYS, load_keys(folder))
            settings.KEYS = load_keys(HOME)
    return manifest


def keys_fit() -> bool:
    """Whether what is encrypted in the database can be read with the keys of this installation."""
    return can_decrypt()


def _refuse(manifest: Manifest, replace: bool, with_keys: bool) -> None:
    if manifest.vendor != connection.vendor:
        words = Text(
            f"备份来自 {manifest.vendor}，这里用的是 {connection.vendor}，不能恢复。",
            f"The backup is of {manifest.vendor}; here is {connection.vendor}. It cannot be restored.",
        )
        raise BackupError(words)
    known = set(MigrationExecutor(None).loader.disk_migrations or ())
    if {tuple(each) for each in manifest.migrations} - known:
        raise BackupError(Text("备份来自更新的版本，请先升级。", "The backup is of a later version; upgrade first."))
    if with_keys and not manifest.keys:
        raise BackupError(Text("备份里没有密钥。", "The backup has no keys in it."))
    if with_keys and os.environ.get("TUANBAO_KEYS"):
        words = Text(
            "密钥来自环境变量 TUANBAO_KEYS，不能从备份恢复。", "The keys come from TUANBAO_KEYS, not from files."
        )
        raise BackupError(words)
    if not replace and in_use():
        words = Text(
            "数据库里已有数据。确实要用备份替换全部数据，请加 --replace。",
            "There is data in the database. To replace all of it by the backup, add --replace.",
        )
        raise BackupError(words)


def in_use() -> bool:
    there = set(dumping.tables())
    with connection.cursor() as cursor:
        for name in FILLED:
            if name in there:
                cursor.execute(f"SELECT 1 FROM {name} LIMIT 1")
                if cursor.fetchone():
                    return True
    documents = Path(settings.MEDIA_ROOT)
    return documents.exists() and any(documents.iterdir())


def _applied() -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def _migrate_to(applied: list[list[str]]) -> None:
    """An empty database with the tables of the backup's time."""
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, name in applied}
    parents = {parent.key for key in wanted for parent in executor.loader.graph.node_map[key].parents}
    executor.migrate(sorted(wanted - parents))


def _restore_documents(folder: Path) -> None:
    """What was there is put aside, not deleted."""
    target = Path(settings.MEDIA_ROOT)
    if target.exists() and any(target.iterdir()):
        aside = target.with_name(f"{target.name}-before-{clock.now():%Y%m%d-%H%M%S}")
        target.rename(aside)
    if folder.exists():
        shutil.copytree(folder, target, dirs_exist_ok=True)


def _copy_documents(target: Path) -> None:
    """Before the database is read, and again after: what its rows name is there then, whatever was deleted or came
    meanwhile."""
    source = Path(settings.MEDIA_ROOT)
    for path in source.rglob("*"):
        copy = target / path.relative_to(source)
        try:
            if path.is_file() and not _same(path, copy):
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, copy)
        except FileNotFoundError:  # it was deleted this moment
            continue


def _same(path: Path, copy: Path) -> bool:
    if not copy.exists():
        return False
    one, other = path.stat(), copy.stat()
    return (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)


def _pack(folder: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with (
            os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out,
            tarfile.open(fileobj=out, mode="w:gz", compresslevel=5) as tar,
        ):
            for path in sorted(folder.iterdir()):
                tar.add(path, arcname=path.name)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _unpack(source: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(source, mode="r:gz") as tar:
            tar.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        if isinstance(error, FileNotFoundError | PermissionError):
            raise
        words = Text("这不是团保的备份文件，或文件不完整。", "This is no backup of tuanbao, or it is cut off.")
        raise BackupError(words) from None
    return read(folder)
