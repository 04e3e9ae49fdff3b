"""The values that a plan is written with: amounts, percentages, ages, words from closed lists."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, NoReturn

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from tuanbao import vocabulary
from tuanbao.language import Text
from tuanbao.money import parse_percent, parse_yuan


def refusal(code: str, zh: str, en: str, at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """An error that carries its sentence in both languages through pydantic; ``at`` leads on from the value."""
    return PydanticCustomError(code, "{en}", {"zh": zh, "en": en, "at": at})


def shown(value: Any) -> str:
    """A value as a sentence cites it: short."""
    text = str(_plain(value))
    return text if len(text) <= 40 else text[:37] + "..."


@dataclass(frozen=True, slots=True)
class PersonField:
    """``{field: NAME}``: the amount stands in the person's own row (按被保险人清单约定), in yuan."""

    field: str


Amount = int | PersonField
"""Fen, or a column of the people's table."""


def _plain(value: Any) -> Any:
    """0.0000001 and not 1E-7."""
    return f"{value:f}" if isinstance(value, Decimal) else value


def _read_fen(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise refusal("not_an_amount", "应为金额（元），如 500 或 19.90", "expected an amount in yuan, as 500 or 19.90")
    try:
        fen = parse_yuan(_plain(value))
    except ValueError as error:
        raise _amount_refusal(str(error), value) from None
    if fen < 0:
        zh, en = f"金额不能为负：{shown(value)}", f"an amount cannot be negative: {shown(value)}"
        raise refusal("negative_amount", zh, en)
    return fen


def _amount_refusal(code: str, value: Any) -> PydanticCustomError:
    if code == "too_many_decimals":
        return refusal(code, f"金额最多两位小数：{shown(value)}", f"an amount has at most two decimals: {shown(value)}")
    if code == "too_large":
        return refusal(code, f"金额过大：{shown(value)}", f"the amount is too large: {shown(value)}")
    zh = f"应为金额（元），如 500 或 19.90，而不是“{shown(value)}”"
    return refusal("not_an_amount", zh, f"expected an amount in yuan, as 500 or 19.90, not {shown(value)!r}")


def _read_amount(value: Any) -> Amount:
    if not isinstance(value, Mapping):
        return _read_fen(value)
    if list(value) != ["field"] or not isinstance(value["field"], str) or not value["field"]:
        zh = "应为金额，或 {field: 列名}（按被保险人清单约定）"
        raise refusal("not_an_amount", zh, "expected an amount, or {field: NAME}, a column of the people's table")
    return PersonField(value["field"])


def _read_share(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise refusal("not_a_percentage", "应为比例，如 70% 或 0.7", "expected a percentage, as 70% or 0.7")
    try:
        share = parse_percent(_plain(value))
    except ValueError as error:
        if str(error) == "too_many_decimals":
            zh, en = f"比例最多六位小数：{shown(value)}", f"a percentage has at most six decimals: {shown(value)}"
            raise refusal("too_many_decimals", zh, en) from None
        zh = f"应为比例，如 70% 或 0.7，而不是“{shown(value)}”"
        en = f"expected a percentage, as 70% or 0.7, not {shown(value)!r}"
        raise refusal("not_a_percentage", zh, en) from None
    if share > 1:
        zh = f"比例不能超过 100%：{shown(value)}（写作 70% 或 0.7，不写 70）"
        en = f"a percentage cannot be over 100%: {shown(value)} (write 70% or 0.7, not 70)"
        raise refusal("over_100_percent", zh, en)
    return share


def _read_unsettled(value: Any) -> Fraction | str:
    try:
        return "refuse" if value == "refuse" else _read_share(value)
    except PydanticCustomError as error:
        if error.type != "not_a_percentage":
            raise
        zh = f"应为比例（如 60%）或 refuse，而不是“{shown(value)}”"
        en = f"expected a percentage, as 60%, or refuse, not {shown(value)!r}"
        raise refusal("not_a_percentage", zh, en) from None


@dataclass(frozen=True, slots=True)
class Ages:
    """``a..b``: completed years, both ends included."""

    youngest: int
    oldest: int


def _read_ages(value: Any) -> Ages:
    if isinstance(value, Ages):
        return value
    match = re.fullmatch(r"(\d{1,3})\.\.(\d{1,3})", str(value))
    if match is None or int(match.group(1)) > int(match.group(2)):
        zh = f"应为年龄范围，如 18..65，而不是“{shown(value)}”"
        en = f"expected a range of ages, as 18..65, not {shown(value)!r}"
        raise refusal("not_ages", zh, en)
    return Ages(int(match.group(1)), int(match.group(2)))


_DATE_FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _read_date(value: Any) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and _DATE_FORM.fullmatch(value) else _no_date(value)
    except ValueError:
        return _no_date(value)


def _no_date(value: Any) -> NoReturn:
    zh, en = f"应为日期，如 2026-01-31，而不是“{shown(value)}”", f"expected a date, as 2026-01-31, not {shown(value)!r}"
    raise refusal("not_a_date", zh, en)


_IDENTIFIER = re.compile(r"[^\W_][\w-]*")


def _read_identifier(value: Any) -> str:
    if not isinstance(value, str) or not _IDENTIFIER.fullmatch(value):
        zh = f"应为由文字、数字、- 和 _ 组成的名称，如 outpatient，而不是“{shown(value)}”"
        en = f"expected a name of letters, digits, - and _, as outpatient, not {shown(value)!r}"
        if isinstance(value, int | Decimal | date):
            zh, en = f"{zh}（请加引号）", f"{en} (put it in quotes)"
        raise refusal("not_an_identifier", zh, en)
    return value


_DIAGNOSIS = re.compile(r"[A-Z][0-9A-Za-z.+*/-]*")


def _read_diagnosis(value: Any) -> str:
    if not isinstance(value, str) or not _DIAGNOSIS.fullmatch(value):
        zh = f"应为 ICD-10 编码的开头，如 C 或 J06，而不是“{shown(value)}”"
        en = f"expected the beginning of an ICD-10 code, as C or J06, not {shown(value)!r}"
        raise refusal("not_a_diagnosis", zh, en)
    return value


def _read_grade(value: Any) -> int:
    """A key of a payment scale; keys are texts."""
    if str(value) not in _GRADES:
        zh = f"应为伤残等级 1 至 10，而不是“{shown(value)}”"
        raise refusal("not_a_grade", zh, f"expected a disability grade, 1 to 10, not {shown(value)!r}")
    return int(value)


_GRADES = frozenset(str(grade) for grade in range(1, 11))


class OneOf:
    """A word from a closed list of the vocabulary."""

    def __init__(self, words: Mapping[Any, Text]) -> None:
        self.words = words

    def _read(self, value: Any) -> Any:
        if isinstance(value, str | int) and not isinstance(value, bool) and value in self.words:
            return value
        expected = ", ".join(str(word) for word in self.words)
        word = shown(value)
        zh, en = f"没有“{word}”，应为其中之一：{expected}", f"no {word!r} here; expected one of {expected}"
        raise refusal("unknown_word", zh, en)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        named = [{"const": word, "title": f"{text.zh} {text.en}"} for word, text in self.words.items()]
        return {"oneOf": named}


def _typed(read: Callable[[Any], Any], schema: dict[str, Any]) -> tuple[PlainValidator, WithJsonSchema]:
    return PlainValidator(read), WithJsonSchema(schema)


_AMOUNT = {
    "title": "金额（元）",
    "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^[\d,]+(\.\d{1,2})?$"}],
}
_FIELD = {
    "type": "object",
    "properties": {"field": {"type": "string"}},
    "required": ["field"],
    "additionalProperties": False,
}
_SHARE = {
    "title": "比例，如 70% 或 0.7",
    "anyOf": [{"type": "string", "pattern": r"^\d+(\.\d+)?\s*%?$"}, {"type": "number", "minimum": 0, "maximum": 1}],
}
_WORD_FORM = r"^[^\s!-/:-@\[-`{-~_][^\s!-,./:-@\[-^`{-~]*$"
"""As _IDENTIFIER; but in the regular expressions of editors \\w means ASCII letters only."""
_DATE = {"type": "string", "format": "date"}

