"""What pydantic finds wrong, said in words that help, in both languages."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from tuanbao.language import Text

Finding = Mapping[str, Any]
"""One entry of pydantic's ``ValidationError.errors()``."""

_EXPECTED = {
    "string_type": Text("一段文字", "a text"),
    "int_type": Text("整数", "a whole number"),
    "int_parsing": Text("整数", "a whole number"),
    "int_from_float": Text("整数", "a whole number"),
    "bool_type": Text("true 或 false", "true or false"),
    "bool_parsing": Text("true 或 false", "true or false"),
    "dict_type": Text("“键: 值”", "keys and values"),
    "model_type": Text("“键: 值”", "keys and values"),
    "model_attributes_type": Text("“键: 值”", "keys and values"),
    "tuple_type": Text("列表，如 [a, b]", "a list, as [a, b]"),
    "list_type": Text("列表，如 [a, b]", "a list, as [a, b]"),
    "mapping_type": Text("“键: 值”", "keys and values"),
}


def sentence(finding: Finding, known_keys: list[str]) -> Text:
    """The sentence of a finding; ``known_keys`` are what may stand where an unknown key stands."""
    kind, context, value = finding["type"], finding.get("ctx", {}), finding.get("input")
    if "zh" in context:
        return Text(context["zh"], context["en"])
    if kind == "extra_forbidden":
        return _unknown_key(str(finding["loc"][-1]), known_keys)
    if kind == "missing":
        key = finding["loc"][-1]
        return Text(f"缺少“{key}”", f"{key} is missing; it must stand here")
    if kind in ("literal_error", "union_tag_invalid"):
        expected = str(context.get("expected") or context.get("expected_tags")).replace(" or ", ", ").replace("'", "")
        shown = _shown(context.get("tag", value))
        return Text(f"没有“{shown}”，应为其中之一：{expected}", f"no {shown!r} here; expected one of {expected}")
    if kind == "union_tag_not_found":
        words = "reimbursement, daily_allowance, lump_sum"
        return Text(f"缺少 kind，应为其中之一：{words}", f"kind is missing; expected one of {words}")
    if kind in ("greater_than_equal", "less_than_equal"):
        least_most = Text("不小于", "at least") if kind == "greater_than_equal" else Text("不大于", "at most")
        bound = context.get("ge", context.get("le"))
        return Text(f"应{least_most.zh} {bound}，而不是 {value}", f"expected {least_most.en} {bound}, not {value}")
    if kind == "too_short":
        return Text("列表不能为空", "the list cannot be empty")
    if kind in _EXPECTED:
        form, shown = _EXPECTED[kind], _shown(value)
        return Text(f"应为{form.zh}，而不是“{shown}”", f"expected {form.en}, not {shown!r}")
    return Text(f"无法理解：{finding['msg']}", str(finding["msg"]))


def _unknown_key(key: str, known: list[str]) -> Text:
    near = get_close_matches(key, known, n=1)
    if near:
        return Text(f"没有“{key}”这个键，是不是“{near[0]}”？", f"there is no key {key!r} here; is {near[0]!r} meant?")
    expected = ", ".join(known)
    return Text(f"没有“{key}”这个键，可以写：{expected}", f"there is no key {key!r} here; expected one of {expected}")


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "..."
