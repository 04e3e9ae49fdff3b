"""The results of a run as a workbook for the claims desk: figures, charts, and why each bill was paid so (理算结果)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from tuanbao.adjudication.explaining import Explanation
from tuanbao.documents import results_rows as rows
from tuanbao.documents import results_words as words
from tuanbao.documents.results_book import BLUE, Book, yuan
from tuanbao.documents.results_figures import SUMS, Figures, figures
from tuanbao.documents.results_run import PERSON as PERSON_OF_RUN
from tuanbao.documents.results_run import Run
from tuanbao.language import Language, Text

COLOURS = {"pooled": BLUE, "other_paid": "#A5A5A5", "paid": "#70AD47", "patient": "#ED7D31"}
CARDS = ("people", "bills", "total", "pooled", "other_paid", "paid", "patient", "events")
CARD_ROW = 4
HEIGHT_OF_A_CHART, ROWS_OF_A_CHART = 330, 18
LIGHT_GRID = {"visible": True, "line": {"color": "#E5E5E5"}}
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
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as file:
        book = Book(file, language)
        overview = book.sheet(words.OVERVIEW)
        _tables(book, run, found, explanations)
        _cards(book, overview, found, [title, *([note] if note else []), words.FOR_THE_DESK])
        paid_kinds = sum(1 for row in found.by_category.to_pylist() if row["paid"])
        below = _charts(book, overview, len(found.by_month), max(1, paid_kinds))
        below = book.table(overview, BENEFIT, benefits, top=below, totals=NUMBERS_OF_A_BENEFIT, least_width=17)
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
    people = (*PERSON_OF_RUN, "bills", *SUMS, "events", "all")
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
        label = words.PEOPLE_WITH_BILLS if name == "people" else words.HEADINGS[name]
        sheet.write_string(CARD_ROW, index, book.word(label), book.formats["label"])
        form = book.formats["count" if is_count else "figure"]
        sheet.write_number(CARD_ROW + 1, index, value if is_count else yuan(value), form)
    sheet.set_row(CARD_ROW + 1, 24)


def _charts(book: Book, sheet: Any, months: int, kinds: int) -> int:
    """Who paid the bills, what was paid month by month and by kind of care; gives the first free row below."""
    whole, by_month, by_kind = (
        book.book.add_chart(kind)
        for kind in ({"type": "doughnut"}, {"type": "column", "subtype": "stacked"}, {"type": "bar"})
    )
    names = ("pooled", "other_paid", "paid", "patient")
    first, last = CARDS.index(names[0]), CARDS.index(names[-1])
    overview = book.word(words.OVERVIEW)
    whole.add_series(
        {
            "categories": [overview, CARD_ROW, first, CARD_ROW, last],
            "values": [overview, CARD_ROW + 1, first, CARD_ROW + 1, last],
            "points": [{"fill": {"color": COLOURS[name]}} for name in names],
            "data_labels": {"percentage": True, "font": {"color": "white", "bold": True}},
        }
    )
    _add_series(book, by_month, words.MONTHS, ("paid", "patient"), months, ("month", *GROUP))
    by_month.set_y_axis({"num_format": "#,##0", "major_gridlines": LIGHT_GRID})
    _add_series(book, by_kind, words.CATEGORIES, ("paid",), kinds, ("category", *GROUP))
    by_kind.set_legend({"none": True})
    by_kind.set_x_axis({"num_format": "#,##0", "major_gridlines": LIGHT_GRID})
    by_kind.set_y_axis({"reverse": True})
    top = CARD_ROW + 3
    _place(book, sheet, whole, words.WHERE_IT_WENT, (top, 0), 450)
    _place(book, sheet, by_month, words.MONTH_CHART, (top, 3), 740)
    _place(book, sheet, by_kind, words.CATEGORY_CHART, (top + ROWS_OF_A_CHART, 0), 1200)
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


def _place(book: Book, sheet: Any, chart: Any, title: Text, at: tuple[int, int], width: int) -> None:
    font = {"name": "Microsoft YaHei", "size": 12, "color": "#404040"}
    chart.set_title({"name": book.word(title), "name_font": font, "overlay": False})
    chart.set_size({"width": width, "height": HEIGHT_OF_A_CHART})
    sheet.insert_chart(*at, chart, {"x_offset": 4, "y_offset": 4, "description": book.word(title)})
