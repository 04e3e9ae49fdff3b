"""What a user asks for, as rows of the problem (约束的数学形式)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tuanbao.design.choosing.candidates import BlockCandidates, ServiceCandidates
from tuanbao.design.choosing.problem import Group, Row, cost_row, forbidden_row, value_row
from tuanbao.design.errors import DesignError
from tuanbao.design.options.model import Constraints, Floor
from tuanbao.design.themes import THEMES
from tuanbao.language import Text
from tuanbao.money import format_yuan, half_up

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Screens:
    """By block key, what a design is by itself: arrays over the grid's designs."""

    unlawful: Mapping[str, Bools]
    breadth: Mapping[str, NDArray[np.float64]]
    """Insured benefits a head."""
    depth: Mapping[str, NDArray[np.float64]]
    """Sums insured a head, fen."""


def without_nobody(
    constraints: Constraints, blocks: Sequence[BlockCandidates], tiers: Collection[str]
) -> tuple[Constraints, list[Text]]:
    """The wishes without those about tiers of ``tiers`` (the programme's) that nobody is in, and what is so left out.

    Raises DesignError for tiers, plans and benefits that are not there at all, every one of them.
    """
    problems = [*_unknown(constraints, blocks, tiers)]
    if problems:
        raise DesignError(*problems)
    here = {tier for own in blocks if own.block.employees for tier in own.block.tiers}
    empty = [name for name in dict.fromkeys(_asked(constraints)) if name not in here]
    kept = {
        "order": tuple(name for name in constraints.order if name in here),
        "breadth": {name: count for name, count in constraints.breadth.items() if name in here},
        "depth": {name: fen for name, fen in constraints.depth.items() if name in here},
    }
    notes = [
        Text(
            f"档次“{name}”没有员工，关于它的约束不起作用",
            f"nobody is in the tier {name!r}: wishes about it are left out",
        )
        for name in empty
    ]
    return constraints.model_copy(update=kept), notes


def _asked(constraints: Constraints) -> list[str]:
    """Tiers that the wishes name."""
    return [*constraints.order, *constraints.breadth, *constraints.depth]


def rows_of(
    constraints: Constraints,
    blocks: Sequence[BlockCandidates],
    services: Sequence[ServiceCandidates],
    groups: Sequence[Group],
    screens: Screens,
) -> list[Row]:
    """All rows, of wishes that `without_nobody` has looked at."""
    return [
        *_money(constraints, blocks, services, groups),
        *_kept(constraints, groups),
        *_floors(constraints.floors, blocks, groups),
        *_order(constraints.order, blocks),
        *_ratio(constraints, blocks),
        *_least(constraints, blocks, groups, screens),
        *_lawful(blocks, groups, screens),
        *_together(blocks),
    ]


def budget_of(constraints: Constraints, groups: Sequence[Group]) -> int | None:
    """The tighter of budget and growth, fen; None where neither is asked for."""
    limits = [amount for amount in (constraints.budget, _grown(constraints, groups)) if amount is not None]
    return min(limits, default=None)


def _grown(constraints: Constraints, groups: Sequence[Group]) -> int | None:
    if constraints.growth is None:
        return None
    last = constraints.last_year
    base = last if last is not None else round(sum(float(group.cost[0]) for group in groups))
    factor = 1 + constraints.growth
    return half_up(base * factor.numerator, factor.denominator)


def _money(
    constraints: Constraints,
    blocks: Sequence[BlockCandidates],
    services: Sequence[ServiceCandidates],
    groups: Sequence[Group],
) -> Iterator[Row]:
    if constraints.budget is not None:
        shown = format_yuan(constraints.budget)
        yield cost_row(groups, "budget", Text(f"预算 {shown} 元", f"the budget of {shown} yuan"), constraints.budget)
    grown = _grown(constraints, groups)
    if grown is not None:
        share, shown = _percent(constraints.growth), format_yuan(grown)
        name = Text(f"增幅不超过 {share}（{shown} 元）", f"growth of at most {share} ({shown} yuan)")
        yield cost_row(groups, "growth", name, grown)
    limit = budget_of(constraints, groups)
    if constraints.hold_years > 1 and limit is not None:
        yield held_row(blocks, services, constraints.hold_years, limit)


def held_row(blocks: Sequence[BlockCandidates], services: Sequence[ServiceCandidates], years: int, limit: int) -> Row:
    """The company's cost still stays within ``limit`` (fen) in the later year, at unchanged terms and its prices."""
    later = {own.key: own.later for own in blocks if own.later is not None}
    later |= {own.key: own.cost for own in services}
    return Row("hold_years", Text(f"保费 {years} 年不涨", f"the premium held for {years} years"), later, high=limit)


def _kept(constraints: Constraints, groups: Sequence[Group]) -> Iterator[Row]:
    if constraints.keep_value is not None:
        share = _percent(Fraction(constraints.keep_value))
        today = sum(float(group.value[0]) for group in groups)
        name = Text(f"价值不低于现行的 {share}", f"worth at least {share} of today's value")
        yield value_row(groups, "keep_value", name, float(constraints.keep_value) * today)


def _floors(floors: Sequence[Floor], blocks: Sequence[BlockCandidates], groups: Sequence[Group]) -> Iterator[Row]:
    by_key = {group.key: group for group in groups}
    for number, floor in enumerate(floors, 1):
        name = _floor_name(floor)
        for own in blocks:
            columns = _columns(own, floor)
            if columns:
                paid = own.offers.grid.expected[:, columns].sum(axis=1)
                forbidden = paid < float(floor.at_least) * paid[0] - 0.5
                yield forbidden_row(by_key[own.key], f"floor {number}", name, forbidden[own.offers.row])


