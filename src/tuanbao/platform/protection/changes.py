"""The history of a record for people (变更历史): when, who, from where, what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from tuanbao.language import Text
from tuanbao.platform.protection.fields import BlindIndex, EncryptedText

KINDS = {"+": Text("新建", "created"), "~": Text("修改", "changed"), "-": Text("删除", "deleted")}
PROGRAM = Text("系统", "the program")
HIDDEN = Text("（敏感，不显示）", "(sensitive, not shown)")
EMPTY = Text("（空）", "(empty)")
_YES, _NO = Text("是", "yes"), Text("否", "no")
TITLES = {
    "name": Text("名称", "name"),
    "name_en": Text("英文名称", "English name"),
    "credit_code": Text("统一社会信用代码", "credit code"),
    "smallest_group": Text("统计最小人数", "smallest group"),
    "pay_day": Text("发薪日", "pay day"),
    "user": Text("用户", "user"),
    "role": Text("角色", "role"),
    "active": Text("在用", "active"),
    "person": Text("人员", "person"),
    "insurer": Text("保险公司", "insurer"),
    "number": Text("编号", "number"),
    "relation": Text("关系", "relation"),
    "birth_date": Text("出生日期", "birth date"),
    "sex": Text("性别", "sex"),
    "insured": Text("有基本医保", "has basic medical insurance"),
    "identity_type": Text("证件类型", "type of identity document"),
    "identity_number": Text("证件号", "identity number"),
    "phone": Text("手机号", "phone"),
    "email": Text("邮箱", "e-mail"),
    "bank_account": Text("银行账号", "bank account"),
    "salary": Text("月薪", "salary"),
    "hired_on": Text("入职日期", "hired on"),
    "left_on": Text("离职日期", "left on"),
    "department": Text("部门", "department"),
    "grade": Text("职级", "grade"),
    "job_class": Text("职业类别", "job class"),
    "city": Text("城市", "city"),
    "state": Text("状态", "state"),
    "accepted": Text("审核通过", "accepted"),
}
"""What fields are called; others go by their own name."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    title: Text
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class Change:
    at: datetime
    who: Text
    address: str
    """From where; empty for jobs and commands."""
    kind: Text
    record: str
    fields: tuple[FieldChange, ...]


def changes_of(records: Iterable[Any], limit: int = 50) -> list[Change]:
    """Of one record (``[person]``) or of several, the latest first."""
    found = [change for record in records for change in _of(record)]
    return sorted(found, key=lambda change: change.at, reverse=True)[:limit]


def _of(record: models.Model) -> Iterator[Change]:
    rows = list(record.history.select_related("history_user").order_by("history_date", "history_id"))  # type: ignore[attr-defined]
    for before, row in zip([None, *rows], rows, strict=False):
        fields = tuple(_differences(before, row)) if before is not None else ()
        if row.history_type == "~" and not fields:
            continue
        user = row.history_user
        who = Text(str(user), str(user)) if user else PROGRAM
        yield Change(row.history_date, who, row.history_address or "", KINDS[row.history_type], str(record), fields)


def _differences(before: Any, after: Any) -> Iterator[FieldChange]:
    for field in after.tracked_fields:
        if isinstance(field, BlindIndex):
            continue
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old == new:
            continue
        title = TITLES.get(field.name, Text(field.name, field.name))
        if isinstance(field, EncryptedText):
            yield FieldChange(title, HIDDEN if old else EMPTY, HIDDEN if new else EMPTY)
        else:
            yield FieldChange(title, _shown(old), _shown(new))


def _shown(value: Any) -> Text:
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return _YES if value else _NO
    return Text(str(value), str(value))
