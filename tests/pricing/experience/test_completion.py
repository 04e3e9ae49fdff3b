import numpy as np
import pytest

from tests.pricing.experience.triangles import medical_claims
from tuanbao.pricing.experience.backtest import backtest, scores
from tuanbao.pricing.experience.completion import METHODS, complete
from tuanbao.pricing.experience.errors import ExperienceError
from tuanbao.pricing.experience.triangle import from_incremental

PUBLISHED = {
    "2002-06": (3_574_311, 3_123_180, 3_096_939),
    "2002-07": (3_332_203, 3_363_680, 3_105_244),
    "2002-08": (6_797_672, 2_956_303, 2_909_525),
    "2002-09": (2_755_345, 2_980_894, 3_118_468),
    "2002-10": (9_065_715, 2_730_692, 2_780_806),
    "2002-11": (3_302_296, 2_961_525, 3_173_370),
    "2002-12": (4_474_891, 2_624_660, 3_301_373),
}
"""Valuation: outstanding by chain ladder, what came, outstanding by the simple rule; all in dollars."""


def steady(months: int = 30, size: float = 1000.0, noise: float = 0.0, seed: int = 1) -> np.ndarray:
    """Payments that develop as 10, 60, 20, 10 per cent of a level, with noise in level and speed."""
    rng = np.random.default_rng(seed)
    level = size * np.exp(noise * rng.standard_normal(months))
    speed = np.exp(noise * rng.standard_normal((months, 4))) * [0.1, 0.6, 0.2, 0.1]
    return level[:, None] * speed


def until_now(cells: np.ndarray) -> np.ndarray:
    origin, development = np.indices(cells.shape)
    return np.where(origin + development < len(cells), cells, np.nan)


def test_the_simple_rule_and_chain_ladder_have_their_published_table():
    rows = backtest(medical_claims(), ("chain_ladder", "average"), "2002-06", "2002-12")
    for valuation, (ladder, actual, simple) in PUBLISHED.items():
        of_ladder, of_rule = [row for row in rows if row.valuation == valuation]
        assert of_ladder.estimated == pytest.approx(ladder, abs=0.5)
        assert of_ladder.actual == actual
        assert of_rule.estimated == pytest.approx(simple, abs=1)
        assert of_rule.known == 1
    score = scores(rows)[1]
    assert (round(score.mean_absolute, 3), round(score.worst, 3)) == (0.071, 0.258)


@pytest.mark.parametrize(
    ("first", "last"), [("2002-06", "2002-12"), ("2002-02", "2002-12"), ("2003-01", "2003-06"), ("2002-02", "2003-06")]
)
def test_credibility_beats_the_simple_rule_whatever_the_valuations(first, last):
    rows = backtest(medical_claims(working_days=True), ("average", "credibility"), first, last)
    simple, credibility = scores(rows)
    assert credibility.mean_absolute < 0.91 * simple.mean_absolute
    assert credibility.mean_absolute < 0.068


def test_the_worst_error_falls_too():
    rows = backtest(medical_claims(working_days=True), ("average", "credibility"), "2002-02", "2003-06")
    simple, credibility = scores(rows)
    assert abs(credibility.worst) < abs(simple.worst) - 0.03


def test_the_stated_errors_are_as_large_as_the_errors_that_came():
    rows = backtest(medical_claims(working_days=True), ("credibility",), "2002-02", "2003-06")
    missed = np.array([(row.estimated - row.actual) / row.standard_error for row in rows])
    assert 0.5 < np.sqrt((missed**2).mean()) < 1.5


def test_nothing_of_the_future_goes_into_an_estimate():
    triangle = medical_claims(working_days=True)
    cells = triangle.increments.copy()
    origin, development = np.indices(cells.shape)
    cells[(origin + development > 20) & ~np.isnan(cells)] *= 3
    other = from_incremental(cells, triangle.origins, triangle.exposure, triangle.working_days)
    for method in METHODS:
        then, changed = (complete(each.as_of(20), method) for each in (triangle, other))
        assert then.ultimate.tolist() == changed.ultimate.tolist()


def test_old_months_lean_on_development_and_the_newest_on_the_level():
    found = complete(medical_claims())
    assert found.weight[:20].min() > 0.95
    assert found.weight[-1] < 0.1
    assert (np.diff(found.weight) <= 1e-12).all()
    assert found.outstanding.sum() == pytest.approx((found.ultimate - found.paid).sum())
    assert found.pmpm[-1] == pytest.approx(found.ultimate[-1] / 11_844)
    assert 0 < found.total_standard_error < 0.2 * found.outstanding.sum()


