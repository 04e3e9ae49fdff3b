"""The year at risk as a workbook, and its charts as files (风险分析工作簿)."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tuanbao.documents import risk_words as words
from tuanbao.documents.book import Book, Card, Column, open_book
from tuanbao.documents.charts import Chart, write_both
from tuanbao.documents.risk_charts import charts, excesses
from tuanbao.documents.risk_rows import Line, best_lines, bounded, fen, ordered, outlook, quality_lines, verdict, what
from tuanbao.language import Language, Text
from tuanbao.pricing.risk_run import RiskRun
from tuanbao.risk.self_funding import Candidate

NAMES = ("specific", "attachment", "attachment_amount", "expected_cost", "saving", "retained", "specific_premium",
         "aggregate_premium", "chance", "needed", "reserve", "tail_cost", "worst", "fits")  # fmt: skip
TEXTS, WRAPPED = ("specific", "attachment", "fits", "what", "year"), ("remark",)
PERCENTS, COUNTS = ("chance", "limited_share"), ("exceeding",)
PICTURE = 560
"""Pixels across, so that two stand side by side."""


def write_risk(path: Path, run: RiskRun, language: Language) -> None:
    """The workbook: overview with charts, the year, every candidate, large person-years, verdict and notes."""
    made = charts(run)
    with open_book(path, language) as book:
        _overview(book, run, made)
        _year(book, run)
        book.table(book.sheet(words.CANDIDATES), _columns(NAMES), _candidates(book, run))
        _people(book, run, made)
        _beside(book, run)
        _notes(book, run)


def write_charts(folder: Path, run: RiskRun, language: Language) -> list[Path]:
    """Each chart as SVG and PNG; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    return [path for name, chart in charts(run).items() for path in write_both(folder, name, chart, language)]


def _overview(book: Book, run: RiskRun, made: Mapping[str, Chart]) -> None:
    sheet = book.sheet(words.OVERVIEW)
    top = book.title(sheet, [words.TITLE, what(run), *verdict(run)])
    below = book.figures(sheet, _cards(run), top=top + 1).below + 1
    shown = [chart for name, chart in made.items() if name != "large-person-years"]
    for left, right in zip(shown[::2], [*shown[1::2], None], strict=False):
        ends = [book.picture(sheet, (below, 0), left, width=PICTURE)]
        if right is not None:
            ends.append(book.picture(sheet, (below, 5), right, width=PICTURE))
        below = max(ends)


def _cards(run: RiskRun) -> list[Card]:
    found, best = run.funding.comparison, run.funding.comparison.best
    cards = [
        Card(words.INSURED, fen(found.insured_cost), "yuan"),
        Card(words.BUDGET, fen(found.budget), "yuan"),
        Card(words.EXPECTED, fen(found.expected_claims), "yuan"),
    ]
    if best is None:
        return cards
    return [
        *cards,
        Card(words.SELF_FUNDED, fen(best.expected_cost), "yuan"),
        Card(words.SAVING, fen(found.saving), "yuan"),
        Card(words.RESERVE, fen(best.reserve), "yuan"),
        Card(words.CHANCE, best.chance_over_budget, "percent"),
    ]


def _year(book: Book, run: RiskRun) -> None:
    sheet = book.sheet(words.YEAR)
    best = run.funding.comparison.best
    below = _lines(book, sheet, words.OUTLOOK, outlook(run), 0)
    if best is not None:
        below = _lines(book, sheet, words.BEST, best_lines(run, best), below + 1)
    top = book.heading(sheet, words.QUALITY, below + 1)
    rows = [
        {"what": book.word(name), "amount": value, "remark": book.word(remark)}
        for name, value, remark in quality_lines(run)
    ]
    texts = [Column(name, words.HEADINGS[name], "text") for name in ("what", "amount", "remark")]
    book.table(sheet, texts, rows, top=top, freeze=False)


