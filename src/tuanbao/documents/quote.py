"""A quote as a workbook (报价工作簿): figures, charts, rates, people, and the reason of every step."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from tuanbao.documents import quote_charts as charts
from tuanbao.documents import quote_rows as rows
from tuanbao.documents import quote_words as words
from tuanbao.documents.book import Book, Card, open_book
from tuanbao.documents.book_charts import Placed
from tuanbao.documents.quote_columns import columns
from tuanbao.documents.quote_figures import headline
from tuanbao.documents.quote_parameters import parameter_rows, term_rows
from tuanbao.language import Language, Text
from tuanbao.pricing.model import ClaimModel
from tuanbao.pricing.quote.running import QuoteRun

STEP = ("step", "factor", "amount", "running", "reason", "source", "confidence")
RATE = ("plan", "relation", "ages", "sex", "occupation", "people", "expected", "error", "error_share", "rate")
COMPOSITE = ("tier", "family", "factor", "families", "rate")
PERSON = (
    *("member_id", "name", "relation", "tier", "age", "class", "charged"),
    *("expected", "list_price", "premium", "employer", "employee"),
)
BENEFIT = ("plan", "benefit", "line", "paid_per_year", "expected", "error", "error_share", "premium")
VARIANT = (
    *("variant", "people", "claims_change", "error", "error_apart"),
    *("premium_change", "premium_error", "each"),
)
VARIANT_CLASS = ("variant", "class", *VARIANT[1:-1])
USE = ("variant", "care", "share_before", "share_after", "factor", "claims_change", "low", "high")
FINDING = ("verdict", "finding", "low", "high", "year", "confidence", "source")
TERM = ("term", "value", "origin", "source", "confidence")
PARAMETER = ("parameter", "value", "unit", "date", "source", "confidence")
CARD_ROW = 4
LEFT = 690
"""Pixels of the charts on the left of the overview."""
BESIDE = len(COMPOSITE) + 1


def write_quote(path: Path, run: QuoteRun, model: ClaimModel, *, language: Language = "zh") -> None:
    """The workbook of a run; ``model`` is the one that it was simulated with. Money in yuan, by the year."""
    with open_book(path, language) as book:
        overview = book.sheet(words.OVERVIEW, one_page=True)
        _steps(book, run)
        _rates(book, run)
        _persons(book, run)
        benefits = _benefits(book, run)
        if run.variants:
            _variants(book, run)
        bands = _classes(book, run)
        if run.quote.findings:
            table = columns(FINDING)
            book.table(book.sheet(words.MARKET), table, rows.finding_rows(run.quote, language))
        _assumptions(book, run, model)
        book.notes(book.sheet(words.NOTES_SHEET), _notes(run), heading=words.NOTES)
        _overview(book, overview, run, benefits, bands)


def _notes(run: QuoteRun) -> list[Text]:
    return list(dict.fromkeys([*run.quote.notes, *run.notes, words.ONLY_SIMULATION]))


def _overview(book: Book, sheet: Any, run: QuoteRun, benefits: Placed, bands: Placed) -> None:
    """What matters, with charts of the other sheets' cells."""
    first, last = run.group.period
    period = Text(f"{first} 至 {last}，金额单位：元", f"{first} to {last}, amounts in yuan")
    simulated = Text(
        f"{run.quote.years:,} 个模拟年，同一批人", f"{run.quote.years:,} simulated years of the same people"
    )
    lines = [words.TITLE, period, simulated]
    if run.quote.conditional:
        lines[2] = run.quote.participation.text
    book.title(sheet, lines)
    cards = book.figures(sheet, _cards(run), top=CARD_ROW)
    top = cards.below + 1
    book.waterfall(sheet, (top, 0), charts.price_chart(run), width=LEFT)
    below = book.picture(sheet, (top, 6), charts.year_chart(run))
    of_ages = bands.plots("class", ("each",))
    book.chart(sheet, (below, 0), "column", words.AGE_PREMIUM_CHART, of_ages, width=LEFT)
    names = [*benefits.column("plan")[:4], benefits.column("benefit")[4]]
    of_benefits = [replace(plot, categories=names) for plot in benefits.plots("plan", ("expected", "premium"))]
    below = book.chart(sheet, (below, 6), "bar", words.BENEFIT_PREMIUM_CHART, of_benefits)
    book.picture(sheet, (below, 0), charts.benefit_chart(run), width=LEFT)
    if run.variants:
        book.picture(sheet, (below, 6), charts.variant_chart(run))


