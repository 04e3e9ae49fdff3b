"""The reference pages: every example can be understood, every term and code is explained, and both languages agree."""

import re
from pathlib import Path

import pytest
import yaml

from tuanbao.plan import load_programme, parse_plans
from tuanbao.plan.schema import json_schema
from tuanbao.roster.layouts import LAYOUTS
from tuanbao.vocabulary import PAYMENT_REASONS

from .oracle.adjudicator import adjudicate
from .plan.test_programme import REFUSALS as OF_PROGRAMMES
from .plan.test_refusals import AMOUNTS, PERCENTAGES
from .plan.test_refusals import REFUSALS as OF_PLANS
from .plan.writing import benefits, lump_sum, reimbursement

DOCS = Path(__file__).parents[1] / "docs"
SOURCE = Path(__file__).parents[1] / "src" / "tuanbao"
LANGUAGE = (DOCS / "plan-language.md", DOCS / "plan-language.zh-CN.md")
TABLES = (DOCS / "tables.md", DOCS / "tables.zh-CN.md")
PAGES = [*LANGUAGE, *TABLES]
FORMS = {"plan": str, "reimbursement": reimbursement, "benefits": lambda text: benefits(*pieces(text))}
BLOCK = re.compile(r"^```yaml (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def pieces(text):
    """The items of a list that is written as a block."""
    return [re.sub(r"^  ", "", item, flags=re.MULTILINE) for item in re.split(r"^- ", text, flags=re.MULTILINE) if item]


def blocks(page):
    """The examples of a page, with their form."""
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def by_name(value):
    return getattr(value, "name", None)


@pytest.mark.parametrize("page", LANGUAGE, ids=by_name)
def test_every_example_is_understood(page, tmp_path):
    for form, text in blocks(page):
        if form != "programme":
            assert parse_plans(FORMS[form](text)), text
            continue
        programme = yaml.safe_load(text)
        for name in programme["plans"]:
            plan = lump_sum("event: death\nsum_insured: 1").replace("plan: p", f"plan: {name.removesuffix('.yaml')}")
            (tmp_path / name).write_text(plan + "variants: {lite: {}, plus: {}}\n", encoding="utf-8")
        (tmp_path / "programme.yaml").write_text(text, encoding="utf-8")
        assert load_programme(tmp_path / "programme.yaml")


def test_every_form_of_example_is_there():
    assert {form for form, _ in blocks(LANGUAGE[0])} == {*FORMS, "programme"}


@pytest.mark.parametrize("pages", [LANGUAGE, TABLES], ids=["language", "tables"])
def test_both_languages_have_the_same_examples_and_the_same_shape(pages):
    english, chinese = pages
    assert blocks(english) == blocks(chinese)
    for mark in (r"^#+ ", r"^\| ", r"^\d\. ", r"^- ", r"^```"):
        counts = [len(re.findall(mark, page.read_text(encoding="utf-8"), re.MULTILINE)) for page in pages]
        assert counts[0] == counts[1], mark


def first_cells(page):
    """The code words in the first column of the tables of a page."""
    rows = re.findall(r"^\| ([^|]*) \|", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {word for row in rows for word in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize("page", LANGUAGE, ids=by_name)
def test_every_key_of_the_language_is_explained(page):
    text = page.read_text(encoding="utf-8")
    keys = {key for definition in json_schema()["$defs"].values() for key in definition["properties"]}
    known = set(re.findall(r"`(\w+)`", text)) | set(re.findall(r"(\w+):", " ".join(re.findall(r"`([^`\n]+)`", text))))
    assert keys <= known, keys - known


@pytest.mark.parametrize("page", LANGUAGE, ids=by_name)
def test_every_word_of_the_language_is_explained(page):
    text = page.read_text(encoding="utf-8")
    words = set(re.findall(r'"const": "(\w+)"', str(json_schema()).replace("'", '"')))
    missing = {word for word in words if f"`{word}`" not in text}
    assert not missing


@pytest.mark.parametrize("page", LANGUAGE, ids=by_name)
def test_every_code_of_a_refusal_is_explained(page):
    codes = {refusal["is"]["code"] for refusal in OF_PLANS} | {refusal["code"] for refusal in OF_PROGRAMMES}
    codes |= {code for _, code, _, _ in [*AMOUNTS, *PERCENTAGES]} | written_codes()
    assert codes <= first_cells(page), codes - first_cells(page)


def written_codes():
    """The codes in the source: first words of refusals, and of complaints before their sentences."""
    sentence = r'(?:zh|Text|message|text|f?"[^"]*[\u4e00-\u9fff])'
    return set(re.findall(rf'(?:refusal\(|, )"([a-z0-9_]+)", {sentence}', plan_source()))


def plan_source():
    return "".join(file.read_text(encoding="utf-8") for file in (SOURCE / "plan").glob("*.py"))


@pytest.mark.parametrize("heading", ["## What is refused", "## 哪些会被拒绝"])
def test_every_code_that_is_explained_exists(heading):
    page = LANGUAGE["哪" in heading].read_text(encoding="utf-8")
    section = page.partition(f"\n{heading}\n")[2].partition("\n## ")[0]
    codes = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| ([^|]*) \|", section, re.MULTILINE)))
    assert len(codes) > 50
    assert not [code for code in codes if f'"{code}"' not in plan_source()]


def test_the_codes_are_found_in_the_source():
    assert {"limit_of_zero", "pool_disagrees", "unknown_variant", "no_file", "plan_file"} <= written_codes()


@pytest.mark.parametrize("page", LANGUAGE, ids=by_name)
def test_every_reason_is_explained(page):
    text = page.read_text(encoding="utf-8")
    assert not {reason for reason in PAYMENT_REASONS if reason and f"`{reason}`" not in text}


@pytest.mark.parametrize("page", TABLES, ids=by_name)
def test_every_column_of_every_table_is_explained(page):
    columns = {column.name for layout in LAYOUTS.values() for column in layout.columns}
    assert columns <= first_cells(page), columns - first_cells(page)


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        file, _, heading = target.partition("#")
        other = page.parent / file if file else page
        assert other.exists(), target
        headings = re.findall(r"^#+ (.+)$", other.read_text(encoding="utf-8"), re.MULTILINE)
        assert not heading or heading in {re.sub(r"[^\w -]", "", name.lower()).replace(" ", "-") for name in headings}


MEMBER = {"member_id": "A", "family_id": "A", "relation": "employee", "cover_from": "2026-01-01"}
FEBRUARY = {
    "bill_id": "1",
    "member_id": "A",
    "service_date": "2026-02-01",
    "category": "outpatient",
    "in_scope": "2000",
}
MARCH = {
    **FEBRUARY,
    "bill_id": "2",
    "service_date": "2026-03-01",
    "pooled": "500",
    "in_scope": "600",
    "class_b": "150.55",
    "out_of_scope": "249.45",
}


def test_the_worked_example_is_right():
    [plan] = [text for _, text in blocks(LANGUAGE[0]) if "plan: worked-example" in text]
    result = adjudicate([yaml.safe_load(plan)], [MEMBER], [FEBRUARY, MARCH])
    amounts = ("eligible", "deductible", "coinsurance", "over_limit", "paid")
    rows = [tuple(row[amount] for amount in amounts) for row in result.eob]
    assert rows == [
        (200_000, 55_000, 43_500, 41_500, 60_000),
        (0, 0, 0, 0, 0),
        (87_528, 1_500, 0, 26_028, 60_000),
        (24_945, 0, 12_472, 0, 12_473),
    ]
    assert [line["patient"] for line in result.lines] == [140_000, 27_527]
