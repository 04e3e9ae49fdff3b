"""The market: the survey, one's own tables over it, and weights of themes."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.design.benchmark import MarketError, load_market, market_weights, parse_market, theme_shares, weight_notes
from tuanbao.design.benchmark.market import answers
from tuanbao.design.intervals import wilson
from tuanbao.design.themes import THEMES
from tuanbao.plan import PlanError

EXAMPLE = Path(__file__).parents[3] / "examples" / "design" / "market-own.yaml"
INDUSTRIES = ("all", "smart_manufacturing", "hitech")
OWN = """\
market: brokers
shares:
  - {theme: checkup, share: 50%, n: 40, year: 2026, source: a broker}
  - {theme: life, share: 12.5%, n: 16, year: 2024, source: a broker}
"""


def test_a_share_has_its_interval_base_and_source():
    share = theme_shares("hitech")["critical_illness"]
    assert (share.share, share.n, share.year) == (Fraction("0.5517"), 58, 2025)
    assert share.interval == wilson(32, 58)
    assert "保险极客" in share.source
    assert "高科技" in share.who.zh


def test_outpatient_and_inpatient_care_are_one_product_of_the_survey():
    shares = theme_shares("all")
    assert shares["outpatient"] == shares["inpatient"]


def test_an_uncertain_reading_is_said_and_its_interval_holds_the_other():
    age = answers("division", "smart_manufacturing")["age"]
    assert "不确定" in age.figures.zh
    assert age.interval.low < 0.0312
    assert age.interval.high == wilson(8, 64).high


def test_what_an_industry_was_not_asked_is_answered_by_all():
    assert theme_shares("hitech", topic="parent") == theme_shares("all", topic="parent")


@pytest.mark.parametrize("ask", [market_weights, theme_shares, weight_notes])
def test_an_unknown_industry_is_refused_with_those_that_there_are(ask):
    with pytest.raises(MarketError) as refusal:
        ask("banking")
    assert "hitech" in refusal.value.text.zh
    assert "smart_manufacturing" in refusal.value.text.en


def test_ones_own_figures_add_to_the_survey_and_replace_it_theme_by_theme():
    survey, both = theme_shares("all"), theme_shares("all", parse_market(OWN))
    assert set(both) == {*survey, "checkup"}
    assert (both["life"].share, both["life"].n, both["life"].confidence) == (Fraction(1, 8), 16, "given")
    assert {theme: both[theme] for theme in survey if theme != "life"} == {
        theme: share for theme, share in survey.items() if theme != "life"
    }


def test_the_example_of_ones_own_market_is_read():
    themes = [row.theme for row in load_market(EXAMPLE).shares]
    assert themes == ["dental_vision", "checkup", "critical_illness"]
    assert [theme_shares("hitech", load_market(EXAMPLE))[theme].n for theme in themes] == [118, 118, 118]


def test_everything_wrong_with_ones_own_market_is_told_at_once_with_its_line():
    text = """\
market: brokers
shares:
  - {theme: checkups, share: 50%, n: 40, year: 2026, source: a broker}
  - {theme: life, share: 150%, n: 0, year: 1926, source: a broker}
  - {theme: life, share: 15%, n: 20, year: 2026}
  - {theme: dental_vision, share: 15%, n: 20, year: 2026, source: "", firms: 3}
"""
    with pytest.raises(PlanError) as refusal:
        parse_market(text, "own.yaml")
    problems = refusal.value.problems
    assert {(problem.line, problem.key, problem.code) for problem in problems} == {
        (3, "shares[0].theme", "unknown_word"),
        (4, "shares[1].share", "over_100_percent"),
        (4, "shares[1].n", "out_of_range"),
        (4, "shares[1].year", "out_of_range"),
        (5, "shares[2].theme", "repeated_theme"),
        (5, "shares[2].source", "missing_key"),
        (6, "shares[3].source", "not_a_text"),
        (6, "shares[3].firms", "unknown_key"),
    }
    assert all(problem.file == "own.yaml" and problem.message.zh and problem.message.en for problem in problems)


@pytest.mark.parametrize("text", ["", "market: m\nshares: []\n", OWN + "---\n" + OWN, "shares: 3\n"])
def test_what_is_no_market_at_all_is_refused(text):
    with pytest.raises(PlanError):
        parse_market(text)


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_weights_are_positive_of_every_theme_and_one_in_the_mean(industry):
    weights = market_weights(industry)
    assert list(weights) == list(THEMES)
    assert all(weight > 0 for weight in weights.values())
    assert sum(weights.values()) / len(weights) == pytest.approx(1)


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_what_more_firms_have_weighs_more_and_what_nobody_counted_weighs_one(industry):
    weights, shares = market_weights(industry), theme_shares(industry)
    ranked = sorted(shares, key=lambda theme: shares[theme].share)
    assert [weights[theme] for theme in ranked] == sorted(weights[theme] for theme in ranked)
    silent = [theme for theme in THEMES if theme not in shares]
    assert {weights[theme] for theme in silent} == {1.0}
    [note] = weight_notes(industry)
    assert all(THEMES[theme].zh in note.zh and THEMES[theme].en in note.en for theme in silent)


@given(st.lists(st.integers(0, 100), min_size=15, max_size=15), st.integers(1, 500))
def test_weights_of_any_market_are_positive_and_one_in_the_mean(percents, n):
    rows = "".join(
        f"  - {{theme: {theme}, share: {percent}%, n: {n}, year: 2026, source: x}}\n"
        for theme, percent in zip(THEMES, percents, strict=True)
    )
    own = parse_market(f"market: m\nshares:\n{rows}")
    weights = market_weights("all", own)
    assert sum(weights.values()) / len(weights) == pytest.approx(1)
    assert min(weights.values()) > 0
    assert weight_notes("all", own) == ()
