"""One bill's story (票据说明): its lines, what each benefit pays and why, and which bills used its terms before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.cost_sharing import CAPPED, CUT, IN_BAND
from tuanbao.adjudication.engine import adjudicate_events
from tuanbao.adjudication.explaining.batch import explain_payments, explain_rows
from tuanbao.adjudication.explaining.book import Book
from tuanbao.adjudication.explaining.everybody import Everybody
from tuanbao.adjudication.explaining.model import Explanation, PaymentExplanation
from tuanbao.adjudication.explaining.story_text import story_text
from tuanbao.adjudication.explaining.tracing import Traced, by_row, trace_costs
from tuanbao.adjudication.explaining.usage import ACCUMULATED, Counter, Groups, Use, uses
from tuanbao.adjudication.intake import (
    Intake,
    RefusedRowsError,
    named_plans,
    plan_needs,
    read_bills,
    read_events,
    reading_of,
    take_in,
)
from tuanbao.adjudication.ordering import Batch, arrange
from tuanbao.language import Language, Text
from tuanbao.plan.model import Plan
from tuanbao.roster import EVENTS, MEMBERS, OPENINGS, Reading, RowError, TableError, check_bills, plans_of

Row = Mapping[str, Any]
ACCUMULATED_NAME = Text("分段用的本年度累计费用", "expense of the year so far, for the bands")


class EarlierUse(NamedTuple):
    """What an earlier bill used."""

    bill_id: str
    date: date
    member_id: str
    amount: int


class Counted(NamedTuple):
    """A term that took part on this bill, and the family's earlier bills that had used it already."""

    name: Text
    clause: str
    place: str | None
    unit: str
    """fen or bills"""
    amount: int | None
    """None for the accumulated expense, which has no end."""
    earlier: tuple[EarlierUse, ...]
    by_others: int = 0
    """Of a company-wide limit, what bills of all families that came in earlier had used."""


@dataclass(frozen=True, slots=True)
class LineStory:
    """One line: its row, the explanation of every benefit, and what is left to the person."""

    row: Row
    explanations: tuple[Explanation, ...]
    paid: int
    patient: int


@dataclass(frozen=True, slots=True)
class BillStory:
    """Everything that can be said of one bill."""

    bill_id: str
    person: Row
    plans: tuple[Text, ...]
    lines: tuple[LineStory, ...]
    counted: tuple[Counted, ...]
    payments: tuple[PaymentExplanation, ...]
    """Payments for events of the same person and case (事故)."""
    errors: tuple[RowError, ...] = ()
    """Rows that are wrong, and without which the story is told."""

    @property
    def paid(self) -> int:
        return sum(line.paid for line in self.lines)

    @property
    def patient(self) -> int:
        """What the person bears in the end, in fen."""
        return sum(line.patient for line in self.lines)

    def to_text(self, language: Language) -> str:
        """All of it for a terminal."""
        return story_text(self, language)


def explain_bill(
    plans: Plan | Iterable[Plan],
    members: pa.Table | Reading,
    bills: pa.Table | Reading,
    bill_id: str,
    *,
    events: pa.Table | Reading | None = None,
    openings: pa.Table | Reading | None = None,
    hospital_lists: pa.Table | Reading | None = None,
) -> BillStory:
    """The story of one bill; only its family is adjudicated, unless a company-wide limit makes everybody matter.

    Raises TableError where there is no such bill, RefusedRowsError where its own rows are wrong.
    """
    plans = [plans] if isinstance(plans, Plan) else list(plans)
    known = named_plans(plans)
    amounts = frozenset(amount for plan in known.values() for amount in plan_needs(plan).amounts)
    people, read = reading_of(members, MEMBERS, amounts), read_bills(bills)
    family = _family(people, read, bill_id)
    opened = None if openings is None else reading_of(openings, OPENINGS)
    own_people, own_bills = _of_members(people, family), _of_members(read, family)
    own_openings = opened if opened is None else _of_members(opened, family)
    intake = take_in(plans, own_people, own_openings, hospital_lists)
    checked = check_bills(own_bills, intake.population.table)
    errors = (*intake.errors, *checked.errors)
    if not pc.any(pc.equal(checked.table["bill_id"], bill_id)).as_py():
        raise RefusedRowsError(errors)
    batch = arrange(intake.compiled, intake.population, checked.table, intake.lists)
    traced = trace_costs(intake.compiled.program, intake.population.people, batch.lines)
    everybody = None
    if intake.compiled.company_limits:
        all_people = take_in(plans, people, opened, hospital_lists)
        everybody = Everybody.adjudicated(all_people, check_bills(read, all_people.population.table).table)
        everybody.cut(traced, _texts(intake.population.table["member_id"]))
    story = _story(intake, batch, traced, everybody, bill_id, errors)
    return story if events is None else replace(story, payments=_payments(intake, events, family, story))


