"""The proposal that management reads: its pages in both languages say what the figures say, and nothing is missing."""

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from pypdf import PdfReader

from tests.documents.proposals import company, proposal, proposal_with_survey, proposal_without_much
from tuanbao.design.proposal import Proposal
from tuanbao.documents.proposal import words
from tuanbao.documents.proposal.document import document, page_of, write_proposal
from tuanbao.documents.proposal.figures import headline
from tuanbao.documents.proposal.sections.page import Page
from tuanbao.language import Language, Text

VARIANTS = [proposal, proposal_with_survey, proposal_without_much]
LANGUAGES: list[Language] = ["zh", "en"]
PRINTED: list[tuple[Callable[[], Proposal], Language]] = [
    (proposal_with_survey, "zh"),
    (proposal_with_survey, "en"),
    (proposal_without_much, "zh"),
]
CHINESE = re.compile(r"[一-鿿]")
Blocks = list[dict[str, Any]]


@pytest.fixture(scope="session", params=[(v, lang) for v in VARIANTS for lang in LANGUAGES])
def page(request: pytest.FixtureRequest) -> Page:
    make, language = request.param
    return page_of(make(), language)


def blocks(page: Page, heading: Text | None = None) -> Blocks:
    """Those of a section, or all."""
    sections = document(page)["sections"]
    return [
        b for section in sections for b in section["blocks"] if heading is None or page(heading) in section["heading"]
    ]


def text_of(value: object) -> str:
    """Every string in a block, one after the other."""
    if isinstance(value, dict):
        return "\n".join(text_of(each) for each in value.values())
    if isinstance(value, list | tuple):
        return "\n".join(text_of(each) for each in value)
    return value if isinstance(value, str) else ""


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def number(cell: str) -> int | None:
    """1,234 and −1,234 as integers; None for what is not an amount."""
    found = re.fullmatch(r"([+−]?)([\d,]+)", cell)
    return None if found is None else int(found[2].replace(",", "")) * (-1 if found[1] == "−" else 1)


