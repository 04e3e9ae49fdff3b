"""The insurer's bill × who is covered × what was deducted (三方核对): every difference, with money and what to do."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from tuanbao.platform.money.difference_kinds import WHAT
from tuanbao.platform.money.names import plain, same_name


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the insurer's bill; ``number`` and ``plan`` in our words where they are known to us, ``at`` its place in
    the file."""

    at: int
    number: str
    name: str
    plan: str
    first_day: date | None
    last_day: date | None
    amount: int
    written: str = ""
    """The number as it stands in the file, where it is another."""
    by: str = "number"
    """How the person was found: a word of `matching.BY`."""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """What we expect on the bill for a person and plan. ``covered``: in this month; a leaver's refund is not."""

    number: str
    name: str
    plan: str
    first_day: date
    last_day: date
    amount: int
    covered: bool = True


@dataclass(frozen=True, slots=True)
class Deducted:
    """An employee's deductions of the month: what should be taken and what was."""

    number: str
    name: str
    expected: int
    taken: int


@dataclass(frozen=True, slots=True)
class Difference:
    kind: str
    """A word of `difference_kinds.WHAT`."""
    number: str
    name: str
    ours: str
    theirs: str
    money: int
    """Theirs less ours: positive where too much is asked for, or was taken."""
    at: int | None = None
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Reconciled:
    differences: tuple[Difference, ...]
    matched: int
    """Rows of the bill that agree in everything."""
    ours_fen: int
    theirs_fen: int
    found_otherwise: tuple[Row, ...] = ()
    """Rows whose person was found by something else than the number."""


Pair = tuple[Row, Position]


def reconcile(
    rows: Sequence[Row],
    positions: Sequence[Position],
    deductions: Iterable[Deducted],
    known: Mapping[str, str],
) -> Reconciled:
    """``known``: everybody's number and name, also of those who are not covered."""
    doubtful = [row for row in rows if row.by == "doubtful"]
    pairs, extra, missing = _paired([row for row in rows if row.by != "doubtful"], positions)
    moved, extra, missing = _by_name(extra, missing, known)
    repriced, extra, missing = _by_person(extra, missing)
    taken = {(row.number, row.plan) for row, _ in pairs}
    found = [each for pair in pairs for each in _compare(*pair)]
    wrong_rows = {each.at for each in found}
    matched = sum(1 for row, _ in pairs if row.at not in wrong_rows)
    found += [_of(row, position, "number_mismatch", position.number, row.number) for row, position in moved]
    found += [_of(row, position, "wrong_plan", position.plan, row.plan) for row, position in repriced]
    found += [_extra(row, known, taken) for row in extra]
    found += [_doubt(row) for row in doubtful]
    found += [_missing(position) for position in missing]
    found += [each for deduction in deductions for each in _deduction(deduction)]
    order = list(WHAT)
    found.sort(key=lambda each: (-abs(each.money), order.index(each.kind), each.number))
    otherwise = tuple(row for row in rows if row.by in ("identity", "name_birth"))
    sums = sum(each.amount for each in positions), sum(row.amount for row in rows)
    return Reconciled(tuple(found), matched, *sums, otherwise)


def _paired(rows: Sequence[Row], positions: Sequence[Position]) -> tuple[list[Pair], list[Row], list[Position]]:
    """By number and plan; of several rows the one that fits best."""
    waiting: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        waiting[row.number, row.plan].append(row)
    pairs, missing = [], []
    for position in positions:
        candidates = waiting[position.number, position.plan]
        if not candidates:
            missing.append(position)
            continue
        best = max(candidates, key=lambda row: (same_name(row.name, position.name), row.amount == position.amount))
        candidates.remove(best)
        pairs.append((best, position))
    return pairs, [row for left in waiting.values() for row in left], missing


