"""The proposal's slides: chart data are the proposal's figures, nothing runs over, everything is said."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Pt
from python_calamine import CalamineWorkbook

from tests.documents.proposals import proposal, proposal_with_survey, proposal_without_much
from tuanbao.design.proposal import Proposal
from tuanbao.design.rollout.planning import plan_rollout
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.figures import MoneyStep
from tuanbao.documents.proposal.slides import programme
from tuanbao.documents.proposal.slides import said as say
from tuanbao.documents.proposal.slides.fitting import LEADING, fitting, height, lines, shortened, unbroken, width
from tuanbao.documents.proposal.slides.presentation import write_slides
from tuanbao.documents.proposal.slides.programme import MOST_STEPS, few_steps
from tuanbao.documents.proposal.slides.style import HIGH, WIDE, Box
from tuanbao.documents.proposal.slides.tables import CELL
from tuanbao.documents.proposal.words import PROPOSED
from tuanbao.language import Language, Text

LANGUAGES: tuple[Language, ...] = ("zh", "en")
CASES: dict[str, Callable[[], Proposal]] = {
    "usual": proposal,
    "survey": proposal_with_survey,
    "little": proposal_without_much,
}
BOTH = [pytest.param(case, language, id=f"{case}-{language}") for case in CASES for language in LANGUAGES]
TEXT = st.text(st.sampled_from("保障方案abc XYZ,，。（）0123456789%"), max_size=80)


@cache
def deck(case: str, language: Language) -> Any:
    path = Path(mkdtemp()) / "proposal.pptx"
    write_slides(path, CASES[case](), language, company="示例科技", note=Text("内部", "internal"))
    return Presentation(str(path))


def shapes(case: str, language: Language) -> Iterator[tuple[int, Any]]:
    for number, slide in enumerate(deck(case, language).slides, 1):
        for shape in slide.shapes:
            yield number, shape


def charts(case: str, language: Language) -> list[Any]:
    return [shape.chart for _, shape in shapes(case, language) if shape.has_chart]


def values_of(chart: Any) -> dict[str, list[float]]:
    return {series.name: list(series.values) for series in chart.plots[0].series}


def texts(case: str, language: Language) -> Iterator[str]:
    for _, shape in shapes(case, language):
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)
        if shape.has_chart:
            yield from map(str, shape.chart.plots[0].categories)
    for slide in deck(case, language).slides:
        yield slide.notes_slide.notes_text_frame.text


@pytest.mark.parametrize(("case", "language"), BOTH)
def test_a_board_sits_through_fourteen_slides_with_title_number_and_what_to_say(case: str, language: Language) -> None:
    file = deck(case, language)
    assert (file.slide_width, file.slide_height) == (Pt(WIDE), Pt(HIGH))
    assert len(file.slides) >= 14
    for number, slide in enumerate(file.slides, 1):
        assert slide.shapes.title.text_frame.text
        assert len(slide.notes_slide.notes_text_frame.text) > 5
        fields = [field for field in slide._element.iter(qn("a:fld")) if field.get("type") == "slidenum"]
        assert [field.findtext(qn("a:t")) for field in fields] == ([] if number == 1 else [str(number)])


@pytest.mark.parametrize(("case", "language"), BOTH)
def test_nothing_stands_beyond_the_slide_and_no_text_runs_over_its_box(case: str, language: Language) -> None:
    for number, shape in shapes(case, language):
        right, below = shape.left + shape.width, shape.top + shape.height
        assert min(shape.left, shape.top) >= 0, number
        assert right <= Pt(WIDE) + 1, (number, shape.name)
        assert below <= Pt(HIGH) + 1, (number, shape.name)
        if shape.has_text_frame and shape.text_frame.text:
            assert _needed(shape) <= shape.height / 12700 + 0.5, (number, shape.text_frame.text)


def _needed(shape: Any) -> float:
    """Points that the paragraphs of a text box take in the size that their letters have."""
    total = 0.0
    for paragraph in shape.text_frame.paragraphs:
        runs = paragraph.runs
        if runs:
            size, bold = runs[0].font.size.pt, bool(runs[0].font.bold)
            indent = int(paragraph._p.pPr.get("marL", 0)) / 12700
            rows = len(lines(paragraph.text.replace("\v", "\n"), size, shape.width / 12700 - indent, bold=bold))
            total += rows * size * LEADING + (paragraph.space_after.pt if paragraph.space_after else 0)
    return total


@pytest.mark.parametrize(("case", "language"), BOTH)
def test_rows_of_tables_are_as_high_as_their_text(case: str, language: Language) -> None:
    seen = 0
    for number, shape in shapes(case, language):
        if shape.has_table:
            table, seen = shape.table, seen + 1
            assert shape.top / 12700 + sum(row.height for row in table.rows) / 12700 <= 511, number
            for row in table.rows:
                for column, cell in zip(table.columns, row.cells, strict=True):
                    run = next((run for part in cell.text_frame.paragraphs for run in part.runs), None)
                    if run is not None and cell.text_frame.text:
                        wide = column.width / 12700 - 2 * CELL[0]
                        said = cell.text_frame.text.replace("\v", "\n")
                        rows = len(lines(said, run.font.size.pt, wide, bold=bool(run.font.bold)))
                        assert rows * run.font.size.pt * LEADING + 2 * CELL[1] <= row.height / 12700 + 0.5, said
    assert seen >= 4


@pytest.mark.parametrize(("case", "language"), BOTH)
def test_all_letters_have_a_chinese_typeface_and_all_charts_a_description(case: str, language: Language) -> None:
    for slide in deck(case, language).slides:
        for run in slide._element.iter(qn("a:r")):
            assert run.find(qn("a:rPr")).find(qn("a:ea")).get("typeface")
    for _, shape in shapes(case, language):
        if shape.has_chart:
            assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
    assert len(charts(case, language)) >= (4 if case == "little" else 9)


def test_what_is_written_stays_in_one_language() -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck("usual", "en").slides]
    cities = "".join(gap.city.en for gap in proposal().needs.gaps)
    assert not [title for title in titles if set(re.findall("[一-鿿]", title)) - set(cities)]


def test_the_waterfall_is_the_money_of_the_proposal() -> None:
    chart = next(c for c in charts("usual", "zh") if "释放" in values_of(c))
    steps = few_steps(figures.money_steps(proposal()))
    series = values_of(chart)
    level, hidden = 0, series["（不显示）"]
    for at, step in enumerate(steps):
        before, level = (0, step.amount) if step.kind in ("start", "total") else (level, level + step.amount)
        shown = sum(series[name][at] for name in ("企业成本", "释放", "用于"))
        assert round(100 * shown) == abs(level - before)
        assert round(100 * hidden[at]) == (min(before, level) if before else 0)
        assert (series["释放"][at] > 0) == (step.kind not in ("start", "total") and step.amount < 0)
    assert series["企业成本"][0] == proposal().present.company / 100
    assert series["企业成本"][-1] == proposal().proposed.company / 100


def test_the_scatter_holds_frontier_present_and_proposed() -> None:
    chart = next(c for c in charts("usual", "en") if c.plots[0].series[0].name == "Frontier")
    points = figures.points(proposal())
    found = {series.name: (list(series.iter_values()), series._element) for series in chart.plots[0].series}
    on_it = [one for one in points if one.kind == "frontier"]
    assert [round(100 * y) for y in found["Frontier"][0]] == [one.value for one in on_it]
    x = [float(v.text) for v in found["Frontier"][1].find(qn("c:xVal")).iter(qn("c:v"))]
    assert [round(100 * value) for value in x] == [one.cost for one in on_it]
    proposed = next(one for one in points if one.kind == "proposed")
    assert [round(100 * y) for y in found[PROPOSED.en][0]] == [proposed.value]


def test_charts_of_needs_market_gaps_and_later_years_are_those_figures() -> None:
    found, every = proposal(), charts("usual", "zh")
    series = [values for chart in every for values in values_of(chart).items()]
    weights = [round(one.weight, 4) for one in figures.wanted(found)][:8]
    assert ("权重", weights) in series
    shares = [row.share for row in figures.market_rows(found) if row.share is not None][:12]
    assert ("企业比例", shares) in series
    bad = [one.proposed / 100 for one in figures.bad_years(found)]
    assert (PROPOSED.zh, bad) in series
    assert ("第一年", [one.first / 100 for one in figures.outlooks(found)]) in series
    assert ("少得的价值", [round(one.regret, 6) for one in figures.other_weights(found)]) in series


def test_whiskers_are_the_intervals_of_the_market() -> None:
    chart = next(c for c in charts("usual", "en") if "Firms" in values_of(c))
    bars = chart.plots[0].series[0]._element.find(qn("c:errBars"))
    rows = [row for row in figures.market_rows(proposal()) if row.share is not None][:12]
    for tag, ends in (
        ("c:plus", [(r.high or 0) - r.share for r in rows]),
        ("c:minus", [r.share - (r.low or 0) for r in rows]),
    ):
        assert [float(v.text) for v in bars.find(qn(tag)).iter(qn("c:v"))] == pytest.approx(ends)


def test_every_chart_can_be_edited_since_its_workbook_holds_what_it_shows() -> None:
    for chart in charts("usual", "zh"):
        blob = chart.part.chart_workbook.xlsx_part.blob
        rows = CalamineWorkbook.from_filelike(io.BytesIO(blob)).get_sheet_by_index(0).to_python()
        held = {value for row in rows for value in row if isinstance(value, float)}
        shown = [value for values in values_of(chart).values() for value in values if value is not None]
        assert shown
        assert all(any(abs(value - other) < 1e-9 for other in held) for value in shown)


def test_the_decision_and_its_four_figures_are_the_headline() -> None:
    slide, head = deck("usual", "en").slides[1], figures.headline(proposal())
    assert slide.shapes.title.text_frame.text == say.decision(head, changed=True).en
    said = {shape.text_frame.text for shape in slide.shapes if shape.has_text_frame}
    for fen in (head.company, head.per_employee, head.own):
        assert say.money(fen).en in said
    assert say.share(head.value_rise or 0.0, signed=True) in said


def test_with_many_plans_only_what_changes_is_on_the_slide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programme, "MOST_PLANS", 1)
    found = proposal()
    write_slides(tmp_path / "slides.pptx", found, "en")
    with (tmp_path / "slides.pptx").open("rb") as file:
        slides = Presentation(file).slides
    rows = [
        row for slide in slides if "changes in orange" in slide.shapes.title.text_frame.text for row in _rows(slide)
    ]
    changed = {term.benefit.en for plan in figures.comparison(found) for one in plan.changes for term in one.terms}
    assert changed <= {row[0] for row in rows}
    assert not [row for row in rows if set(row[1:]) <= {"unchanged", "—"}]


def _rows(slide: Any) -> list[list[str]]:
    """Rows of the slide's table, without the head."""
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for table in tables for row in list(table.rows)[1:]]


