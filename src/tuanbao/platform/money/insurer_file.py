"""Files that come in: the insurer's bill and payroll's answer (保险公司账单、代扣回盘), with what is wrong by row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from tuanbao.language import Text
from tuanbao.money import parse_yuan
from tuanbao.platform.protection.fields import blind_index
from tuanbao.roster.columns import Column, Layout
from tuanbao.roster.identity import RESIDENT_TYPES, birth_date_and_sex, document_problem, infer_type
from tuanbao.roster.read import read_table

LARGEST_BYTES = 30_000_000
NOBODY = Text(
    "没有写明是谁：工号、证件号码、姓名加出生日期，至少要有一项",
    "does not say who: a number, an identity number, or name and birth date is needed",
)


def _number(*, required: bool) -> Column:
    return Column(
        "number",
        "text",
        Text("工号", "Number"),
        Text("人员编号", "number of the person"),
        required=required,
        headings=(
            "人员编号",
            "员工号",
            "员工编号",
            "被保险人编号",
            "客户编号",
            "member id",
            "member_id",
            "employee number",
        ),
    )


_NAME = Column(
    "name",
    "text",
    Text("姓名", "Name"),
    Text("姓名", "name"),
    headings=("被保险人姓名", "被保险人", "员工姓名", "客户姓名", "insured"),
    verbatim=True,
)


def _amount(*headings: str) -> Column:
    return Column("amount", "text", Text("金额", "Amount"), Text("元", "yuan"), required=True, headings=headings)


INSURER_BILL = Layout(
    "insurer_bill",
    Text("保险公司账单", "insurer's bill"),
    (
        _number(required=False),
        _NAME,
        Column(
            "identity",
            "text",
            Text("证件号码", "Identity number"),
            Text("身份证件号码", "number of the identity document"),
            headings=("证件号", "身份证号", "身份证号码", "身份证件号码", "被保险人证件号码", "id number", "id_number"),
            sensitive=True,
        ),
        Column(
            "born",
            "date",
            Text("出生日期", "Birth date"),
            Text("生日", "day of birth"),
            headings=("生日", "出生年月日", "被保险人出生日期", "date of birth", "birth_date"),
        ),
        Column(
            "plan",
            "text",
            Text("计划", "Plan"),
            Text("方案名称或代码", "name or code of the plan"),
            required=True,
            headings=("保险计划", "保障计划", "计划名称", "方案", "险种", "险种名称", "产品", "产品名称"),
            verbatim=True,
        ),
        Column(
            "first_day",
            "date",
            Text("保障起期", "Cover from"),
            Text("第一天", "first day"),
            headings=("起期", "生效日期", "生效日", "保险起期", "起始日期", "effective date", "from"),
        ),
        Column(
            "last_day",
            "date",
            Text("保障止期", "Cover to"),
            Text("最后一天", "last day"),
            headings=("止期", "终止日期", "到期日", "保险止期", "结束日期", "expiry date", "to"),
        ),
        _amount("保费", "应收保费", "应缴保费", "本期保费", "保险费", "保费金额", "premium"),
    ),
)
ANSWER = Layout(
    "payroll_answer",
    Text("代扣回盘", "payroll's answer"),
    (_number(required=True), _NAME, _amount("实扣金额", "实际扣款", "扣款金额", "实扣", "已扣金额", "deducted")),
)


@dataclass(frozen=True)
class Incoming:
    """Rows as JSON can hold them, and what is wrong with the others: {row, zh, en}. Of an identity number only the
    blind index is kept."""

    rows: list[dict[str, Any]]
    problems: list[dict[str, Any]]


def read(upload: UploadedFile[Any], layout: Layout) -> Incoming:
    """Raises TableError for what is no such table at all."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / ("upload" + Path(upload.name or "").suffix.lower())
        with path.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        reading = read_table(path, layout)
    problems = [_problem(e.row, layout, e.column, e.reason) for e in reading.errors]
    rows = []
    for at, found in zip(reading.rows.tolist(), reading.table.to_pylist(), strict=True):
        try:
            amount = parse_yuan(str(found.pop("amount")).lstrip("¥￥"))
        except ValueError:
            problems.append(_problem(at, layout, "amount", Text("不是金额", "is not an amount")))
            continue
        if not _names_somebody(found):
            problems.append(_problem(at, layout, "number", NOBODY))
            continue
        days = {name: found[name].isoformat() for name in ("first_day", "last_day", "born") if found.get(name)}
        rows.append({**{key: found[key] or "" for key in ("number", "name", "plan") if key in found}, **days})
        rows[-1].update(at=at, amount=amount)
        if number := "".join((found.get("identity") or "").split()).upper():
            rows[-1] = {**_told_by(number), **rows[-1], "identity": blind_index(number)}
    return Incoming(rows, sorted(problems, key=lambda each: int(each["row"])))


def _told_by(number: str) -> dict[str, str]:
    """The birth date that a resident's number says."""
    kind = infer_type(number)
    if kind not in RESIDENT_TYPES or len(number) != 18 or document_problem(kind, number) is not None:
        return {}
    return {"born": birth_date_and_sex(number)[0].isoformat()}


def _names_somebody(found: Mapping[str, Any]) -> bool:
    return bool(found.get("number") or found.get("identity") or (found.get("name") and found.get("born")))


def plan_words(titles: Mapping[str, Text]) -> Callable[[str], str]:
    """What an insurer may write for a plan (our key, or either title) -> our key; else what is written."""
    known = {_squeezed(word): key for key, title in titles.items() for word in (key, title.zh, title.en)}
    return lambda written: known.get(_squeezed(written), written)


def _squeezed(word: str) -> str:
    return "".join(word.casefold().split()).replace("(", "（").replace(")", "）")


def _problem(row: int, layout: Layout, column: str, reason: Text) -> dict[str, Any]:
    header = layout[column].header if column in layout else Text(column, column)
    return {"row": row, "zh": f"“{header.zh}”：{reason.zh}", "en": f"{header.en}: {reason.en}"}
