"""Reads a large table piece by piece, so that memory holds one piece and not the file (分批读取)."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from tuanbao.language import Text
from tuanbao.roster.columns import Layout
from tuanbao.roster.delimited import delimited_pieces
from tuanbao.roster.errors import TableError
from tuanbao.roster.normalise import normalise
from tuanbao.roster.read import is_text_money, read_table, repeated_text, text_money
from tuanbao.roster.reading import Reading

AHEAD = 2
"""Pieces that are made ready while an earlier one is used."""
SMALL = 32 << 20
"""Text files below this are read at once."""
BYTES_A_ROW = 160
"""About what a line of a bill takes in a text file."""


def read_pieces(path: Path, layout: Layout, rows: int) -> Iterator[Reading]:
    """The readings of a file, about ``rows`` rows each; together they are ``read_table``. Raises TableError."""
    if path.suffix.lower() == ".parquet" and path.is_file():
        yield from _parquet_pieces(path, layout, rows)
    elif path.suffix.lower() in (".csv", ".tsv", ".txt") and path.is_file() and path.stat().st_size > SMALL:
        yield from delimited_pieces(path, layout, rows * BYTES_A_ROW)
    else:
        yield read_table(path, layout)


def count_rows(path: Path) -> int | None:
    """The number of rows, where the file says so without being read."""
    if path.suffix.lower() != ".parquet":
        return None
    try:
        return int(parquet.read_metadata(path).num_rows)
    except (pa.ArrowInvalid, OSError):
        return None


def _parquet_pieces(path: Path, layout: Layout, rows: int) -> Iterator[Reading]:
    try:
        schema = parquet.read_schema(path)
        file = parquet.ParquetFile(path, read_dictionary=repeated_text(schema, layout))
    except (pa.ArrowInvalid, OSError):
        zh, en = f"“{path.name}”已损坏，或不是 Parquet 文件", f"{path.name} is damaged or not a Parquet file"
        raise TableError(Text(zh, en)) from None
    if problems := [text_money(field) for field in schema if is_text_money(field, layout)]:
        raise TableError(*problems)
    with ThreadPoolExecutor(AHEAD) as pool:
        waiting: deque[Future[Reading]] = deque()
        start = 0
        for batch in file.iter_batches(batch_size=rows, use_threads=True):
            waiting.append(pool.submit(normalise, pa.Table.from_batches([batch]), layout, row_offset=start))
            start += batch.num_rows
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    if start == 0:
        yield normalise(schema.empty_table(), layout)