@cache
def printed(make: Callable[[], Proposal], language: Language) -> tuple[str, ...]:
    """The text of every page of the PDF, without white space."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "proposal.pdf"
        write_proposal(path, make(), language, company="甲公司")
        return tuple(squeezed(page.extract_text()) for page in PdfReader(path).pages)


@pytest.mark.parametrize(("make", "language"), PRINTED)
def test_the_pdf_has_every_section_with_its_text(make: Callable[[], Proposal], language: Language) -> None:
    pages, made = printed(make, language), document(page_of(make(), language))
    whole = "".join(pages)
    for section in made["sections"]:
        assert squeezed(section["heading"]) in whole
        for block in section["blocks"]:
            if block["kind"] in ("lead", "sub"):
                assert squeezed(block["text"]) in whole
    assert squeezed(made["sections"][1]["heading"]) in pages[1]
    assert all("甲公司" in page and squeezed(made["note"]) in page for page in pages)


@pytest.mark.parametrize(("make", "language"), PRINTED)
def test_everything_on_the_first_page_fits_on_it(make: Callable[[], Proposal], language: Language) -> None:
    first = printed(make, language)[0]
    for block in document(page_of(make(), language))["sections"][0]["blocks"]:
        for line in text_of({key: value for key, value in block.items() if key != "kind"}).split("\n"):
            assert squeezed(line) in first


def test_tables_add_up_as_they_are_printed(page: Page) -> None:
    tables = [block for block in blocks(page) if block["kind"] == "table" and block["total"]]
    assert len(tables) >= 4
    for table in tables:
        for column in table["numbers"]:
            total = number(table["total"][column])
            cells = [number(row[column]) for row in table["rows"]]
            if total is None or None in cells or table["head"][column] in ("每人", "A head"):
                continue
            assert total == sum(cell or 0 for cell in cells)


def test_differences_in_tables_are_those_of_the_columns(page: Page) -> None:
    """现行、建议、变化: the third is the second less the first."""
    checked = 0
    for table in blocks(page):
        if table["kind"] != "table" or len(table["numbers"]) != 3 or table["head"][-1] not in ("变化", "Change"):
            continue
        for row in [*table["rows"], *([table["total"]] if table["total"] else [])]:
            now, new, change = (number(row[at]) for at in table["numbers"])
            if None not in (now, new, change):
                assert abs(new - now - change) <= (0 if table["total"] else 1)  # type: ignore[operator]
                checked += 1
    assert checked >= 5


def test_no_section_is_empty_and_no_heading_stands_alone(page: Page) -> None:
    for section in document(page)["sections"]:
        assert section["blocks"], section["heading"]
        kinds = [block["kind"] for block in section["blocks"]]
        assert kinds[-1] != "sub"
        assert all((a, b) != ("sub", "sub") for a, b in itertools.pairwise(kinds))


def test_rows_have_a_cell_for_every_column(page: Page) -> None:
    for block in blocks(page):
        if block["kind"] == "table":
            assert {len(row) for row in block["rows"]} == {len(block["head"])} == {len(block["widths"])}


def test_every_chart_has_words_for_those_who_do_not_see_it(page: Page) -> None:
    figures = [block for block in blocks(page) if block["kind"] == "figure"]
    assert len(figures) >= 4
    assert all(len(figure["alt"]) > 20 for figure in figures)
    assert len({figure["file"] for figure in figures}) == len(figures)


def test_nobody_is_named() -> None:
    """Neither people nor their numbers stand anywhere, also where single people are drawn for the pilot."""
    found = proposal_with_survey()
    assert found.rollout is not None
    members = [str(member) for member in company().members["member_id"].to_pylist()]
    names = [str(name) for name in company().members["name"].to_pylist() if name]
    alone = replace(found.rollout, by="people", phases=tuple(_drawn(phase, members) for phase in found.rollout.phases))
    said = text_of(document(page_of(replace(found, rollout=alone), "zh"))["sections"])
    assert not [member for member in members if re.search(rf"(?<!\w){re.escape(member)}(?!\w)", said)]
    assert not [name for name in names if name in said]


def _drawn(phase: Any, members: list[str]) -> Any:
    return replace(phase, units=tuple(members[: phase.people]))


def test_diseases_stay_out_of_the_document() -> None:
    found = proposal_with_survey()
    assert found.needs.past is not None
    assert found.needs.past.diseases
    said = text_of(document(page_of(found, "zh"))["sections"])
    assert not [disease.name.zh for disease in found.needs.past.diseases if disease.code and disease.name.zh in said]


def test_headings_are_in_the_language_of_the_document(page: Page) -> None:
    headings = [section["heading"] for section in document(page)["sections"]]
    headings += [block["text"] for block in blocks(page) if block["kind"] == "sub"]
    assert all(bool(CHINESE.search(heading)) == (page.language == "zh") for heading in headings)


def test_without_questionnaire_and_bills_it_says_so() -> None:
    alone, asked = (text_of(blocks(page_of(make(), "zh"), words.NEEDS)) for make in (proposal, proposal_with_survey))
    assert "没有员工问卷" in alone
    assert "没有既往票据" in alone
    assert "没有员工问卷" not in asked
    assert "没有既往票据" not in asked
    assert "上一年的使用情况" in asked


def test_without_frontier_gap_and_rollout_their_sections_are_left_out() -> None:
    headings = [section["heading"] for section in document(page_of(proposal_without_much(), "zh"))["sections"]]
    assert not [h for h in headings if "前沿" in h or "缺口" in h or "实施" in h]
    numbered = [int(h.split(".")[0]) for h in headings if h[0].isdigit()]
    assert numbered == list(range(1, len(numbered) + 1))


def test_the_decision_says_what_it_costs_against_today_and_budget() -> None:
    found = proposal()
    said = document(page_of(found, "zh"))["sections"][0]["blocks"][0]["text"]
    shown = headline(found)
    assert shown.budget is not None
    assert f"{shown.company / 1e6:,.2f} 万元" in said
    assert f"预算 {shown.budget / 1e6:,.2f} 万元" in said
    assert f"{shown.value_change / shown.present_value:.1%}".replace("%", "") in said


def test_a_price_above_the_budget_asks_for_more_money() -> None:
    found = proposal()
    tight = replace(found, money=replace(found.money, budget=found.proposed.company - 1_000_000))
    said = document(page_of(tight, "en"))["sections"][0]["blocks"][0]["text"]
    assert "10,000 yuan above the budget" in said
    assert "more money is needed" in said


def test_where_nothing_is_better_the_present_programme_stays() -> None:
    said = document(page_of(proposal_without_much(), "zh"))["sections"][0]["blocks"][0]["text"]
    assert said.startswith("建议保持现行方案")


def test_a_choice_that_is_not_proven_is_not_called_best() -> None:
    found = proposal()
    open_ = replace(found, solution=replace(found.solution, gap=0.031, bound=found.solution.value * 1.031))
    first, proof = (text_of(blocks(page_of(open_, "zh"), heading)) for heading in (words.DECISION, words.PROOF))
    assert "尚未证明最优" in first
    assert "3.10%" in first
    assert "没有任何一种组合更好" not in proof
    assert "3.10%" in proof


def test_low_confidence_is_marked_in_the_appendix() -> None:
    rows = [row for block in blocks(page_of(proposal(), "zh"), words.ASSUMPTIONS) for row in block.get("rows", [])]
    assert len(rows) > 10
    assert any("低（未经证实）" in row for row in rows)
