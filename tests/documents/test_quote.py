"""The quote's workbook and charts: what stands in them is the quote's, and every sum is the premium."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from tuanbao.demo import make_company
from tuanbao.documents import quote_words as words
from tuanbao.documents.quote import write_quote
from tuanbao.documents.quote_charts import charts, price_chart, variant_chart, write_charts, year_chart
from tuanbao.documents.quote_figures import (
    TAIL,
    headline,
    per_holder,
    plan_title,
    spread,
    variant_price_error,
    whole_price_error,
)
from tuanbao.documents.quote_parameters import parameter_rows, shown, term_rows
from tuanbao.documents.quote_rows import class_explanations
from tuanbao.language import Language, Text
from tuanbao.pricing.group import group_of, load_plans_or_programme
from tuanbao.pricing.model import ClaimModel, load_model
from tuanbao.pricing.quote.running import QuoteRun, quote_group
from tuanbao.pricing.quote.terms import QuoteTerms, load_terms
from tuanbao.roster import MEMBERS, normalise

EXAMPLES = Path(__file__).parents[2] / "examples"
YEARS = 40


@pytest.fixture(scope="module")
def model() -> ClaimModel:
    return load_model()


@pytest.fixture(scope="module")
def run(model: ClaimModel) -> QuoteRun:
    """A company of 100 with composite rates and children who are not charged."""
    members = normalise(make_company(people=100).members, MEMBERS)
    group = group_of(members, *load_plans_or_programme(EXAMPLES / "programmes" / "acme-tech.yaml"))
    return quote_group(group, model, load_terms(EXAMPLES / "quote-terms.yaml"), years=YEARS, use=True)


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.fixture(scope="module", params=["zh", "en"])
def book(request: pytest.FixtureRequest, run: QuoteRun, model: ClaimModel, tmp_path_factory: Any) -> Any:
    """The sheets in one language."""
    language: Language = request.param
    path = tmp_path_factory.mktemp("quote") / "quote.xlsx"
    write_quote(path, run, model, language=language)
    return language, sheets(path)


def column(rows: list[list[Any]], heading: Text, language: Language) -> list[Any]:
    """The cells below a heading of the table that begins the sheet, without its total."""
    at = rows[0].index(heading.to(language))
    total = {"zh": "合计", "en": "Total"}[language]
    return [row[at] for row in rows[1:] if row[0] not in ("", total)]


def fen(value: float) -> int:
    return round(100 * value)


def test_the_steps_add_up_to_the_premium(book: Any, run: QuoteRun) -> None:
    language, found = book
    amounts = column(found[words.STEPS.to(language)], words.HEADINGS["amount"], language)[
        : len(run.quote.explain().steps)
    ]
    assert sum(map(fen, amounts)) == run.quote.premium


def test_people_add_up_to_the_premium_and_payers_to_people(book: Any, run: QuoteRun) -> None:
    language, found = book
    rows = found[words.PERSONS.to(language)]
    premium, employer, employee = (
        [fen(value) for value in column(rows, words.HEADINGS[name], language)]
        for name in ("premium", "employer", "employee")
    )
    assert len(premium) == len(run.quote.people)
    assert sum(premium) == run.quote.premium
    assert [one + other for one, other in zip(employer, employee, strict=True)] == premium


def test_benefits_add_up_to_the_premium(book: Any, run: QuoteRun) -> None:
    language, found = book
    rows = found[words.BENEFITS.to(language)]
    assert sum(map(fen, column(rows, words.PREMIUM, language))) == run.quote.premium


def test_every_class_is_explained_by_steps_that_add_up(book: Any, run: QuoteRun) -> None:
    language, found = book
    rows = found[words.CLASSES.to(language)]
    start = run.quote.explain().steps[0].cause.name
    first, last = (rows[0].index(heading.to(language)) for heading in (start, words.PREMIUM))
    assert len(rows) - 1 == len(list(class_explanations(run)))
    for row in rows[1:]:
        assert sum(map(fen, row[first:last])) == fen(row[last])
    for kind in (words.BY_TIER, words.BY_RELATION, words.BY_AGE):
        assert sum(fen(row[last]) for row in rows[1:] if row[0] == kind.to(language)) == run.quote.premium


def test_all_notes_and_all_findings_stand_in_the_workbook(book: Any, run: QuoteRun) -> None:
    language, found = book
    said = [row[0] for row in found[words.NOTES_SHEET.to(language)]]
    assert {note.to(language) for note in (*run.quote.notes, *run.notes)} <= set(said)
    told = column(found[words.MARKET.to(language)], words.HEADINGS["finding"], language)
    assert told == [finding.text.to(language) for finding in run.quote.findings]


def test_every_assumption_has_its_source(run: QuoteRun, model: ClaimModel) -> None:
    rows = {row["term"]: row for row in term_rows(QuoteTerms(), "en")}
    assert rows["expenses"]["value"] == "15%"
    assert rows["expenses"]["origin"] == "reference value"
    assert rows["expenses"]["source"]
    assert rows["composite"]["origin"] == "not used"
    stated = {row["term"]: row for row in term_rows(run.quote.terms, "en")}
    assert stated["expenses"] == {
        **{"term": "expenses", "value": "12%", "origin": "stated in the terms"},
        **{"source": None, "confidence": None},
    }
    assert all(row["source"] and row["confidence"] for row in parameter_rows(model, "en"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.123456, "0.1235"),
        (Fraction(1, 3), "0.3333"),
        (1234567.8, "1,234,568"),
        (np.array([[1.0, 2.0], [3.0, 4.0]]), "[2 × 2] 1 … 4"),
        ({"a": [1, 2]}, "a: [1, 2]"),
        (None, "—"),
        ("words", "words"),
    ],
)
def test_parameters_are_shown_short(value: Any, text: str) -> None:
    assert shown(value) == text


def test_the_headline_is_that_of_the_quote(run: QuoteRun) -> None:
    found, quote = headline(run), run.quote
    assert (found.people, found.premium, found.expected) == (len(quote.people), quote.premium, quote.expected)
    assert found.employees == run.group.members["relation"].to_pylist().count("employee")
    assert found.error_share == pytest.approx(quote.standard_error / quote.expected)
    assert whole_price_error(quote) == pytest.approx(found.error_share * quote.premium)


def test_the_spread_is_that_of_the_simulated_years(run: QuoteRun) -> None:
    totals, found = np.sort(run.costs.totals()), spread(run)
    assert found.deviation == pytest.approx(totals.std(ddof=1))
    assert totals[0] <= found.low <= found.high <= totals[-1]
    assert found.worst == pytest.approx(totals[-round(YEARS * (1 - TAIL)) :].mean())


def test_fewer_than_twenty_years_show_no_worst_twentieth(run: QuoteRun) -> None:
    few = replace(run, costs=replace(run.costs, years=19, by_year=run.costs.by_year[:19]))
    assert spread(few).worst is None
    assert words.TVAR not in [mark.label for mark in year_chart(few).marks]


def test_the_price_of_a_variant_is_as_sure_as_its_claims(run: QuoteRun) -> None:
    for variant in run.variants:
        found = variant.comparison
        relative = variant_price_error(variant) / abs(found.price)
        assert relative == pytest.approx(found.standard_error / abs(found.expected))
        assert per_holder(variant) == round(found.price / variant.people)


def test_plans_and_their_variants_have_names(run: QuoteRun) -> None:
    assert plan_title(run, "acme-tech-family").en == "Technology company family plan"
    assert plan_title(run, "acme-tech-staff:lite").en.endswith("(Light)")


def test_the_waterfall_ends_at_the_premium(run: QuoteRun) -> None:
    chart = price_chart(run)
    assert chart.steps[-1].amount == run.quote.premium == sum(step.amount for step in chart.steps[:-1])


def test_the_year_is_shown_with_its_mean_its_tail_and_its_price(run: QuoteRun) -> None:
    chart = year_chart(run)
    assert sum(chart.weights) == YEARS
    values = {mark.label: mark.value for mark in chart.marks}
    assert values[words.MEAN] == run.quote.expected
    assert values[words.PREMIUM] == run.quote.premium
    assert values[words.MEAN] < values[words.VAR] < values[words.TVAR]


def test_same_years_make_a_difference_surer_and_the_chart_shows_it(run: QuoteRun) -> None:
    same, apart = variant_chart(run).series
    assert same.values == apart.values
    assert same.errors is not None
    assert apart.errors is not None
    assert all(one < other for one, other in zip(same.errors, apart.errors, strict=True))


def test_without_variants_there_is_no_chart_of_them(run: QuoteRun, tmp_path: Path) -> None:
    alone = replace(run, variants=())
    assert [name for name, _ in charts(alone)] == ["waterfall", "age-bands", "benefits", "year"]
    written = write_charts(tmp_path / "charts", run, "zh")
    assert len(written) == 10
    assert all(path.stat().st_size > 5000 for path in written)
