"""The year's total by Fourier transform: against Panjer's recursion, exact moments and convolution."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.risk.panjer import panjer
from tuanbao.risk import (
    Aggregate,
    Binomial,
    Counts,
    Empirical,
    Frequency,
    Gamma,
    Layer,
    Lognormal,
    NegativeBinomial,
    Poisson,
    Severity,
    aggregate,
    aggregate_sum,
    exponential,
    fixed,
    from_totals,
    pareto,
    tail_value_at_risk,
    value_at_risk,
)

UNLIMITED = st.one_of(
    st.builds(Poisson, st.floats(0.1, 30)),
    st.builds(NegativeBinomial, st.floats(0.1, 30), st.floats(0.3, 20)),
)
FREQUENCIES = st.one_of(UNLIMITED, st.builds(Binomial, st.integers(1, 40), st.floats(0.01, 0.9)))
MASSES = st.lists(st.integers(0, 100), min_size=2, max_size=8).filter(lambda weights: sum(weights[1:]) > 0)
SEVERITIES: st.SearchStrategy[Severity] = st.one_of(
    st.builds(exponential, st.floats(1, 1e6)),
    st.builds(Gamma, st.floats(0.3, 5), st.floats(1, 1e5)),
    st.builds(lambda law, limit: Layer(law, 0, limit), st.builds(Lognormal.of, st.just(100.0), st.floats(0.3, 3)),
              st.floats(50, 5_000)),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(UNLIMITED, MASSES)
def test_fourier_equals_panjer(frequency: Frequency, weights: list[int]) -> None:
    masses = np.array(weights) / sum(weights)
    severity = Empirical(np.arange(len(masses)), masses)
    found = aggregate(frequency, severity, step=1, points=2**15)
    recursion = panjer(frequency, list(masses), 120)
    assert found.probabilities[:120] == pytest.approx(recursion, rel=1e-7, abs=1e-11)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 12), st.floats(0.01, 0.99), MASSES)
def test_a_binomial_is_a_row_of_convolutions(people: int, chance: float, weights: list[int]) -> None:
    masses = np.array(weights) / sum(weights)
    found = aggregate(Binomial(people, chance), Empirical(np.arange(len(masses)), masses), step=1, points=256)
    one = chance * masses
    one[0] += 1 - chance
    total = np.ones(1)
    for _ in range(people):
        total = np.convolve(total, one)
    assert found.probabilities[: len(total)] == pytest.approx(total, abs=1e-13)


@settings(max_examples=60, deadline=None)
@given(FREQUENCIES, SEVERITIES)
def test_mass_mean_and_spread_are_kept_with_the_step_it_chooses(frequency: Frequency, severity: Severity) -> None:
    total = aggregate(frequency, severity, points=2**13)
    assert total.quality.mass == pytest.approx(1, abs=1e-9)
    assert total.mean == pytest.approx(frequency.mean * severity.mean, rel=1e-4)
    assert total.sd == pytest.approx(total.exact_sd, rel=1e-3)
    assert total.quality.good


@settings(max_examples=40, deadline=None)
@given(FREQUENCIES, SEVERITIES)
def test_stop_loss_falls_and_is_convex(frequency: Frequency, severity: Severity) -> None:
    total = aggregate(frequency, severity, points=2**12)
    premiums = total.stop_loss(np.linspace(0, total.amounts[-1], 300))
    assert premiums[0] == pytest.approx(total.mean, rel=1e-9)
    falls = -np.diff(premiums)
    slack = 1e-12 * total.mean
    assert (falls >= -slack).all()
    assert (np.diff(falls) <= slack).all()


@settings(max_examples=40, deadline=None)
@given(FREQUENCIES, SEVERITIES, st.floats(0.01, 0.999))
def test_quantile_is_the_first_amount_that_is_enough(frequency: Frequency, severity: Severity, level: float) -> None:
    total = aggregate(frequency, severity, points=2**12)
    found = total.quantile(level)
    assert total.survival(found) <= 1 - level + 1e-12
    if found > 0:
        assert total.survival(found - total.step / 2) > 1 - level - 1e-12
    assert total.tail_mean(level) >= max(found, total.mean * (1 - 1e-6)) - 1e-6 * total.mean


def test_classes_of_people_add_up_like_a_convolution() -> None:
    first = aggregate(Poisson(3), Empirical([1, 2]), step=1, points=256)
    second = aggregate(NegativeBinomial(2, 1.5), Empirical([1, 5]), step=1, points=256)
    both = aggregate_sum(
        [(Poisson(3), Empirical([1, 2])), (NegativeBinomial(2, 1.5), Empirical([1, 5]))], step=1, points=256
    )
    expected = np.convolve(first.probabilities, second.probabilities)[:256]
    assert both.probabilities == pytest.approx(expected, abs=1e-12)


def test_a_binomial_of_lives_is_the_lives_one_by_one() -> None:
    together = aggregate(Binomial(30, 0.02), fixed(7), points=512)
    one_by_one = aggregate_sum([(Binomial(1, 0.02), fixed(7))] * 30, points=512)
    assert together.probabilities == pytest.approx(one_by_one.probabilities, abs=1e-13)


def test_probability_one_half_at_the_point_where_its_generating_function_is_zero() -> None:
    total = aggregate(Binomial(2, 0.5), fixed(1), step=1, points=16)
    assert total.probabilities[:3] == pytest.approx([0.25, 0.5, 0.25], abs=1e-15)


def test_numbers_by_their_probabilities_are_the_distribution_they_came_from() -> None:
    numbers = Counts([0.25, 0.5, 0.25])
    assert (numbers.mean, numbers.variance, numbers.most) == pytest.approx((1, 0.5, 2))
    found = aggregate(numbers, Empirical([1, 3]), step=1, points=64)
    assert found.probabilities == pytest.approx(
        aggregate(Binomial(2, 0.5), Empirical([1, 3]), step=1, points=64).probabilities, abs=1e-14
    )


def short_grid(tilt: bool) -> Aggregate:
    return aggregate(Poisson(20), exponential(100), step=10, points=2**8, tilt=tilt)


def test_a_grid_too_short_says_so() -> None:
    exact = aggregate(Poisson(20), exponential(100), step=10, points=2**12)
    beyond = exact.survival(2550)
    folded, cut = short_grid(False), short_grid(True)
    assert folded.quality.aliasing == pytest.approx(beyond, rel=0.05)
    assert cut.quality.aliasing == pytest.approx(beyond, rel=0.05)
    assert not folded.quality.good
    assert folded.quality.mean_error < -0.05


def test_tilting_keeps_the_folded_tail_off_the_small_amounts() -> None:
    exact = aggregate(Poisson(20), exponential(100), step=10, points=2**12).probabilities[:100]
    assert np.abs(short_grid(True).probabilities[:100] - exact).max() < 1e-6
    assert np.abs(short_grid(False).probabilities[:100] - exact).max() > 1e-4


def test_heavy_tails_are_tilted_by_themselves_and_say_what_is_missing() -> None:
    total = aggregate(Poisson(100), pareto(1.5, 3_000), points=2**14)
    assert total.quality.tilted
    assert total.quality.sd_error is None
    assert -0.02 < total.quality.mean_error < 0
    assert total.quality.mass == pytest.approx(1, abs=1e-9)


def test_nobody_has_a_claim() -> None:
    total = aggregate(Poisson(0), exponential(100))
    assert (total.mean, total.sd, total.quantile(0.99), total.stop_loss(0)) == (0, 0, 0, 0)
    assert total.survival(0) == 0


def test_survival_and_stop_loss_take_arrays_and_floats() -> None:
    total = aggregate(Poisson(5), exponential(100))
    assert isinstance(total.survival(500), float)
    assert isinstance(total.stop_loss(500), float)
    assert total.stop_loss([0, 500, 1e9]).shape == (3,)
    assert total.stop_loss(1e9) == 0
    assert total.stop_loss(300, limit=200) == pytest.approx(total.stop_loss(300) - total.stop_loss(500), rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3_000), min_size=1, max_size=40), st.floats(0.01, 0.99))
def test_totals_on_a_grid_and_the_sample_itself_agree(totals: list[int], level: float) -> None:
    grid = from_totals(totals, step=1, points=2**12)
    assert grid.quantile(level) == value_at_risk(totals, level)
    assert grid.tail_mean(level) == pytest.approx(tail_value_at_risk(totals, level), rel=1e-9, abs=1e-9)
    assert grid.mean == pytest.approx(np.mean(totals), rel=1e-12, abs=1e-12)


def test_weights_of_a_sample_are_copies() -> None:
    assert value_at_risk([1, 5, 9], 0.7, [2, 1, 1]) == value_at_risk([1, 1, 5, 9], 0.7) == 5
    assert tail_value_at_risk([1, 5, 9], 0.7, [2, 1, 1]) == pytest.approx(tail_value_at_risk([1, 1, 5, 9], 0.7))
