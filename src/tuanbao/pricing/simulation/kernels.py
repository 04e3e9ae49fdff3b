"""One simulated year, family by family. Kernels; what they draw is in drawing.py, what the scheme pays in scheme.py."""

from typing import Any, NamedTuple

import numpy as np

from tuanbao.adjudication.jit import kernel
from tuanbao.pricing.simulation import drawing as d
from tuanbao.pricing.simulation.columns import NEVER
from tuanbao.pricing.simulation.randomness import GOLDEN, gamma, nested, poisson, uniform
from tuanbao.pricing.simulation.scheme import pay_by_scheme

HOW_MANY = np.uint64(1000)
"""The first of the draws that say how often something happens."""
DAY_FIRST = 21
"""In a sorting key the day stands above so many bits, which hold the place among the family's occurrences."""


class Scratch(NamedTuple):
    """Room for one family: occurrences and people."""

    key: Any
    person: Any
    stream: Any
    state: Any
    """uint64, with which the occurrence's draws begin."""
    memory: Any
    """(people, scheme.MEMORY)."""
    death: Any
    """(people,): day of death, or NEVER."""
    fatal: Any
    """(people,): the stream of it, or -1."""


@kernel
def count_occurrences(packed, year, counts, gammas, totals):
    """Fills counts, shape (people, streams); totals becomes the bills, the events and the largest family's occurrences
    at most."""
    kinds, people = packed.kinds, packed.people
    for f in range(len(people.starts) - 1):
        of_family = 0
        for i in range(people.starts[f], people.starts[f + 1]):
            state = nested(year, people.key[i])
            for g in range(len(gammas)):
                gammas[g] = gamma(kinds.frailty_shape[g], nested(state, kinds.frailty_key[g]))
            for s in range(counts.shape[1]):
                count = 0
                if people.rate[i, s] > 0.0:
                    count = _count(kinds, s, people.rate[i, s] * gammas[kinds.frailty[s]], state)
                counts[i, s] = count
                of_family += count
                totals[0] += count if kinds.billed[s] else 0
                totals[1] += count if kinds.event[s] >= 0 else 0
        totals[2] = max(totals[2], of_family)


@kernel
def _count(kinds, stream, mean, state):
    own = nested(state, kinds.key[stream])
    if kinds.once[stream]:
        return 1 if uniform(own, HOW_MANY) < mean else 0
    return poisson(mean, own, HOW_MANY)


@kernel
def draw_year(packed, year, counts, scratch, bills, events, written, offset):
    """Writes bills and events behind those already written; ``written``, shape (2,), goes on. ``offset`` is added to
    the members' positions."""
    people = packed.people
    for f in range(len(people.starts) - 1):
        start, end = people.starts[f], people.starts[f + 1]
        for i in range(start, end):
            _find_death(packed, year, counts, i, i - start, scratch)
            scratch.memory[i - start] = 0
        found = _gather(packed, year, counts, start, end, scratch)
        _sort(scratch.key, found)
        for n in range(found):
            _happen(packed, scratch, start, n, bills, events, written, offset)


@kernel
def _occurrence(of_stream, number):
    """The state with which the draws of one of a stream's occurrences begin."""
    return nested(of_stream, np.uint64(number) * GOLDEN)


@kernel
def _find_death(packed, year, counts, i, place, scratch):
    """The first death from the beginning of cover on: whoever is covered was alive on that day."""
    scratch.death[place], scratch.fatal[place] = NEVER, -1
    person = nested(year, packed.people.key[i])
    for s in range(counts.shape[1]):
        if packed.kinds.fatal[s] and counts[i, s] > 0:
            state = _occurrence(nested(person, packed.kinds.key[s]), 0)
            day = d.day_of(packed.kinds, packed.calendar, s, state)
            if packed.people.cover_from[i] <= day < scratch.death[place]:
                scratch.death[place], scratch.fatal[place] = day, s


@kernel
def _gather(packed, year, counts, start, end, scratch):
    """What happens to a family's people up to their death, in no order of days yet."""
    kinds, found = packed.kinds, 0
    for i in range(start, end):
        place, person = i - start, nested(year, packed.people.key[i])
        for s in range(counts.shape[1]):
            if counts[i, s] == 0 or (kinds.fatal[s] and s != scratch.fatal[place]):
                continue
            of_stream = nested(person, kinds.key[s])
            told = kinds.event[s] >= 0 or kinds.pooled[s]
            for number in range(counts[i, s]):
                state = _occurrence(of_stream, number)
                if told or d.happens(kinds.handed_in[s], state, d.HANDED_IN):
                    day = d.day_of(kinds, packed.calendar, s, state)
                    if 0 <= day <= scratch.death[place]:
                        scratch.key[found] = (day << DAY_FIRST) + found
                        scratch.person[found], scratch.stream[found], scratch.state[found] = i, s, state
                        found += 1
    return found


