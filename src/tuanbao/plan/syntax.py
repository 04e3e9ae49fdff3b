"""Text -> YAML nodes. Whatever YAML itself refuses becomes a problem with its line and column, in both languages."""

from pathlib import Path
from typing import Any

import yaml

from tuanbao.language import Text
from tuanbao.plan.problems import PlanError, Problem

Place = tuple[int, int]
"""Line and column, from 1."""

DEEPEST = 60
"""A plan is nested some eight levels deep; more than this is an attack or a mistake, and would exhaust the stack."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader written in C, where PyYAML was built with it, gives the same nodes and places seven times as fast."""

_SENTENCES = {
    "tab": Text("缩进请用空格，不能用制表符（Tab）", "indent with spaces, not with tabs"),
    "\\t": Text("缩进请用空格，不能用制表符（Tab）", "indent with spaces, not with tabs"),
    "mapping values are not allowed": Text(
        "此处不能再有“键: 值”；请检查缩进，含冒号的文字请加引号",
        "a key and value cannot stand here; check the indentation, and put text with a colon in quotes",
    ),
    "expected ',' or": Text("缺少逗号或右括号", "a comma or a closing bracket is missing"),
    "unexpected end of stream": Text("引号没有闭合", "a quotation mark is not closed"),
    "undefined alias": Text("别名（*）没有对应的锚点（&）", "an alias (*) names no anchor (&)"),
    "second occurrence": Text("锚点（&）重名", "two anchors (&) have one name"),
    "cannot start any token": Text(
        "以此字符开头的文字请加引号", "text that begins with this character must stand in quotes"
    ),
    "escape": Text("双引号中的转义（\\）无效", "not a valid escape (\\) in double quotes"),
    "did not find expected": Text("结构不完整，请检查缩进、括号和横线", "check the indentation, brackets and dashes"),
    "expected": Text("结构不完整，请检查缩进、括号和横线", "check the indentation, brackets and dashes"),
}
"""What the beginner's usual slips are called; the parts are those of PyYAML's own sentences."""


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without a byte-order mark. Raises PlanError."""
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        raise refused(path, (1, 1), "no_file", Text("找不到这个文件", "there is no such file")) from None
    except OSError as error:
        message = Text(f"文件无法读取（{error.strerror}）", f"the file cannot be read ({error.strerror})")
        raise refused(path, (1, 1), "unreadable", message) from None
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        zh, en = "文件不是 UTF-8 编码，请另存为 UTF-8", "the file is not UTF-8 text; save it as UTF-8"
        before = written[: error.start].decode("utf-8-sig", "replace")
        raise refused(path, place_after(before), "unreadable", Text(zh, en)) from None


def compose(text: str, path: Path) -> list[yaml.Node]:
    """The nodes of the documents of a text, without the empty ones. Raises PlanError."""
    try:
        _refuse_depth(text, path)
        return [node for node in yaml.compose_all(text, Loader=_LOADER) if not _is_empty(node)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise refused(path, place, "yaml", _sentence(error)) from None
    except yaml.reader.ReaderError as error:
        raise _bad_character(text, text.find(chr(error.character)), path) from None
    except UnicodeEncodeError as error:
        raise _bad_character(text, error.start, path) from None


def _refuse_depth(text: str, path: Path) -> None:
    """Walk the events first: composing recurses, and the C loader would not stop before the stack ends."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                message = Text(f"嵌套超过 {DEEPEST} 层", f"nested more than {DEEPEST} levels deep")
                raise refused(path, place_of(event), "too_deep", message)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _is_empty(node: Any) -> bool:
    return node is None or (isinstance(node, yaml.ScalarNode) and node.tag.endswith(":null"))


def _sentence(error: yaml.MarkedYAMLError) -> Text:
    said = error.problem or error.context or ""
    known = next((text for part, text in _SENTENCES.items() if part in said), Text(said, said))
    return Text(f"不是有效的 YAML：{known.zh}", f"not valid YAML: {known.en}")


def _bad_character(text: str, position: int, path: Path) -> PlanError:
    position = max(position, 0)
    code = f"U+{ord(text[position]):04X}"
    message = Text(f"含有不允许的字符 {code}，请删去", f"the character {code} is not allowed; delete it")
    return refused(path, place_after(text[:position]), "yaml", message)


def place_after(text: str) -> Place:
    """Where the character after this text stands."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def place_of(node: Any) -> Place:
    """Where a node or event begins."""
    return node.start_mark.line + 1, node.start_mark.column + 1


def refused(path: Path, place: Place, code: str, message: Text, key: str = "-") -> PlanError:
    """The error of a file that cannot be read any further."""
    return PlanError([Problem(str(path), *place, key, code, message)])
