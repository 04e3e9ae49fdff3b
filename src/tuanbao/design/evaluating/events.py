"""A block's events under its designs (定额给付的期望与波动): mean by chance times payment, spread by years.

Event benefits that have nothing to do with each other (no common aggregate, reference or cap) are adjudicated apart and
once each, since none changes what another pays; those that have are adjudicated together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.adjudication.events import DEATHS, pay_events
from tuanbao.adjudication.population import chain_of
from tuanbao.design.evaluating.bills import BenefitKey
from tuanbao.design.evaluating.illnesses import Illnesses
from tuanbao.plan import DailyAllowance, LumpSum, Plan
from tuanbao.plan.model import Benefit, ShareOfBenefit
from tuanbao.pricing.lump_sums import paid_kinds, paying_streams
from tuanbao.pricing.simulation.certain import certain_events, chances
from tuanbao.pricing.simulation.columns import Events
from tuanbao.pricing.simulation.tables import event_ids, event_table

DRAWN = 6_000
"""About so many events are adjudicated to know the means of a block's lump sums."""
Row = Mapping[str, Any]
Linked = tuple[Plan, ...]
"""Plans with only some of their event benefits: those that hang together."""


@dataclass(frozen=True, slots=True)
class PaidEvents:
    """What plans pay for events: expected fen over all years by benefit, and fen by person-year as simulated."""

    by_benefit: Mapping[BenefitKey, float]
    payments: Mapping[BenefitKey, float]
    """Expected number of payments over all years."""
    by_person_year: Any
    """(years * people,)."""


@dataclass(frozen=True, slots=True)
class _Happened:
    """Events as rows, with whose they are, their code, and their weight in the mean."""

    person: Any
    code: Any
    weight: Any
    rows: list[Row]

    def of(self, kinds: Any) -> Iterator[tuple[int, float, Row]]:
        """Those of some kinds of event (events,) by code."""
        for at in np.flatnonzero(kinds[self.code]).tolist():
            yield int(self.person[at]), float(self.weight[at]), self.rows[at]


class BlockEvents:
    """The events of some people; the person's own row says which plans they have."""

    def __init__(self, illnesses: Illnesses, members: pa.Table, plans: Sequence[Plan]) -> None:
        """``plans``: all that may come, to know which kinds of event can matter at all."""
        names = list(illnesses.hazards.member_id)
        rows = {row["member_id"]: row for row in members.to_pylist()}
        self._people = [rows.get(name) for name in names]
        self._chain = [chain_of(row["plan"]) if row else () for row in self._people]
        self._size = illnesses.years * illnesses.people
        streams = illnesses.hazards.streams
        self._codes = streams.event
        self._alike = np.isinf(streams.frailty_shape)[streams.frailty]
        present = np.array([row is not None for row in self._people])
        kinds = paid_kinds(plans)
        self._lived = _lived(illnesses, present, kinds)
        self._certain = _certain(illnesses, present, kinds, self._alike)
        self._known: dict[tuple[tuple[str, int], ...], tuple[Linked, PaidEvents]] = {}

    def pay(self, plans: Sequence[Plan]) -> PaidEvents:
        """What these plans pay: the same adjudication as of claims."""
        by_benefit: dict[BenefitKey, float] = {}
        payments: dict[BenefitKey, float] = {}
        by_person_year = np.zeros(self._size, np.int64)
        for linked in linked_benefits(plans):
            paid = self._paid(linked)
            by_benefit |= paid.by_benefit
            payments |= paid.payments
            by_person_year += paid.by_person_year
        return PaidEvents(by_benefit, payments, by_person_year)

    def _paid(self, linked: Linked) -> PaidEvents:
        """Kept by the benefits themselves, of which designs have few versions; copies of a plan share them."""
        key = tuple((plan.id, id(benefit)) for plan in linked for benefit in plan.benefits)
        if key not in self._known:
            self._known[key] = linked, self._adjudicated(linked)
        return self._known[key][1]

    def _adjudicated(self, linked: Linked) -> PaidEvents:
        by_id, kinds = {plan.id: plan for plan in linked}, paid_kinds(linked)
        keys = [(plan.id, benefit.id) for plan in linked for benefit in plan.benefits]
        computed = {key for key in keys if self._is_computed(by_id, key)}
        found = dict.fromkeys(keys, 0.0)
        counts = dict.fromkeys(keys, 0.0)
        for person, weight, row in self._certain.of(kinds):
            for payment in self._payments(by_id, person, [row]):
                key = payment.plan.id, payment.benefit.id
                if key in computed and payment.paid:
                    found[key] += weight * payment.paid
                    counts[key] += weight
        by_person_year = np.zeros(self._size, np.int64)
        for member, happened in groupby(self._lived.of(kinds), key=lambda each: each[0]):
            for payment in self._payments(by_id, member % len(self._people), [row for *_, row in happened]):
                key = payment.plan.id, payment.benefit.id
                by_person_year[member] += payment.paid
                if key not in computed and payment.paid:
                    found[key] += payment.paid
                    counts[key] += 1
        return PaidEvents(found, counts, by_person_year)

    def _payments(self, by_id: Mapping[str, Plan], person: int, rows: list[Row]) -> Any:
        member = self._people[person]
        chain = [by_id[name] for name in self._chain[person] if name in by_id]
        return pay_events(chain, member, rows) if member is not None else ()

    def _is_computed(self, by_id: Mapping[str, Plan], key: BenefitKey) -> bool:
        """Is its mean chance times payment? Where people differ by their rate only; see pricing/certain_means.py."""
        paying = paying_streams(by_id[key[0]].benefit(key[1]), self._codes)
        return bool(paying.any() and self._alike[paying].all())


