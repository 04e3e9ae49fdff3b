"""A workbook (工作簿): sheets that print well, tables with totals, figures, notes, charts; in one language.

Money goes in as fen and stands in the cells as yuan, a percentage as a share of 1.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple

import xlsxwriter
from rich.cells import cell_len
from xlsxwriter.utility import xl_range

from tuanbao.documents import book_charts
from tuanbao.documents.book_charts import Kind as ChartKind
from tuanbao.documents.book_charts import Placed, Plot
from tuanbao.documents.charts.model import Chart, Waterfall
from tuanbao.documents.colours import BLUE, PALE
from tuanbao.language import Language, Text

Kind = Literal["text", "wrap", "yuan", "count", "percent", "factor", "number", "date"]
Row = Mapping[str, Any]
A4 = 9
TOTAL = Text("合计", "Total")
BORDER = {"border": 1, "border_color": "#D9D9D9", "valign": "top"}
CARD = {"bg_color": PALE, "align": "left", "indent": 1}
INPUT = {"bg_color": "#FFF4CC", "font_color": "#1F4E79"}
"""Of cells that a user may change."""
NUMBERS = {"yuan": "#,##0.00", "count": "#,##0", "percent": "0.0%", "factor": "0.0000", "number": "#,##0.00####"}
WIDTHS: dict[Kind, float] = {"yuan": 16, "wrap": 40}
TEXT_WIDTH, MOST_OF_A_HEADING, NOTE_WIDTH = 13, 30, 110
LINE_HEIGHT = 16
CARD_HEIGHT = 24
FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "font_color": BLUE},
    "heading": {"bold": True, "font_size": 12, "font_color": BLUE},
    "fact": {"font_color": "#666666"},
    "note": {"text_wrap": True, "valign": "top"},
    "label": {"font_color": "#666666", "font_size": 9, **CARD},
    "head": {**BORDER, "bold": True, "bg_color": BLUE, "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"},
    "text": BORDER,
    "wrap": {"text_wrap": True, **BORDER},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", **BORDER},
    "card text": {"bold": True, "font_size": 14, **CARD},
    "card date": {"bold": True, "font_size": 14, "num_format": "yyyy-mm-dd", **CARD},
    "total text": {"bold": True, "top": 2},
    **{name: {"num_format": form, **BORDER} for name, form in NUMBERS.items()},
    **{f"card {name}": {"bold": True, "font_size": 14, "num_format": form, **CARD} for name, form in NUMBERS.items()},
    **{f"total {name}": {"bold": True, "num_format": form, "top": 2} for name, form in NUMBERS.items()},
    "input text": {**BORDER, **INPUT},
    **{f"input {name}": {"num_format": form, **BORDER, **INPUT} for name, form in NUMBERS.items()},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the key of its cells in the rows, its heading, and what its cells are."""

    name: str
    heading: Text
    kind: Kind = "text"
    width: float | None = None
    """In characters; None: by the kind and the heading."""


class Card(NamedTuple):
    """A figure that stands out, with what it is (关键指标)."""

    label: Text
    value: Any
    kind: Kind


class Formula(NamedTuple):
    """A cell that the spreadsheet works out (公式); ``value`` is what it comes to as written, in its column's unit.

    The value is kept in the file, so that a viewer that does not recalculate shows it.
    """

    text: str
    value: Any


class Entry(NamedTuple):
    """A cell that a user may change, with what stands in it (可修改)."""

    value: Any


