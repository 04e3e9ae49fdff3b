"""Whether the installation can do its work (健康检查)."""

import shutil
from collections.abc import Callable, Mapping

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tuanbao.platform.configuration import HOME

MEGABYTE = 1024 * 1024
_migrated: set[str] = set()
"""Databases that were found migrated: a process need not look twice."""


def checks() -> Mapping[str, bool]:
    return {name: _holds(check) for name, check in CHECKS.items()}


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _migrations() -> bool:
    name = str(connection.settings_dict["NAME"])
    if name not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.add(name)
    return True


def _disk() -> bool:
    place = HOME if HOME.exists() else HOME.parent
    return shutil.disk_usage(place).free >= settings.LEAST_FREE_MB * MEGABYTE


CHECKS: Mapping[str, Callable[[], bool]] = {"database": _database, "migrations": _migrations, "disk": _disk}
