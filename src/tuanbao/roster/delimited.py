"""Reads .csv and its kin: encoding and separator are found out (逗号、制表符或分号分隔的文本)."""

import codecs
import contextlib
import csv
import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from tuanbao.language import Text
from tuanbao.roster.assemble import assemble
from tuanbao.roster.columns import Layout
from tuanbao.roster.convert import convert
from tuanbao.roster.errors import RowError, TableError, reason, shown
from tuanbao.roster.headers import ROWS_SEARCHED, find_heading_row, match_headings, no_headings, recognised
from tuanbao.roster.reading import Reading

_BEGINNING = 256 * 1024
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class _Head(NamedTuple):
    """The heading row: its cells, the records and lines up to and with it, and the separator."""

    headings: list[str]
    records: int
    lines: int
    separator: str


class _Uneven(NamedTuple):
    """A row with more or fewer cells than the heading row; its number counts from the first row after it, from 0."""

    number: int
    cells: int
    text: str


def read_delimited(path: Path, layout: Layout, amounts: frozenset[str]) -> Reading:
    """Raises TableError."""
    data = _utf8(path.read_bytes(), path)
    data = data if b"\n" in data else data.replace(b"\r", b"\n")
    head = _head(data, layout)
    if head is None:
        raise no_headings(path, layout)
    matching = match_headings(head.headings, layout, amounts)
    names = [str(position) for position in range(len(head.headings))]
    table, uneven = _records(data, head, names, path)
    converted = {
        column.name: convert(table.column(str(position)).combine_chunks(), column)
        for position, column in matching.found
    }
    rows = np.delete(np.arange(table.num_rows + len(uneven), dtype=np.int64), [row.number for row in uneven])
    found = [column for _, column in matching.found]
    reading = assemble(converted, found, layout, rows + (head.records + 1), amounts=amounts, unknown=matching.unknown)
    return reading.adding(_uneven_rows(uneven, head, layout))


def delimited_pieces(path: Path, layout: Layout, block_bytes: int) -> Iterator[Reading]:
    """As read_delimited, block by block: memory holds one block. Raises TableError.

    A file that is not UTF-8 is read whole, since it must be recoded first.
    """
    with path.open("rb") as file:
        beginning = file.read(_BEGINNING)
    head = _head(beginning.removeprefix(codecs.BOM_UTF8), layout) if _is_utf8_file(path) else None
    if head is None or b"\n" not in beginning:
        yield read_delimited(path, layout, frozenset())
        return
    matching = match_headings(head.headings, layout, frozenset())
    names = [str(position) for position in range(len(head.headings))]
    found = [column for _, column in matching.found]
    uneven: list[_Uneven] = []
    empty = [pa.record_batch({name: pa.array([], pa.string()) for name in names})]
    seen, told = 0, 0
    for block in itertools.chain(_blocks(path, head, names, block_bytes, uneven), empty):
        table = pa.Table.from_batches([block])
        converted = {
            column.name: convert(table.column(str(position)).combine_chunks(), column)
            for position, column in matching.found
        }
        skipped = np.array([row.number for row in uneven[told:]], np.int64)  # some may stand in blocks to come
        numbers = np.setdiff1d(np.arange(seen, seen + len(table) + len(skipped)), skipped)[: len(table)]
        seen = int(numbers[-1]) + 1 if len(numbers) else seen
        passed = told + int(np.searchsorted(skipped, seen)) if len(table) else len(uneven)
        reading = assemble(converted, found, layout, numbers + (head.records + 1), unknown=matching.unknown)
        yield reading.adding(_uneven_rows(uneven[told:passed], head, layout))
        told = passed


def _blocks(
    path: Path, head: _Head, names: list[str], block_bytes: int, uneven: list[_Uneven]
) -> Iterator[pa.RecordBatch]:
    """The records after the heading row, as text, a block at a time."""
    with path.open("rb") as file:
        start = len(codecs.BOM_UTF8) if file.read(3) == codecs.BOM_UTF8 else 0
        file.seek(start)
        for _ in range(head.lines):
            file.readline()
        if file.tell() == path.stat().st_size:
            return
        try:
            yield from arrow_csv.open_csv(file, **_options(head, names, uneven, block_bytes))
        except pa.ArrowInvalid:
            raise _cannot_be_taken_apart(path) from None


