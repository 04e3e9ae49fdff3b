"""A made-up technology company with its people, bills and events of one year, from a seed. All of it is invented."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tuanbao.demo.childbirth import childbirths
from tuanbao.demo.events import no_events
from tuanbao.demo.frame import Frame, concat
from tuanbao.demo.lines import itemised, total_cost
from tuanbao.demo.parameters import parameters
from tuanbao.demo.people import make_people
from tuanbao.demo.places import placed
from tuanbao.demo.premiums import premium_table
from tuanbao.demo.scheme import shares
from tuanbao.demo.serious import joined, serious_cases
from tuanbao.demo.tables import bill_table, event_table, member_ids, member_table
from tuanbao.demo.visits import ambulances, courses, frailties, kept, purchases, stays


@dataclass(frozen=True, slots=True)
class Company:
    """The tables of the plan language: ids and words as text, dates as date32, money as int64 fen."""

    members: pa.Table
    bills: pa.Table
    events: pa.Table
    premiums: pa.Table


def make_company(seed: int = 2026, people: int = 500) -> Company:
    """A technology company of so many employees, with spouses and children, and its bills and events of 2026.

    The same seed gives the same tables. The bills come in the order in which they were handed in. Costs and
    frequencies follow parameters.yaml; nobody and no bill in it is real, and identity numbers are left out.
    """
    if people < 20:
        raise ValueError("a company of fewer than 20 people is too small for the demo")
    rngs = np.random.Generator(np.random.PCG64(seed)).spawn(4)
    p = parameters()
    persons = make_people(rngs[0], p, people)
    visits, events = _visits(rngs[1], persons)
    visits = placed(rngs[2], p, persons, visits)
    cost = total_cost(rngs[3], p, visits)
    lines = itemised(rngs[3], p, visits, cost)
    lines |= shares(rngs[3], p, persons, visits, lines)
    ids = member_ids(persons)
    tables = member_table(persons, ids), bill_table(visits, lines, ids), event_table(events, ids)
    return Company(*tables, premium_table(p, persons))


def _visits(rng: np.random.Generator, people: Frame) -> tuple[Frame, Frame]:
    """All visits that are claimed for, and the events."""
    p = parameters()
    none = no_events()
    frailty = frailties(rng, p, people)
    serious, serious_events, death = serious_cases(rng, p, people)
    visits, events = joined(
        [
            (courses(rng, p, people, frailty), none),
            (stays(rng, p, people), none),
            (serious, serious_events),
            childbirths(rng, p, people),
            (purchases(rng, p, people, frailty), none),
        ]
    )
    visits = concat([visits, ambulances(rng, p, visits)])
    return kept(rng, p, people, visits, death), events
