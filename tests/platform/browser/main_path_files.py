"""The files of the main path: the roster that is handed in, what is downloaded, the insurer's bill."""

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import openpyxl

from tests.platform.people.rosters import identity, row_of
from tuanbao.platform.people.models import Person

Fen = dict[tuple[str, str], int]
"""Fen by number of the person and plan."""


def workbook(rows: Sequence[Mapping[str, Any]]) -> bytes:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(headings)
    for row in rows:
        sheet.append([row.get(heading) for heading in headings])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def roster(moved: Person, promoted: Person) -> bytes:
    """Two who were here, a joiner with a child, and in rows 6 to 9 what is wrong."""
    new = {"与员工关系": "员工", "部门": "研发", "入职日期": "2026-11-16", "证件类型": "身份证"}
    rows = [
        row_of(moved, 部门="海外业务部", 任职日期="2026-11-01"),
        row_of(promoted, 部门="客户成功部", 手机号="13812345678"),
        {**new, "人员编号": "N901", "姓名": "高新", "证件号码": identity(1)},
        {"人员编号": "N901-1", "所属员工编号": "N901", "与员工关系": "子女", "姓名": "高小", "出生日期": "2022-05-01"},
        {**new, "人员编号": "N902", "姓名": "钱错", "证件号码": identity(2)[:-1] + "?"},
        {**new, "人员编号": "N903", "姓名": "孙无", "与员工关系": None},
        {**new, "人员编号": "N904", "姓名": "李重"},
        {**new, "人员编号": "N904", "姓名": "周重"},
    ]
    return workbook(rows)


def table(content: bytes, sheet: str | int = -1) -> list[dict[str, Any]]:
    """The rows of a sheet by their headings; the line of totals is left out."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    page = book[sheet] if isinstance(sheet, str) else book.worksheets[sheet]
    head, *rows = page.iter_rows(values_only=True)
    found = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return [row for row in found if row[str(head[0])] != "合计"]


def fen(yuan: Any) -> int:
    return int((Decimal(str(yuan)) * 100).to_integral_value())


def summed(rows: Iterable[Mapping[str, Any]], number: str, plan: str, amount: str) -> Fen:
    found: Fen = defaultdict(int)
    for row in rows:
        found[row[number], row[plan]] += fen(row[amount])
    return dict(found)


def premiums_of_834(text: str) -> dict[str, int]:
    """Fen by number of the person."""
    found: dict[str, int] = defaultdict(int)
    number = ""
    for segment in text.replace("\n", "").split("~"):
        parts = segment.split("*")
        if parts[:2] == ["REF", "23"]:
            number = parts[2]
        elif parts[:2] == ["AMT", "P3"]:
            found[number] += fen(parts[2])
    return dict(found)


def insurers_bill(our_bill: Sequence[Mapping[str, Any]], too_much: Mapping[str, int] | None = None) -> bytes:
    """Ours in an insurer's words; ``too_much``: fen that it asks too much of a number's first row."""
    planted = dict(too_much or {})
    rows = []
    for row in our_bill:
        amount = fen(row["金额（元）"]) + planted.pop(row["工号"], 0)
        words = {"客户编号": row["工号"], "被保险人姓名": row["姓名"], "保险计划": row["方案"]}
        rows.append({**words, "起期": row["保障起期"], "止期": row["保障止期"], "应缴保费": amount / 100})
    return workbook(rows)
