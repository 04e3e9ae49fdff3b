"""Events that happen for certain (必然发生的事件): what they pay, times their chance, is what they cost on average.

A death pays a million and happens to one in some thousands: a thousand simulated years of a small company tell little
of its mean. So every person's events are drawn as if they happened, with their day, way and grade, and weighed by
their chance; the simulated years still say how a year may differ from that mean.
"""

import numpy as np
from numpy.typing import NDArray

from tuanbao.adjudication.jit import kernel
from tuanbao.pricing.model.hazards import Hazards
from tuanbao.pricing.simulation import columns as c
from tuanbao.pricing.simulation import drawing as d
from tuanbao.pricing.simulation.columns import NEVER
from tuanbao.pricing.simulation.kernels import _event, _occurrence
from tuanbao.pricing.simulation.packing import ONCE, Packed
from tuanbao.pricing.simulation.randomness import nested, uniform, year_state
from tuanbao.vocabulary import EVENTS

APART = 2**31 - 1
"""Stands for the year in these draws, so that they are none of a simulated year's."""


def certain_events(packed: Packed, wanted: NDArray[np.bool_], draws: int, seed: int) -> c.Events:
    """Each person's events of the streams ``wanted`` (streams,), ``draws`` times each, ordered by person; what falls
    outside cover is not there. The grades of a person's disabilities are spread evenly over their chances."""
    most = draws * int((packed.people.rate[:, wanted] > 0).sum())
    events, written = c.empty_events(most + 1), np.zeros(1, np.int64)
    _draw(packed, np.uint64(year_state(seed, APART)), wanted, draws, events, written)
    found: c.Events = c.first(events, int(written[0]))
    return found


def chances(hazards: Hazards) -> NDArray[np.float64]:
    """(people, streams): chance that it happens in a whole year, of streams in which people are alike but for the rate.

    What may happen several times counts once: the second critical illness of a year is as rare as it is unpaid.
    """
    kinds = [*EVENTS, ""]
    once = np.array([kinds[int(code)] in ONCE for code in hazards.streams.event])
    return np.where(once, np.minimum(hazards.rate, 1.0), -np.expm1(-hazards.rate))


@kernel
def _draw(packed, year, wanted, draws, events, written):
    kinds, people = packed.kinds, packed.people
    for i in range(len(people.key)):
        person = nested(year, people.key[i])
        for s in range(people.rate.shape[1]):
            if not wanted[s] or people.rate[i, s] <= 0.0:
                continue
            of_stream = nested(person, kinds.key[s])
            start = uniform(of_stream, d.GRADE)
            for number in range(draws):
                state = _occurrence(of_stream, number)
                day = d.day_of(kinds, packed.calendar, s, state)
                if people.cover_from[i] <= day <= people.cover_to[i]:
                    row = written[0]
                    events.member[row], events.day[row] = i, day
                    death = day if kinds.fatal[s] else NEVER
                    _event(kinds, s, d.at_work(kinds, people, i, s, state), death, state, events, row)
                    if kinds.disability[s]:
                        events.grade[row] = 1 + d.chosen(kinds.grade[s], (start + number / draws) % 1.0)
                    written[0] = row + 1
