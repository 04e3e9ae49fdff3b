"""References to cells for formulas (单元格引用): of one sheet to another, absolute, so that a table may be sorted."""

from collections.abc import Iterable
from typing import Any

from rich.cells import cell_len
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from tuanbao.documents.book import LINE_HEIGHT, Book
from tuanbao.language import Text


def cell(sheet: Any, row: int, column: int) -> str:
    """'Sheet'!$B$3."""
    return f"{_named(sheet)}{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"


def area(sheet: Any, first: int, last: int, left: int, right: int | None = None) -> str:
    """'Sheet'!$B$3:$B$9, or over several columns."""
    return f"{_named(sheet)}{xl_range_abs(first, left, last, left if right is None else right)}"


def here(row: int, column: int) -> str:
    """B3 of the formula's own sheet, which moves with its row when a table is sorted."""
    return str(xl_rowcol_to_cell(row, column))


def sentences(book: Book, sheet: Any, top: int, said: Iterable[Text], last: int, width: int) -> int:
    """Sentences over the columns up to ``last``, wrapped within ``width`` characters; gives the first free row."""
    at = top
    for text in dict.fromkeys(said):
        words = book.word(text)
        sheet.merge_range(at, 0, at, last, words, book.formats["note"])
        sheet.set_row(at, LINE_HEIGHT * -(-cell_len(words) // width) + 2)
        at += 1
    return at


def _named(sheet: Any) -> str:
    name = sheet.get_name().replace("'", "''")
    return f"'{name}'!"
