"""Too many combinations (组合过多): levers that hardly matter are left as they are, and it is said."""

from collections.abc import Collection, Sequence
from math import prod

from tuanbao.design.errors import DesignError
from tuanbao.design.evaluating.setting_up import Ready
from tuanbao.design.options.blocks import Block
from tuanbao.language import Text


def keep_what_matters(ready: Ready, most: int) -> tuple[tuple[int, ...], list[Text]]:
    """Positions of the levers to vary jointly, and what to say of the others.

    Each lever is turned alone first; those that move expected payments least stay as they are until at most ``most``
    joint combinations are left.
    """
    designs = ready.designs
    chosen = set(range(len(designs.levers)))
    if prod(designs.shape) <= most:
        return tuple(sorted(chosen)), []
    effect = {at: _effect(ready, at) for at in chosen}
    left = sorted(chosen, key=lambda at: effect[at])
    dropped = []
    while prod(designs.shape[at] for at in chosen) > most:
        least = left.pop(0)
        chosen.discard(least)
        dropped.append(designs.levers[least].name)
    names = Text("、".join(name.zh for name in dropped), ", ".join(name.en for name in dropped))
    zh = f"“{designs.block.title.zh}”的组合超过 {most:,} 种，影响最小的条款保持现行：{names.zh}"
    en = f"{designs.block.title.en}: more than {most:,} combinations; the least effective levers stay: {names.en}"
    return tuple(sorted(chosen)), [Text(zh, en)]


def _effect(ready: Ready, lever: int) -> float:
    """The largest change of expected payments that a lever makes alone, fen over all years."""
    totals = []
    for turn in range(ready.designs.shape[lever]):
        turns = tuple(turn if at == lever else 0 for at in range(len(ready.designs.levers)))
        bills = ready.pay_bills(ready.of_bills(turns)) if lever in ready.designs.bill_levers else None
        events = ready.pay_events(ready.of_events(turns)) if lever in ready.designs.event_levers else None
        totals.append(float(bills.by_benefit.sum() if bills else 0) + sum(events.by_benefit.values() if events else ()))
    return max(abs(total - totals[0]) for total in totals)


def refuse_too_many(blocks: Sequence[Block], written: Collection[str], most: int) -> None:
    """Raises DesignError for blocks whose levers make more than ``most`` combinations, where the options name levers of
    the block (``written``, keys): what a user asked for is not left out silently."""
    problems = []
    for block in blocks:
        sizes = [len(lever.turns) for lever in block.levers]
        count = prod(sizes)
        if count > most and any(lever.key in written for lever in block.levers):
            shown = " × ".join(map(str, sizes))
            zh = f"“{block.key}”有 {count:,} 种组合（{shown}），超过 {most:,}；请减少档数，或在选项里调高 most_designs"
            en = f"{block.key} has {count:,} combinations ({shown}), more than {most:,}; name fewer settings, or raise"
            problems.append(Text(zh, f"{en} most_designs in the options"))
    if problems:
        raise DesignError(*problems)
