"""The benefit enrolment file X12 834, 005010X220A1 (加减人文件): changes only, or everybody for comparison.

Segments, elements and codes are those of the implementation guide; text is reduced to the extended character set, names
that it cannot write are given as the person's number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tuanbao.money import format_yuan

RELATION = {"employee": "18", "spouse": "01", "child": "19", "parent": "03"}
MAINTENANCE = {"add": "021", "remove": "024", "change": "001", "audit": "030"}
REASON = {
    "start": "28",
    "joiner": "28",
    "leaver": "08",
    "transfer": "22",
    "election": "EC",
    "life_event": "AI",
    "correction": "25",
    "audit": "XN",
}
SEX = {"male": "M", "female": "F"}
LEVEL = {"employee": "EMP", "spouse": "SPO", "child": "CHD", "parent": "DEP"}
_OUTSIDE = re.compile(r"[^A-Za-z0-9 !\"&'()+,\-./;?=%@\[\]_{}\\|<>#$]")


@dataclass(frozen=True, slots=True)
class File:
    """Who sends to whom, about which policy."""

    number: int
    made_at: datetime
    sponsor: str
    sponsor_id: str
    insurer: str
    insurer_id: str
    policy: str
    full: bool = False
    test: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """One plan; ``last`` of cover that is taken away is the last day that is left, None where it runs to the end."""

    plan: str
    action: str
    first: date | None = None
    last: date | None = None
    premium_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Insured:
    number: str
    subscriber: str
    relation: str
    name: str
    action: str
    reason: str
    coverages: tuple[Coverage, ...]
    born: date | None = None
    sex: str = ""
    identity_number: str = ""
    hired_on: date | None = None
    left_on: date | None = None


def write(file: File, people: Iterable[Insured]) -> str:
    """The whole interchange; employees stand before their dependants."""
    body = list(_transaction(file, people))
    segments = [_interchange(file), _group(file), *body, ["GE", "1", str(file.number)]]
    segments.append(["IEA", "1", f"{file.number:09d}"])
    return "\n".join("*".join(segment).rstrip("*") + "~" for segment in segments) + "\n"


def clean(text: str, longest: int = 60) -> str:
    """Without separators and what the character set does not have."""
    return _OUTSIDE.sub("", text).strip()[:longest]


def _interchange(file: File) -> list[str]:
    sender, receiver = f"{clean(file.sponsor_id, 15):<15}", f"{clean(file.insurer_id, 15):<15}"
    at = file.made_at
    fixed = ["ISA", "00", " " * 10, "00", " " * 10, "ZZ", sender, "ZZ", receiver, f"{at:%y%m%d}", f"{at:%H%M}"]
    return [*fixed, "^", "00501", f"{file.number:09d}", "0", "T" if file.test else "P", ":"]


def _group(file: File) -> list[str]:
    at, sides = file.made_at, [clean(file.sponsor_id, 15), clean(file.insurer_id, 15)]
    return ["GS", "BE", *sides, f"{at:%Y%m%d}", f"{at:%H%M}", str(file.number), "X", "005010X220A1"]


def _transaction(file: File, people: Iterable[Insured]) -> Iterator[list[str]]:
    control = f"{file.number:04d}"
    members = [segment for person in people for segment in _member(person, file.policy)]
    segments = [["ST", "834", control, "005010X220A1"], *_heading(file), *members]
    yield from segments
    yield ["SE", str(len(segments) + 1), control]


def _heading(file: File) -> Iterator[list[str]]:
    at = file.made_at
    yield ["BGN", "00", str(file.number), f"{at:%Y%m%d}", f"{at:%H%M}", "", "", "", "4" if file.full else "2"]
    yield ["REF", "38", clean(file.policy, 50)]
    yield ["N1", "P5", clean(file.sponsor), "94", clean(file.sponsor_id)]
    yield ["N1", "IN", clean(file.insurer), "94", clean(file.insurer_id)]


def _member(person: Insured, policy: str) -> Iterator[list[str]]:
    own = person.relation == "employee"
    status = ("TE" if person.left_on else "FT") if own else ""
    code, reason = MAINTENANCE[person.action], REASON[person.reason]
    yield ["INS", "Y" if own else "N", RELATION[person.relation], code, reason, "A", "", "", status]
    yield ["REF", "0F", clean(person.subscriber, 50)]
    yield ["REF", "1L", clean(policy, 50)]
    yield ["REF", "23", clean(person.number, 50)]
    if own:
        yield from _dates(("336", person.hired_on), ("337", person.left_on))
    identity = ["ZZ", clean(person.identity_number, 80)] if clean(person.identity_number) else []
    yield [
        "NM1",
        "IL",
        "1",
        clean(person.name) or clean(person.number),
        *(["", "", "", "", *identity] if identity else []),
    ]
    if person.born:
        yield ["DMG", "D8", f"{person.born:%Y%m%d}", SEX.get(person.sex, "U")]
    for coverage in person.coverages:
        yield from _coverage(coverage, person.relation)


def _coverage(coverage: Coverage, relation: str) -> Iterator[list[str]]:
    yield ["HD", MAINTENANCE[coverage.action], "", "HLT", clean(coverage.plan, 50), LEVEL[relation]]
    yield from _dates(("348", coverage.first), ("349", coverage.last))
    if coverage.premium_fen is not None:
        yield ["AMT", "P3", format_yuan(coverage.premium_fen, grouping=False)]


def _dates(*dates: tuple[str, date | None]) -> Iterator[list[str]]:
    yield from (["DTP", code, "D8", f"{day:%Y%m%d}"] for code, day in dates if day)


def in_order(people: Iterable[Insured]) -> Sequence[Insured]:
    """Families together, the employee first."""
    return sorted(people, key=lambda person: (person.subscriber, person.relation != "employee", person.number))
