"""Workbooks as benefits managers really hand them in."""

import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from tuanbao.roster import BILLS, MEMBERS, TableError, read_table
from tuanbao.roster.formula_errors import error_cells

from .samples import codes, only
from .workbooks import write_workbook

RELATIONSHIPS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADINGS = ["票据号", "工号", "就诊日期", "就诊类型", "总金额（元）", "自费"]
ROW = ["b1", "E1", date(2026, 3, 5), "门诊", 12.5, 12.5]


def test_a_plain_sheet_is_read(tmp_path: Path) -> None:
    reading = read_table(write_workbook(tmp_path / "b.xlsx", [HEADINGS, ROW]), BILLS)
    row = reading.table.to_pylist()[0]
    assert reading.errors == []
    assert (row["bill_id"], row["member_id"], row["service_date"]) == ("b1", "E1", date(2026, 3, 5))
    assert (row["category"], row["total"], row["out_of_scope"]) == ("outpatient", 1250, 1250)


def test_title_rows_gaps_and_empty_rows_at_the_end_are_tolerated(tmp_path: Path) -> None:
    gap = [None] * 7
    rows = [
        ["2026 年 3 月票据清单"],
        gap,
        [None, *HEADINGS],
        [None, *ROW],
        gap,
        [None, "b2", *ROW[1:4], "x", 1],
        gap,
        [None, " "],
    ]
    reading = read_table(write_workbook(tmp_path / "b.xlsx", rows), BILLS)
    assert only(reading, "bill_id") == ["b1"]
    assert reading.rows.tolist() == [4]
    assert codes(reading) == [(6, "total", "not_a_number")]


def test_a_merged_title_is_tolerated(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 5, "票据清单")
        sheet.write_row(2, 0, HEADINGS)
        sheet.write_row(3, 0, [*ROW[:2], "2026.3.5", *ROW[3:]])
    assert only(read_table(path, BILLS), "service_date") == [date(2026, 3, 5)]


@pytest.mark.parametrize("sheet", ["票据", "bills", "Bills"])
def test_the_sheet_named_like_the_table_is_read_else_the_first(tmp_path: Path, sheet: str) -> None:
    path = write_workbook(tmp_path / "b.xlsx", [HEADINGS, ROW], sheet=sheet, before="封面")
    assert only(read_table(path, BILLS), "bill_id") == ["b1"]
    other = write_workbook(tmp_path / "c.xlsx", [HEADINGS, ROW], sheet="三月", before="封面")
    with pytest.raises(TableError, match="找不到票据表的表头"):
        read_table(other, BILLS)


def test_a_hidden_sheet_is_not_the_first(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as book:
        hidden, seen = book.add_worksheet("旧"), book.add_worksheet("新")
        hidden.write_row(0, 0, ["x"])
        hidden.hide()
        seen.activate()
        seen.set_first_sheet()
        seen.write_row(0, 0, HEADINGS)
        seen.write_row(1, 0, [*ROW[:2], "20260305", *ROW[3:]])
    assert only(read_table(path, BILLS), "bill_id") == ["b1"]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        *[(date(2026, 3, 5), 5), (datetime(2026, 3, 5, 10, 22), 5), ("2026-03-05", 5), ("2026/3/5", 5)],
        *[("2026年3月5日", 5), ("20260305", 5), (20260305, 5), ("２０２６－０３－０５", 5)],
    ],
)
def test_a_day_may_be_a_date_a_text_or_a_number(tmp_path: Path, cell: object, day: int) -> None:
    rows = [HEADINGS, ROW, [*ROW[:2], cell, *ROW[3:]]]
    reading = read_table(write_workbook(tmp_path / "b.xlsx", rows), BILLS)
    assert only(reading, "service_date") == [date(2026, 3, 5), date(2026, 3, day)]


