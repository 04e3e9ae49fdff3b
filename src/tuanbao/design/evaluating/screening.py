"""Too many combinations (组合过多): levers that hardly matter are left as they are, and it is said."""

from math import prod

from tuanbao.design.errors import DesignError
from tuanbao.design.evaluating.setting_up import Ready
from tuanbao.design.options.designs import Designs
from tuanbao.language import Text


def keep_what_matters(ready: Ready, most: int) -> tuple[tuple[int, ...], list[Text]]:
    """Positions of the levers to vary jointly, and what to say of the others.

    Each lever is turned alone first; those that move expected payments least stay as they are until at most ``most``
    joint combinations are left.
    """
    designs = ready.designs
    chosen = set(range(len(designs.levers)))
    if len(designs) <= most:
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


def refuse_too_many(designs: Designs, most: int) -> None:
    """Raises DesignError where the levers that a user named make more combinations than the options allow."""
    count = len(designs)
    if count > most:
        levers = " × ".join(str(size) for size in designs.shape)
        zh = f"“{designs.block.key}”有 {count:,} 种组合（{levers}），超过 most_designs: {most:,}；请减少档数，或调高它"
        en = f"{designs.block.key} has {count:,} combinations ({levers}), more than most_designs: {most:,}"
        raise DesignError(Text(zh, f"{en}; name fewer settings, or raise it"))
