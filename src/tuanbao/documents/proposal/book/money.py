"""Price and money of a proposal as sheets whose sums are formulas (价格、释放与去向)."""

from collections.abc import Sequence
from typing import Any

from tuanbao.design.proposal import Proposal
from tuanbao.documents.book import Book, Formula, Row
from tuanbao.documents.book_charts import Placed
from tuanbao.documents.charts.model import Step, Waterfall
from tuanbao.documents.proposal import figures
from tuanbao.documents.proposal.book import words
from tuanbao.documents.proposal.book.cells import area, cell, here
from tuanbao.documents.proposal.book.columns import columns
from tuanbao.language import Text

WHOLE = ("item", "present", "proposed", "difference", "rise")
CLASS = ("where", "people", "present", "premium", "difference", "rise", "employer", "employee", "per_head")
BENEFIT = ("plan", "benefit", "present", "premium", "difference", "expected", "error")
PAYER = ("side", "employer", "services", "employee")


def price_sheet(book: Book, found: Proposal) -> tuple[Placed, Placed]:
    """The price; gives where who pays, and where the benefits stand, for charts."""
    sheet = book.sheet(words.PRICE)
    top = book.title(sheet, [words.PRICE, words.IN_YUAN, words.PRESENT_ERROR]) + 1
    top = book.heading(sheet, words.WHOLE, top)
    rows = [_compared(row, top + 1 + at, 1) for at, row in enumerate(_whole(book, found))]
    placed = book.table(sheet, columns(WHOLE), rows, top=top)
    top = book.heading(sheet, words.WHO_PAYS_WHAT, placed.below + 1)
    payers = book.table(sheet, columns(PAYER), _payers(book, found), top=top)
    placed = payers
    of_class = ("people", "present", "premium", "difference", "employer", "employee")
    for kind, heading in (("tier", words.BY_TIER), ("relation", words.BY_RELATION)):
        top = book.heading(sheet, heading, placed.below + 1)
        own = [row for row in figures.price_rows(found) if row.kind == kind]
        rows = [_class(book, row, top + 1 + at) for at, row in enumerate(own)]
        placed = book.table(sheet, columns(CLASS), rows, top=top, totals=of_class)
    top = book.heading(sheet, words.BY_BENEFIT, placed.below + 1)
    rows = [_benefit(book, row, top + 1 + at) for at, row in enumerate(figures.benefit_rows(found))]
    totals = ("present", "premium", "difference", "expected")
    benefits = book.table(sheet, columns(BENEFIT), rows, top=top, totals=totals)
    return payers, benefits


def _whole(book: Book, found: Proposal) -> list[dict[str, Any]]:
    head = figures.headline(found)
    lines = [
        (words.COMPANY_COST, head.present_company, head.company),
        (words.RESULT_NAMES["per_employee"], head.present_per_employee, head.per_employee),
        (words.PREMIUM, head.present_premium, head.premium),
        (words.SERVICES, head.present_services, head.services),
        (words.OWN_COST, head.present_own, head.own),
        (words.VALUE, head.present_value, head.value),
    ]
    return [{"item": book.word(name), "present": old, "proposed": new} for name, old, new in lines]


def _compared(row: dict[str, Any], at: int, left: int) -> dict[str, Any]:
    """With the difference of two neighbouring cells, and as a share of the first."""
    old, new = row["present"], row["proposed"]
    before, after = here(at, left), here(at, left + 1)
    row["difference"] = Formula(f"={after}-{before}", new - old)
    row["rise"] = Formula(f"={after}/{before}-1", new / old - 1) if old else None
    return row


def _payers(book: Book, found: Proposal) -> list[Row]:
    """Premium of the company as far as people join, services, and what employees pay."""
    sides = ((words.NOW, found.present), (words.PROPOSED, found.proposed))
    return [
        {
            "side": book.word(name),
            "employer": side.company - side.services,
            "services": side.services,
            "employee": side.own,
        }
        for name, side in sides
    ]


