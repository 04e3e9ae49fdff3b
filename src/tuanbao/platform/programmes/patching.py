"""One value of a text, written where it stands (改动文本). Comments and everything else stay as written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from tuanbao.language import Text

Path = tuple[str | int, ...]
_VALUE = re.compile(r"\w[\w.,%-]{0,59}")
"""What a form may write: amounts, percentages, counts, days, names; nothing that means something to YAML."""
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")
_SHARES = {"employer": "employee", "employee": "employer"}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a text: where it stands, how it is called, what is written there."""

    path: str
    """benefits.0.limits.1.amount"""
    label: Text
    value: str
    line: int
    kind: str = "number"
    """number, day, or choice among ``options``."""
    options: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """Values that belong together: of one benefit, of the dependants, of the points."""

    about: str
    title: Text
    fields: tuple[Field, ...]
    place: str = ""
    """benefits.2, where the whole entry can be taken out."""


class PatchError(ValueError):
    """The value cannot be written there; ``text`` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Values:
    """The values of a text by the keys that lead to them; none where it is no YAML."""

    def __init__(self, text: str) -> None:
        self._root = root(text)
        self._nodes = dict(_scalars(self._root, ()))

    def __getitem__(self, path: Path) -> str:
        """What is written there, empty where nothing is."""
        return self._nodes[path].value if path in self._nodes else ""

    def under(self, path: Path) -> Iterator[Path]:
        """The paths of values below a path, in the order of the text."""
        return (each for each in self._nodes if each[: len(path)] == path and len(each) > len(path))

    def count(self, path: Path) -> int:
        """Of the entries of a list."""
        return len({each[len(path)] for each in self.under(path)})

    def field(self, path: Path, label: Text, **more: Any) -> Field | None:
        """For a form; None where nothing is written that a form could change."""
        node = self._nodes.get(path)
        if node is None or not _VALUE.fullmatch(node.value):
            return None
        return Field(".".join(map(str, path)), label, node.value, node.start_mark.line + 1, **more)

    def node(self, path: Path) -> yaml.ScalarNode | None:
        return self._nodes.get(path)

    def mapping(self, path: Path) -> yaml.Node:
        """The mapping at a path that exists."""
        node: Any = self._root
        for step in path:
            node = node.value[step] if isinstance(step, int) else next(v for k, v in node.value if k.value == step)
        return node  # type: ignore[no-any-return]


def patched(text: str, path: str, value: str) -> str:
    """The text with another value at a place that a form names. Raises PatchError.

    Where it is the share that the company pays, the employee's becomes the rest, and the other way round.
    """
    value = value.strip()
    if not _VALUE.fullmatch(value):
        zh = f"应为金额、比例、数字或日期，如 500、70%，而不是“{value[:20]}”"
        en = f"an amount, a percentage, a number or a day is needed, as 500 or 70%, not {value[:20]!r}"
        raise PatchError(Text(zh, en))
    place = _parsed(path)
    node = Values(text).node(place)
    if node is None:
        raise PatchError(Text("文本已改动，找不到这一项；请重新打开表单", "the text has changed; open the form again"))
    changed = _written(text, node, value)
    return _with_the_rest(changed, place, value) if place[-2:-1] == ("paid_by",) else changed


def _with_the_rest(text: str, place: Path, value: str) -> str:
    percent, other = _PERCENT.fullmatch(value), _SHARES.get(str(place[-1]))
    if percent is None or other is None or Decimal(percent[1]) > 100:
        return text
    rest, values = f"{Decimal(100) - Decimal(percent[1]):f}%", Values(text)
    if there := values.node((*place[:-1], other)):
        return _written(text, there, rest)
    shares, own = values.mapping(place[:-1]), values.node(place)
    assert isinstance(shares, yaml.MappingNode)
    assert own is not None
    between = ", " if shares.flow_style else "\n" + " " * shares.start_mark.column
    return text[: own.end_mark.index] + f"{between}{other}: {rest}" + text[own.end_mark.index :]


def _written(text: str, node: yaml.Node, value: str) -> str:
    return text[: node.start_mark.index] + value + text[node.end_mark.index :]


def root(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError:
        return None


def _scalars(node: yaml.Node | None, path: Path) -> Iterator[tuple[Path, yaml.ScalarNode]]:
    """Every value with the keys that lead to it; what an alias stands for is changed where it is written."""
    if isinstance(node, yaml.ScalarNode):
        yield path, node
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield from _scalars(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            yield from _scalars(value, (*path, i))


def _parsed(path: str) -> Path:
    return tuple(int(part) if part.isdecimal() else part for part in path.split("."))