@kernel
def _sort(key, length):
    """By insertion: a family has a few dozen occurrences; by halves first where it has many."""
    gap = 1
    while gap < length // 9:
        gap = 3 * gap + 1
    while gap > 0:
        for i in range(gap, length):
            moved, j = key[i], i
            while j >= gap and key[j - gap] > moved:
                key[j] = key[j - gap]
                j -= gap
            key[j] = moved
        gap //= 3


@kernel
def _happen(packed, scratch, start, n, bills, events, written, offset):
    """One occurrence: its bill goes through the scheme, and what the plan hears of is written."""
    kinds, people = packed.kinds, packed.people
    at = scratch.key[n] & ((1 << DAY_FIRST) - 1)
    day = scratch.key[n] >> DAY_FIRST
    i, s = scratch.person[at], scratch.stream[at]
    state = scratch.state[at]
    covered = people.cover_from[i] <= day <= people.cover_to[i]
    work = d.at_work(kinds, people, i, s, state)
    handed_in = covered and d.happens(kinds.handed_in[s], state, d.HANDED_IN)
    if kinds.billed[s] and (handed_in or kinds.pooled[s]):
        row = written[0]
        _bill(packed, state, i, s, work, scratch.memory[i - start], bills, row)
        if handed_in:
            bills.member[row], bills.stream[row], bills.work[row] = i + offset, s, work
            days = bills.until[row]
            bills.service[row], bills.until[row] = day, min(day + days, scratch.death[i - start])
            bills.pre_existing[row] = d.happens(kinds.pre_existing[s], state, d.PRE_EXISTING)
            bills.diagnosis[row] = d.diagnosis_of(kinds, s, state)
            written[0] = row + 1
    if kinds.event[s] >= 0 and covered:
        row = written[1]
        events.member[row], events.day[row] = i + offset, day
        _event(kinds, s, work, scratch.death[i - start], state, events, row)
        written[1] = row + 1


@kernel
def _bill(packed, state, i, s, work, memory, bills, row):
    """The place, the amount and its parts, exactly: total = pooled + other_paid + in_scope + class_b + out_of_scope."""
    kinds, people = packed.kinds, packed.people
    level, private, ward = d.place_of(kinds, s, state)
    z = d.normal(uniform(state, d.AMOUNT))
    total = d.amount_of(kinds, s, people.scale[i, s], level, ward, z)
    outside = d.outside_of(kinds, s, total, state)
    class_b = d.class_b_of(kinds, s, total - outside, state)
    inside = total - outside - class_b
    settled = people.insured[i] == 1 and d.happens(kinds.settled[s, ward], state, d.SETTLED)
    pooled = below = above = other = np.int64(0)
    if work:
        other = inside  # the work-injury fund (工伤保险基金) pays, and the basic scheme nothing
    elif settled and kinds.pooled[s]:
        pooled, below, above = pay_by_scheme(
            packed.scheme, people.city[i], people.resident[i], kinds.fund[s], level, inside, memory
        )
    bills.until[row] = d.stay_of(kinds, s, z, state)
    bills.level[row], bills.private[row], bills.ward[row], bills.settled[row] = level, private, ward, settled
    bills.total[row], bills.pooled[row], bills.other_paid[row] = total, pooled, other
    bills.in_scope[row] = inside - pooled - other
    bills.in_scope_below[row], bills.in_scope_above[row] = below, above
    bills.class_b[row], bills.out_of_scope[row] = class_b, outside


@kernel
def _event(kinds, s, work, death, state, events, row):
    """Grade of a disability, days off work, mode and illness."""
    events.stream[row], events.work[row], events.death[row] = s, work, death
    events.grade[row] = d.grade_of(kinds, s, state) if kinds.disability[s] else 0
    events.days[row] = d.lost_days_of(kinds, s, state) if kinds.lost[s] else 0
    events.mode[row] = d.mode_of(kinds, s, state)
    events.pre_existing[row] = d.happens(kinds.pre_existing[s], state, d.PRE_EXISTING)
    events.diagnosis[row] = d.diagnosis_of(kinds, s, state)
