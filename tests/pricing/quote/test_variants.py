"""Upgrades and downgrades priced as differences of the same simulated years."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from tuanbao.pricing.costs import standard_error
from tuanbao.pricing.quote.errors import QuoteError
from tuanbao.pricing.quote.quote import make_quote
from tuanbao.pricing.quote.variants import compare

from .groups import COMPANY, assignment, costs_of, random_years, terms

ASSIGNED = assignment(*COMPANY)
NINETY = random_years(ASSIGNED, years=400)
FIFTY = NINETY * 5 // 9
LINES = {("staff", "accident"): "accident"}
BASE, LOWER = costs_of(ASSIGNED, NINETY), costs_of(ASSIGNED, FIFTY)
LOADED = terms(expenses="0.2", premium_tax={"accident": "6%"}, risk={"method": "standard_deviation", "multiple": "0.2"})
LOADING = make_quote(BASE, ASSIGNED, LOADED).loading


def test_a_downgrade_from_90_to_50_percent_releases_four_ninths():
    comparison = compare(BASE, LOWER, LOADING)
    for difference in comparison.groups:
        mine = BASE.groups.index(difference.group)
        before = BASE.by_year[:, mine, :].sum() / BASE.years / difference.people
        assert difference.expected == pytest.approx(-before * 4 / 9, rel=1e-4)
        assert difference.price == pytest.approx(difference.expected * float(LOADING.per_fen(Fraction(0))), abs=1)
        assert "释放" in difference.text.zh
    assert comparison.price == sum(d.price * d.people for d in comparison.groups)


def test_an_upgrade_costs_what_the_downgrade_releases():
    down, up = compare(BASE, LOWER, LOADING, LINES), compare(LOWER, BASE, LOADING, LINES)
    assert [d.price for d in up.groups] == [-d.price for d in down.groups]
    assert up.price == -down.price
    assert "加价" in up.groups[0].text.zh


def test_the_paired_error_is_far_smaller_than_that_of_two_simulations():
    small = costs_of(ASSIGNED, NINETY * 95 // 100)
    comparison = compare(BASE, small, LOADING)
    assert comparison.standard_error < comparison.unpaired_error / 10
    gap = (NINETY - NINETY * 95 // 100).sum(axis=(1, 2)).astype(float)
    assert comparison.standard_error == pytest.approx(standard_error(gap))
    assert all(d.standard_error < d.unpaired_error / 10 for d in comparison.groups)


def test_the_same_terms_make_no_difference():
    comparison = compare(BASE, BASE, LOADING, LINES)
    assert comparison.groups[0].text.zh == "manager，family，子女，0–17 周岁：价格不变"
    assert comparison.price == comparison.expected == comparison.standard_error == 0


def test_tax_falls_on_the_benefits_that_bear_it():
    accident, health = NINETY.copy(), NINETY.copy()
    accident[:, :, 1] *= 2
    health[:, :, 0] *= 2
    factor = float(LOADING.per_fen(Fraction(0)))
    for yearly, tax in ((accident, 1.06), (health, 1.0)):
        for d in compare(BASE, costs_of(ASSIGNED, yearly), LOADING, LINES).groups:
            assert d.price == pytest.approx(d.expected * factor * tax, abs=1)


def test_the_difference_is_that_of_two_quotes_with_the_same_loading():
    plain = terms(expenses="0.2")
    loading = make_quote(BASE, ASSIGNED, plain).loading
    apart = make_quote(LOWER, ASSIGNED, plain).premium - make_quote(BASE, ASSIGNED, plain).premium
    assert abs(compare(BASE, LOWER, loading).price - apart) <= 2 * len(COMPANY)


def test_years_that_are_not_paired_are_found_out():
    other = costs_of(ASSIGNED, random_years(ASSIGNED, seed=99, years=400))
    assert any("同样的种子" in note.zh for note in compare(BASE, other, LOADING).notes)


def test_a_class_of_nobody_is_said():
    def widened(costs):
        empty = np.zeros_like(costs.by_year[:, :1, :])
        return replace(costs, groups=(*costs.groups, "night shift"), by_year=np.concatenate([costs.by_year, empty], 1))

    comparison = compare(widened(BASE), widened(LOWER), LOADING)
    assert len(comparison.groups) == len(BASE.groups)
    assert any("night shift" in note.zh for note in comparison.notes)


def test_costs_that_cannot_be_paired_are_refused():
    fewer = costs_of(ASSIGNED, FIFTY[:100])
    with pytest.raises(QuoteError) as refused:
        compare(BASE, fewer, LOADING)
    assert "400 与 100" in refused.value.text.zh
    with pytest.raises(QuoteError):
        compare(BASE, replace(LOWER, member_id=LOWER.member_id[::-1]), LOADING)
