"""The schedule of benefits in its four forms: each says everything, and each can be read."""

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from rich.cells import cell_len

from tuanbao.documents import schedule_text, typesetting
from tuanbao.documents.schedule import to_markdown, to_text, write_excel, write_pdf
from tuanbao.documents.schedule_excel import _sheet_names
from tuanbao.documents.schedule_text import wrap
from tuanbao.language import Language, Text
from tuanbao.plan import load_plans, load_programme
from tuanbao.plan.wording import Schedule, programme_schedule, schedule

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/plans/acme-tech.yaml"
PROGRAMME = ROOT / "examples/programmes/acme-tech.yaml"
EVERY_FEATURE = ROOT / "tests/plan/every_feature.yaml"
LANGUAGES: tuple[Language, Language] = ("zh", "en")


@pytest.fixture(scope="module")
def schedules() -> list[Schedule]:
    plans = [*load_plans(EXAMPLE), *load_plans(EVERY_FEATURE)]
    return [*map(schedule, plans), programme_schedule(*load_programme(PROGRAMME))]


def values(schedule: Schedule) -> list[Text]:
    """Every label and value that must be found in every form."""
    said = [schedule.title, *schedule.notes]
    sections = list(schedule.sections)
    for option in schedule.options:
        said += [text for change in option.changes for text in (change.label, change.before, change.after)]
        sections += option.added
    for section in sections:
        said += [section.title, *([section.summary] if section.summary else [])]
        said += [text for row in section.rows for text in (row.label, row.value)]
    return said


def bare(text: str) -> str:
    """Only what is read: without blanks, line ends and what draws lines."""
    return re.sub(r"[\s─═]|<br>|\\", "", text)


def missing(schedule: Schedule, language: Language, form: str) -> list[str]:
    found = bare(form)
    return [text.to(language) for text in values(schedule) if bare(text.to(language)) not in found]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [72, 100, 140])
def test_no_line_of_the_text_is_wider_than_the_terminal(
    schedules: list[Schedule], language: Language, width: int
) -> None:
    for one in schedules:
        widest = max(to_text(one, language, width).split("\n"), key=cell_len)
        assert cell_len(widest) <= width, widest


def test_values_stand_under_each_other_though_chinese_is_wide(schedules: list[Schedule]) -> None:
    text = to_text(schedules[0], "zh", 100)
    rows = [line for line in text.split("\n") if re.match(r"   (就诊类型|每年限额|等待期) ", line)]
    starts = {cell_len(re.match(r"   \S+(?: \S+)*? {2,}", line).group()) for line in rows[:3]}  # type: ignore[union-attr]
    assert len(rows) > 3
    assert len(starts) == 1


@given(st.text(alphabet="门诊费用，。（）“”、；abc 19,%元\n", max_size=80), st.integers(min_value=8, max_value=30))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    assert all(cell_len(line) <= width for line in lines)


