"""A document of facts and tables (账务文书), written as PDF and as a workbook from one description."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from io import BytesIO
from typing import Any

from tuanbao.documents import typesetting
from tuanbao.language import Language, Text
from tuanbao.money import format_yuan
from tuanbao.platform.web.workbooks import workbook


class Fen(int):
    """An amount of money, told from other numbers."""


SHORT = 12
"""Characters of a cell that is not broken over lines: dates, numbers, a kind."""
Cell = Fen | int | str | date | Text


@dataclass(frozen=True)
class Sheet:
    """A table with its heading; columns of numbers are set flush right."""

    title: Text
    head: tuple[Text, ...]
    rows: Sequence[tuple[Cell, ...]]
    total: tuple[Cell, ...] | None = None

    @property
    def numbers(self) -> list[int]:
        return sorted({at for row in self.rows for at, cell in enumerate(row) if isinstance(cell, int)})


@dataclass(frozen=True)
class Document:
    title: Text
    issuer: Text
    facts: Sequence[tuple[Text, Cell]]
    sheets: Sequence[Sheet]
    note: Text = field(default=Text("", ""))


def as_pdf(document: Document, language: Language) -> bytes:
    """Raises TypesettingError where a character has no glyph."""
    source = files(__package__).joinpath("document.typ").read_text("utf-8")
    return typesetting.pdf(source, data=_data(document, language))


def _data(document: Document, language: Language) -> dict[str, Any]:
    return {
        "language": language,
        "title": document.title.to(language),
        "issuer": document.issuer.to(language),
        "note": document.note.to(language),
        "facts": [(name.to(language), _said(value, language)) for name, value in document.facts],
        "tables": [_table(sheet, language) for sheet in document.sheets],
    }


def _table(sheet: Sheet, language: Language) -> dict[str, Any]:
    return {
        "title": sheet.title.to(language),
        "head": [head.to(language) for head in sheet.head],
        "rows": [[_said(cell, language) for cell in row] for row in sheet.rows],
        "numbers": sheet.numbers,
        "narrow": _narrow([[_said(cell, language) for cell in row] for row in sheet.rows]),
        "total": [_said(cell, language) for cell in sheet.total] if sheet.total else None,
    }


def _narrow(rows: list[list[str]]) -> list[int]:
    """Columns as wide as what is in them; what is long shares the rest, or the first column takes it."""
    columns = list(zip(*rows, strict=True))
    short = [at for at, column in enumerate(columns) if max(map(len, column)) <= SHORT]
    return short if len(short) < len(columns) else short[1:]


def as_xlsx(document: Document, language: Language) -> bytes:
    """A sheet of facts, then a sheet a table; amounts are numbers."""
    out = BytesIO()
    with workbook(out) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "bold": book.add_format({"bold": True, "top": 1}),
            "bold_money": book.add_format({"bold": True, "top": 1, "num_format": "#,##0.00"}),
            "money": book.add_format({"num_format": "#,##0.00"}),
        }
        if document.facts:
            _write_facts(book.add_worksheet(_name(document.title.to(language))), document, language, formats)
        for sheet in document.sheets:
            _write_sheet(book.add_worksheet(_name(sheet.title.to(language))), sheet, language, formats)
    return out.getvalue()


def _write_facts(page: Any, document: Document, language: Language, formats: dict[str, Any]) -> None:
    page.set_column(0, 1, 28)
    page.write_string(0, 0, document.title.to(language), formats["head"])
    page.write_string(1, 0, document.issuer.to(language))
    for at, (name, value) in enumerate(document.facts, start=3):
        page.write_string(at, 0, name.to(language))
        _write(page, at, 1, value, language, formats["money"])


def _write_sheet(page: Any, sheet: Sheet, language: Language, formats: dict[str, Any]) -> None:
    page.set_column(0, max(len(sheet.head) - 1, 0), 18)
    for at, head in enumerate(sheet.head):
        page.write_string(0, at, head.to(language), formats["head"])
    for line, row in enumerate(sheet.rows, start=1):
        for at, cell in enumerate(row):
            _write(page, line, at, cell, language, formats["money"])
    for at, cell in enumerate(sheet.total or ()):
        _write(page, len(sheet.rows) + 1, at, cell, language, formats["bold_money"], formats["bold"])
    page.freeze_panes(1, 0)


def _write(page: Any, line: int, at: int, cell: Cell, language: Language, money: Any, other: Any = None) -> None:
    if isinstance(cell, Fen):
        page.write_number(line, at, cell / 100, money)
    elif isinstance(cell, int):
        page.write_number(line, at, cell, other)
    else:
        page.write_string(line, at, _said(cell, language), other)


def _said(cell: Cell, language: Language) -> str:
    if isinstance(cell, Fen):
        return format_yuan(cell)
    if isinstance(cell, Text):
        return cell.to(language)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _name(title: str) -> str:
    """As sheets may be named."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31]
