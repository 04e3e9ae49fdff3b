"""What if (试算): heads, shares of the company, services, loading and tax as cells; cost and limits follow by formula.

Rates are those of the proposed programme as priced, a head and year of each class of people; they move with claims and
with loading as the price formula does: premium = claims / (1 − share of the price for loading).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tuanbao.design.proposal import Proposal
from tuanbao.documents.book import Book, Column, Entry, Formula, Kind
from tuanbao.documents.proposal.book import words
from tuanbao.documents.proposal.book.cells import area, cell, here
from tuanbao.documents.proposal.book.headings import HEADINGS
from tuanbao.documents.proposal.book.people import Class, Service, Tax, classes, services, taxes
from tuanbao.language import Text
from tuanbao.vocabulary import RELATIONS

CLASS = ("tier", "relation", "heads", "rate", "share", "premium", "company", "own")
SERVICE = ("tier", "service", "heads", "each", "cost")
TAX = ("treatment", "before", "paid", "limit_share", "limit", "deductible", "saved")
RESULT = ("result", "value", "before", "change")
FIRST = 46
"""Characters of the first column, in which all names stand."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """Cells of the assumptions, and what they hold."""

    factor: str
    payroll: str
    rate: str


@dataclass(frozen=True, slots=True)
class Summed:
    """Cells of the sums that results rest on, with their values in fen."""

    cells: dict[str, str]
    values: dict[str, float]

    def formula(self, text: str, value: float | str) -> Formula:
        """A formula with the names of sums in braces."""
        return Formula("=" + text.format(**self.cells), value)


def what_if_sheet(book: Book, found: Proposal) -> None:
    """The sheet. As it is written it comes to the proposal's own figures, which a check at its end says."""
    sheet = book.sheet(words.WHAT_IF)
    top = book.title(sheet, [words.WHAT_IF, words.WHAT_IF_ABOUT, words.WHAT_IF_RATES]) + 1
    results = top
    top += len(_NAMES) + 3
    assumed, top = _assumptions(book, sheet, found, top)
    sums = _people(book, sheet, found, assumed, top)
    top = book.heading(sheet, words.RESULTS, results)
    columns = [Column(name, HEADINGS[name], "text" if name == "result" else "yuan") for name in RESULT]
    _results(book, sheet, found, sums, columns, top)


def _assumptions(book: Book, sheet: Any, found: Proposal, top: int) -> tuple[Assumed, int]:
    top = book.heading(sheet, words.ASSUMED, top)
    company, terms = found.proposed.after_tax.company, found.proposed.run.quote.terms
    loading = float(terms.of_price)
    lines: list[tuple[Text, Kind, Any, Any]] = [
        (words.LOADING_SHARE, "percent", Entry(loading), loading),
        (words.CLAIMS_HIGHER, "percent", Entry(0.0), 0.0),
        (words.PAYROLL, "yuan", Entry(company.payroll), company.payroll),
        (words.TAX_RATE, "percent", Entry(float(company.rate)), float(company.rate)),
    ]
    heads = (words.ITEM, words.SET_HERE, words.AS_PROPOSED)
    for column, text in enumerate(heads):
        sheet.write_string(top, column, book.word(text), book.formats["head"])
    for at, (label, kind, entry, before) in enumerate(lines, start=top + 1):
        book.cell(sheet, at, 0, "text", book.word(label))
        book.cell(sheet, at, 1, kind, entry)
        book.cell(sheet, at, 2, kind, before)
    share, higher, payroll, rate = (cell(sheet, top + 1 + at, 1) for at in range(4))
    at = top + 1 + len(lines)
    book.cell(sheet, at, 0, "text", book.word(words.RATE_FACTOR))
    book.cell(sheet, at, 1, "factor", Formula(f"=(1+{higher})*(1-{cell(sheet, top + 1, 2)})/(1-{share})", 1.0))
    book.cell(sheet, at, 2, "factor", 1.0)
    return Assumed(cell(sheet, at, 1), payroll, rate), at + 2


