"""What an import would change (导入计划), as data: kept in a file until HR decides, read again to be applied."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import TypeAdapter

from tuanbao.language import Text
from tuanbao.roster import RowError

Kind = Literal["changed", "transferred", "leaving", "returning"]
Why = Literal["same_person", "came_back"]

KINDS: Mapping[str, Text] = {
    "added": Text("新增", "Added"),
    "changed": Text("修改", "Changed"),
    "transferred": Text("调动", "Transferred"),
    "returning": Text("再入职", "Coming back"),
    "leaving": Text("离开", "Leaving"),
}
WHYS: Mapping[str, Text] = {
    "same_person": Text("姓名和出生日期与已有人员相同", "same name and birth date as somebody who is there"),
    "came_back": Text("已离职，名册里又出现", "has left, and is in the list again"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Added:
    """A new person; ``employment`` is what they begin as."""

    row: int
    number: str
    family: str
    values: dict[str, str]
    employment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What one row changes of somebody known. ``row`` 0: nobody's row, the person is absent from a full list."""

    row: int
    pk: int
    number: str
    name: str
    kind: Kind
    fields: tuple[FieldChange, ...]
    starts_on: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Somebody of the file may be somebody known: HR says whether it is the same, another, or to be left out."""

    row: int
    number: str
    name: str
    why: Why
    known: str
    """The number of the person who is there."""
    same: tuple[Change, ...]
    new: Added | None


@dataclass(frozen=True, slots=True)
class Plan:
    added: tuple[Added, ...] = ()
    changes: tuple[Change, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    errors: tuple[RowError, ...] = ()
    warnings: tuple[Text, ...] = ()
    unchanged: int = 0

    def of(self, kind: str) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind == kind)

    def counts(self) -> dict[str, int]:
        return {
            "added": len(self.added),
            **{kind: len(self.of(kind)) for kind in KINDS if kind != "added"},
            "unchanged": self.unchanged,
            "doubts": len(self.doubts),
            "wrong": len({error.row for error in self.errors}),
        }

    def steps(self, decisions: Mapping[str, str]) -> list[Added | Change]:
        """All that is to be done, employees before their dependants. Always the same list for the same decisions."""
        added = [*self.added, *(doubt.new for doubt in self._decided(decisions, "new") if doubt.new)]
        same = [change for doubt in self._decided(decisions, "same") for change in doubt.same]
        return [*sorted(added, key=lambda each: bool(each.family)), *self.changes, *same]

    def _decided(self, decisions: Mapping[str, str], word: str) -> Iterator[Doubt]:
        return (doubt for doubt in self.doubts if decisions.get(str(doubt.row)) == word)


_ADAPTER: TypeAdapter[Plan] = TypeAdapter(Plan)


def dumped(plan: Plan) -> bytes:
    return _ADAPTER.dump_json(plan)


def loaded(data: bytes) -> Plan:
    return _ADAPTER.validate_json(data)
