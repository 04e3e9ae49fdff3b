"""Leaving out what another option beats in everything changes no answer."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.design.choosing.brute import least_cost, most_value
from tests.design.choosing.test_solving import NAME, problems
from tuanbao.design.choosing.dominance import worth_keeping
from tuanbao.design.choosing.problem import Group, Problem, Row
from tuanbao.design.choosing.solving import _smaller


@settings(max_examples=200, deadline=None)
@given(problems())
def test_the_best_and_the_cheapest_stay(problem: Problem) -> None:
    kept = {group.key: worth_keeping(group, problem.rows) for group in problem.groups}
    smaller = _smaller(problem, kept)
    assert most_value(smaller) == most_value(problem)
    assert least_cost(smaller) == least_cost(problem)
    assert all(len(own) for own in kept.values())


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_what_is_left_out_is_beaten_by_what_stays_and_what_stays_by_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    number = int(rng.integers(1, 12))
    cost, value, level, equal = (rng.integers(0, 4, number).astype(float) for _ in range(4))
    group = Group("g", NAME, cost, value)
    rows = [Row("low", NAME, {"g": level}, low=0.0), Row("both", NAME, {"g": equal}, low=0.0, high=0.0)]
    kept = worth_keeping(group, rows).tolist()

    def beats(a: int, b: int) -> bool:
        worse = cost[a] > cost[b] or value[a] < value[b] or level[a] < level[b] or equal[a] != equal[b]
        better = cost[a] < cost[b] or value[a] > value[b] or level[a] > level[b]
        return not worse and (better or a < b)

    for option in range(number):
        beaten = [other for other in range(number) if other != option and beats(other, option)]
        assert (option in kept) == (not beaten)
        assert option in kept or set(beaten) & set(kept)


def test_an_option_that_costs_more_and_is_worth_less_is_left_out_unless_a_row_wants_it() -> None:
    group = Group("g", NAME, np.array([1.0, 2.0, 2.0]), np.array([5.0, 4.0, 6.0]))
    assert worth_keeping(group, []).tolist() == [0, 2]
    assert worth_keeping(group, [Row("floor", NAME, {"g": np.array([0.0, 1.0, 0.0])}, low=1.0)]).tolist() == [0, 1, 2]
    assert worth_keeping(group, [Row("floor", NAME, {"g": np.array([1.0, 0.0, 1.0])}, high=0.0)]).tolist() == [0, 1, 2]
    assert worth_keeping(group, [Row("of others", NAME, {"h": np.array([1.0])}, low=0.0)]).tolist() == [0, 2]