def _lived(illnesses: Illnesses, present: Any, kinds: Any) -> _Happened:
    """What happened in the simulated years, by person-year."""
    _, events = illnesses.of(present)
    at = np.flatnonzero(kinds[illnesses.hazards.streams.event[events.stream]])
    at = at[np.argsort(events.member[at], kind="stable")]
    return _happened(events, at, illnesses, np.ones(len(at)))


def _certain(illnesses: Illnesses, present: Any, kinds: Any, alike: Any) -> _Happened:
    """Everyone's events as if they happened, of streams in which people differ by their rate only."""
    wanted = np.append(kinds, False)[illnesses.hazards.streams.event] & alike
    chance = chances(illnesses.hazards) * present[:, None]
    number = int((chance[:, wanted] > 0).sum())
    draws = int(np.clip(np.ceil(DRAWN / max(number, 1)), 1, 64))
    events = certain_events(illnesses.packed, wanted, draws, illnesses.seed)
    at = np.flatnonzero(present[events.member])
    weight = chance[events.member[at], events.stream[at]] / draws * illnesses.years
    return _happened(events, at, illnesses, weight)


def _happened(events: Events, at: Any, illnesses: Illnesses, weight: Any) -> _Happened:
    chosen = Events(*(column[at] for column in events))
    rows = event_table(chosen, illnesses.shared, event_ids(0, 0, len(at))).to_pylist()
    return _Happened(chosen.member, illnesses.hazards.streams.event[chosen.stream], weight, rows)


def linked_benefits(plans: Sequence[Plan]) -> list[Linked]:
    """The event benefits of plans in groups, none of which looks at what another pays.

    Linked are benefits of a plan with one aggregate, one that refers to another's sum, and all that pay on death, which
    one cap for minors holds together.
    """
    every = [(plan, benefit) for plan in plans for benefit in plan.benefits if _on_events(benefit)]
    groups: list[tuple[set[Any], list[tuple[Plan, Benefit]]]] = []
    for pair in every:
        names = _names(*pair)
        joined = [group for group in groups if group[0] & names]
        groups = [group for group in groups if not group[0] & names]
        merged = [pair for group in joined for pair in group[1]]
        groups.append((names.union(*(group[0] for group in joined)), [*merged, pair]))
    return [_reduced(plans, pairs) for _, pairs in groups]


def _on_events(benefit: Benefit) -> bool:
    return isinstance(benefit, LumpSum) or (isinstance(benefit, DailyAllowance) and benefit.of == "lost_time")


def _names(plan: Plan, benefit: Benefit) -> set[Any]:
    found: set[Any] = {(plan.id, "benefit", benefit.id)}
    if isinstance(benefit, LumpSum):
        if isinstance(benefit.sum_insured, ShareOfBenefit):
            found.add((plan.id, "benefit", benefit.sum_insured.of))
        if benefit.aggregate:
            found.add((plan.id, "aggregate", benefit.aggregate))
        if benefit.event in DEATHS:
            found.add("deaths")
    return found


def _reduced(plans: Sequence[Plan], pairs: Sequence[tuple[Plan, Benefit]]) -> Linked:
    """The plans with only these benefits, in their order."""
    kept = {(plan.id, benefit.id) for plan, benefit in pairs}
    found = []
    for plan in plans:
        own = tuple(benefit for benefit in plan.benefits if (plan.id, benefit.id) in kept)
        if own:
            found.append(plan.model_copy(update={"benefits": own}))
    return tuple(found)
