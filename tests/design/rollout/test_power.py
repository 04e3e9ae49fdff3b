"""Power: published sample sizes, textbook design effects, what must hold of every power, and simulated departments."""

from math import inf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from tuanbao.design.rollout.power import (
    Arm,
    Errors,
    critical,
    design_effect,
    distance_needed,
    errors_of_means,
    errors_of_shares,
    power,
    smallest,
)

SIZES = st.lists(st.integers(1, 200), min_size=1, max_size=30)
ICCS = st.floats(0, 0.5)


def of_means(per_arm, difference, df=inf, level=0.05):
    return float(power(difference, errors_of_means(1, Arm(per_arm), Arm(per_arm)), level, df))


def of_shares(one, other, n, m, level=0.05):
    return float(power(one - other, errors_of_shares(one, other, Arm(n), Arm(m)), level))


@pytest.mark.parametrize(
    ("difference", "wanted", "per_arm"),
    [(0.2, 0.8, 394), (0.5, 0.8, 64), (0.8, 0.8, 26), (0.2, 0.9, 527), (0.5, 0.9, 86), (0.8, 0.9, 34)],
)
def test_two_means_take_the_people_that_cohen_and_g_power_print(difference, wanted, per_arm):
    """Cohen, Statistical Power Analysis, 2nd ed. 1988, table 2.4.1; G*Power, two-sided t test at 5 %."""
    assert of_means(per_arm, difference, 2 * per_arm - 2) >= wanted
    assert of_means(per_arm - 1, difference, 2 * per_arm - 4) < wanted


def test_two_means_take_63_people_a_side_by_the_normal_distribution():
    assert of_means(63, 0.5) >= 0.8 > of_means(62, 0.5)


@pytest.mark.parametrize(
    ("one", "other", "wanted", "per_arm"),
    [(0.5, 0.6, 0.8, 388), (0.5, 0.6, 0.9, 519), (0.1, 0.2, 0.8, 199), (0.1, 0.05, 0.8, 435)],
)
def test_two_shares_take_the_people_that_are_printed(one, other, wanted, per_arm):
    """Fleiss, Levin and Paik, 2003, ch. 4, without continuity correction (388, 519; 199; 435)."""
    assert of_shares(one, other, per_arm, per_arm) >= wanted > of_shares(one, other, per_arm - 1, per_arm - 1)


@pytest.mark.parametrize(
    ("sizes", "icc", "effect"), [([20] * 8, 0.05, 1.95), ([100] * 5, 0.04, 4.96), ([31] * 3, 0.1, 4.0), ([7, 9], 0, 1)]
)
def test_equal_departments_have_the_textbook_design_effect(sizes, icc, effect):
    """1 + (m − 1) × icc; Donner and Klar, Design and Analysis of Cluster Randomization Trials, 2000."""
    assert design_effect(sizes, icc) == pytest.approx(effect)


@given(SIZES, ICCS)
def test_unequal_departments_have_the_effect_of_eldridge(sizes, icc):
    mean, cv = np.mean(sizes), np.std(sizes) / np.mean(sizes)
    assert design_effect(sizes, icc) == pytest.approx(1 + ((1 + cv**2) * mean - 1) * icc)


@given(SIZES, ICCS)
def test_the_variance_of_a_mean_is_that_of_its_correlated_people(sizes, icc):
    blocks = [np.full((size, size), icc) + (1 - icc) * np.eye(size) for size in sizes[:5]]
    n = sum(sizes[:5])
    variance = sum(block.sum() for block in blocks) / n**2
    assert design_effect(sizes[:5], icc) / n == pytest.approx(variance)


@given(SIZES, ICCS)
def test_one_large_department_is_worse_than_the_same_people_in_several(sizes, icc):
    assert design_effect([sum(sizes)], icc) >= design_effect(sizes, icc) - 1e-9


@given(st.floats(0, 30), st.floats(0.01, 3), st.integers(1, 5_000), st.floats(0.001, 0.2))
def test_the_power_is_that_of_a_normal_difference_over_a_chance_estimate_of_its_error(distance, error, df, level):
    """The noncentral t by its definition, in slices of the chi-square distribution of the estimate."""
    bound = stats.t.ppf(1 - level / 2, df)
    estimate = np.sqrt(special.chdtri(df, (np.arange(4_000) + 0.5) / 4_000) / df)
    expected = np.mean(special.ndtr(distance - bound * estimate) + special.ndtr(-bound * estimate - distance))
    assert float(power(distance * error, Errors(error, error), level, df)) == pytest.approx(expected, abs=2e-4)


@given(st.floats(0.001, 0.3), st.one_of(st.just(inf), st.integers(1, 5_000)))
def test_without_a_difference_it_is_found_as_often_as_the_level_says(level, df):
    assert float(power(0, Errors(1, 1), level, df)) == pytest.approx(level, rel=1e-6)
    assert critical(level, df) == pytest.approx(float(stats.t.ppf(1 - level / 2, df)))


