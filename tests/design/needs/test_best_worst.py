"""Best and worst: counts, and the maxdiff model against closed forms, derivatives and known utilities."""

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanbao.demo.answers import chosen_pair
from tuanbao.design.needs.cells import Floats
from tuanbao.design.needs.questionnaire.best_worst import Choices, count_scores, fit, preference_shares
from tuanbao.design.needs.questionnaire.blocks import balanced_blocks

TRUE = np.array([1.2, 0.6, 0.3, 0.0, -0.2, -0.4, -0.6, -0.9])


def simulated(u: Floats, respondents: int, seed: int, spread: float = 0.0) -> Choices:
    """Everybody answers every block by the model, with own utilities around u."""
    rng = np.random.default_rng(seed)
    blocks = balanced_blocks(len(u), 4, 3)
    best, worst = (np.zeros((respondents, len(blocks)), np.int64) for _ in range(2))
    for who in range(respondents):
        own = u + rng.normal(0, spread, len(u)) if spread else u
        for place, block in enumerate(blocks):
            first, last = chosen_pair(rng, own[block])
            best[who, place], worst[who, place] = block[first], block[last]
    return Choices(blocks, best, worst, len(u))


def numerical(function: object, u: Floats, step: float = 1e-5) -> Floats:
    """Central differences along every axis."""
    rows = [(function(u + step * e) - function(u - step * e)) / (2 * step) for e in np.eye(len(u))]  # type: ignore[operator]
    return np.array(rows)


@given(st.lists(st.floats(-2, 2), min_size=8, max_size=8))
@settings(max_examples=20)
def test_gradient_and_hessian_are_those_of_the_likelihood(values: list[float]) -> None:
    choices, u = simulated(TRUE, 20, seed=1), np.array(values)
    gradient = choices.scores(u).sum(axis=0)
    assert gradient == pytest.approx(numerical(choices.log_likelihood, u), abs=1e-5)
    hessian = numerical(lambda at: choices.scores(at).sum(axis=0), u)
    assert choices.hessian(u) == pytest.approx(hessian, abs=1e-4)


def test_the_likelihood_is_the_product_over_ordered_pairs() -> None:
    """Written out in plain Python from the model's sentence."""
    choices, u, total = simulated(TRUE, 5, seed=2), TRUE / 2, 0.0
    for who in range(5):
        for block, i, j in zip(choices.blocks.tolist(), choices.best[who], choices.worst[who], strict=True):
            whole = sum(math.exp(u[k] - u[m]) for k, m in permutations(block, 2))
            total += math.log(math.exp(u[i] - u[j]) / whole)
    assert choices.log_likelihood(u) == pytest.approx(total)


def test_the_solution_has_no_gradient_and_sums_to_nought() -> None:
    choices = simulated(TRUE, 60, seed=3)
    fitted = fit(choices)
    assert fitted is not None
    assert fitted.spread is None
    assert np.abs(choices.scores(fitted.u).sum(axis=0)).max() < 1e-5
    assert fitted.u.sum() == pytest.approx(0, abs=1e-9)
    assert (np.linalg.eigvalsh(choices.hessian(fitted.u)) < 1e-9).all()


def test_of_two_items_the_utility_is_the_log_odds_of_proportions() -> None:
    """P(best = 0) = 1 / (1 + exp(-2 (u0 - u1))), and the error is that of a log odds."""
    n, first = 80, 52
    best = np.array([[0]] * first + [[1]] * (n - first))
    choices = Choices(np.array([[0, 1]]), best, 1 - best, 2)
    fitted = fit(choices)
    assert fitted is not None
    p = first / n
    difference = fitted.u[0] - fitted.u[1]
    assert difference == pytest.approx(math.log(p / (1 - p)) / 2)
    contrast = np.array([1, -1])
    variance = contrast @ fitted.covariance @ contrast
    assert variance == pytest.approx(1 / (n * p * (1 - p)) / 4 * n / (n - 1))
    shares = preference_shares(fitted)
    odds = math.sqrt(p / (1 - p))
    assert shares.share[0] == pytest.approx(odds / (1 + odds))


