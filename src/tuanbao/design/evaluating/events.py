"""A block's events under its designs (定额给付的期望与波动): mean by chance times payment, spread by years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.adjudication.events import pay_events
from tuanbao.adjudication.population import chain_of
from tuanbao.design.evaluating.bills import BenefitKey
from tuanbao.design.evaluating.illnesses import Illnesses
from tuanbao.plan import Plan
from tuanbao.pricing.lump_sums import paid_kinds, paying_streams
from tuanbao.pricing.simulation.certain import certain_events, chances
from tuanbao.pricing.simulation.columns import Events
from tuanbao.pricing.simulation.tables import event_ids, event_table

DRAWN = 6_000
"""About so many events are adjudicated to know the means of a design's lump sums."""


@dataclass(frozen=True, slots=True)
class PaidEvents:
    """What plans pay for events: expected fen over all years by benefit, and fen by person-year as simulated."""

    by_benefit: Mapping[BenefitKey, float]
    by_person_year: Any
    """(years * people,)."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Events with the weight of each in the mean; rows of one person and draw stand together."""

    person: Any
    weight: Any
    rows: list[dict[str, Any]]


class BlockEvents:
    """The events of some people; ``chain`` and the person's row say what they have."""

    def __init__(self, illnesses: Illnesses, members: pa.Table, plans: Sequence[Plan]) -> None:
        names = list(illnesses.hazards.member_id)
        rows = {row["member_id"]: row for row in members.to_pylist()}
        self._people = [rows.get(name) for name in names]
        self._chain = [chain_of(row["plan"]) if row else () for row in self._people]
        self._size = illnesses.years * illnesses.people
        self._years = illnesses.years
        present = np.array([row is not None for row in self._people])
        codes = illnesses.hazards.streams.event
        kinds = paid_kinds(plans)
        _, events = illnesses.of(present)
        self._lived = _table(events, np.flatnonzero(kinds[codes[events.stream]]), illnesses)
        self._member = events.member[kinds[codes[events.stream]]]
        self._alike = np.isinf(illnesses.hazards.streams.frailty_shape)[illnesses.hazards.streams.frailty]
        self._codes = codes
        self._certain = self._drawn(illnesses, present, kinds)

    def _drawn(self, illnesses: Illnesses, present: Any, kinds: Any) -> _Drawn:
        """Everyone's events as if they happened, of streams in which people differ by their rate only."""
        hazards = illnesses.hazards
        wanted = np.append(kinds, False)[self._codes] & self._alike
        chance = chances(hazards) * present[:, None]
        number = int((chance[:, wanted] > 0).sum())
        if number == 0:
            return _Drawn(np.empty(0, np.int64), np.empty(0), [])
        draws = int(np.clip(np.ceil(DRAWN / number), 1, 64))
        events = certain_events(illnesses.packed, wanted, draws, illnesses.seed)
        at = np.flatnonzero(present[events.member])
        weight = chance[events.member[at], events.stream[at]] / draws * illnesses.years
        return _Drawn(events.member[at], weight, _table(events, at, illnesses))

    def pay(self, plans: Sequence[Plan]) -> PaidEvents:
        """What these plans pay: the same adjudication as of claims."""
        by_id = {plan.id: plan for plan in plans}
        computed = self._computed(by_id)
        alike = {key for key in _event_benefits(plans) if self._is_computed(by_id, key)}
        by_person_year = np.zeros(self._size, np.int64)
        by_benefit = {key: computed.get(key, 0.0) for key in alike}
        pairs = zip(self._member.tolist(), self._lived, strict=True)
        for member, group in groupby(sorted(pairs, key=lambda pair: pair[0]), key=lambda pair: pair[0]):
            person = member % len(self._people)
            for payment in self._payments(by_id, person, [row for _, row in group]):
                by_person_year[member] += payment.paid
                key = payment.plan.id, payment.benefit.id
                if key not in alike:
                    by_benefit[key] = by_benefit.get(key, 0.0) + payment.paid
        return PaidEvents(by_benefit, by_person_year)

    def paid_share(self, key: BenefitKey, plans: Sequence[Plan]) -> float:
        """Expected number of payments of a benefit a year and person of these people."""
        by_id = {plan.id: plan for plan in plans}
        people = max(sum(person is not None for person in self._people), 1)
        if not self._is_computed(by_id, key):
            return 0.0
        rows = zip(self._certain.person.tolist(), self._certain.weight.tolist(), self._certain.rows, strict=True)
        weight = sum(
            weight
            for person, weight, row in rows
            for payment in self._payments(by_id, person, [row])
            if (payment.plan.id, payment.benefit.id) == key and payment.paid
        )
        return float(weight) / self._years / people

    def _computed(self, by_id: Mapping[str, Plan]) -> dict[BenefitKey, float]:
        found: dict[BenefitKey, float] = {}
        for person, weight, row in zip(
            self._certain.person.tolist(), self._certain.weight.tolist(), self._certain.rows, strict=True
        ):
            for payment in self._payments(by_id, person, [row]):
                key = payment.plan.id, payment.benefit.id
                found[key] = found.get(key, 0.0) + weight * payment.paid
        return found

    def _payments(self, by_id: Mapping[str, Plan], person: int, rows: list[dict[str, Any]]) -> Any:
        member = self._people[person]
        chain = [by_id[name] for name in self._chain[person] if name in by_id]
        return pay_events(chain, member, rows) if member is not None else ()

    def _is_computed(self, by_id: Mapping[str, Plan], key: BenefitKey) -> bool:
        paying = paying_streams(by_id[key[0]].benefit(key[1]), self._codes)
        return bool(paying.any() and self._alike[paying].all())


def _event_benefits(plans: Sequence[Plan]) -> list[BenefitKey]:
    return [
        (plan.id, benefit.id) for plan in plans for benefit in plan.benefits if paid_kinds([_only(plan, benefit)]).any()
    ]


def _only(plan: Plan, benefit: Any) -> Plan:
    return plan.model_copy(update={"benefits": (benefit,)})


def _table(events: Events, at: Any, illnesses: Illnesses) -> list[dict[str, Any]]:
    """Rows of some events, in their order."""
    chosen = Events(*(column[at] for column in events))
    rows: list[dict[str, Any]] = event_table(chosen, illnesses.shared, event_ids(0, 0, len(at))).to_pylist()
    return rows
