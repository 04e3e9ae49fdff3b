"""Small workbooks, written as people fill them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import xlsxwriter


def write_workbook(path: Path, rows: Sequence[Sequence[object]], *, sheet: str = "Sheet1", before: str = "") -> Path:
    """One sheet with these rows; `before` names an empty sheet in front of it."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        if before:
            book.add_worksheet(before)
        page = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(line, place, cell, day)
                elif isinstance(cell, str) and cell.startswith("#"):
                    page.write_formula(line, place, "=NA()", value=cell)
                elif cell is not None:
                    page.write(line, place, cell)
    return path
