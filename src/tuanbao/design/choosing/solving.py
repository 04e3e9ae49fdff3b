"""The exact choice by a mixed-integer programme (混合整数规划), with its bound (HiGHS through scipy)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any, Literal

import numpy as np

from tuanbao.design.choosing.dominance import worth_keeping
from tuanbao.design.choosing.problem import Problem, Row
from tuanbao.design.choosing.quiet import quiet

Aim = Literal["value", "cost"]
SECONDS = 60.0
"""A choice that is not proven best by then is given with its gap."""
PRESOLVE = False
"""The problem is small, and looking for ways to make it smaller took four times as long as solving it."""
TOLERANCE = 1e-7
"""Of a row, relative to its largest coefficient: what the solver itself allows."""


@dataclass(frozen=True, slots=True)
class Solution:
    """One option of every group, and how sure it is that none is better."""

    chosen: Mapping[str, int]
    """Group key -> position of its option."""
    cost: float
    """Fen a year."""
    value: float
    bound: float
    """No choice is better than this: the most value that there can be, or the least cost."""
    gap: float
    """|bound - reached| over reached; 0: proven best."""
    seconds: float

    @property
    def proven(self) -> bool:
        return self.gap <= 1e-6


def solve(problem: Problem, aim: Aim = "value") -> Solution | None:
    """The choice of most value, or of least cost, under all rows; None where there is none.

    One binary for each option, one equation for each group. Coefficients are scaled by rows, so that amounts of
    millions and indicators can stand side by side.
    """
    began = perf_counter()
    kept = {group.key: worth_keeping(group, problem.rows) for group in problem.groups}
    found = _solved(_smaller(problem, kept), aim, began)
    return (
        None if found is None else replace(found, chosen={key: int(kept[key][at]) for key, at in found.chosen.items()})
    )


def _smaller(problem: Problem, kept: Mapping[str, Any]) -> Problem:
    """Only the options that are kept, and rows that some choice can break."""
    groups = tuple(replace(g, cost=g.cost[kept[g.key]], value=g.value[kept[g.key]]) for g in problem.groups)
    rows = tuple(
        replace(row, coefficients={key: own[kept[key]] for key, own in row.coefficients.items()})
        for row in problem.rows
    )
    return Problem(groups, rows)


def _solved(problem: Problem, aim: Aim, began: float) -> Solution | None:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, vstack

    starts = np.cumsum([0, *(len(group) for group in problem.groups)])
    number = int(starts[-1])
    worth = np.concatenate([group.value if aim == "value" else -group.cost for group in problem.groups])
    scale = max(float(np.abs(worth).max(initial=0.0)), 1.0)
    matrix, low, high = _matrix(problem, starts)
    one_each = csr_array(
        (np.ones(number), (np.repeat(np.arange(len(problem.groups)), np.diff(starts)), np.arange(number))),
        shape=(len(problem.groups), number),
    )
    with quiet():
        found = milp(
            -worth / scale,
            integrality=np.ones(number),
            bounds=Bounds(0, 1),
            constraints=[
                LinearConstraint(one_each, 1, 1),
                *([LinearConstraint(vstack([csr_array(matrix)]), low, high)] if len(matrix) else []),
            ],
            options={"mip_rel_gap": 0.0, "time_limit": SECONDS, "presolve": PRESOLVE},
        )
    if found.x is None:
        return None
    return _solution(problem, starts, found, scale, aim, perf_counter() - began)


def _matrix(problem: Problem, starts: Any) -> tuple[Any, Any, Any]:
    """Rows scaled by their largest coefficient; (rows, options), (rows,), (rows,)."""
    matrix = np.zeros((len(problem.rows), int(starts[-1])))
    low, high = np.empty(len(problem.rows)), np.empty(len(problem.rows))
    for at, row in enumerate(problem.rows):
        for place, group in enumerate(problem.groups):
            if group.key in row.coefficients:
                matrix[at, starts[place] : starts[place + 1]] = row.coefficients[group.key]
        largest = max(float(np.abs(matrix[at]).max(initial=0.0)), 1e-9)
        matrix[at] /= largest
        low[at], high[at] = row.low / largest, row.high / largest
    return matrix, low - TOLERANCE, high + TOLERANCE


def _solution(problem: Problem, starts: Any, found: Any, scale: float, aim: Aim, seconds: float) -> Solution:
    chosen = {
        group.key: int(np.argmax(found.x[starts[place] : starts[place + 1]]))
        for place, group in enumerate(problem.groups)
    }
    cost = float(sum(group.cost[chosen[group.key]] for group in problem.groups))
    value = float(sum(group.value[chosen[group.key]] for group in problem.groups))
    sign = -1.0 if aim == "value" else 1.0
    bound = sign * float(found.mip_dual_bound) * scale
    reached = value if aim == "value" else cost
    return Solution(chosen, cost, value, bound, abs(bound - reached) / max(abs(reached), 1.0), seconds)


def holds(row: Row, chosen: Mapping[str, int]) -> bool:
    """Does a row hold for a choice? Within the solver's tolerance."""
    total = sum(float(coefficients[chosen[key]]) for key, coefficients in row.coefficients.items())
    largest = max((float(np.abs(c).max(initial=0.0)) for c in row.coefficients.values()), default=0.0)
    slack = 2 * TOLERANCE * max(largest, 1.0)
    return row.low - slack <= total <= row.high + slack
