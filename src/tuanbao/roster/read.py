"""Reads a table from a file, whichever kind of file it is (读取人员、票据、事件等表)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from tuanbao.language import Text
from tuanbao.roster.columns import Layout, header_key
from tuanbao.roster.delimited import read_delimited
from tuanbao.roster.errors import TableError
from tuanbao.roster.normalise import normalise
from tuanbao.roster.reading import Reading
from tuanbao.roster.spreadsheets import read_spreadsheet

Reader = Callable[[Path, Layout, frozenset[str]], Reading]


def read_table(path: str | Path, layout: Layout, *, amounts: frozenset[str] = frozenset()) -> Reading:
    """Reads people, bills, events, openings or hospital lists from .csv, .xlsx, .xls, .ods or .parquet.

    Text files and spreadsheets hold yuan, Parquet holds fen. `amounts` are the columns of people that plans take
    amounts from. Raises TableError for what cannot be read as a table at all.
    """
    path = Path(path)
    if not path.is_file():
        raise TableError(Text(f"找不到文件“{path}”", f"there is no file {path}"))
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise TableError(
            Text(
                f"“{path.name}”不是能读取的文件，可以用：{'、'.join(_READERS)}",
                f"{path.name} is not a kind of file that can be read; these are: {', '.join(_READERS)}",
            )
        )
    if path.stat().st_size == 0:
        raise TableError(Text(f"文件“{path.name}”是空的", f"the file {path.name} is empty"))
    return reader(path, layout, amounts)


def read_parquet(path: Path, layout: Layout, amounts: frozenset[str]) -> Reading:
    """Text that is not a bill's own comes as dictionaries. Raises TableError."""
    try:
        schema = parquet.read_schema(path)
        table = parquet.read_table(path, read_dictionary=repeated_text(schema, layout))
    except (pa.ArrowInvalid, OSError):
        raise TableError(
            Text(f"“{path.name}”已损坏，或不是 Parquet 文件", f"{path.name} is damaged or not a Parquet file")
        ) from None
    problems = [text_money(field) for field in schema if is_text_money(field, layout)]
    if problems:
        raise TableError(*problems)
    return normalise(table, layout, amounts=amounts)


def repeated_text(schema: Any, layout: Layout) -> list[str]:
    """Columns whose words stand in many rows; a bill's own numbers are better left as they are."""
    own = {"bill_id", "visit_id", "event_id", "id_number", "name"}
    columns = {field.name: layout.headings.get(header_key(field.name)) for field in schema}
    return [
        name
        for name, column in columns.items()
        if column is not None and column.kind in ("text", "enum") and column.name not in own
    ]


def is_text_money(field: Any, layout: Layout) -> bool:
    column = layout.headings.get(header_key(field.name))
    return (
        column is not None
        and column.kind == "money"
        and (pa.types.is_string(field.type) or pa.types.is_large_string(field.type))
    )


def text_money(field: Any) -> Text:
    return Text(
        f"Parquet 中“{field.name}”一列的金额须为整数，单位为分，而不是文字",
        f"in Parquet the column {field.name} must hold whole fen, as integers, not text",
    )


_READERS: dict[str, Reader] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": read_delimited,
    ".xlsx": read_spreadsheet,
    ".xlsm": read_spreadsheet,
    ".xls": read_spreadsheet,
    ".ods": read_spreadsheet,
    ".parquet": read_parquet,
}
