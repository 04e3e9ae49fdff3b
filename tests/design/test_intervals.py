"""Intervals of shares: as scipy computes them, and what must hold of every interval."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binomtest

from tuanbao.design.intervals import (
    EXACT_BELOW,
    centre,
    clopper_pearson,
    interval_of_count,
    interval_of_share,
    whole_counts,
    wilson,
)

LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99])


@st.composite
def samples(draw, most=400):
    n = draw(st.integers(1, most))
    return draw(st.integers(0, n)), n


@given(samples(), LEVELS)
def test_both_intervals_are_those_of_scipy(sample, level):
    for ours, method in ((wilson, "wilson"), (clopper_pearson, "exact")):
        theirs = binomtest(*sample).proportion_ci(level, method=method)
        assert ours(*sample, level) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(samples(), LEVELS)
def test_an_interval_holds_the_share_and_lies_between_nothing_and_all(sample, level):
    count, n = sample
    for interval in (wilson(count, n, level), clopper_pearson(count, n, level)):
        assert 0 <= interval.low <= count / n <= interval.high <= 1


@given(samples(), LEVELS)
def test_what_not_to_have_is_the_mirror_of_what_to_have(sample, level):
    count, n = sample
    for method in (wilson, clopper_pearson):
        there, mirrored = method(count, n, level), method(n - count, n, level)
        assert (there.low, there.high) == pytest.approx((1 - mirrored.high, 1 - mirrored.low), abs=1e-9)


@given(samples(100), st.integers(2, 20))
def test_more_firms_with_the_same_share_make_the_interval_narrower(sample, times):
    count, n = sample
    for method in (wilson, clopper_pearson):
        few, many = method(count, n), method(count * times, n * times)
        assert many.high - many.low < few.high - few.low


@given(samples(), st.data())
def test_more_certainty_makes_the_interval_wider(sample, data):
    low, high = sorted(data.draw(st.tuples(st.floats(0.5, 0.999), st.floats(0.5, 0.999))))
    assume(high - low > 1e-6)
    for method in (wilson, clopper_pearson):
        narrow, wide = method(*sample, low), method(*sample, high)
        assert wide.low <= narrow.low
        assert narrow.high <= wide.high


@pytest.mark.parametrize("n", [5, 14, 19])
def test_the_exact_interval_misses_the_truth_no_more_often_than_it_says(n):
    for true in (0.02, 0.1, 0.31, 0.5, 0.77):
        chance = [comb(n, k) * true**k * (1 - true) ** (n - k) for k in range(n + 1)]
        held = [clopper_pearson(k, n).low <= true <= clopper_pearson(k, n).high for k in range(n + 1)]
        assert sum(p for p, holds in zip(chance, held, strict=True) if holds) >= 0.95


def test_small_samples_have_the_exact_interval_and_others_wilsons():
    assert interval_of_count(3, EXACT_BELOW - 1) == clopper_pearson(3, EXACT_BELOW - 1)
    assert interval_of_count(3, EXACT_BELOW) == wilson(3, EXACT_BELOW)


@given(samples())
def test_a_printed_percentage_gives_back_the_firms_that_it_was_counted_from(sample):
    count, n = sample
    assert count in whole_counts(Fraction(round(10_000 * count / n), 10_000), n)


def test_a_percentage_that_fits_no_number_of_firms_has_the_interval_of_both_neighbours():
    assert whole_counts(Fraction("0.1318"), 210) == (27, 28)
    interval = interval_of_share(Fraction("0.1318"), 210)
    assert interval == (wilson(27, 210).low, wilson(28, 210).high)


@given(samples(), st.data())
def test_where_two_answers_may_be_swapped_the_interval_holds_both_of_theirs(sample, data):
    count, n = sample
    one, other = Fraction(count, n), Fraction(data.draw(st.integers(0, n)), n)
    both = interval_of_share(one, n, other)
    assert both == interval_of_share(other, n, one)
    for alone in (interval_of_share(one, n), interval_of_share(other, n)):
        assert both.low <= alone.low
        assert alone.high <= both.high
    assert both.low == min(interval_of_share(one, n).low, interval_of_share(other, n).low)


@given(samples())
def test_the_middle_is_that_of_wilsons_interval_and_never_nothing(sample):
    count, n = sample
    interval = binomtest(count, n).proportion_ci(0.95, method="wilson")
    assert centre(Fraction(count, n), n) == pytest.approx((interval.low + interval.high) / 2)
    assert 0 < centre(Fraction(count, n), n) < 1
