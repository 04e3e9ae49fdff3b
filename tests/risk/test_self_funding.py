"""Self-funding against full insurance: what each pair of retentions costs, and which one a risk appetite takes."""

import math

import numpy as np
import pytest

from tuanbao.risk import (
    Appetite,
    GroupYear,
    Lognormal,
    Poisson,
    RiskError,
    SelfFunding,
    Terms,
    aggregate,
    compare,
    exponential,
    from_totals,
    group_year,
    pareto,
)

YEAR = GroupYear(Poisson(300), Lognormal.of(8_000, 4))
TERMS = Terms(administration=120_000, specific_loading=0.4, aggregate_loading=0.8)
SPECIFICS = (None, 50_000, 100_000, 200_000)
SHARES = (None, 1.1, 1.25, 1.5)
PREMIUM = 3_200_000.0


def found(appetite: Appetite | None = None, budget: float | None = None) -> SelfFunding:
    return compare(
        YEAR, PREMIUM, budget=budget, terms=TERMS, appetite=appetite, specifics=SPECIFICS, attachment_shares=SHARES
    )


def test_every_pair_of_retentions_is_a_candidate_and_its_cost_adds_up() -> None:
    result = found()
    assert len(result.candidates) == len(SPECIFICS) * len(SHARES)
    assert result.expected_claims == pytest.approx(2_400_000, rel=1e-9)
    for one in result.candidates:
        parts = one.retained + one.specific_premium + one.aggregate_premium + TERMS.administration
        assert one.expected_cost == pytest.approx(parts, rel=1e-9)
        assert one.reserve == pytest.approx(one.needed - one.expected_cost, rel=1e-9, abs=1e-6)
        assert one.tail_cost >= one.needed >= 0
        assert 0 <= one.chance_over_budget <= 1


def test_expected_cost_is_claims_plus_loadings_plus_administration() -> None:
    for one in found().candidates:
        loadings = one.specific_premium * 0.4 / 1.4 + one.aggregate_premium * 0.8 / 1.8
        expected = 2_400_000 + loadings + TERMS.administration
        assert one.expected_cost == pytest.approx(expected, rel=1e-4)


def test_the_best_keeps_the_chance_and_nothing_acceptable_is_cheaper() -> None:
    result = found(Appetite(chance=0.05))
    assert result.best is not None
    assert result.best.chance_over_budget <= 0.05
    cheaper = [one for one in result.candidates if one.expected_cost < result.best.expected_cost - 1e-6]
    assert all(one.chance_over_budget > 0.05 for one in cheaper)
    assert result.saving == pytest.approx(PREMIUM - result.best.expected_cost)
    assert result.worthwhile


