"""The results of a run as a workbook for the claims desk: figures, charts, and why each bill was paid so (理算结果)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from tuanbao.adjudication.explaining.model import Explanation
from tuanbao.documents import results_rows as rows
from tuanbao.documents import results_words as words
from tuanbao.documents.results_book import BLUE, Book, yuan
from tuanbao.documents.results_figures import SUMS, Figures, figures
from tuanbao.documents.results_rows import Run
from tuanbao.language import Language, Text

COLOURS = {"pooled": BLUE, "other_paid": "#A5A5A5", "paid": "#70AD47", "patient": "#ED7D31"}
CARDS = ("people", "bills", "total", "pooled", "other_paid", "paid", "patient", "events")
CHART = {"width": 660, "height": 330}
ROWS_OF_A_CHART = 18
NUMBERS_OF_A_BENEFIT = ("applied", "paid_rows", "eligible", "deductible", "coinsurance", "over_limit", "row_paid")
BENEFIT = ("plan", "benefit", *NUMBERS_OF_A_BENEFIT)
PERSON = ("member_id", "name", "relation")
GROUP = ("people", "bills", *SUMS)
PAYMENT = ("event_id", "date", "event", *PERSON, "benefit", "basis", "share", "days", "row_paid", "reason")
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
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as file:
        book = Book(file, language)
        overview = book.sheet(words.OVERVIEW)
        _tables(book, run, found, explanations)
        _cards(book, overview, found, [title, *([note] if note else []), words.FOR_THE_DESK])
        below = _charts(book, overview, len(found.by_month), len(found.by_category))
        below = book.table(overview, BENEFIT, benefits, top=below, totals=NUMBERS_OF_A_BENEFIT)
        said = words.ALL_ROWS if len(explanations) == len(run.result.eob) else words.FIRST_ROWS
        sentence = book.word(said).format(shown=len(explanations), all=len(run.result.eob))
        overview.write_string(below + 1, 0, f"{book.word(words.ROWS)}: {sentence}", book.formats["fact"])


def _tables(book: Book, run: Run, found: Figures, explanations: Sequence[Explanation]) -> None:
    """A sheet for every table."""
    language = book.language
    months, kinds = found.by_month.to_pylist(), rows.category_rows(found, language)
    benefits = rows.benefit_rows(run, language)
    book.table(book.sheet(words.BENEFITS), BENEFIT, benefits, totals=NUMBERS_OF_A_BENEFIT)
    book.table(book.sheet(words.MONTHS), ("month", *GROUP), months, totals=("bills", *SUMS))
    book.table(book.sheet(words.CATEGORIES), ("category", *GROUP), kinds, totals=SUMS)
    people = (*rows.PERSON, "bills", *SUMS, "events", "all")
    book.table(book.sheet(words.PEOPLE), people, rows.person_rows(run, found, language))
    book.table(book.sheet(words.PAYMENTS), PAYMENT, rows.payment_rows(run, language), totals=("row_paid",))
    book.table(book.sheet(words.ROWS), EXPLANATION, rows.explanation_rows(run, explanations, language))
    if run.result.errors:
        book.table(book.sheet(words.ERRORS), ERROR, rows.error_rows(run, language))


def _cards(book: Book, sheet: Any, found: Figures, lines: Sequence[Text]) -> None:
    """The title, what the workbook is, and the figures of the whole run."""
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, book.word(lines[0]), book.formats["title"])
    for at, line in enumerate(lines[1:], start=1):
        sheet.write_string(at, 0, book.word(line), book.formats["fact"])
    for index, name in enumerate(CARDS):
        is_count = name in ("people", "bills")
        value = found.whole[name]
        sheet.write_string(4, index, book.word(words.HEADINGS[name]), book.formats["label"])
        form = book.formats["count" if is_count else "figure"]
        sheet.write_number(5, index, value if is_count else yuan(value), form)
    sheet.set_row(5, 24)


def _charts(book: Book, sheet: Any, months: int, kinds: int) -> int:
    """Who paid the bills, and what was paid month by month; gives the first free row below."""
    top = 7
    names = ("pooled", "other_paid", "paid", "patient")
    whole = book.book.add_chart({"type": "doughnut"})
    first = CARDS.index("pooled")
    whole.add_series(
        {
            "categories": [book.word(words.OVERVIEW), 4, first, 4, first + 3],
            "values": [book.word(words.OVERVIEW), 5, first, 5, first + 3],
            "points": [{"fill": {"color": COLOURS[name]}} for name in names],
            "data_labels": {"percentage": True, "font": {"color": "white", "bold": True}},
        }
    )
    _place(book, sheet, whole, words.WHERE_IT_WENT, top, 0)
    by_month = book.book.add_chart({"type": "column", "subtype": "stacked"})
    _add_series(book, by_month, words.MONTHS, ("paid", "patient"), months, ("month", *GROUP))
    _place(book, sheet, by_month, words.MONTH_CHART, top, 4)
    by_kind = book.book.add_chart({"type": "bar"})
    _add_series(book, by_kind, words.CATEGORIES, ("paid",), kinds, ("category", *GROUP))
    by_kind.set_legend({"none": True})
    by_kind.set_y_axis({"reverse": True})
    _place(book, sheet, by_kind, words.CATEGORY_CHART, top + ROWS_OF_A_CHART, 0)
    return top + 2 * ROWS_OF_A_CHART


def _add_series(book: Book, chart: Any, where: Text, names: Sequence[str], length: int, columns: Sequence[str]) -> None:
    """A series for each name, from the columns of a sheet."""
    sheet = book.word(where)
    for name in names:
        index = columns.index(name)
        chart.add_series(
            {
                "name": [sheet, 0, index],
                "categories": [sheet, 1, 0, length, 0],
                "values": [sheet, 1, index, length, index],
                "fill": {"color": COLOURS[name]},
                "gap": 60,
            }
        )


def _place(book: Book, sheet: Any, chart: Any, title: Text, row: int, column: int) -> None:
    font = {"name": "Microsoft YaHei", "size": 12, "color": "#404040"}
    chart.set_title({"name": book.word(title), "name_font": font, "overlay": False})
    if chart.__class__.__name__ != "ChartDoughnut":
        chart.set_x_axis({"num_font": {"size": 9}, "num_format": "#,##0", "major_gridlines": {"visible": False}})
    chart.set_size(CHART)
    sheet.insert_chart(row, column, chart, {"x_offset": 4, "y_offset": 4, "description": book.word(title)})