@contextmanager
def open_book(path: Path, language: Language) -> Iterator["Book"]:
    """A new workbook, written when all went well."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as file:
        yield Book(file, language)


class Book:
    """The sheets of an open workbook, in one language."""

    def __init__(self, book: Any, language: Language) -> None:
        self.book = book
        self.language: Language = language
        self.formats = {
            name: book.add_format({"font_name": "Microsoft YaHei", "font_size": 10, **form})
            for name, form in FORMATS.items()
        }
        self._widths: dict[tuple[str, int], float] = {}

    def word(self, text: Text) -> str:
        return text.to(self.language)

    def sheet(self, title: Text, *, one_page: bool = False) -> Any:
        """A new sheet that prints on A4, landscape, one page wide, or on one page in all."""
        sheet = self.book.add_worksheet(self.word(title))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, int(one_page))
        sheet.set_footer("&C&P / &N")
        sheet.hide_gridlines(2)
        return sheet

    def title(self, sheet: Any, lines: Sequence[Text]) -> int:
        """The title of a sheet and what it is, line by line; gives the first free row below."""
        sheet.set_row(0, 30)
        for at, line in enumerate(lines):
            sheet.write_string(at, 0, self.word(line), self.formats["fact" if at else "title"])
        return len(lines)

    def heading(self, sheet: Any, text: Text, top: int) -> int:
        """What the part below is; gives the next row."""
        sheet.write_string(top, 0, self.word(text), self.formats["heading"])
        return top + 1

    def table(
        self,
        sheet: Any,
        columns: Sequence[Column],
        rows: Sequence[Row],
        *,
        top: int = 0,
        left: int = 0,
        totals: Collection[str] = (),
        least_width: float = 0,
        freeze: bool | None = None,
    ) -> Placed:
        """A table under its head, with the sums of the columns named in ``totals``.

        ``freeze``: the head stays in sight and the rows can be filtered; None: where it begins the sheet. A cell that
        is None stays empty.
        """
        for index, column in enumerate(columns, start=left):
            heading = self.word(column.heading)
            self._widen(sheet, index, max(least_width, _width(column, heading)))
            sheet.write_string(top, index, heading, self.formats["head"])
        if top == 0:
            sheet.repeat_rows(0)
        if freeze or (freeze is None and top == 0):
            sheet.freeze_panes(top + 1, 0)
            sheet.autofilter(top, left, top + max(len(rows), 1), left + len(columns) - 1)
        for at, row in enumerate(rows, start=top + 1):
            for index, column in enumerate(columns, start=left):
                self.cell(sheet, at, index, column.kind, row[column.name])
            self._heighten(sheet, at, [(row[c.name], i) for i, c in enumerate(columns, left) if c.kind == "wrap"])
        placed = Placed(sheet.get_name(), top, left, tuple(column.name for column in columns), len(rows))
        if totals and rows:
            self._totals(sheet, placed.below, left, columns, rows, totals)
            return placed.with_total()
        return placed

    def figures(self, sheet: Any, cards: Sequence[Card], *, top: int, left: int = 0) -> Placed:
        """Cards side by side, a label above each value; charts can show them as a row."""
        for index, card in enumerate(cards, start=left):
            sheet.write_string(top, index, self.word(card.label), self.formats["label"])
            self.cell(sheet, top + 1, index, card.kind, card.value, "card ")
            value = card.value.value if isinstance(card.value, Formula) else card.value
            shown = len(f"{value / 100:.2f}") + 3 if card.kind == "yuan" else len(str(value))
            self._widen(sheet, index, max(TEXT_WIDTH, cell_len(self.word(card.label)) + 2, min(24, 1.4 * shown)))
        sheet.set_row(top + 1, CARD_HEIGHT)
        return Placed(sheet.get_name(), top, left, tuple(card.label.en for card in cards), 1)

    def notes(self, sheet: Any, notes: Sequence[Text], *, top: int = 0, heading: Text | None = None) -> int:
        """Sentences below each other, on a sheet that holds nothing else beside them; gives the first free row."""
        self._widen(sheet, 0, NOTE_WIDTH)
        if heading:
            top = self.heading(sheet, heading, top)
        for at, note in enumerate(notes, start=top):
            said = self.word(note)
            lines = sum(-(-max(1, cell_len(line)) // (NOTE_WIDTH - 4)) for line in said.split("\n"))
            sheet.set_row(at, LINE_HEIGHT * lines + 2)
            sheet.write_string(at, 0, said, self.formats["note"])
        return top + len(notes)

    def chart(
        self,
        sheet: Any,
        at: tuple[int, int],
        kind: ChartKind,
        title: Text,
        plots: Sequence[Plot],
        *,
        width: int = 740,
        kept_in: str = "#,##0",
    ) -> int:
        """A chart of cells; ``kept_in`` is the number format of its axis. Gives the first free row below."""
        made = book_charts.chart(self.book, kind, plots, kept_in)
        return book_charts.place(sheet, made, self.word(title), at, width)

    def waterfall(self, sheet: Any, at: tuple[int, int], chart: Waterfall, *, width: int = 740) -> int:
        """Steps that add up, as a chart of Excel's own; gives the first free row below."""
        made, height = book_charts.waterfall(self.book, chart, self.language)
        return book_charts.place(sheet, made, self.word(chart.title), at, width, height)

    def picture(self, sheet: Any, at: tuple[int, int], chart: Chart, *, width: int = 740) -> int:
        """A chart as a picture, with its description for those who do not see it; gives the first free row below."""
        return book_charts.picture(sheet, chart, self.language, at, width)

    def _widen(self, sheet: Any, index: int, width: float) -> None:
        """A column as wide as the widest of what stands in it."""
        key = sheet.get_name(), index
        self._widths[key] = max(width, self._widths.get(key, 0))
        sheet.set_column(index, index, self._widths[key])

    def _heighten(self, sheet: Any, at: int, cells: Sequence[tuple[Any, int]]) -> None:
        """A row as high as the text that is wrapped in it; left alone where one line is enough."""
        name = sheet.get_name()
        widths = [(cell_len(said), self._widths[name, index]) for said, index in cells if isinstance(said, str)]
        lines = max((-(-long // max(1, int(width))) for long, width in widths), default=1)
        if lines > 1:
            sheet.set_row(at, LINE_HEIGHT * lines)

    def cell(self, sheet: Any, at: int, index: int, kind: Kind, value: Any, form: str = "") -> None:
        """One cell: a value, a `Formula`, or an `Entry`; ``form`` is "", "card ", "total " or "input "."""
        if isinstance(value, Entry):
            self.cell(sheet, at, index, kind, value.value, "input ")
        elif isinstance(value, Formula):
            self._formula(sheet, at, index, kind, value, form)
        elif value is None:
            sheet.write_blank(at, index, None, self.formats[f"{form}text"])
        elif isinstance(value, date):
            sheet.write_datetime(at, index, value, self.formats[f"{form}date"])
        elif isinstance(value, str):
            sheet.write_string(at, index, value, self.formats[f"{form}{'text' if form else kind}"])
        elif kind == "yuan":
            sheet.write_number(at, index, yuan(value), self.formats[f"{form}yuan"])
        else:
            sheet.write_number(at, index, float(value), self.formats[f"{form}{kind}"])

    def _formula(self, sheet: Any, at: int, index: int, kind: Kind, formula: Formula, form: str) -> None:
        value = formula.value
        if isinstance(value, str):
            sheet.write_formula(at, index, formula.text, self.formats[f"{form}{'text' if form else kind}"], value)
        else:
            kept = float(value) / 100 if kind == "yuan" else float(value)
            sheet.write_formula(at, index, formula.text, self.formats[f"{form}{kind}"], kept)

    def _totals(
        self, sheet: Any, at: int, left: int, columns: Sequence[Column], rows: Sequence[Row], totals: Collection[str]
    ) -> None:
        sheet.write_string(at, left, self.word(TOTAL), self.formats["total text"])
        for index, column in enumerate(columns[1:], start=left + 1):
            if column.name in totals:
                cells = xl_range(at - len(rows), index, at - 1, index)
                total = Formula(f"=SUM({cells})", sum(_number(row[column.name]) for row in rows))
                self.cell(sheet, at, index, column.kind, total, "total ")
            else:
                sheet.write_blank(at, index, None, self.formats["total text"])


def yuan(fen: int | float) -> Decimal:
    """Fen as the number of yuan that a cell holds, exactly."""
    return Decimal(fen).scaleb(-2)


def _number(cell: Any) -> Any:
    """What a cell adds to a total."""
    return (cell.value if isinstance(cell, Formula | Entry) else cell) or 0


def _width(column: Column, heading: str) -> float:
    least = column.width or WIDTHS.get(column.kind, TEXT_WIDTH)
    return max(least, min(MOST_OF_A_HEADING, cell_len(heading) + 4))