def _cards(run: QuoteRun) -> list[Card]:
    found = headline(run)
    values: list[Any] = [
        ("people", found.people, "count"),
        ("premium", found.premium, "yuan"),
        ("per_employee", found.per_employee, "yuan"),
        ("per_person", found.per_person, "yuan"),
        ("expected", round(found.expected), "yuan"),
        ("error_share", found.error_share, "percent"),
        ("deviation", round(found.spread.deviation), "yuan"),
        ("loss_ratio", run.quote.loading.loss_ratio, "percent"),
    ]
    if found.spread.worst is not None:
        values.insert(-1, ("worst", round(found.spread.worst), "yuan"))
    return [Card(words.CARDS[name], value, kind) for name, value, kind in values]


def _steps(book: Book, run: QuoteRun) -> None:
    sheet = book.sheet(words.STEPS)
    placed = book.table(sheet, columns(STEP), rows.step_rows(run.quote.explain(), book.language))
    book.waterfall(sheet, (placed.below + 1, 0), charts.price_chart(run))


def _rates(book: Book, run: QuoteRun) -> None:
    book.table(book.sheet(words.RATES), columns(RATE), rows.rate_rows(run, book.language))
    if run.quote.composite:
        sheet = book.sheet(words.COMPOSITE_RATES)
        book.table(sheet, columns(COMPOSITE), rows.composite_rows(run.quote, book.language), totals=("families",))
        _composite_steps(book, sheet, run)


def _composite_steps(book: Book, sheet: Any, run: QuoteRun) -> None:
    """Beside the rates: how each that some family pays comes about."""
    top = 0
    for at, rate in enumerate(run.quote.composite):
        if rate.families:
            explanation = run.quote.explain_composite(at)
            sheet.write_string(top, BESIDE, book.word(explanation.title), book.formats["heading"])
            found = rows.step_rows(explanation, book.language)
            placed = book.table(sheet, columns(STEP), found, top=top + 1, left=BESIDE, freeze=False)
            top = placed.below + 1


def _persons(book: Book, run: QuoteRun) -> None:
    paid = ("list_price", "premium", "employer", "employee")
    book.table(book.sheet(words.PERSONS), columns(PERSON), list(rows.person_rows(run, book.language)), totals=paid)


def _benefits(book: Book, run: QuoteRun) -> Placed:
    found = rows.benefit_rows(run, book.language)
    return book.table(book.sheet(words.BENEFITS), columns(BENEFIT), found, totals=("expected", "premium"))


def _variants(book: Book, run: QuoteRun) -> None:
    sheet, language = book.sheet(words.VARIANTS_SHEET), book.language
    placed = book.table(sheet, columns(VARIANT), rows.variant_rows(run, language), freeze=False)
    top = book.heading(sheet, words.BY_CLASS_OF_PEOPLE, placed.below + 1)
    found = rows.variant_class_rows(run, language)
    placed = book.table(sheet, columns(VARIANT_CLASS), found, top=top, freeze=False)
    use = rows.use_rows(run, language)
    if use:
        top = book.heading(sheet, words.RESPONSE, placed.below + 1)
        placed = book.table(sheet, columns(USE), use, top=top, freeze=False)
        sheet.write_string(placed.below, 0, book.word(words.RESPONSE_LOW), book.formats["fact"])


def _classes(book: Book, run: QuoteRun) -> Placed:
    """The price of every tier, relation and age band by step; gives where the age bands stand."""
    sheet, language = book.sheet(words.CLASSES), book.language
    whole = run.quote.explain()
    steps = {f"step {at}": step.cause.name for at, step in enumerate(whole.steps)}
    names = ("kind", "class", "people", *steps, "premium", "each", "employer", "employee", "error")
    found = rows.class_rows(run, language)
    placed = book.table(sheet, columns(names, steps), found)
    bands = len(run.quote.age_bands)
    return Placed(placed.sheet, placed.top + len(found) - bands, placed.left, placed.columns, bands)


def _assumptions(book: Book, run: QuoteRun, model: ClaimModel) -> None:
    sheet, language = book.sheet(words.PARAMETERS), book.language
    top = book.heading(sheet, words.TERMS, 0)
    placed = book.table(sheet, columns(TERM), term_rows(run.quote.terms, language), top=top, freeze=False)
    top = book.heading(sheet, words.MODEL, placed.below + 1)
    book.table(sheet, columns(PARAMETER), parameter_rows(model, language), top=top, freeze=False)
