"""The choice under other weights: what would change, and what keeping the choice would cost."""

import numpy as np
import pytest

from tests.design.choosing.brute import totals
from tests.design.choosing.test_proof import YUAN
from tests.design.making import small
from tuanbao.design.choosing.around import sensitivities
from tuanbao.design.choosing.problem import Problem
from tuanbao.design.choosing.solving import solve


def test_regret_is_the_share_that_the_choice_falls_short_of_the_best() -> None:
    problem = small().problem(budget=YUAN)
    chosen = solve(problem)
    assert chosen is not None
    found = sensitivities(problem, chosen.chosen, small().scales, small().choices)
    others = (
        small().scales.with_bad_year(0.5),
        small().scales.with_bad_year(2.0),
        small().scales.flattened(1.0),
        small().scales.flattened(0.5),
        small().scales.flattened(-0.5),
    )
    assert len(found) == len(others)
    for one, scales in zip(found, others, strict=True):
        groups = small().choices(scales)
        _, value, _, holds = totals(Problem(groups, problem.rows))
        best = float(value[holds].max())
        mine = sum(float(group.value[chosen.chosen[group.key]]) for group in groups)
        assert one.regret == pytest.approx((best - mine) / best, abs=1e-9)
        assert one.regret >= 0
        if not one.changed:
            assert one.regret == 0
        assert one.solution is not None
        assert set(one.changed) == {key for key in chosen.chosen if one.solution.chosen[key] != chosen.chosen[key]}
    assert any(one.changed for one in found)
    assert len({one.name.zh for one in found}) == len({one.name.en for one in found}) == 5


def test_a_choice_that_is_best_under_the_same_weights_regrets_nothing() -> None:
    problem = small().problem()
    chosen = solve(problem)
    assert chosen is not None
    found = sensitivities(problem, chosen.chosen, small().scales, lambda scales: small().groups)
    assert all(one.regret == 0.0 for one in found)
    assert all(one.changed == () for one in found)
    worst = {group.key: int(np.argmin(group.value)) for group in problem.groups}
    regretted = sensitivities(problem, worst, small().scales, lambda scales: small().groups)
    assert all(one.regret > 0 and one.changed for one in regretted)
