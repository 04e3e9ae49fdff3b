"""What is wrong with a table: row errors as data, errors of a whole file, and the workbook of errors (错误清单)."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import xlsxwriter

from tuanbao.language import Text
from tuanbao.roster.columns import Column
from tuanbao.roster.identity import mask, mask_resident_numbers
from tuanbao.roster.layouts import LAYOUTS
from tuanbao.roster.reasons import REASONS

_LONGEST_VALUE = 80
_MOST_ROWS = 1_000_000
"""A sheet has 1,048,576 rows."""


class TableError(Exception):
    """A file or table that cannot be read at all. `problems` are sentences in both languages."""

    def __init__(self, *problems: Text) -> None:
        super().__init__("\n".join(f"{problem.zh}\n{problem.en}" for problem in problems))
        self.problems = problems

    @property
    def text(self) -> Text:
        return Text("\n".join(p.zh for p in self.problems), "\n".join(p.en for p in self.problems))


class RowError(NamedTuple):
    """One thing wrong in one row. `row` is its number as a person sees it in the file."""

    table: str
    row: int
    column: str
    value: str
    code: str
    reason: Text

    @property
    def place(self) -> Text:
        """Table, row and column in words."""
        layout = LAYOUTS[self.table]
        header = layout[self.column].header if self.column in layout else Text(self.column, self.column)
        return Text(
            f"{layout.title.zh}第 {self.row} 行“{header.zh}”", f"{layout.title.en}, row {self.row}, {header.en}"
        )


class Fault(NamedTuple):
    """A row error before the row has its number in the file: `position` counts the rows of the Arrow table from 0."""

    position: int
    column: str
    value: str
    code: str
    reason: Text


def reason(code: str, **details: object) -> Text:
    """The sentence of a code with its details; a detail may be a Text. Identity numbers are masked."""
    zh, en = REASONS[code]
    in_chinese = {key: value.zh if isinstance(value, Text) else value for key, value in details.items()}
    in_english = {key: value.en if isinstance(value, Text) else value for key, value in details.items()}
    return Text(mask_resident_numbers(zh.format(**in_chinese)), mask_resident_numbers(en.format(**in_english)))


def shown(value: object, *, sensitive: bool = False) -> str:
    """A cell's value as it may stand in a message: short, and with identity numbers masked."""
    if value is None:
        return ""
    if isinstance(value, Text):
        return f"{value.zh} {value.en}"
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    text = mask(text) if sensitive else mask_resident_numbers(text)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def fault(position: int, column: Column, code: str, value: object, **details: object) -> Fault:
    """One fault of one cell."""
    return Fault(position, column.name, shown(value, sensitive=column.sensitive), code, reason(code, **details))


def faults(
    positions: npt.NDArray[np.intp],
    column: Column,
    code: str,
    value_at: Callable[[int], object],
    details_at: Callable[[int], Mapping[str, object]] = lambda position: {},
) -> list[Fault]:
    """One fault for each position. `value_at` and `details_at` are asked only for these."""
    return [fault(i, column, code, value_at(i), **details_at(i)) for i in map(int, positions)]


def row_errors(table: str, found: Iterable[Fault], rows: npt.NDArray[np.int64]) -> list[RowError]:
    """Faults with the rows' numbers in the file, ordered by row."""
    numbered = (RowError(table, int(rows[fault.position]), *fault[1:]) for fault in found)
    return sorted(numbered, key=lambda error: error.row)


def write_error_workbook(errors: Sequence[RowError], path: str | Path) -> None:
    """Writes the errors to an Excel workbook that can be filtered and handed back to whoever made the table."""
    headings = ("表 Table", "行 Row", "列 Column", "值 Value", "原因", "Reason")
    widths = (10, 8, 26, 26, 60, 60)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("错误清单 Errors")
        bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for index, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(index, index, width, wrap)
            sheet.write_string(0, index, heading, bold)
        sheet.freeze_panes(1, 0)
        for line, error in enumerate(errors[:_MOST_ROWS], start=1):
            _write_error(sheet, line, error, wrap)
        last = min(len(errors), _MOST_ROWS)
        sheet.autofilter(0, 0, max(last, 1), len(headings) - 1)
        if len(errors) > _MOST_ROWS:
            sheet.write_string(last + 1, 4, f"另有 {len(errors) - _MOST_ROWS} 处错误未列出")
            sheet.write_string(last + 1, 5, f"{len(errors) - _MOST_ROWS} more errors are not listed")


def _write_error(sheet: xlsxwriter.worksheet.Worksheet, line: int, error: RowError, style: object) -> None:
    layout = LAYOUTS[error.table]
    header = layout[error.column].header.zh + "\n" if error.column in layout else ""
    sheet.write_string(line, 0, f"{layout.title.zh} {layout.title.en}", style)
    sheet.write_number(line, 1, error.row, style)
    sheet.write_string(line, 2, header + error.column, style)
    sheet.write_string(line, 3, _clean(error.value), style)
    sheet.write_string(line, 4, error.reason.zh, style)
    sheet.write_string(line, 5, error.reason.en, style)


def _clean(text: str) -> str:
    """Without the control characters that a workbook cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", text)
