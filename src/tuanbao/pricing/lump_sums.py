"""What events pay in simulated years: only kinds that some plan pays, person by person, no year knowing of another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.adjudication.events import Payment, pay_events
from tuanbao.adjudication.intake import Intake
from tuanbao.plan.model import DailyAllowance, LumpSum, Plan
from tuanbao.pricing.simulation.columns import Events
from tuanbao.pricing.simulation.tables import Shared, event_ids, event_table
from tuanbao.vocabulary import EVENT_IS_ALSO, EVENTS


def paying_streams(benefit: object, codes: Any) -> Any:
    """(streams,) bool: whose events a benefit may pay on; ``codes`` (streams,) are the streams' events."""
    kinds = paid_kinds_of(benefit)
    return np.append(kinds, False)[codes]


def paid_kinds_of(benefit: object) -> Any:
    """(events,) bool, by code."""
    wanted = set()
    if isinstance(benefit, LumpSum):
        wanted.add(benefit.event)
    elif isinstance(benefit, DailyAllowance) and benefit.of == "lost_time":
        wanted.add("lost_time")
    return np.array([bool(wanted & {kind, *EVENT_IS_ALSO.get(kind, ())}) for kind in EVENTS])


def paid_kinds(plans: Iterable[Plan]) -> Any:
    """(events,) bool: kinds of events, by code, on which a plan pays or which another's payment looks at."""
    found = np.zeros(len(EVENTS), bool)
    for benefit in (benefit for plan in plans for benefit in plan.benefits):
        found |= paid_kinds_of(benefit)
    return found


@dataclass(slots=True)
class EventPayer:
    """The lump sums of one scenario's people."""

    intake: Intake
    """Of the people themselves, not of copies."""
    kinds: Any = field(init=False)
    _people: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kinds = paid_kinds(self.intake.plans.values())

    def wanted(self, events: Events, codes: Any) -> Any:
        """Positions of the events on which something may be paid; ``codes`` (streams,) are the streams' events."""
        return np.flatnonzero(self.kinds[codes[events.stream]])

    def payments(self, events: Events, shared: Shared, names: list[str]) -> Iterator[tuple[int, Payment]]:
        """Position in ``names`` and copy of the person (as Events.member has it), and each payment."""
        order = np.argsort(events.member, kind="stable")
        chosen = Events(*(column[order] for column in events))
        table = event_table(chosen, shared, event_ids(0, 0, len(order))).to_pylist()
        for member, rows in groupby(zip(chosen.member.tolist(), table, strict=True), key=lambda pair: pair[0]):
            name = names[member % len(names)]
            for payment in pay_events(self._chain(name), self._row(name), [row for _, row in rows]):
                yield member, payment

    def each(self, events: Events, shared: Shared, names: list[str]) -> Iterator[tuple[int, Payment]]:
        """Row of the event and each payment, every event by itself, as if it were the person's only one."""
        table = event_table(events, shared, event_ids(0, 0, len(events.member))).to_pylist()
        for row, (member, event) in enumerate(zip(events.member.tolist(), table, strict=True)):
            name = names[member]
            for payment in pay_events(self._chain(name), self._row(name), [event]):
                yield row, payment

    def _chain(self, name: str) -> list[Plan]:
        population = self.intake.population
        chain = population.chains[population.people.chain[population.index[name]]]
        return [self.intake.plans[plan] for plan in chain]

    def _row(self, name: str) -> dict[str, Any]:
        if name not in self._people:
            population = self.intake.population
            row: pa.Table = population.table.slice(population.index[name], 1)
            self._people[name] = row.to_pylist()[0]
        return self._people[name]