def test_a_day_that_lost_its_format_is_told_with_the_day_it_means(tmp_path: Path) -> None:
    reading = read_table(write_workbook(tmp_path / "b.xlsx", [HEADINGS, [*ROW[:2], 46086, *ROW[3:]]]), BILLS)
    assert codes(reading) == [(2, "service_date", "date_number")]
    assert "2026-03-05" in reading.errors[0].reason.zh


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        *[
            (0.1 + 0.2, 30),
            (1234567.89, 123456789),
            (80, 8000),
            ("1,234.50", 123450),
            ("￥80元", 8000),
            (19.999999999999996, 2000),
        ],
        *[(sum([0.1] * 1000), 10000), (99_999_999_999.99, 9_999_999_999_999), (None, 0), ("-", 0)],
    ],
)
def test_amounts_are_exact_fen(tmp_path: Path, cell: object, fen: int) -> None:
    rows = [[*HEADINGS[:4], "自费"], ["b0", *ROW[1:4], 1.5], ["b1", *ROW[1:4], cell]]
    reading = read_table(write_workbook(tmp_path / "b.xlsx", rows), BILLS)
    assert (only(reading, "out_of_scope"), reading.errors) == ([150, fen], [])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        *[(12.345, "too_many_decimals"), (0.001, "too_many_decimals"), (1e12, "too_large"), (-1, "negative")],
        *[("约 80", "not_a_number"), ("#N/A", "formula_error"), ("#REF!", "formula_error"), (True, "not_a_number")],
        *[(date(2026, 1, 1), "not_a_number"), ("12.345", "too_many_decimals")],
    ],
)
def test_what_is_no_amount_is_told_and_an_error_value_is_not_nothing(tmp_path: Path, cell: object, code: str) -> None:
    rows = [[*HEADINGS[:4], "自费"], ["b0", *ROW[1:4], 1.5], ["b1", *ROW[1:4], cell]]
    reading = read_table(write_workbook(tmp_path / "b.xlsx", rows), BILLS)
    assert codes(reading) == [(3, "out_of_scope", code)]
    assert only(reading, "bill_id") == ["b0"]


