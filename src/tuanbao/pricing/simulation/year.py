"""Simulated years of all people from a seed: the numbers are in randomness.py, the kernels in kernels.py."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tuanbao.pricing.model.hazards import Hazards
from tuanbao.pricing.simulation import columns as c
from tuanbao.pricing.simulation.kernels import Scratch, count_occurrences, draw_year
from tuanbao.pricing.simulation.packing import Packed, pack
from tuanbao.pricing.simulation.randomness import year_state
from tuanbao.pricing.simulation.scheme import MEMORY


@dataclass(frozen=True, slots=True)
class Year:
    """One simulated year, or several behind one another."""

    bills: c.Bills
    events: c.Events
    bill_starts: tuple[int, ...]
    """Where each year's bills begin, and their number."""
    event_starts: tuple[int, ...]


def simulate_year(hazards: Hazards, seed: int, year: int) -> Year:
    """Bills and events of one year of all people, ordered by family, service date, then stable.

    One bill has one line. Year after year is an independent replicate of the same plan year. A person's bills hang on
    (seed, member_id, year) and the person's own hazards only. Bills outside cover, after death, or not handed in are
    not there, but used up the basic scheme's deductible. Raises SimulationError for an empty roster.
    """
    return simulate_years(pack(hazards), seed, [year])


def simulate_years(packed: Packed, seed: int, years: Sequence[int]) -> Year:
    """Several years behind one another; the members of the k-th have positions from k * people on."""
    people, streams = packed.people.rate.shape
    counts = np.empty((len(years), people, streams), np.int16)
    gammas = np.ones(max(1, len(packed.kinds.frailty_shape)))
    totals = np.zeros(3, np.int64)
    states = [np.uint64(year_state(seed, year)) for year in years]
    for state, own in zip(states, counts, strict=True):
        count_occurrences(packed, state, own, gammas, totals)
    bills, events = c.empty_bills(int(totals[0]) + 1), c.empty_events(int(totals[1]) + 1)
    scratch = _scratch(int(totals[2]), int(np.diff(packed.people.starts).max()))
    written = np.zeros(2, np.int64)
    starts = [(0, 0)]
    for number, (state, own) in enumerate(zip(states, counts, strict=True)):
        draw_year(packed, state, own, scratch, bills, events, written, number * people)
        starts.append((int(written[0]), int(written[1])))
    bill_starts, event_starts = zip(*starts, strict=True)
    return Year(c.first(bills, bill_starts[-1]), c.first(events, event_starts[-1]), bill_starts, event_starts)


def _scratch(occurrences: int, people: int) -> Scratch:
    key, person, stream = (np.empty(occurrences, np.int64) for _ in range(3))
    state = np.empty(occurrences, np.uint64)
    memory = np.empty((people, MEMORY), np.int64)
    death, fatal = np.empty(people, np.int64), np.empty(people, np.int64)
    return Scratch(key, person, stream, state, memory, death, fatal)