def test_a_proposal_that_changes_nothing_says_so() -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck("little", "zh").slides]
    assert "保持现行方案" in titles[1]
    assert "没有要改的条款" in titles
    assert "没有安排试点，可直接实施" in titles


@pytest.mark.parametrize("case", CASES)
def test_nobody_is_named(case: str) -> None:
    members = CASES[case]().present.group.members
    said = " ".join(texts(case, "zh"))
    secret = [*members["member_id"].to_pylist(), *members["name"].to_pylist()]
    assert not [word for word in secret if word and str(word) in said]


def test_a_pilot_of_single_people_does_not_name_them(tmp_path: Path) -> None:
    found = proposal()
    assert found.rollout is not None
    alone = plan_rollout(found.proposed.group, found.rollout.effect, by="people")
    assert alone.pilot is not None
    write_slides(tmp_path / "slides.pptx", replace(found, rollout=alone), "zh")
    with (tmp_path / "slides.pptx").open("rb") as file:
        slides = Presentation(file).slides
    said = " ".join(element.text or "" for slide in slides for element in slide._element.iter(qn("a:t")))
    assert not [unit for unit in alone.pilot.units if unit in said]


def step(amount: int, kind: Any) -> MoneyStep:
    return MoneyStep(Text(f"{kind}{amount}", f"{kind}{amount}"), amount, kind)


