"""Which differences are the same in every upload of a month, and what was said of each (差异的处理情况)."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tuanbao.language import Text
from tuanbao.platform.money.names import plain
from tuanbao.platform.money.reconciling import Difference

OPEN = "reopened"
HOW: Mapping[str, Text] = {
    "insurer_corrects": Text("保险公司更正", "the insurer corrects it"),
    "we_correct": Text("我方更正", "we correct it"),
    "accepted": Text("接受，不更正", "accepted as it is"),
    OPEN: Text("重新打开", "open again"),
}
NEEDS_NOTE = ("accepted", OPEN)
STATES: Mapping[str, Text] = {"open": Text("未处理", "open"), "settled": Text("已处理", "settled")}


@dataclass(frozen=True, slots=True)
class Standing:
    """A difference with the last thing that was said of it."""

    key: str
    difference: Difference
    said: Any = None
    """A `Settlement`, or None."""

    @property
    def state(self) -> str:
        return "open" if self.said is None or self.said.how == OPEN else "settled"


def keys_of(differences: Iterable[Difference]) -> list[str]:
    """A key for each. It does not depend on where in a file the row stands, nor on the day; it does on the money and on
    what both sides say: another amount is another difference. Several that are alike are counted off. A digest, because
    names may be part of it."""
    seen: Counter[tuple[object, ...]] = Counter()
    keys = []
    for each in differences:
        who = each.number or plain(each.name)
        same = (each.kind, who, each.plan, each.ours, each.theirs, each.money)
        keys.append(hashlib.sha256(repr((same, seen[same])).encode()).hexdigest()[:32])
        seen[same] += 1
    return keys


def standing(differences: Sequence[Difference], latest: Mapping[str, Any]) -> list[Standing]:
    """``latest``: by key, the last settlement."""
    keys = keys_of(differences)
    return [Standing(key, each, latest.get(key)) for key, each in zip(keys, differences, strict=True)]
