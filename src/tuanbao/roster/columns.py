"""What a column and a table are: name, kind, headings, words and the meaning of an empty cell."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from tuanbao.language import Language, Text

Kind = Literal["text", "date", "money", "bool", "integer", "enum", "level"]
"""level: a hospital's level, 0 to 3; it is written like an enum and kept as a number."""

EMPTY_WORDS = frozenset(
    {"", "-", "--", "---", "—", "——", "/", "\\", "无", "暂无", "空", "n/a", "na", "null", "none", "nan"}
)
"""What people write into a cell to say that there is nothing (compared without regard to case)."""

_UNIT = (
    "单位元|单位:元|元|人民币|人民币元|rmb|cny|yuan|必填|选填|required|optional|年月日|是/否|yes/no|yyyy[-/]?mm[-/]?dd"
)
_NOTE = re.compile(rf"[(\[{{【〔](?:{_UNIT})[)\]}}】〕]")


def plain(text: str) -> str:
    """Half width, without surrounding space: "　１２３ " -> "123"."""
    return unicodedata.normalize("NFKC", text).strip()


def word_key(text: str) -> str:
    """How words of cells are compared: half width, lower case, without spaces, hyphens and underscores."""
    return re.sub(r"[\s_\-‐–]+", "", unicodedata.normalize("NFKC", text).casefold())


def header_key(text: str) -> str:
    """How headings are compared: "金额合计 （元）*" -> "金额合计"; "Member ID" -> "memberid"."""
    squeezed = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r"[\W_]+", "", _NOTE.sub("", squeezed))


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a table that comes in.

    `headings` are other headings under which people write it; `fallbacks` count only where none of the former stands.
    `empty` is the value of an empty cell and `empty_as` the column that gives it; neither: it stays empty. `sum_of`
    are the columns that make it up where the whole column is left out. `names` are the words of an enum, in the
    order of their codes, and `words` what else people write for them. `sensitive`: masked in messages. `verbatim`: full
    and half width are told apart, as in names and in what a plan names.
    """

    name: str
    kind: Kind
    header: Text
    meaning: Text
    required: bool = False
    empty: str | int | bool | None = None
    empty_as: str | None = None
    sum_of: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    names: Mapping[str, Text] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sensitive: bool = False
    verbatim: bool = False

    @cached_property
    def codes(self) -> dict[str, int]:
        """Every accepted word, as `word_key` writes it, and its code."""
        found: dict[str, int] = {}
        for code, (word, name) in enumerate(self.names.items()):
            for accepted in (word, name.zh, name.en, *self.words.get(word, ())):
                found.setdefault(word_key(accepted), code)
        return found

    @property
    def vocabulary(self) -> list[str]:
        return list(self.names)

    @property
    def empty_value(self) -> str | int | bool | None:
        """What an empty cell is in the arrays: of an enum and a level the code."""
        if self.empty is None or self.kind not in ("enum", "level"):
            return self.empty
        return self.vocabulary.index(str(self.empty))

    def choices(self, language: Language) -> list[str]:
        """The words to choose from, in a language."""
        return [name.to(language) for name in self.names.values()]

    @property
    def accepted_headings(self) -> tuple[str, ...]:
        return (self.header.zh, self.header.en, self.name, *self.headings)


@dataclass(frozen=True, eq=False)
class Layout:
    """One table that comes in: its columns in order. `keeps_extras`: columns that it does not name are kept."""

    name: str
    title: Text
    columns: tuple[Column, ...]
    keeps_extras: bool = False

    def __getitem__(self, name: str) -> Column:
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def headings(self) -> dict[str, Column]:
        """Every accepted heading, as `header_key` writes it."""
        return {header_key(heading): column for column in self.columns for heading in column.accepted_headings}

    @cached_property
    def all_headings(self) -> dict[str, frozenset[str]]:
        """The headings of every column, fallbacks included."""
        return {
            column.name: frozenset(map(header_key, (*column.accepted_headings, *column.fallbacks)))
            for column in self.columns
        }
