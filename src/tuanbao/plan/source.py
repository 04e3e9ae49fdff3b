"""YAML documents whose every key and value knows its line and column.

Numbers stay as they were written: a decimal becomes Decimal and never a binary float.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tuanbao.language import Text
from tuanbao.plan.problems import PlanError, Problem, path_text

Place = tuple[int, int]
Path_ = tuple[str | int, ...]

MOST_NODES = 200_000
"""A plan has some hundred nodes; aliases that unfold to more than this are an attack or a mistake."""


class Mapping(dict[str, Any]):
    """A mapping that knows where it, its keys and its values stand."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.keys_at: dict[str, Place] = {}
        self.values_at: dict[str, Place] = {}

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


def copy(value: Any) -> Any:
    """A copy of a tree that keeps its places, so that a variant can be patched without touching its plan."""
    if isinstance(value, Mapping):
        mapping = Mapping(value.place)
        for key, item in value.items():
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
            place = value.values_at[part] if depth < len(path) - 1 else value.keys_at[part]
            value = value[part]
        elif isinstance(value, Sequence) and isinstance(part, int) and part < len(value):
            place, value = value.items_at[part], value[part]
        elif not (isinstance(value, Mapping) and isinstance(part, str) and depth == len(path) - 1):
            continue
        real.append(part)
    return tuple(real), place


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
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise _refused(path, (1, 1), "no_file", Text("找不到这个文件", "there is no such file")) from None
    except (OSError, UnicodeDecodeError) as error:
        message = Text(f"文件无法按 UTF-8 文本读取（{error}）", f"the file cannot be read as UTF-8 text ({error})")
        raise _refused(path, (1, 1), "unreadable", message) from None
    return parse_documents(text, path)


def parse_documents(text: str, path: Path) -> list[Mapping]:
    """As read_documents, of a text."""
    try:
        nodes = [node for node in yaml.compose_all(text, Loader=yaml.SafeLoader) if node is not None]
        documents = [_Builder(path).build(node) for node in nodes]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = Text(f"不是有效的 YAML：{error.problem}", f"not valid YAML: {error.problem}")
        raise _refused(path, place, "yaml", message) from None
    except yaml.reader.ReaderError as error:
        message = Text(f"含有不允许的字符：{error.reason}", f"a character that is not allowed: {error.reason}")
        raise _refused(path, (1, 1), "yaml", message) from None
    if not documents:
        message = Text("文件是空的，应有一个方案（plan: …）", "the file is empty; expected a plan (plan: …)")
        raise _refused(path, (1, 1), "empty", message)
    return list(_mappings(documents, nodes, path))


def _mappings(documents: list[Any], nodes: list[yaml.Node], path: Path) -> Iterator[Mapping]:
    for document, node in zip(documents, nodes, strict=True):
        if not isinstance(document, Mapping):
            message = Text("应为“键: 值”的形式，从 plan: 开始", "expected keys and values, beginning with plan:")
            raise _refused(path, _place(node), "not_a_mapping", message)
        yield document


class _Builder:
    """Turns YAML nodes into located trees."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.nodes = 0
        self.open: set[int] = set()
        self.scalars = yaml.SafeLoader("")

    def build(self, node: yaml.Node) -> Any:
        self.nodes += 1
        if id(node) in self.open or self.nodes > MOST_NODES:
            message = Text("别名（*）互相引用或展开过大", "aliases (*) refer to each other or unfold too far")
            raise _refused(self.path, _place(node), "aliases", message)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        self.open.add(id(node))
        built = self._mapping(node) if isinstance(node, yaml.MappingNode) else self._sequence(node)
        self.open.discard(id(node))
        return built

    def _mapping(self, node: yaml.MappingNode) -> Mapping:
        mapping = Mapping(_place(node))
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(key_node.value)
            if key in mapping:
                line = mapping.keys_at[key][0]
                message = Text(f"键“{key}”重复，第 {line} 行已有", f"the key {key!r} stands already in line {line}")
                raise _refused(self.path, _place(key_node), "duplicate_key", message, key)
            mapping.put(key, self.build(value_node), _place(key_node), _place(value_node))
        return mapping

    def _sequence(self, node: yaml.Node) -> Sequence:
        sequence = Sequence(_place(node))
        for item in node.value:
            sequence.put(self.build(item), _place(item))
        return sequence

    def _scalar(self, node: yaml.ScalarNode) -> str | int | bool | Decimal | date | None:
        kind = node.tag.rpartition(":")[2]
        if kind == "float":
            return _decimal(node.value)
        if kind == "int" and not node.value.lstrip("+-").isdigit():
            return str(node.value)  # 0x1F, 1:30 and 1_000 are not how people write amounts
        if kind in ("int", "bool", "null", "timestamp"):
            try:
                value: Any = self.scalars.construct_object(node)
            except ValueError:
                return str(node.value)  # 2026-02-31: refused later as not a date
            return value if kind != "int" else int(node.value)
        return str(node.value)


def _decimal(written: str) -> Decimal | str:
    number = Decimal(written) if all(c in "+-.0123456789" for c in written) else None
    return written if number is None else number


def _place(node: yaml.Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _refused(path: Path, place: Place, code: str, message: Text, *keys: str) -> PlanError:
    return PlanError([Problem(str(path), *place, path_text(keys) or "-", code, message)])
