"""A renewal as a workbook (续保测算): the premium, why it changes, what is sure and what is not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tuanbao.documents import renewal_charts as charts
from tuanbao.documents import renewal_columns as columns
from tuanbao.documents import renewal_rows as rows
from tuanbao.documents import renewal_said as said
from tuanbao.documents import renewal_words as words
from tuanbao.documents.book import Book, Card, Column, open_book
from tuanbao.documents.renewal_assumptions import assumptions
from tuanbao.language import Language, Text
from tuanbao.pricing.model import ClaimModel
from tuanbao.pricing.renewal.renew import Renewal
from tuanbao.pricing.renewal.running import RenewalRun

LAG_WIDTH = 14


def write_renewal(path: Path, run: RenewalRun, model: ClaimModel, *, language: Language = "zh") -> None:
    """Every figure of the renewal, sheet by sheet; nobody's name or illness is in it."""
    renewal = run.renewal
    with open_book(path, language) as book:
        _overview(book, run)
        _ratios(book, renewal)
        _months(book, renewal)
        _triangle(book, renewal)
        _changes(book, renewal)
        _benefits(book, renewal)
        _large(book, renewal)
        _path(book, renewal)
        _holding(book, renewal)
        _refund(book, renewal)
        _assumptions(book, run, model)
        book.notes(book.sheet(words.NOTES), renewal.notes)


def _overview(book: Book, run: RenewalRun) -> None:
    renewal, indicated = run.renewal, run.renewal.indicated
    sheet = book.sheet(words.OVERVIEW, one_page=True)
    top = book.title(sheet, [words.TITLE, said.about(run), said.headline(renewal), words.AMOUNTS]) + 1
    cards = [
        Card(words.RENEWAL_PREMIUM, indicated.premium, "yuan"),
        Card(words.TODAY, indicated.current, "yuan"),
        Card(words.CHANGE, float(indicated.change), "percent"),
        Card(words.PROJECTED, float(indicated.projected), "percent"),
        Card(words.PERMISSIBLE, float(indicated.permissible), "percent"),
        Card(words.CREDIBILITY, float(indicated.blend.z), "percent"),
        Card(words.HOLDS, renewal.path.holds, "percent"),
    ]
    top = book.figures(sheet, cards, top=top).below + 1
    below = book.waterfall(sheet, (top, 0), charts.change_chart(renewal))
    book.picture(sheet, (below, 0), charts.fan_chart(renewal))


def _ratios(book: Book, renewal: Renewal) -> None:
    sheet = book.sheet(words.RATIOS)
    top = _lines(book, sheet, words.RATIOS, said.valued(renewal))
    placed = book.table(sheet, columns.columns(columns.RATIO), rows.ratio_rows(renewal, book.language), top=top)
    top = book.heading(sheet, words.PARTS, placed.below + 1)
    placed = book.table(sheet, columns.columns(columns.PART), rows.part_rows(renewal, book.language), top=top)
    book.picture(sheet, (placed.below + 1, 0), charts.ratio_chart(renewal))


def _months(book: Book, renewal: Renewal) -> None:
    sheet = book.sheet(words.MONTHS)
    top = _lines(book, sheet, words.MONTHS, said.to_come(renewal), *_maybe(said.lump_sums(renewal)))
    totals = columns.MONTH_TOTALS if renewal.unreported.completion else ("members", "earned", "paid")
    table = columns.columns(columns.MONTH)
    placed = book.table(sheet, table, rows.month_rows(renewal), top=top, totals=totals)
    book.picture(sheet, (placed.below + 1, 0), charts.month_chart(renewal))


def _triangle(book: Book, renewal: Renewal) -> None:
    sheet = book.sheet(words.TRIANGLE)
    names, cells = rows.triangle_rows(renewal)
    top = _lines(book, sheet, words.TRIANGLE, words.TRIANGLE_CHART, words.LATER)
    lags = [Column(name, Text(name, name), "yuan", LAG_WIDTH) for name in names]
    placed = book.table(sheet, [*columns.columns(["month"]), *lags], cells, top=top)
    if renewal.past.payments.any():
        book.picture(sheet, (placed.below + 1, 0), charts.triangle_chart(renewal))


