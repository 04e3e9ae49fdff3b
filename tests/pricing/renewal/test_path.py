"""Three years of premiums: certain where nothing is uncertain, and honest where something is."""

from dataclasses import replace

import numpy as np
import pytest

from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.path import Outlook, Rule, indicated_premiums, premium_path, simulated_claims

RISING = (800.0, 864.0, 933.12)
CERTAIN = Outlook(RISING, level_error=0, trend_error=0, spread=0)
UNSURE = Outlook(RISING, level_error=0.1, trend_error=0.03, spread=0.2)
RULE = Rule(permissible=0.8, credibility=0.5)


def test_without_uncertainty_the_path_is_the_trend() -> None:
    path = premium_path(CERTAIN, RULE, simulations=200)
    assert path.today == 1000
    assert path.premiums.mean == pytest.approx([1000, 1080, 1166.4])
    assert np.ptp(path.premiums.quantiles, axis=1) == pytest.approx(0)
    assert (path.no_rise, path.holds) == (0, 0)
    assert path.shortfall == pytest.approx(sum(RISING) - 3 * 800)
    assert path.margin == pytest.approx(sum(RISING) / 2400 - 1)


def test_without_trend_the_premium_holds_and_needs_no_margin() -> None:
    path = premium_path(replace(CERTAIN, expected=(800.0,) * 3), RULE, simulations=200)
    assert (path.no_rise, path.holds, path.shortfall) == (1, 1, 0)
    assert path.margin == pytest.approx(0, abs=1e-12)


def test_a_cap_limits_the_rise_of_every_year() -> None:
    path = premium_path(CERTAIN, replace(RULE, cap=0.05), simulations=200)
    assert path.premiums.mean == pytest.approx([1000, 1050, 1102.5])


def test_the_margin_makes_the_premium_hold_as_often_as_stated() -> None:
    path = premium_path(UNSURE, RULE, confidence=0.9)
    assert path.holds < 0.5
    held = premium_path(UNSURE, RULE, today=path.today * (1 + path.margin), confidence=0.9)
    assert held.holds == pytest.approx(0.9, abs=1e-3)
    assert held.margin == pytest.approx(0, abs=1e-9)
    other = premium_path(UNSURE, RULE, today=path.today * (1 + path.margin), seed=5)
    assert other.holds == pytest.approx(0.9, abs=5 * path.holds_error)


def test_every_uncertainty_leaves_the_mean_and_widens_the_fan() -> None:
    claims = simulated_claims(UNSURE, 200_000, 1)
    error = claims.std(axis=0) / np.sqrt(len(claims))
    assert (np.abs(claims.mean(axis=0) - RISING) < 4 * error).all()
    calm = premium_path(replace(UNSURE, trend_error=0.0, level_error=0.0), RULE)
    width = [path.claims.quantiles[:, -1] - path.claims.quantiles[:, 0] for path in (calm, premium_path(UNSURE, RULE))]
    assert (width[1] > width[0]).all()
    cv = claims.std(axis=0) / claims.mean(axis=0)
    drift = 0.03 * np.arange(1, 4)
    assert cv == pytest.approx(np.sqrt(1.01 * np.exp(drift**2) * 1.04 - 1), rel=0.02)


def test_simulated_years_give_their_own_shape() -> None:
    totals = np.array([0.0, 200.0])
    claims = simulated_claims(Outlook((100.0,), 0, 0, totals), 1000, 1)
    assert set(claims.ravel().tolist()) == {0.0, 200.0}


def test_next_years_premium_moves_by_the_credibility_of_this_years_claims() -> None:
    """Claims of 1,200 where 1,000 was expected, Z one quarter: 1,050 is expected, times the trend of 10 %."""
    asked = indicated_premiums([[1200.0, 0.0]], (1000.0, 1100.0), Rule(0.8, 0.25))
    assert asked[0] == pytest.approx([1250, 1050 * 1.1 / 0.8])
    deaf = indicated_premiums([[1200.0, 0.0]], (1000.0, 1100.0), Rule(0.8, 0.0))
    assert deaf[0] == pytest.approx([1250, 1375])


def test_the_same_seed_gives_the_same_path() -> None:
    one, two = premium_path(UNSURE, RULE, seed=3), premium_path(UNSURE, RULE, seed=3)
    assert (one.holds, one.margin, one.shortfall) == (two.holds, two.margin, two.shortfall)
    assert premium_path(UNSURE, RULE, seed=4).shortfall != one.shortfall


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Outlook((), 0, 0, 0),
        lambda: Outlook((0.0,), 0, 0, 0),
        lambda: Outlook((1.0,), -1, 0, 0),
        lambda: Outlook((1.0,), 0, float("nan"), 0),
        lambda: Outlook((1.0,), 0, 0, np.zeros(3)),
        lambda: Rule(0, 0.5),
        lambda: Rule(0.8, 2),
        lambda: Rule(0.8, 0.5, cap=-0.1),
        lambda: premium_path(CERTAIN, RULE, today=0),
        lambda: premium_path(CERTAIN, RULE, confidence=1),
    ],
)
def test_what_cannot_be_is_refused(wrong: object) -> None:
    with pytest.raises(RenewalError):
        wrong()  # type: ignore[operator]
