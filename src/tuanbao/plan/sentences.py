"""What pydantic finds wrong, said in words that help, in both languages."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from tuanbao.language import Text
from tuanbao.plan.fields import shown

Finding = Mapping[str, Any]
"""One entry of pydantic's ``ValidationError.errors()``."""

_EXPECTED = {
    "string_type": Text("一段文字", "a text"),
    "int_type": Text("整数", "a whole number"),
    "bool_type": Text("true 或 false", "true or false"),
    "bool_parsing": Text("true 或 false", "true or false"),
    "dict_type": Text("“键: 值”", "keys and values"),
    "model_type": Text("“键: 值”", "keys and values"),
    "model_attributes_type": Text("“键: 值”", "keys and values"),
    "tuple_type": Text("列表，如 [a, b]", "a list, as [a, b]"),
    "list_type": Text("列表，如 [a, b]", "a list, as [a, b]"),
    "decimal_type": Text("数字", "a number"),
    "decimal_parsing": Text("数字", "a number"),
    "string_too_short": Text("一段文字", "a text"),
}


_BOUNDS = {
    "greater_than_equal": Text("不小于", "at least"),
    "greater_than": Text("大于", "more than"),
    "less_than_equal": Text("不大于", "at most"),
}


_CODES = {
    "extra_forbidden": "unknown_key",
    "missing": "missing_key",
    "union_tag_not_found": "missing_key",
    "literal_error": "unknown_word",
    "union_tag_invalid": "unknown_word",
    "tuple_type": "not_a_list",
    "list_type": "not_a_list",
    "too_short": "empty_list",
    "dict_type": "not_keys_and_values",
    "model_type": "not_keys_and_values",
    "model_attributes_type": "not_keys_and_values",
    "string_type": "not_a_text",
    "string_too_short": "not_a_text",
    "int_type": "not_a_whole_number",
    "bool_type": "not_true_or_false",
    "bool_parsing": "not_true_or_false",
    "decimal_type": "not_a_number",
    "decimal_parsing": "not_a_number",
    "greater_than_equal": "out_of_range",
    "greater_than": "out_of_range",
    "less_than_equal": "out_of_range",
}


def code(finding: Finding) -> str:
    """The code under which the reference page explains a finding."""
    return _CODES.get(finding["type"], str(finding["type"]))


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
        word = shown(context.get("tag", value))
        return Text(f"没有“{word}”，应为其中之一：{expected}", f"no {word!r} here; expected one of {expected}")
    if kind == "union_tag_not_found":
        words = "reimbursement, daily_allowance, lump_sum"
        return Text(f"缺少 kind，应为其中之一：{words}", f"kind is missing; expected one of {words}")
    if kind in _BOUNDS:
        how, bound = _BOUNDS[kind], context.get("ge", context.get("le", context.get("gt")))
        return Text(f"应{how.zh} {bound}，而不是 {shown(value)}", f"expected {how.en} {bound}, not {shown(value)}")
    if kind == "too_short":
        return Text("列表不能为空", "the list cannot be empty")
    if kind in _EXPECTED:
        form, word = _EXPECTED[kind], shown(value)
        return Text(f"应为{form.zh}，而不是“{word}”", f"expected {form.en}, not {word!r}")
    return Text(f"无法理解：{finding['msg']}", str(finding["msg"]))


def _unknown_key(key: str, known: list[str]) -> Text:
    near = get_close_matches(key, known, n=1)
    if near:
        return Text(f"没有“{key}”这个键，是不是“{near[0]}”？", f"there is no key {key!r} here; is {near[0]!r} meant?")
    expected = ", ".join(known)
    return Text(f"没有“{key}”这个键，可以写：{expected}", f"there is no key {key!r} here; expected one of {expected}")
