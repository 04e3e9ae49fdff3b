import numpy as np
import pytest

from tests.pricing.experience.triangles import medical_claims
from tuanbao.pricing.experience.completion import complete
from tuanbao.pricing.experience.errors import ExperienceError
from tuanbao.pricing.experience.trend import mixed_trend, own_trend
from tuanbao.reference.trends import medical_trends, reference_trend

SEASONS = np.array([1.2, 0.9, 1.0, 1.0, 1.1, 0.9, 0.95, 1.0, 1.05, 1.0, 0.95, 0.98])


def growing(months: int, rate: float, noise: float = 0.0, seed: int = 1) -> np.ndarray:
    drift = (1 + rate) ** (np.arange(months) / 12)
    return 100 * drift * np.exp(noise * np.random.default_rng(seed).standard_normal(months))


@pytest.mark.parametrize("months", [12, 23, 24, 36])
def test_growth_without_noise_is_found_exactly(months):
    trend = own_trend(growing(months, 0.08))
    assert trend.rate == pytest.approx(0.08)
    assert (trend.low, trend.high) == pytest.approx((0.08, 0.08))
    assert trend.factor(6) == pytest.approx(1.08**0.5)


def test_seasons_are_taken_out_of_the_trend_where_two_years_are_known():
    months = np.arange(30)
    cost = growing(30, 0.05) * SEASONS[(months + 3) % 12]
    trend = own_trend(cost, first_month=4)
    assert trend.rate == pytest.approx(0.05)
    assert trend.seasons == pytest.approx(SEASONS / np.exp(np.log(SEASONS).mean()))
    short = own_trend(cost[:20], first_month=4)
    assert short.seasons is None
    assert "seasons could not be separated" in short.notes[0].en


def test_the_interval_holds_the_true_trend_as_often_as_it_says():
    held = sum(
        trend.low <= 0.08 <= trend.high for seed in range(300) for trend in [own_trend(growing(30, 0.08, 0.1, seed))]
    )
    assert 0.85 * 300 < held < 0.98 * 300


def test_months_that_err_alike_widen_the_error():
    rng = np.random.default_rng(5)
    wander = np.zeros(36)
    for i in range(1, 36):
        wander[i] = 0.9 * wander[i - 1] + 0.05 * rng.standard_normal()
    alike = own_trend(100 * np.exp(wander))
    mixed = own_trend(100 * np.exp(rng.permutation(wander)))
    assert alike.standard_error > mixed.standard_error


def test_a_month_of_no_weight_says_nothing():
    cost = growing(20, 0.1)
    cost[-1] *= 5
    weights = np.ones(20)
    weights[-1] = 0
    assert own_trend(cost, weights=weights).rate == pytest.approx(0.1)


def test_too_few_months_leave_the_published_trend_and_say_so():
    assert own_trend(growing(11, 0.3)) is None
    trend = mixed_trend(None, reference_trend(2026))
    assert trend.rate == pytest.approx(0.078)
    assert trend.low < 0.078 < trend.high
    assert trend.own_weight == 0
    assert "Aon" in trend.notes[0].en
    assert "可靠程度中" in trend.notes[0].zh


def test_a_noisy_group_leans_on_the_published_trend_and_a_steady_one_on_its_own():
    reference = reference_trend(2026)
    steady, noisy = (own_trend(growing(36, 0.02, noise)) for noise in (0.01, 0.5))
    assert mixed_trend(steady, reference).own_weight > 0.95
    assert mixed_trend(noisy, reference).own_weight < 0.3
    for own in (steady, noisy):
        mixed = mixed_trend(own, reference)
        assert min(own.rate, reference.rate) <= mixed.rate <= max(own.rate, reference.rate)
        assert mixed.standard_error < min(own.standard_error, reference.spread)


def test_the_trend_of_monthly_health_claims_is_found_with_its_interval():
    trend = own_trend(complete(medical_claims()).pmpm)
    assert trend.low < 0.15 < trend.high
    assert trend.months == 36


def test_a_month_without_cost_is_refused():
    with pytest.raises(ExperienceError, match="above 0"):
        own_trend([*growing(14, 0.1), 0.0])


def test_weights_must_leave_a_year():
    with pytest.raises(ExperienceError, match="at least 12 months"):
        own_trend(growing(14, 0.1), weights=[1] * 11 + [0] * 3)


def test_every_published_trend_has_years_source_and_confidence():
    for trend in medical_trends():
        assert trend.first_year <= trend.last_year
        assert trend.source
        assert trend.confidence in {"high", "medium", "low"}
        assert -0.5 < trend.rate < 0.5


def test_the_nearest_published_year_is_taken():
    assert reference_trend(2018).rate == pytest.approx(0.097)
    assert reference_trend(2030).basis.last_year == 2026
    assert reference_trend(2026, "Global").rate == pytest.approx(0.098)
    with pytest.raises(ValueError, match="Mars"):
        reference_trend(2026, "Mars")