def _family(people: Reading, bills: Reading, bill_id: str) -> pa.Array:
    """The member ids of the family that the bill belongs to."""
    of_bill = bills.table.filter(pc.equal(bills.table["bill_id"], bill_id))
    member = of_bill["member_id"][0].as_py() if len(of_bill) else None
    own = people.table.filter(pc.equal(people.table["member_id"], member)) if member else people.table.slice(0, 0)
    if not len(own):
        if errors := [*people.errors, *bills.errors]:
            raise RefusedRowsError(errors)
        raise TableError(Text(f"没有票据“{bill_id}”", f"there is no bill {bill_id}"))
    return _texts(people.table.filter(pc.equal(people.table["family_id"], own["family_id"][0]))["member_id"])


def _texts(column: pa.ChunkedArray) -> pa.Array:
    return column.cast(pa.string()).combine_chunks()


def _of_members(reading: Reading, ids: pa.Array) -> Reading:
    keep = pc.is_in(reading.table["member_id"].cast(pa.string()), value_set=ids).combine_chunks()
    return replace(reading, table=reading.table.filter(keep), rows=reading.rows[np.asarray(keep)])


def _payments(
    intake: Intake, events: pa.Table | Reading, ids: pa.Array, story: BillStory
) -> tuple[PaymentExplanation, ...]:
    case, member = story.lines[0].row["case_id"], story.person["member_id"]
    happened = read_events(_of_members(reading_of(events, EVENTS), ids), intake).table
    of_person = [row for row in happened.to_pylist() if row["member_id"] == member]
    same = {row["event_id"] for row in of_person if case and row["case_id"] == case}
    payments = list(adjudicate_events(intake, happened))
    return tuple(told for told in explain_payments(intake, happened, payments) if told.event_id in same)


def _story(
    intake: Intake,
    batch: Batch,
    traced: Traced,
    everybody: Everybody | None,
    bill_id: str,
    errors: tuple[RowError, ...],
) -> BillStory:
    own = np.flatnonzero(pc.equal(batch.table["bill_id"], bill_id).to_numpy()).tolist()
    told: dict[int, list[Explanation]] = {}
    for explanation in explain_rows(intake, batch, traced.rows, traced.trace, {bill_id}):
        told.setdefault(explanation.line, []).append(explanation)
    rows: list[Row] = batch.table.take(pa.array(own)).to_pylist()
    paid = [int(traced.rows.line_paid[i]) for i in own]
    lines = tuple(_line(row, tuple(told.get(row["line"], ())), fen) for row, fen in zip(rows, paid, strict=True))
    position = int(batch.lines.member[own[0]])
    person = intake.population.table.slice(position, 1).to_pylist()[0]
    titles = tuple(intake.plans[name].title for name in plans_of(person["plan"]))
    counted = tuple(_Counting(intake, batch, traced, everybody, own).counted())
    return BillStory(bill_id, person, titles, lines, counted, (), errors)


def _line(row: Row, explanations: tuple[Explanation, ...], paid: int) -> LineStory:
    return LineStory(row, explanations, paid, row["total"] - row["pooled"] - row["other_paid"] - paid)


