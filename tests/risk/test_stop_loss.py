"""Specific and aggregate stop-loss."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanbao.risk import (
    Empirical,
    Lognormal,
    NegativeBinomial,
    Poisson,
    RiskError,
    aggregate,
    aggregate_cover,
    exponential,
    pareto,
    protect,
    specific_cover,
)


@settings(max_examples=40, deadline=None)
@given(st.floats(1, 400), st.floats(0.5, 5), st.floats(1_000, 200_000), st.floats(1.01, 2))
def test_who_pays_adds_up_to_the_ground_up_cost(number: float, cv: float, specific: float, share: float) -> None:
    both = protect(NegativeBinomial(number, 8), Lognormal.of(8_000, cv), specific=specific, attachment_share=share)
    assert both.specific is not None
    assert both.aggregate is not None
    parts = both.expected_retained + both.specific.expected + both.aggregate.expected
    assert parts == pytest.approx(both.ground_up, rel=1e-6)


def test_a_specific_premium_is_frequency_times_excess() -> None:
    cover = specific_cover(Poisson(40), exponential(1_000), 3_000, loading=0.25)
    assert cover.expected == pytest.approx(40 * 1_000 * math.exp(-3), rel=1e-12)
    assert cover.premium == pytest.approx(1.25 * cover.expected, rel=1e-12)
    assert cover.frequency == pytest.approx(40 * math.exp(-3), rel=1e-12)
    limited = specific_cover(Poisson(40), exponential(1_000), 3_000, limit=1_000)
    assert limited.expected == pytest.approx(40 * 1_000 * (math.exp(-3) - math.exp(-4)), rel=1e-12)


def test_lower_specific_retention_makes_the_retained_total_steadier() -> None:
    found = [protect(Poisson(200), Lognormal.of(8_000, 4), specific=r) for r in (20_000, 80_000, 320_000)]
    cv = [one.retained.sd / one.retained.mean for one in found]
    assert cv == sorted(cv)
    premiums = [one.premium for one in found]
    assert premiums == sorted(premiums, reverse=True)


def test_a_limited_aggregate_cover_costs_less() -> None:
    total = aggregate(Poisson(50), exponential(1_000))
    full, limited = aggregate_cover(total, 55_000), aggregate_cover(total, 55_000, limit=10_000)
    assert full.expected - limited.expected == pytest.approx(aggregate_cover(total, 65_000).expected, rel=1e-9)
    assert full.frequency == limited.frequency == total.survival(55_000)


def test_a_retention_above_the_largest_amount_is_never_reached() -> None:
    claims = Empirical([1_000, 5_000, 20_000])
    for cover in (
        specific_cover(Poisson(5), claims, 20_000),
        protect(Poisson(5), claims, specific=30_000).specific,
        aggregate_cover(aggregate(Poisson(5), claims), 1e7),
    ):
        assert cover is not None
        assert (cover.expected, cover.premium, cover.frequency) == (0, 0, 0)
        assert "保费为 0" in cover.notes[0].zh
    whole = protect(Poisson(5), claims, specific=30_000)
    assert whole.retained.mean == pytest.approx(whole.ground_up, rel=1e-9)
    assert whole.notes == whole.specific.notes if whole.specific else False


def test_without_covers_everything_is_retained() -> None:
    nothing = protect(Poisson(5), exponential(1_000))
    assert (nothing.specific, nothing.aggregate, nothing.premium, nothing.notes) == (None, None, 0, ())
    assert nothing.expected_retained == pytest.approx(5_000, rel=1e-9)


def test_a_tail_without_mean_needs_a_limit() -> None:
    with pytest.raises(RiskError, match="limit"):
        specific_cover(Poisson(5), pareto(0.9, 1_000), 10_000)
    limited = specific_cover(Poisson(5), pareto(0.9, 1_000), 10_000, limit=90_000)
    assert math.isfinite(limited.premium)
    assert np.isfinite(protect(Poisson(5), pareto(1.2, 1_000), specific=10_000, attachment_share=1.2).premium)
