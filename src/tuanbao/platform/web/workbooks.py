"""Workbooks to download (Excel 文件), made in memory; no text in them is taken for a formula or a link."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from xlsxwriter import Workbook

SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
MONEY = {"num_format": "#,##0.00"}


@contextmanager
def workbook(out: BytesIO) -> Iterator[Workbook]:
    """Written to ``out`` at the end."""
    with Workbook(out, SAFE) as book:
        yield book
