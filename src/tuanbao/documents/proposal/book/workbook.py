"""A proposal as a workbook (方案建议书工作簿): every figure, all designs, and cells that may be changed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from tuanbao.design.proposal import Proposal
from tuanbao.documents.book import Book, Card, open_book
from tuanbao.documents.book_charts import Placed, Plot
from tuanbao.documents.colours import BLUE, GREY, ORANGE, TEAL
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal import words as proposal_words
from tuanbao.documents.proposal.book import words
from tuanbao.documents.proposal.book.choice import frontier_chart, frontier_sheet, robust_sheet
from tuanbao.documents.proposal.book.columns import columns
from tuanbao.documents.proposal.book.designs import all_designs
from tuanbao.documents.proposal.book.law import assumptions_sheet, law_sheet, rollout_sheet, tax_sheet
from tuanbao.documents.proposal.book.money import money_chart, money_sheet, price_sheet
from tuanbao.documents.proposal.book.needs import market_sheet, needs_sheet
from tuanbao.documents.proposal.book.weights import results, weights_sheet
from tuanbao.documents.proposal.book.what_if import what_if_sheet
from tuanbao.language import Language, Text

CHANGE = ("where", "what", "old", "new", "company_change", "price_change", "value_change", "reason")
TERM = ("plan", "benefit", "what", "old", "new", "state")
LEFT = 640
"""Pixels of a chart of the overview."""


def write_proposal_book(path: Path, proposal: Proposal, language: Language = "zh") -> None:
    """The workbook of a proposal; nobody's name or illness is in it. Money in yuan, by the year."""
    with open_book(path, language) as book:
        overview = book.sheet(words.OVERVIEW, one_page=True)
        _terms(book, proposal)
        payers, benefits = price_sheet(book, proposal)
        money_sheet(book, proposal)
        what_if_sheet(book, proposal)
        points = frontier_sheet(book, proposal)
        robust_sheet(book, proposal)
        market_sheet(book, proposal)
        needs_sheet(book, proposal)
        law_sheet(book, proposal)
        tax_sheet(book, proposal)
        rollout_sheet(book, proposal)
        assumptions_sheet(book, proposal)
        book.notes(book.sheet(words.NOTES), figures.notes(proposal), heading=words.NOTES)
        weights = weights_sheet(book, proposal)
        results(book, proposal, weights, all_designs(book, proposal, weights))
        _overview(book, overview, proposal, payers, benefits, points)


def _overview(book: Book, sheet: Any, found: Proposal, payers: Placed, benefits: Placed, points: Placed) -> None:
    """What matters, with charts of the other sheets' cells."""
    head = figures.headline(found)
    top = book.title(sheet, [proposal_words.TITLE, words.IN_YUAN, words.LIVE, words.NOBODYS]) + 1
    placed = book.figures(sheet, _cards(head), top=top)
    top = placed.below + 1
    colours = {"employer": BLUE, "services": TEAL, "employee": GREY}
    plots = payers.plots("side", tuple(colours), colours)
    below = book.chart(sheet, (top, 0), "stacked column", words.WHO_PAYS_WHAT, plots, width=LEFT)
    frontier_chart(book, sheet, (top, 5), found, points, LEFT)
    last = book.waterfall(sheet, (below, 0), money_chart(found), width=LEFT)
    plots = _by_benefit(benefits)
    book.chart(sheet, (below, 5), "bar", words.BY_BENEFIT, plots, width=LEFT)
    sheet.print_area(0, 0, max(last, below) + 20, 10)


def _by_benefit(benefits: Placed) -> list[Plot]:
    """Premium of every benefit under its plan, present beside proposed."""
    names = [*benefits.column("plan")[:4], benefits.column("benefit")[4]]
    plots = benefits.plots("plan", ("present", "premium"), {"present": GREY, "premium": ORANGE})
    return [replace(plot, categories=names) for plot in plots]


def _cards(head: figures.Headline) -> list[Card]:
    cards = [
        Card(words.COMPANY_COST, head.company, "yuan"),
        Card(Text("比现行增加", "More than today"), head.company_change, "yuan"),
        Card(words.RESULT_NAMES["per_employee"], head.per_employee, "yuan"),
        Card(words.OWN_COST, head.own, "yuan"),
        Card(Text("员工得到的价值", "Value to people"), head.value, "yuan"),
        Card(Text("比现行增加", "More than today"), head.value_rise or 0.0, "percent"),
        Card(Text("员工与家属", "People covered"), head.people, "count"),
        Card(Text("逐个理算的条款组合", "Designs adjudicated"), head.designs, "count"),
    ]
    if head.budget is not None:
        cards.insert(1, Card(Text("预算", "Budget"), head.budget, "yuan"))
    return cards


def _terms(book: Book, found: Proposal) -> None:
    """Every change with its reason, then every term of every plan, present beside proposed."""
    sheet = book.sheet(words.TERMS)
    top = book.title(sheet, [words.TERMS, words.IN_YUAN]) + 1
    top = book.heading(sheet, words.SAID, top)
    rows = [_change(book, row) for row in figures.changes(found)]
    totals = ("company_change", "price_change", "value_change")
    placed = book.table(sheet, columns(CHANGE), rows, top=top, totals=totals)
    top = book.heading(sheet, words.TERM_BY_TERM, placed.below + 1)
    book.table(sheet, columns(TERM), _term_rows(book, found), top=top)


def _change(book: Book, row: figures.LeverChange) -> dict[str, Any]:
    return {
        "where": book.word(row.where),
        "what": book.word(row.what),
        "old": book.word(row.before),
        "new": book.word(row.after),
        "company_change": row.company,
        "price_change": row.price,
        "value_change": row.value,
        "reason": book.word(row.reason),
    }


def _term_rows(book: Book, found: Proposal) -> list[dict[str, Any]]:
    rows = []
    for plan in figures.comparison(found):
        name, changed = book.word(plan.title), book.word(words.CHANGED)
        for change in plan.changes:
            terms = ((term.benefit, term.label, term.before, term.after) for term in change.terms)
            rows += [_term(book, name, texts, changed) for texts in terms]
        for kept in plan.unchanged:
            texts = kept.benefit, words.WHOLE, kept.summary, kept.summary
            rows.append(_term(book, name, texts, book.word(words.STAYS)))
    return rows


def _term(book: Book, plan: str, texts: tuple[Text, Text, Text, Text], state: str) -> dict[str, Any]:
    return {"plan": plan, **dict(zip(TERM[1:5], map(book.word, texts), strict=True)), "state": state}