def _people(book: Book, sheet: Any, found: Proposal, assumed: Assumed, top: int) -> Summed:
    """Classes, services and tax below each other; gives where their sums stand."""
    own = classes(found)
    shares, top = _shares(book, sheet, own, top)
    top = book.heading(sheet, words.BY_CLASS, top)
    rows = [_class_row(book, one, top + 1 + at, assumed, shares) for at, one in enumerate(own)]
    placed = book.table(
        sheet, _columns(CLASS), rows, top=top, totals=("heads", "premium", "company", "own"), freeze=False
    )
    first, last = top + 1, top + len(own)
    staff = [at for at, one in enumerate(own, start=first) if one.relation == "employee"]
    found_services = services(found, own)
    top = book.heading(sheet, words.SERVICES, placed.below + 1)
    rows = [_service_row(book, one, top + 1 + at, first, sheet) for at, one in enumerate(found_services)]
    placed = book.table(sheet, _columns(SERVICE), rows, top=top, totals=("cost",), freeze=False)
    cells = {
        "premium": f"SUM({area(sheet, first, last, 5)})",
        "insured": f"SUM({area(sheet, first, last, 6)})",
        "own": f"SUM({area(sheet, first, last, 7)})",
        "employees": _sum(sheet, staff, 2),
        "staff_premium": _sum(sheet, staff, 6),
        "services": f"SUM({area(sheet, top + 1, top + len(rows), 4)})" if rows else "0",
        "payroll": assumed.payroll,
        "rate": assumed.rate,
    }
    values = {
        "premium": sum(one.premium for one in own),
        "insured": sum(one.company for one in own),
        "own": sum(one.premium - one.company for one in own),
        "employees": sum(one.heads for one in own if one.relation == "employee"),
        "staff_premium": sum(one.company for one in own if one.relation == "employee"),
        "services": sum(one.cost for one in found_services),
        "payroll": float(found.proposed.after_tax.company.payroll or 0),
    }
    sums = Summed(cells, values)
    return _tax(book, sheet, found, sums, placed.below + 1)


def _shares(book: Book, sheet: Any, own: Sequence[Class], top: int) -> tuple[dict[str, str], int]:
    """What the company pays of each relation's premium, to be changed."""
    top = book.heading(sheet, words.SHARES, top)
    for column, text in enumerate((words.RELATION, words.SET_HERE, words.AS_PROPOSED)):
        sheet.write_string(top, column, book.word(text), book.formats["head"])
    known = dict.fromkeys(one.relation for one in own)
    cells = {}
    for at, relation in enumerate(known, start=top + 1):
        share = next(one.share for one in own if one.relation == relation)
        book.cell(sheet, at, 0, "text", book.word(RELATIONS.get(relation, words.OTHERS)))
        book.cell(sheet, at, 1, "percent", Entry(share))
        book.cell(sheet, at, 2, "percent", share)
        cells[relation] = cell(sheet, at, 1)
    return cells, top + len(known) + 2


def _class_row(book: Book, one: Class, row: int, assumed: Assumed, shares: dict[str, str]) -> dict[str, Any]:
    heads, rate, share, premium, company = (here(row, column) for column in range(2, 7))
    return {
        "tier": book.word(one.tier),
        "relation": book.word(RELATIONS.get(one.relation, words.OTHERS)),
        "heads": Entry(one.heads),
        "rate": one.premium / one.heads,
        "share": Formula(f"={shares[one.relation]}", one.share),
        "premium": Formula(f"={heads}*{rate}*{assumed.factor}", one.premium),
        "company": Formula(f"={premium}*{share}", one.company),
        "own": Formula(f"={premium}-{company}", one.premium - one.company),
    }


def _service_row(book: Book, one: Service, row: int, first: int, sheet: Any) -> dict[str, Any]:
    heads, each = (here(row, column) for column in (2, 3))
    follows = None if one.of_class is None else cell(sheet, first + one.of_class, 2)
    return {
        "tier": book.word(one.tier),
        "service": book.word(one.name),
        "heads": Entry(one.heads) if follows is None else Formula(f"={follows}", one.heads),
        "each": Entry(one.cost / one.heads),
        "cost": Formula(f"={heads}*{each}", one.cost),
    }


def _tax(book: Book, sheet: Any, found: Proposal, sums: Summed, top: int) -> Summed:
    """Deductible within the limits of the payroll, by kind of expense."""
    top = book.heading(sheet, words.TAX, top)
    own = taxes(found)
    rows = [_tax_row(book, one, top + 1 + at, sums) for at, one in enumerate(own)]
    placed = book.table(
        sheet, _columns(TAX), rows, top=top, totals=("before", "paid", "deductible", "saved"), freeze=False
    )
    sheet.write_string(placed.below, 0, book.word(words.TAX_ABOUT), book.formats["fact"])
    first = top + 1
    medical = next(at for at, one in enumerate(own) if one.key == "medical")
    limit = own[medical].limit_share
    cells = sums.cells | {
        "saved": f"SUM({area(sheet, first, top + len(own), 6)})",
        "medical": cell(sheet, first + medical, 2),
        "medical_share": cell(sheet, first + medical, 3),
    }
    saved = float(sum(one.saved for one in own))
    more = {"saved": saved, "medical": float(own[medical].paid), "medical_share": limit or 0.0}
    return Summed(cells, sums.values | more)


