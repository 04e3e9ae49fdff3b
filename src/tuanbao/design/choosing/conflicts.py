"""Wishes that cannot all be met (约束冲突): the smallest set of them, and by how much money they miss."""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from tuanbao.design.choosing.problem import Problem, Row
from tuanbao.design.choosing.solving import solve
from tuanbao.language import Text
from tuanbao.money import format_yuan

MONEY = ("budget", "growth", "hold_years")
"""Wishes that more money would meet."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """No choice meets all of these wishes; without any one of them there is one."""

    wishes: tuple[Text, ...]
    short: int | None
    """Fen a year by which the money asked for is too little; None where no money would help."""
    least_cost: int | None
    """Fen a year that the cheapest choice needs which meets everything but the money."""

    @property
    def text(self) -> Text:
        zh, en = "；".join(wish.zh for wish in self.wishes), "; ".join(wish.en for wish in self.wishes)
        if len(self.wishes) == 1:
            said = Text(f"这一约束自身就无法满足：{zh}", f"this wish alone cannot be met: {en}")
        else:
            said = Text(f"这些约束不能同时满足：{zh}", f"these wishes cannot all be met: {en}")
        if self.short is None or self.least_cost is None:
            return Text(
                f"{said.zh}。增加预算也无济于事，请放宽其中一项", f"{said.en}. More money would not help; relax one"
            )
        short, least = format_yuan(self.short), format_yuan(self.least_cost)
        return Text(
            f"{said.zh}。满足其余约束最少需要 {least} 元，还差 {short} 元",
            f"{said.en}. The cheapest choice that meets the others costs {least} yuan, {short} yuan more",
        )


def conflict(problem: Problem) -> Conflict:
    """The smallest set of wishes that conflict, of a problem without a solution.

    Wishes are dropped one by one while the rest still conflicts, which leaves a set none of which can be spared; then
    every smaller set is tried, so that it is the smallest and not only minimal.
    """
    wishes = problem.wishes
    kept = list(wishes)
    for key in list(wishes):
        rest = [name for name in kept if name != key]
        if solve(_only(problem, rest)) is None:
            kept = rest
    for size in range(1, len(kept)):
        smaller = next((c for c in combinations(wishes, size) if solve(_only(problem, list(c))) is None), None)
        if smaller is not None:
            kept = list(smaller)
            break
    return Conflict(tuple(wishes[key] for key in kept), *_missing(problem, kept))


def _only(problem: Problem, keys: list[str]) -> Problem:
    return problem.without([key for key in problem.wishes if key not in keys])


def _missing(problem: Problem, kept: list[str]) -> tuple[int | None, int | None]:
    """By how much the money falls short, and how much would do: for this year's cost and, where the premium is to be
    held, for that of the later year."""
    money, others = [row for row in problem.rows if row.key in MONEY], problem.without(MONEY)
    least = [solve(_costing(others, row), "cost") for row in money]
    if not set(kept) & set(MONEY) or any(found is None for found in least):
        return None, None
    needed = round(max(found.cost for found in least if found is not None))
    return max(needed - round(min(row.high for row in money)), 0), needed


def _costing(problem: Problem, row: Row) -> Problem:
    """The problem with what a row adds up as the cost."""
    none = {group.key: np.zeros(len(group)) for group in problem.groups}
    costs = none | dict(row.coefficients)
    return replace(problem, groups=tuple(replace(group, cost=costs[group.key]) for group in problem.groups))
