"""The standard population (标准人群): the people over whom the model is normalised to official statistics."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.money import split
from tuanbao.pricing.model.claim_model import NOT_STATED, Exposed, Floats
from tuanbao.reference.documented import documented
from tuanbao.vocabulary import SEXES

GOLDEN = 0.6180339887498949
"""Steps of the golden ratio spread classes evenly over people in any order."""


@dataclass(frozen=True, slots=True)
class Population:
    """People with weights that sum to 1, insured, of no stated occupation (their mean factor is 1)."""

    people: Exposed
    weight: Floats


def standard_population(name: str) -> Population:
    """ "active" or "retired": insured employees in work, or pensioners, by age and sex."""
    bands = _figure(name)
    age, sex, weight = [], [], []
    for place, (first, last) in enumerate(zip(bands["from_age"], bands["to_age"], strict=True)):
        years = np.arange(first, last + 1)
        for code, word in enumerate(SEXES):
            age.append(years)
            sex.append(np.full(len(years), code))
            weight.append(np.full(len(years), bands[word][place] / len(years)))
    weights = np.concatenate(weight)
    nobody = np.zeros(len(weights), np.int64)
    people = Exposed(np.concatenate(age), np.concatenate(sex), nobody, nobody + NOT_STATED, nobody == 0)
    return Population(people, weights / weights.sum())


def active_share() -> float:
    """Working people among those insured as employees."""
    return float(_figure("active_share"))


def standard_class_mean(factors: list[float]) -> float:
    """Mean of factors by occupation class over the working people."""
    return float(np.average(factors, weights=_figure("occupation")))


def standard_members(number: int, year: date) -> pa.Table:
    """A table of so many working people like the standard population: simulated, they show the official figures.

    Columns as the roster reads them, with `occupation_class`; ages are completed years on the day `year`, when cover
    begins.
    """
    population = standard_population("active")
    counts = split(number, [Fraction(weight).limit_denominator(10**9) for weight in population.weight])
    age, sex = (np.repeat(getattr(population.people, name), counts) for name in ("age", "sex"))
    spread = (np.arange(number) * GOLDEN) % 1.0
    limits = np.cumsum(_figure("occupation"))
    occupation = 1 + np.searchsorted(limits[:-1], spread, side="right")
    ids = [f"S{i:07d}" for i in range(number)]
    return pa.table(
        {
            "member_id": ids,
            "relation": ["employee"] * number,
            "birth_date": pa.array([date(year.year - int(years), 1, 1) for years in age], pa.date32()),
            "sex": [list(SEXES)[code] for code in sex],
            "cover_from": pa.array([year] * number, pa.date32()),
            "insured": ["true"] * number,
            "occupation_class": [str(one) for one in occupation],
        }
    )


def _figure(name: str) -> Any:
    return documented("standard_population.yaml")[name].value
