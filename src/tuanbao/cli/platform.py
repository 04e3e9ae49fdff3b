"""What commands of the platform share: Django, set up when one of them runs (平台命令)."""

import os

from tuanbao.cli.failures import FailedError
from tuanbao.language import Language, Text

SETTINGS = "tuanbao.platform.settings"


def with_django(language: Language = "zh") -> None:
    """Settings from the environment, and Django's own words in the language."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.utils import translation

    try:
        django.setup()
    except ValueError as error:
        raise FailedError(Text(f"环境变量有误：{error}", f"A variable of the environment is wrong: {error}")) from None
    translation.activate("en" if language == "en" else "zh-hans")


def with_database(language: Language = "zh") -> None:
    """Django, with a database that is there and up to date."""
    with_django(language)
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        words = Text(
            "连不上数据库。请检查 TUANBAO_HOME 和 TUANBAO_DATABASE。",
            "The database cannot be reached. Look at TUANBAO_HOME and TUANBAO_DATABASE.",
        )
        raise FailedError(words) from None
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        words = Text(
            "数据库还没有建好或不是这一版的。先运行一次 tuanbao serve，它会更新数据库。",
            "The database is not there yet, or of another version. Run tuanbao serve once: it updates it.",
        )
        raise FailedError(words)
