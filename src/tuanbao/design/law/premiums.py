"""Premiums by person and by benefit (分人分责任保费), since tax asks what was paid for whom and for what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tuanbao.adjudication.intake import named_plans
from tuanbao.design.law.errors import LawError
from tuanbao.design.themes import theme_of
from tuanbao.language import Text
from tuanbao.money import split
from tuanbao.plan import Plan
from tuanbao.roster import plans_of

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Item:
    """What a premium is for: one benefit of one plan, or a whole policy beside the plans (``plan`` empty)."""

    plan: str
    benefit: str
    theme: str

    def named(self, names: frozenset[str]) -> bool:
        """Is it among names of the form ``benefit`` or ``plan/benefit``?"""
        return self.benefit in names or f"{self.plan}/{self.benefit}" in names


@dataclass(frozen=True, slots=True)
class Premiums:
    """Fen a year, (people, items), in the order of the roster and of ``items``: what each side pays.

    Raises LawError where shapes differ or an amount is negative.
    """

    items: tuple[Item, ...]
    employer: Ints
    employee: Ints

    def __post_init__(self) -> None:
        if problems := _problems(self):
            raise LawError(*problems)

    @property
    def people(self) -> int:
        return len(self.employer)


def _problems(premiums: Premiums) -> list[Text]:
    shapes = premiums.employer.shape, premiums.employee.shape
    found = []
    if shapes[0] != shapes[1] or len(shapes[0]) != 2 or shapes[0][1] != len(premiums.items):
        zh = f"保费表应为（人数，{len(premiums.items)} 项），企业与员工两张形状相同，现为 {shapes[0]} 与 {shapes[1]}"
        en = f"premiums should be (people, {len(premiums.items)}) for both payers, not {shapes[0]} and {shapes[1]}"
        found.append(Text(zh, en))
    if min(premiums.employer.min(initial=0), premiums.employee.min(initial=0)) < 0:
        found.append(Text("保费中有负数，请改正", "a premium is negative: correct it"))
    return found


def spread(
    plans: Sequence[Plan],
    chosen: Sequence[str | None],
    relations: Sequence[str],
    employer: Sequence[int],
    employee: Sequence[int],
    cost: Mapping[tuple[str, str], float],
) -> Premiums:
    """People's premiums spread over the benefits of their plans in proportion to what these cost (按成本分摊保费).

    ``chosen``: each person's plans as the roster writes them ("a;b"); ``employer`` and ``employee``: fen a year by
    person; ``cost``: by (plan, benefit), any unit, of one person. Benefits that are not for a person's relation take
    nothing. Every person's parts sum to the premium. Where nothing is known of the costs of somebody's benefits they
    share alike. Raises LawError for unknown plans and for a premium without a benefit.
    """
    known = named_plans(plans)
    unknown = sorted({name for own in chosen for name in plans_of(own)} - set(known))
    if unknown:
        zh, en = "、".join(unknown), ", ".join(unknown)
        raise LawError(Text(f"没有这些方案：{zh}，请核对人员表", f"there are no plans {en}: check the roster"))
    items = tuple(Item(name, b.id, theme_of(b)) for name, plan in known.items() for b in plan.benefits)
    admits = [known[item.plan].benefit(item.benefit).relations for item in items]

    @cache
    def parts(own: str | None, relation: str, premium: int) -> list[int]:
        names = plans_of(own)
        fits = [
            item.plan in names and (allowed is None or relation in allowed)
            for item, allowed in zip(items, admits, strict=True)
        ]
        return _parts(premium, fits, [cost.get((item.plan, item.benefit), 0.0) for item in items])

    sides = [
        np.array([parts(*row) for row in zip(chosen, relations, map(int, side), strict=True)], np.int64)
        for side in (employer, employee)
    ]
    return Premiums(items, *(side.reshape(len(chosen), len(items)) for side in sides))


def _parts(premium: int, fits: Sequence[bool], cost: Sequence[float]) -> list[int]:
    if premium == 0:
        return [0] * len(fits)
    if not any(fits):
        zh, en = "有人有保费，却没有适用的保险责任", "somebody has a premium and no benefit that applies"
        raise LawError(Text(f"{zh}；请核对人员表的方案与关系", f"{en}: check plan and relation on the roster"))
    weights = [round(price * 10**6) if fit else 0 for fit, price in zip(fits, cost, strict=True)]
    return split(premium, weights if any(weights) else [int(fit) for fit in fits])
