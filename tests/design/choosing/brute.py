"""All choices of a problem, each looked at: the plainest possible solver."""

from collections.abc import Iterator
from itertools import product

import numpy as np

from tuanbao.design.choosing.problem import Problem
from tuanbao.design.choosing.solving import TOLERANCE


def totals(problem: Problem) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(choices, groups) options, (choices,) value, cost, and whether every row holds."""
    sizes = [len(group) for group in problem.groups]
    picks = np.stack(
        [each.ravel() for each in np.meshgrid(*(np.arange(size) for size in sizes), indexing="ij")], axis=1
    )
    value = sum(group.value[picks[:, at]] for at, group in enumerate(problem.groups))
    cost = sum(group.cost[picks[:, at]] for at, group in enumerate(problem.groups))
    holds = np.ones(len(picks), bool)
    for row in problem.rows:
        sums, largest = np.zeros(len(picks)), 1.0
        for at, group in enumerate(problem.groups):
            if group.key in row.coefficients:
                own = np.asarray(row.coefficients[group.key])
                sums += own[picks[:, at]]
                largest = max(largest, float(np.abs(own).max()))
        slack = 2 * TOLERANCE * largest
        holds &= (sums >= row.low - slack) & (sums <= row.high + slack)
    return picks, np.asarray(value), np.asarray(cost), holds


def most_value(problem: Problem) -> float | None:
    _, value, _, holds = totals(problem)
    return float(value[holds].max()) if holds.any() else None


def least_cost(problem: Problem) -> float | None:
    _, _, cost, holds = totals(problem)
    return float(cost[holds].min()) if holds.any() else None


def subsets(keys: list[str]) -> Iterator[tuple[str, ...]]:
    """All sets of wishes, the smallest first."""
    for picks in sorted(product((False, True), repeat=len(keys)), key=sum):
        yield tuple(key for key, pick in zip(keys, picks, strict=True) if pick)
