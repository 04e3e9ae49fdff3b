"""The chosen programme as plans and a programme again (方案落地): text that every other command reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from tuanbao.design.choosing.candidates import BlockCandidates
from tuanbao.design.options.tiering import Tiered
from tuanbao.language import Text
from tuanbao.plan import Plan, Programme
from tuanbao.plan.patching import as_text, copied, merged, part_tree, patched_plans
from tuanbao.plan.programme import Dependant, PaidBy

MOST_VARIANTS = 4
"""Optional settings that a plan offers to its people at their own cost."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """One more turn of a lever that employees may buy (可自选的升级)."""

    plan: str
    key: str
    name: Text
    patch: Mapping[str, Any]
    per_head: int
    """Fen a year that it adds to the premium of a person, before any choice of who takes it."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """The programme that is proposed."""

    programme: Programme
    plans: tuple[Plan, ...]
    upgrades: tuple[Upgrade, ...]

    def texts(self, plans_file: str) -> tuple[str, str]:
        """The YAML of the programme, which names ``plans_file``, and that of the plans."""
        documents = [as_text(plan, self._variants(plan.id)) for plan in self.plans]
        tree = part_tree(self.programme) | {"plans": [plans_file]}
        offered = {plan.id: sorted(self._variants(plan.id)) for plan in self.plans if self._variants(plan.id)}
        if offered and "choice" in tree:
            tree["choice"]["variants"] = offered
        programme = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=120)
        return programme, "---\n".join(documents)

    def _variants(self, plan: str) -> dict[str, Any]:
        own = [upgrade for upgrade in self.upgrades if upgrade.plan == plan]
        return {up.key: {"name": {"zh": up.name.zh, "en": up.name.en}, **up.patch} for up in own}


def proposed(tiered: Tiered, blocks: Sequence[BlockCandidates], chosen: Mapping[str, int]) -> Proposed:
    """The plans under the chosen turns, and who pays for dependants."""
    patches = _patches(blocks, chosen)
    plans = tuple(_patched(plan, patches.get(plan.id)) for plan in tiered.plans)
    rules = tuple(_paid(rule, blocks, chosen) for rule in tiered.programme.dependants)
    choice = tiered.programme.choice
    update: dict[str, Any] = {"dependants": rules}
    if choice is not None:
        update["choice"] = choice.model_copy(update={"variants": {}})
    return Proposed(tiered.programme.model_copy(update=update), plans, tuple(_upgrades(blocks, chosen)))


def dropped_variants(tiered: Tiered) -> tuple[Text, ...]:
    """Today's variants, which were written for today's terms: the proposal offers upgrades of its own instead."""
    titles = [variant.title for plan in tiered.plans for variant in plan._variant_plans.values()]
    if not titles:
        return ()
    zh, en = "、".join(title.zh for title in titles), ", ".join(title.en for title in titles)
    return (
        Text(
            f"现行的可选方案按现行条款写成，不带入建议方案：{zh}；建议方案另列可自费的升级",
            f"today's variants were written for today's terms and are not taken over ({en}): see the upgrades",
        ),
    )


def _patches(blocks: Sequence[BlockCandidates], chosen: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for own in blocks:
        grid = own.offers.grid
        found |= grid.designs.patches(grid.turns[int(own.offers.row[chosen[own.key]])])
    return found


def _patched(plan: Plan, patch: Mapping[str, Any] | None) -> Plan:
    return patched_plans(plan, [patch])[0] if patch else copied(plan, variants={})


def _paid(rule: Dependant, blocks: Sequence[BlockCandidates], chosen: Mapping[str, int]) -> Dependant:
    """The rule with the chosen share of the company, where that is another one."""
    for own in blocks:
        offer = chosen[own.key]
        if own.offers.paying[offer] and set(rule.plan) <= {plan.id for plan in own.block.plans}:
            share = own.offers.ways[int(own.offers.paying[offer])].get(rule.relation)
            if share is not None:
                return rule.model_copy(update={"paid_by": PaidBy(employer=share[0], employee=1 - share[0])})
    return rule


def _upgrades(blocks: Sequence[BlockCandidates], chosen: Mapping[str, int]) -> list[Upgrade]:
    """For every employees' plan the turns above the chosen ones that pay more, the cheapest of each lever."""
    found = []
    for own in blocks:
        if own.block.employees:
            made = [up for at in range(len(own.block.levers)) if (up := _upgrade(own, chosen[own.key], at))]
            found += sorted(made, key=lambda up: up.per_head)[:MOST_VARIANTS]
    return found


def _upgrade(own: BlockCandidates, offer: int, at: int) -> Upgrade | None:
    grid, lever = own.offers.grid, own.block.levers[at]
    now = grid.turns[int(own.offers.row[offer])]
    others = [(*now[:at], turn, *now[at + 1 :]) for turn in range(len(lever.turns)) if turn != now[at]]
    known = [turns for turns in others if turns in grid.rows and lever.turns[turns[at]].patch]
    price = own.offers.price[own.offers.paying == own.offers.paying[offer]]
    dearer = [(price[grid.row(turns)] - price[grid.row(now)], turns) for turns in known]
    steps = sorted((extra, turns) for extra, turns in dearer if extra > 0)
    if not steps:
        return None
    extra, turns = steps[0]
    turn = lever.turns[turns[at]]
    name = Text(f"{lever.name.zh}升至 {turn.name.zh}", f"{lever.name.en} up to {turn.name.en}")
    return Upgrade(lever.plan, f"plus-{at + 1}", name, merged([turn.patch]), round(extra / len(own.block)))
