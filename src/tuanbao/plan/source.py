"""YAML documents whose every key and value knows its line and column.

Numbers stay as they were written: a decimal becomes Decimal and never a binary float.
"""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tuanbao.language import Text
from tuanbao.plan.problems import PlanError, Problem, path_text
from tuanbao.plan.syntax import Place, compose, place_of, read_text, refused

Path_ = tuple[str | int, ...]

MOST_NODES = 200_000
"""A plan has some hundred nodes; aliases that unfold to more than this are an attack or a mistake."""

_DECIMAL = re.compile(r"[+-]?(\d+\.\d*|\.\d+)", re.ASCII)
_WHOLE = re.compile(r"[+-]?(0|[1-9]\d{0,3999})", re.ASCII)


class Mapping(dict[str, Any]):
    """A mapping that knows where it, its keys and its values stand."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.keys_at: dict[str, Place] = {}
        self.values_at: dict[str, Place] = {}
        self.problems: list[Problem] = []
        """What was already wrong with the document of which this is the root, as keys written twice."""

    def put(self, key: str, value: Any, key_at: Place, value_at: Place) -> None:
        self[key] = value
        self.keys_at[key] = key_at
        self.values_at[key] = value_at


class Sequence(list[Any]):
    """A list that knows where it and its items stand."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.items_at: list[Place] = []
        self.numbers: list[int] = []
        """The position of each item in the file, which stays when others are left out."""

    def put(self, value: Any, value_at: Place, at: int | None = None) -> None:
        position = len(self) if at is None else at
        self.insert(position, value)
        self.items_at.insert(position, value_at)
        self.numbers.insert(position, len(self) - 1)

    def drop(self, position: int) -> None:
        del self[position], self.items_at[position], self.numbers[position]


def copy(value: Any, without: str | None = None) -> Any:
    """A copy of a tree that keeps its places, so that a variant can be patched without touching its plan; ``without``
    is a key of its root that is left out."""
    if isinstance(value, Mapping):
        mapping = Mapping(value.place)
        for key, item in value.items():
            if key != without:
                mapping.put(key, copy(item), value.keys_at[key], value.values_at[key])
        return mapping
    if isinstance(value, Sequence):
        sequence = Sequence(value.place)
        for item, place in zip(value, value.items_at, strict=True):
            sequence.put(copy(item), place)
        sequence.numbers = list(value.numbers)
        return sequence
    return value


def follow(root: Any, path: Path_) -> tuple[Path_, Place]:
    """Walk a path as far as it leads, leaving out parts that name nothing there (a validator's own tags).

    Returns the path that exists, and the place of its end. A last part that is a missing key counts as existing, at
    the place of the mapping that lacks it.
    """
    real: list[str | int] = []
    value, place = root, getattr(root, "place", (1, 1))
    for depth, part in enumerate(path):
        if isinstance(value, Mapping) and isinstance(part, str) and part in value:
            place, value = value.keys_at[part], value[part]
        elif isinstance(value, Sequence) and isinstance(part, int) and part < len(value):
            place, value = value.items_at[part], value[part]
        elif isinstance(value, Mapping) and isinstance(part, str) and depth == len(path) - 1:
            place = value.place
        else:
            continue
        real.append(part)
    return tuple(real), place


def holds(root: Any, path: Path_) -> bool:
    """Whether something stands at a path."""
    value = root
    for part in path:
        inside = isinstance(value, Mapping) and part in value
        if not inside and not (isinstance(value, Sequence) and isinstance(part, int) and part < len(value)):
            return False
        value = value[part]
    return True


def as_written(root: Any, path: Path_) -> Path_:
    """A path whose list positions are those of the file, also where items were left out since."""
    written: list[str | int] = []
    value = root
    for part in path:
        written.append(value.numbers[part] if isinstance(value, Sequence) and isinstance(part, int) else part)
        value = value[part] if isinstance(value, Sequence) or part in (value or ()) else None
    return tuple(written)


def read_documents(path: Path) -> list[Mapping]:
    """The YAML documents of a file. Raises PlanError where the file cannot be read as mappings."""
    return parse_documents(read_text(path), path)


def parse_documents(text: str, path: Path) -> list[Mapping]:
    """As read_documents, of a text."""
    nodes = compose(text, path)
    if not nodes:
        message = Text("文件是空的，应有一个方案（plan: …）", "the file is empty; expected a plan (plan: …)")
        raise refused(path, (1, 1), "empty", message)
    documents = [_Builder(path).document(node) for node in nodes]
    others = [node for node, document in zip(nodes, documents, strict=True) if not isinstance(document, Mapping)]
    if others:
        message = Text("应为“键: 值”的形式，从 plan: 开始", "expected keys and values, beginning with plan:")
        raise PlanError(Problem(str(path), *place_of(node), "-", "not_a_mapping", message) for node in others)
    return documents


class _Builder:
    """Turns the YAML nodes of one document into a located tree."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.nodes = 0
        self.open: set[int] = set()
        self.scalars = yaml.SafeLoader("")
        self.problems: list[Problem] = []

    def document(self, node: yaml.Node) -> Any:
        built = self._build(node, ())
        if isinstance(built, Mapping):
            built.problems = self.problems
        return built

    def _build(self, node: yaml.Node, path: Path_) -> Any:
        self.nodes += 1
        if id(node) in self.open or self.nodes > MOST_NODES:
            message = Text("别名（*）互相引用或展开过大", "aliases (*) refer to each other or unfold too far")
            raise refused(self.path, place_of(node), "aliases", message)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        self.open.add(id(node))
        built = self._mapping(node, path) if isinstance(node, yaml.MappingNode) else self._sequence(node, path)
        self.open.discard(id(node))
        return built

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> Mapping:
        """Keys are texts, also where they look like numbers. Of a key written twice the first stands."""
        mapping = Mapping(place_of(node))
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                message = Text("键应为一个词，不能是列表或“键: 值”", "a key is a word, not a list or keys and values")
                self._problem(key_node, path, "not_a_key", message)
                continue
            key = str(key_node.value)
            if key in mapping:
                line = mapping.keys_at[key][0]
                message = Text(f"键“{key}”重复，第 {line} 行已有", f"the key {key!r} stands already in line {line}")
                self._problem(key_node, (*path, key), "duplicate_key", message)
                continue
            mapping.put(key, self._build(value_node, (*path, key)), place_of(key_node), place_of(value_node))
        return mapping

    def _problem(self, node: yaml.Node, path: Path_, code: str, message: Text) -> None:
        self.problems.append(Problem(str(self.path), *place_of(node), path_text(path) or "-", code, message))

    def _sequence(self, node: yaml.Node, path: Path_) -> Sequence:
        sequence = Sequence(place_of(node))
        for i, item in enumerate(node.value):
            sequence.put(self._build(item, (*path, i)), place_of(item))
        return sequence

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        """The value of a scalar; its text where it is not what its form says, as 2026-02-31, to be refused later."""
        kind, written = node.tag.rpartition(":")[2], str(node.value)
        if kind == "float":
            return Decimal(written) if _DECIMAL.fullmatch(written) else written
        if kind == "int":
            # 0x1F, 1:30, 010 and 1_000 are not how people write amounts
            return int(written) if _WHOLE.fullmatch(written) else written
        if kind in ("bool", "null", "timestamp"):
            try:
                return self.scalars.construct_object(node)
            except (ValueError, KeyError, AttributeError):
                return written
        return written
