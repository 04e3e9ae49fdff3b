"""A roster against the people who are there (名册比对): what it would add, change, transfer, end. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tuanbao.platform.people import remarks
from tuanbao.platform.people.columns import EMPLOYMENT, PERSON
from tuanbao.platform.people.known import Found, Known, People
from tuanbao.platform.people.plan import Added, Change, Doubt, FieldChange, Kind, Plan
from tuanbao.platform.people.roster import Roster, Row, attributes_of


@dataclass(frozen=True, slots=True)
class Terms:
    """How the list is to be understood."""

    on: date
    """The day of which the list tells: changes without a day of their own hold from it."""
    full: bool = False
    """Employees who are not in it have left."""
    firsts: frozenset[str] = frozenset()
    lasts: frozenset[str] = frozenset()
    """First and last days of plan years: such a day of cover tells of the year, not of the person."""


@dataclass(slots=True)
class _Draft:
    added: list[Added] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    unchanged: int = 0


def compare(roster: Roster, known: Sequence[Known], terms: Terms) -> Plan:
    """Nobody's empty cell erases anything: a roster changes only what it says."""
    people = People(known)
    errors = [*roster.errors, *remarks.errors(roster.rows, people)]
    wrong = {error.row for error in errors}
    draft = _Draft()
    seen: set[int] = set()
    for row in roster.rows:
        if row.row not in wrong:
            seen.update(_one(row, people, terms, draft))
    if terms.full:
        seen |= _of_wrong_rows(roster, people, wrong)
        draft.changes += _absent(known, seen, terms)
    warnings = (*roster.notes, *remarks.warnings(roster.rows, people, terms.lasts))
    return Plan(tuple(draft.added), tuple(draft.changes), tuple(draft.doubts), tuple(errors), warnings, draft.unchanged)


def _one(row: Row, people: People, terms: Terms, draft: _Draft) -> Iterator[int]:
    """Puts what a row means into the draft; gives whom it is about."""
    found, person = people.find(row)
    if person is None:
        draft.added.append(_new(row, terms))
        return
    yield person.pk
    if found is Found.PERHAPS:
        same = tuple(_changes(row, person, terms))
        draft.doubts.append(_doubt(row, person, "same_person", same, _new(row, terms)))
    elif _has_left(row, person, terms):
        back = _returning(row, person, terms)
        rest = (change for change in _changes(row, person, terms) if change.kind != "changed")
        draft.doubts.append(_doubt(row, person, "came_back", (back, *rest), None))
    else:
        changes = list(_changes(row, person, terms))
        draft.changes += changes
        draft.unchanged += not changes


def _doubt(row: Row, person: Known, why: str, same: tuple[Change, ...], new: Added | None) -> Doubt:
    return Doubt(row.row, row["number"], row["name"] or person["name"], why, person.number, same, new)  # type: ignore[arg-type]


def _new(row: Row, terms: Terms) -> Added:
    values = {name: row[name] for name in (*PERSON, "relation") if row[name]}
    values.setdefault("insured", "true")
    values.setdefault("name", row["number"])
    if row["relation"] != "employee":
        if row["cover_from"] and row["cover_from"] not in terms.firsts:
            values.setdefault("related_from", row["cover_from"])
        return Added(row.row, row["number"], row["family"], _with_end(values, row, terms))
    values.setdefault("hired_on", row["cover_from"] or terms.on.isoformat())
    employment = {"starts_on": row["starts_on"] or values["hired_on"], **_position(row)}
    return Added(row.row, row["number"], "", _with_end(values, row, terms), employment)


def _with_end(values: dict[str, str], row: Row, terms: Terms) -> dict[str, str]:
    name, last = _end(row, terms)
    return {**values, name: last} if last else values


def _end(row: Row, terms: Terms) -> tuple[str, str]:
    """The field that tells the end, and the last day that the row says."""
    cover_to = "" if row["cover_to"] in terms.lasts else row["cover_to"]
    if row["relation"] != "employee":
        return "related_to", cover_to
    return "left_on", row["left_on"] or cover_to


def _position(row: Row) -> dict[str, str]:
    return {**{name: row[name] for name in EMPLOYMENT if row[name]}, **attributes_of(row.values)}


def _changes(row: Row, person: Known, terms: Terms) -> Iterator[Change]:
    number = (FieldChange("number", person.number, row["number"]),) if row["number"] != person.number else ()
    fields = number + tuple(
        FieldChange(name, person[name], row[name]) for name in PERSON if row[name] and row[name] != person[name]
    )
    if fields:
        yield _change(row, person, "changed", fields)
    if row["relation"] == "employee":
        yield from _transfer(row, person, terms)
    name, last = _end(row, terms)
    if last and last != person[name]:
        yield _change(row, person, "leaving", (FieldChange(name, person[name], last),))


def _change(row: Row, person: Known, kind: Kind, fields: tuple[FieldChange, ...], starts_on: str = "") -> Change:
    return Change(row.row, person.pk, row["number"], row["name"] or person["name"], kind, fields, starts_on)


def _transfer(row: Row, person: Known, terms: Terms) -> Iterator[Change]:
    starts_on = row["starts_on"] or terms.on.isoformat()
    held = person.position(starts_on)
    fields = tuple(
        FieldChange(name, held.get(name, ""), value)
        for name, value in _position(row).items()
        if value != held.get(name, "")
    )
    if fields:
        yield _change(row, person, "transferred", fields, starts_on)


def _has_left(row: Row, person: Known, terms: Terms) -> bool:
    left = person["left_on"]
    return bool(left) and left < terms.on.isoformat() and not _end(row, terms)[1]


def _returning(row: Row, person: Known, terms: Terms) -> Change:
    told = row["hired_on"] if row["hired_on"] > person["left_on"] else terms.on.isoformat()
    fields = (FieldChange("hired_on", person["hired_on"], told), FieldChange("left_on", person["left_on"], ""))
    return _change(row, person, "returning", fields)


def _of_wrong_rows(roster: Roster, people: People, wrong: set[int]) -> set[int]:
    """Whoever stands in a wrong row is not absent."""
    numbers = {row["number"] for row in roster.rows if row.row in wrong}
    numbers |= {error.value for error in roster.errors if error.column == "member_id"}
    return {people.numbers[number].pk for number in numbers if number in people.numbers}


def _absent(known: Sequence[Known], seen: set[int], terms: Terms) -> Iterator[Change]:
    last = terms.on - timedelta(days=1)
    for person in known:
        employed = person["relation"] == "employee" and not person["left_on"]
        if employed and person.pk not in seen and person["hired_on"] <= last.isoformat():
            fields = (FieldChange("left_on", "", last.isoformat()),)
            yield Change(0, person.pk, person.number, person["name"], "leaving", fields)
