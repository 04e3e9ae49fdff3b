"""Whole entries of a text, added and taken out (增删条目): a benefit, a relation, the choice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from textwrap import indent
from typing import Any

import yaml

from tuanbao.language import Text
from tuanbao.platform.programmes.patching import PatchError, root

NEEDED = ("benefits", "tiers")
"""Lists of which one entry must stay."""
BY_HAND = Text(
    "这一段的写法表单改不了，请直接改文本", "the form cannot change the way in which this is written; change the text"
)


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    of: str
    """Where it stands in a text: benefits, dependants, choice."""
    title: Text
    text: str


@cache
def entries() -> Mapping[str, Entry]:
    """What may be added, by key."""
    rows = yaml.safe_load((resources.files(__package__) / "tables" / "entries.yaml").read_bytes())
    return {row["key"]: Entry(row["key"], row["of"], Text(*row["title"]), row["text"]) for row in rows}


def offered(text: str, *, plan: bool) -> tuple[Entry, ...]:
    """What may be added to a plan's text, or to a programme's, which has one choice."""
    taken = {"choice"} & set(_keys(text))
    return tuple(each for each in entries().values() if (each.of == "benefits") == plan and each.of not in taken)


def added(text: str, key: str, **names: str) -> str:
    """With another entry at the end of its list; ``names`` are put for the capitals of its text. Raises PatchError."""
    entry = entries().get(key)
    if entry is None:
        raise PatchError(Text("没有这一项", "there is no such entry"))
    body = entry.text
    for name, value in names.items():
        body = body.replace(name, value)
    text = text if text.endswith("\n") else text + "\n"
    wanted = _read(text)
    if entry.of == "choice" and "choice" in wanted:
        raise PatchError(Text("已经有选择期了", "there is a time to choose already"))
    if entry.of == "choice":
        return _agreed(text + "choice:\n" + indent(body, "  "), {**wanted, "choice": _read(body)})
    if entry.of not in wanted:
        return _agreed(text + f"{entry.of}:\n" + _item(body, 2), {**wanted, entry.of: [_read(body)]})
    there = _list(text, entry.of)
    body = body.replace(f"id: {key}\n", f"id: {_free(key, wanted)}\n", 1)
    lines, end = text.splitlines(keepends=True), _end(text, there)
    after = "".join([*lines[:end], _item(body, there.start_mark.column), *lines[end:]])
    return _agreed(after, {**wanted, entry.of: [*wanted[entry.of], _read(body)]})


def dropped(text: str, path: str) -> str:
    """Without the entry at ``benefits.2``, and the remarks above it. Raises PatchError."""
    of, _, number = path.partition(".")
    text = text if text.endswith("\n") else text + "\n"
    there, wanted = _list(text, of), _read(text)
    if not number.isdecimal() or int(number) >= len(there.value):
        raise PatchError(Text("文本已改动，找不到这一项", "the text has changed: the entry is not there"))
    at, left = int(number), len(there.value) - 1
    if not left and of in NEEDED:
        raise PatchError(Text("至少要留一项", "one must stay"))
    del wanted[of][at]
    lines = text.splitlines(keepends=True)
    starts = [*(_above(lines, each.start_mark.line) for each in there.value), _end(text, there)]
    start = starts[at] if left else _key_line(text, of)
    after = "".join([*lines[:start], *lines[starts[at + 1] :]])
    return _agreed(after, wanted if left else {key: value for key, value in wanted.items() if key != of})


def _item(body: str, column: int) -> str:
    return indent("- " + indent(body, "  ")[2:], " " * column)


def _free(key: str, written: Mapping[str, Any]) -> str:
    """The key, with a number where something is called so already, also in a variant."""
    taken = set(_ids(written))
    return next(name for name in (key, *(f"{key}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (each for name, each in value.items() if name == "id" and isinstance(each, str))
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inside:
        yield from _ids(each)


def _keys(text: str) -> Sequence[str]:
    return [key.value for key, _ in _pairs(root(text))]


def _list(text: str, of: str) -> yaml.SequenceNode:
    """A list that is written with a dash before each entry."""
    found = next((value for key, value in _pairs(root(text)) if key.value == of), None)
    if not isinstance(found, yaml.SequenceNode) or found.flow_style or not found.value:
        raise PatchError(BY_HAND)
    return found


def _key_line(text: str, of: str) -> int:
    return int(next(key.start_mark.line for key, _ in _pairs(root(text)) if key.value == of))


def _pairs(node: Any) -> Sequence[tuple[Any, Any]]:
    return node.value if isinstance(node, yaml.MappingNode) else ()


def _end(text: str, there: yaml.SequenceNode) -> int:
    """The line after the last one of a list; remarks and empty lines that follow belong to what comes next."""
    return _above(text.splitlines(), there.end_mark.line)


def _above(lines: Sequence[str], line: int) -> int:
    """The first of the remarks and empty lines directly above a line."""
    while line > 0 and (not lines[line - 1].strip() or lines[line - 1].lstrip().startswith("#")):
        line -= 1
    return line


def _agreed(after: str, wanted: Mapping[str, Any]) -> str:
    """The text, if it says what it should: where somebody writes unusually, rather nothing than something wrong."""
    if _read(after) != wanted:
        raise PatchError(BY_HAND)
    return after


def _read(text: str) -> dict[str, Any]:
    try:
        found = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        raise PatchError(BY_HAND) from None
    return found if isinstance(found, dict) else {}
