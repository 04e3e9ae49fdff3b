"""What a roster may say of a person (人员字段): names, kinds, which are sensitive, how they are written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from typing import Any

import yaml

from tuanbao.language import Text
from tuanbao.platform.protection import masks
from tuanbao.roster import MEMBERS
from tuanbao.roster.columns import Column, Layout
from tuanbao.roster.identity import ID_TYPES
from tuanbao.vocabulary import RELATIONS, SEXES

EMPLOYMENT = ("department", "grade", "job_class", "city")
"""What a transfer changes; a programme's tiers may ask for further columns, kept as `Employment.attributes`."""
RENAMED = {"member_id": "number", "family_id": "family", "id_type": "identity_type", "id_number": "identity_number"}
"""The tables' names of columns, and ours."""


def _further() -> tuple[Column, ...]:
    entries = yaml.safe_load((resources.files(__package__) / "tables" / "roster.yaml").read_bytes())["columns"]
    return tuple(_column(entry) for entry in entries)


def _column(entry: dict[str, Any]) -> Column:
    header, meaning, headings = Text(*entry.pop("header")), Text(*entry.pop("meaning")), tuple(entry.pop("headings"))
    return Column(header=header, meaning=meaning, headings=headings, **entry)


def _as_told(column: Column) -> Column:
    """An empty cell of a roster says nothing, rather than something usual; a person may have no cover yet."""
    return replace(column, empty=None, empty_as=None, required=column.required and column.name != "cover_from")


ROSTER = Layout("members", MEMBERS.title, (*map(_as_told, MEMBERS.columns), *_further()), keeps_extras=True)
"""The table of people with what HR's rosters have besides."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a person as it is compared and shown; ``words`` are the titles of its values."""

    title: Text
    kind: str = "text"
    words: Mapping[str, Text] | None = None


FIELDS: Mapping[str, Field] = {
    "number": Field(Text("编号", "Number")),
    "family": Field(Text("所属员工", "Employee")),
    "relation": Field(Text("关系", "Relation"), words=RELATIONS),
    "name": Field(Text("姓名", "Name")),
    "birth_date": Field(Text("出生日期", "Birth date"), "date"),
    "sex": Field(Text("性别", "Sex"), words=SEXES),
    "insured": Field(Text("基本医保", "Basic insurance"), "bool"),
    "identity_type": Field(Text("证件类型", "Document"), words=ID_TYPES),
    "identity_number": Field(Text("证件号码", "Identity number"), "secret"),
    "phone": Field(Text("手机号", "Phone"), "secret"),
    "email": Field(Text("邮箱", "Email")),
    "bank_account": Field(Text("银行账号", "Bank account"), "secret"),
    "salary": Field(Text("月薪", "Salary"), "secret"),
    "hired_on": Field(Text("入职日期", "Hired on"), "date"),
    "left_on": Field(Text("离职日期", "Last day"), "date"),
    "related_from": Field(Text("关系起始日", "Related since"), "date"),
    "related_to": Field(Text("关系截止日", "Related until"), "date"),
    "continuous_from": Field(Text("连续投保起期", "Continuous from"), "date"),
    "verified_at": Field(Text("材料核实", "Verified")),
    "starts_on": Field(Text("任职日期", "Position since"), "date"),
    "department": Field(Text("部门", "Department")),
    "grade": Field(Text("职级", "Grade")),
    "job_class": Field(Text("职业类别", "Job class")),
    "city": Field(Text("城市", "City")),
}
KEPT: Mapping[str, Field] = {
    **FIELDS,
    "employee": Field(Text("所属员工", "Employee")),
    "attributes": Field(Text("其他信息", "Further details")),
}
"""As the database has them, in histories."""
PERSON = (
    *("name", "birth_date", "sex", "insured", "identity_type", "identity_number", "phone", "email", "bank_account"),
    *("salary", "hired_on", "related_from", "continuous_from"),
)
"""Fields of a person that a roster changes as they are; leaving and transfers have rules of their own."""


def _hidden(value: str) -> str:
    return "****" if value else ""


_MASKS = {
    "identity_number": masks.mask_identity,
    "phone": masks.mask_phone,
    "bank_account": masks.mask_account,
    "salary": _hidden,
}


def written(value: Any) -> str:
    """A value as the plan of an import keeps it: dates as 2026-03-05, yes and no as true and false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def parsed(name: str, text: str) -> Any:
    """The value of a field from its text."""
    kind = FIELDS[name].kind if name in FIELDS else "text"
    if kind == "date":
        return date.fromisoformat(text) if text else None
    return text == "true" if kind == "bool" else text


def shown(name: str, text: str) -> Text:
    """The text as a page may show it: sensitive values masked, words by their titles."""
    field = FIELDS.get(name)
    if name in _MASKS:
        text = _MASKS[name](text)
    elif field is not None and field.words and text in field.words:
        return field.words[text]
    elif field is not None and field.kind == "bool":
        return Text("有", "yes") if text == "true" else Text("无", "no")
    return Text(text or "—", text or "—")


def title(name: str) -> Text:
    return FIELDS[name].title if name in FIELDS else Text(name, name)
