"""Blocks (选择单元): people whose plans are chosen together, because their counters or their levers hang together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication.population import chain_of
from tuanbao.design.options.levers import Lever
from tuanbao.language import Text
from tuanbao.plan import Plan, Reimbursement
from tuanbao.plan.clauses import Entry
from tuanbao.vocabulary import RELATIONS


@dataclass(frozen=True, slots=True)
class Block:
    """People with one chain of plans, or with several that share a counter."""

    key: str
    plans: tuple[Plan, ...]
    members: pa.Table
    """Their rows of the normalised roster, with the column ``tier``."""
    levers: tuple[Lever, ...]

    @property
    def employees(self) -> bool:
        """Are there employees among them?"""
        return "employee" in self.relations

    @property
    def relations(self) -> tuple[str, ...]:
        found = set(pc.unique(self.members["relation"].cast(pa.string())).to_pylist())
        return tuple(name for name in RELATIONS if name in found)

    @property
    def tiers(self) -> tuple[str, ...]:
        return tuple(pc.unique(self.members["tier"].cast(pa.string())).to_pylist())

    @property
    def title(self) -> Text:
        """The last plan's name, which is the one that tells blocks apart."""
        return self.plans[-1].title

    def __len__(self) -> int:
        return len(self.members)


def blocks_of(members: pa.Table, plans: Sequence[Plan], levers: Sequence[Lever]) -> list[Block]:
    """The blocks of a roster, in the order in which their plans are listed."""
    written = members["plan"].cast(pa.string())
    chains = {text: chain_of(text) for text in pc.unique(written).to_pylist()}
    found = []
    for group in _joined(list(chains), chains, plans):
        names = {name for text in group for name in chains[text]}
        own = tuple(plan for plan in plans if plan.id in {name.partition(":")[0] for name in names})
        here = members.filter(pc.is_in(written, value_set=pa.array(group, pa.string())))
        turned = tuple(lever for lever in levers if lever.plan in names)
        found.append(Block(" + ".join(group), _held(own, names), here, turned))
    place = {plan.id: at for at, plan in enumerate(plans)}
    return sorted(found, key=lambda block: max(place.get(plan.id.partition(":")[0], 0) for plan in block.plans))


def _held(plans: Sequence[Plan], names: set[str]) -> tuple[Plan, ...]:
    """The plans and variants that somebody has."""
    every = [each for plan in plans for each in (plan, *plan._variant_plans.values())]
    return tuple(each for each in every if each.id in names)


def _joined(texts: list[str], chains: dict[str, tuple[str, ...]], plans: Sequence[Plan]) -> list[list[str]]:
    """Chains that share a plan whose counters run over a family or everybody belong together."""
    shared = {plan.id for plan in plans if _counts_over_people(plan)}
    parent = np.arange(len(texts))
    for i, text in enumerate(texts):
        for j in range(i):
            if shared & set(chains[text]) & set(chains[texts[j]]):
                parent[parent == parent[i]] = parent[j]
    return [[texts[i] for i in np.flatnonzero(parent == root)] for root in dict.fromkeys(parent.tolist())]


def _counts_over_people(plan: Plan) -> bool:
    benefits = [benefit for benefit in plan.benefits if isinstance(benefit, Reimbursement)]
    entries: list[tuple[Entry, ...]] = [(*b.deductible, *b.patient_cap, *b.limits) for b in benefits]
    return any(entry.shared != "member" for own in entries for entry in own)
