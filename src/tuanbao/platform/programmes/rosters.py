"""People of the database as the table that the engine prices (人员表): one row a person, as of a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tuanbao.roster import Reading

UNKNOWN_START = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Insured:
    """What pricing needs of a person; names, identity and bank numbers are not among it."""

    number: str
    family: str
    relation: str
    birth_date: date | None
    sex: str
    insured: bool
    since: date
    continuous_from: date | None = None
    salary_fen: int | None = None
    department: str = ""
    grade: str = ""
    job_class: str = ""
    city: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)


def members_table(people: Iterable[Insured], amounts: frozenset[str] = frozenset()) -> "Reading":
    """The people as the roster reads them; ``amounts`` are columns of yuan that plans take sums from.

    Nobody's plan is stated: the programme that is priced says who gets which.
    """
    import pyarrow as pa

    from tuanbao.roster import MEMBERS, normalise

    rows = list(people)
    columns: dict[str, pa.Array] = {
        "member_id": pa.array([row.number for row in rows], pa.string()),
        "family_id": pa.array([row.family for row in rows], pa.string()),
        "relation": pa.array([row.relation for row in rows], pa.string()),
        "birth_date": pa.array([row.birth_date for row in rows], pa.date32()),
        "sex": pa.array([row.sex or None for row in rows], pa.string()),
        "plan": pa.nulls(len(rows), pa.string()),
        "cover_from": pa.array([row.since for row in rows], pa.date32()),
        "continuous_from": pa.array([row.continuous_from for row in rows], pa.date32()),
        "insured": pa.array([row.insured for row in rows], pa.bool_()),
        "salary": pa.array([row.salary_fen for row in rows], pa.int64()),
    }
    for name in ("department", "grade", "job_class", "city"):
        columns[name] = pa.array([getattr(row, name) or None for row in rows], pa.string())
    columns |= _others(rows, set(columns))
    return normalise(pa.table(columns), MEMBERS, amounts=amounts)


def _others(rows: Sequence[Insured], known: set[str]) -> dict[str, Any]:
    """Further columns that the company's programme asks for."""
    import pyarrow as pa

    names = dict.fromkeys(name for row in rows for name in row.attributes if name not in known)
    written = {name: [row.attributes.get(name) for row in rows] for name in names}
    return {
        name: pa.array([None if value in (None, "") else str(value) for value in values], pa.string())
        for name, values in written.items()
    }


def insured_on(day: date) -> list[Insured]:
    """Employees who work here on a day, and their dependants of that day; within a company's scope."""
    from tuanbao.platform.people.models import Person

    people = list(Person.objects.select_related("employee").prefetch_related("employments"))
    staff = {person.pk: person for person in people if person.relation == "employee" and _works(person, day)}
    found = [_insured(person, person, day) for person in staff.values()]
    families = [person for person in people if person.employee_id in staff and _belongs(person, day)]
    return found + [_insured(person, staff[person.employee_id], day) for person in families]


def _works(person: Any, day: date) -> bool:
    begun = person.hired_on is None or person.hired_on <= day
    return begun and (person.left_on is None or day <= person.left_on)


def _belongs(person: Any, day: date) -> bool:
    born = person.birth_date is None or person.birth_date <= day
    begun = person.related_from is None or person.related_from <= day
    return born and begun and (person.related_to is None or day <= person.related_to)


def _insured(person: Any, employee: Any, day: date) -> Insured:
    """A dependant has the place of work of the employee: city, department and grade count for the family."""
    rows = [each for each in employee.employments.all() if each.starts_on <= day]
    work = max(rows, key=lambda each: (each.starts_on, each.pk), default=None)
    since = [each for each in (employee.hired_on, person.related_from, person.birth_date) if each]
    place = {name: getattr(work, name) for name in ("department", "grade", "job_class", "city")} if work else {}
    begin = max(since, default=UNKNOWN_START)
    earlier = person.continuous_from
    return Insured(
        number=person.number,
        family=employee.number,
        relation=person.relation,
        birth_date=person.birth_date,
        sex=person.sex,
        insured=person.insured,
        since=begin,
        continuous_from=earlier if earlier and earlier <= begin else None,
        salary_fen=person.salary_fen if person is employee else None,
        attributes=work.attributes if work else {},
        **place,
    )
