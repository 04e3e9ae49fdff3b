"""For what personal data is used (处理目的): dated data, in versions."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

from tuanbao.language import Text
from tuanbao.platform import clock

FILE = Path(__file__).with_name("purposes.yaml")


@dataclass(frozen=True, slots=True)
class Purpose:
    key: str
    version: str
    begins: date
    consent: bool
    """Needs consent; else it stands on another basis and is told only."""
    sensitive: bool
    """Needs a consent of its own (单独同意)."""
    title: Text
    text: Text
    basis: Text
    articles: tuple[int, ...]
    """Of the Personal Information Protection Law (个人信息保护法)."""
    recipients: Text
    withdrawal: Text
    """What withdrawing means."""


def purposes(on: date | None = None) -> list[Purpose]:
    """The version of each that holds on a day."""
    day = on or clock.today()
    latest: dict[str, Purpose] = {}
    for each in sorted(_all(), key=lambda purpose: purpose.begins):
        if each.begins <= day:
            latest[each.key] = each
    return list(latest.values())


def purpose(key: str, on: date | None = None) -> Purpose | None:
    return next((each for each in purposes(on) if each.key == key), None)


@lru_cache(maxsize=1)
def _all() -> tuple[Purpose, ...]:
    rows = yaml.safe_load(FILE.read_text("utf-8"))["purposes"]

    def both(row: dict[str, str], name: str) -> Text:
        return Text(row[f"{name}_zh"], row[f"{name}_en"])

    return tuple(
        Purpose(
            key=row["key"],
            version=row["version"],
            begins=row["from"],
            consent=row["consent"],
            sensitive=row["sensitive"],
            title=both(row, "title"),
            text=both(row, "text"),
            basis=both(row, "basis"),
            articles=tuple(row["articles"]),
            recipients=both(row, "recipients"),
            withdrawal=both(row, "withdrawal"),
        )
        for row in rows
    )