def _by_name(
    extra: list[Row], missing: list[Position], known: Mapping[str, str]
) -> tuple[list[Pair], list[Row], list[Position]]:
    """A row left over bears the name and plan of somebody who is missing, and not its number's own name: the number is
    wrong."""
    strange = [row for row in extra if not same_name(known.get(row.number, ""), row.name)]
    own = [row for row in extra if same_name(known.get(row.number, ""), row.name)]
    pairs, left, missing = _joined(strange, missing, lambda each: (plain(each.name), each.plan))
    return pairs, own + left, missing


def _by_person(extra: list[Row], missing: list[Position]) -> tuple[list[Pair], list[Row], list[Position]]:
    """A row left over bears the number of somebody whose plan is missing: the plan is wrong."""
    return _joined(extra, missing, lambda each: each.number)


def _joined(
    extra: list[Row], missing: list[Position], key: Callable[[Any], object]
) -> tuple[list[Pair], list[Row], list[Position]]:
    """Rows and positions of the same key; of several the one with the likeliest number and the nearest amount."""
    waiting: dict[object, list[Position]] = defaultdict(list)
    for position in missing:
        if position.covered:
            waiting[key(position)].append(position)
    pairs, left = [], []
    for row in extra:
        candidates = waiting[key(row)]
        if not candidates:
            left.append(row)
            continue
        best = min(candidates, key=lambda each: (-_likeness(each.number, row.number), abs(each.amount - row.amount)))
        candidates.remove(best)
        pairs.append((row, best))
    found = {id(position) for _, position in pairs}
    return pairs, left, [position for position in missing if id(position) not in found]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _compare(row: Row, position: Position) -> list[Difference]:
    """What differs between a row and the position that it stands for."""
    if not position.covered and row.amount != position.amount:
        return [_of(row, position, "left", position.last_day.isoformat(), row.plan)]
    found = []
    if row.written:
        found.append(_of(row, position, "number_mismatch", position.number, row.written, 0))
    if not same_name(row.name, position.name):
        found.append(_of(row, position, "name_mismatch", position.name, row.name))
    if position.covered and _dates_differ(row, position):
        ours, theirs = (_days(each.first_day, each.last_day) for each in (position, row))
        found.append(_of(row, position, "wrong_dates", ours, theirs, 0))
    if row.amount != position.amount:
        found.append(_of(row, position, "wrong_amount", "", ""))
    return found


def _dates_differ(row: Row, position: Position) -> bool:
    return row.first_day not in (None, position.first_day) or row.last_day not in (None, position.last_day)


def _extra(row: Row, known: Mapping[str, str], taken: set[tuple[str, str]]) -> Difference:
    if row.number not in known:
        kind = "unknown"
    elif (row.number, row.plan) in taken:
        kind = "duplicate"
    else:
        kind = "left"
    return Difference(kind, row.number, row.name, "", row.plan, row.amount, row.at, row.plan)


def _doubt(row: Row) -> Difference:
    return Difference(
        "doubtful", row.written, row.name, "、".join(row.candidates), row.plan, row.amount, row.at, row.plan
    )


def _missing(position: Position) -> Difference:
    kind = "missing" if position.covered else "refund_missing"
    return Difference(kind, position.number, position.name, position.plan, "", -position.amount, None, position.plan)


def _deduction(each: Deducted) -> list[Difference]:
    if each.expected == each.taken:
        return []
    kind = "deducted_without_cover" if not each.expected else "not_deducted" if not each.taken else "wrong_deduction"
    return [Difference(kind, each.number, each.name, "", "", each.taken - each.expected)]


def _of(row: Row, position: Position, kind: str, ours: str, theirs: str, money: int | None = None) -> Difference:
    asked = row.amount - position.amount if money is None else money
    return Difference(kind, position.number, position.name, ours, theirs, asked, row.at, position.plan)


def _days(first: date | None, last: date | None) -> str:
    return f"{first.isoformat() if first else '…'} – {last.isoformat() if last else '…'}"