def _beside(book: Book, run: RiskRun) -> None:
    """The computed distribution beside the simulated years; the notes say why they differ."""
    sheet = book.sheet(words.BESIDE_SHEET)
    top = book.heading(sheet, words.BESIDE, 0)
    level = f"{100 * run.independence.confidence:.4g}%"
    quantile = Column("quantile", Text(f"{level} 分位数", f"{level} quantile"), "yuan")
    columns = [*_columns(("year", "mean", "sd")), quantile]
    book.table(sheet, columns, beside_rows(run, book.language), top=top, freeze=False)


def beside_rows(run: RiskRun, language: Language) -> list[dict[str, Any]]:
    """The three ways of the year's total, fen."""
    found = run.independence
    spreads = [
        (words.COMPUTED, found.computed.mean, found.computed.sd, found.computed.quantile),
        (words.UNLIKE, found.computed.mean, found.unlike_sd, None),
        (words.SIMULATED, found.simulated.mean, found.simulated.sd, found.simulated.quantile),
    ]
    return [
        {
            "year": name.to(language),
            "mean": fen(mean),
            "sd": fen(sd) if math.isfinite(sd) else None,
            "quantile": None if quantile is None else fen(quantile),
        }
        for name, mean, sd, quantile in spreads
    ]


def _lines(book: Book, sheet: Any, heading: Text, lines: Sequence[Line], top: int) -> int:
    """A table of figures under a heading; a share stands in the remark."""
    rows = [
        {
            "what": book.word(line.label),
            "amount": None if line.yuan is None or not math.isfinite(line.yuan) else fen(line.yuan),
            "remark": (f"{line.share:.2%} " if line.share is not None else "") + book.word(line.remark),
        }
        for line in lines
    ]
    at = book.heading(sheet, heading, top)
    return book.table(sheet, _columns(("what", "amount", "remark")), rows, top=at, freeze=False).below


def _candidates(book: Book, run: RiskRun) -> list[dict[str, Any]]:
    return [_candidate(book, run, one) for one in ordered(run)]


def _candidate(book: Book, run: RiskRun, one: Candidate) -> dict[str, Any]:
    found = run.funding.comparison
    none = book.word(words.NO_COVER)
    mark = words.BEST_MARK if one is found.best else words.FITS_MARK if one.acceptable else words.NOT_MARK
    names = ("expected_cost", "retained", "specific_premium", "aggregate_premium", "needed", "reserve", "tail_cost")
    return {
        "specific": none if one.specific is None else f"{one.specific:,.0f}",
        "attachment": none if one.attachment_share is None else f"{one.attachment_share:.0%}",
        "attachment_amount": None if one.attachment is None else fen(one.attachment),
        "saving": fen(found.insured_cost - one.expected_cost),
        "chance": one.chance_over_budget,
        "worst": fen(one.worst) if bounded(one) else None,
        "fits": book.word(mark),
        **{name: fen(getattr(one, name)) for name in names},
    }


def _people(book: Book, run: RiskRun, made: Mapping[str, Chart]) -> None:
    """How large single people's years are."""
    sheet = book.sheet(words.PEOPLE)
    rows = [
        {
            "threshold": fen(row.threshold),
            "exceeding": row.exceeding,
            "mean_excess": fen(row.mean_excess),
            "limited_share": row.limited_share,
        }
        for row in excesses(run)
    ]
    columns = _columns(("threshold", "exceeding", "mean_excess", "limited_share"))
    below = book.table(sheet, columns, rows).below
    if "large-person-years" in made:
        book.picture(sheet, (below + 1, 0), made["large-person-years"])


def _notes(book: Book, run: RiskRun) -> None:
    sheet = book.sheet(words.NOTES)
    below = book.notes(sheet, verdict(run), heading=words.VERDICT)
    below = book.notes(sheet, run.independence.reasons, top=below + 1, heading=words.DIFFERS)
    book.notes(sheet, run.notes, top=below + 1, heading=words.RESTS_ON)


def _columns(names: Sequence[str]) -> list[Column]:
    return [_column(name) for name in names]


def _column(name: str) -> Column:
    heading = words.HEADINGS[name]
    if name in TEXTS:
        return Column(name, heading, "text", 34 if name in ("what", "year") else None)
    if name in WRAPPED:
        return Column(name, heading, "wrap", 60)
    return Column(name, heading, "percent" if name in PERCENTS else "count" if name in COUNTS else "yuan")