def _is_utf8_file(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(_BEGINNING):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _utf8(data: bytes, path: Path) -> bytes:
    if data.startswith(_WORKBOOKS):
        raise TableError(
            Text(
                f"“{path.name}”其实是 Excel 工作簿，请把扩展名改为 .xlsx 或 .xls",
                f"{path.name} is a workbook; let its name end in .xlsx or .xls",
            )
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace").encode()
    if _is_utf8(data):
        return data
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode("gb18030").encode()
    raise TableError(
        Text(
            f"“{path.name}”的文字编码无法识别，请另存为 UTF-8 编码的 CSV",
            f"the encoding of {path.name} is not known; save it as CSV in UTF-8",
        )
    )


def _is_utf8(data: bytes) -> bool:
    """Looked at piece by piece, so that no second copy of a large file is made."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _BEGINNING):
            decoder.decode(data[start : start + _BEGINNING])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _head(data: bytes, layout: Layout) -> _Head | None:
    """The separator under which a row names the most columns."""
    beginning = data[:_BEGINNING].decode("utf-8-sig", errors="ignore")
    best, best_score = None, 0
    for separator in ",\t;|":
        rows, lines = _first_rows(beginning, separator)
        place = find_heading_row(rows, layout)
        score = 0 if place is None else recognised(rows[place], layout)
        if place is not None and score > best_score:
            best, best_score = _Head(rows[place], place + 1, lines[place], separator), score
    return best


def _first_rows(text: str, separator: str) -> tuple[list[list[str]], list[int]]:
    """The first records and the lines up to and with each."""
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    with contextlib.suppress(csv.Error):
        for row in itertools.islice(reader, ROWS_SEARCHED):
            rows.append(row)
            lines.append(reader.line_num)
    return rows, lines


def _records(data: bytes, head: _Head, names: list[str], path: Path) -> tuple[Any, list[_Uneven]]:
    uneven: list[_Uneven] = []
    body = pa.py_buffer(data).slice(_end_of_line(data, head.lines))
    if body.size == 0:
        return pa.table({name: pa.array([], pa.string()) for name in names}), []
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(body),
            **_options(head, names, uneven),
        )
    except pa.ArrowInvalid:
        raise _cannot_be_taken_apart(path) from None
    return table, uneven


def _options(head: _Head, names: list[str], uneven: list[_Uneven], block_bytes: int | None = None) -> dict[str, Any]:
    """How records are taken apart; those with too many or too few cells are noted and left out."""

    def keep_note(row: Any) -> str:
        uneven.append(_Uneven(row.number - 1, row.actual_columns, row.text))
        return "skip"

    return {
        "read_options": arrow_csv.ReadOptions(use_threads=False, column_names=names, block_size=block_bytes),
        "parse_options": arrow_csv.ParseOptions(
            delimiter=head.separator, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=keep_note
        ),
        "convert_options": arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    }


def _cannot_be_taken_apart(path: Path) -> TableError:
    return TableError(
        Text(
            f"“{path.name}”无法按行拆开，请检查双引号是否成对",
            f"{path.name} cannot be taken apart into rows; look for a quotation mark without its partner",
        )
    )


def _end_of_line(data: bytes, lines: int) -> int:
    """Where the line after the first `lines` begins."""
    end = 0
    for _ in range(lines):
        end = data.find(b"\n", end) + 1
        if end == 0:
            return len(data)
    return end


def _uneven_rows(uneven: list[_Uneven], head: _Head, layout: Layout) -> list[RowError]:
    return [
        RowError(
            layout.name,
            row.number + head.records + 1,
            layout.columns[0].name,
            shown(row.text.split(head.separator)[0].strip('" ')),
            "cells_in_row",
            reason("cells_in_row", found=row.cells, expected=len(head.headings)),
        )
        for row in uneven
        if row.text.strip(head.separator + ' "\t\r')
    ]
