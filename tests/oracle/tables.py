"""People, lines of bills, events and lists of hospitals, read from plain rows (§2). A missing key is an empty cell."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .values import day, fen, is_empty, truth

Row = dict[str, Any]

ALSO = {
    "transport_death": ("transport_death", "accidental_death", "death"),
    "accidental_death": ("accidental_death", "death"),
    "sudden_death": ("sudden_death", "death"),
}
"""An event and what it is a kind of."""


@dataclass(frozen=True, slots=True)
class Member:
    id: str
    family: str
    relation: str
    birth: date | None
    plans: tuple[str, ...]
    cover_from: date | None
    cover_to: date | None
    continuous_from: date | None
    insured: bool
    row: Row

    def amount(self, column: str) -> int:
        """What stands in a column that a plan names, in fen."""
        if is_empty(self.row.get(column)):
            raise ValueError(f"member {self.id} has no {column}")
        return fen(self.row[column])


@dataclass(frozen=True, slots=True)
class Line:
    bill: str
    number: int
    member: Member
    visit: tuple[str, str]
    """("visit", visit_id), or ("bill", bill_id) where the bill stands for itself."""
    stay: tuple[str, Any]
    """("visit", visit_id), or ("admitted", date)."""
    case: tuple[str, str]
    on: date
    discharge: date | None
    onset: date
    received: date
    category: str
    cause: str
    work: bool
    pre_existing: bool
    hospital: str
    level: int
    ownership: str
    ward: str
    diagnosis: str
    settled: bool
    total: int
    pooled: int
    other_paid: int
    components: tuple[int, int, int, int, int]
    """Under the scheme's deductible, between, over its ceiling, class B, out of catalogue."""

    @property
    def order(self) -> tuple[str, date, str, int]:
        return self.member.family, self.on, self.bill, self.number


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    member: Member
    case: tuple[str, str]
    on: date
    kind: str
    kinds: tuple[str, ...]
    grade: int | None
    days: int | None
    mode: str
    diagnosis: str
    cause: str
    work: bool
    pre_existing: bool
    death: date | None
    onset: date


class HospitalLists:
    """Named, dated lists of hospital codes."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.spans: dict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
        for row in rows:
            span = day(row.get("from")) or date.min, day(row.get("to")) or date.max
            self.spans[row["list"], str(row["hospital"])].append(span)

    def any_has(self, names: Iterable[str], line: Line) -> bool:
        return any(
            first <= line.on <= last for name in names for first, last in self.spans.get((name, line.hospital), ())
        )


def _text(row: Row, key: str, empty: str = "") -> str:
    value = row.get(key)
    return empty if is_empty(value) else str(value)


def _number(row: Row, key: str) -> int | None:
    value = row.get(key)
    return None if is_empty(value) else int(str(value))


def read_member(row: Row, only_plan: tuple[str, ...]) -> Member:
    named = tuple(name.strip() for name in _text(row, "plan").split(";") if name.strip())
    cover_from = day(row.get("cover_from"))
    return Member(
        id=str(row["member_id"]),
        family=str(row["family_id"]),
        relation=_text(row, "relation"),
        birth=day(row.get("birth_date")),
        plans=named or only_plan,
        cover_from=cover_from,
        cover_to=day(row.get("cover_to")),
        continuous_from=day(row.get("continuous_from")) or cover_from,
        insured=truth(row.get("insured"), True),
        row=row,
    )


def read_line(row: Row, members: dict[str, Member]) -> Line:
    bill, service = str(row["bill_id"]), day(row["service_date"])
    assert service is not None
    visit, case = _text(row, "visit_id"), _text(row, "case_id")
    pooled, other_paid, components = _money(row)
    total = pooled + other_paid + sum(components)
    if not is_empty(row.get("total")) and fen(row["total"]) != total:
        raise ValueError(f"bill {bill}: total {row['total']} is not the sum of its parts, {total} fen")
    return Line(
        bill=bill,
        number=_number(row, "line") or 1,
        member=members[str(row["member_id"])],
        visit=("visit", visit) if visit else ("bill", bill),
        stay=("visit", visit) if visit else ("admitted", service),
        case=("case", case) if case else ("bill", bill),
        on=service,
        discharge=day(row.get("discharge_date")),
        onset=day(row.get("onset_date")) or service,
        received=day(row.get("received_date")) or service,
        category=_text(row, "category"),
        cause=_text(row, "cause", "illness"),
        work=truth(row.get("work"), False),
        pre_existing=truth(row.get("pre_existing"), False),
        hospital=_text(row, "hospital"),
        level=_number(row, "hospital_level") or 0,
        ownership=_text(row, "hospital_ownership", "public"),
        ward=_text(row, "ward", "general"),
        diagnosis=_text(row, "diagnosis"),
        settled=truth(row.get("settled"), True),
        total=total,
        pooled=pooled,
        other_paid=other_paid,
        components=components,
    )


def _money(row: Row) -> tuple[int, int, tuple[int, int, int, int, int]]:
    below, above = fen(row.get("in_scope_below")), fen(row.get("in_scope_above"))
    between = fen(row.get("in_scope")) - below - above
    components = below, between, above, fen(row.get("class_b")), fen(row.get("out_of_scope"))
    pooled, other_paid = fen(row.get("pooled")), fen(row.get("other_paid"))
    if min(*components, pooled, other_paid) < 0:
        raise ValueError(f"bill {row['bill_id']}: an amount is negative, or more lies below and above than is in scope")
    return pooled, other_paid, components


def read_event(row: Row, members: dict[str, Member]) -> Event:
    name, kind, on = str(row["event_id"]), row["event"], day(row["date"])
    assert on is not None
    case = _text(row, "case_id")
    kinds = ALSO.get(kind, (kind,))
    return Event(
        id=name,
        member=members[str(row["member_id"])],
        case=("case", case) if case else ("event", name),
        on=on,
        kind=kind,
        kinds=kinds,
        grade=_number(row, "grade"),
        days=_number(row, "days"),
        mode=_text(row, "mode"),
        diagnosis=_text(row, "diagnosis"),
        cause=_text(row, "cause", "accident" if "accidental_death" in kinds else "illness"),
        work=truth(row.get("work"), False),
        pre_existing=truth(row.get("pre_existing"), False),
        death=day(row.get("death_date")),
        onset=day(row.get("onset_date")) or on,
    )
