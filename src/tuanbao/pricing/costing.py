"""Simulated bills through the adjudication (模拟赔付): what plans pay in many made-up years of the same people."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication.intake import Intake
from tuanbao.language import Text
from tuanbao.pricing.certain_means import computed_means
from tuanbao.pricing.costs import Costs, joined
from tuanbao.pricing.model.hazards import Hazards
from tuanbao.pricing.paying import Frame, Groups, Payer
from tuanbao.pricing.relevant import relevant
from tuanbao.pricing.replicas import copied_ids
from tuanbao.pricing.scenarios import Scenario, benefits_of, everybody, plan_year
from tuanbao.pricing.simulation.bills import Model, check_years, exposed
from tuanbao.pricing.simulation.errors import SimulationError
from tuanbao.pricing.simulation.packing import Packed, only, pack
from tuanbao.pricing.simulation.tables import Shared
from tuanbao.pricing.simulation.year import simulate_years

LINES = 150_000
"""About so many bills go through in one batch: enough to be fast, few enough for the memory of any computer."""
SLICE = 10
"""A company with more than so many times LINES bills a year is taken in slices of families."""
PEOPLE = 60_000
"""People and their copies in one batch, at most, where the company has fewer."""
KEPT = 2_000_000
"""Person-years whose sums are kept one by one."""
Progress = Callable[[int, int], object]


def simulate_costs(
    scenarios: Mapping[str, Scenario],
    model: Model,
    *,
    years: int,
    seed: int,
    group: Mapping[str, str] | None = None,
    workers: int = 2,
    progress: Progress | None = None,
    lines: int = LINES,
) -> dict[str, Costs]:
    """What each scenario pays over so many simulated plan years of the same people, by the scenario's name.

    The same bills are adjudicated under every scenario (common random numbers), so differences of two scenarios are far
    surer than either; `difference` says how sure. Means of rare lump sums are computed, not counted (Costs.computed).
    ``group`` gives the class of each member_id (Costs.groups; without it, one class). ``progress`` is called with
    (years done, years). The result hangs on ``seed`` and the people, not on ``workers`` nor on ``lines``, the bills of
    one batch. Raises SimulationError for no scenario, no people or no years, RefusedRowsError and TableError for a bad
    roster, and what the model raises for people that it cannot place.
    """
    check_years(years)
    if not scenarios:
        raise SimulationError(Text("没有要定价的情景", "no scenario was given to be priced"))
    intakes = {name: scenario.taken_in() for name, scenario in scenarios.items()}
    hazards = exposed(everybody(intakes.values()), model, plan_year(intakes.values()))
    hazards = relevant(hazards, intakes.values())
    groups = _groups(hazards, group)
    slices = list(_slices(hazards, intakes, lines))
    kept = min(years, max(1, KEPT // len(hazards.member_id)))
    parts: dict[str, list[Costs]] = {name: [] for name in scenarios}
    for number, (first, end) in enumerate(slices):
        here = only(hazards, first, end)
        own = Groups(groups.names, groups.of[first:end])
        frame = Frame(list(here.member_id), own, years, _copies(here, years, lines), kept)
        payers = _payers(scenarios, intakes, frame)
        packed = pack(here)
        _Run(here, packed, frame, payers, seed, workers, _share(progress, number, len(slices))).go()
        computed = computed_means(here, packed, payers, years, seed)
        for name, payer in payers.items():
            parts[name].append(payer.costs(computed.get(name)))
    notes = {name: (*scenarios[name].notes(intake), *hazards.notes) for name, intake in intakes.items()}
    return {name: joined(found, notes[name]) for name, found in parts.items()}


def _groups(hazards: Hazards, group: Mapping[str, str] | None) -> Groups:
    """Classes in the order in which people first name them. Raises SimulationError for people without one."""
    if group is None:
        return Groups(("",), np.zeros(len(hazards.member_id), np.int64))
    missing = [name for name in hazards.member_id if name not in group]
    if missing:
        shown = ", ".join(missing[:5])
        zh = f"{len(missing)} 人没有分组，如 {shown}；请为每个人给出分组"
        raise SimulationError(Text(zh, f"{len(missing)} people have no group, as {shown}; give every person one"))
    names = {name: at for at, name in enumerate(dict.fromkeys(group[member] for member in hazards.member_id))}
    return Groups(tuple(names), np.array([names[group[member]] for member in hazards.member_id], np.int64))


def _expected_bills(hazards: Hazards) -> np.ndarray:
    """(people,): bills a year that are handed in."""
    streams = hazards.streams
    return np.asarray(hazards.rate @ (streams.billed * streams.handed_in))


def _slices(hazards: Hazards, intakes: Mapping[str, Intake], lines: int) -> Iterator[tuple[int, int]]:
    """Positions of people from and to; whole families, and everybody together where a limit is the company's."""
    count = len(hazards.member_id)
    running = np.cumsum(_expected_bills(hazards))
    number = int(running[-1] // (SLICE * lines)) + 1
    if number == 1 or any(intake.compiled.company_limits for intake in intakes.values()):
        yield 0, count
        return
    heads = np.append(np.flatnonzero(np.diff(hazards.family, prepend=-1)), count)
    aims = np.searchsorted(running, running[-1] * np.arange(1, number) / number)
    edges = np.unique([0, *heads[np.searchsorted(heads, aims)], count])
    yield from zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)


