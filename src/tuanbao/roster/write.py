"""Writes normalised tables as files that `read_table` reads back (写出 CSV、Excel、Parquet)."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from tuanbao.language import Language, Text
from tuanbao.roster.columns import Column, Layout
from tuanbao.roster.convert import single
from tuanbao.roster.fen import fen_to_yuan

NUMBER_FORMATS = {"text": "@", "date": "yyyy-mm-dd", "money": "#,##0.00"}


def write_table(table: Any, layout: Layout, path: str | Path, *, language: Language = "en") -> None:
    """.csv and .xlsx hold yuan and, for "zh", Chinese headings and words; .parquet holds the table as it is."""
    path = Path(path)
    if path.suffix == ".parquet":
        parquet.write_table(table, path)
    elif path.suffix == ".csv":
        _write_csv(_for_people(table, layout, language), path)
    elif path.suffix == ".xlsx":
        _write_workbook(table, layout, path, language)
    else:
        raise ValueError(f"no way to write {path.suffix}")


def column_of(layout: Layout, field: Any) -> Column:
    """The layout's column, or for an extra one what its type says."""
    if field.name in layout:
        return layout[field.name]
    return Column(
        field.name, "money" if field.type == pa.int64() else "text", Text(field.name, field.name), Text("", "")
    )


def _for_people(table: Any, layout: Layout, language: Language) -> Any:
    """Headings in a language, amounts in yuan, words in a language."""
    columns = [(column_of(layout, field), single(table.column(field.name))) for field in table.schema]
    shown = [_shown(values, column, language) for column, values in columns]
    return pa.table(shown, names=[_heading(column, language) for column, _ in columns])


def _heading(column: Column, language: Language) -> str:
    return column.header.zh if language == "zh" else column.name


def _shown(values: Any, column: Column, language: Language) -> Any:
    if column.kind == "money":
        return fen_to_yuan(values)
    if column.kind in ("enum", "bool", "level"):
        codes = values.indices if column.kind == "enum" else values.cast(pa.int8())
        words = column.choices("zh") if language == "zh" else column.vocabulary
        return pa.array(words).take(codes)
    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


def _write_csv(table: Any, path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"\xef\xbb\xbf")  # so that Excel takes it for UTF-8
        arrow_csv.write_csv(table, file, arrow_csv.WriteOptions(quoting_style="needed"))


def _write_workbook(table: Any, layout: Layout, path: Path, language: Language) -> None:
    shown = _for_people(table, layout, language)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(layout.title.to(language))
        bold = book.add_format({"bold": True})
        for index, field in enumerate(table.schema):
            number_format = NUMBER_FORMATS.get(column_of(layout, field).kind, "General")
            sheet.set_column(index, index, 14, book.add_format({"num_format": number_format}))
        sheet.write_row(0, 0, shown.column_names, bold)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(zip(*(values.to_pylist() for values in shown.columns), strict=True), start=1):
            for index, value in enumerate(row):
                write_cell(sheet, line, index, value)


def write_cell(sheet: Any, line: int, index: int, value: object, style: Any = None) -> None:
    """Text stays text, whatever it looks like."""
    if isinstance(value, date):
        sheet.write_datetime(line, index, value, style)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(line, index, value, style)
    elif value is not None:
        sheet.write_string(line, index, str(value), style)
