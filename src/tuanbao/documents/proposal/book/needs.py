"""Market, people and needs as sheets (市场对标、人员与需求). Aggregates of at least ten people only."""

from collections.abc import Sequence
from typing import Any

from tuanbao.design.proposal import Proposal
from tuanbao.documents.book import Book
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.book import words
from tuanbao.documents.proposal.book.cells import sentences
from tuanbao.documents.proposal.book.columns import columns
from tuanbao.documents.proposal.words import NOBODY
from tuanbao.documents.quote_words import CONFIDENCES
from tuanbao.language import Text

MARKET = (
    "theme",
    "market",
    "market_low",
    "market_high",
    "n",
    "year",
    "indicator",
    "present_who",
    "proposed_who",
    "remark",
)
PEOPLE = ("dimension", "cell", "people", "part")
GAP = ("city", "people", "usual", "mean", "often", "bad", "error", "sure", "remark")
WANTED = ("theme", "weight", "why")
STATED = ("theme", "part", "market_low", "market_high")
USED = ("benefit", "eligible", "users", "used", "spent", "remark")
Part = tuple[Text, tuple[str, ...], Sequence[dict[str, Any]]]


def market_sheet(book: Book, found: Proposal) -> None:
    """Each theme: the share of firms with its interval, and whether people here have it."""
    sheet = book.sheet(words.MARKET)
    top = book.title(sheet, [words.MARKET, words.MARKET_ABOUT]) + 1
    rows = [_theme(book, row) for row in figures.market_rows(found)]
    table = columns(MARKET, market_low="low", market_high="high", present_who="present", proposed_who="proposed")
    placed = book.table(sheet, table, rows, top=top, freeze=True)
    if rows:
        bar = {"type": "data_bar", "bar_color": "#9DC3E6", "bar_solid": True, "min_type": "num", "min_value": 0}
        bar |= {"max_type": "num", "max_value": 1}
        sheet.conditional_format(top + 1, 1, top + len(rows), 1, bar)
    market = found.proposed.benchmark
    said = [market.division.sentence, market.flexibility.sentence, *(row.sentence for row in market.relations)]
    said += [row.sentence for row in market.tiers] + list(market.notes)
    top = book.heading(sheet, words.SAYINGS, placed.below + 1)
    sentences(book, sheet, top, said, len(MARKET) - 1, 170)


def _theme(book: Book, row: figures.MarketRow) -> dict[str, Any]:
    return {
        "theme": book.word(row.name),
        "market": row.share,
        "market_low": row.low,
        "market_high": row.high,
        "n": row.n,
        "year": None if row.year is None else str(row.year),
        "indicator": book.word(_indicator(row)),
        "present_who": book.word(row.present),
        "proposed_who": book.word(row.proposed),
        "remark": book.word(words.UNCERTAIN) if row.uncertain else None,
    }


def _indicator(row: figures.MarketRow) -> Text:
    now, new = (who != NOBODY for who in (row.present, row.proposed))
    return {
        (True, True): words.HAS,
        (False, True): words.ADDED,
        (True, False): words.DROPPED,
        (False, False): words.LACKS,
    }[now, new]


def needs_sheet(book: Book, found: Proposal) -> None:
    """Who the people are, what is left to bear, what matters to them, what they used."""
    sheet = book.sheet(words.NEEDS)
    top = book.title(sheet, [words.NEEDS, words.NOBODYS]) + 1
    stated, used = figures.stated(found), figures.used(found)
    parts: list[Part] = [
        (words.WHO, PEOPLE, _people(book, found)),
        (words.GAPS, GAP, [_gap(book, row) for row in figures.gap_rows(found)]),
        (words.WANTED, WANTED, _wanted(book, found)),
        (words.STATED if stated else words.NO_SURVEY, STATED, _stated(book, found)),
        (words.USED if used else words.NO_BILLS, USED, _used(book, found)),
    ]
    for heading, names, rows in parts:
        top = book.heading(sheet, heading, top)
        if rows:
            table = columns(names, market_low="low", market_high="high")
            top = book.table(sheet, table, rows, top=top).below
        top += 1
    top = book.heading(sheet, words.FINDINGS, top)
    sentences(book, sheet, top, [reason.text for reason in found.needs.reasons], len(GAP) - 1, 140)


def _people(book: Book, found: Proposal) -> list[dict[str, Any]]:
    return [
        {
            "dimension": book.word(one.title),
            "cell": book.word(cell.name),
            "people": cell.people,
            "part": cell.share,
        }
        for one in found.needs.profile.breakdowns
        for cell in one.cells
    ]


def _gap(book: Book, row: Any) -> dict[str, Any]:
    return {
        "city": book.word(row.name),
        "people": row.people,
        "usual": row.usual.fen,
        "mean": row.mean.fen,
        "often": row.high.fen,
        "bad": row.bad.fen,
        "error": None if row.bad.error != row.bad.error else row.bad.error,
        "sure": book.word(CONFIDENCES[row.confidence]),
        "remark": book.word(row.note) if row.note else None,
    }


def _wanted(book: Book, found: Proposal) -> list[dict[str, Any]]:
    return [
        {"theme": book.word(one.name), "weight": one.weight, "why": book.word(one.why)} for one in figures.wanted(found)
    ]


def _stated(book: Book, found: Proposal) -> list[dict[str, Any]]:
    said = figures.stated(found)
    return [
        {"theme": book.word(one.name), "part": one.share, "market_low": one.low, "market_high": one.high}
        for one in (said.themes if said else ())
    ]


def _used(book: Book, found: Proposal) -> list[dict[str, Any]]:
    return [
        {
            "benefit": book.word(one.title),
            "eligible": one.eligible,
            "users": one.users,
            "used": one.share,
            "spent": one.paid,
            "remark": book.word(one.text),
        }
        for one in figures.used(found)
    ]
