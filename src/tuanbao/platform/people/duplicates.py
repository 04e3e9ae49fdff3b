"""People who may stand twice in the records (疑似重复). Pure: pairs are for somebody to look at, none is an error."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from tuanbao.language import Text

WHYS: Mapping[str, Text] = {
    "identity": Text("证件号码相同", "same identity number"),
    "name_and_birth": Text("姓名和出生日期相同", "same name and birth date"),
    "two_families": Text(
        "同一家属登记在两名员工名下（如双职工家庭）", "one dependant of two employees (both parents work here)"
    ),
    "employee_and_dependant": Text("既是员工，又是别人的家属", "an employee who is somebody's dependant too"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """``identity``: the blind index."""

    pk: int
    family: int
    relation: str
    name: str
    birth_date: date | None
    identity: str


@dataclass(frozen=True, slots=True)
class Group:
    why: str
    people: tuple[int, ...]


Pair = frozenset[int]
"""Of two people's keys."""


def find(people: Iterable[Facts], apart: Collection[Pair] = frozenset()) -> list[Group]:
    """Every group once; who has two different documents is two people, and so are those said to be ``apart``."""
    by_identity: dict[str, list[Facts]] = defaultdict(list)
    by_name: dict[tuple[str, date], list[Facts]] = defaultdict(list)
    for person in people:
        if person.identity:
            by_identity[person.identity].append(person)
        if person.birth_date:
            by_name[person.name, person.birth_date].append(person)
    groups = [*_groups(by_identity.values(), "identity"), *_groups(by_name.values(), "name_and_birth")]
    found = list({group.people: group for group in reversed(groups)}.values())[::-1]
    return [group for group in found if any(frozenset(pair) not in apart for pair in combinations(group.people, 2))]


def _groups(found: Iterable[list[Facts]], why: str) -> Iterator[Group]:
    for same in found:
        if len(same) > 1 and len({person.identity for person in same if person.identity}) < 2:
            yield Group(_why(same, why), tuple(sorted(person.pk for person in same)))


def _why(same: list[Facts], why: str) -> str:
    employees = [person for person in same if person.relation == "employee"]
    if employees and len(employees) < len(same):
        return "employee_and_dependant"
    return "two_families" if not employees and len({person.family for person in same}) > 1 else why