def test_half_a_year_of_months_that_are_all_but_known_keeps_what_was_paid_for_them():
    """Errors of development are seen at the first age only; at the others they are smaller, not the same."""
    level = np.array([9.1, 8.5, 33.2, 21.8, 52.3, 23.2])[:, None] * 1000
    usual = np.array([0.15, 0.60, 0.19, 0.04, 0.015, 0.005])
    faster = np.array([1.6, 0.7, 0.9, 1.3, 0.6, 1.0])[:, None]
    speed = np.concatenate([usual[:1] * faster, usual[1:2] + usual[:1] * (1 - faster), np.tile(usual[2:], (6, 1))], 1)
    found = complete(from_incremental(until_now(level * speed), exposure=np.full(6, 600)))
    assert found.standard_error is not None
    assert found.weight[:4].min() > 0.9
    assert (found.outstanding >= 0).all()


def test_the_mixture_lies_between_its_two_parts():
    found = complete(medical_claims())
    parts = np.stack([found.developed, found.expected])
    assert (found.ultimate >= parts.min(axis=0) - 1e-6).all()
    assert (found.ultimate <= parts.max(axis=0) + 1e-6).all()


def test_every_method_completes_what_develops_alike_exactly():
    cells = steady(noise=0.0)
    for method in METHODS:
        found = complete(from_incremental(until_now(cells), exposure=np.full(30, 50)), method)
        assert found.ultimate == pytest.approx(cells.sum(axis=1))


def test_working_days_explain_months_that_differ_only_by_them():
    days = np.tile([21.0, 17, 23, 22, 20, 19, 23, 22, 21, 18, 20, 22], 3)[:33]
    cells = 1000 * np.array([0.1, 0.6, 0.2, 0.1]) * days[:30, None]
    origin, development = np.indices(cells.shape)
    capacity = days[origin + development]
    paid = np.array([0.1, 0.6, 0.2, 0.1]) * capacity
    cells = cells.sum(axis=1, keepdims=True) * paid / paid.sum(axis=1, keepdims=True)
    known = until_now(cells)
    with_days, without = (
        complete(from_incremental(known, exposure=np.full(30, 50), working_days=given)) for given in (days, None)
    )
    truth = cells.sum(axis=1)
    missed = np.abs(with_days.ultimate / truth - 1).max()
    assert missed < 0.02
    assert missed < np.abs(without.ultimate / truth - 1).max() / 4


def test_over_many_groups_the_mixture_errs_least():
    misses = {method: [] for method in METHODS}
    for seed in range(40):
        cells = steady(noise=0.15, seed=seed)
        triangle = from_incremental(until_now(cells), exposure=np.full(30, 50))
        for method in METHODS:
            estimate = complete(triangle, method).outstanding.sum()
            misses[method].append(estimate - (cells.sum() - triangle.latest.sum()))
    spread = {method: np.sqrt(np.mean(np.square(found))) for method, found in misses.items()}
    assert spread["credibility"] < min(spread["average"], spread["chain_ladder"])


def test_a_young_group_is_completed_with_a_stated_fallback():
    cells = until_now(steady(5, noise=0.1))
    found = complete(from_incremental(cells, exposure=np.full(5, 50)))
    assert np.isfinite(found.ultimate).all()
    assert found.standard_error is None
    assert any("Bornhuetter" in note.en for note in found.notes)
    assert any("3 months only" in note.en for note in found.notes)


def test_a_newest_month_without_payments_is_not_free():
    triangle = medical_claims()
    cells = triangle.increments.copy()
    cells[-1, 0] = 0
    found = complete(from_incremental(cells, triangle.origins, triangle.exposure))
    assert found.developed[-1] == 0
    assert found.ultimate[-1] > 0.9 * found.expected[-1]


def test_members_are_needed_for_the_newest_months():
    triangle = from_incremental(until_now(steady()))
    with pytest.raises(ExperienceError, match="members of each month"):
        complete(triangle)
    assert complete(triangle, "chain_ladder").pmpm is None


def test_two_months_are_too_few():
    with pytest.raises(ExperienceError, match="too few"):
        complete(from_incremental([[1, 2], [3, np.nan]], exposure=[1, 1]))


def test_a_past_of_refunds_only_says_nothing():
    cells = until_now(np.tile([1.0, -3, 0, 0], (20, 1)))
    with pytest.raises(ExperienceError):
        complete(from_incremental(cells, exposure=np.full(20, 5)))


def test_a_triangle_that_is_not_run_off_cannot_be_tested():
    with pytest.raises(ExperienceError, match="No valuation to test"):
        backtest(from_incremental(until_now(steady(10)), exposure=np.full(10, 5)))
