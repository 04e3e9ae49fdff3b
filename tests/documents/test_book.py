"""Workbooks: numbers that can be summed, charts that point at cells, waterfalls that stand where their steps end."""

import re
import zipfile
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tuanbao.documents.book import Book, Card, Column, open_book
from tuanbao.documents.charts import Step, Waterfall, description
from tuanbao.language import Text

COLUMNS = [
    Column("band", Text("年龄段", "Age band")),
    Column("people", Text("人数", "People"), "count"),
    Column("premium", Text("保费", "Premium"), "yuan"),
    Column("share", Text("占比", "Share"), "percent"),
]
ROWS = [
    {"band": "20–24", "people": 3, "premium": 1_000_01, "share": Fraction(1, 4)},
    {"band": "25–29", "people": 9, "premium": 3_000_02, "share": Fraction(3, 4)},
    {"band": "30+", "people": 0, "premium": None, "share": None},
]
QUOTE, NOTES = Text("报价", "Quote"), Text("说明", "Notes")


def steps(*amounts: int) -> Waterfall:
    labels = [Step(Text("开始", "start"), amounts[0], "start")]
    labels += [Step(Text(f"第 {at} 步", f"step {at}"), amount) for at, amount in enumerate(amounts[1:], 1)]
    return Waterfall([*labels, Step(Text("合计", "total"), sum(amounts), "total")], title=Text("保费", "Premium"))