def test_known_utilities_are_found_within_their_intervals() -> None:
    """Of many surveys, 95 % intervals of shares hold the truth about so often."""
    truth = np.exp(TRUE) / np.exp(TRUE).sum()
    held = []
    for seed in range(150):
        fitted = fit(simulated(TRUE, 100, seed))
        assert fitted is not None
        found = preference_shares(fitted)
        held.append((found.low <= truth) & (truth <= found.high))
    assert 0.92 < np.mean(held) < 0.98


def test_errors_are_clustered_where_people_differ() -> None:
    """With own utilities the estimates of surveys vary as the clustered errors say, more than errors by choice."""
    fits = [fit(simulated(TRUE, 60, seed, spread=1.5)) for seed in range(60)]
    utilities = np.array([one.u for one in fits if one is not None])
    told = np.mean([one.errors for one in fits if one is not None], axis=0)
    assert told == pytest.approx(utilities.std(axis=0, ddof=1), rel=0.35)
    choices = simulated(TRUE, 60, 0, spread=1.5)
    naive = np.sqrt(np.diag(np.linalg.pinv(-choices.hessian(utilities[0]))))
    assert told.mean() > 1.2 * naive.mean()


def test_shares_sum_to_one_and_lie_within_their_intervals() -> None:
    fitted = fit(simulated(TRUE, 30, seed=9))
    assert fitted is not None
    found = preference_shares(fitted)
    assert found.share.sum() == pytest.approx(1)
    assert ((found.low > 0) & (found.low < found.share) & (found.share < found.high) & (found.high < 1)).all()
    halves = np.zeros((4, 8))
    for place in range(4):
        halves[place, 2 * place : 2 * place + 2] = 0.5
    grouped = preference_shares(fitted, halves)
    assert grouped.share == pytest.approx(found.share.reshape(4, 2).sum(axis=1))


def test_the_delta_method_agrees_with_drawn_utilities() -> None:
    fitted = fit(simulated(TRUE, 200, seed=4))
    assert fitted is not None
    drawn = np.random.default_rng(1).multivariate_normal(fitted.u, fitted.covariance, 20_000)
    shares = np.exp(drawn) / np.exp(drawn).sum(axis=1, keepdims=True)
    assert preference_shares(fitted).error == pytest.approx(shares.std(axis=0), rel=0.05)


def test_an_item_that_is_always_best_is_held_and_said_to_be() -> None:
    choices = simulated(TRUE, 12, seed=5)
    for place, block in enumerate(choices.blocks.tolist()):
        if 0 in block:
            choices.best[:, place] = 0
            choices.worst[:, place] = [
                next(i for i in block if i not in (0, int(w))) if w == 0 else w for w in choices.worst[:, place]
            ]
    fitted = fit(choices)
    assert fitted is not None
    assert fitted.spread is not None
    assert np.isfinite(fitted.u).all()
    assert fitted.u.argmax() == 0


def test_unanswered_blocks_count_for_nothing() -> None:
    full = simulated(TRUE, 50, seed=6)
    idle = np.full((10, len(full.blocks)), -1)
    more = Choices(full.blocks, np.vstack([full.best, idle]), np.vstack([full.worst, idle]), full.items)
    one, other = fit(full), fit(more)
    assert one is not None
    assert other is not None
    assert other.u == pytest.approx(one.u)
    assert other.respondents == 50
    assert fit(Choices(full.blocks, idle, idle, full.items)) is None


def test_scores_are_best_less_worst_by_times_shown() -> None:
    blocks = np.array([[0, 1, 2, 3], [0, 1, 2, 4]])
    best, worst = np.array([[0, 0], [0, 1], [1, -1]]), np.array([[3, 4], [2, 4], [3, -1]])
    score, error = count_scores(Choices(blocks, best, worst, 5))
    assert score.tolist() == pytest.approx([3 / 5, 2 / 5, -1 / 5, -2 / 3, -1.0])
    residual = np.array([2 - 2 * 0.6, 1 - 2 * 0.6, 0 - 0.6])
    assert error[0] == pytest.approx(math.sqrt((residual**2).sum() * 3 / 2) / 5)