def test_the_chance_and_the_needed_amount_by_simulation() -> None:
    rng = np.random.default_rng(20)
    law = YEAR.severity
    assert isinstance(law, Lognormal)
    years = 20_000
    numbers = rng.poisson(300, years)
    claims = np.minimum(rng.lognormal(law.mu, law.sigma, numbers.sum()), 100_000)
    retained = np.bincount(np.repeat(np.arange(years), numbers), claims, years)
    one = next(c for c in found().candidates if c.specific == 100_000 and c.attachment_share == 1.25)
    assert one.attachment is not None
    fixed = one.specific_premium + one.aggregate_premium + TERMS.administration
    cost = fixed + np.minimum(retained, one.attachment)
    assert one.expected_cost == pytest.approx(cost.mean(), rel=0.005)
    assert one.chance_over_budget == pytest.approx((cost > PREMIUM).mean(), abs=0.005)
    assert one.needed == pytest.approx(np.quantile(cost, 0.95), rel=0.005)
    assert one.tail_cost == pytest.approx(np.sort(cost)[-years // 20 :].mean(), rel=0.005)
    assert one.worst == pytest.approx(fixed + one.attachment)


def test_an_appetite_for_a_steady_cost_buys_more_cover() -> None:
    bold, steady = found(Appetite(weight=0.0)), found(Appetite(weight=2.0))
    assert bold.best is not None
    assert steady.best is not None
    assert (bold.best.specific, bold.best.attachment) == (None, None)
    assert steady.best.tail_cost < bold.best.tail_cost
    assert steady.best.expected_cost > bold.best.expected_cost


def test_a_budget_that_nothing_keeps() -> None:
    result = found(budget=1_000_000)
    assert result.best is None
    assert (result.saving, result.worthwhile) == (0, False)
    assert "全额投保" in result.notes[-1].zh


def test_self_funding_that_does_not_pay_says_so() -> None:
    result = compare(YEAR, 2_000_000, budget=9_000_000, terms=TERMS)
    assert result.best is not None
    assert not result.worthwhile
    assert "does not pay" in result.notes[-1].en


def test_a_limited_aggregate_cover_leaves_the_worst_years() -> None:
    limited = Terms(aggregate_loading=0.8, aggregate_limit=200_000)
    one = compare(YEAR, PREMIUM, terms=limited, attachment_shares=(1.1,)).candidates[0]
    full = compare(YEAR, PREMIUM, terms=Terms(aggregate_loading=0.8), attachment_shares=(1.1,)).candidates[0]
    assert math.isinf(one.worst)
    assert math.isfinite(full.worst)
    assert one.aggregate_premium < full.aggregate_premium
    assert one.tail_cost > full.tail_cost
    assert one.retained + one.aggregate_premium / 1.8 == pytest.approx(full.retained + full.aggregate_premium / 1.8)


def test_past_totals_alone_know_aggregate_cover_only() -> None:
    rng = np.random.default_rng(4)
    totals = rng.gamma(20, 100_000, 500)
    result = compare(from_totals(totals), 2_600_000, attachment_shares=(None, 1.2))
    assert result.candidates[0].expected_cost == pytest.approx(totals.mean(), rel=1e-6)
    seen = (totals > 2_600_000).mean()
    assert result.candidates[0].chance_over_budget == pytest.approx(seen, abs=2e-3)
    with pytest.raises(RiskError, match="specific cover"):
        compare(from_totals(totals), 2_600_000, specifics=(50_000,))


def person_years() -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    rng = np.random.default_rng(8)
    paid = (rng.lognormal(7, 1.5, 3_000) * 100).astype(np.int64)
    return np.concatenate([paid, np.zeros(7_000, np.int64)])


def test_a_group_from_person_years_keeps_their_mean() -> None:
    fen = person_years()
    for threshold in (None, 2_000_000):
        year = group_year(fen, 400, tail_threshold=threshold)
        assert year.frequency.mean == pytest.approx(120, rel=1e-3)
        assert year.mean == pytest.approx(400 * fen.mean(), rel=1e-9)
        total = year.total()
        assert total.quality.mean_error == pytest.approx(0, abs=1e-3)
    assert "largest one seen" in group_year(fen, 400).notes[0].en


def test_a_fitted_tail_knows_dearer_years_than_the_sample() -> None:
    fen = person_years()
    seen, spliced = group_year(fen, 400), group_year(fen, 400, tail_threshold=2_000_000)
    assert spliced.severity.maximum > seen.severity.maximum
    assert spliced.total(points=2**16).quantile(0.99) == pytest.approx(seen.total().quantile(0.99), rel=0.2)


def test_a_group_without_any_payment_costs_nothing_and_says_so() -> None:
    year = group_year([0, 0, 0], 50)
    assert year.mean == 0
    assert "No person-year" in year.notes[0].en
    result = compare(year, 10_000)
    assert result.best is not None
    assert result.best.expected_cost == 0
    assert result.saving == 10_000


def test_retention_above_everything_is_noted_in_the_candidate() -> None:
    year = group_year([0, 100, 500, 900], 40)
    one = compare(year, 50_000, specifics=(5_000,), attachment_shares=(None,)).candidates[0]
    assert one.specific_premium == 0
    assert "never reached" in one.notes[0].en


def test_a_distribution_that_is_not_exact_enough_is_said() -> None:
    heavy = GroupYear(Poisson(50), pareto(1.6, 1_000))
    poor = compare(heavy, 1e6, appetite=Appetite(weight=0), attachment_shares=(None,))
    good = compare(heavy, 1e6, appetite=Appetite(weight=0), specifics=(50_000,), attachment_shares=(None,))
    assert "not exact enough" in poor.notes[-1].en
    assert good.notes == ()


def test_the_total_of_a_group_is_the_compound_distribution() -> None:
    year = GroupYear(Poisson(5), exponential(10))
    assert year.total().mean == aggregate(Poisson(5), exponential(10)).mean