def cells(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()


def parts(path: Path, pattern: str) -> list[str]:
    with zipfile.ZipFile(path) as file:
        return [file.read(each).decode() for each in sorted(file.namelist()) if re.fullmatch(pattern, each)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


def test_a_table_below_a_title_with_totals_of_the_columns_named(path: Path) -> None:
    with open_book(path, "zh") as book:
        sheet = book.sheet(QUOTE)
        top = book.title(sheet, [QUOTE, Text("金额单位：元", "In yuan")])
        placed = book.table(sheet, COLUMNS, ROWS, top=top, totals=("people", "premium"))
        assert placed.below == top + 5
    rows = cells(path, "报价")
    assert rows[2] == ["年龄段", "人数", "保费", "占比"]
    assert rows[3] == ["20–24", 3, 1000.01, 0.25]
    assert rows[5] == ["30+", 0, "", ""]
    assert rows[6] == ["合计", 12, 4000.03, ""]


def test_figures_stand_below_their_labels(path: Path) -> None:
    cards = [Card(QUOTE, 123_45, "yuan"), Card(NOTES, 0.5, "percent"), Card(NOTES, date(2026, 1, 2), "date")]
    with open_book(path, "en") as book:
        assert book.figures(book.sheet(QUOTE), cards, top=1).below == 3
    labels, values = cells(path, "Quote")
    assert labels == ["Quote", "Notes", "Notes"]
    assert values == [123.45, 0.5, date(2026, 1, 2)]


def test_notes_are_given_the_height_that_their_lines_take(path: Path) -> None:
    with open_book(path, "zh") as book:
        below = book.notes(book.sheet(NOTES), [QUOTE, Text("很长" * 90, "long")], heading=NOTES)
        assert below == 3
    (xml,) = parts(path, r"xl/worksheets/sheet1\.xml")
    short, long = (float(height) for height in re.findall(r'<row r="[23]"[^>]* ht="([\d.]+)"', xml))
    assert long == short + 3 * 16
    assert [row[0] for row in cells(path, "说明")] == ["说明", "报价", "很长" * 90]


def test_a_chart_points_at_the_cells_of_the_table_without_its_total(path: Path) -> None:
    with open_book(path, "zh") as book:
        sheet = book.sheet(QUOTE)
        placed = book.table(sheet, COLUMNS, ROWS, top=3, totals=("premium",))
        below = book.chart(
            sheet, (placed.below, 0), "stacked column", QUOTE, placed.plots("band", ("people", "premium"))
        )
        assert below > placed.below + 10
    (chart,) = parts(path, r"xl/charts/chart1\.xml")
    ranges = re.findall(r"<c:f>(.*?)</c:f>", chart)
    assert ranges == [f"报价!{cells}" for at in "BC" for cells in (f"${at}$4", "$A$5:$A$7", f"${at}$5:${at}$7")]


def pieces(path: Path) -> list[list[float]]:
    """Lengths of the pieces of each bar of a waterfall: the invisible one, then the others."""
    return [[float(cell) for cell in row[1:]] for row in cells(path, "图表数据")]


@pytest.mark.parametrize(
    "amounts", [(100_00, 20_00, -30_00), (100_00, -150_00, 20_00), (-50_00, -20_00, 100_00, -30_00), (7,)]
)
def test_the_bars_of_a_waterfall_stand_between_the_levels_of_their_steps(path: Path, amounts: Sequence[int]) -> None:
    chart = steps(*amounts)
    with open_book(path, "zh") as book:
        book.waterfall(book.sheet(QUOTE), (0, 0), chart)
    for (hidden, *shown), span in zip(pieces(path), chart.spans(), strict=True):
        right = max(hidden, 0) + sum(piece for piece in shown if piece > 0)
        left = min(hidden, 0) + sum(piece for piece in shown if piece < 0)
        low, high = (round(end / 100, 2) for end in sorted(span))
        ends = (hidden if hidden > 0 else left, hidden if hidden < 0 else right)
        assert [round(end, 2) for end in ends] == [low, high]


def test_several_waterfalls_keep_their_numbers_in_one_hidden_sheet(path: Path) -> None:
    with open_book(path, "zh") as book:
        sheet = book.sheet(QUOTE)
        below = book.waterfall(sheet, (0, 0), steps(100, 20))
        book.waterfall(sheet, (below, 0), steps(500, -20, 7))
    rows = cells(path, "图表数据")
    assert [row[0] for row in rows if row[0]] == [
        *("开始  1.00", "第 1 步  +0.20", "合计  1.20"),
        *("开始  5.00", "第 1 步  −0.20", "第 2 步  +0.07", "合计  4.87"),
    ]
    charts = parts(path, r"xl/charts/chart\d\.xml")
    assert ["$A$1:$A$3" in charts[0], "$A$5:$A$8" in charts[1]] == [True, True]
    (workbook,) = parts(path, r"xl/workbook\.xml")
    assert re.search(r'name="图表数据"[^>]*state="hidden"', workbook)


def test_a_picture_is_described_and_as_wide_as_asked(path: Path) -> None:
    chart = steps(100_00, 20_00)
    with open_book(path, "en") as book:
        assert book.picture(book.sheet(QUOTE), (0, 0), chart, width=640) > 5
    (drawing,) = parts(path, r"xl/drawings/drawing1\.xml")
    assert f'descr="{description(chart, "en")}"' in drawing
    (width,) = re.findall(r'<a:ext cx="(\d+)"', drawing)
    assert int(width) / 9525 == pytest.approx(640, abs=2)


def test_columns_are_as_wide_as_the_widest_that_stands_in_them(path: Path) -> None:
    with open_book(path, "zh") as book:
        sheet = book.sheet(QUOTE)
        wide = [Column("band", QUOTE, width=50)]
        below = book.table(sheet, wide, ROWS).below
        book.table(sheet, COLUMNS[:1], ROWS, top=below)
    (xml,) = parts(path, r"xl/worksheets/sheet1\.xml")
    assert float(re.findall(r'<col min="1" max="1" width="([\d.]+)"', xml)[0]) > 50


def test_text_that_looks_like_a_formula_stays_text(path: Path) -> None:
    with open_book(path, "zh") as book:
        assert isinstance(book, Book)
        book.table(book.sheet(QUOTE), COLUMNS[:1], [{"band": "=1+1"}])
    assert cells(path, "报价")[1] == ["=1+1"]