def _columns(own: BlockCandidates, floor: Floor) -> list[int]:
    """Columns of the grid's benefits that a floor is about."""
    return [
        at
        for at, (plan, benefit) in enumerate(own.offers.grid.benefits)
        if floor.plan in (None, plan) and floor.benefit in (None, benefit)
    ]


def _floor_name(floor: Floor) -> Text:
    what = "/".join(part for part in (floor.plan, floor.benefit) if part) or "—"
    share = _percent(floor.at_least)
    return Text(f"底线：{what} 不低于现行的 {share}", f"floor: {what} at least {share} of what it pays now")


def _percent(share: Fraction | None) -> str:
    return f"{float(share or 0):.1%}".replace(".0%", "%")


def _of_tier(blocks: Sequence[BlockCandidates], tier: str) -> BlockCandidates:
    return next(own for own in blocks if own.block.employees and tier in own.block.tiers)


def _order(order: Sequence[str], blocks: Sequence[BlockCandidates]) -> Iterator[Row]:
    """None worse than the one after it, in all and in every theme that both have."""
    for higher, lower in pairwise(order):
        up, down = _of_tier(blocks, higher), _of_tier(blocks, lower)
        if up is down or up.common is None or down.common is None:
            continue
        name = Text(f"档次“{higher}”不低于“{lower}”", f"the tier {higher!r} no worse than {lower!r}")
        both = (up.common.max(axis=0) > 0) & (down.common.max(axis=0) > 0)
        sides = [(up.common.sum(axis=1), down.common.sum(axis=1))]
        sides += [(up.common[:, k], down.common[:, k]) for k in range(len(THEMES)) if both[k]]
        for of_up, of_down in sides:
            yield Row(f"order {higher}", name, {up.key: of_up, down.key: -of_down}, low=0.0)


def _ratio(constraints: Constraints, blocks: Sequence[BlockCandidates]) -> Iterator[Row]:
    if constraints.ratio is None:
        return
    tiers = [own for own in blocks if own.common is not None]
    name = Text(f"档次之间不超过 {float(constraints.ratio):g} 倍", f"tiers within {float(constraints.ratio):g} times")
    for one in tiers:
        for other in tiers:
            if one is not other and one.common is not None and other.common is not None:
                of_one, of_other = one.common.sum(axis=1), other.common.sum(axis=1)
                sides = {one.key: of_one, other.key: -float(constraints.ratio) * of_other}
                yield Row("ratio", name, sides, high=0.0)


def _least(
    constraints: Constraints, blocks: Sequence[BlockCandidates], groups: Sequence[Group], screens: Screens
) -> Iterator[Row]:
    by_key = {group.key: group for group in groups}
    for tier, count in constraints.breadth.items():
        own = _of_tier(blocks, tier)
        name = Text(f"档次“{tier}”至少 {count} 项责任", f"at least {count} benefits in the tier {tier!r}")
        few = (screens.breadth[own.key] < count)[own.offers.row]
        yield forbidden_row(by_key[own.key], f"breadth {tier}", name, few)
    for tier, fen in constraints.depth.items():
        own = _of_tier(blocks, tier)
        shown = format_yuan(fen)
        name = Text(f"档次“{tier}”人均保额至少 {shown} 元", f"sums insured of {shown} yuan a head in the tier {tier!r}")
        yield forbidden_row(
            by_key[own.key], f"depth {tier}", name, (screens.depth[own.key] < fen - 0.5)[own.offers.row]
        )


def _lawful(blocks: Sequence[BlockCandidates], groups: Sequence[Group], screens: Screens) -> Iterator[Row]:
    by_key = {group.key: group for group in groups}
    name = Text("符合法规", "what the law demands")
    for own in blocks:
        unlawful = screens.unlawful[own.key]
        if unlawful.any():
            yield forbidden_row(by_key[own.key], "law", name, unlawful[own.offers.row])


def _together(blocks: Sequence[BlockCandidates]) -> Iterator[Row]:
    """A plan that people of several blocks have is one plan: its levers stand alike in all of them."""
    name = Text("同一方案在各处条款相同", "one plan has the same terms everywhere")
    first: dict[str, tuple[BlockCandidates, int]] = {}
    for own in blocks:
        for at, lever in enumerate(own.block.levers):
            if lever.key not in first:
                first[lever.key] = own, at
                continue
            other, there = first[lever.key]
            sides = {other.key: _turns(other, there), own.key: -_turns(own, at)}
            yield Row("same plan", name, sides, low=0.0, high=0.0)


def _turns(own: BlockCandidates, lever: int) -> NDArray[np.float64]:
    return np.array([turns[lever] for turns in own.offers.grid.turns], np.float64)[own.offers.row]


def _unknown(constraints: Constraints, blocks: Sequence[BlockCandidates], tiers: Collection[str]) -> Iterator[Text]:
    for tier in dict.fromkeys(name for name in _asked(constraints) if name not in tiers):
        known = ", ".join(tiers)
        yield Text(f"约束提到的档次“{tier}”不存在；有：{known}", f"there is no tier {tier!r}; the tiers are: {known}")
    for floor in constraints.floors:
        if not any(_columns(own, floor) for own in blocks):
            known = ", ".join(dict.fromkeys("/".join(key) for own in blocks for key in own.offers.grid.benefits))
            yield Text(
                f"{_floor_name(floor).zh}：没有这个方案或责任；可以是：{known}",
                f"{_floor_name(floor).en}: there is no such plan or benefit; there are: {known}",
            )
