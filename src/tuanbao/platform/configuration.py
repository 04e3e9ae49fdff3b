"""What an installation sets, from the environment (配置). docs/operating.md lists the variables."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

HOME = Path(os.environ.get("TUANBAO_HOME", "tuanbao-home")).resolve()
"""Database, documents and keys of an installation on SQLite."""


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "").lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(url: str) -> dict[str, object]:
    """``sqlite:///path`` or ``postgresql://user:password@host:port/name`` as Django takes it.

    SQLite waits for its turn rather than failing under several writers, and keeps its connections, since each reads the
    whole schema when it is opened; PostgreSQL is used through a pool, and plans
    what it is asked again only once.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:] if parts.path.startswith("//") else parts.path),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"TUANBAO_DATABASE: {parts.scheme}: 应为 sqlite 或 postgresql / must be sqlite or postgresql")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": parts.port or "",
        "OPTIONS": {
            "server_side_binding": True,
            # A pooler that gives each transaction another connection may not know what was planned.
            "prepare_threshold": 2 if flag("TUANBAO_PREPARED", default=True) else None,
            "pool": {"min_size": 2, "max_size": int(os.environ.get("TUANBAO_POOL", "10"))},
        },
    }
