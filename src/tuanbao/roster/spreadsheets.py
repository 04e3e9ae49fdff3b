"""Reads .xlsx, .xls and .ods (电子表格)."""

import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast
from xml.etree import ElementTree

import numpy as np
import python_calamine as calamine

from tuanbao.language import Text
from tuanbao.roster.assemble import assemble
from tuanbao.roster.cells import convert_cells
from tuanbao.roster.columns import Layout, header_key
from tuanbao.roster.errors import TableError
from tuanbao.roster.formula_errors import error_cells
from tuanbao.roster.headers import ROWS_SEARCHED, find_heading_row, match_headings, no_headings
from tuanbao.roster.reading import Reading

Rows = list[list[object]]


def read_spreadsheet(path: Path, layout: Layout, amounts: frozenset[str]) -> Reading:
    """Raises TableError."""
    rows = _rows(path, layout)
    top = [[str(cell) for cell in row] for row in rows[:ROWS_SEARCHED]]
    heading = find_heading_row(top, layout)
    if heading is None:
        raise no_headings(path, layout)
    matching = match_headings(top[heading], layout, amounts)
    body = rows[heading + 1 :]
    columns = list(zip(*body, strict=True)) if body else [()] * len(top[heading])
    converted = {column.name: convert_cells(columns[position], column) for position, column in matching.found}
    numbers = np.arange(len(body), dtype=np.int64) + (heading + 2)
    found = [column for _, column in matching.found]
    return assemble(converted, found, layout, numbers, amounts=amounts, unknown=matching.unknown)


def _rows(path: Path, layout: Layout) -> Rows:
    """All cells of the sheet from its first row and column on; error values stand in them as "#N/A" and the like."""
    try:
        with calamine.CalamineWorkbook.from_path(path) as book, ThreadPoolExecutor(1) as pool:
            sheet = _sheet(book, layout)
            if sheet is None:
                return []
            errors = pool.submit(error_cells, path, sheet)
            rows = cast(Rows, book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
            for (row, column), value in errors.result().items():
                rows[row][column] = value
            return rows
    except calamine.PasswordError:
        raise TableError(
            Text(
                f"工作簿“{path.name}”有密码保护，请去掉密码后另存再试",
                f"the workbook {path.name} is protected by a password; save it without one",
            )
        ) from None
    except (calamine.CalamineError, zipfile.BadZipFile, ElementTree.ParseError, OSError, ValueError):
        raise TableError(
            Text(
                f"工作簿“{path.name}”已损坏，或其实不是 Excel 文件；请用 Excel 打开，另存为 .xlsx 再试",
                f"the workbook {path.name} is damaged or not a workbook at all; open it and save it again as .xlsx",
            )
        ) from None


def _sheet(book: calamine.CalamineWorkbook, layout: Layout) -> str | None:
    """The sheet named like the layout, else the first that can be seen."""
    wanted = {header_key(name) for name in (layout.name, *layout.title)}
    named = next((name for name in book.sheet_names if header_key(name) in wanted), None)
    visible = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == calamine.SheetVisibleEnum.Visible and sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    return named or next(iter(visible or book.sheet_names), None)