def _changes(book: Book, renewal: Renewal) -> None:
    sheet = book.sheet(words.CHANGES)
    top = _lines(book, sheet, words.CHANGES, said.headline(renewal), *said.credibility(renewal))
    steps = rows.step_rows(renewal, book.language)
    table = columns.columns(columns.STEP)
    placed = book.table(sheet, table, steps, top=top, totals=("amount", "points"))
    book.waterfall(sheet, (placed.below + 1, 0), charts.change_chart(renewal, all_steps=True))


def _benefits(book: Book, renewal: Renewal) -> None:
    sheet = book.sheet(words.BENEFITS)
    about = Text(
        "过去的票据各理算三次：原样、按明年价格、按明年价格和新条款。杠杆：票据每涨 1%，赔款涨多少个 1%",
        "The past bills adjudicated three times: as they were, at next year's prices, and under the new terms. "
        "Leverage: by how many 1 % payments rise for each 1 % on the bills",
    )
    top = _lines(book, sheet, words.BENEFITS, about)
    found = rows.benefit_rows(renewal, book.language)
    book.table(sheet, columns.columns(columns.BENEFIT), found, top=top, totals=("was", "trended", "then"))


def _large(book: Book, renewal: Renewal) -> None:
    sheet, pooling = book.sheet(words.LARGE), renewal.basis.given.pooling
    if pooling is None:
        _lines(book, sheet, words.LARGE, Text("没有分摊大额赔案，原因见“说明”", "Nothing is pooled; see the notes"))
        return
    amounts = f"{pooling.threshold / 100:,.2f}", f"{pooling.charge / 100:,.2f}"
    top = _lines(
        book, sheet, words.LARGE,
        Text(
            f"一人一年超过 {amounts[0]} 元的部分移出自身经验，换成定价年度的分摊费 {amounts[1]} 元。"
            "按金额排序，不写是谁",
            f"What one person is paid beyond {amounts[0]} yuan a year leaves own experience; {amounts[1]} yuan are "
            "charged for the priced year instead. By amount, without saying whose",
        ),
        pooling.source,
    )  # fmt: skip
    table = columns.columns(columns.LARGE)
    book.table(sheet, table, rows.large_rows(renewal), top=top, totals=("person_paid", "kept", "above"))


def _path(book: Book, renewal: Renewal) -> None:
    sheet = book.sheet(words.PATH)
    top = _lines(book, sheet, words.PATH, *said.path(renewal))
    fans = [
        Column(rows.quantile_key(level), _quantile(level), "yuan") for level in renewal.path.premiums.levels
    ]  # fmt: skip
    table = [*columns.columns(["year", "what"]), *fans, *columns.columns(["mean"])]
    placed = book.table(sheet, table, _as_text(rows.path_rows(renewal, book.language)), top=top)
    book.picture(sheet, (placed.below + 1, 0), charts.fan_chart(renewal))


def _quantile(level: float) -> Text:
    share = f"{100 * level:.0f}"
    return Text(words.QUANTILE.zh.format(share), words.QUANTILE.en.format(share))


def _as_text(found: list[rows.Row]) -> list[rows.Row]:
    """A year is a name, not a number with a comma."""
    return [{**row, "year": str(row["year"])} for row in found]


def _holding(book: Book, renewal: Renewal) -> None:
    sheet = book.sheet(words.HOLDING)
    top = _lines(book, sheet, words.HOLDING, said.holding(renewal))
    if renewal.holding:
        found = rows.holding_rows(renewal, book.language)
        placed = book.table(sheet, columns.columns(columns.CANDIDATE), found, top=top)
        book.picture(sheet, (placed.below + 1, 0), charts.holding_chart(renewal))


def _refund(book: Book, renewal: Renewal) -> None:
    _lines(book, book.sheet(words.REFUND), words.REFUND, *said.refund(renewal))


def _assumptions(book: Book, run: RenewalRun, model: ClaimModel) -> None:
    told: Callable[[Text], str] = book.word
    found = [
        {
            "assumption": told(each.name),
            "value": told(each.value),
            "source": told(each.source),
            "confidence": None if each.confidence is None else told(words.CONFIDENCE[each.confidence]),
        }
        for each in assumptions(run, model)
    ]
    book.table(book.sheet(words.ASSUMPTIONS), columns.columns(columns.ASSUMPTION), found)


def _lines(book: Book, sheet: Any, *texts: Text) -> int:
    """A title and what is to be said below it; gives the row of the table."""
    return book.title(sheet, list(texts)) + 1


def _maybe(text: Text | None) -> tuple[Text, ...]:
    return () if text is None else (text,)
