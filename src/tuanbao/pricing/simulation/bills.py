"""Simulated bills and events of a roster as tables, to look at, to write to files, to adjudicate."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.language import Text
from tuanbao.pricing.model import ClaimModel, hazards_of
from tuanbao.pricing.model.hazards import Hazards
from tuanbao.pricing.simulation.errors import SimulationError, nobody
from tuanbao.pricing.simulation.packing import pack
from tuanbao.pricing.simulation.tables import Shared, bill_ids, bill_table, event_ids, event_table
from tuanbao.pricing.simulation.year import simulate_years
from tuanbao.roster import MEMBERS, Reading, normalise

PlanYear = tuple[date, date]
"""First and last day."""
Model = ClaimModel | Callable[[pa.Table, PlanYear], Hazards]
"""The claim-cost model, or anything else that turns a normalised roster into hazards."""


def exposed(members: pa.Table, model: Model, year: PlanYear) -> Hazards:
    """The hazards of the people in a plan year."""
    return hazards_of(members, model, year) if isinstance(model, ClaimModel) else model(members, year)


@dataclass(frozen=True, slots=True)
class Simulated:
    """Tables of bills and events; the years are replicates of one plan year and stand behind one another.

    Adjudicate each year by itself: its bills are dated like those of the others and would share their limits.
    """

    bills: pa.Table
    events: pa.Table
    bill_starts: tuple[int, ...]
    event_starts: tuple[int, ...]

    def years(self) -> Iterator[tuple[pa.Table, pa.Table]]:
        """Bills and events of each year."""
        for k in range(len(self.bill_starts) - 1):
            bills, events = self.bill_starts[k : k + 2], self.event_starts[k : k + 2]
            yield self.bills.slice(bills[0], bills[1] - bills[0]), self.events.slice(events[0], events[1] - events[0])


def simulate_bills(
    members: pa.Table | Reading, model: Model, years: int = 1, *, seed: int, year: PlanYear | None = None
) -> Simulated:
    """Bills and events of so many simulated plan years of the people, valid for `tuanbao.adjudicate`.

    ``year`` is the plan year's first and last day; without it the calendar year in which the last cover
    begins. Money is int64 fen; a bill has one line; bill and event ids are unique over the years. Raises
    SimulationError for an empty roster or no years, and what the model raises for people that it cannot place.
    """
    check_years(years)
    table = (members if isinstance(members, Reading) else normalise(members, MEMBERS)).table
    if len(table) == 0:
        raise nobody()
    return simulated(exposed(table, model, year or _usual_year(table)), years, seed)


def _usual_year(table: pa.Table) -> PlanYear:
    last = pc.max(table["cover_from"]).as_py()
    return date(last.year, 1, 1), date(last.year, 12, 31)


def simulated(hazards: Hazards, years: int, seed: int) -> Simulated:
    """The same from hazards."""
    packed = pack(hazards)
    shared = Shared(pa.array(hazards.member_id, pa.string()), hazards.streams)
    bills, events, bill_starts, event_starts = [], [], [0], [0]
    for number in range(years):
        made = simulate_years(packed, seed, [number])
        rows, happened = made.bill_starts[-1], made.event_starts[-1]
        bills.append(bill_table(made.bills, shared, bill_ids(number + 1, 1, rows)))
        events.append(event_table(made.events, shared, event_ids(number + 1, 1, happened)))
        bill_starts.append(bill_starts[-1] + rows)
        event_starts.append(event_starts[-1] + happened)
    return Simulated(pa.concat_tables(bills), pa.concat_tables(events), tuple(bill_starts), tuple(event_starts))


def check_years(years: int) -> None:
    """Raises SimulationError unless there is at least one year."""
    if years < 1:
        zh = f"模拟年数须为正整数，现为 {years}"
        raise SimulationError(Text(zh, f"the number of simulated years is a whole number from 1, not {years}"))
