"""CSV files as they come from Excel, from systems and from people."""

from pathlib import Path

import pytest

from tuanbao.roster import BILLS, MEMBERS, TableError, read_table

from .samples import codes, only

ROWS = '工号,姓名,关系,生效日期,月薪\nE1,王芳,本人,2026/1/1,"18,000.00"\nE2,李强,员工,2026-02-01,9000\n'


def write(folder: Path, data: str | bytes, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_encoding_is_found_out(tmp_path: Path, encoding: str) -> None:
    reading = read_table(write(tmp_path, ROWS.encode(encoding)), MEMBERS)
    assert reading.errors == []
    assert only(reading, "name") == ["王芳", "李强"]
    assert only(reading, "salary") == [1800000, 900000]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_separator_and_line_ends_are_found_out(tmp_path: Path, separator: str, line_end: str) -> None:
    text = "工号,姓名,关系,生效日期\nE1,王芳,本人,2026-01-01\n".replace(",", separator).replace("\n", line_end)
    reading = read_table(write(tmp_path, text), MEMBERS)
    assert (only(reading, "name"), reading.errors) == (["王芳"], [])


def test_tsv_and_txt_are_read_too(tmp_path: Path) -> None:
    for name in ("people.tsv", "PEOPLE.TXT"):
        assert (
            read_table(write(tmp_path, ROWS.replace(",", "\t").replace("18\t000", "18,000"), name), MEMBERS).errors
            == []
        )


def test_titles_above_the_headings_and_empty_rows_count_as_rows(tmp_path: Path) -> None:
    titles = '2026 年度人员清单,,,\n"第一行\n第二行",,,\n'
    text = titles + "工号,关系,生效日期,备注\n\nE1,本人,2026-01-01,x\n,,,\nE2,本人,昨天,\n\n"
    reading = read_table(write(tmp_path, text), MEMBERS)
    assert only(reading, "member_id") == ["E1"]
    assert reading.rows.tolist() == [5]
    assert codes(reading) == [(7, "cover_from", "not_a_date")]


def test_a_cell_may_hold_separators_quotation_marks_and_line_ends(tmp_path: Path) -> None:
    text = '工号,关系,生效日期,备注\nE1,本人,2026-01-01,"甲,乙\n""丙"""\nE2,本人,x,\n'
    reading = read_table(write(tmp_path, text), MEMBERS)
    assert only(reading, "备注") == ['甲,乙\n"丙"']
    assert codes(reading) == [(3, "cover_from", "not_a_date")]


def test_rows_with_too_few_or_too_many_cells_are_told(tmp_path: Path) -> None:
    text = "工号,关系,生效日期\nE1,本人,2026-01-01\nE2,本人\nE3,本人,2026-01-01,x\n   \nE4,本人,2026-01-01\n"
    reading = read_table(write(tmp_path, text), MEMBERS)
    assert only(reading, "member_id") == ["E1", "E4"]
    assert reading.rows.tolist() == [2, 6]
    assert codes(reading) == [(3, "member_id", "cells_in_row"), (4, "member_id", "cells_in_row")]
    assert [error.value for error in reading.errors] == ["E2", "E3"]
    assert reading.errors[1].reason.en == (
        "this row has 4 cells and the heading row 3; look for a separator too many or too few"
    )


def test_only_headings_are_a_table_without_rows(tmp_path: Path) -> None:
    for text in ("工号,关系,生效日期", "工号,关系,生效日期\n", "工号,关系,生效日期\n\n\n"):
        reading = read_table(write(tmp_path, text), MEMBERS)
        assert (reading.table.num_rows, reading.errors) == (0, [])


def test_numbers_that_are_names_keep_their_zeros(tmp_path: Path) -> None:
    text = '票据号,工号,就诊日期,类别,自费\n0012,="007",20260305,门诊,1\n'
    row = read_table(write(tmp_path, text, "bills.csv"), BILLS).table.to_pylist()[0]
    assert (row["bill_id"], row["member_id"]) == ("0012", "007")


def test_headings_that_nothing_is_known_about_are_named(tmp_path: Path) -> None:
    text = "票据号,工号,就诊日期,类别,自费,经办人,\nb1,E1,20260305,门诊,1,x,\n"
    assert read_table(write(tmp_path, text), BILLS).unknown_columns == ("经办人",)


@pytest.mark.parametrize(
    ("data", "zh", "en"),
    [
        ("甲,乙\n1,2\n".encode(), "找不到人员表的表头", "hold no headings"),
        ("工号,姓名\nE1,王芳\n".encode(), "缺少“与员工关系”一列", "has no column relation"),
        (b"PK\x03\x04whatever", "其实是 Excel 工作簿", "is a workbook"),
        (b"\xff\xff\xfe\xfd" * 9, "文字编码无法识别", "encoding"),
        ('工号,关系,生效日期\nE1,本人,"2026-01-01\n'.encode() + b"E,x,y\n" * 400_000, "双引号", "quotation mark"),
        (b"", "是空的", "is empty"),
        (b"\n\n", "找不到人员表的表头", "hold no headings"),
    ],
    ids=["no headings", "missing column", "workbook", "no encoding", "open quotation", "no bytes", "no text"],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, data: bytes, zh: str, en: str) -> None:
    with pytest.raises(TableError) as caught:
        read_table(write(tmp_path, data), MEMBERS)
    assert zh in caught.value.text.zh
    assert en in caught.value.text.en


def test_a_file_that_is_not_there_and_one_of_another_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="找不到文件"):
        read_table(tmp_path / "nobody.csv", MEMBERS)
    with pytest.raises(TableError, match="找不到文件"):
        read_table(tmp_path, MEMBERS)
    with pytest.raises(TableError, match=r"\.xlsx"):
        read_table(write(tmp_path, "x", "people.docx"), MEMBERS)
