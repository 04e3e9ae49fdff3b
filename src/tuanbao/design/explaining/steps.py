"""From the present to the proposed terms, lever by lever (逐项变化): every step is adjudicated, so they add up.

Terms interact, and what one change does hangs on those made before it. Reductions come first, then what strengthens,
each in the order of what it moves by itself; the sum is the same in any order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from tuanbao.design.choosing.candidates import BlockCandidates, ServiceCandidates
from tuanbao.design.choosing.valuing import Scales
from tuanbao.design.evaluating.grid import Floats
from tuanbao.design.evaluating.offers import Shares
from tuanbao.design.evaluating.prices import version_of
from tuanbao.design.options.designs import Turns
from tuanbao.design.themes import theme_of
from tuanbao.language import Text
from tuanbao.money import format_percent, format_yuan
from tuanbao.vocabulary import RELATIONS


@dataclass(frozen=True, slots=True)
class Step:
    """One change and what it does after the ones before it; fen a year of the block or tier."""

    group: str
    """Key of the block or service."""
    where: Text
    what: Text
    before: Text
    after: Text
    company: float
    """Change of the company's cost."""
    price: float
    """Change of the premium."""
    expected: float
    """Change of expected payments."""
    value: float
    relief: float
    """Change of what cover takes off one person's bad year, fen a person."""
    benefits: tuple[tuple[str, str], ...]
    """(plan, benefit) that the change touches."""
    themes: tuple[str, ...]

    @property
    def strengthens(self) -> bool:
        """Does it pay people more?"""
        return self.expected > 0 or (self.expected == 0 and self.company > 0)


def steps_of_block(own: BlockCandidates, scales: Scales, offer: int) -> list[Step]:
    """The steps from offer 0 to another of a block."""
    offers, grid = own.offers, own.offers.grid
    present, proposed = grid.turns[int(offers.row[0])], grid.turns[int(offers.row[offer])]
    value = own.parts(scales).value
    path = [present]
    for at in _in_order(own, present, proposed):
        path.append((*path[-1][:at], proposed[at], *path[-1][at + 1 :]))
    rows = [grid.row(turns) for turns in path]
    places = [int(np.flatnonzero((offers.row == row) & (offers.paying == 0))[0]) for row in rows]
    found = [
        _lever_step(own, value, before, after, path[number], path[number + 1])
        for number, (before, after) in enumerate(pairwise(places))
    ]
    if offers.paying[offer]:
        found.append(_payer_step(own, value, places[-1], offer))
    return found


def _in_order(own: BlockCandidates, present: Turns, proposed: Turns) -> list[int]:
    """Positions of the levers that change; those that reduce payments first, the larger change first."""
    grid = own.offers.grid
    moved = [at for at, (a, b) in enumerate(zip(present, proposed, strict=True)) if a != b]
    total = grid.expected.sum(axis=1)
    alone = {at: total[grid.row((*present[:at], proposed[at], *present[at + 1 :]))] - total[0] for at in moved}
    return sorted(moved, key=lambda at: (alone[at] > 0, -abs(alone[at])))


def _lever_step(own: BlockCandidates, value: Floats, before: int, after: int, old: Turns, new: Turns) -> Step:
    offers, grid = own.offers, own.offers.grid
    [at] = [place for place, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    lever = grid.designs.levers[at]
    touched = tuple(key for key in grid.benefits if key[0] == lever.plan and key[1] in lever.benefits)
    rows = int(offers.row[before]), int(offers.row[after])
    return Step(
        group=own.key,
        where=_where(own),
        what=lever.name,
        before=lever.turns[old[at]].name,
        after=lever.turns[new[at]].name,
        company=float(offers.company[after] - offers.company[before]),
        price=float(offers.price[after] - offers.price[before]),
        expected=float(grid.expected[rows[1]].sum() - grid.expected[rows[0]].sum()),
        value=float(value[after] - value[before]),
        relief=float(grid.relief[rows[1]] - grid.relief[rows[0]]),
        benefits=touched,
        themes=tuple(dict.fromkeys(theme_of(version_of(grid, key)) for key in touched)),
    )


def _payer_step(own: BlockCandidates, value: Floats, before: int, after: int) -> Step:
    """Who pays, once the terms stand."""
    offers = own.offers
    ways = [offers.ways[int(offers.paying[place])] for place in (before, after)]
    return Step(
        group=own.key,
        where=_where(own),
        what=Text("企业承担比例", "share paid by the company"),
        before=_paid(ways[0]),
        after=_paid(ways[1]),
        company=float(offers.company[after] - offers.company[before]),
        price=float(offers.price[after] - offers.price[before]),
        expected=float(offers.expected()[after].sum() - offers.expected()[before].sum()),
        value=float(value[after] - value[before]),
        relief=0.0,
        benefits=(),
        themes=(),
    )


def _paid(way: Shares) -> Text:
    shares = {relation: share for relation, (share, _) in way.items()}
    zh = "，".join(f"{RELATIONS[relation].zh} {_percent(share)}" for relation, share in shares.items())
    return Text(zh, ", ".join(f"{RELATIONS[relation].en} {_percent(share)}" for relation, share in shares.items()))


def _percent(share: Fraction) -> str:
    return f"{float(share):.0%}"


def step_of_service(own: ServiceCandidates, scales: Scales, option: int) -> Step:
    """A service that changes."""
    group = own.group(scales)
    shown = [_service_option(own, own.option[place]) for place in (0, option)]
    return Step(
        group=own.key,
        where=Text(own.tier, own.tier),
        what=own.service.name.text if own.service.name else Text(own.service.service, own.service.service),
        before=shown[0],
        after=shown[1],
        company=float(own.cost[option] - own.cost[0]),
        price=0.0,
        expected=0.0,
        value=float(group.value[option] - group.value[0]),
        relief=0.0,
        benefits=(),
        themes=(own.service.theme,),
    )


def _service_option(own: ServiceCandidates, option: int) -> Text:
    if own.service.per_head is not None:
        yuan = format_yuan(own.service.per_head[option]).removesuffix(".00")
        return Text(f"每人每年 {yuan} 元", f"{yuan} yuan a head")
    share = format_percent((own.service.of_pay or ())[option])
    return Text(f"工资的 {share}", f"{share} of pay")


def _where(own: BlockCandidates) -> Text:
    """The tier, or the plan where a block is not of one tier."""
    return Text(own.tier, own.tier) if own.tier and own.block.employees else own.block.title


def all_steps(
    blocks: Sequence[BlockCandidates], services: Sequence[ServiceCandidates], scales: Scales, chosen: dict[str, int]
) -> list[Step]:
    """Every change of a choice, blocks first."""
    of_blocks = [step for own in blocks for step in steps_of_block(own, scales, chosen[own.key])]
    of_services = [step_of_service(own, scales, chosen[own.key]) for own in services if chosen[own.key]]
    return [*of_blocks, *of_services]
