"""Ratings by item, theme and segment: against published intervals, and small segments hidden."""

import numpy as np
import pytest

from tuanbao.design.intervals import wilson
from tuanbao.design.needs import Answers, standard_questionnaire
from tuanbao.design.needs.questionnaire.ratings import ratings, t_interval
from tuanbao.design.needs.questionnaire.survey import survey

STANDARD = standard_questionnaire()


def answers(ages: list[int], seed: int = 1) -> Answers:
    """Made-up ratings of respondents by position of their age band; no best and worst."""
    n = len(ages)
    points = np.random.default_rng(seed).integers(1, 6, (n, 16)).astype(float)
    empty = np.full(n, -1)
    segments = {"age_band": np.array(ages), "sex": empty, "has_family": empty}
    none = np.full((n, 12), -1)
    return Answers(STANDARD, np.arange(2, n + 2), segments, ("",) * n, points, none, none, ())


def test_the_t_interval_is_that_of_the_textbook() -> None:
    """Student's sleep data (Biometrika 6, 1908), the extra hours of drug 2: 0.90 to 3.76 at 95 %."""
    hours = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    assert t_interval(hours, 0.95) == pytest.approx((0.8976775, 3.7623225), abs=1e-6)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_are_those_of_newcombe(successes: int, n: int, low: float, high: float) -> None:
    """Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I."""
    assert wilson(successes, n, 0.95) == pytest.approx((low, high), abs=5e-5)


def test_means_and_shares_are_of_those_who_rated() -> None:
    made = answers([0] * 30)
    made.ratings[:5, 0] = np.nan
    found = next(one for one in ratings(made) if one.key == "outpatient" and one.kind == "item")
    own = made.ratings[5:, 0]
    assert found.respondents == 25
    assert found.mean == pytest.approx(own.mean())
    assert found.important == (own >= 4).mean()
    assert found.low < found.mean < found.high


def test_a_theme_is_rated_by_the_mean_of_its_items() -> None:
    made = answers([0] * 12)
    of_theme = STANDARD.of_theme("health_services")
    found = next(one for one in ratings(made) if one.kind == "theme" and one.key == "health_services")
    assert len(of_theme) == 2
    assert found.mean == pytest.approx(made.ratings[:, of_theme].mean())


def test_small_segments_are_hidden_with_another_so_that_they_cannot_be_worked_out() -> None:
    found = ratings(answers([0] * 40 + [1] * 25 + [2] * 6))
    shown = {one.segment.en for one in found if one.dimension == "age_band"}
    assert shown == {"people of 18 to 29"}
    assert min(one.respondents for one in found) >= 10


def test_fewer_than_ten_answers_say_nothing() -> None:
    assert ratings(answers([0] * 9)) == ()
    found = survey(answers([0] * 9))
    assert found.preferences is None
    assert found.respondents == 9
