"""Types of what comes in (数据类型): exactly what the description says, nothing guessed from something like it."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from tuanbao.platform.people.messages import in_a_real_zone

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:.]{8,18}([Zz]|[+-][0-9]{2}:[0-9]{2})")


def _day_text(value: Any) -> Any:
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("date_text", "a date")


def _moment_text(value: Any) -> Any:
    if isinstance(value, datetime) or (isinstance(value, str) and _MOMENT.fullmatch(value)):
        return value
    raise PydanticCustomError("moment_text", "a time with its zone")


Day = Annotated[date, BeforeValidator(_day_text), Field(examples=["2026-03-05"])]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_moment_text),
    AfterValidator(in_a_real_zone),
    Field(examples=["2026-03-05T09:00:00+08:00"]),
]
Flag = Annotated[bool, Field(strict=True)]
Whole = Annotated[int, Field(strict=True)]
Fen = Annotated[int, Field(strict=True, ge=0, le=10**12)]
Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=r"^[^/\s]+$")]


class Body(Schema):
    """What is sent: a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class Words(Schema):
    """In both languages."""

    zh: str
    en: str