def test_error_values_count_only_on_the_sheet_that_is_read(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as book:
        other, bills = book.add_worksheet("核对"), book.add_worksheet("票据")
        other.write_formula(1, 1, "=NA()", value="#N/A")
        bills.write_row(0, 0, HEADINGS)
        bills.write_row(1, 0, [*ROW[:2], "2026-03-05", *ROW[3:]])
        bills.write_formula(2, 1, "=VLOOKUP(1,A:B,2)", value="#N/A")
        bills.write_row(2, 2, ["2026-03-05", *ROW[3:]])
        bills.write_string(2, 0, "b2")
    reading = read_table(path, BILLS)
    assert only(reading, "member_id") == ["E1"]
    assert codes(reading) == [(3, "member_id", "formula_error")]


def test_an_error_value_is_found_beside_a_shared_formula(tmp_path: Path) -> None:
    xml = b'<c r="A1"><f t="shared" si="0"/><v>1</v></c><c r="AB3" s="2" t="e"><f t="shared" si="0"/><v>#REF!</v></c>'
    workbook = b'<workbook><sheet name="S" r:id="r1" xmlns:r="%s"/></workbook>' % RELATIONSHIPS
    relations = b'<Relationships><Relationship Id="r1" Target="/xl/one.xml"/></Relationships>'
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as book:
        book.writestr("xl/workbook.xml", workbook)
        book.writestr("xl/_rels/workbook.xml.rels", relations)
        book.writestr("xl/one.xml", xml)
    assert error_cells(tmp_path / "b.xlsx", "S") == {(2, 27): "#REF!"}
    assert error_cells(tmp_path / "b.xlsx", "T") == {}


def test_an_open_document_sheet_is_read(tmp_path: Path) -> None:
    def cell(value: object) -> str:
        if isinstance(value, date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
        if isinstance(value, float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in (HEADINGS, ROW))
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{name}="{urn}:{name}:1.0"' for name in ("office", "table", "text"))
    sheet = f'<office:spreadsheet><table:table table:name="票据">{rows}</table:table></office:spreadsheet>'
    content = f"<office:document-content {names}><office:body>{sheet}</office:body></office:document-content>"
    with zipfile.ZipFile(tmp_path / "b.ods", "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", "<manifest/>")
        book.writestr("content.xml", content)
    reading = read_table(tmp_path / "b.ods", BILLS)
    assert (only(reading, "total"), only(reading, "service_date")) == ([1250], [date(2026, 3, 5)])
    assert reading.errors == []


def test_numbers_that_are_names_are_text(tmp_path: Path) -> None:
    rows = [HEADINGS, [1001, 7, *ROW[2:]], ["0012", "007", *ROW[2:]]]
    reading = read_table(write_workbook(tmp_path / "b.xlsx", rows), BILLS)
    assert only(reading, "bill_id") == ["1001", "0012"]
    assert only(reading, "member_id") == ["7", "007"]


def test_a_number_of_more_digits_than_excel_keeps_is_told_and_masked(tmp_path: Path) -> None:
    rows = [["工号", "关系", "生效日期", "身份证号"], ["E1", "本人", date(2026, 1, 1), 110105194912310021]]
    reading = read_table(write_workbook(tmp_path / "p.xlsx", rows), MEMBERS)
    assert codes(reading) == [(2, "id_number", "digits_lost")]
    assert all("19491231" not in error.value for error in reading.errors)


def test_words_numbers_and_truth_values_are_understood(tmp_path: Path) -> None:
    headings = [*HEADINGS, "医院等级", "是否经医保结算", "是否工伤", "明细行号"]
    rows = [headings, [*ROW, 3, True, "否", 1], ["b2", *ROW[1:], "三甲", "未结算", 0, 2.0]]
    reading = read_table(write_workbook(tmp_path / "b.xlsx", rows), BILLS)
    assert reading.errors == []
    assert only(reading, "hospital_level") == [3, 3]
    assert only(reading, "settled") == [True, False]
    assert only(reading, "work") == [False, False]
    assert only(reading, "line") == [1, 2]


def test_only_headings_are_a_table_without_rows(tmp_path: Path) -> None:
    reading = read_table(write_workbook(tmp_path / "b.xlsx", [HEADINGS]), BILLS)
    assert (reading.table.num_rows, reading.errors) == (0, [])


def test_an_empty_workbook_has_no_headings(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="找不到票据表的表头"):
        read_table(write_workbook(tmp_path / "b.xlsx", []), BILLS)


@pytest.mark.parametrize("name", ["b.xlsx", "b.xls", "b.ods"])
@pytest.mark.parametrize("data", [b"<html>", b"PK\x03\x04junk", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_a_damaged_workbook_is_refused_in_words(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(TableError) as caught:
        read_table(tmp_path / name, BILLS)
    assert "已损坏" in caught.value.text.zh
    assert "save it again as .xlsx" in caught.value.text.en


def test_a_workbook_with_a_password_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(encrypted_container())
    with pytest.raises(TableError, match="密码"):
        read_table(tmp_path / "b.xlsx", BILLS)


def encrypted_container() -> bytes:
    """An OLE file with the one stream by which Excel marks an encrypted workbook; the stream is empty."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    header = struct.pack(
        "<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0
    )
    header += struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, end, *[free] * 126)
    entries = _entry("Root Entry", 5, child=1) + _entry("EncryptedPackage", 2, child=free)
    return header + table + entries + bytes(512 - len(entries))


def _entry(name: str, kind: int, *, child: int) -> bytes:
    encoded = name.encode("utf-16-le").ljust(64, b"\0")
    links = struct.pack("<3I", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (
        encoded
        + struct.pack("<HBB", 2 * len(name) + 2, kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", 0xFFFFFFFE, 0)
    )
