"""What a claims statement says, as data: whose it is, what it cost, who paid, bill by bill (理赔对账单)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow.compute as pc

from tuanbao.adjudication.explaining import Explanation, PaymentExplanation
from tuanbao.documents.results_run import FamilyYear, Run
from tuanbao.documents.statement_progress import Progress, yearly_progress
from tuanbao.roster import plans_of

Row = Mapping[str, Any]
MONEY = ("total", "pooled", "other_paid", "paid", "patient")


@dataclass(frozen=True, slots=True)
class Sums:
    """What it cost and who paid, in fen: total = pooled + other_paid + paid + patient."""

    total: int = 0
    pooled: int = 0
    other_paid: int = 0
    paid: int = 0
    patient: int = 0

    @classmethod
    def of(cls, lines: Iterable[Row]) -> "Sums":
        rows = list(lines)
        return cls(*(sum(row[name] for row in rows) for name in MONEY))


@dataclass(frozen=True, slots=True)
class BillAccount:
    """One bill: its facts (of its first line), its sums, and the rows of the explanation worth reading."""

    facts: Row
    categories: tuple[str, ...]
    sums: Sums
    rows: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class PersonAccount:
    person: Row
    bills: tuple[BillAccount, ...]
    sums: Sums


@dataclass(frozen=True, slots=True)
class Account:
    """The year of one family under its plans."""

    family_id: str
    people: tuple[PersonAccount, ...]
    """The employee first."""
    sums: Sums
    payments: tuple[tuple[date, PaymentExplanation], ...]
    progress: tuple[Progress, ...]
    plan_ids: tuple[str, ...]


def make_account(run: Run, family_id: str, explained: FamilyYear) -> Account:
    """``explained``: the family's own year, with every row in words."""
    table = run.members.filter(pc.equal(run.members["family_id"], family_id))
    members = sorted(table.to_pylist(), key=lambda row: (row["relation"] != "employee", row["member_id"]))
    people = tuple(_person(run, member, explained.explanations) for member in members)
    days = {row["event_id"]: row["date"] for row in run.events.to_pylist()} if run.events is not None else {}
    happened = [(days[each.event_id], each) for each in explained.payments]
    plans = dict.fromkeys(plan for member in members for plan in plans_of(member["plan"]))
    return Account(
        family_id,
        people,
        Sums(*(sum(getattr(person.sums, name) for person in people) for name in MONEY)),
        tuple(sorted(happened, key=lambda both: (both[0], both[1].event_id))),
        tuple(yearly_progress(run, members, explained.explanations, explained.balances)),
        tuple(plans),
    )


def _person(run: Run, member: Row, explanations: Sequence[Explanation]) -> PersonAccount:
    chosen = pc.equal(run.result.lines["member_id"], member["member_id"])
    lines = run.result.lines.filter(chosen).to_pylist()
    facts = run.bills.filter(pc.equal(run.bills["member_id"], member["member_id"])).to_pylist()
    by_bill: dict[str, list[Row]] = {}
    for row in sorted(facts, key=lambda row: (row["service_date"], row["bill_id"], row["line"])):
        by_bill.setdefault(row["bill_id"], []).append(row)
    bills = tuple(
        BillAccount(
            rows[0],
            tuple(dict.fromkeys(row["category"] for row in rows)),
            Sums.of(line for line in lines if line["bill_id"] == bill_id),
            tuple(_worth_reading(row for row in explanations if row.bill_id == bill_id)),
        )
        for bill_id, rows in by_bill.items()
    )
    return PersonAccount(member, bills, Sums.of(lines))


def _worth_reading(rows: Iterable[Explanation]) -> Iterable[Explanation]:
    """Of every line what was paid or cut; where no benefit applied, the one that came nearest says why."""
    by_line: dict[int, list[Explanation]] = {}
    for row in rows:
        by_line.setdefault(row.line, []).append(row)
    for _, found in sorted(by_line.items()):
        applied = [row for row in found if not row.reason]
        refused = [row for row in found if row.reason != "category"]
        yield from applied or refused[:1] or found[:1]
