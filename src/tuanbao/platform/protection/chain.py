"""Whether the audit log is whole (审计链校验). Pure: entries in, the first break out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from tuanbao.language import Text

FIRST = "0" * 64


class Entry(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def previous(self) -> str: ...
    @property
    def hash(self) -> str: ...
    def computed_hash(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Whole:
    """No break; the last number and hash, to be kept elsewhere: cutting off the end shows against them only."""

    entries: int
    last_hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    number: int
    why: Text


def verify(entries: Iterable[Entry]) -> Whole | Broken:
    """Entries in the order of their numbers."""
    expected, before = 1, FIRST
    for entry in entries:
        if entry.number != expected:
            return Broken(expected, Text("这一条不见了", "this entry is missing"))
        if entry.previous != before:
            return Broken(entry.number, Text("与上一条接不上", "it does not follow from the one before"))
        if entry.hash != entry.computed_hash():
            return Broken(entry.number, Text("内容被改动过", "its content was changed"))
        expected, before = entry.number + 1, entry.hash
    return Whole(expected - 1, before)
