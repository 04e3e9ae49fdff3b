"""The model's person-years where they are large (大额人年): with the expected mean, above and below a threshold."""

import numpy as np
from numpy.typing import NDArray

from tuanbao.language import Text
from tuanbao.pricing.costs import Costs
from tuanbao.pricing.weighing import weighed_to_mean

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
FEN = 100
ENOUGH = 100
"""Fewer years than this that can be made of person-years show no chance of a year."""


def weighed_person_years(costs: Costs) -> tuple[Ints, tuple[Text, ...]]:
    """(m,) fen in ascending order, as many as were simulated, whose mean is the expected one.

    Rare large sums have their mean computed and not counted (Costs.computed); weights bring the person-years to it, and
    the amounts are taken at equal steps of the sum of weights.
    """
    amounts = np.sort(costs.person_years)
    people = len(costs.member_id)
    if not people or not len(amounts) or not amounts[-1] > 0:
        return amounts, ()
    weights, notes = weighed_to_mean(amounts / FEN, costs.mean() / FEN / people)
    if weights is None:
        return amounts, tuple(notes)
    running = np.cumsum(weights)
    steps = (np.arange(len(amounts)) + 0.5) / len(amounts) * running[-1]
    return amounts[np.minimum(np.searchsorted(running, steps), len(amounts) - 1)], tuple(notes)


def excess_a_person(costs: Costs, threshold: int) -> float:
    """Expected fen of one person in the plan year above a threshold."""
    amounts = weighed_person_years(costs)[0]
    return float(np.maximum(amounts - threshold, 0).mean()) if len(amounts) else 0.0


def kept_a_person(costs: Costs, threshold: int | None) -> float:
    """Expected fen of one person in the plan year up to a threshold; None: without one."""
    whole = costs.mean() / len(costs.member_id)
    return whole if threshold is None else whole - excess_a_person(costs, threshold)


def years_of(costs: Costs, threshold: int, seed: int) -> tuple[Floats, Floats] | None:
    """(years,) totals of the group, and the same with what exceeds the threshold replaced by its mean.

    The years are put together from person-years in random order, which keeps a person's large claim in one year but
    not that families fall ill together. None where they would be too few to show anything.
    """
    people = len(costs.member_id)
    years = len(costs.person_years) // max(people, 1)
    if years < ENOUGH:
        return None
    amounts = np.random.Generator(np.random.PCG64(seed)).permutation(weighed_person_years(costs)[0])
    table = amounts[: years * people].reshape(years, people)
    above = np.maximum(table - threshold, 0).sum(axis=1).astype(np.float64)
    totals = table.sum(axis=1).astype(np.float64)
    return totals, totals - above + above.mean()
