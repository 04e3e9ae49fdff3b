"""Wishes that cannot all be met: the smallest set of them, and exactly how much money is missing."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.design.choosing.brute import least_cost, most_value, subsets, totals
from tests.design.choosing.test_proof import YUAN
from tests.design.making import STAFF, small
from tuanbao.design.choosing.conflicts import MONEY, conflict
from tuanbao.design.choosing.problem import Group, Problem, Row, cost_row
from tuanbao.design.choosing.solving import solve
from tuanbao.language import Text

LITTLE: dict[str, dict[str, Any]] = {
    "a budget below the cheapest choice": {"budget": round(YUAN * 0.5)},
    "a budget and a floor": {"budget": round(YUAN * 0.8), "floors": [{"plan": STAFF, "benefit": "outpatient"}]},
    "growth and a floor": {"growth": "0%", "last_year": round(YUAN * 0.8), "floors": [{"benefit": "outpatient"}]},
    "a budget and growth": {
        "budget": YUAN,
        "growth": "0%",
        "last_year": round(YUAN * 0.8),
        "depth": {"staff": 1_700_000},
    },
    "a premium to be held": {"budget": round(YUAN * 0.79), "hold_years": 3},
    "a premium held for a floor": {
        "budget": round(YUAN * 0.87),
        "hold_years": 3,
        "floors": [{"benefit": "outpatient"}, {"plan": STAFF, "benefit": "critical-illness", "at_least": "30%"}],
    },
    "depth that no design has": {"budget": YUAN, "depth": {"staff": 3_000_000}},
}


def without_all_but(problem: Problem, keys: tuple[str, ...]) -> Problem:
    return problem.without([key for key in problem.wishes if key not in keys])


def smallest(problem: Problem) -> int:
    """The size of the smallest set of wishes that no choice meets, by trying every set."""
    return next(
        len(keys) for keys in subsets(list(problem.wishes)) if most_value(without_all_but(problem, keys)) is None
    )


@pytest.mark.parametrize("name", LITTLE)
def test_the_smallest_set_is_named_and_what_is_missing_is_exact(name: str) -> None:
    problem = small().problem(**LITTLE[name])
    assert solve(problem) is None
    found = conflict(problem)
    assert len(found.wishes) == smallest(problem)
    named = tuple(key for key, wish in problem.wishes.items() if wish in found.wishes)
    assert most_value(without_all_but(problem, named)) is None
    for key in named:
        assert most_value(without_all_but(problem, tuple(other for other in named if other != key))) is not None
    if not set(named) & set(MONEY):
        assert found.short is None
        assert "More money would not help" in found.text.en
        return
    assert found.short is not None
    assert found.short > 0
    assert most_value(richer(problem, found.short + 20)) is not None
    assert most_value(richer(problem, found.short - 20)) is None
    assert "差" in found.text.zh


def richer(problem: Problem, fen: int) -> Problem:
    """All limits of money as much higher as the tightest of them needs to be ``fen`` higher."""
    limits = [row.high for row in problem.rows if row.key in MONEY]
    limit = min(limits) + fen
    rows = [
        Row(r.key, r.name, r.coefficients, r.low, max(r.high, limit) if r.key in MONEY else r.high)
        for r in problem.rows
    ]
    return Problem(problem.groups, tuple(rows))


def test_one_wish_that_nothing_meets_is_said_to_stand_alone() -> None:
    found = conflict(small().problem(**LITTLE["a budget below the cheapest choice"]))
    assert found.text.en.startswith("this wish alone cannot be met: the budget of")
    assert found.text.zh.startswith("这一约束自身就无法满足：预算")
    assert found.least_cost == least_cost(small().problem())
    assert found.short == round(found.least_cost - round(YUAN * 0.5) * 100)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32 - 1))
def test_of_any_wishes_in_conflict_the_smallest_set_is_named(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups = tuple(Group(f"g{k}", NAME, rng.uniform(0, 100, 4), rng.uniform(0, 100, 4)) for k in range(3))
    rows = [cost_row(groups, "budget", Text("预算", "budget"), float(rng.uniform(20, 150)))]
    for number in range(5):
        chosen = [group.key for group in groups if rng.random() < 0.6]
        level = {key: rng.integers(0, 5, 4).astype(float) for key in chosen}
        rows.append(Row(f"w{number}", Text(f"愿望{number}", f"wish {number}"), level, low=float(rng.integers(1, 8))))
    problem = Problem(groups, tuple(rows))
    if totals(problem)[3].any():
        return
    found = conflict(problem)
    assert len(found.wishes) == smallest(problem)
    assert (
        most_value(without_all_but(problem, tuple(key for key, w in problem.wishes.items() if w in found.wishes)))
        is None
    )


NAME = Text("组", "group")
