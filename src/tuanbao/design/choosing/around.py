"""Around the choice (选择的周边): the frontier of cost and value, the cheapest of a value, other weights."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tuanbao.design.choosing.problem import Group, Problem, cost_row, value_row
from tuanbao.design.choosing.solving import Solution, solve
from tuanbao.design.choosing.valuing import Scales
from tuanbao.language import Text

POINTS = 12
"""Of the frontier."""
FRONTIER = Text("前沿上的一点", "a point of the frontier")
CHEAPEST = Text("成本最低", "the least cost")
KEPT = Text("价值不低于", "the value kept")
MONEY = ("budget", "growth", "hold_years", "tightened", "cheapest", "keep_value")


@dataclass(frozen=True, slots=True)
class Frontier:
    """The most value for every amount of money, under all wishes but those about money."""

    solutions: tuple[Solution, ...]
    """From the cheapest to the dearest; each is proven or carries its gap."""

    @property
    def slopes(self) -> list[float]:
        """Value of one more fen between neighbouring points."""
        pairs = zip(self.solutions, self.solutions[1:], strict=False)
        return [(b.value - a.value) / (b.cost - a.cost) for a, b in pairs if b.cost > a.cost]


def frontier(problem: Problem, tell: Callable[[int, int], object] | None = None) -> Frontier:
    """Points between the cheapest choice and the one of most value, evenly spaced by cost, without repetition."""
    free = problem.without(MONEY)
    cheapest, best = solve(free, "cost"), solve(free)
    if cheapest is None or best is None:
        return Frontier(())
    found: list[Solution] = []
    budgets = np.linspace(cheapest.cost, max(best.cost, cheapest.cost), POINTS)
    for number, budget in enumerate(budgets, 1):
        point = solve(free.with_rows(cost_row(free.groups, "frontier", FRONTIER, float(budget) + 0.5)))
        if point is not None and (not found or point.value > found[-1].value * (1 + 1e-9)):
            found.append(point)
        if tell is not None:
            tell(number, POINTS)
    return Frontier(tuple(found))


def at_least_cost(problem: Problem) -> Problem | None:
    """The problem with no more money than its cheapest choice costs: what then is worth most is the answer to "the
    cheapest that keeps a value". None where there is no choice."""
    cheapest = solve(problem, "cost")
    if cheapest is None:
        return None
    return problem.with_rows(cost_row(problem.groups, "cheapest", CHEAPEST, cheapest.cost + 0.5))


def cheapest_keeping(problem: Problem, value: float) -> Solution | None:
    """The cheapest choice that is worth at least ``value``, under all wishes but those about money."""
    free = problem.without(MONEY)
    return solve(free.with_rows(value_row(free.groups, "value", KEPT, value - 0.5)), "cost")


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The choice under other weights."""

    name: Text
    solution: Solution | None
    changed: tuple[str, ...]
    """Keys of the groups in which it differs from the choice."""
    regret: float
    """What the choice falls short of the best under these weights, as a share of the best."""


def sensitivities(
    problem: Problem, chosen: Mapping[str, int], scales: Scales, groups_under: Callable[[Scales], Sequence[Group]]
) -> list[Sensitivity]:
    """The choice again under other weights; the wishes stay."""
    found = []
    for name, other in _others(scales):
        groups = tuple(groups_under(other))
        again = solve(Problem(groups, problem.rows))
        if again is None:
            continue
        mine = sum(float(group.value[chosen[group.key]]) for group in groups)
        changed = tuple(key for key, option in chosen.items() if again.chosen[key] != option)
        regret = max(0.0, (again.value - mine) / abs(again.value)) if again.value else 0.0
        found.append(Sensitivity(name, again, changed, regret))
    return found


def _others(scales: Scales) -> Iterator[tuple[Text, Scales]]:
    yield Text("坏年景权重减半", "a bad year counts half as much"), scales.with_bad_year(0.5)
    yield Text("坏年景权重加倍", "a bad year counts twice as much"), scales.with_bad_year(2.0)
    yield Text("各类保障同等权重", "all themes count the same"), scales.flattened(1.0)
    yield Text("需求权重差异减半", "themes differ half as much"), scales.flattened(0.5)
    yield Text("需求权重差异加大一半", "themes differ half as much again"), scales.flattened(-0.5)
