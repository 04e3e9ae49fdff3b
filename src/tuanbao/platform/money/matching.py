"""Who a row of the insurer's list is about (人员匹配): by number, identity number, or name and birth date.

Where it is in doubt a human says.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tuanbao.language import Text
from tuanbao.platform.money.names import plain

BY: Mapping[str, Text] = {
    "number": Text("工号", "number"),
    "identity": Text("证件号码", "identity number"),
    "name_birth": Text("姓名和出生日期", "name and birth date"),
    "doubtful": Text("无法确定", "in doubt"),
    "nothing": Text("没有找到", "not found"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """One of ours. ``identity``: the blind index of the number, never the number."""

    number: str
    name: str
    identity: str = ""
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Match:
    by: str
    """A word of `BY`."""
    number: str = ""
    candidates: tuple[str, ...] = ()
    """Numbers of those who may be meant, where it is in doubt."""


class People:
    """Everybody of the company, to be found by what a list says of them."""

    def __init__(self, everybody: Iterable[Known]) -> None:
        self._by_number: dict[str, Known] = {}
        self._by_identity: dict[str, list[Known]] = defaultdict(list)
        self._by_birth: dict[tuple[str, date], list[Known]] = defaultdict(list)
        for each in everybody:
            self._by_number[each.number] = each
            if each.identity:
                self._by_identity[each.identity].append(each)
            if each.born:
                self._by_birth[plain(each.name), each.born].append(each)

    def match(self, number: str, name: str, identity: str, born: date | None) -> Match:
        """A number that is ours holds, unless the identity number is somebody else's."""
        own = self._by_number.get(number)
        by_identity = self._by_identity.get(identity, []) if identity else []
        if own is not None:
            others = [each for each in by_identity if each.number != number]
            return _doubtful([own, *others]) if others and own not in by_identity else Match("number", number)
        if by_identity:
            return _one("identity", by_identity)
        namesakes = self._by_birth.get((plain(name), born), []) if born else []
        if any(identity and each.identity for each in namesakes):
            return _doubtful(namesakes)
        return _one("name_birth", namesakes) if namesakes else Match("nothing", number)


def _one(by: str, found: Sequence[Known]) -> Match:
    return Match(by, found[0].number) if len(found) == 1 else _doubtful(found)


def _doubtful(found: Sequence[Known]) -> Match:
    return Match("doubtful", "", tuple(sorted(each.number for each in found)))