def test_a_line_does_not_begin_with_a_mark_that_closes() -> None:
    assert wrap("一二三四五，六七八九", 10) == ["一二三四", "五，六七八", "九"]


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    assert wrap("每年限额为 200,000 元", 18) == ["每年限额为", "200,000 元"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_says_every_term(
    schedules: list[Schedule], language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule_text, "LABEL_WIDTH", 1000)
    for one in schedules:
        assert missing(one, language, to_text(one, language, 2000)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_markdown_says_every_term(schedules: list[Schedule], language: Language) -> None:
    for one in schedules:
        assert missing(one, language, to_markdown(one, language)) == []


def test_every_row_of_a_markdown_table_has_as_many_cells_as_its_head(schedules: list[Schedule]) -> None:
    for one in schedules:
        for block in to_markdown(one, "zh").split("\n\n"):
            rows = [re.split(r"(?<!\\)\|", line) for line in block.split("\n") if line.startswith("|")]
            assert len({len(row) for row in rows}) <= 1


def test_markdown_prints_names_as_they_are_written() -> None:
    (plan, _) = load_plans(EXAMPLE)
    renamed = plan.model_copy(update={"name": plan.benefits[0].name.model_copy(update={"zh": "A|B *C* <i>_d_"})})
    assert to_markdown(schedule(renamed), "zh").startswith(r"# A\|B \*C\* \<i\>\_d\_" + "\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_says_every_term_a_plan_on_a_sheet(
    schedules: list[Schedule], language: Language, tmp_path: Path
) -> None:
    path = tmp_path / "schedule.xlsx"
    write_excel(path, schedules, language)
    book = CalamineWorkbook.from_path(path)
    assert len(book.sheet_names) == len(schedules) + 1
    for one, name in zip(schedules, book.sheet_names[1:], strict=True):
        cells = [str(cell) for row in book.get_sheet_by_name(name).to_python() for cell in row]
        assert missing(one, language, "\n".join(cells)) == []


def test_the_first_sheet_sums_up_all_plans(schedules: list[Schedule], tmp_path: Path) -> None:
    path = tmp_path / "schedule.xlsx"
    write_excel(path, schedules, "zh")
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[1] == ["方案", "责任", "保额/限额", "免赔额", "赔付比例", "一句话"]
    assert rows[2][:5] == [
        "科技公司员工方案",
        "1. 门急诊医疗",
        "每年 200,000 元（共用）\n另有分项限额",
        "无免赔额",
        "0% 至 90%",
    ]


def test_sheets_print_on_a4_one_page_wide_with_the_head_in_sight(schedules: list[Schedule], tmp_path: Path) -> None:
    path = tmp_path / "schedule.xlsx"
    write_excel(path, schedules, "zh")
    with zipfile.ZipFile(path) as book:
        for number in range(1, len(schedules) + 2):
            sheet = book.read(f"xl/worksheets/sheet{number}.xml").decode()
            assert 'paperSize="9"' in sheet
            assert 'fitToHeight="0"' in sheet
            assert 'fitToPage="1"' in sheet
            assert 'state="frozen"' in sheet


def test_sheet_names_are_such_as_excel_allows() -> None:
    names = _sheet_names(["员工/高管: [A]*?", "员工 高管   A", "x" * 40, "x" * 40, ""])
    assert len({name.lower() for name in names}) == 5
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path: Path) -> None:
    (plan, _) = load_plans(EXAMPLE)
    renamed = plan.model_copy(update={"name": plan.benefits[0].name.model_copy(update={"zh": "=1+1"})})
    path = tmp_path / "schedule.xlsx"
    write_excel(path, [schedule(renamed)], "zh")
    with zipfile.ZipFile(path) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert all("<f>" not in sheet for sheet in sheets)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_says_every_term(schedules: list[Schedule], language: Language, tmp_path: Path) -> None:
    path = tmp_path / "schedule.pdf"
    write_pdf(path, schedules, language)
    text = "".join(page.extract_text() for page in PdfReader(path).pages)
    for one in schedules:
        assert missing_words(one, language, text) == []


def missing_words(schedule: Schedule, language: Language, text: str) -> list[str]:
    """The labels and values of which a page does not show every line; lines may be broken, and pages between them."""
    found = bare(text)
    return [
        v.to(language)
        for v in values(schedule)
        if not all(_is_there(line, found) for line in v.to(language).split("\n"))
    ]


def _is_there(line: str, found: str) -> bool:
    wanted = bare(line)
    return wanted in found or all(wanted[i : i + 6] in found for i in range(0, len(wanted), 6))


def test_a_pdf_of_one_plan_is_called_by_its_name_and_numbers_its_pages(tmp_path: Path) -> None:
    (plan, _) = load_plans(EXAMPLE)
    path = tmp_path / "schedule.pdf"
    write_pdf(path, [schedule(plan)], "zh")
    reader = PdfReader(path)
    assert reader.metadata is not None
    assert reader.metadata.title == "科技公司员工方案"
    assert f"第1页，共{len(reader.pages)}页" in bare(reader.pages[0].extract_text())
    assert "名词解释" in reader.pages[-1].extract_text()


def test_a_pdf_is_the_same_for_the_same_plan(tmp_path: Path) -> None:
    plans = load_plans(EXAMPLE)
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    write_pdf(first, list(map(schedule, plans)), "zh")
    write_pdf(second, list(map(schedule, plans)), "zh")
    assert first.read_bytes() == second.read_bytes()


def test_a_character_without_a_glyph_is_named(tmp_path: Path) -> None:
    (plan, _) = load_plans(EXAMPLE)
    renamed = plan.model_copy(update={"name": plan.benefits[0].name.model_copy(update={"zh": "方案\U0001f3e5"})})
    with pytest.raises(typesetting.TypesettingError, match="\U0001f3e5"):
        write_pdf(tmp_path / "schedule.pdf", [schedule(renamed)], "zh")