@given(st.lists(st.integers(-10_000, -1), max_size=20), st.lists(st.integers(1, 10_000), max_size=20))
def test_many_steps_are_put_together_without_changing_a_sum(released: list[int], spent: list[int]) -> None:
    steps = [step(10**6, "start"), *(step(fen, "released") for fen in released), *(step(fen, "spent") for fen in spent)]
    steps.append(step(10**6 + sum(released) + sum(spent), "total"))
    few = few_steps(steps)
    assert len(few) <= max(MOST_STEPS, 4)
    for kind, amounts in (("released", released), ("spent", spent)):
        assert sum(one.amount for one in few if one.kind == kind) == sum(amounts)
    order = ["start", "released", "spent", "total"]
    assert [order.index(one.kind) for one in few] == sorted(order.index(one.kind) for one in few)


@given(TEXT, st.floats(8, 30), st.floats(60, 500))
def test_lines_are_within_their_column_and_lose_no_letter(text: str, size: float, wide: float) -> None:
    found = lines(text, size, wide)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(width(line, size) <= wide or len(line) <= 3 for line in found)


@given(TEXT, st.floats(8, 20), st.floats(60, 300), st.integers(1, 4))
def test_shortened_text_takes_no_more_lines(text: str, size: float, wide: float, most: int) -> None:
    found = shortened(text, size, wide, most)
    assert len(lines(found, size, wide)) <= most
    assert found == text or found.endswith("…")


@given(st.lists(TEXT, min_size=1, max_size=4), st.floats(80, 400), st.floats(20, 200))
def test_the_size_that_fits_fits_and_the_next_does_not(said: list[str], wide: float, high: float) -> None:
    size = fitting(said, wide, high, (20, 8))
    if size is None:
        assert height(said, 8, wide) > high
    else:
        assert height(said, size, wide) <= high
        assert size == 20 or height(said, size + 0.5, wide) > high


def test_a_word_longer_than_its_column_is_broken_and_known_to_be() -> None:
    assert not unbroken("Severity", 12, 30)
    assert unbroken("Severity", 12, 80)
    assert len(lines("Severity", 12, 30)) > 1


def test_boxes_are_divided_without_rest() -> None:
    box = Box(10, 20, 300, 200)
    left, right = box.columns(1, 2, gap=30)
    assert (left.width, right.width, right.right) == (90, 180, box.right)
    above, below = box.rows(1, 1, gap=20)
    assert (above.height, below.below) == (90, box.below)
