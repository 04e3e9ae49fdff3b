"""What every line used of every counter, from its rows and trace: what is left of a year, and who used it before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.cost_sharing import BORNE, CREDITED, CUT, DAYS, IN_BAND
from tuanbao.adjudication.explaining.book import Book
from tuanbao.adjudication.explaining.telling import Row
from tuanbao.adjudication.explaining.tracing import Notes, Traced, by_row
from tuanbao.language import Text
from tuanbao.plan.model import DailyAllowance, Reimbursement

Counter = tuple[int, int, int, int]
"""Key, slot, and the group: family and its ordinal, or for persons and families their position and 0."""
ACCUMULATED, YEAR_DAYS = -1, -2
"""What stands in for an entry: the expense that bands add up, and the days of an allowance."""


class Use(NamedTuple):
    """What one row added to one counter."""

    row: int
    line: int
    benefit: int
    entry: int
    """In Program.entries, or ACCUMULATED or YEAR_DAYS."""
    counter: Counter
    amount: int
    """Fen, bills or days."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left of a yearly or lifetime deductible, patient cap or limit after the bills at hand."""

    plan: str
    benefit: str
    clause: str
    place: str | None
    label: Text
    scope: Literal["person", "family"]
    member_id: str | None
    """Whose it is; None where the family shares it, unless each has an own amount (按被保险人清单约定) of it."""
    unit: Literal["fen", "bills", "days"]
    amount: int
    used: int
    left: int
    pooled_with: tuple[str, ...] = ()
    """Clauses of other benefits that use the same amount."""


def uses(book: Book, traced: Traced) -> Iterator[Use]:
    """Every advance of every counter, in the order in which it happened; amounts of 0 are left out."""
    rows = traced.rows
    lines, benefits, reasons = rows.line.tolist(), rows.benefit.tolist(), rows.reason.tolist()
    borne = (rows.deductible + rows.coinsurance).tolist()
    limited, paid = rows.over_limit.tolist(), rows.paid.tolist()
    at = Groups(traced)
    counted: set[tuple[Counter, int]] = set()
    for row, notes in enumerate(by_row(traced.trace, len(lines))):
        if not notes:
            continue
        terms, where = book.rows[benefits[row]], _Where(row, lines[row], benefits[row])
        if terms[a.B_KIND] == a.ALLOWANCE:
            yield from _days(terms, at, where, notes)
            continue
        yield from _noted(book, terms, at, where, notes)
        if reasons[row]:
            continue
        yield from _together(book, at, where, terms[a.B_CAPS], terms[a.B_LIMITS], borne[row])
        cut = sum(note[3] for note in notes if note[1] == CUT)
        before_company = paid[row] + limited[row] - cut
        yield from _together(book, at, where, terms[a.B_LIMITS], terms[a.B_END], before_company)
        if terms[a.B_COUNTS] and before_company > 0:
            yield from _bills(book, at, where, terms, counted)


class _Where(NamedTuple):
    row: int
    line: int
    benefit: int


class Groups:
    """Which conditions hold on a line, and to which groups it belongs."""

    def __init__(self, traced: Traced) -> None:
        self.bits: list[list[int]] = traced.bits.tolist()
        self.bills: list[int] = traced.lines.bill.tolist()
        self.members: list[int] = traced.lines.member.tolist()
        self.families: list[int] = traced.people.family.tolist()
        self.ordinals = traced.lines.ordinals

    def holds(self, condition: int, line: int) -> bool:
        return condition < 0 or bool(self.bits[line][condition >> 6] >> (condition & 63) & 1)

    def counter(self, key: int, slot: int, line: int) -> Counter:
        member = self.members[line]
        if key == a.PERSON:
            return key, slot, member, 0
        family = self.families[member]
        return key, slot, family, 0 if key == a.FAMILY else int(self.ordinals[key - a.VISIT, line])


def _noted(book: Book, terms: list[int], at: Groups, where: _Where, notes: Notes) -> Iterator[Use]:
    """Deductibles and credits, which stand in the trace, and the accumulated expense of bands."""
    yearly = expense = 0
    for _, step, what, amount in notes:
        if step == BORNE and what >= terms[a.B_YEARLY]:
            yearly += amount
        elif step in (BORNE, CREDITED):
            entry = book.entry_rows[what]
            yield Use(*where, what, at.counter(entry[a.E_KEY], entry[a.E_SLOT], where.line), amount)
        elif step == IN_BAND:
            expense += amount
    yield from _together(book, at, where, terms[a.B_YEARLY], terms[a.B_CAPS], yearly)
    if expense and terms[a.B_ACCUMULATED] >= 0:
        counter = at.counter(a.PERSON, terms[a.B_ACCUMULATED], where.line)
        yield Use(*where, ACCUMULATED, counter, expense)


def _together(book: Book, at: Groups, where: _Where, first: int, end: int, amount: int) -> Iterator[Use]:
    """Entries that all advance by the same amount, each counter once."""
    if amount <= 0:
        return
    seen = set()
    for number in range(first, end):
        entry = book.entry_rows[number]
        if not entry[a.E_COUNT] and at.holds(entry[a.E_CONDITION], where.line):
            counter = at.counter(entry[a.E_KEY], entry[a.E_SLOT], where.line)
            if counter not in seen:
                seen.add(counter)
                yield Use(*where, number, counter, amount)


