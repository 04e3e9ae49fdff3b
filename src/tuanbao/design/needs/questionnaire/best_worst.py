"""What people prefer (优劣选择法): counts, and the maxdiff model of best-worst choices, by Newton's method.

In a block S a respondent chooses i as best and j as worst with P(i, j) = exp(u_i - u_j) over the sum of the same of all
ordered pairs of different items of S (Marley and Louviere, Some probabilistic models of best, worst, and best-worst
choices, Journal of Mathematical Psychology 49, 2005; Louviere, Flynn and Marley, Best-Worst Scaling, 2015). Utilities
sum to 0. A person's choices hang together, so errors are clustered by respondent (Liang, Zeger, Biometrika 73, 1986).
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from tuanbao.design.needs.cells import Floats, Ints
from tuanbao.reference.needs import parameter

MOST_STEPS = 50
CLOSE = 1e-9
"""Largest gradient, by choice, at which the maximum is reached."""
FAR = 12.0
"""A utility beyond means that the answers push it without end: an item always, or never, chosen."""


@dataclass(frozen=True, eq=False)
class Choices:
    """Answered blocks of all respondents; an unanswered one is -1 in ``best`` and ``worst``."""

    blocks: Ints
    """(blocks, size): positions of items."""
    best: Ints
    """(respondents, blocks): positions of items."""
    worst: Ints
    items: int

    @cached_property
    def answered(self) -> NDArray[np.bool_]:
        """(respondents, blocks)."""
        return np.asarray(self.best >= 0)

    @cached_property
    def pairs(self) -> Floats:
        """(blocks, pairs, items): +1 at the best and -1 at the worst of every ordered pair of a block."""
        rows = [[self._difference(i, j) for i, j in permutations(block, 2)] for block in self.blocks.tolist()]
        return np.array(rows)

    @cached_property
    def chosen(self) -> Floats:
        """(respondents, items): how often best less how often worst."""
        found = np.zeros((len(self.best), self.items))
        for sign, picked in ((1, self.best), (-1, self.worst)):
            who, block = np.nonzero(self.answered)
            np.add.at(found, (who, picked[who, block]), sign)
        return found

    @cached_property
    def shown(self) -> Floats:
        """(respondents, items): in how many answered blocks."""
        of_block = np.zeros((len(self.blocks), self.items))
        np.put_along_axis(of_block, self.blocks, 1, axis=1)
        return np.asarray(self.answered @ of_block)

    def _difference(self, best: int, worst: int) -> Floats:
        row = np.zeros(self.items)
        row[best], row[worst] = 1, -1
        return row

    def probabilities(self, u: Floats) -> Floats:
        """(blocks, pairs)."""
        level = self.pairs @ u
        weight = np.exp(level - level.max(axis=1, keepdims=True))
        return np.asarray(weight / weight.sum(axis=1, keepdims=True))

    def log_likelihood(self, u: Floats) -> float:
        """Of all answered blocks at utilities (items,)."""
        level = self.pairs @ u
        most = level.max(axis=1)
        log_sum = most + np.log(np.exp(level - most[:, None]).sum(axis=1))
        return float(self.chosen.sum(axis=0) @ u - self.answered.sum(axis=0) @ log_sum)

    def scores(self, u: Floats) -> Floats:
        """(respondents, items): each respondent's part of the gradient."""
        expected = np.einsum("bp,bpi->bi", self.probabilities(u), self.pairs)
        return np.asarray(self.chosen - self.answered @ expected)

    def hessian(self, u: Floats) -> Floats:
        """(items, items): second derivatives of the log likelihood; its rows sum to 0."""
        p = self.probabilities(u)
        mean = np.einsum("bp,bpi->bi", p, self.pairs)
        square = np.einsum("bp,bpi,bpj->bij", p, self.pairs, self.pairs)
        return np.asarray(
            -np.einsum("b,bij->ij", self.answered.sum(axis=0), square - np.einsum("bi,bj->bij", mean, mean))
        )


