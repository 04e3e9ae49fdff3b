"""Cells of an .xlsx that hold an error value such as #N/A (公式错误): they must not pass for empty cells."""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

_ERROR_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*?\bt="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def error_cells(path: Path, sheet: str) -> dict[tuple[int, int], str]:
    """(row, column), both from 0 -> "#N/A" and the like. Empty for what is no .xlsx."""
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as book:
        part = _part(book, sheet)
        xml = book.read(part) if part is not None else b""
    if b't="e"' not in xml:
        return {}
    return {
        (int(row) - 1, _column_number(letters.decode()) - 1): value.decode()
        for letters, row, value in _ERROR_CELL.findall(xml)
    }


def _part(book: zipfile.ZipFile, sheet: str) -> str | None:
    """The file of the workbook that holds the sheet."""
    names = set(book.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iter()
    identifier = next((node.get(_RELATION) for node in sheets if node.get("name") == sheet), None)
    relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    target = next((node.get("Target") for node in relations if node.get("Id") == identifier), None) or ""
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return part if part in names else None


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