def _tax_row(book: Book, one: Tax, row: int, sums: Summed) -> dict[str, Any]:
    """What is paid moves with what drives it: premiums of employees, those of family, or services."""
    before, paid, share, limit, deductible = (here(row, column) for column in range(1, 6))
    driver, base = {
        "staff": ("{staff_premium}", sums.values["staff_premium"]),
        "family": ("({insured}-{staff_premium})", sums.values["insured"] - sums.values["staff_premium"]),
        "services": ("{services}", sums.values["services"]),
    }[one.driver]
    moved = f"{before}*{driver}/{base / 100!r}" if base else f"{before}"
    within = f"MIN({paid},{limit})" if one.limit_share is not None else paid
    return {
        "treatment": book.word(one.title),
        "before": one.paid,
        "paid": sums.formula(moved, one.paid),
        "limit_share": one.limit_share,
        "limit": None if one.limit_share is None else sums.formula(f"{share}*{{payroll}}", one.limit),
        "deductible": Formula(f"={within}" if one.counts else "=0", one.deductible),
        "saved": sums.formula(f"{deductible}*{{rate}}", one.saved),
    }


_NAMES = (
    *("premium", "insured", "services", "company", "per_employee", "own"),
    *("payroll_share", "medical_share", "medical_limit", "saved", "net", "left", "check"),
)


def _results(book: Book, sheet: Any, found: Proposal, sums: Summed, columns: Sequence[Column], top: int) -> None:
    for at, column in enumerate(columns):
        sheet.write_string(top, at, book.word(column.heading), book.formats["head"])
    for row, (name, kind, formula) in enumerate(_lines(book, found, sums), start=top + 1):
        book.cell(sheet, row, 0, "text", book.word(words.RESULT_NAMES[name]))
        book.cell(sheet, row, 1, kind, formula)
        if name != "check":
            before = formula.value if kind != "text" else None
            book.cell(sheet, row, 2, kind, before)
            if isinstance(formula.value, int | float):
                book.cell(sheet, row, 3, kind, Formula(f"={here(row, 1)}-{here(row, 2)}", 0.0))


def _lines(book: Book, found: Proposal, sums: Summed) -> list[tuple[str, Kind, Formula]]:
    """Every result as a formula of the sums, with its value as the proposal has it."""
    v = sums.values
    company, payroll, budget = v["insured"] + v["services"], v["payroll"], found.money.budget
    unknown = book.word(words.NOT_KNOWN)

    def of_payroll(text: str, fen: float) -> Formula:
        asked = f'IF(N({{payroll}})=0,"{unknown}",{text}/{{payroll}})'
        return sums.formula(asked, fen / payroll if payroll else unknown)

    whole = "({insured}+{services})"
    within = v["medical"] <= v["medical_share"] * payroll
    said = book.word(words.WITHIN if within else words.OVER) if payroll else unknown
    yes, no = book.word(words.WITHIN), book.word(words.OVER)
    limit = f'IF(N({{payroll}})=0,"{unknown}",IF({{medical}}<={{medical_share}}*{{payroll}},"{yes}","{no}"))'
    lines: list[tuple[str, Kind, Formula]] = [
        ("premium", "yuan", sums.formula("{premium}", v["premium"])),
        ("insured", "yuan", sums.formula("{insured}", v["insured"])),
        ("services", "yuan", sums.formula("{services}", v["services"])),
        ("company", "yuan", sums.formula(whole, company)),
        ("per_employee", "yuan", sums.formula(f"{whole}/{{employees}}", company / v["employees"])),
        ("own", "yuan", sums.formula("{own}", v["own"])),
        ("payroll_share", "percent", of_payroll(whole, company)),
        ("medical_share", "percent", of_payroll("{medical}", v["medical"])),
        ("medical_limit", "text", sums.formula(limit, said)),
        ("saved", "yuan", sums.formula("{saved}", v["saved"])),
        ("net", "yuan", sums.formula(f"{whole}-{{saved}}", company - v["saved"])),
    ]
    if budget is not None:
        lines.append(("left", "yuan", sums.formula(f"{budget / 100!r}-{whole}", budget - company)))
    proposed = found.proposed.company
    check = sums.formula(f"ROUND({whole}-{proposed / 100!r},2)", float(round(company - proposed)))
    return [*lines, ("check", "yuan", check)]


def _columns(names: Sequence[str]) -> list[Column]:
    kinds: dict[str, Kind] = {"heads": "number", "share": "percent", "limit_share": "percent"}
    text = {"tier", "relation", "service", "treatment"}
    return [
        Column(name, HEADINGS[name], "text" if name in text else kinds.get(name, "yuan"), 16 if at else FIRST)
        for at, name in enumerate(names)
    ]


def _sum(sheet: Any, rows: Sequence[int], column: int) -> str:
    return "(" + "+".join(cell(sheet, row, column) for row in rows) + ")" if rows else "0"
