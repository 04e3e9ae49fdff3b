"""What every design is by itself (单个方案的属性): lawful or not, how broad, how deep."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication.population import chain_of
from tuanbao.design.benchmark import breadth_of, depth_of
from tuanbao.design.choosing.candidates import BlockCandidates
from tuanbao.design.choosing.wishes import Screens
from tuanbao.design.law import RULES, plan_findings
from tuanbao.language import Text
from tuanbao.plan import Plan
from tuanbao.plan.wording.words import all_of


@dataclass(slots=True)
class _Known:
    """Each version of a plan is looked at once."""

    members: pa.Table
    breaches: dict[int, frozenset[tuple[str, str]]] = field(default_factory=dict)
    sizes: dict[int, tuple[int, int]] = field(default_factory=dict)

    def unlawful(self, plan: Plan) -> frozenset[tuple[str, str]]:
        """(rule, where) of every breach of the law that stands in the plan's own terms."""
        if id(plan) not in self.breaches:
            found = plan_findings(plan)
            self.breaches[id(plan)] = frozenset((f.rule, f.where) for f in found if f.severity == "breach")
        return self.breaches[id(plan)]

    def size(self, plan: Plan) -> tuple[int, int]:
        """Breadth and depth (fen) of the plan for an employee."""
        if id(plan) not in self.sizes:
            self.sizes[id(plan)] = breadth_of(plan), depth_of(plan, self.members).per_head
        return self.sizes[id(plan)]


def screens_of(blocks: Sequence[BlockCandidates]) -> tuple[Screens, list[Text]]:
    """Breaches that a setting brings, breadth and depth of every design; and what the present terms break already.

    A breach that the present plan has too does not forbid a design: nothing would be left; it is said instead.
    """
    unlawful, breadth, depth, notes = {}, {}, {}, []
    for own in blocks:
        grid, known = own.offers.grid, _Known(_employees(own.block.members))
        plans = [grid.designs.plans(turns) for turns in grid.turns]
        now = frozenset().union(*(known.unlawful(plan) for plan in plans[0]))
        unlawful[own.key] = np.array([any(known.unlawful(plan) - now for plan in each) for each in plans])
        chain = _chain(own)
        sizes = [[known.size(plan) for plan in each if plan.id in chain] for each in plans]
        breadth[own.key] = np.array([sum(size[0] for size in each) for each in sizes], np.float64)
        depth[own.key] = np.array([sum(size[1] for size in each) for each in sizes], np.float64)
        if now:
            notes.append(_already(own, now))
    return Screens(unlawful, breadth, depth), notes


def _employees(members: pa.Table) -> pa.Table:
    own = members.filter(pc.equal(members["relation"].cast(pa.string()), "employee"))
    return own if len(own) else members


def _chain(own: BlockCandidates) -> tuple[str, ...]:
    """The plans of one person of the block."""
    return chain_of(_employees(own.block.members)["plan"].cast(pa.string())[0].as_py())


def _already(own: BlockCandidates, now: frozenset[tuple[str, str]]) -> Text:
    broken = {rule for rule, _ in now}
    names = all_of(rule.title for rule in RULES if rule.code in broken)
    return Text(
        f"“{own.block.title.zh}”的现行条款已不符合法规（{names.zh}）；请先更正，见法规核对",
        f"the present terms of {own.block.title.en} break the law already ({names.en}); see the check of the law",
    )
