"""Fits of the tail: known parameters come back; what cannot be fitted falls back and says so."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanbao.risk import RiskError, fit_tail
from tuanbao.risk.errors import Floats
from tuanbao.risk.generalised_pareto import GeneralisedPareto
from tuanbao.risk.pareto_fit import fit_generalised_pareto


def sample(shape: float, scale: float, number: int, seed: int) -> Floats:
    hazard = -np.log1p(-np.random.default_rng(seed).random(number))
    # The quotient of denormal numbers has no digits left.
    return scale * (np.expm1(shape * hazard) / shape if abs(shape) > 1e-100 else hazard)


@pytest.mark.parametrize("shape", [-0.3, 0.0, 0.001, 0.3, 0.8, 1.5])
def test_parameters_come_back_within_their_standard_errors(shape: float) -> None:
    fit = fit_generalised_pareto(sample(shape, 100, 20_000, seed=11))
    assert fit.shape_error is not None
    assert fit.scale_error is not None
    assert abs(fit.shape - shape) < 3.5 * fit.shape_error
    assert abs(fit.scale - 100) < 3.5 * fit.scale_error


@settings(max_examples=25, deadline=None)
@given(st.floats(-0.4, 1.2), st.floats(1e-3, 1e7), st.integers(0, 10_000))
def test_no_neighbour_is_likelier(shape: float, scale: float, seed: int) -> None:
    y = sample(shape, scale, 300, seed)
    fit = fit_generalised_pareto(y)
    if fit.notes:
        return

    def likelihood(a: float, b: float) -> float:
        inside = 1 + a * y / b
        if inside.min() <= 0:
            return -math.inf
        power = np.log(inside).sum() * (1 + 1 / a) if a else y.sum() / b
        return float(-len(y) * math.log(b) - power)

    assert fit.log_likelihood == pytest.approx(likelihood(fit.shape, fit.scale), rel=1e-6, abs=1e-4)
    for a, b in ((0.01, 1), (-0.01, 1), (0, 1.01), (0, 0.99), (0.01, 0.99), (-0.01, 1.01)):
        assert likelihood(fit.shape + a, fit.scale * b) < fit.log_likelihood + 1e-6


def test_infinite_mean_is_said_and_only_a_limited_layer_has_a_price() -> None:
    tail = fit_tail(sample(1.5, 100, 5_000, seed=3), 0)
    assert "infinite" in tail.notes[0].en
    assert math.isinf(tail.mean_excess(1_000))
    assert 0 < tail.expected_excess(1_000, limit=5_000) < 5_000
    with pytest.raises(RiskError, match="give a limit"):
        tail.expected_excess(1_000)


def test_infinite_variance_is_said() -> None:
    assert "variance is infinite" in fit_tail(sample(0.7, 100, 5_000, seed=3), 0).notes[0].en


def test_too_few_large_amounts_lower_the_threshold() -> None:
    amounts = sample(0.3, 100, 1_000, seed=5)
    tail = fit_tail(amounts, float(np.sort(amounts)[-10]))
    assert tail.exceeding == 30
    assert tail.threshold < np.sort(amounts)[-10]
    assert "Only 9 amounts are above" in tail.notes[0].en


def test_very_few_amounts_make_an_exponential_tail() -> None:
    tail = fit_tail([100, 300, 800, 0], 200)
    assert (tail.law.shape, tail.law.scale, tail.shape_error) == (0, pytest.approx(350), None)
    assert "exponential" in tail.notes[0].en
    assert tail.share == 0.5
    nothing_above = fit_tail([100, 300, 800, 0], 900)
    assert (nothing_above.threshold, nothing_above.law.scale) == (0, pytest.approx(400))


def test_amounts_that_run_into_a_limit() -> None:
    tail = fit_tail(np.full(200, 50_000), 10_000)
    assert tail.law.shape == pytest.approx(-0.5, abs=1e-6)
    assert tail.shape_error is None
    assert "limit" in tail.notes[0].en


def test_quantile_survival_and_mean_excess_fit_together() -> None:
    tail = fit_tail(sample(0.2, 100, 4_000, seed=2), 50)
    x = tail.quantile(0.995)
    assert tail.survival(x) == pytest.approx(0.005, rel=1e-9)
    assert tail.expected_excess(x) == pytest.approx(0.005 * tail.mean_excess(x), rel=1e-9)
    layered = tail.expected_excess(x, limit=200) + tail.expected_excess(x + 200)
    assert layered == pytest.approx(tail.expected_excess(x), rel=1e-9)


def test_the_smallest_shape_there_is_is_the_exponential() -> None:
    x = np.array([0.5, 1.0, 7.0])
    assert GeneralisedPareto(5e-324, 2.0).survival(x) == pytest.approx(np.exp(-x / 2))
