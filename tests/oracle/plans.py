"""A plan's terms with their numbers made exact (§3). What needs no reading stays the plain mapping that YAML gives."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from .tables import Member
from .values import day, fen, share

Terms = dict[str, Any]
Amount = int | str
"""Fen, or the column of the people's table where the amount stands."""

Bands = list[tuple[int | None, Fraction]]
"""(up to, percentage), the last open above."""

WHOLE: Bands = [(None, Fraction(1))]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of deductible, patient_cap or limits, and the name of its counter within all plans."""

    counter: tuple[str, ...]
    per: str
    amount: Amount
    count: int | None
    shared: str
    credit: tuple[str, ...]
    when: Terms | None


@dataclass(slots=True)
class Benefit:
    """Any kind of benefit: the terms as written, and the reimbursement terms read."""

    id: str
    kind: str
    terms: Terms
    deductible: list[Entry] = field(default_factory=list)
    patient_cap: list[Entry] = field(default_factory=list)
    limits: list[Entry] = field(default_factory=list)
    company_limit: int | None = None
    shares: tuple[Fraction, ...] = ()
    cases: list[tuple[Terms, Bands]] = field(default_factory=list)
    bands: Bands = field(default_factory=list)
    unsettled: Fraction = Fraction(1)
    refuses_unsettled: bool = False


@dataclass(slots=True)
class Plan:
    id: str
    first: date
    last: date
    benefits: list[Benefit]

    def covers(self, member: Member, on: date) -> bool:
        begins, ends = member.cover_from or self.first, member.cover_to or self.last
        return begins <= on <= ends and self.first <= on <= self.last


def read_plan(document: Terms) -> Plan:
    first, last = day(document["period"]["from"]), day(document["period"]["to"])
    assert first is not None
    assert last is not None
    return Plan(document["plan"], first, last, [_benefit(document["plan"], terms) for terms in document["benefits"]])


def amount_for(amount: Amount, member: Member) -> int:
    return member.amount(amount) if isinstance(amount, str) else amount


def read_amount(value: Any) -> Amount:
    return value["field"] if isinstance(value, dict) else fen(value)


def _benefit(plan: str, terms: Terms) -> Benefit:
    benefit = Benefit(terms["id"], terms["kind"], terms)
    if benefit.kind != "reimbursement":
        return benefit
    limits = terms.get("limits") or []
    company = [entry for entry in limits if entry.get("shared") == "company"]
    own = [entry for entry in limits if entry.get("shared") != "company"]
    benefit.deductible = _entries(plan, terms, "deductible", terms.get("deductible") or [])
    benefit.patient_cap = _entries(plan, terms, "patient_cap", terms.get("patient_cap") or [])
    benefit.limits = _entries(plan, terms, "limits", own)
    benefit.company_limit = fen(company[0]["amount"]) if company else None
    benefit.shares = _shares(terms.get("expenses") or {})
    benefit.cases, benefit.bands = _coinsurance(terms.get("coinsurance", "100%"))
    benefit.refuses_unsettled = terms.get("unsettled") == "refuse"
    benefit.unsettled = Fraction(1) if benefit.refuses_unsettled else share(terms.get("unsettled", "100%"))
    return benefit


def _entries(plan: str, benefit: Terms, kind: str, written: list[Terms]) -> list[Entry]:
    return [
        Entry(
            # Pools of deductibles, caps and limits are different pools; a counter belongs to one plan.
            counter=(plan, kind, "pool", entry["pool"])
            if entry.get("pool")
            else (plan, kind, "own", benefit["id"], str(position)),
            per=entry["per"],
            amount=read_amount(entry.get("amount")),
            count=entry.get("count"),
            shared=entry.get("shared", "member"),
            credit=tuple(entry.get("credit") or ()),
            when=_when(entry.get("when")),
        )
        for position, entry in enumerate(written)
    ]


def _when(written: Terms | None) -> Terms | None:
    if written is None or "ages" not in written:
        return written
    youngest, oldest = str(written["ages"]).split("..")
    return {**written, "ages": (int(youngest), int(oldest))}


def _shares(expenses: Terms) -> tuple[Fraction, ...]:
    in_scope = expenses.get("in_scope", "100%")
    written = (
        expenses.get("in_scope_below", in_scope),
        in_scope,
        expenses.get("in_scope_above", in_scope),
        expenses.get("class_b", "100%"),
        expenses.get("out_of_scope", "0%"),
    )
    return tuple(share(value) for value in written)


def _coinsurance(written: Any) -> tuple[list[tuple[Terms, Bands]], Bands]:
    if not isinstance(written, list):
        return [], _bands(written)
    cases = [(_when(item["when"]) or {}, _bands(item["pay"])) for item in written if "when" in item]
    bands = [item for item in written if "when" not in item]
    return cases, _bands(bands) if bands else WHOLE


def _bands(written: Any) -> Bands:
    if not isinstance(written, list):
        return [(None, share(written))]
    return [(fen(band["up_to"]) if "up_to" in band else None, share(band["pay"])) for band in written]
