"""Writes the company's tables as files: what a company would hand in."""

import csv
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from tuanbao.demo.company import Company
from tuanbao.money import format_yuan
from tuanbao.roster.columns import Column, Layout
from tuanbao.roster.layouts import LAYOUTS

Format = Literal["csv", "xlsx", "parquet"]


def write_company(company: Company, folder: Path | str, format: Format = "csv") -> list[Path]:
    """Writes members, bills, events and premiums into a folder, which is made if need be; gives the files.

    CSV has the column names of the plan language, Excel the Chinese headings and words; both carry yuan with two
    decimals, exact. Parquet carries int64 fen.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write = {"csv": _write_csv, "xlsx": _write_excel, "parquet": _write_parquet}[format]
    paths = []
    for name in ("members", "bills", "events", "premiums"):
        path = folder / f"{name}.{format}"
        write(getattr(company, name), LAYOUTS[name], path)
        paths.append(path)
    return paths


def _write_parquet(table: pa.Table, layout: Layout, path: Path) -> None:
    pq.write_table(table, path)


def _write_csv(table: pa.Table, layout: Layout, path: Path) -> None:
    known = {column.name: column for column in layout.columns}
    cells = [_cells(table, name, _csv_cell(known.get(name))) for name in table.column_names]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.column_names)
        writer.writerows(zip(*cells, strict=True))


def _csv_cell(column: Column | None) -> Callable[[Any], str]:
    if column is not None and column.kind == "money":
        return lambda fen: format_yuan(fen, grouping=False)
    if column is not None and column.kind == "bool":
        return lambda value: "true" if value else "false"
    return str


def _write_excel(table: pa.Table, layout: Layout, path: Path) -> None:
    known = {column.name: column for column in layout.columns}
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet(layout.title.zh)
        head, money = book.add_format({"bold": True, "bg_color": "#DDEBF7"}), book.add_format({"num_format": "0.00"})
        sheet.freeze_panes(1, 1)
        for place, name in enumerate(table.column_names):
            column = known.get(name)
            is_money = column is not None and column.kind == "money"
            sheet.set_column(place, place, 14, money if is_money else None)
            # A column that the layout does not know keeps its name: plans and programmes call it so.
            sheet.write_string(0, place, column.header.zh if column else name, head)
            sheet.write_column(1, place, _cells(table, name, _excel_cell(column)), money if is_money else None)


def _excel_cell(column: Column | None) -> Callable[[Any], Any]:
    """A cell's value in Chinese; money as an exact decimal number."""
    if column is None:
        return lambda value: value
    if column.kind == "money":
        return lambda fen: Decimal(fen).scaleb(-2)
    if column.kind == "bool":
        return lambda value: "是" if value else "否"
    if column.names:
        return lambda word: column.names[str(word)].zh
    return lambda value: value


def _cells(table: pa.Table, name: str, cell: Callable[[Any], Any]) -> Iterable[Any]:
    return ["" if value is None else cell(value) for value in table.column(name).to_pylist()]
