"""From expected claims to the price: each loading alone, the floor, and what cannot be loaded."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.pricing.quote.errors import QuoteError
from tuanbao.pricing.quote.experience import Experience
from tuanbao.pricing.quote.loading import (
    Claims,
    Head,
    loading_of,
    loss_ratio_note,
    risk_margin,
    tail_mean,
)
from tuanbao.pricing.quote.terms import Risk

from .groups import terms

TOTALS = np.array([80_000.0, 100_000.0, 120_000.0])
CLAIMS = Claims(Fraction(1000_00), Fraction(0))


def price(quote_terms, claims=CLAIMS, people=100, experience=None, totals=TOTALS):
    loading = loading_of(quote_terms, [Head(claims, people)], totals, experience)
    return loading.movements(claims)[-1].exact


def test_without_loadings_the_price_is_the_expected_claims():
    assert price(terms()) == 1000_00


def test_loadings_that_are_shares_of_the_price_gross_it_up():
    quote_terms = terms(expenses="0.15", commission="0.05", profit="0.05")
    loading = loading_of(quote_terms, [Head(CLAIMS, 1)], TOTALS, None)
    steps = {movement.cause.key: movement.exact for movement in loading.movements(CLAIMS)}
    whole = Fraction(1000_00) / Fraction(3, 4)
    assert steps["profit"] == whole
    assert steps["expenses"] - steps["risk"] == whole * Fraction(15, 100)
    assert loading.loss_ratio == Fraction(3, 4)


def test_fixed_expenses_come_before_the_gross_up():
    assert price(terms(expenses_per_person="25", expenses="0.5")) == 2 * (1000_00 + 25_00)


def test_tax_is_laid_on_top_by_line():
    claims = Claims(Fraction(1000_00), Fraction(3, 100))
    assert price(terms(), claims) == 1030_00


def test_risk_by_standard_deviation():
    assert risk_margin(Risk(method="standard_deviation", multiple="0.5"), TOTALS) == 10_000
    assert price(terms(risk={"method": "standard_deviation", "multiple": "0.5"}), people=1) == 1000_00 + 100_00


def test_risk_by_the_mean_of_the_worst_years():
    totals = np.arange(1, 101, dtype=np.float64)
    assert tail_mean(totals, 0.95) == pytest.approx(98.0)
    assert tail_mean(totals, 0.985) == pytest.approx((100 + 0.5 * 99) / 1.5)
    assert tail_mean(totals, 0.0) == pytest.approx(totals.mean())
    assert risk_margin(Risk(method="tvar", level="95%", share="0.1"), totals * 1000) == 4750


@given(st.lists(st.floats(0, 1e9), min_size=2, max_size=60), st.floats(0, 0.5))
def test_the_mean_of_the_worst_years_lies_between_mean_and_worst(totals, level):
    years = np.array(totals)
    worst = tail_mean(years, level)
    assert years.mean() * (1 - 1e-12) - 1e-6 <= worst <= years.max() * (1 + 1e-12) + 1e-6


@pytest.mark.parametrize(
    "risk", [{"method": "tvar", "level": "99%", "share": "1"}, {"method": "standard_deviation", "multiple": "1"}]
)
def test_too_few_years_for_the_method_of_risk_are_refused(risk):
    with pytest.raises(QuoteError) as refused:
        price(terms(risk=risk), totals=TOTALS[: 3 if risk["method"] == "tvar" else 1])
    assert "模拟" in refused.value.text.zh


def test_own_experience_is_believed_in_part():
    past = Experience(Fraction(6, 5), Fraction(1, 4))
    assert past.blend == Fraction(21, 20)
    assert price(terms(), experience=past) == 1050_00


@pytest.mark.parametrize(("factor", "credibility"), [("1", "1.5"), ("1", "-0.1"), ("-1", "0.5")])
def test_impossible_experience_is_refused(factor, credibility):
    with pytest.raises(QuoteError):
        Experience(Fraction(factor), Fraction(credibility))


def test_experience_of_nothing_that_is_fully_believed_is_refused():
    with pytest.raises(QuoteError) as refused:
        price(terms(), experience=Experience(Fraction(0), Fraction(1)))
    assert "0" in refused.value.text.zh


def test_large_groups_pay_less_and_small_ones_more():
    loaded = terms(expenses="0.4", group_size=True)
    without = price(terms(expenses="0.4"))
    assert price(loaded, people=40) == without
    assert price(loaded, people=5) == without * Fraction(6, 5)
    assert price(loaded, people=400) == without * Fraction(17, 20)


def test_the_price_before_tax_never_falls_below_expected_claims():
    loaded = terms(expenses="0.1", group_size=True)
    loading = loading_of(loaded, [Head(CLAIMS, 6000)], TOTALS, None)
    assert loading.floor is not None
    assert loading.movements(CLAIMS)[-1].exact == 1000_00
    assert loading.loss_ratio == 1
    assert "预期赔付" in loading.floor[1].reason.zh


def test_children_who_are_not_charged_are_paid_for_by_all_who_are():
    child, adult = Claims(Fraction(300_00), Fraction(0)), Claims(Fraction(1000_00), Fraction(0))
    heads = [Head(adult, 10), Head(child, 5), Head(child, 4, charged=False)]
    loading = loading_of(terms(children={"charged": 1}), heads, TOTALS, None)
    total = sum(loading.movements(head.claims, head.charged)[-1].exact * head.people for head in heads)
    assert total == 10 * 1000_00 + 9 * 300_00
    assert loading.movements(child, charged=False)[-1].exact == 0
    assert loading.floor is None
    assert loading.children is not None
    assert loading.children[0] == Fraction(127, 115)


def test_nothing_expected_is_no_price():
    with pytest.raises(QuoteError) as refused:
        price(terms(), Claims(Fraction(0), Fraction(0)))
    assert "没有任何赔付" in refused.value.text.zh


def test_costs_of_free_children_alone_cannot_be_spread():
    heads = [Head(Claims(Fraction(0), Fraction(0)), 1), Head(CLAIMS, 1, charged=False)]
    with pytest.raises(QuoteError):
        loading_of(terms(children={"charged": 0}), heads, TOTALS, None)


def test_a_loss_ratio_outside_the_usual_band_is_said():
    assert loss_ratio_note(Fraction(4, 5)) is None
    assert "60.0%" in loss_ratio_note(Fraction(3, 5)).zh


def test_one_more_fen_of_claims_costs_what_the_price_says():
    loaded = terms(expenses="0.15", group_size=True, risk={"method": "standard_deviation", "multiple": "0.5"})
    past = Experience(Fraction(6, 5), Fraction(1, 4))
    loading = loading_of(loaded, [Head(CLAIMS, 60)], TOTALS, past)
    assert loading.per_fen(Fraction(0)) * CLAIMS.expected == loading.movements(CLAIMS)[-1].exact