def _bills(book: Book, at: Groups, where: _Where, terms: list[int], counted: set[tuple[Counter, int]]) -> Iterator[Use]:
    """Limits on the number of bills count each bill once."""
    for number in range(terms[a.B_LIMITS], terms[a.B_END]):
        entry = book.entry_rows[number]
        if entry[a.E_COUNT] and at.holds(entry[a.E_CONDITION], where.line):
            counter = at.counter(entry[a.E_KEY], entry[a.E_SLOT], where.line)
            once = (counter, at.bills[where.line])
            if once not in counted:
                counted.add(once)
                yield Use(*where, number, counter, 1)


def _days(terms: list[int], at: Groups, where: _Where, notes: Notes) -> Iterator[Use]:
    for _, step, days, _ in notes:
        if step == DAYS and days and terms[a.B_YEAR_SLOT] >= 0:
            yield Use(*where, YEAR_DAYS, at.counter(a.PERSON, terms[a.B_YEAR_SLOT], where.line), days)


def balances(book: Book, people: Sequence[Row], traced: Traced) -> list[Balance]:
    """Of every person and family, what is used and left of the terms that run over the year or for life."""
    used: dict[Counter, int] = {}
    for use in uses(book, traced):
        used[use.counter] = used.get(use.counter, 0) + use.amount
    arrays, found = traced.people, _Found()
    families, chain, starts = arrays.family.tolist(), arrays.chain.tolist(), arrays.chain_starts.tolist()
    opened, opening_starts = arrays.openings.tolist(), arrays.opening_starts.tolist()
    for member, family in enumerate(families):
        for key, slot, fen in opened[opening_starts[member] : opening_starts[member + 1]]:
            counter = (key, slot, member if key == a.PERSON else family, 0)
            used[counter] = used.get(counter, 0) + fen
    benefits = arrays.chains.tolist()
    for member, family in enumerate(families):
        own = arrays.amounts[member].tolist()
        for number in benefits[starts[chain[member]] : starts[chain[member] + 1]]:
            for term in _terms(book, number, people[member]):
                counter = (term.key, term.slot, member if term.key == a.PERSON else family, 0)
                found.add(book, number, term, counter, people[member], used.get(counter, 0), own)
    return found.balances()


class _Term(NamedTuple):
    """An entry, or the days of an allowance, whose counter is a person's or a family's."""

    entry: int
    key: int
    slot: int


def _terms(book: Book, number: int, person: Row) -> Iterator[_Term]:
    """The terms of a benefit that may ever concern the person."""
    benefit, terms = book.benefits[number].benefit, book.rows[number]
    if benefit.relations is not None and person["relation"] not in benefit.relations:
        return
    if isinstance(benefit, DailyAllowance):
        if terms[a.B_YEAR_SLOT] >= 0:
            yield _Term(YEAR_DAYS, a.PERSON, terms[a.B_YEAR_SLOT])
        return
    assert isinstance(benefit, Reimbursement)
    for entry in range(terms[a.B_DEDUCTIBLES], terms[a.B_END]):
        key, slot = book.entry_rows[entry][a.E_KEY], book.entry_rows[entry][a.E_SLOT]
        if key in (a.PERSON, a.FAMILY) and _concerns(book.compiled.entries[entry].when, person):
            yield _Term(entry, key, slot)


def _concerns(when: object, person: Row) -> bool:
    relations, insured = getattr(when, "relations", None), getattr(when, "insured", None)
    return (relations is None or person["relation"] in relations) and insured in (None, person["insured"])


class _Found:
    """Balances, one for every counter, under the first clause that names it."""

    def __init__(self) -> None:
        self.first: dict[tuple[Counter, str | None], Balance] = {}
        self.clauses: dict[tuple[Counter, str | None], dict[str, None]] = {}

    def add(
        self, book: Book, number: int, term: _Term, counter: Counter, person: Row, used: int, own: list[int]
    ) -> None:
        shared, own_amount = term.key == a.FAMILY, term.entry >= 0 and book.entry(term.entry).field >= 0
        whose = person["member_id"] if own_amount or not shared else None
        key = (counter, whose)
        if key in self.first:
            self.clauses[key].setdefault(book.entry(term.entry).clause)
            return
        words = book.benefits[number]
        unit: Literal["fen", "bills", "days"] = "days"
        if term.entry == YEAR_DAYS:
            (clause, place), amount = words.at("max_days.year"), words.benefit.max_days.year
            label = Text("年度给付天数", "days a year")
        else:
            entry = book.entry(term.entry)
            clause, place, label, amount = entry.clause, entry.place, entry.name, book.amount(term.entry, own)
            unit = "bills" if book.entry_rows[term.entry][a.E_COUNT] else "fen"
        self.clauses[key] = {clause: None}
        self.first[key] = Balance(
            words.plan.id,
            words.id,
            clause,
            place,
            label,
            "family" if shared else "person",
            whose,
            unit,
            amount,
            used,
            max(0, amount - used),
        )

    def balances(self) -> list[Balance]:
        found = []
        for key, balance in self.first.items():
            others = tuple(self.clauses[key])[1:]
            found.append(replace(balance, pooled_with=others) if others else balance)
        return found
