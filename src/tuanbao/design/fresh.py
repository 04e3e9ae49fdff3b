"""The choice priced afresh (复核报价): other random numbers, the whole quote, and a tighter budget where it is over."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.design.choosing.candidates import BlockCandidates, ServiceCandidates
from tuanbao.design.choosing.problem import Group as Choice
from tuanbao.design.choosing.problem import Problem, cost_row
from tuanbao.design.choosing.solving import Solution, solve
from tuanbao.design.choosing.valuing import Scales
from tuanbao.design.evaluating.grid import Floats
from tuanbao.design.evaluating.prices import funded
from tuanbao.design.inputs import Inputs
from tuanbao.design.options.tiering import Tiered, with_tiers
from tuanbao.design.preparing import Telling
from tuanbao.design.proposal import Money
from tuanbao.design.proposing import Proposed, proposed
from tuanbao.language import Text
from tuanbao.money import format_yuan
from tuanbao.pricing.group import Group, group_of
from tuanbao.pricing.quote.running import QuoteRun, quote_group
from tuanbao.roster import Reading

TRIES = 4
"""How often the budget is tightened where the fresh price is above it."""
BUDGET = Text("预算（按复核收紧）", "the budget, tightened after the fresh price")


@dataclass(slots=True)
class Clock:
    """Seconds by step."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - began


@dataclass(frozen=True, slots=True)
class Posed:
    """The problem of choice, ready to be solved."""

    blocks: tuple[BlockCandidates, ...]
    services: tuple[ServiceCandidates, ...]
    scales: Scales
    problem: Problem
    limit: int | None
    retention: int | None = None
    """Fen of a person and year up to which the company pays claims itself; None: it insures them."""

    @property
    def everything(self) -> list[BlockCandidates | ServiceCandidates]:
        return [*self.blocks, *self.services]

    def choices(self, scales: Scales) -> tuple[Choice, ...]:
        return tuple(own.group(scales) for own in self.everything)


def group_with_tiers(inputs: Inputs) -> tuple[Tiered, Group]:
    """The people under the present terms, divided into the tiers that they are to have."""
    group = group_of(inputs.members, inputs.programme, inputs.plans, inputs.on)
    tiered = with_tiers(group.assignment.programme, inputs.plans, inputs.options.tiers)
    if not inputs.options.tiers:
        return tiered, group
    freed = _unstated(inputs, {tier.plan for tier in inputs.options.tiers})
    return tiered, group_of(freed, tiered.programme, tiered.plans, inputs.on)


def _unstated(inputs: Inputs, plans: set[str]) -> Reading:
    """The roster without the plans that new tiers divide: else what a row states would win over its tier."""
    table = inputs.members.table
    stated = table["plan"].cast(pa.string())
    kept = pc.if_else(pc.is_in(stated, value_set=pa.array(sorted(plans))), pa.scalar(None, pa.string()), stated)
    return replace(inputs.members, table=table.set_column(table.column_names.index("plan"), "plan", kept))


def quoted(inputs: Inputs, group: Group, tell: Telling) -> QuoteRun:
    """The whole quote. Present and proposed programme see the same years, so that their difference is of terms."""
    return quote_group(
        group, inputs.model, inputs.terms, years=inputs.years, seed=inputs.seed, variants=False, progress=tell.advance
    )


@dataclass(frozen=True, slots=True)
class Found:
    """The choice with its fresh price."""

    problem: Problem
    """With the tightened budget, where there was need of one."""
    solution: Solution
    plans: Proposed
    group: Group
    run: QuoteRun
    money: Money


def fresh(inputs: Inputs, tiered: Tiered, posed: Posed, solution: Solution, tell: Telling, clock: Clock) -> Found:
    """The choice priced with random numbers that it has not seen; where that is over the budget, a tighter choice."""
    tightened, problem = 0, posed.problem
    for left in range(TRIES, -1, -1):
        plans = proposed(tiered, posed.blocks, solution.chosen)
        group = _with_plans(inputs, plans)
        with clock.step("fresh price"):
            run = quoted(inputs, group, tell)
        company = paid_by(run, posed, solution.chosen).company
        over = 0 if posed.limit is None else company - posed.limit
        error = float(run.quote.standard_error) * run.quote.premium / max(run.quote.expected, 1.0)
        money = Money(posed.limit, round(solution.cost), company, error, tightened)
        if over <= 0 or left == 0 or posed.limit is None:
            break
        tighter = _tighter(posed.problem, posed.limit - tightened - over)
        again = solve(tighter)
        if again is None:
            break
        tightened, solution, problem = tightened + over, again, tighter
    return Found(problem, solution, plans, group, run, money)


def over_budget(money: Money) -> tuple[Text, ...]:
    """What is to be said where no tighter choice brought the fresh price within the budget."""
    if money.budget is None or money.fresh <= money.budget:
        return ()
    over = format_yuan(money.fresh - money.budget)
    return (
        Text(
            f"复核后的企业成本仍比预算高 {over} 元，收紧预算后也没有更省的可行组合；请放宽约束或增加预算",
            f"the fresh price is {over} yuan over the budget, no tighter choice meets the wishes: relax one or add",
        ),
    )


def _tighter(problem: Problem, limit: int) -> Problem:
    return problem.with_rows(cost_row(problem.groups, "tightened", BUDGET, limit))


def _with_plans(inputs: Inputs, plans: Proposed) -> Group:
    new = inputs.options.tiers
    freed = _unstated(inputs, {tier.plan for tier in new}) if new else inputs.members
    return group_of(freed, plans.programme if inputs.programme or new else None, plans.plans, inputs.on)


@dataclass(frozen=True, slots=True)
class Paid:
    """Who pays under a choice, as far as people join."""

    company: int
    """Fen a year: its part of the premium, and services."""
    own: int
    """Fen a year that employees pay."""
    joining: Floats
    """(people,): the share of people like this one that joins."""


def paid_by(run: QuoteRun, posed: Posed, chosen: Mapping[str, int]) -> Paid:
    """What company and employees pay of a quote under a choice.

    Where the company funds claims up to a retention, what that costs is shared as the premium would be.
    """
    factor = 1.0 if posed.retention is None else funded_cost(run, posed.retention) / max(run.quote.premium, 1)
    join, premiums = _joining(run, posed, chosen) * factor, run.quote.premiums
    services = sum(float(own.cost[chosen[own.key]]) for own in posed.services)
    company = round(float(premiums.employer @ join) + services)
    return Paid(company, round(float(premiums.employee @ join)), join)


def funded_cost(run: QuoteRun, retention: int) -> float:
    """Fen a year that self-funding with stop-loss per person costs, from the quote's own simulated years."""
    over = np.maximum(run.costs.person_years - retention, 0)
    excess = float(over.mean()) * len(run.quote.people) if len(over) else 0.0
    return float(funded(np.array([run.quote.expected]), np.array([excess]))[0])


def _joining(run: QuoteRun, posed: Posed, chosen: Mapping[str, int]) -> Floats:
    """(people,): the share of people like this one that joins."""
    found = np.ones(len(run.quote.people))
    place = {member: i for i, member in enumerate(run.quote.people.member_id)}
    for own in posed.blocks:
        way, members = own.offers.ways[int(own.offers.paying[chosen[own.key]])], own.block.members
        for member, relation in zip(members["member_id"].to_pylist(), members["relation"].to_pylist(), strict=True):
            found[place[member]] = float(way[relation][1]) if relation in way else 1.0
    return found
