"""Identities that every distribution of amounts obeys, and grids that keep the mean."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from tuanbao.risk import (
    Empirical,
    Gamma,
    GeneralisedPareto,
    Layer,
    Lognormal,
    Mixture,
    Scaled,
    Severity,
    Spliced,
    discretise,
    exponential,
    fit_tail,
    pareto,
    uniform,
)
from tuanbao.risk.severity import at

SAMPLE = np.random.default_rng(7).lognormal(2, 1, 400)
LAWS: dict[str, Severity] = {
    "lognormal": Lognormal.of(10, 2),
    "gamma": Gamma(0.7, 12),
    "exponential": exponential(9),
    "pareto": pareto(3.5, 20),
    "generalised pareto near 0": GeneralisedPareto(1e-7, 8),
    "generalised pareto below 0": GeneralisedPareto(-0.3, 8),
    "uniform": uniform(20),
    "layer": Layer(Lognormal.of(10, 2), 3, 40, 0.8),
    "scaled": Scaled(Gamma(2, 4), 1.07),
    "mixture": Mixture([exponential(5), uniform(40)], [3, 1]),
    "empirical": Empirical([1, 2, 2, 7, 30], [1, 2, 1, 1, 0.5]),
    "spliced": Spliced(SAMPLE, fit_tail(SAMPLE, 15)),
    "infinite variance": pareto(1.6, 5),
}


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS.keys())
def test_limited_value_is_the_integral_of_survival(law: Severity) -> None:
    for x in (0.5, 3.3, 12.0, 55.0):
        t = np.linspace(0, x, 100_001)
        survival = law.survival(t)
        assert at(law.limited, x) == pytest.approx(np.trapezoid(survival, t), rel=2e-5)
        assert at(law.limited_square, x) == pytest.approx(np.trapezoid(2 * t * survival, t), rel=2e-5)


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS.keys())
def test_limited_value_and_excess_make_the_mean(law: Severity) -> None:
    x = np.geomspace(0.01, 1e6, 60)
    assert law.limited(x) + law.excess(x) == pytest.approx(np.full(60, law.mean), rel=1e-9)
    assert at(law.limited, math.inf) == pytest.approx(law.mean, rel=1e-9)
    assert at(law.excess, 0) == pytest.approx(law.mean, rel=1e-9)
    assert at(law.limited_square, math.inf) == pytest.approx(law.second_moment, rel=1e-9)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(LAWS)), st.floats(0.05, 5), st.sampled_from([64, 1024]))
def test_the_grid_keeps_the_mean_up_to_its_end(name: str, step: float, points: int) -> None:
    law = LAWS[name]
    masses = discretise(law, step, points)
    assert masses.min() >= 0
    assert masses.sum() == pytest.approx(1, abs=1e-9)
    kept = at(law.limited, step * (points - 1))
    assert step * float(masses @ np.arange(len(masses))) == pytest.approx(kept, rel=1e-9)


@pytest.mark.parametrize("law", [exponential(9), Lognormal.of(10, 2), Empirical([1, 2.5, 7])])
def test_lower_and_upper_grids_are_bounds(law: Severity) -> None:
    means = {}
    for method in ("lower", "rounding", "mean", "upper"):
        masses = discretise(law, 0.5, 2**12, method)  # type: ignore[arg-type]
        assert masses.sum() == pytest.approx(1, abs=1e-12)
        means[method] = 0.5 * float(masses @ np.arange(len(masses)))
    assert means["lower"] <= means["rounding"] <= means["upper"] <= means["lower"] + 0.5 + 1e-9
    assert means["lower"] <= means["mean"] <= means["upper"]


def test_amounts_that_are_multiples_of_the_step_stay_where_they_are() -> None:
    masses = discretise(Empirical([0.1, 0.3, 0.7]), 0.1, 16)
    assert np.flatnonzero(masses > 1e-12).tolist() == [1, 3, 7]
    assert np.flatnonzero(discretise(Empirical([1, 2.0]), 1, 16, "lower")).tolist() == [1, 2]


def test_a_deductible_above_every_amount_leaves_nothing() -> None:
    layer = Layer(uniform(20), 50)
    assert (layer.mean, layer.maximum, layer.mean_per_payment) == (0, 0, 0)
    assert layer.loss.mean_excess(50) == 0


def test_pareto_with_infinite_mean_has_layers() -> None:
    heavy = pareto(0.8, 100)
    assert math.isinf(heavy.mean)
    layer = Layer(heavy, 50, 1000)
    area = quad(lambda t: at(heavy.survival, t), 50, 1000)[0]
    assert layer.mean == pytest.approx(area, rel=1e-9)
    assert math.isinf(Layer(heavy, 50).mean)
    masses = discretise(heavy, 5, 256)
    assert 5 * float(masses @ np.arange(256)) == pytest.approx(at(heavy.limited, 5 * 255), rel=1e-9)


def test_splicing_keeps_the_mean_and_the_amounts_below() -> None:
    tail = fit_tail(SAMPLE, 15)
    spliced = Spliced(SAMPLE, tail)
    assert spliced.mean_kept
    assert spliced.mean == pytest.approx(SAMPLE.mean(), rel=1e-12)
    assert spliced.maximum > SAMPLE.max()
    assert at(spliced.survival, 10) == pytest.approx((SAMPLE > 10).mean(), rel=1e-12)
    fitted = Spliced(SAMPLE, tail, keep_mean=False)
    assert at(fitted.survival, 40) == pytest.approx(tail.survival(40), rel=1e-12)
    assert at(fitted.excess, 40) == pytest.approx(tail.expected_excess(40), rel=1e-9)
