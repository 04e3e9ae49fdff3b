"""费用补偿型, one line and one benefit at a time (§3.1 steps 2 to 7)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .applies import when_holds
from .plans import Bands, Benefit, Entry, Plan, amount_for
from .tables import HospitalLists, Line
from .values import half_up, portion

Key = tuple[Any, ...]
Parts = list[int]
"""Five amounts, one a component."""


@dataclass
class Counters:
    """Everything that runs over more than one line."""

    used: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    """Fen that deductibles, caps and limits have counted."""
    bills: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Bills that count limits have counted."""
    expense: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    """Accumulated expense after deductible, by plan, benefit and person."""


@dataclass
class OpenLine:
    """A line on its way through the benefits."""

    line: Line
    remaining: Parts
    paid: int = 0
    """By the reimbursement benefits so far, whatever their plan."""
    credited: set[Key] = field(default_factory=set)
    """Counters of deductibles that this line's credit has already reached."""


@dataclass
class Row:
    """One row of the explanation (理赔明细), in fen."""

    eligible: int = 0
    deductible: int = 0
    coinsurance: int = 0
    over_limit: int = 0
    paid: int = 0
    reason: str = ""


def reimburse(plan: Plan, benefit: Benefit, open_line: OpenLine, counters: Counters, lists: HospitalLists) -> Row:
    """What a benefit that applies pays on a line; moves the counters and what remains of the line."""
    line = open_line.line
    counted = [portion(amount, part) for amount, part in zip(open_line.remaining, benefit.shares, strict=True)]
    deductibles = _standing(benefit.deductible, line, lists)
    _credit(deductibles, open_line, counters)
    row = Row(eligible=sum(counted))
    if row.eligible == 0:
        return Row(reason="no_eligible_expense")
    row.deductible = _take_deductible(deductibles, row.eligible, line, counters)
    expense = row.eligible - row.deductible
    row.paid = _coinsure(plan, benefit, expense, line, counters, lists)
    row.coinsurance = expense - row.paid
    _cap(row, _standing(benefit.patient_cap, line, lists), line, counters)
    _limit(row, _standing(benefit.limits, line, lists), line, counters)
    open_line.remaining = _less(open_line.remaining, counted, row.paid)
    open_line.paid += row.paid
    return row


def counter_key(entry: Entry, line: Line) -> Key:
    """The entry's counter for this person or family, and this visit, day, case, year or lifetime."""
    scope = {"visit": line.visit, "day": line.on, "case": line.case, "year": "", "lifetime": ""}[entry.per]
    whose = ("family", line.member.family) if entry.shared == "family" else ("person", line.member.id)
    return entry.counter, whose, scope


def _standing(entries: Iterable[Entry], line: Line, lists: HospitalLists) -> list[Entry]:
    """The entries that are there for this line."""
    return [entry for entry in entries if when_holds(entry.when, line, lists)]


def _room(entry: Entry, line: Line, counters: Counters) -> int:
    return max(0, amount_for(entry.amount, line.member) - counters.used[counter_key(entry, line)])


def _advance(entries: Iterable[Entry], line: Line, counters: Counters, by: int) -> None:
    """Each counter once, though two entries may name it."""
    for key in {counter_key(entry, line) for entry in entries}:
        counters.used[key] += by


def _credit(deductibles: list[Entry], open_line: OpenLine, counters: Counters) -> None:
    """What others paid on this line counts as borne, once a line for each counter, even if nothing is eligible."""
    for entry in deductibles:
        key = counter_key(entry, open_line.line)
        if entry.credit and key not in open_line.credited:
            open_line.credited.add(key)
            counters.used[key] += open_line.paid if "earlier_benefits" in entry.credit else 0
            counters.used[key] += open_line.line.other_paid if "other_paid" in entry.credit else 0


def _take_deductible(deductibles: list[Entry], eligible: int, line: Line, counters: Counters) -> int:
    """Visit, day and case one after the other, then the yearly ones together. Returns what the person bears."""
    left = eligible
    for per in ("visit", "day", "case"):
        for entry in deductibles:
            if entry.per == per:
                taken = min(left, _room(entry, line, counters))
                counters.used[counter_key(entry, line)] += taken
                left -= taken
    yearly = [entry for entry in deductibles if entry.per == "year"]
    if yearly:
        taken = min(left, *(_room(entry, line, counters) for entry in yearly))
        _advance(yearly, line, counters, taken)
        left -= taken
    return eligible - left


def _coinsure(plan: Plan, benefit: Benefit, expense: int, line: Line, counters: Counters, lists: HospitalLists) -> int:
    """What the percentages pay of the expense after deductible; the accumulated expense moves on."""
    key = plan.id, benefit.id, line.member.id
    before = counters.expense[key]
    counters.expense[key] = before + expense
    case, bands = next(
        ((when, bands) for when, bands in benefit.cases if when_holds(when, line, lists)), ({}, benefit.bands)
    )
    exact = _in_bands(bands, before, expense)
    if line.member.insured and not line.settled and "settled" not in case:
        exact *= benefit.unsettled
    return half_up(exact.numerator, exact.denominator)


def _in_bands(bands: Bands, before: int, expense: int) -> Fraction:
    """The exact pay on the stretch from ``before`` to ``before + expense``."""
    pay, bottom, end = Fraction(0), 0, before + expense
    for up_to, percentage in bands:
        top = end if up_to is None else min(up_to, end)
        pay += max(0, top - max(bottom, before)) * percentage
        bottom = bottom if up_to is None else up_to
    return pay


def _cap(row: Row, caps: list[Entry], line: Line, counters: Counters) -> None:
    """What the person bears beyond the smallest room left is paid: off the coinsurance first, then the deductible."""
    if not caps:
        return
    borne = row.deductible + row.coinsurance
    excess = max(0, borne - min(_room(cap, line, counters) for cap in caps))
    off_coinsurance = min(excess, row.coinsurance)
    row.coinsurance -= off_coinsurance
    row.deductible -= excess - off_coinsurance
    row.paid += excess
    _advance(caps, line, counters, borne - excess)


def _limit(row: Row, limits: list[Entry], line: Line, counters: Counters) -> None:
    """The smallest of what is due and what each limit still allows."""
    amounts = [limit for limit in limits if limit.count is None]
    counts = [limit for limit in limits if limit.count is not None]
    allowed = min([row.paid, *(_room(limit, line, counters) for limit in amounts)])
    if any(_count_is_used_up(limit, line, counters) for limit in counts):
        allowed = 0
    row.over_limit = row.paid - allowed
    row.paid = allowed
    _advance(amounts, line, counters, allowed)
    if allowed > 0:
        for limit in counts:
            counters.bills[counter_key(limit, line)].add(line.bill)


def _count_is_used_up(limit: Entry, line: Line, counters: Counters) -> bool:
    counted = counters.bills[counter_key(limit, line)]
    return line.bill not in counted and len(counted) >= (limit.count or 0)


def _less(remaining: Parts, counted: Parts, paid: int) -> Parts:
    """Take what was paid out of the components in their order, from each at most what was counted of it."""
    left = []
    for amount, most in zip(remaining, counted, strict=True):
        taken = min(paid, most)
        left.append(amount - taken)
        paid -= taken
    return left
