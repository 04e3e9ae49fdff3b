"""One scenario in a batch of simulated years: the same adjudication as of claims, summed as it goes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.company_pool import Claims, apply_cuts, claims, cuts
from tuanbao.adjudication.engine import adjudicate_bills
from tuanbao.adjudication.events import Payment
from tuanbao.adjudication.intake import Intake
from tuanbao.adjudication.ordering import Batch
from tuanbao.plan.model import Plan
from tuanbao.pricing.costs import Computed, Costs
from tuanbao.pricing.lump_sums import EventPayer
from tuanbao.pricing.replicas import Origin, replicated
from tuanbao.pricing.scenarios import Scenario
from tuanbao.pricing.simulation.columns import Bills, Events
from tuanbao.pricing.simulation.tables import Shared, bill_table
from tuanbao.pricing.simulation.year import Year
from tuanbao.pricing.tallies import Tally, add_payment, add_rows, new_tally


@dataclass(frozen=True, slots=True)
class Groups:
    """The caller's classes of people: names, and the place of each of the people in them."""

    names: tuple[str, ...]
    of: Any
    """(everybody,) int64."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What all scenarios of a run share."""

    names: list[str]
    """member_id of everybody in the order of the hazards."""
    groups: Groups
    years: int
    copies: int
    """Years that one batch has at most."""
    kept: int
    """Years of which the persons' own sums are kept."""


@dataclass(slots=True)
class Payer:
    """Pays simulated years under one scenario and keeps the sums. Several threads may use it."""

    frame: Frame
    members: pa.Table
    """The normalised roster of this scenario, people of the frame only."""
    benefits: tuple[tuple[str, str], ...]
    """The columns of the sums: plan id and benefit id."""
    scenario: Scenario
    tally: Tally = field(init=False)
    _batch: Intake = field(init=False)
    _origin: Origin = field(init=False)
    _present: Any = field(init=False)
    """(everybody,): is the person in this scenario?"""
    _column: Any = field(init=False)
    _events: EventPayer = field(init=False)
    _lock: Any = field(default_factory=Lock)

    def __post_init__(self) -> None:
        frame = self.frame
        self._batch = replace(self.scenario, members=replicated(self.members, frame.copies)).taken_in()
        self._origin = Origin.of(self._batch.population, frame.names)
        self._present = np.zeros(len(frame.names), bool)
        self._present[self._origin.person] = True
        self._column = _columns(self._batch, self.benefits)
        self._events = EventPayer(replace(self.scenario, members=self.members).taken_in())
        self.tally = new_tally(frame.years, len(frame.groups.names), len(frame.names), len(self.benefits), frame.kept)

    def pay(self, made: Year, first_year: int, shared: Shared) -> None:
        """Adds what is paid in the years of ``made``, of which ``first_year`` is the first."""
        bills, events = made.bills, made.events
        if not self._present.all():
            bills = Bills(*_of_present(bills, self._present))
            events = Events(*_of_present(events, self._present))
        table = bill_table(bills, shared)
        batch, rows = adjudicate_bills(self._batch, table, all_rows=False)
        for benefit, limit in self._batch.compiled.company_limits.items():
            share_out(rows, batch, benefit, limit, self._origin.copy, self.frame.copies)
        wanted = self._events.wanted(events, shared.streams.event)
        paid = list(self._events.payments(Events(*(c[wanted] for c in events)), shared, self.frame.names))
        with self._lock:
            origin, of = self._origin, self.frame.groups.of
            add_rows(self.tally, first_year, rows, batch.lines.member, origin.person, origin.copy, of, self._column)
            for member, payment in paid:
                if payment.paid > 0:
                    copy, person = divmod(member, len(self.frame.names))
                    at = self.benefits.index((payment.plan.id, payment.benefit.id))
                    add_payment(self.tally, first_year + copy, of[person], person, at, payment.paid)

    @property
    def plans(self) -> Mapping[str, Plan]:
        """The plans that somebody has, by name."""
        return self._events.intake.plans

    @property
    def present(self) -> Any:
        """(everybody,) bool: who is in this scenario."""
        return self._present

    @property
    def here(self) -> Any:
        """Positions of those who are."""
        return np.flatnonzero(self._present)

    def paid_for_each(self, events: Events, shared: Shared) -> Iterator[tuple[int, Payment]]:
        """Row and payment of events each of which stands by itself; members are positions in the frame."""
        return self._events.each(events, shared, self.frame.names)

    def costs(self, computed: Computed | None = None) -> Costs:
        """The sums, of the people of this scenario."""
        here = self.here
        return Costs(
            years=self.frame.years,
            benefits=self.benefits,
            groups=self.frame.groups.names,
            group=self.frame.groups.of[here],
            member_id=tuple(self.frame.names[i] for i in here),
            by_year=self.tally.by_year,
            by_person=self.tally.by_person[here],
            paid_counts=self.tally.counts,
            person_years=self.tally.person_years[:, here].reshape(-1),
            computed=computed,
        )


def share_out(rows: a.Rows, batch: Batch, benefit: int, limit: int, copy: Any, copies: int) -> None:
    """The company-wide limit of each year by itself, in the order in which the year's bills came in; ``copy``
    (population,) says which year each person of the batch is in."""
    found = claims(rows, batch, benefit)
    year = copy[batch.lines.member[rows.line[found.row]]]
    used = np.bincount(year, rows.paid[found.row].astype(float), copies)
    for over in np.flatnonzero(used > limit):
        at = np.flatnonzero(year == over)
        claim = Claims(found.row[at], found.table.take(pa.array(at)))
        apply_cuts(rows, claim.row, cuts(limit, [claim])[0])


def _of_present(columns: Any, present: Any) -> Any:
    keep = np.flatnonzero(present[columns.member % len(present)])
    return (column[keep] for column in columns)


def _columns(intake: Intake, benefits: tuple[tuple[str, str], ...]) -> Any:
    """The place among ``benefits`` of every benefit of the compiled program."""
    place = {name: at for at, name in enumerate(benefits)}
    plans: tuple[Plan, ...] = intake.compiled.benefit_plans
    found = [place[plan.id, b.id] for plan, b in zip(plans, intake.compiled.benefits, strict=True)]
    return np.array(found, np.int64)