Fen = Annotated[int, *_typed(_read_fen, _AMOUNT)]
AmountOrField = Annotated[Amount, *_typed(_read_amount, {"anyOf": [*_AMOUNT["anyOf"], _FIELD]})]
Share = Annotated[Fraction, *_typed(_read_share, _SHARE)]
Unsettled = Annotated[
    Fraction | Literal["refuse"], *_typed(_read_unsettled, {"anyOf": [{"const": "refuse"}, *_SHARE["anyOf"]]})
]
AgeRange = Annotated[Ages, *_typed(_read_ages, {"type": "string", "pattern": r"^\d{1,3}\.\.\d{1,3}$"})]
Day = Annotated[date, *_typed(_read_date, _DATE)]
Identifier = Annotated[str, *_typed(_read_identifier, {"type": "string", "pattern": _WORD_FORM})]
Diagnosis = Annotated[str, *_typed(_read_diagnosis, {"type": "string", "pattern": f"^{_DIAGNOSIS.pattern}$"})]
"""The beginning of an ICD-10 code."""
Grade = Annotated[int, *_typed(_read_grade, {"type": "string", "pattern": "^([1-9]|10)$"})]

LARGEST_NUMBER = 100_000
"""Days, months, counts: more (100,000 days are 273 years) is taken for a typing error."""

Days = Annotated[int, Field(strict=True, ge=0, le=LARGEST_NUMBER)]
Number = Annotated[int, Field(strict=True, ge=1, le=LARGEST_NUMBER)]

Category = Annotated[str, OneOf(vocabulary.CATEGORIES)]
Cause = Annotated[str, OneOf(vocabulary.CAUSES)]
Relation = Annotated[str, OneOf(vocabulary.RELATIONS)]
Level = Annotated[int, OneOf(vocabulary.LEVELS)]
Ownership = Annotated[str, OneOf(vocabulary.OWNERSHIPS)]
Ward = Annotated[str, OneOf(vocabulary.WARDS)]
Mode = Annotated[str, OneOf(vocabulary.MODES)]
EventKind = Annotated[str, OneOf({word: text for word, text in vocabulary.EVENTS.items() if word != "lost_time"})]