class _Counting:
    """Which terms took part on the bill's lines, and who had used them before."""

    def __init__(
        self, intake: Intake, batch: Batch, traced: Traced, everybody: Everybody | None, own: Sequence[int]
    ) -> None:
        self.book = Book(intake.compiled)
        self.everybody = everybody
        self.batch = batch
        self.traced = traced
        self.own = set(own)
        self.groups = Groups(traced)
        self.by_counter: dict[Counter, list[Use]] = {}
        for use in uses(self.book, traced):
            self.by_counter.setdefault(use.counter, []).append(use)

    def counted(self) -> Iterator[Counted]:
        lines, benefits = self.traced.rows.line.tolist(), self.traced.rows.benefit.tolist()
        seen: set[Counter] = set()
        for row, notes in enumerate(by_row(self.traced.trace, len(lines))):
            if lines[row] not in self.own:
                continue
            for entry in self._took_part(benefits[row], lines[row], notes):
                counter = self._counter(entry, benefits[row], lines[row])
                if counter not in seen:
                    seen.add(counter)
                    yield from self._earlier(entry, counter, benefits[row], lines[row])
        for benefit, limit in self.book.compiled.company_limits.items():
            yield from self._company(benefit, limit)

    def _took_part(self, benefit: int, line: int, notes: Sequence[Sequence[int]]) -> list[int]:
        """Caps and limits that took something, and every deductible: also one that was used up tells something."""
        terms, entries = self.book.rows[benefit], self.book.entry_rows
        if terms[a.B_KIND] == a.ALLOWANCE or not notes:
            return []
        deductibles = range(terms[a.B_DEDUCTIBLES], terms[a.B_CAPS])
        found = [number for number in deductibles if self.groups.holds(entries[number][a.E_CONDITION], line)]
        found += [note[2] for note in notes if note[1] in (CAPPED, CUT)]
        banded = terms[a.B_ACCUMULATED] >= 0 and any(note[1] == IN_BAND for note in notes)
        return [*found, ACCUMULATED] if banded else found

    def _counter(self, entry: int, benefit: int, line: int) -> Counter:
        if entry == ACCUMULATED:
            return self.groups.counter(a.PERSON, self.book.rows[benefit][a.B_ACCUMULATED], line)
        row = self.book.entry_rows[entry]
        return self.groups.counter(row[a.E_KEY], row[a.E_SLOT], line)

    def _earlier(self, entry: int, counter: Counter, benefit: int, line: int) -> Iterator[Counted]:
        first = min(self.own)
        earlier = [use for use in self.by_counter.get(counter, ()) if use.line < first]
        if not earlier:
            return
        used = tuple(self._used(earlier))
        if entry == ACCUMULATED:
            yield Counted(ACCUMULATED_NAME, *self.book.benefits[benefit].at("coinsurance"), "fen", None, used)
            return
        words, unit = self.book.entry(entry), "bills" if self.book.entry_rows[entry][a.E_COUNT] else "fen"
        own = self.traced.people.amounts[int(self.batch.lines.member[line])].tolist()
        yield Counted(words.name, words.clause, words.place, unit, self.book.amount(entry, own), used)

    def _used(self, earlier: Sequence[Use]) -> Iterator[EarlierUse]:
        sums: dict[tuple[str, date, str], int] = {}
        columns = self.batch.table.select(["bill_id", "service_date", "member_id"])
        for use in earlier:
            row = columns.slice(use.line, 1).to_pylist()[0]
            key = (row["bill_id"], row["service_date"], row["member_id"])
            sums[key] = sums.get(key, 0) + use.amount
        yield from (EarlierUse(*key, amount) for key, amount in sums.items())

    def _company(self, benefit: int, limit: int) -> Iterator[Counted]:
        rows, words = self.traced.rows, self.book.benefits[benefit]
        asked = rows.line[(rows.benefit == benefit) & (rows.reason == 0)].tolist()
        if self.everybody is None or not self.own.intersection(asked):
            return
        bill = self.batch.table.slice(min(self.own), 1).to_pylist()[0]
        if before := self.everybody.used_before(words.plan.id, words.id, bill):
            entry = words.company_limit
            yield Counted(entry.name, entry.clause, entry.place, "fen", limit, (), before)
