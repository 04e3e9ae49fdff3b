"""One person, or one family, at once: what is paid, why, and what is left of the year (单人理算)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import pyarrow as pa

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.compiling import Compiled, compile_plans
from tuanbao.adjudication.direct import (
    UnusualRowError,
    arrange_people,
    arrange_rows,
    check_plain_bills,
    check_plain_events,
    check_plain_members,
    read_plain_rows,
    table_of,
)
from tuanbao.adjudication.direct.checks import cause_of_accidents
from tuanbao.adjudication.events import Payment, pay_events
from tuanbao.adjudication.explaining import (
    Balance,
    Book,
    Explanation,
    PaymentExplanation,
    Traced,
    balances,
    explain_events,
    explain_lines,
    trace_costs,
    use_company_limits,
)
from tuanbao.adjudication.intake import (
    RefusedRowsError,
    named_plans,
    plan_needs,
    read_bills,
    read_events,
    reading_of,
    take_in,
)
from tuanbao.adjudication.ordering import Batch, HospitalLists, arrange
from tuanbao.plan.model import Plan
from tuanbao.roster import (
    BILLS,
    EVENTS,
    HOSPITAL_LISTS,
    MEMBERS,
    OPENINGS,
    PlanNeeds,
    Reading,
    check_bills,
    check_hospital_lists,
    plans_of,
)
from tuanbao.vocabulary import REASONS

Row = Mapping[str, Any]
REASON_WORDS = list(REASONS)


class OneRow(NamedTuple):
    """A row of the explanation (理赔明细), money in fen."""

    bill_id: str
    line: int
    benefit_id: str
    eligible: int
    deductible: int
    coinsurance: int
    over_limit: int
    paid: int
    reason: str


class OneLine(NamedTuple):
    """A line of a bill: total = pooled + other_paid + paid + patient, in fen."""

    bill_id: str
    line: int
    member_id: str
    total: int
    pooled: int
    other_paid: int
    paid: int
    patient: int


@dataclass(frozen=True, slots=True)
class OneResult:
    """What one family is paid and why. Explanations stand in the order of the rows and payments that they explain."""

    rows: tuple[OneRow, ...]
    lines: tuple[OneLine, ...]
    payments: tuple[Payment, ...]
    explanations: tuple[Explanation, ...]
    payment_explanations: tuple[PaymentExplanation, ...]
    balances: tuple[Balance, ...]
    """What is left of every yearly and lifetime term, derived from the rows."""


def adjudicate_one(
    plans: Plan | Iterable[Plan],
    member: Row,
    bills: Sequence[Row],
    events: Sequence[Row] | None = None,
    *,
    family: Sequence[Row] = (),
    openings: Sequence[Row] = (),
    hospital_lists: Sequence[Row] | pa.Table | Reading = (),
) -> OneResult:
    """What the plans pay one person, with every step explained.

    Rows are dicts with the columns of docs/tables.md: money as int fen, dates as date or "2026-03-05", words as in the
    tables. ``family`` are the other people whose counters are shared; bills and events may be theirs and then name
    their ``member_id``, which may be left out where there is one person. A company-wide limit sees these bills only.
    Raises RefusedRowsError with all bad rows, and TableError where rows cannot be used at all.
    """
    given = (plans,) if isinstance(plans, Plan) else tuple(plans)
    people = (member, *family)
    if not family:
        bills = [_of_member(row, member) for row in bills]
        events = [_of_member(row, member) for row in events or ()]
    asked = _Asked(given, people, bills, events or (), openings, hospital_lists)
    try:
        material = _directly(asked)
    except UnusualRowError:
        material = _by_tables(asked)
    return _result(material)


def _of_member(row: Row, member: Row) -> Row:
    return row if "member_id" in row else {**row, "member_id": member.get("member_id")}


class _Asked(NamedTuple):
    plans: tuple[Plan, ...]
    people: Sequence[Row]
    bills: Sequence[Row]
    events: Sequence[Row]
    openings: Sequence[Row]
    hospital_lists: Sequence[Row] | pa.Table | Reading


class _Material(NamedTuple):
    """Everything that was asked, normalised and in the order of adjudication."""

    book: Book
    plans: Mapping[str, Plan]
    lists: HospitalLists | None
    people: Sequence[Row]
    bills: Sequence[Row]
    events: Sequence[Row]
    arrays: a.People
    lines: a.Lines


class _Known:
    """Plans and what was made of them, kept for the next person; plans are told apart by identity."""

    def __init__(self, plans: tuple[Plan, ...]) -> None:
        self.plans = plans
        self.by_name = named_plans(plans)
        self.needs: dict[str, PlanNeeds] = {name: plan_needs(plan) for name, plan in self.by_name.items()}
        self.amounts = frozenset(amount for need in self.needs.values() for amount in need.amounts)
        self.only = plans[0].id if len(plans) == 1 else None
        self._books: dict[tuple[str, ...], Book] = {}

    def book(self, names: tuple[str, ...]) -> Book:
        """The plans that somebody has, compiled, with their words."""
        found = self._books.get(names)
        if found is None:
            found = self._books[names] = Book(compile_plans([self.by_name[name] for name in names]))
        return found


class _Same:
    """A key that is equal only for the very same objects, and keeps them alive."""

    __slots__ = ("objects",)

    def __init__(self, *objects: Any) -> None:
        self.objects = objects

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.objects)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Same) or len(other.objects) != len(self.objects):
            return False
        return all(mine is theirs for mine, theirs in zip(self.objects, other.objects, strict=True))


@lru_cache(maxsize=32)
def _known(plans: _Same) -> _Known:
    return _Known(plans.objects)


@lru_cache(maxsize=8)
def _lists(table: _Same) -> HospitalLists | None:
    """The hospital lists of a table; None where some of its rows are wrong."""
    checked = check_hospital_lists(reading_of(table.objects[0], HOSPITAL_LISTS))
    return None if checked.errors else HospitalLists(checked.table)


def _directly(asked: _Asked) -> _Material:
    """The quick way; raises UnusualRowError where the rows need the tables' way."""
    known = _known(_Same(*asked.plans))
    people = read_plain_rows(asked.people, MEMBERS, known.amounts)
    check_plain_members(people, known.needs, known.only)
    names = tuple(dict.fromkeys(name for row in people for name in plans_of(row["plan"])))
    book = known.book(names)
    openings = read_plain_rows(asked.openings, OPENINGS)
    by_id = {row["member_id"]: row for row in people}
    if len({(row["member_id"], row["benefit_id"]) for row in openings}) < len(openings):
        raise UnusualRowError("openings")
    if any(row["member_id"] not in by_id for row in openings):
        raise UnusualRowError("openings")
    lists = _plain_lists(asked, book.compiled)
    bills = read_plain_rows(asked.bills, BILLS)
    check_plain_bills(bills, by_id)
    events = read_plain_rows(cause_of_accidents(asked.events), EVENTS)
    check_plain_events(events, by_id)
    people, arrays, _ = arrange_people(book.compiled, people, openings)
    index = {row["member_id"]: i for i, row in enumerate(people)}
    bills, lines = arrange_rows(book.compiled, arrays, index, bills, lists)
    return _Material(book, known.by_name, lists, people, bills, events, arrays, lines)


