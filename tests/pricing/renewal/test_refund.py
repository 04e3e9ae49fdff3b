"""Experience refund: part of a good year comes back, a bad year is carried forward."""

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.refund import (
    Refund,
    RefundTerms,
    expected_refund,
    expected_refund_of,
    refund,
    refunds,
    usual_refund_terms,
)

TERMS = RefundTerms(share=Fraction(3, 5), target=Fraction(4, 5), minimum_lives=200, pay_after_months=3)
LAST = date(2025, 12, 31)


def of(terms: RefundTerms = TERMS, **changes: Any) -> Refund:
    given = {"earned": 1_000_000, "incurred": 600_000, "lives": 300, "renews": True, "last_day": LAST, **changes}
    return refund(terms, **given)


def test_sixty_percent_of_what_is_left_comes_back_after_the_run_out() -> None:
    found = of()
    assert (found.balance, found.amount, found.deficit_forward) == (200_000, 120_000, 0)
    assert found.payable_from == date(2026, 4, 1)


def test_a_deficit_is_taken_off_first_and_what_is_left_of_it_goes_on() -> None:
    assert of(deficit=150_000).amount == 30_000
    bad = of(incurred=900_000, deficit=50_000)
    assert (bad.amount, bad.deficit_forward) == (0, 150_000)
    years = refunds(
        TERMS, [(1_000_000, 900_000), (1_000_000, 600_000)], lives=300, last_days=[LAST, date(2026, 12, 31)]
    )
    assert [year.amount for year in years] == [0, 60_000]


def test_conditions_that_are_not_met_are_named() -> None:
    small = of(lives=199, renews=False)
    assert small.amount == 0
    assert [reason.en for reason in small.refused] == [
        "199 lives are fewer than the 200 agreed",
        "the refund is agreed for groups that renew",
    ]


@given(
    st.integers(1, 10**12),
    st.integers(0, 10**12),
    st.integers(0, 10**12),
    st.fractions(0, 1),
    st.fractions(Fraction(1, 10), 2),
)
def test_refund_deficit_and_balance_belong_together(
    earned: int, incurred: int, deficit: int, share: Fraction, target: Fraction
) -> None:
    terms = RefundTerms(share, target)
    found = of(terms, earned=earned, incurred=incurred, deficit=deficit)
    exact = target * earned - incurred - deficit
    assert abs(found.balance - exact) <= Fraction(1, 2)
    assert found.amount == 0 or found.deficit_forward == 0
    assert abs(found.amount - max(share * exact, 0)) <= Fraction(1, 2)
    assert found.deficit_forward == max(-found.balance, 0)


@pytest.mark.parametrize("sd", [0.0, 1e-6, 50_000.0, 300_000.0])
def test_the_expected_refund_is_that_of_simulated_years(sd: float) -> None:
    rng = np.random.default_rng(7)
    sigma = np.sqrt(np.log1p((sd / 700_000) ** 2))
    years = 700_000 * np.exp(sigma * rng.standard_normal(400_000) - sigma**2 / 2)
    closed = expected_refund(TERMS, earned=1_000_000, mean=700_000, sd=sd)
    simulated = expected_refund_of(TERMS, earned=1_000_000, totals=years)
    error = 0.6 * np.maximum(800_000 - years, 0).std() / np.sqrt(len(years))
    assert abs(closed - simulated) <= 4 * error + 1


def test_uncertainty_makes_a_refund_worth_more() -> None:
    """What is lost in bad years is not asked back: the refund is an option."""
    values = [expected_refund(TERMS, earned=1_000_000, mean=750_000, sd=sd) for sd in (0, 50_000, 100_000, 200_000)]
    assert values[0] == pytest.approx(30_000)
    assert values == sorted(values)
    assert expected_refund(TERMS, earned=1_000_000, mean=1.0, sd=0, deficit=900_000) == 0.0


def test_what_is_usual_says_that_it_is_unverified() -> None:
    terms, note = usual_refund_terms()
    assert terms == RefundTerms(Fraction(3, 5), Fraction(4, 5), 200, True, 3)
    assert "没有公开来源" in note.zh


def test_what_cannot_be_is_refused() -> None:
    for change in ({"earned": 0}, {"incurred": -1}, {"deficit": -1}):
        with pytest.raises(RenewalError):
            of(**change)
    for share, target in ((2, 1), (Fraction(1, 2), 0)):
        with pytest.raises(RenewalError):
            RefundTerms(Fraction(share), Fraction(target))
    with pytest.raises(RenewalError):
        expected_refund(TERMS, earned=1, mean=0, sd=0)
    with pytest.raises(RenewalError):
        expected_refund_of(TERMS, earned=1, totals=[])


def test_a_year_that_ends_within_a_month_runs_out_within_one() -> None:
    assert of(last_day=date(2025, 6, 15)).payable_from == date(2025, 9, 16)
    assert of(last_day=date(2025, 11, 30)).payable_from == date(2026, 3, 1)
