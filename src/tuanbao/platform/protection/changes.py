"""The history of a record for people (变更历史): when, who, from where, what."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone

from tuanbao.language import Text
from tuanbao.platform.protection.fields import BlindIndex, EncryptedText

KINDS = {"+": Text("新建", "created"), "~": Text("修改", "changed"), "-": Text("删除", "deleted")}
PROGRAM = Text("系统", "the program")
HIDDEN = Text("（敏感，不显示）", "(sensitive, not shown)")
EMPTY = Text("（空）", "(empty)")
GONE = Text("（已删除）", "(deleted)")
_YES, _NO = Text("是", "yes"), Text("否", "no")


@dataclass(frozen=True, slots=True)
class Field:
    """What a field is called, and its values where they are codes."""

    title: Text
    words: Mapping[str, Text] | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    title: Text
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class Change:
    at: datetime
    who: Text
    address: str
    """From where; empty for jobs and commands."""
    kind: Text
    record: str
    fields: tuple[FieldChange, ...]


class _Named(Protocol):
    @property
    def title(self) -> Text: ...
    @property
    def words(self) -> Mapping[str, Text] | None: ...


Names = Mapping[str, _Named]
"""By the name of a field; fields without one go by their own."""


def changes_of(records: Iterable[Any], names: Names, limit: int = 50) -> list[Change]:
    """Of one record (``[person]``) or of several, the latest first."""
    found = [change for record in records for change in _of(record, names)]
    return sorted(found, key=lambda change: change.at, reverse=True)[:limit]


def _of(record: models.Model, names: Names) -> Iterator[Change]:
    rows = list(record.history.select_related("history_user").order_by("history_date", "history_id"))  # type: ignore[attr-defined]
    for before, row in zip([None, *rows], rows, strict=False):
        fields = tuple(_differences(before, row, names)) if before is not None else ()
        if row.history_type == "~" and not fields:
            continue
        user = row.history_user
        who = Text(str(user), str(user)) if user else PROGRAM
        yield Change(row.history_date, who, row.history_address or "", KINDS[row.history_type], str(record), fields)


def _differences(before: Any, after: Any, names: Names) -> Iterator[FieldChange]:
    for field in after.tracked_fields:
        if isinstance(field, BlindIndex) or getattr(before, field.attname) == getattr(after, field.attname):
            continue
        named = names.get(field.name, Field(Text(field.name, field.name)))
        yield FieldChange(named.title, *(_of_field(row, field, named.words or {}) for row in (before, after)))


def _of_field(row: Any, field: Any, words: Mapping[str, Text]) -> Text:
    kept = getattr(row, field.attname)
    if kept is None or kept == "":
        return EMPTY
    if isinstance(field, EncryptedText):
        return HIDDEN
    said = words.get(kept) if isinstance(kept, str) else None
    return said or _plain(_meant(row, field))


def _meant(row: Any, field: Any) -> Any:
    """The record that a foreign key names, where it still is there."""
    try:
        return getattr(row, field.name)
    except ObjectDoesNotExist:
        return GONE


def _plain(value: Any) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, dict):
        value = ", ".join(f"{name}: {each}" for name, each in value.items())
    text = f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
    return Text(text, text)
