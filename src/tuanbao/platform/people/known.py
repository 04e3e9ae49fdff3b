"""The people who are there, as they are compared with a roster (已有人员), and finding somebody among them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from tuanbao.platform.people.roster import Row

Place = tuple[str, str, str]
"""Relation, family and what is looked for."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is there; values as texts, as in a row."""

    pk: int
    number: str
    family: str
    """The number of a dependant's employee."""
    values: dict[str, str]
    positions: tuple[tuple[str, dict[str, str]], ...] = field(default=())
    """(first day, department, grade and so on), in order."""

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def position(self, day: str) -> dict[str, str]:
        """Where somebody works on a day."""
        begun = [position for starts_on, position in self.positions if starts_on <= day]
        return begun[-1] if begun else {}


class Found(Enum):
    NUMBER = "number"
    IDENTITY = "identity"
    PERHAPS = "perhaps"
    """By name and birth date alone: somebody decides."""
    NOBODY = "nobody"


class People:
    """Finds somebody by number, else by identity number, else, perhaps, by name and birth date."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.numbers: dict[str, Known] = {}
        self.identities: dict[Place, Known] = {}
        self.names: dict[Place, Known] = {}
        for person in known:
            self.numbers[person.number] = person
            place = (person["relation"], person.family)
            if person["identity_number"]:
                self.identities[(*place, person["identity_number"])] = person
            if person["birth_date"]:
                self.names[(*place, person["name"] + person["birth_date"])] = person

    def find(self, row: Row) -> tuple[Found, Known | None]:
        if row["number"] in self.numbers:
            return Found.NUMBER, self.numbers[row["number"]]
        place = (row["relation"], row["family"])
        same = self.identities.get((*place, row["identity_number"])) if row["identity_number"] else None
        if same is not None:
            return Found.IDENTITY, same
        perhaps = self.names.get((*place, row["name"] + row["birth_date"])) if row["birth_date"] else None
        if perhaps is None or _another(row, perhaps):
            return Found.NOBODY, None
        return Found.PERHAPS, perhaps


def _another(row: Row, person: Known) -> bool:
    """Both documents are known, and they differ: two people of one name and birthday."""
    numbers = row["identity_number"], person["identity_number"]
    return all(numbers) and numbers[0] != numbers[1]
