"""The results of a run as a workbook for the claims desk: figures, charts, and why each bill was paid so (理算结果)."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tuanbao.adjudication.explaining import Explanation
from tuanbao.documents import results_rows as rows
from tuanbao.documents import results_words as words
from tuanbao.documents.book import Book, Card, open_book
from tuanbao.documents.book_charts import Placed
from tuanbao.documents.colours import BLUE
from tuanbao.documents.results_columns import columns
from tuanbao.documents.results_figures import SUMS, Figures, figures
from tuanbao.documents.results_run import PERSON as PERSON_OF_RUN
from tuanbao.documents.results_run import Run
from tuanbao.language import Language, Text

COLOURS = {"pooled": BLUE, "other_paid": "#A5A5A5", "paid": "#70AD47", "patient": "#ED7D31"}
CARDS = ("people", "bills", "total", "pooled", "other_paid", "paid", "patient", "events")
CARD_ROW = 4
NUMBERS_OF_A_BENEFIT = ("applied", "paid_rows", "eligible", "deductible", "coinsurance", "over_limit", "row_paid")
BENEFIT = ("plan", "benefit", *NUMBERS_OF_A_BENEFIT)
PERSON = ("member_id", "name", "relation")
GROUP = ("people", "bills", *SUMS)
PAYMENT = ("event_id", "event_date", "event", *PERSON, "benefit", "basis", "share", "days", "row_paid", "reason")
AMOUNTS = ("eligible", "deductible", "coinsurance", "over_limit", "row_paid")
EXPLANATION = ("bill_id", "line", "date", *PERSON, "category", "benefit", *AMOUNTS, "reason", "sentence")
ERROR = ("table", "row", "column", "value", "error")


def write_results(
    path: Path,
    run: Run,
    explanations: Sequence[Explanation] = (),
    *,
    title: Text = words.TITLE,
    note: Text | None = None,
    language: Language = "zh",
) -> None:
    """``explanations`` are the rows that the workbook says in words; ``note`` stands under the title."""
    found = figures(run.bills, run.result)
    benefits = rows.benefit_rows(run, language)
    with open_book(path, language) as book:
        overview = book.sheet(words.OVERVIEW)
        tables = _tables(book, run, found, explanations)
        book.title(overview, [title, *([note] if note else []), words.FOR_THE_DESK])
        cards = book.figures(overview, _cards(found), top=CARD_ROW)
        below = _charts(book, overview, cards, tables)
        table = columns(BENEFIT)
        placed = book.table(overview, table, benefits, top=below, totals=NUMBERS_OF_A_BENEFIT, least_width=17)
        said = words.ALL_ROWS if len(explanations) == len(run.result.eob) else words.FIRST_ROWS
        sentence = book.word(said).format(shown=len(explanations), all=len(run.result.eob))
        overview.write_string(placed.below + 1, 0, f"{book.word(words.ROWS)}: {sentence}", book.formats["fact"])


def _tables(book: Book, run: Run, found: Figures, explanations: Sequence[Explanation]) -> tuple[Placed, Placed]:
    """A sheet for every table; gives where the months and the kinds of care stand that something was paid for."""
    language = book.language
    kinds = rows.category_rows(found, language)
    benefits = rows.benefit_rows(run, language)
    book.table(book.sheet(words.BENEFITS), columns(BENEFIT), benefits, totals=NUMBERS_OF_A_BENEFIT)
    in_months, in_kinds = columns(("month", *GROUP)), columns(("category", *GROUP))
    months = book.table(book.sheet(words.MONTHS), in_months, found.by_month.to_pylist(), totals=("bills", *SUMS))
    categories = book.table(book.sheet(words.CATEGORIES), in_kinds, kinds, totals=SUMS)
    people = columns((*PERSON_OF_RUN, "bills", *SUMS, "events", "all"))
    book.table(book.sheet(words.PEOPLE), people, rows.person_rows(run, found, language))
    book.table(book.sheet(words.PAYMENTS), columns(PAYMENT), rows.payment_rows(run, language), totals=("row_paid",))
    book.table(book.sheet(words.ROWS), columns(EXPLANATION), rows.explanation_rows(run, explanations, language))
    if run.result.errors:
        book.table(book.sheet(words.ERRORS), columns(ERROR), rows.error_rows(run, language))
    return months, replace(categories, length=max(1, sum(1 for row in kinds if row["paid"])))


def _cards(found: Figures) -> list[Card]:
    """The figures of the whole run."""
    people = Card(words.PEOPLE_WITH_BILLS, found.whole["people"], "count")
    bills = Card(words.HEADINGS["bills"], found.whole["bills"], "count")
    return [people, bills, *(Card(words.HEADINGS[name], found.whole[name], "yuan") for name in CARDS[2:])]


def _charts(book: Book, sheet: Any, cards: Placed, tables: tuple[Placed, Placed]) -> int:
    """Who paid the bills, what was paid month by month and by kind of care; gives the first free row below."""
    months, kinds = tables
    payers = ("pooled", "other_paid", "paid", "patient")
    whole = cards.across(CARDS.index(payers[0]), CARDS.index(payers[-1]), [COLOURS[name] for name in payers])
    top = cards.below + 1
    book.chart(sheet, (top, 0), "doughnut", words.WHERE_IT_WENT, [whole], width=450)
    by_month = months.plots("month", ("paid", "patient"), COLOURS)
    below = book.chart(sheet, (top, 3), "stacked column", words.MONTH_CHART, by_month)
    by_kind = kinds.plots("category", ("paid",), COLOURS)
    return book.chart(sheet, (below, 0), "bar", words.CATEGORY_CHART, by_kind, width=1200)
