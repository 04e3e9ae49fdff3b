"""The people of a quote as arrays: who is priced, in which plan and tier (被保险人)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tuanbao.language import Text
from tuanbao.plan.programme import PaidBy
from tuanbao.pricing.costs import Costs, Ints
from tuanbao.pricing.quote.errors import QuoteError
from tuanbao.roster.assignment import Assignment, completed_years
from tuanbao.vocabulary import RELATIONS, SEXES

RELATION_WORDS, SEX_WORDS = tuple(RELATIONS), tuple(SEXES)
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class People:
    """Arrays and tuples of shape (people,)."""

    member_id: tuple[str, ...]
    family: Ints
    """Ordinals in order of first appearance."""
    relation: Ints
    """Positions in vocabulary.RELATIONS."""
    age: Ints
    """Completed years on the day of the assignment; UNKNOWN where there is no birth date."""
    sex: Ints
    """Positions in vocabulary.SEXES, or UNKNOWN."""
    occupation: Ints
    """Occupation class (职业类别), or UNKNOWN."""
    plan: tuple[str, ...]
    tier: tuple[str, ...]
    paid_by: tuple[PaidBy, ...]

    def __len__(self) -> int:
        return len(self.member_id)

    def relation_of(self, i: int) -> str:
        return RELATION_WORDS[int(self.relation[i])]


def people_of(assignment: Assignment, occupation: Sequence[int] | None = None) -> People:
    """The people of an assignment, in its order; ``occupation`` are their classes. Raises QuoteError for nobody."""
    table, on = assignment.reading.table, assignment.on
    if table.num_rows == 0:
        raise QuoteError(
            Text(
                "没有可承保的人，无法报价；请先看人员表的错误", "there is nobody to cover; see the errors of the table"
            )
        )
    if occupation is not None and len(occupation) != table.num_rows:
        raise ValueError("one occupation class for every person")
    births = table["birth_date"].to_pylist()
    families = table["family_id"].to_pylist()
    ordinals = {name: i for i, name in enumerate(dict.fromkeys(families))}
    return People(
        member_id=tuple(map(str, table["member_id"].to_pylist())),
        family=np.array([ordinals[name] for name in families], np.int64),
        relation=_codes(table["relation"].to_pylist(), RELATION_WORDS),
        age=np.array([UNKNOWN if born is None else completed_years(born, on) for born in births], np.int64),
        sex=_codes(table["sex"].to_pylist(), SEX_WORDS),
        occupation=np.array(occupation if occupation is not None else [UNKNOWN] * len(families), np.int64),
        plan=tuple(table["plan"].to_pylist()),
        tier=tuple(table["tier"].to_pylist()),
        paid_by=assignment.paid_by,
    )


def _codes(words: list[Any], vocabulary: tuple[str, ...]) -> Ints:
    return np.array([UNKNOWN if word is None else vocabulary.index(word) for word in words], np.int64)


def rows_of(costs: Costs, people: People) -> Ints:
    """For every person their row in the costs. Raises QuoteError where the two are not about the same people."""
    rows = {member: i for i, member in enumerate(costs.member_id)}
    absent = [member for member in people.member_id if member not in rows]
    extra = sorted(set(rows) - set(people.member_id))
    if absent or extra:
        zh, en = (
            ("没有赔付成本", "have no cost") if absent else ("有赔付成本但不在名单上", "have a cost but no place here")
        )
        names = absent or extra
        some = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        raise QuoteError(
            Text(
                f"赔付成本与名单不是同一批人：{len(names)} 人{zh}（{some}）；请用同一份名单重新模拟",
                f"costs and roster are not about the same people: {len(names)} {en} ({some}); simulate this roster",
            )
        )
    return np.array([rows[member] for member in people.member_id], np.int64)
