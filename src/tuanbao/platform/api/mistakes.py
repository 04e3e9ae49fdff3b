"""What is wrong with parameters and bodies, in words (校验错误). No value is repeated: it may be sensitive."""

from collections.abc import Iterable, Mapping
from typing import Any

from tuanbao.language import Text
from tuanbao.platform.api.problems import Mistake
from tuanbao.roster.reasons import REASONS

_SENTENCES: Mapping[str, Text] = {
    "missing": Text("缺少这一项", "is missing"),
    "extra_forbidden": Text("没有这样的字段", "there is no such field"),
    "string_type": Text("应为文字", "must be a text"),
    "string_too_short": Text("不能为空或过短", "is empty or too short"),
    "string_too_long": Text("过长", "is too long"),
    "string_pattern_mismatch": Text("格式不对", "has a wrong form"),
    "int_type": Text("应为整数", "must be a whole number"),
    "int_parsing": Text("应为整数", "must be a whole number"),
    "bool_type": Text("应为 true 或 false", "must be true or false"),
    "bool_parsing": Text("应为 true 或 false", "must be true or false"),
    "literal_error": Text("不是可用的词", "is not one of the words allowed"),
    "enum": Text("不是可用的词", "is not one of the words allowed"),
    "greater_than_equal": Text("过小", "is too small"),
    "less_than_equal": Text("过大", "is too large"),
    "less_than": Text("过大", "is too large"),
    "too_short": Text("至少要有一项", "needs at least one"),
    "date_text": Text("应为日期，如 2026-03-05", "must be a date such as 2026-03-05"),
    "moment_text": Text(
        "应为带时区的时间，如 2026-03-05T09:00:00+08:00", "must be a time with its zone: 2026-03-05T09:00:00+08:00"
    ),
    "zone_unreal": Text("没有这个时区，最多相差 14 小时", "there is no such zone: 14 hours at most"),
    "name_missing": Text("必须有姓名（person.name）", "needs person.name"),
    "position_missing": Text("必须说明新的岗位（position）", "needs a position"),
    "person_missing": Text("必须说明改了什么（person）", "needs what has changed, in person"),
    "position_not_here": Text("这种消息不能带岗位；请另发调动消息", "this kind has no position; send a transfer"),
}
_ALIKE = {"date_": "date_text", "datetime_": "moment_text", "timezone_": "moment_text", "int_": "int_type"}
_OTHERWISE = Text("这一项的值不对", "has a wrong value")
_PLACES = ("body", "query", "path", "header")


def mistakes_of(errors: Iterable[Mapping[str, Any]]) -> list[Mistake]:
    """From the errors of pydantic, with the place that they were found in first."""
    return [_mistake(str(each["type"]), list(each["loc"])) for each in errors]


def _mistake(code: str, where: list[Any]) -> Mistake:
    place = where.pop(0) if where and where[0] in _PLACES else "body"
    if place == "body" and where and where[0] == "payload":  # the name of the view's argument
        where.pop(0)
    names = [str(part) for part in where]
    pointer = "".join("/" + name.replace("~", "~0").replace("/", "~1") for name in names) if place == "body" else ""
    return Mistake(".".join(names) or place, pointer, code, sentence(code))


def sentence(code: str) -> Text:
    if code in _SENTENCES:
        return _SENTENCES[code]
    if code in REASONS and "{" not in REASONS[code].zh:
        return REASONS[code]
    alike = next((name for begin, name in _ALIKE.items() if code.startswith(begin)), None)
    return _SENTENCES[alike] if alike else _OTHERWISE
