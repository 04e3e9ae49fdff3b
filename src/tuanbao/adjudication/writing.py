"""Results -> files: int64 fen in Parquet, yuan with two decimals in CSV; written batch by batch."""

from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
from pyarrow import csv, parquet

from tuanbao.roster import fen_to_yuan

MONEY = frozenset(
    {"eligible", "deductible", "coinsurance", "over_limit", "paid", "total", "pooled", "other_paid", "patient", "basis"}
)
WORDS = ("member_id", "benefit_id", "reason")
"""Columns written as dictionaries in Parquet. A bill's number is nearly its own in every row: plain text is faster."""
DICTIONARY_BYTES = 64 << 20


class TableWriter:
    """Writes tables of one schema into one file, as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer: Any = None

    def __enter__(self) -> "TableWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.writer is not None:
            self.writer.close()

    def write(self, table: pa.Table) -> None:
        table = _plain(_in_yuan(table) if self.path.suffix == ".csv" else table)
        if self.writer is None:
            self.writer = self._open(table)
        self.writer.write_table(table)

    def _open(self, table: pa.Table) -> Any:
        if self.path.suffix == ".csv":
            return csv.CSVWriter(str(self.path), table.schema)
        words = [name for name in WORDS if name in table.column_names]
        packed = [field.name for field in table.schema if field.type == pa.int64()]
        return parquet.ParquetWriter(
            self.path,
            table.schema,
            use_dictionary=words,
            column_encoding=dict.fromkeys(packed, "DELTA_BINARY_PACKED"),
            compression="lz4",
            write_statistics=False,
            store_schema=False,
            dictionary_pagesize_limit=DICTIONARY_BYTES,
        )


def _plain(table: pa.Table) -> pa.Table:
    """Dictionary columns with the index type that Parquet writes without another look at the words."""
    for i, field in enumerate(table.schema):
        if field.name == "bill_id":
            table = table.set_column(i, field.name, table[field.name].cast(pa.string()))
        elif pa.types.is_dictionary(field.type) and field.type.index_type != pa.int32():
            table = table.set_column(i, field.name, table[field.name].cast(pa.dictionary(pa.int32(), pa.string())))
    return table


def _in_yuan(table: pa.Table) -> pa.Table:
    for i, field in enumerate(table.schema):
        if field.name in MONEY:
            table = table.set_column(i, field.name, fen_to_yuan(table[field.name].combine_chunks()))
        elif pa.types.is_dictionary(field.type):
            table = table.set_column(i, field.name, table[field.name].cast(pa.string()))
    return table
