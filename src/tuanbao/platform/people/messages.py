"""Messages of HR systems (人事系统消息): what they may say, checked. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from tuanbao.language import Text
from tuanbao.roster.identity import RESIDENT_TYPES, birth_date_and_sex, document_problem, infer_type
from tuanbao.roster.reasons import REASONS

Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Number = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, max_length=40)]
FARTHEST = timedelta(hours=14)
"""The first of the world's clocks before UTC."""
Identity = Literal[
    "resident",
    "hmt_permit",
    "foreigner_permit",
    "passport",
    "hk_macao_pass",
    "taiwan_pass",
    "birth_certificate",
    "other",
]


def in_a_real_zone(moment: datetime) -> datetime:
    """Clocks differ from UTC by 14 hours at most; a database does not take much more."""
    offset = moment.utcoffset()
    if offset is None or abs(offset) > FARTHEST:
        raise PydanticCustomError("zone_unreal", "a time in a zone that there is")
    return moment


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PersonFacts(_Strict):
    """What is said of the person; what is left out stays."""

    name: Short | None = None
    birth_date: date | None = None
    sex: Literal["male", "female"] | None = None
    insured: bool | None = None
    identity_type: Identity | None = None
    identity_number: Number | None = None
    phone: Annotated[str, StringConstraints(pattern=r"^[0-9+\- ]{5,20}$")] | None = None
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)] | None = None
    bank_account: Annotated[str, StringConstraints(pattern=r"^[0-9 ]{8,30}$")] | None = None
    salary_fen: Annotated[int, Field(ge=0, le=10**12)] | None = None

    @model_validator(mode="after")
    def _document_is_right(self) -> Self:
        if not self.identity_number:
            return self
        kind = self.identity_type or infer_type(self.identity_number)
        problem = document_problem(kind, self.identity_number)
        if problem is not None:
            raise PydanticCustomError(problem, "identity number")
        return self

    def values(self) -> dict[str, Any]:
        """By the names of the fields; a resident number gives its type, birth date and sex."""
        told = {name: value for name, value in self.model_dump().items() if value is not None}
        if "salary_fen" in told:
            told["salary"] = str(told.pop("salary_fen"))
        number = told.get("identity_number")
        if number:
            kind = told.setdefault("identity_type", infer_type(number))
            if kind in RESIDENT_TYPES and len(number) == 18:
                born, sex = birth_date_and_sex(number)
                told = {"birth_date": born, "sex": sex, **told}
        return told


class Position(_Strict):
    department: Short | None = None
    grade: Annotated[str, StringConstraints(max_length=40)] | None = None
    job_class: Annotated[str, StringConstraints(max_length=20)] | None = None
    city: Annotated[str, StringConstraints(max_length=40)] | None = None
    attributes: dict[Short, Short] = Field(default_factory=dict)

    def values(self) -> dict[str, str]:
        own = {name: value for name, value in self.model_dump(exclude={"attributes"}).items() if value is not None}
        return {**self.attributes, **own}


class Message(_Strict):
    """One thing that happened to one employee."""

    id: Short
    kind: Literal["joiner", "leaver", "transfer", "change", "rejoin"]
    number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
    occurred_at: Annotated[AwareDatetime, AfterValidator(in_a_real_zone)]
    sequence: Annotated[int, Field(ge=0, lt=2**63)] = 0
    on: date | None = None
    """First day of employment or of the position, or last day of a leaver; left out: the day it occurred."""
    person: PersonFacts = Field(default_factory=PersonFacts)
    position: Position = Field(default_factory=Position)

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Self:
        if self.kind == "joiner" and not self.person.name:
            raise PydanticCustomError("name_missing", "name")
        if self.kind == "transfer" and not self.position.values():
            raise PydanticCustomError("position_missing", "position")
        if self.kind == "change" and not self.person.values():
            raise PydanticCustomError("person_missing", "person")
        if self.kind in {"leaver", "change"} and self.position.values():
            raise PydanticCustomError("position_not_here", "position")
        return self

    @property
    def day(self) -> date:
        return self.on or self.occurred_at.date()

    @property
    def order(self) -> tuple[datetime, int, str]:
        return self.occurred_at, self.sequence, self.id


@dataclass(frozen=True, slots=True)
class Problem:
    code: str
    field: str
    text: Text


_SENTENCES = {
    "missing": Text("缺少这一项", "is missing"),
    "extra_forbidden": Text("没有这样的字段", "there is no such field"),
    "name_missing": Text("入职消息必须有姓名（person.name）", "a joiner needs person.name"),
    "position_missing": Text("调动消息必须说明新的岗位（position）", "a transfer needs a position"),
    "person_missing": Text("变更消息必须说明改了什么（person）", "a change needs what has changed, in person"),
    "position_not_here": Text("这种消息不能带岗位；请另发调动消息", "this kind has no position; send a transfer"),
    "timezone_aware": Text("时间要带时区，例如 2026-03-05T09:00:00+08:00", "needs a time zone"),
    "zone_unreal": Text(
        "没有这个时区，最多相差 14 小时", "there is no such time zone; they differ by 14 hours at most"
    ),
}
_OTHERWISE = Text("这一项的值不对", "has a wrong value")


def read(message: dict[str, Any]) -> Message | tuple[Problem, ...]:
    """The message, or everything that is wrong with it; no value is repeated."""
    try:
        return Message.model_validate(message)
    except ValidationError as error:
        return tuple(_problem(each) for each in error.errors(include_input=False, include_url=False))


def _problem(error: Any) -> Problem:
    code = error["type"]
    zh, en = REASONS[code] if code in REASONS else _SENTENCES.get(code, _OTHERWISE)
    return Problem(code, ".".join(map(str, error["loc"])) or "message", Text(zh, en))
