"""The designs of a block (候选方案): one setting of every lever, each as plans ready to be adjudicated.

Levers on benefits that have nothing to do with each other (no common benefit, pool, aggregate or reference) are parsed
apart and put together, so that thousands of designs cost some dozens of readings of the plan. The adjudication is never
put together: it sees whole plans.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from math import prod
from typing import Any

import numpy as np

from tuanbao.design.errors import DesignError
from tuanbao.design.options.blocks import Block
from tuanbao.design.options.levers import Lever
from tuanbao.design.options.linking import linked_levers
from tuanbao.language import Text
from tuanbao.plan import DailyAllowance, LumpSum, Plan, PlanError, Reimbursement
from tuanbao.plan.model import Benefit
from tuanbao.plan.parts import Period
from tuanbao.plan.patching import copied, merged, patched_plans

Turns = tuple[int, ...]
"""For every lever, which of its turns."""


class Designs:
    """All joint combinations of a block's levers, numbered; number 0 is the present terms.

    Every setting is read by itself at once, combinations when they are asked for; `prepare` reads many together, which
    is much faster. Raises DesignError where settings contradict each other.
    """

    def __init__(self, block: Block) -> None:
        self.block = block
        self.levers = block.levers
        self.shape = tuple(len(lever.turns) for lever in block.levers)
        self._parts = {plan.id: _parts_of(plan, block.levers) for plan in block.plans}
        self._plans: dict[tuple[str, Turns], Plan] = {}
        of_bills, of_events = self.kinds
        self.bill_levers, self.event_levers = of_bills, of_events

    def __len__(self) -> int:
        return prod(self.shape)

    def turns(self, number: int) -> Turns:
        """The turns of a design."""
        return tuple(int(turn) for turn in np.unravel_index(number, self.shape)) if self.shape else ()

    def number(self, turns: Sequence[int]) -> int:
        return int(np.ravel_multi_index(tuple(turns), self.shape)) if self.shape else 0

    def plans(self, turns: Turns) -> tuple[Plan, ...]:
        """The block's plans under these turns."""
        return tuple(self._plan(plan, turns) for plan in self.block.plans)

    def prepare(self, levers: Iterable[int]) -> None:
        """Reads every combination of some levers, the others as they are."""
        free = frozenset(levers)
        for parts in self._parts.values():
            for part in parts:
                part.read(product(*(range(self.shape[at]) if at in free else (0,) for at in part.levers)))

    def plans_in(self, period: Period, turns: Turns) -> tuple[Plan, ...]:
        """The same in another plan year."""
        return tuple(copied(plan, period=period) for plan in self.plans(turns))

    def patches(self, turns: Turns) -> dict[str, dict[str, Any]]:
        """What these turns change, by plan; only plans that change."""
        found = {}
        for plan in self.block.plans:
            own = [
                lever.turns[turn].patch for lever, turn in zip(self.levers, turns, strict=True) if lever.plan == plan.id
            ]
            if any(own):
                found[plan.id] = merged(own)
        return found

    def restricted(self, levers: Iterable[int]) -> Iterator[Turns]:
        """Every combination of some levers, the others as they are."""
        free = set(levers)
        yield from product(*(range(size) if at in free else (0,) for at, size in enumerate(self.shape)))

    def of_bills(self, turns: Turns) -> Turns:
        """The turns of the levers on what bills are paid, the others as they are."""
        return _only(turns, self.bill_levers)

    def of_events(self, turns: Turns) -> Turns:
        return _only(turns, self.event_levers)

    def bill_versions(self) -> list[Plan]:
        """Plans that show every care that bills may be paid for: the present ones, then each setting by itself."""
        return self._each_alone(self.bill_levers)

    def event_versions(self) -> list[Plan]:
        """The same for events."""
        return self._each_alone(self.event_levers)

    def _each_alone(self, levers: Iterable[int]) -> list[Plan]:
        now = (0,) * len(self.levers)
        alone = [(*now[:at], turn, *now[at + 1 :]) for at in levers for turn in range(1, self.shape[at])]
        return list({id(plan): plan for turns in (now, *alone) for plan in self.plans(turns)}.values())

    @cached_property
    def kinds(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Positions of levers that touch what bills are paid, and of those that touch what events are paid."""
        bills, events = [], []
        for at, lever in enumerate(self.levers):
            touched = [benefit for part in self._parts[lever.plan] if at in part.levers for benefit in part.seen(lever)]
            if any(isinstance(benefit, Reimbursement) or _of_stays(benefit) for benefit in touched):
                bills.append(at)
            if any(isinstance(benefit, LumpSum) or not _of_bills(benefit) for benefit in touched):
                events.append(at)
        return tuple(bills), tuple(events)

    def _plan(self, plan: Plan, turns: Turns) -> Plan:
        own = tuple(turn for lever, turn in zip(self.levers, turns, strict=True) if lever.plan == plan.id)
        key = plan.id, own
        if key not in self._plans:
            self._plans[key] = _assembled(plan, self.levers, self._parts[plan.id], turns) if any(own) else plan
        return self._plans[key]


def _only(turns: Turns, levers: tuple[int, ...]) -> Turns:
    return tuple(turn if at in levers else 0 for at, turn in enumerate(turns))


def _of_stays(benefit: Benefit) -> bool:
    return isinstance(benefit, DailyAllowance) and benefit.of == "stay"


def _of_bills(benefit: Benefit) -> bool:
    return isinstance(benefit, Reimbursement) or _of_stays(benefit)


@dataclass(frozen=True, slots=True)
class _Part:
    """Levers of one plan that hang together, and what they make of the benefits that they touch."""

    plan: Plan
    all_levers: Sequence[Lever]
    levers: tuple[int, ...]
    touched: frozenset[str]
    versions: dict[Turns, Mapping[str, Benefit]]
    """Turns of these levers -> the touched benefits that there then are; those that have been read."""

    def of(self, turns: Turns) -> Mapping[str, Benefit]:
        own = tuple(turns[at] for at in self.levers)
        if own not in self.versions:
            self.read([own])
        return self.versions[own]

    def seen(self, lever: Lever) -> list[Benefit]:
        """Every version of the benefits that a lever touches."""
        return [
            benefit for version in self.versions.values() for name, benefit in version.items() if name in lever.benefits
        ]

    def read(self, wanted: Iterable[Turns]) -> None:
        """Raises DesignError for settings that contradict each other."""
        new = [turns for turns in wanted if turns not in self.versions]
        patches = [self._patch(turns) for turns in new]
        try:
            made = patched_plans(self.plan, patches)
        except PlanError as error:
            raise _contradiction(self.plan, self.all_levers, self.levers, new, patches, error) from None
        for turns, one in zip(new, made, strict=True):
            self.versions[turns] = {benefit.id: benefit for benefit in one.benefits if benefit.id in self.touched}

    def _patch(self, turns: Turns) -> dict[str, Any]:
        return merged([self.all_levers[at].turns[turn].patch for at, turn in zip(self.levers, turns, strict=True)])


def _parts_of(plan: Plan, levers: Sequence[Lever]) -> list[_Part]:
    """The parts, with the settings read by themselves and in pairs: what contradicts is found before long work."""
    found = []
    for own in linked_levers(plan, levers):
        touched = frozenset(name for at in own for name in levers[at].benefits)
        part = _Part(plan, levers, own, touched, {})
        part.read(_few_turned([len(levers[at].turns) for at in own]))
        found.append(part)
    return found


def _few_turned(sizes: Sequence[int]) -> Iterator[Turns]:
    """None, one or two of the levers turned, the others as they are."""
    now = (0,) * len(sizes)
    yield now
    alone = [(at, turn) for at, size in enumerate(sizes) for turn in range(1, size)]
    yield from ((*now[:at], turn, *now[at + 1 :]) for at, turn in alone)
    for (one, turn), (other, second) in combinations(alone, 2):
        if one != other:
            both = list(now)
            both[one], both[other] = turn, second
            yield tuple(both)


def _contradiction(
    plan: Plan,
    levers: Sequence[Lever],
    own: Turns,
    every: Sequence[Turns],
    patches: list[dict[str, Any]],
    error: PlanError,
) -> DesignError:
    """The pairs of settings that do not go together; each alone has been checked before."""
    texts = []
    for turns, patch in zip(every, patches, strict=True):
        if sum(turn > 0 for turn in turns) != 2:
            continue
        try:
            patched_plans(plan, [patch])
        except PlanError as wrong:
            pair = [(levers[at], levers[at].turns[turn]) for at, turn in zip(own, turns, strict=True) if turn]
            words = [
                Text(f"“{lever.name.zh}：{turn.name.zh}”", f"{lever.name.en!r}: {turn.name.en}") for lever, turn in pair
            ]
            reason = wrong.problems[0].message
            zh = f"方案“{plan.id}”：{words[0].zh}与{words[1].zh}互相矛盾：{reason.zh}"
            texts.append(
                Text(zh, f"plan {plan.id!r}: {words[0].en} and {words[1].en} contradict each other: {reason.en}")
            )
    rest = [Text(problem.to("zh"), problem.to("en")) for problem in error.problems[:5]]
    return DesignError(*(texts or rest))


def _assembled(plan: Plan, levers: Sequence[Lever], parts: Sequence[_Part], turns: Turns) -> Plan:
    """The plan's benefits in their order, those that levers touch as they then are; what is added pays last, but before
    a company-wide limit."""
    now: dict[str, Benefit] = {}
    touched: set[str] = set()
    for part in parts:
        now |= part.of(turns)
        touched |= part.touched
    patches = [lever.turns[turn].patch for lever, turn in zip(levers, turns, strict=True) if lever.plan == plan.id]
    added = [str(benefit["id"]) for patch in patches for benefit in patch.get("add", ())]
    known = [b for b in plan.benefits if b.id not in added and (b.id not in touched or b.id in now)]
    kept = [now.get(benefit.id, benefit) for benefit in known]
    at = next((place for place, benefit in enumerate(kept) if _has_company_limit(benefit)), len(kept))
    whole = (*kept[:at], *(now[name] for name in added), *kept[at:])
    if not whole:
        zh, en = f"方案“{plan.id}”的责任被全部去掉", f"no benefit of the plan {plan.id!r} is left"
        raise DesignError(Text(f"{zh}；请至少保留一项", f"{en}; keep one at least"))
    made = copied(plan, benefits=whole)
    made._origin = None
    return made


def _has_company_limit(benefit: Benefit) -> bool:
    return isinstance(benefit, Reimbursement) and any(limit.shared == "company" for limit in benefit.limits)
