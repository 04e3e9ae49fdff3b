"""Law, tax, roll-out, upgrades and assumptions as sheets (合规、税后、实施与自选、假设)."""

from collections.abc import Sequence
from typing import Any

from tuanbao.design.law.rules import SEVERITIES
from tuanbao.design.proposal import Proposal
from tuanbao.documents.book import Book, Formula
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.book import words
from tuanbao.documents.proposal.book.cells import here, sentences
from tuanbao.documents.proposal.book.columns import columns
from tuanbao.documents.proposal.words import confidence
from tuanbao.documents.quote_parameters import shown
from tuanbao.documents.quote_words import CONFIDENCES
from tuanbao.reference.documented import documented

LAW = ("severity", "rule", "finding", "more", "fresh", "source", "sure")
UNCHECKED = ("state", "rule", "why")
TAX = ("item", "present", "proposed", "difference")
SUGGESTED = ("finding", "saves", "sure")
PHASE = ("phase", "months", "who", "people", "watch", "stop")
UPGRADE = ("plan", "upgrade", "amount")
ASSUMED = ("subject", "name", "held", "source", "sure")
REFERENCE = ("name", "held", "unit", "date", "source", "sure")
FILES = ("design.yaml", "rollout.yaml")


def law_sheet(book: Book, found: Proposal) -> None:
    """What the rules found in the proposed programme, gravest first, and what could not be checked."""
    sheet = book.sheet(words.LAW)
    top = book.title(sheet, [words.LAW]) + 1
    top = book.heading(sheet, words.LAW_FOUND, top)
    top = book.table(sheet, columns(LAW), [_finding(book, row) for row in figures.law_rows(found)], top=top).below + 1
    if mended := figures.resolved(found):
        top = book.heading(sheet, words.RESOLVED, top)
        for at, title in enumerate(mended, start=top):
            sheet.write_string(at, 0, book.word(title), book.formats["fact"])
        top += len(mended) + 1
    top = book.heading(sheet, words.UNCHECKED, top)
    not_seen = book.word(words.UNCHECKED)
    rows = [
        {"state": not_seen, "rule": book.word(rule), "why": book.word(why)} for rule, why in figures.unchecked(found)
    ]
    book.table(sheet, columns(UNCHECKED), rows, top=top)


def _finding(book: Book, row: figures.LawRow) -> dict[str, Any]:
    return {
        "severity": book.word(SEVERITIES[row.severity]),
        "rule": book.word(row.title),
        "finding": book.word(row.sentence),
        "more": row.more or None,
        "fresh": book.word(words.YES if row.new else words.NO),
        "source": row.source,
        "sure": book.word(CONFIDENCES[row.confidence]),
    }


def tax_sheet(book: Book, found: Proposal) -> None:
    """Company and employees after tax, under both programmes; how tax could be saved; what was assumed."""
    sheet = book.sheet(words.TAX_SHEET)
    top = book.title(sheet, [words.TAX_SHEET, words.IN_YUAN]) + 1
    parts = (
        (words.COMPANY_TAX, figures.company_tax_rows(found)),
        (words.EMPLOYEE_TAX, figures.employee_tax_rows(found)),
    )
    for heading, lines in parts:
        if lines:
            top = book.heading(sheet, heading, top)
            rows = [_tax(book, row, top + 1 + at) for at, row in enumerate(lines)]
            top = book.table(sheet, columns(TAX), rows, top=top).below + 1
    top = _suggested(book, sheet, found, top)
    sentences(book, sheet, top, figures.tax_notes(found), 3, 130)


def _tax(book: Book, row: figures.TaxRow, at: int) -> dict[str, Any]:
    known = row.present is not None and row.proposed is not None
    change = (row.proposed or 0) - (row.present or 0)
    return {
        "item": book.word(row.name),
        "present": row.present,
        "proposed": row.proposed,
        "difference": Formula(f"={here(at, 2)}-{here(at, 1)}", change) if known else None,
    }


def _suggested(book: Book, sheet: Any, found: Proposal, top: int) -> int:
    rows = [
        {"finding": book.word(one.sentence), "saves": one.saves, "sure": book.word(CONFIDENCES[one.confidence])}
        for one in found.proposed.after_tax.suggestions
    ]
    if not rows:
        return top
    top = book.heading(sheet, words.SUGGESTED, top)
    table = columns(SUGGESTED)
    return book.table(sheet, table, rows, top=top).below + 1


def rollout_sheet(book: Book, found: Proposal) -> None:
    """The phases of the roll-out, and what employees may buy."""
    sheet = book.sheet(words.ROLLOUT)
    summary = [found.rollout.summary] if found.rollout else [words.NO_ROLLOUT]
    top = book.title(sheet, [words.ROLLOUT])
    top = sentences(book, sheet, top, summary, len(PHASE) - 1, 170) + 1
    phases = [_phase(book, row) for row in figures.phases(found)]
    if phases:
        top = book.heading(sheet, words.PHASES, top)
        top = book.table(sheet, columns(PHASE), phases, top=top).below + 1
    top = book.heading(sheet, words.UPGRADES, top)
    rows = [
        {"plan": book.word(row.title), "upgrade": book.word(row.name), "amount": row.per_head}
        for row in figures.upgrade_rows(found)
    ]
    top = book.table(sheet, columns(UPGRADE, amount="each"), rows, top=top).below + 1
    sentences(book, sheet, top, found.rollout.notes if found.rollout else (), len(PHASE) - 1, 170)


def _phase(book: Book, row: figures.PhaseRow) -> dict[str, Any]:
    first, last = row.months
    return {
        "phase": book.word(row.name),
        "months": f"{first}–{last}",
        "who": book.word(row.who),
        "people": row.people,
        "watch": book.word(row.watch),
        "stop": ("；" if book.language == "zh" else "; ").join(map(book.word, row.stop)),
    }


def assumptions_sheet(book: Book, found: Proposal) -> None:
    """Every number of this proposal that was assumed, then the reference values with their dates."""
    sheet = book.sheet(words.ASSUMPTIONS)
    top = book.title(sheet, [words.ASSUMPTIONS]) + 1
    top = book.heading(sheet, words.STATED_OR_ASSUMED, top)
    rows = [
        {
            "subject": book.word(one.subject),
            "name": book.word(one.name),
            "held": book.word(one.value),
            "source": book.word(one.source),
            "sure": book.word(confidence(one.confidence)),
        }
        for one in figures.assumptions(found)
    ]
    top = book.table(sheet, columns(ASSUMED), rows, top=top).below + 1
    top = book.heading(sheet, words.REFERENCE, top)
    book.table(sheet, columns(REFERENCE), _reference(book), top=top)


def _reference(book: Book) -> Sequence[dict[str, Any]]:
    return [
        {
            "name": key,
            "held": shown(entry.value),
            "unit": entry.unit,
            "date": entry.date,
            "source": book.word(figures.origin_of(entry.source)),
            "sure": book.word(CONFIDENCES[entry.confidence]),
        }
        for file in FILES
        for key, entry in documented(file).items()
    ]