def _plain_lists(asked: _Asked, compiled: Compiled) -> HospitalLists | None:
    given = asked.hospital_lists
    if not isinstance(given, pa.Table | Reading):
        if given or compiled.list_sets:
            raise UnusualRowError("hospital_lists")
        return None
    lists = _lists(_Same(given))
    if lists is None or any(name not in lists.spans for names in compiled.list_sets for name in names):
        raise UnusualRowError("hospital_lists")
    return lists


def _by_tables(asked: _Asked) -> _Material:
    """The way that files take: every word, heading and mistake that people make."""
    known = _known(_Same(*asked.plans))
    members = table_of(asked.people, MEMBERS, known.amounts)
    openings = table_of(asked.openings, OPENINGS) if asked.openings else None
    lists = asked.hospital_lists
    if not isinstance(lists, pa.Table | Reading):
        lists = table_of(lists, HOSPITAL_LISTS) if lists else None
    intake = take_in(asked.plans, members, openings, lists)
    checked = check_bills(read_bills(table_of(asked.bills, BILLS)), intake.population.table)
    happened = read_events(table_of(asked.events, EVENTS), intake)
    errors = [*intake.errors, *checked.errors, *happened.errors]
    if errors:
        raise RefusedRowsError(errors)
    batch = arrange(intake.compiled, intake.population, checked.table, intake.lists)
    return _Material(
        Book(intake.compiled),
        intake.plans,
        intake.lists,
        intake.population.table.to_pylist(),
        batch.table.to_pylist(),
        happened.table.to_pylist(),
        intake.population.people,
        batch.lines,
    )


def _result(material: _Material) -> OneResult:
    book = material.book
    traced = trace_costs(book.compiled.program, material.arrays, material.lines)
    _company_limits(material, traced)
    payments = [
        payment
        for person in material.people
        if (own := [event for event in material.events if event["member_id"] == person["member_id"]])
        for payment in pay_events([material.plans[name] for name in plans_of(person["plan"])], person, own)
    ]
    by_id = {row["member_id"]: row for row in material.people}
    return OneResult(
        rows=tuple(_rows(material, traced)),
        lines=tuple(_lines_of(material, traced)),
        payments=tuple(payments),
        explanations=tuple(explain_lines(book, material.lists, material.people, material.bills, traced)),
        payment_explanations=tuple(explain_events(by_id, material.events, payments)),
        balances=tuple(balances(book, material.people, traced)),
    )


def _company_limits(material: _Material, traced: Traced) -> None:
    """Use up the company-wide limits in the order in which these bills came in."""
    if not material.book.compiled.company_limits:
        return
    columns = {name: [row[name] for row in material.bills] for name in ("received_date", "bill_id", "line")}
    schema = pa.schema([("received_date", pa.date32()), ("bill_id", pa.string()), ("line", pa.int64())])
    batch = Batch(material.lines, pa.table(columns, schema))
    use_company_limits(material.book.compiled, batch, traced.rows)


def _rows(material: _Material, traced: Traced) -> Iterable[OneRow]:
    rows, ids = traced.rows, [benefit.id for benefit in material.book.compiled.benefits]
    columns = (rows.eligible, rows.deductible, rows.coinsurance, rows.over_limit, rows.paid)
    numbers = zip(rows.line.tolist(), rows.benefit.tolist(), rows.reason.tolist(), strict=True)
    amounts = zip(*(column.tolist() for column in columns), strict=True)
    for (i, number, code), (eligible, deductible, coinsurance, over_limit, paid) in zip(numbers, amounts, strict=True):
        bill, reason = material.bills[i], REASON_WORDS[code]
        yield OneRow(
            bill["bill_id"], bill["line"], ids[number], eligible, deductible, coinsurance, over_limit, paid, reason
        )


def _lines_of(material: _Material, traced: Traced) -> Iterable[OneLine]:
    for bill, paid in zip(material.bills, traced.rows.line_paid.tolist(), strict=True):
        total, pooled, other = bill["total"], bill["pooled"], bill["other_paid"]
        patient = total - pooled - other - paid
        yield OneLine(bill["bill_id"], bill["line"], bill["member_id"], total, pooled, other, paid, patient)
