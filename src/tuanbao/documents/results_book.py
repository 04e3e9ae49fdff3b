"""A workbook of tables whose columns are known by name: headings, widths and number formats come from there."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from rich.cells import cell_len

from tuanbao.adjudication.results import AMOUNTS
from tuanbao.documents.results_figures import SUMS
from tuanbao.documents.results_words import HEADINGS, TOTAL
from tuanbao.language import Language, Text

A4 = 9
MONEY = frozenset({*SUMS, *AMOUNTS, "events", "all", "row_paid", "basis"})
COUNTS = frozenset({"people", "bills", "applied", "paid_rows"})
WIDTHS = {"sentence": 100, "benefit": 22, "plan": 24, "error": 60, "reason": 26, "line": 7, "days": 7, "row": 7}
TEXT_WIDTH, MONEY_WIDTH = 13, 16
BLUE = "#1F4E79"
BORDER = {"border": 1, "border_color": "#D9D9D9", "valign": "top"}
CARD = {"bg_color": "#EEF3F8", "align": "left", "indent": 1}
FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "font_color": BLUE},
    "fact": {"font_color": "#666666"},
    "label": {"font_color": "#666666", "font_size": 9, **CARD},
    "figure": {"bold": True, "font_size": 14, "num_format": "#,##0.00", **CARD},
    "count": {"bold": True, "font_size": 14, "num_format": "#,##0", **CARD},
    "head": {**BORDER, "bold": True, "bg_color": BLUE, "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"},
    "text": BORDER,
    "wrap": {"text_wrap": True, **BORDER},
    "money": {"num_format": "#,##0.00", **BORDER},
    "number": {"num_format": "#,##0", **BORDER},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", **BORDER},
    "total": {"bold": True, "num_format": "#,##0.00", "top": 2},
    "total_number": {"bold": True, "num_format": "#,##0", "top": 2},
}
Row = Mapping[str, Any]


class Book:
    """The sheets of an open workbook, in one language."""

    def __init__(self, book: Any, language: Language) -> None:
        self.book = book
        self.language: Language = language
        self.formats = {
            name: book.add_format({"font_name": "Microsoft YaHei", "font_size": 10, **form})
            for name, form in FORMATS.items()
        }

    def sheet(self, title: Text) -> Any:
        """A new sheet that prints on A4, landscape, one page wide."""
        sheet = self.book.add_worksheet(self.word(title))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        sheet.hide_gridlines(2)
        return sheet

    def word(self, text: Text) -> str:
        return text.to(self.language)

    def name(self, title: Text) -> str:
        """A sheet's name as charts call it."""
        return f"'{self.word(title)}'"

    def table(
        self,
        sheet: Any,
        columns: Sequence[str],
        rows: Sequence[Row],
        *,
        top: int = 0,
        totals: Sequence[str] = (),
        least_width: float = 0,
    ) -> int:
        """A table under its head, which stays in sight where it begins the sheet; gives the first free row below."""
        for index, name in enumerate(columns):
            heading = self.word(HEADINGS[name])
            sheet.set_column(index, index, max(least_width, _width(name, heading)))
            sheet.write_string(top, index, heading, self.formats["head"])
        if top == 0:
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
            sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        for at, row in enumerate(rows, start=top + 1):
            for index, name in enumerate(columns):
                self._cell(sheet, at, index, name, row[name])
        below = top + 1 + len(rows)
        if totals and rows:
            self._totals(sheet, below, columns, rows, totals)
            below += 1
        return below

    def _cell(self, sheet: Any, at: int, index: int, name: str, value: Any) -> None:
        if value is None:
            sheet.write_blank(at, index, None, self.formats["text"])
        elif name in MONEY:
            sheet.write_number(at, index, yuan(value), self.formats["money"])
        elif isinstance(value, date):
            sheet.write_datetime(at, index, value, self.formats["date"])
        elif isinstance(value, int):
            sheet.write_number(at, index, value, self.formats["number"])
        else:
            sheet.write_string(at, index, value, self.formats["wrap" if name in WIDTHS else "text"])

    def _totals(self, sheet: Any, at: int, columns: Sequence[str], rows: Sequence[Row], totals: Sequence[str]) -> None:
        sheet.write_string(at, 0, self.word(TOTAL), self.formats["total"])
        for index, name in enumerate(columns[1:], start=1):
            if name in totals:
                value = sum(row[name] for row in rows)
                form = self.formats["total" if name in MONEY else "total_number"]
                sheet.write_number(at, index, yuan(value) if name in MONEY else value, form)
            else:
                sheet.write_blank(at, index, None, self.formats["total"])


def yuan(fen: int) -> Decimal:
    """Fen as the number of yuan that a cell holds, exactly."""
    return Decimal(fen).scaleb(-2)


def _width(name: str, heading: str) -> float:
    least = MONEY_WIDTH if name in MONEY else WIDTHS.get(name, TEXT_WIDTH)
    return max(least, min(30, cell_len(heading) + 4))
