"""The workbook of errors, as it goes back to whoever made the table."""

import re
import zipfile
from pathlib import Path

from python_calamine import CalamineWorkbook

from tuanbao.language import Text
from tuanbao.roster import RowError, check_bills, write_error_workbook

from .samples import BILL, PERSON, bills, people


def rows_of(path: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()  # type: ignore[return-value]


def test_every_error_is_a_row_in_both_languages(tmp_path: Path) -> None:
    person = people({**PERSON, "relation": "岳父"})
    reading = check_bills(bills({**BILL, "total": "600"}), people().table)
    write_error_workbook([*person.errors, *reading.errors], tmp_path / "errors.xlsx")
    headings, first, second = rows_of(tmp_path / "errors.xlsx")
    assert headings == ["表 Table", "行 Row", "列 Column", "值 Value", "原因", "Reason"]
    assert first == [
        *("人员 people", 1.0, "与员工关系\nrelation", "岳父"),
        *("不认识这个词，可以填：员工、配偶、子女、父母", "is not one of the words: employee, spouse, child, parent"),
    ]
    assert second[:4] == ["票据 bills", 1.0, "金额合计\ntotal", "600.00"]


def test_it_can_be_filtered_and_its_headings_stay(tmp_path: Path) -> None:
    write_error_workbook(bills({**BILL, "total": "x"}).errors, tmp_path / "errors.xlsx")
    with zipfile.ZipFile(tmp_path / "errors.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:F2"/>' in sheet


def test_values_that_look_like_formulas_stay_text(tmp_path: Path) -> None:
    values = ["=1+1", "+86-1", "-5x", "@cmd", "\x07bell"]
    errors = bills(*({**BILL, "bill_id": f"b{i}", "total": value} for i, value in enumerate(values))).errors
    write_error_workbook(errors, tmp_path / "errors.xlsx")
    assert [row[3] for row in rows_of(tmp_path / "errors.xlsx")[1:]] == [*values[:4], " bell"]
    with zipfile.ZipFile(tmp_path / "errors.xlsx") as book:
        assert not re.search(rb"<f[ >]", book.read("xl/worksheets/sheet1.xml"))


def test_identity_numbers_are_masked(tmp_path: Path) -> None:
    number = "110105194912310021"
    rows = [{**PERSON, "id_number": number}, {**PERSON, "member_id": number, "relation": "x"}]
    write_error_workbook(people(*rows).errors, tmp_path / "errors.xlsx")
    written = str(rows_of(tmp_path / "errors.xlsx"))
    assert "110***********0021" in written
    assert "1949" not in written


def test_no_errors_are_an_empty_list(tmp_path: Path) -> None:
    write_error_workbook([], tmp_path / "errors.xlsx")
    assert len(rows_of(tmp_path / "errors.xlsx")) == 1


def test_more_errors_than_a_sheet_holds_are_counted(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("tuanbao.roster.errors._MOST_ROWS", 2)
    errors = [RowError("bills", row, "total", "x", "not_a_number", Text("错", "wrong")) for row in range(5)]
    write_error_workbook(errors, tmp_path / "errors.xlsx")
    rows = rows_of(tmp_path / "errors.xlsx")
    assert len(rows) == 4
    assert rows[-1][4:] == ["另有 3 处错误未列出", "3 more errors are not listed"]