def _copies(hazards: Hazards, years: int, lines: int) -> int:
    """Years in one batch."""
    most = min(years, lines // max(1, int(_expected_bills(hazards).sum())), PEOPLE // len(hazards.member_id))
    return max(1, most)


def _payers(scenarios: Mapping[str, Scenario], intakes: Mapping[str, Intake], frame: Frame) -> dict[str, Payer]:
    """One for each scenario that has somebody among the people of the frame."""
    names = pa.array(frame.names, pa.string())
    found = {}
    for name, intake in intakes.items():
        table = intake.population.table
        here = table.filter(pc.is_in(table["member_id"].cast(pa.string()), value_set=names))
        if len(here):
            found[name] = Payer(frame, here, benefits_of(intake), scenarios[name])
    return found


def _share(progress: Progress | None, number: int, slices: int) -> Progress:
    """Years done over all slices."""

    def tell(done: int, years: int) -> None:
        if progress is not None:
            progress((number * years + done) // slices, years)

    return tell


@dataclass(frozen=True, slots=True)
class _Run:
    """All years of some people."""

    hazards: Hazards
    packed: Packed
    frame: Frame
    payers: Mapping[str, Payer]
    seed: int
    workers: int
    progress: Progress

    def go(self) -> None:
        """Batch by batch, a few at a time; which is ready first makes no difference to the sums."""
        ids = copied_ids(pa.array(self.frame.names, pa.string()), self.frame.copies)
        shared = Shared(ids, self.hazards.streams)

        def batch(first: int, end: int) -> int:
            made = simulate_years(self.packed, self.seed, range(first, end))
            for payer in self.payers.values():
                payer.pay(made, first, shared)
            return end - first

        done, pending = 0, set[Future[int]]()
        with ThreadPoolExecutor(self.workers) as pool:
            for first in range(0, self.frame.years, self.frame.copies):
                pending.add(pool.submit(batch, first, min(first + self.frame.copies, self.frame.years)))
                if len(pending) > self.workers:
                    done, pending = self._collected(done, pending)
            while pending:
                done, pending = self._collected(done, pending)

    def _collected(self, done: int, pending: set[Future[int]]) -> tuple[int, set[Future[int]]]:
        ready, rest = wait(pending, return_when=FIRST_COMPLETED)
        done += sum(future.result() for future in ready)
        self.progress(done, self.frame.years)
        return done, rest
