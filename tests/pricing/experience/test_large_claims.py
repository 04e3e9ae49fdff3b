"""Pooling of large claims: what is taken out, what is charged instead, and how far the group's own tail is believed."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.pricing.experience.errors import ExperienceError
from tuanbao.pricing.experience.large_claims import pool_large_claims, threshold_by_quantile, threshold_by_size
from tuanbao.pricing.experience.limited_fluctuation import full_credibility
from tuanbao.reference.large_claims import pooling_practice

SOA = Path(__file__).resolve().parents[4] / "shared/data/actuarial/casdatasets_SOAGMI.parquet"
YUAN = 100


def people(number, seed):
    """Fen paid to people in a year: nine in ten nothing, the rest lognormal with a Pareto tail."""
    random = np.random.default_rng(seed)
    ill = random.random(number) < 0.10
    amount = np.exp(random.normal(8.0, 1.3, number)) * (1 + random.pareto(2.5, number))
    return np.where(ill, np.rint(amount * YUAN), 0).astype(np.int64)


@pytest.fixture(scope="module")
def book():
    return people(400_000, seed=1)


@pytest.fixture(scope="module")
def group():
    return people(2_000, seed=2)


AMOUNTS = st.lists(st.integers(0, 10**8), min_size=1, max_size=80)


@given(AMOUNTS, st.integers(1, 10**8), st.floats(0, 1))
def test_every_fen_is_accounted_for(amounts, threshold, z):
    paid = np.array(amounts, np.int64)
    found = pool_large_claims(paid, threshold=threshold, reference=np.array([0, 2 * 10**8], np.int64), z=z)
    assert found.paid == paid.sum() == found.retained + found.pooled
    assert found.retained == sum(min(amount, threshold) for amount in amounts)
    assert found.adjusted == found.retained + found.charge == sum(fen for _, fen in found.steps())
    assert found.charge >= 0
    assert found.own.large == sum(amount > threshold for amount in amounts)


def test_a_charge_between_own_and_reference_by_credibility(book, group):
    found = pool_large_claims(group, threshold=50_000 * YUAN, reference=book)
    own, other = found.own.per_person_year, found.reference.per_person_year
    assert 0 < found.z < 0.5
    assert found.charge == pytest.approx(2_000 * (found.z * own + (1 - found.z) * other), abs=1)
    standard = full_credibility(
        "pure premium", probability=0.90, within=0.10, severity_cv=math.sqrt(found.reference.squared_cv)
    )
    assert found.z == pytest.approx(math.sqrt(found.own.large / standard.claims))
    assert any("fully credible" in note.en for note in found.notes)


def test_the_fitted_tail_of_a_large_book_agrees_with_what_was_seen(book):
    cut = 50_000 * YUAN
    found = pool_large_claims(book, threshold=cut, reference=book)
    seen = np.maximum(book - cut, 0)
    error = seen.std() / math.sqrt(len(book))
    assert found.own.tail is not None
    assert found.own.tail.threshold == cut
    assert abs(found.own.per_person_year - seen.mean()) < 2 * error
    assert found.charge == pytest.approx(found.pooled, rel=0.1)


def test_over_many_groups_pooling_keeps_the_total_and_takes_out_chance(book):
    groups = book.reshape(200, 2_000)
    pooled = [pool_large_claims(one, threshold=50_000 * YUAN, reference=book) for one in groups]
    paid, adjusted = (np.array([getattr(one, name) for one in pooled], float) for name in ("paid", "adjusted"))
    assert adjusted.mean() == pytest.approx(paid.mean(), rel=0.02)
    assert adjusted.std() < 0.7 * paid.std()


def test_one_very_dear_illness_moves_the_adjusted_claims_little(book, group):
    before = pool_large_claims(group, threshold=50_000 * YUAN, reference=book)
    struck = group.copy()
    struck[0] = 2_000_000 * YUAN
    after = pool_large_claims(struck, threshold=50_000 * YUAN, reference=book)
    assert after.paid - before.paid == 2_000_000 * YUAN - group[0]
    assert abs(after.adjusted - before.adjusted) < 0.15 * (after.paid - before.paid)


def test_a_small_group_without_large_claims_pays_the_reference_charge(book):
    found = pool_large_claims(np.array([0, 0, 120_000, 3_000]), reference=book)
    assert found.threshold.fen == 20_000 * YUAN
    assert (found.pooled, found.z, found.own.large) == (0, 0, 0)
    assert found.charge == round(4 * found.reference.per_person_year) > 0
    assert found.own.tail is None
    assert any("not fitted" in note.en for note in found.notes)
    assert any(note.en.startswith("Reference:") for note in found.notes) == bool(found.reference.tail.notes)


def test_people_without_claims_may_be_left_out_of_the_rows(book, group):
    all_rows = pool_large_claims(group, threshold=50_000 * YUAN, reference=book)
    with_claims = pool_large_claims(group[group > 0], threshold=50_000 * YUAN, person_years=len(group), reference=book)
    assert (with_claims.charge, with_claims.paid, with_claims.z) == (all_rows.charge, all_rows.paid, all_rows.z)


def test_the_tail_begins_lower_where_too_few_are_above_the_threshold():
    paid = people(12_000, seed=3)
    cut = threshold_by_quantile(paid, 0.985)
    found = pool_large_claims(paid, threshold=cut)
    assert found.own.large < pooling_practice().least_for_a_tail == found.own.tail.exceeding
    assert cut.fen / 2 <= found.own.tail.threshold < cut.fen
    assert any("the tail begins at" in note.en for note in found.notes)


def test_without_a_reference_the_user_is_told(group):
    found = pool_large_claims(group, threshold=50_000 * YUAN)
    assert found.z == 1
    assert found.reference is None
    assert any("no reference" in note.en for note in found.notes)


def test_the_most_that_a_plan_pays_bounds_the_charge(book, group):
    cut, most = 50_000 * YUAN, 80_000 * YUAN
    bounded = np.minimum(group, most)
    found = pool_large_claims(bounded, threshold=cut, reference=book, most=most)
    free = pool_large_claims(group, threshold=cut, reference=book)
    assert found.own.tail is None  # cut amounts have no Pareto tail
    assert found.reference.per_person_year < free.reference.per_person_year
    assert found.reference.per_person_year == pytest.approx(np.clip(book - cut, 0, most - cut).mean())


class TestThreshold:
    def test_by_size_of_the_group_it_rises(self):
        sizes = [1, 100, 101, 300, 301, 1_000, 1_001, 50_000]
        yuan = [threshold_by_size(size).fen // YUAN for size in sizes]
        assert yuan == [20_000, 20_000, 30_000, 30_000, 50_000, 50_000, 80_000, 200_000]
        assert threshold_by_size(0.5).fen == 20_000 * YUAN
        assert "low confidence" in threshold_by_size(100).rule.en

    def test_by_quantile_of_people_with_a_claim(self):
        assert threshold_by_quantile([0, 0, 0, *range(1, 101)], 0.9).fen == 91

    def test_the_default_is_by_size(self, book, group):
        assert pool_large_claims(group, reference=book).threshold == threshold_by_size(2_000)


def test_the_tail_of_the_large_claims_of_the_society_of_actuaries():
    """75,789 claims above 25,000 dollars of 1991; generalised Pareto above 200,000 by maximum likelihood."""
    if not SOA.exists():
        pytest.skip("the SOA large claims are not beside this checkout")
    import pyarrow.parquet as pq

    claims = np.rint(100 * pq.read_table(SOA).column(0).to_numpy()).astype(np.int64)
    found = pool_large_claims(claims, threshold=200_000 * 100)
    assert (len(claims), found.own.large) == (75_789, 2_013)
    assert found.own.tail.law.shape == pytest.approx(0.31362, abs=5e-6)
    assert found.own.tail.law.scale / 100 == pytest.approx(93_869.9, abs=1)
    assert found.pooled / 100 == pytest.approx(276_158_844.61, abs=1)
    assert found.charge == pytest.approx(found.pooled, rel=0.01)


@pytest.mark.parametrize(
    ("paid", "options", "words"),
    [
        ([], {}, "at least one"),
        ([1.5], {}, "whole fen"),
        ([[1, 2]], {}, "One column"),
        ([100, -5], {}, "Number 2 is negative"),
        ([100], {"threshold": 0}, "above 0"),
        ([100, 100], {"person_years": 0}, "above 0"),
        ([100], {"person_years": math.nan}, "above 0"),
        ([100], {"threshold": 50, "most": 80}, "not below what anybody"),
        ([100], {"threshold": 500, "most": 200}, "above the threshold"),
        ([100], {"threshold": 500, "reference": [0, 400]}, "Nobody in the reference"),
        ([100], {"threshold": 500, "reference": [0, 800], "z": 1.5}, "from 0 to 1"),
    ],
)
def test_what_cannot_be_pooled_is_refused(paid, options, words):
    with pytest.raises(ExperienceError, match=words) as caught:
        pool_large_claims(paid, **options)
    assert caught.value.text.zh
