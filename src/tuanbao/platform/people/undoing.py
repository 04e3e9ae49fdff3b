"""What undoing an import puts back, and what it must not touch (撤销导入). Pure: person by person, families whole."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from tuanbao.language import Text
from tuanbao.platform.people.columns import title

Values = Mapping[str, Any]
"""What a record says, by the names of its fields."""
Act = Literal["remove", "end", "put_back", "leave"]
"""Removed; kept, but ended as if never hired; given its former values; left as it is."""
_OTHER_COLUMNS = Text("其他列", "further columns")
TRANSFERRED = Text("导入之后又登记了任职", "a position was recorded after the import")
POSITION_GONE = Text("这项任职已被删除", "the position was deleted since")
OF_THE_FAMILY = Text("同一家庭里有人不能撤销", "somebody of the family cannot be undone")


@dataclass(frozen=True, slots=True)
class Record:
    """A person's or a position's row. ``before`` None: the import made it; ``now`` None: it is gone."""

    key: int
    before: Values | None
    after: Values
    now: Values | None

    def changed(self) -> tuple[str, ...]:
        """The fields to which the import gave another value."""
        return tuple(name for name, value in self.after.items() if self.before and self.before[name] != value)

    def changed_again(self) -> tuple[str, ...]:
        """Those that say neither what the import wrote nor what stood there before."""
        now = self.now or {}
        if self.before is None:
            return tuple(name for name, value in self.after.items() if now.get(name) != value)
        return tuple(name for name in self.changed() if now.get(name) not in (self.after[name], self.before[name]))

    def to_put_back(self) -> tuple[str, ...]:
        return tuple(name for name in self.changed() if self.now and self.now[name] == self.after[name])


@dataclass(frozen=True, slots=True)
class Touched:
    """One whom the import added or changed, and what has become of them since."""

    key: int
    family: int
    """The employee from whom the family hangs."""
    number: str
    name: str
    person: Record | None
    """None: positions only were changed."""
    positions: tuple[Record, ...] = ()
    transferred: bool = False
    """A position was recorded since."""
    ties: tuple[Text, ...] = ()
    """What somebody has done since that speaks against it."""
    told: bool = False
    """The insurer, the ledger or an account knows the person: the record must stay."""

    @property
    def added(self) -> bool:
        return self.person is not None and self.person.before is None


@dataclass(frozen=True, slots=True)
class Verdict:
    touched: Touched
    act: Act
    why: tuple[Text, ...] = ()


def decide(people: Iterable[Touched]) -> list[Verdict]:
    """Whole families, dependants before their employee; nobody who is gone or already as before."""
    families: dict[int, list[Verdict]] = defaultdict(list)
    for touched in people:
        if not _nothing_left(touched):
            families[touched.family].append(_alone(touched))
    return [verdict for family in families.values() for verdict in _together(family)]


def counts(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """How many are removed, ended, put back and left; how many fields are put back."""
    found: dict[str, int] = dict.fromkeys(("remove", "end", "put_back", "leave"), 0)
    for verdict in verdicts:
        found[verdict.act] += 1
    records = [each for verdict in verdicts if verdict.act == "put_back" for each in _records(verdict.touched)]
    return {**found, "fields": sum(len(each.to_put_back()) or 1 for each in records if not _as_before(each))}


def _records(touched: Touched) -> tuple[Record, ...]:
    return (*((touched.person,) if touched.person else ()), *touched.positions)


def _nothing_left(touched: Touched) -> bool:
    if touched.added:
        return touched.person is not None and touched.person.now is None
    return all(_as_before(each) for each in _records(touched))


def _as_before(record: Record) -> bool:
    if record.before is None or record.now is None:
        return record.now is None
    return not record.to_put_back() and not record.changed_again()


def _alone(touched: Touched) -> Verdict:
    why = (*_changed_again(touched), *touched.ties)
    if why:
        return Verdict(touched, "leave", why)
    if not touched.added:
        return Verdict(touched, "put_back")
    return Verdict(touched, "end" if touched.told else "remove")


def _changed_again(touched: Touched) -> Iterator[Text]:
    names = [name for each in _records(touched) if each.now for name in each.changed_again()]
    if names:
        titles = [_OTHER_COLUMNS if name == "attributes" else title(name) for name in dict.fromkeys(names)]
        zh, en = "、".join(each.zh for each in titles), ", ".join(each.en for each in titles)
        yield Text(f"导入之后又改过：{zh}", f"changed after the import: {en}")
    if touched.transferred:
        yield TRANSFERRED
    if touched.added and any(each.now is None for each in touched.positions):
        yield POSITION_GONE


def _together(family: list[Verdict]) -> list[Verdict]:
    """Of those whom the import added to a family, one who stays keeps the others; one who is only ended keeps the
    employee's record."""
    added = {verdict.act for verdict in family if verdict.touched.added}
    if "leave" in added:
        family = [_left(verdict) if verdict.touched.added else verdict for verdict in family]
    elif "end" in added:
        family = [replace(verdict, act="end") if _of_employee(verdict) else verdict for verdict in family]
    return sorted(family, key=_of_employee)


def _left(verdict: Verdict) -> Verdict:
    return verdict if verdict.act == "leave" else replace(verdict, act="leave", why=(OF_THE_FAMILY,))


def _of_employee(verdict: Verdict) -> bool:
    return verdict.touched.added and verdict.touched.key == verdict.touched.family
