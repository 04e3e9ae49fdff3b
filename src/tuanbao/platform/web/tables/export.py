"""A table as a file (列表导出): every row that was asked for, money in yuan with two decimals."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.web.languages import language
from tuanbao.platform.web.tables.declared import Column, Table
from tuanbao.platform.web.workbooks import workbook

KINDS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}

NUMBERS = {"number", "share"}


def answer(table: Table, rows: Iterable[Any], kind: str) -> HttpResponse:
    content = (as_xlsx if kind == "xlsx" else as_csv)(table, rows)
    name = f"{table.name}-{clock.today().isoformat()}.{kind}"
    return HttpResponse(
        content, content_type=KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def as_csv(table: Table, rows: Iterable[Any]) -> bytes:
    """With the mark by which spreadsheets know UTF-8; nothing in it is taken for a formula."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([column.title.to(language()) for column in table.columns])
    for row in rows:
        writer.writerow([_text(column, column.of(row)) for column in table.columns])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(table: Table, rows: Iterable[Any]) -> bytes:
    out = BytesIO()
    with workbook(out) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1})
        formats = {"money": book.add_format({"num_format": "#,##0.00"}), "number": book.add_format({"num_format": "0"})}
        for at, column in enumerate(table.columns):
            sheet.write_string(0, at, column.title.to(language()), bold)
            sheet.set_column(at, at, 16)
        last = 0
        for last, row in enumerate(rows, start=1):
            for at, column in enumerate(table.columns):
                _write(sheet, last, at, column, column.of(row), formats)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, max(len(table.columns) - 1, 0))
    return out.getvalue()


def _write(sheet: Any, line: int, at: int, column: Column, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if column.kind == "money":
        sheet.write_number(line, at, int(value) / 100, formats["money"])
    elif column.kind in NUMBERS:
        sheet.write_number(line, at, value, formats["number"])
    else:
        sheet.write_string(line, at, _said(column, value))


def _text(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind == "money":
        return f"{'-' if value < 0 else ''}{abs(int(value)) // 100}.{abs(int(value)) % 100:02d}"
    said = _said(column, value)
    return f"'{said}" if column.kind not in NUMBERS and said[:1] in {"=", "+", "-", "@", "\t", "\r"} else said


def _said(column: Column, value: Any) -> str:
    value = column.choices.get(str(value), value)
    if isinstance(value, Text):
        return value.to(language())
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)
