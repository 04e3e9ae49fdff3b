"""Mean cost of lump sums (定额给付的期望): every person's event as if it happened, times its chance."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.pricing.costs import Computed
from tuanbao.pricing.lump_sums import paying_streams
from tuanbao.pricing.model.hazards import Hazards
from tuanbao.pricing.paying import Payer
from tuanbao.pricing.simulation.certain import certain_events, chances
from tuanbao.pricing.simulation.columns import Events
from tuanbao.pricing.simulation.packing import Packed
from tuanbao.pricing.simulation.tables import Shared

DRAWN = 60_000
"""About so many events are paid to know the means of one scenario."""
MOST_DRAWS = 64
TOO_MANY = 300_000
"""Chances (people times streams) beyond which nothing is computed: simulated years of so many are sure enough."""


def computed_means(
    hazards: Hazards, packed: Packed, payers: Mapping[str, Payer], years: int, seed: int
) -> dict[str, Computed]:
    """By scenario, for the benefits that are paid on events in which people differ by their rate only.

    A gamma of the person would make "at most once a year" rarer than the rate says; such benefits stay as simulated.
    What another event of the same year changes (a second illness, a death after it) is left out: it is of the order of
    the square of the chances.
    """
    alike = np.isinf(hazards.streams.frailty_shape)[hazards.streams.frailty]
    wanted = {name: _wanted(payer, hazards, alike) for name, payer in payers.items()}
    needed = np.any([streams for streams, _ in wanted.values()], axis=0)
    number = int((hazards.rate[:, needed] > 0).sum())
    if not 0 < number <= TOO_MANY:
        return {}
    draws = int(np.clip(DRAWN // number, 1, MOST_DRAWS))
    events = certain_events(packed, needed, draws, seed)
    shared = Shared(pa.array(hazards.member_id, pa.string()), hazards.streams)
    chance = chances(hazards)
    found = {}
    for name, payer in payers.items():
        streams, benefits = wanted[name]
        if benefits.any():
            found[name] = _means(payer, events, streams, benefits, chance, draws, years, shared)
    return found


def _wanted(payer: Payer, hazards: Hazards, alike: Any) -> tuple[Any, Any]:
    """(streams,) and (benefits,) bool: which events are drawn, and for which benefits."""
    codes = hazards.streams.event
    streams, benefits = np.zeros(len(codes), bool), np.zeros(len(payer.benefits), bool)
    for place, (plan, benefit_id) in enumerate(payer.benefits):
        paying = paying_streams(payer.plans[plan].benefit(benefit_id), codes)
        if paying.any() and alike[paying].all():
            streams |= paying
            benefits[place] = True
    return streams, benefits


def _means(
    payer: Payer, events: Events, streams: Any, benefits: Any, chance: Any, draws: int, years: int, shared: Shared
) -> Computed:
    people = len(payer.frame.names)
    rows = np.flatnonzero(streams[events.stream] & payer.present[events.member])
    chosen = Events(*(column[rows] for column in events))
    mean, variance = (np.zeros((people, len(benefits))) for _ in range(2))
    amounts: dict[tuple[int, int, int], list[int]] = {}
    for row, payment in payer.paid_for_each(chosen, shared):
        if payment.paid:
            place = payer.benefits.index((payment.plan.id, payment.benefit.id))
            key = int(chosen.member[row]), int(chosen.stream[row]), place
            amounts.setdefault(key, []).append(payment.paid)
    for (person, stream, place), paid in amounts.items():
        one = np.array(paid, np.float64)
        average, square = one.sum() / draws, (one**2).sum() / draws
        p = chance[person, stream]
        mean[person, place] += p * average
        variance[person, place] += p**2 * max(square - average**2, 0.0) / draws
    return Computed(benefits, np.rint(mean * years).astype(np.int64)[payer.here], variance[payer.here] * years**2)