@given(st.floats(0, 4), st.floats(0.001, 1), st.floats(0.1, 3), st.one_of(st.just(inf), st.integers(1, 500)))
def test_larger_effects_and_smaller_errors_are_seen_more_often(change, more, error, df):
    here = float(power(change, Errors(error, error), 0.05, df))
    assert 0 <= here <= 1
    assert float(power(change + more, Errors(error, error), 0.05, df)) >= here - 1e-9
    assert float(power(change, Errors(error + more, error + more), 0.05, df)) <= here + 1e-9


@given(st.integers(10, 500), st.integers(1, 500), ICCS, ICCS, st.integers(2, 50))
def test_more_people_show_more_and_more_alike_departments_less(people, more, icc, other, size):
    low, high = sorted((icc, other))

    def chance(n, of_icc):
        arm = Arm(n, design_effect([size] * 3, of_icc))
        return float(power(0.3, errors_of_means(1, arm, arm), 0.05))

    assert chance(people + more, low) >= chance(people, low)
    assert chance(people, high) <= chance(people, low) + 1e-12


@given(st.floats(0.3, 0.99), st.floats(0.001, 0.2), st.one_of(st.just(inf), st.integers(2, 1_000)))
def test_the_distance_needed_has_the_wanted_power(wanted, level, df):
    assert float(power(distance_needed(wanted, level, df), Errors(1, 1), level, df)) == pytest.approx(wanted, abs=1e-6)


def test_by_the_normal_distribution_the_distance_is_that_of_the_textbook():
    assert distance_needed(0.8, 0.05) == pytest.approx(1.959964 + 0.841621, abs=1e-4)


def test_what_no_effect_reaches_is_none():
    assert smallest(lambda x: 0.5 * x, 0.8, 1.0) is None
    assert smallest(lambda x: x, 0.8, 1.0) == pytest.approx(0.8)


REPEATS = 4_000
NOISE = 4 * sqrt(0.25 / REPEATS)
"""Four standard errors of a simulated chance."""


def departments(rng, sizes, icc, mean):
    """(REPEATS, departments) sums of normal people with variance 1, of which ``icc`` between departments."""
    sizes = np.asarray(sizes, float)
    between = rng.normal(mean, sqrt(icc), (REPEATS, len(sizes)))
    return (between + rng.normal(0, 1, between.shape) * np.sqrt((1 - icc) / sizes)) * sizes


def test_simulated_unequal_departments_are_told_apart_as_often_as_the_power_says():
    """People's means of both arms, variance known."""
    rng = np.random.default_rng(20_260_101)
    pilot, rest, icc, change = [12, 40, 75, 20], [30, 55, 10, 90, 44, 61, 25], 0.06, 0.45
    means = [
        departments(rng, sizes, icc, mean).sum(axis=1) / sum(sizes) for sizes, mean in ((pilot, change), (rest, 0))
    ]
    errors = errors_of_means(1, *(Arm(sum(sizes), design_effect(sizes, icc)) for sizes in (pilot, rest)))
    found = np.abs(means[0] - means[1]) / errors.null > critical(0.05)
    assert found.mean() == pytest.approx(float(power(change, errors, 0.05)), abs=NOISE)


def test_simulated_equal_departments_are_told_apart_by_a_t_test_of_their_means_as_often_as_the_power_says():
    """The variance is estimated from the means of departments: degrees of freedom are departments less two."""
    rng = np.random.default_rng(20_260_102)
    size, icc, change = 30, 0.08, 0.5
    pilot, rest = (departments(rng, [size] * k, icc, mean) / size for k, mean in ((4, change), (6, 0.0)))
    found = stats.ttest_ind(pilot, rest, axis=1).pvalue < 0.05
    errors = errors_of_means(1, *(Arm(size * k, design_effect([size] * k, icc)) for k in (4, 6)))
    assert found.mean() == pytest.approx(float(power(change, errors, 0.05, 8)), abs=NOISE)


def test_simulated_shares_of_departments_are_told_apart_as_often_as_the_power_says():
    """Beta-binomial departments, pooled variance with the known design effect."""
    rng = np.random.default_rng(20_260_103)
    sizes, icc, (one, other) = [np.array([40] * 8), np.array([40] * 16)], 0.03, (0.42, 0.30)
    spread = (1 - icc) / icc
    shares = []
    for group, true in zip(sizes, (one, other), strict=True):
        chance = rng.beta(true * spread, (1 - true) * spread, (REPEATS, len(group)))
        shares.append(rng.binomial(group, chance).sum(axis=1) / group.sum())
    n = [float(group.sum()) for group in sizes]
    arms = [Arm(people, design_effect(list(group), icc)) for people, group in zip(n, sizes, strict=True)]
    pooled = (shares[0] * n[0] + shares[1] * n[1]) / sum(n)
    error = np.sqrt(pooled * (1 - pooled) * sum(1 / arm.effective for arm in arms))
    found = np.abs(shares[0] - shares[1]) / error > critical(0.05)
    expected = float(power(one - other, errors_of_shares(one, other, *arms), 0.05))
    assert found.mean() == pytest.approx(expected, abs=NOISE + 0.01)