@dataclass(frozen=True, slots=True, eq=False)
class Utilities:
    """The fitted model."""

    u: Floats
    """(items,): sums to 0."""
    covariance: Floats
    """(items, items): clustered by respondent."""
    spread: float | None
    """Standard deviation of the prior that was needed to hold utilities; None: the answers alone settle them."""
    respondents: int

    @property
    def errors(self) -> Floats:
        """(items,): standard errors."""
        return np.sqrt(np.diag(self.covariance))


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Preference shares (偏好份额) with intervals; all (items,)."""

    share: Floats
    """exp(u), as a share of all items: sums to 1."""
    error: Floats
    low: Floats
    high: Floats


def fit(choices: Choices) -> Utilities | None:
    """The utilities of greatest likelihood; None where nothing was answered.

    Where answers alone do not settle every item's utility (one always chosen, or never shown), a weak normal prior
    holds it (reference/needs.yaml, fallback_spread) and ``spread`` says so.
    """
    respondents = int(choices.answered.any(axis=1).sum())
    if not respondents:
        return None
    for spread in (None, float(parameter("fallback_spread"))):
        u = _maximum(choices, spread)
        if u is not None:
            return Utilities(u, _clustered(choices, u, spread, respondents), spread, respondents)
    raise ArithmeticError("a likelihood with a normal prior has a maximum")


def _maximum(choices: Choices, spread: float | None) -> Floats | None:
    """Newton's method with halved steps; None where utilities run away."""
    precision = 0.0 if spread is None else spread**-2
    u = np.zeros(choices.items)
    number = max(1, int(choices.answered.sum()))
    value = _penalised(choices, u, precision)
    for _ in range(MOST_STEPS):
        gradient = choices.scores(u).sum(axis=0) - precision * u
        if np.abs(gradient).max() < CLOSE * number:
            return u
        step = _solved(choices, u, precision, gradient)
        if step is None:
            return None
        while _penalised(choices, u + step, precision) < value - 1e-12 * abs(value) and np.abs(step).max() > 1e-12:
            step = step / 2
        u = u + step
        value = _penalised(choices, u, precision)
        if precision == 0 and np.abs(u).max() > FAR:
            return None
    return None if precision == 0 else u


def _penalised(choices: Choices, u: Floats, precision: float) -> float:
    return choices.log_likelihood(u) - precision * float(u @ u) / 2


def _curvature(choices: Choices, u: Floats, precision: float) -> Floats:
    """Minus the Hessian, made regular along the direction in which all utilities rise alike, which tells nothing."""
    n = choices.items
    return np.asarray(-choices.hessian(u) + precision * np.eye(n) + np.ones((n, n)) / n)


def _solved(choices: Choices, u: Floats, precision: float, gradient: Floats) -> Floats | None:
    curvature = _curvature(choices, u, precision)
    if np.linalg.cond(curvature) > 1e12:
        return None
    step = np.linalg.solve(curvature, gradient)
    return np.asarray(step - step.mean())


def _clustered(choices: Choices, u: Floats, spread: float | None, respondents: int) -> Floats:
    """The sandwich: inverse curvature, sum of squares of the respondents' scores, inverse curvature."""
    scores = choices.scores(u)
    inner = scores.T @ scores * respondents / max(1, respondents - 1)
    centre = np.eye(len(u)) - 1 / len(u)
    bread = centre @ np.linalg.inv(_curvature(choices, u, 0.0 if spread is None else spread**-2)) @ centre
    return np.asarray(bread @ inner @ bread)


def preference_shares(fitted: Utilities, groups: Floats | None = None) -> Shares:
    """Shares and intervals by the delta method, on the scale of log odds so that they stay within 0 and 1.

    ``groups`` (groups, items): weights by which items make up groups (a theme of two items: a half each), whose shares
    are told instead.
    """
    weights = np.eye(len(fitted.u)) if groups is None else groups
    strength = np.exp(fitted.u - fitted.u.max())
    raw = weights @ strength
    share = raw / raw.sum()
    own = weights * strength / raw[:, None]
    slopes = share[:, None] * (own - share @ own)
    error = np.sqrt(np.einsum("gi,ij,gj->g", slopes, fitted.covariance, slopes))
    inside = np.clip(share, 1e-12, 1 - 1e-12)
    z = NormalDist().inv_cdf((1 + parameter("confidence_level")) / 2)
    odds, half = np.log(inside / (1 - inside)), z * error / (inside * (1 - inside))
    return Shares(share, error, 1 / (1 + np.exp(half - odds)), 1 / (1 + np.exp(-half - odds)))


def count_scores(choices: Choices) -> tuple[Floats, Floats]:
    """(items,) times best less times worst over times shown, -1 to 1, and its standard error by respondent.

    A ratio of two sums, whose error is that of the respondents' residuals (Cochran, Sampling Techniques, 1977, chapter
    6). NaN for items that were never shown.
    """
    shown = choices.shown.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        score = choices.chosen.sum(axis=0) / shown
        residual = choices.chosen - choices.shown * score
        n = int(choices.answered.any(axis=1).sum())
        error = np.sqrt((residual**2).sum(axis=0) * n / max(1, n - 1)) / shown
    return np.asarray(score), np.asarray(error)
