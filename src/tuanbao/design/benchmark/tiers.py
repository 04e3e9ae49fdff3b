"""Breadth and depth by tier (各档的广度与深度)."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication.intake import named_plans
from tuanbao.adjudication.population import chain_of
from tuanbao.design.benchmark.breadth_depth import breadth_of, depth_of, personal_columns
from tuanbao.design.benchmark.holders import Holders
from tuanbao.design.benchmark.positions import LEAST_PEOPLE, TierPosition
from tuanbao.design.benchmark.wording import tier_name, tier_sentence
from tuanbao.money import half_up
from tuanbao.plan import Plan
from tuanbao.plan.programme import Tier
from tuanbao.pricing.group import Group


def tiers_of_people(group: Group, known: Mapping[str, Tier]) -> tuple[TierPosition, ...]:
    """Means over the employees of each tier, with the plans that they have."""
    employees = group.members.filter(pc.equal(group.members["relation"].cast(pa.string()), "employee"))
    there = dict.fromkeys(employees["tier"].to_pylist())
    order = [tier for tier in known if tier in there] + [tier for tier in there if tier not in known]
    plans = named_plans(group.plans)
    return tuple(_of_people(tier, employees.filter(pc.equal(employees["tier"], tier)), plans, known) for tier in order)


def tiers_by_rule(holders: Sequence[Holders], known: Mapping[str, Tier]) -> tuple[TierPosition, ...]:
    """As the rules give it; sums that stand in people's rows are not counted."""
    return tuple(_position(h.tiers[0], None, [(1, h.plans, None)], known) for h in holders if h.relation == "employee")


def _of_people(tier: str, rows: pa.Table, plans: Mapping[str, Plan], known: Mapping[str, Tier]) -> TierPosition:
    return _position(tier, len(rows), list(_by_plans(rows, plans)), known)


def _by_plans(rows: pa.Table, plans: Mapping[str, Plan]) -> Iterator[tuple[int, tuple[Plan, ...], pa.Table]]:
    """People of one tier by what they have: how many, their plans, their rows."""
    for stated in dict.fromkeys(rows["plan"].to_pylist()):
        people = rows.filter(pc.equal(rows["plan"], stated))
        yield len(people), tuple(plans[name] for name in chain_of(stated)), people


def _position(
    tier: str, people: int | None, parts: Sequence[tuple[int, tuple[Plan, ...], Any]], known: Mapping[str, Tier]
) -> TierPosition:
    n = sum(count for count, _, _ in parts)
    breadth = Fraction(sum(count * breadth_of(plan) for count, plans, _ in parts for plan in plans), n)
    depths = [(count, plan, depth_of(plan, rows)) for count, plans, rows in parts for plan in plans]
    depth: int | None = half_up(sum(count * found.per_head for count, _, found in depths), n)
    if people is not None and people < LEAST_PEOPLE and any(personal_columns(plan) for _, plan, _ in depths):
        depth = None
    endless = tuple(dict.fromkeys(f"{plan.id}.{name}" for _, plan, found in depths for name in found.without_limit))
    unknown = tuple(dict.fromkeys(f"{plan.id}.{name}" for _, plan, found in depths for name in found.unknown))
    sentence = tier_sentence(tier_name(tier, known), breadth, depth, len(endless), len(unknown))
    return TierPosition(tier, people, breadth, depth, endless, unknown, sentence)