def _class(book: Book, row: figures.PriceRow, at: int) -> dict[str, Any]:
    people, old, new = (here(at, column) for column in (1, 2, 3))
    known = row.present is not None
    return {
        "where": book.word(row.name),
        "people": row.people,
        "present": row.present,
        "premium": row.premium,
        "difference": Formula(f"={new}-{old}", row.premium - (row.present or 0)),
        "rise": Formula(f"={new}/{old}-1", row.premium / row.present - 1) if known and row.present else None,
        "employer": row.employer,
        "employee": row.employee,
        "per_head": Formula(f"={new}/{people}", row.premium / row.people),
    }


def _benefit(book: Book, row: figures.BenefitRow, at: int) -> dict[str, Any]:
    old, new = here(at, 2), here(at, 3)
    return {
        "plan": book.word(row.plan),
        "benefit": book.word(row.benefit),
        "present": row.present,
        "premium": row.premium,
        "difference": Formula(f"={new}-{old}", (row.premium or 0) - (row.present or 0)),
        "expected": row.expected,
        "error": row.error,
    }


def money_sheet(book: Book, found: Proposal) -> None:
    """What was released and where it went: sums, and a check that they lead from the present cost to the proposed."""
    sheet = book.sheet(words.MONEY)
    steps = figures.money_steps(found)
    top, sums = book.title(sheet, [words.MONEY, words.IN_YUAN]) + 1, {}
    for kind, heading in (("released", words.RELEASED), ("spent", words.SPENT)):
        own = [step for step in steps if step.kind == kind]
        top = book.heading(sheet, heading, top)
        rows = [{"item": book.word(step.label), "amount": abs(step.amount)} for step in own]
        placed = book.table(sheet, columns(("item", "amount")), rows, top=top, totals=("amount",))
        cells = area(sheet, placed.top + 1, placed.top + len(rows), 1)
        sums[kind] = f"SUM({cells})" if rows else "0", sum(abs(step.amount) for step in own)
        top = placed.below + 1
    top = _balance(book, sheet, found, sums, top)
    book.waterfall(sheet, (top, 0), money_chart(found))


def _balance(book: Book, sheet: Any, found: Proposal, sums: dict[str, tuple[str, int]], top: int) -> int:
    top = book.heading(sheet, words.BALANCE, top)
    repriced = sum(step.amount for step in figures.money_steps(found) if step.kind == "repriced")
    released, spent = sums["released"], sums["spent"]
    lines: list[tuple[Text, Any]] = [
        (words.START, found.present.company),
        (words.SUM_RELEASED, Formula(f"=-{released[0]}", -released[1])),
        (words.SUM_SPENT, Formula(f"={spent[0]}", spent[1])),
        (words.REPRICED, repriced),
        (words.TOTAL_COST, found.proposed.company),
    ]
    for at, (name, value) in enumerate(lines, start=top):
        book.cell(sheet, at, 0, "text", book.word(name))
        book.cell(sheet, at, 1, "yuan", value)
    at = top + len(lines)
    check = f"=ROUND(SUM({area(sheet, top, at - 2, 1)})-{cell(sheet, at - 1, 1)},2)"
    book.cell(sheet, at, 0, "text", book.word(words.CHECK))
    book.cell(sheet, at, 1, "yuan", Formula(check, 0))
    return at + 2


def money_chart(found: Proposal) -> Waterfall:
    """The steps of the company's cost."""
    return as_waterfall(figures.money_steps(found))


def as_waterfall(made: Sequence[figures.MoneyStep]) -> Waterfall:
    """The steps as charts take them."""
    kinds = {"start": "start", "total": "total"}
    steps: Sequence[Any] = [
        Step(step.label, step.amount, kinds.get(step.kind, "change"))  # type: ignore[arg-type]
        for step in made
    ]
    return Waterfall(steps, title=words.MONEY_CHART)
