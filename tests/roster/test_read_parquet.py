"""Parquet: the same tables between systems, with money in fen."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tuanbao.roster import BILLS, TableError, read_table

from .samples import BILL, bills, codes, only


def write(folder: Path, table: Any) -> Path:
    pq.write_table(table, folder / "bills.parquet", row_group_size=2)
    return folder / "bills.parquet"


def four_bills() -> Any:
    return bills(*({**BILL, "bill_id": f"b{number}", "member_id": f"E{number % 2}"} for number in range(4))).table


def test_a_normalised_table_is_read_back_with_people_as_dictionaries(tmp_path: Path) -> None:
    table = four_bills()
    reading = read_table(write(tmp_path, table), BILLS)
    assert reading.errors == []
    assert reading.table.to_pylist() == table.to_pylist()
    assert reading.table.schema.field("member_id").type == pa.dictionary(pa.int32(), pa.string())
    assert reading.table.schema.field("bill_id").type == pa.string()


def test_money_must_be_whole_fen(tmp_path: Path) -> None:
    table = four_bills()
    for values in (pa.array(["6.11"] * 4), pa.array([6.11] * 4), pa.array([611] * 4).cast(pa.decimal128(21, 2))):
        wrong = table.set_column(table.column_names.index("total"), "total", values)
        with pytest.raises(TableError) as caught:
            read_table(write(tmp_path, wrong), BILLS)
        assert "单位为分" in caught.value.text.zh
        assert "whole fen" in caught.value.text.en


def test_chinese_headings_and_words_are_read_too(tmp_path: Path) -> None:
    table = pa.table({"票据号": ["b1"], "工号": ["E1"], "就诊日期": ["2026-03-05"], "类别": ["门诊"], "自费": [1250]})
    assert only(read_table(write(tmp_path, table), BILLS), "total") == [1250]


def test_bad_rows_are_told_by_the_number_of_the_row(tmp_path: Path) -> None:
    table = four_bills()
    days = pa.array(["2026-03-05", "2026-03-05", "x", None])
    wrong = table.set_column(table.column_names.index("service_date"), "service_date", days)
    reading = read_table(write(tmp_path, wrong), BILLS)
    assert codes(reading) == [(3, "service_date", "not_a_date"), (4, "service_date", "required")]
    assert reading.rows.tolist() == [1, 2]


def test_a_damaged_file_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "bills.parquet"
    path.write_bytes(b"PAR1 but no more")
    with pytest.raises(TableError, match="不是 Parquet 文件"):
        read_table(path, BILLS)
