"""The files in which the made-up company hands in its tables."""

import csv
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from tuanbao.demo.company import Company, make_company
from tuanbao.demo.write import write_company
from tuanbao.money import parse_yuan
from tuanbao.roster.layouts import LAYOUTS
from tuanbao.roster.normalise import normalise

MONEY = ("total", "pooled", "other_paid", "in_scope", "class_b", "out_of_scope", "account_paid")


@pytest.fixture(scope="module")
def small() -> Company:
    return make_company(seed=3, people=40)


def test_csv_carries_yuan_with_two_decimals_under_the_names_of_the_plan_language(
    company: Company, tmp_path: Path
) -> None:
    members, bills, events, _ = write_company(company, tmp_path / "new" / "folder")
    assert [path.name for path in (members, bills, events)] == ["members.csv", "bills.csv", "events.csv"]
    with bills.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == company.bills.column_names
    for name in MONEY:
        assert all(row[name][-3] == "." for row in rows)
        assert [parse_yuan(row[name]) for row in rows] == company.bills[name].to_pylist()
    assert {row["settled"] for row in rows} == {"true", "false"}
    assert rows[0]["discharge_date"] == ""


def test_salaries_are_yuan_too_and_empty_for_dependants(small: Company, tmp_path: Path) -> None:
    path = write_company(small, tmp_path)[0]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    written = [parse_yuan(row["salary"]) if row["salary"] else None for row in rows]
    assert written == small.members["salary"].to_pylist()


def test_excel_has_chinese_headings_and_words_and_exact_amounts(small: Company, tmp_path: Path) -> None:
    path = write_company(small, tmp_path, "xlsx")[1]
    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    place = {name: position for position, name in enumerate(head)}
    assert {"票据号", "就诊类型", "金额合计", "医保统筹基金支付", "自费"} <= set(place)
    totals = [parse_yuan(f"{row[place['金额合计']]:.2f}") for row in rows]
    assert totals == small.bills["total"].to_pylist()
    assert {row[place["是否经医保结算"]] for row in rows} == {"是", "否"}
    assert "门诊" in {row[place["就诊类型"]] for row in rows}
    assert [row[place["就诊日期"]] for row in rows] == small.bills["service_date"].to_pylist()


def test_parquet_carries_the_tables_themselves(small: Company, tmp_path: Path) -> None:
    tables = small.members, small.bills, small.events, small.premiums
    for path, table in zip(write_company(small, tmp_path, "parquet"), tables, strict=True):
        assert pq.read_table(path).equals(table)


@pytest.mark.parametrize("name", ["members", "bills", "events", "premiums"])
def test_the_roster_takes_every_row_as_it_is(company: Company, name: str) -> None:
    table = getattr(company, name)
    reading = normalise(table, LAYOUTS[name])
    assert not reading.errors
    assert not reading.unknown_columns
    for column in table.column_names:
        assert reading.table[column].to_pylist() == table[column].to_pylist(), column
