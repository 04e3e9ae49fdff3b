"""Normalising the model to official statistics (校准): over a stated standard population, in expectation, exactly."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from tuanbao.pricing.model.claim_model import ClaimModel
from tuanbao.pricing.model.standard import Population, active_share, standard_population
from tuanbao.pricing.model.streams import Stream
from tuanbao.reference.health_statistics import health_statistics

RATES = {
    "visits": "visits_per_insured",
    "chronic": "chronic_visits_per_insured",
    "pharmacy": "pharmacy_purchases_per_insured",
    "stays": "admission_rate_active",
}
"""Which figure the rates of streams that count towards it come to."""
MEANS = {"visits": "visit_cost", "stays": "stay_cost"}
DAYS = {"stays": "stay_days"}
ACTIVE_ONLY = frozenset({"stays"})
"""Rates of working people; the others are of working people and pensioners together."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the model expects of the streams that count towards a figure."""

    rate: float
    """Occurrences a person and year."""
    mean: float
    """Yuan of a mean bill."""
    days: float
    """Mean days of a stay."""


def expectation(model: ClaimModel, counts: str, population: Population, *, fixed: bool | None = None) -> Expectation:
    """Rate, mean bill and mean days of the streams that count towards a figure, in a population.

    `fixed`: only those whose rate is (not) taken from a table. A rate of 0 has a mean of 0.
    """
    chosen = [s.counts == counts and fixed in (None, s.fixed_rate) for s in model.streams]
    rates = population.weight[:, None] * model.rates(population.people) * np.asarray(chosen)
    rate = float(rates.sum())
    if rate == 0:
        return Expectation(0.0, 0.0, 0.0)
    mean = float((rates * model.means(population.people)).sum()) / rate
    days = float((rates.sum(axis=0) * [stream.days for stream in model.streams]).sum()) / rate
    return Expectation(rate, mean, days)


def calibrated(model: ClaimModel) -> ClaimModel:
    """The model with rates, means and days normalised.

    Rates first: what comes from a published table stays, the rest is scaled to the figure. Then the means and the days
    of all streams that count are scaled by one factor each.
    """
    figures = {name: float(fact.value) for name, fact in health_statistics().items()}
    for counts, figure in RATES.items():
        fixed, free = (insured_rate(model, counts, fixed=which) for which in (True, False))
        model = _scaled(model, counts, {"rate": (figures[figure] - fixed) / free})
    active = standard_population("active")
    for counts, figure in MEANS.items():
        model = _scaled(model, counts, {"mean": figures[figure] / expectation(model, counts, active).mean})
    for counts, figure in DAYS.items():
        model = _scaled(model, counts, {"days": figures[figure] / expectation(model, counts, active).days})
    return model


def insured_rate(model: ClaimModel, counts: str, *, fixed: bool | None = None) -> float:
    """Occurrences a person and year as the official figure counts them: working people, or these and pensioners."""
    working = expectation(model, counts, standard_population("active"), fixed=fixed).rate
    if counts in ACTIVE_ONLY:
        return working
    share = active_share()
    return share * working + (1 - share) * expectation(model, counts, standard_population("retired"), fixed=fixed).rate


def _scaled(model: ClaimModel, counts: str, factors: Mapping[str, float]) -> ClaimModel:
    def one(stream: Stream) -> Stream:
        if stream.counts != counts:
            return stream
        rate = 1.0 if stream.fixed_rate else factors.get("rate", 1.0)
        days = stream.days * factors.get("days", 1.0)
        return replace(stream, rate=stream.rate * rate, mean=stream.mean * factors.get("mean", 1.0), days=days)

    return replace(model, streams=tuple(map(one, model.streams)))
