"""The survey as data: every percentage is a whole number of firms of its base, and single-choice answers make 100 %."""

from fractions import Fraction

import pytest

from tuanbao.design.intervals import fits
from tuanbao.design.themes import THEMES
from tuanbao.reference.market_survey import figures, survey

FIT_NO_BASE = {
    ("flexibility", "all", "none", 2024),
    ("flexibility", "all", "some", 2024),
    ("direction", "all", "communication", 2025),
}
"""As printed: 67.79 and 32.21 of 174 firms, 13.18 of 210."""
ONE_ANSWER = ("division", "flexibility", "flexibility_kind", "breadth_depth", "budget")
PLACES = [(topic, industry) for topic in ONE_ANSWER for industry in survey().industries]


def key(figure):
    return figure.topic, figure.industry, figure.option, figure.year


@pytest.mark.parametrize("figure", survey().figures, ids=key)
def test_a_percentage_is_a_whole_number_of_firms_of_its_base_or_has_none(figure):
    assert (figure.base is None) == (key(figure) in FIT_NO_BASE)
    assert fits(figure.share, figure.n) == (figure.base is not None)


def test_a_base_is_never_larger_than_the_firms_asked():
    assert all(figure.n <= 261 for figure in survey().figures)
    assert all(figure.n <= 78 for figure in survey().figures if figure.industry != "all")


def test_charts_of_2025_that_do_not_fit_what_is_printed_have_the_smaller_base():
    smaller = {(f.topic, f.printed, f.base) for f in survey().figures if f.base is not None and f.base < f.printed}
    assert smaller == {
        ("budget", 261, 174),
        ("factors", 210, 140),
        ("difficulties", 210, 140),
        *(
            (relation, printed, base)
            for relation in ("child", "spouse", "parent")
            for printed, base in ((107, 65), (56, 36))
        ),
    }


@pytest.mark.parametrize(("topic", "industry"), PLACES)
@pytest.mark.parametrize("year", [2024, 2025])
def test_the_answers_of_a_question_with_one_answer_make_the_whole(topic, industry, year):
    shares = [figure.share for figure in figures(topic, industry, year)]
    assert not shares or abs(sum(shares) - 1) <= Fraction(1, 10_000)


def test_what_may_be_swapped_names_the_other_which_names_it_back():
    doubtful = [figure for figure in survey().figures if figure.swap is not None]
    assert {figure.confidence for figure in doubtful} == {"uncertain"}
    for figure in doubtful:
        same = figures(figure.topic, figure.industry, figure.year)
        assert [(other.share, other.swap) for other in same if other.share == figure.swap] == [
            (figure.swap, figure.share)
        ]


def test_whatever_is_uncertain_may_be_swapped():
    assert all(figure.swap is not None for figure in survey().figures if figure.confidence == "uncertain")


def test_products_stand_for_themes_that_there_are_and_each_theme_has_one():
    for industry in survey().industries:
        themes = [theme for figure in figures("products", industry) for theme in figure.themes]
        assert set(themes) <= set(THEMES)
        assert len(themes) == len(set(themes)) == 10


def test_no_answer_is_there_twice():
    keys = [key(figure) for figure in survey().figures]
    assert len(keys) == len(set(keys))


def test_who_was_asked_is_said_with_the_industry():
    assert survey().who("products", "hitech").zh == "为员工买商业保险的高科技互联网企业"
    assert survey().who("child", "all").en == "firms that admit family"


@pytest.mark.parametrize(
    ("topic", "industry", "option", "share"),
    [
        ("products", "all", "medical", "85.24"),
        ("products", "smart_manufacturing", "employers_liability", "29.69"),
        ("products", "hitech", "critical_illness", "55.17"),
        ("division", "all", "grade", "51.43"),
        ("flexibility", "all", "some", "64.29"),
        ("parent", "all", "medical", "52.31"),
        ("factors", "all", "cost", "73.57"),
        ("value", "all", "welfare", "83.91"),
        ("budget", "all", "same", "78.74"),
        ("challenges", "all", "budget_limit", "75.24"),
        ("difficulties", "all", "claims_unknown", "62.14"),
    ],
)
def test_figures_that_the_report_tells_in_its_text(topic, industry, option, share):
    [figure] = [figure for figure in figures(topic, industry) if figure.option == option]
    assert figure.share == Fraction(share) / 100
