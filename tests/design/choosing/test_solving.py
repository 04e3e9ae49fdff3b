"""The exact choice, against all choices one by one."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanbao.design.choosing.problem import Group, Problem, Row, cost_row, forbidden_row
from tuanbao.design.choosing.solving import holds, solve
from tuanbao.language import Text

NAME = Text("约束", "row")


def by_hand(problem: Problem, aim: str = "value") -> tuple[float, float] | None:
    """The best (value, cost) of all choices, each looked at."""
    best = None
    for picks in product(*(range(len(group)) for group in problem.groups)):
        chosen = {group.key: pick for group, pick in zip(problem.groups, picks, strict=True)}
        if all(holds(row, chosen) for row in problem.rows):
            value = sum(float(group.value[chosen[group.key]]) for group in problem.groups)
            cost = sum(float(group.cost[chosen[group.key]]) for group in problem.groups)
            better = best is None or (value > best[0] if aim == "value" else cost < best[1])
            best = (value, cost) if better else best
    return best


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes = draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    groups = tuple(
        Group(
            f"g{k}",
            NAME,
            np.rint(rng.uniform(0, 1e8, size)),
            np.rint(rng.uniform(0, 1e8, size)),
        )
        for k, size in enumerate(sizes)
    )
    budget = draw(st.floats(0.1, 1.2)) * sum(float(group.cost.max()) for group in groups)
    rows = [cost_row(groups, "budget", NAME, budget)]
    if len(groups) > 1 and draw(st.booleans()):
        level = {group.key: np.rint(rng.uniform(0, 1e6, len(group))) for group in groups[:2]}
        rows.append(Row("order", NAME, {"g0": level["g0"], "g1": -level["g1"]}, low=0.0))
    if draw(st.booleans()):
        rows.append(forbidden_row(groups[0], "floor", NAME, rng.random(len(groups[0])) < 0.4))
    return Problem(groups, tuple(rows))


@settings(max_examples=150, deadline=None)
@given(problems(), st.sampled_from(["value", "cost"]))
def test_no_choice_is_better_than_the_chosen_one(problem: Problem, aim: str) -> None:
    found, best = solve(problem, aim), by_hand(problem, aim)
    assert (found is None) == (best is None)
    if found is not None and best is not None:
        reached, wanted = (found.value, best[0]) if aim == "value" else (found.cost, best[1])
        assert reached == pytest.approx(wanted, rel=1e-9, abs=1.0)
        assert all(holds(row, found.chosen) for row in problem.rows)
        assert found.proven


def test_the_bound_is_never_worse_than_what_was_reached() -> None:
    groups = (Group("a", NAME, np.array([0.0, 5e7]), np.array([0.0, 9e7])),)
    found = solve(Problem(groups, (cost_row(groups, "budget", NAME, 4e7),)))
    assert found is not None
    assert found.chosen == {"a": 0}
    assert found.bound >= found.value - 1e-6


@settings(max_examples=60, deadline=None)
@given(problems(), st.integers(0, 2**32 - 1))
def test_rows_that_tie_two_groups_together_hold_exactly(problem: Problem, seed: int) -> None:
    """As of one plan in two blocks: the turns of its levers are the same in both."""
    if len(problem.groups) < 2:
        return
    rng = np.random.default_rng(seed)
    turns = [rng.integers(0, 3, len(group)).astype(float) for group in problem.groups[:2]]
    tied = problem.with_rows(Row("same plan", NAME, {"g0": turns[0], "g1": -turns[1]}, low=0.0, high=0.0))
    found, best = solve(tied), by_hand(tied)
    assert (found is None) == (best is None)
    if found is not None and best is not None:
        assert turns[0][found.chosen["g0"]] == turns[1][found.chosen["g1"]]
        assert found.value == pytest.approx(best[0], rel=1e-9, abs=1.0)


def test_the_least_cost_is_bounded_from_below() -> None:
    groups = (Group("a", NAME, np.array([3e7, 5e7, 4e7]), np.array([0.0, 9e7, 8e7])),)
    found = solve(Problem(groups, (Row("value", NAME, {"a": groups[0].value}, low=5e7),)), "cost")
    assert found is not None
    assert found.chosen == {"a": 2}  # a position among all options, also those that were left out before solving
    assert found.bound <= found.cost + 1e-6
    assert found.proven
