"""The workbook that a company fills in."""

import re
import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from python_calamine import CalamineWorkbook

from tuanbao.language import Language
from tuanbao.roster import (
    BILLS,
    EVENTS,
    HOSPITAL_LISTS,
    MEMBERS,
    OPENINGS,
    PREMIUMS,
    check_bills,
    check_events,
    check_members,
    normalise,
    read_table,
    write_template,
)
from tuanbao.roster.columns import Layout
from tuanbao.roster.template import example_rows

from .samples import table

THREE = (MEMBERS, BILLS, EVENTS)
LANGUAGES: list[Language] = ["zh", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_template_is_read_as_empty_tables(tmp_path: Path, language: Language) -> None:
    write_template(tmp_path / "t.xlsx", language=language)
    for layout in THREE:
        reading = read_table(tmp_path / "t.xlsx", layout)
        assert (reading.table.num_rows, reading.errors, reading.unknown_columns) == (0, [], ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_is_read_without_an_error(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "t.xlsx"
    write_template(path, language=language)
    fill(path, language)
    members = check_members(read_table(path, MEMBERS))
    bills = check_bills(read_table(path, BILLS), members.table)
    events = check_events(read_table(path, EVENTS), members.table)
    assert [reading.errors for reading in (members, bills, events)] == [[], [], []]
    for layout, reading in zip(THREE, (members, bills, events), strict=True):
        assert reading.table.to_pylist() == normalise(table(*example_rows(layout)), layout).table.to_pylist()
    assert members.table.column("birth_date").to_pylist()[3] == date(1949, 12, 31)


def fill(path: Path, language: Language) -> None:
    """Types the example rows into the sheets, as a spreadsheet program would save them."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for number, layout in enumerate(THREE, start=1):
        name = f"xl/worksheets/sheet{number}.xml"
        styles = column_styles(parts[name].decode())
        rows = (
            typed_row(layout, line, row, styles, language) for line, row in enumerate(example_rows(layout), start=2)
        )
        parts[name] = parts[name].replace(b"</sheetData>", "".join(rows).encode() + b"</sheetData>")
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data)


def column_styles(xml: str) -> dict[int, str]:
    """What is typed into a column gets its format."""
    found = re.findall(r'<col min="(\d+)" max="(\d+)"[^>]*?style="(\d+)"', xml)
    return {place: style for first, last, style in found for place in range(int(first) - 1, int(last))}


def typed_row(layout: Layout, line: int, row: dict[str, str], styles: dict[int, str], language: Language) -> str:
    cells = []
    for place, column in enumerate(layout.columns):
        value = row.get(column.name)
        if value is None:
            continue
        letters = ("A" if place >= 26 else "") + chr(65 + place % 26)
        opening = f'<c r="{letters}{line}" s="{styles.get(place, "0")}"'
        if column.kind in ("money", "integer"):
            cells.append(f"{opening}><v>{float(value)}</v></c>")
        elif column.kind == "date":
            cells.append(f"{opening}><v>{(date.fromisoformat(value) - date(1899, 12, 30)).days}</v></c>")
        else:
            text = column.names[value].zh if column.names and language == "zh" else value
            cells.append(f'{opening} t="inlineStr"><is><t>{escape(text)}</t></is></c>')
    return f'<row r="{line}">{"".join(cells)}</row>'


def sheet(path: Path, number: int) -> str:
    with zipfile.ZipFile(path) as book:
        return book.read(f"xl/worksheets/sheet{number}.xml").decode()


def test_words_are_chosen_from_lists_and_days_and_amounts_are_checked(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")
    bills = sheet(tmp_path / "t.xlsx", 2)
    lists = re.findall(r'<dataValidation type="list".*?<formula1>"(.*?)"</formula1>', bills)
    assert len(lists) == sum(1 for column in BILLS.columns if column.names)
    assert lists[0].startswith("门诊,急诊,住院")
    assert "是,否" in lists
    assert bills.count('type="date"') == sum(1 for column in BILLS.columns if column.kind == "date")
    assert bills.count('type="decimal"') == sum(1 for column in BILLS.columns if column.kind == "money")
    assert 'state="frozen"' in bills


def test_every_heading_has_a_note_in_plain_words(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        notes = [book.read(f"xl/comments{number}.xml").decode() for number in (1, 2, 3)]
    for layout, text in zip(THREE, notes, strict=True):
        assert text.count("<comment ") == len(layout.columns)
    assert "可不填；不填为“疾病”" in notes[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_must_be_filled_in_has_a_star_and_examples_stand_apart(tmp_path: Path, language: Language) -> None:
    write_template(tmp_path / "t.xlsx", language=language)
    book = CalamineWorkbook.from_path(tmp_path / "t.xlsx")
    tables = [layout.title.to(language) for layout in THREE]
    assert book.sheet_names[:3] == tables
    assert book.sheet_names[3:] == (["填写说明", "示例"] if language == "zh" else ["Guide", "Examples"])
    for layout, name in zip(THREE, tables, strict=True):
        (headings,) = book.get_sheet_by_name(name).to_python()
        assert [str(heading).endswith("*") for heading in headings] == [column.required for column in layout.columns]
    guide = book.get_sheet_by_index(3).to_python()
    assert len(guide) == 1 + sum(len(layout.columns) for layout in THREE)


def test_the_other_tables_have_templates_too(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx", [OPENINGS, HOSPITAL_LISTS, PREMIUMS], language="en")
    assert read_table(tmp_path / "t.xlsx", HOSPITAL_LISTS).errors == []
    assert read_table(tmp_path / "t.xlsx", PREMIUMS).errors == []
    names = CalamineWorkbook.from_path(tmp_path / "t.xlsx").sheet_names
    assert names[:3] == ["openings", "hospital lists", "premiums"]


@pytest.mark.parametrize("layout", [*THREE, PREMIUMS], ids=lambda layout: layout.name)
def test_the_examples_are_right(layout: Layout) -> None:
    reading = normalise(table(*example_rows(layout)), layout)
    assert reading.errors == []
    assert reading.table.num_rows >= 2
