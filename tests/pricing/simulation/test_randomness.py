"""Counter-based random numbers: uniform, independent of one another, and the distributions made of them."""

import numpy as np
import pytest
from numba import njit
from scipy import special

from tuanbao.pricing.simulation import randomness as r

MANY = 200_000


@njit
def _uniforms(state, keys, draws, found):
    for k in range(keys):
        own = r.nested(state, np.uint64(k))
        for draw in range(draws):
            found[k, draw] = r.uniform(own, np.uint64(draw))


def uniforms(keys: int, draws: int, seed: int = 1) -> np.ndarray:
    found = np.empty((keys, draws))
    _uniforms(np.uint64(r.year_state(seed, 0)), keys, draws, found)
    return found


@njit
def _each(function, state, first, second, found):
    for k in range(len(found)):
        own = r.nested(state, np.uint64(k))
        found[k] = function(first, second, own)


@njit
def _gamma(shape, _, state):
    return r.gamma(shape, state)


@njit
def _poisson(mean, _, state):
    return r.poisson(mean, state, np.uint64(7))


@njit
def _share(mean, _, state):
    return r.share(mean, r.uniform(state, np.uint64(0)))


@njit
def _geometric(mean, _, state):
    return r.geometric(mean, r.uniform(state, np.uint64(0)))


def drawn(function: object, parameter: float, many: int = MANY) -> np.ndarray:
    found = np.empty(many)
    _each(function, np.uint64(r.year_state(3, 1)), parameter, 0.0, found)
    return found


def within_four_errors(sample: np.ndarray, mean: float) -> bool:
    return bool(abs(sample.mean() - mean) < 4 * sample.std() / np.sqrt(len(sample)))


def test_draws_are_uniform() -> None:
    u = uniforms(MANY, 4).ravel()
    assert u.min() > 0
    assert u.max() < 1
    counts = np.bincount((u * 1000).astype(int), minlength=1000)
    chi = ((counts - len(u) / 1000) ** 2 / (len(u) / 1000)).sum()
    assert special.chdtrc(999, chi) > 1e-4
    low = np.modf(u * 2**20)[0]  # the lower bits are as random as the upper ones
    assert (
        special.chdtrc(99, ((np.bincount((low * 100).astype(int)) - len(u) / 100) ** 2 / (len(u) / 100)).sum()) > 1e-4
    )


def test_neighbouring_people_draws_and_seeds_are_independent() -> None:
    u, other_seed = uniforms(MANY, 6), uniforms(MANY, 6, seed=2)
    pairs = [
        *((u[:, a], u[:, b]) for a in range(6) for b in range(a)),
        *((u[:-lag, 0], u[lag:, 0]) for lag in (1, 2, 3, 64)),
        *((u[:, a], other_seed[:, a]) for a in range(6)),
    ]
    for one, other in pairs:
        cells = np.bincount((one * 10).astype(int) * 10 + (other * 10).astype(int), minlength=100)
        chi = ((cells - len(one) / 100) ** 2 / (len(one) / 100)).sum()
        assert special.chdtrc(99, chi) > 1e-5


def test_one_bit_of_the_key_changes_half_the_bits() -> None:
    def state(key: int) -> int:
        return int(r.nested(np.uint64(r.year_state(1, 1)), np.uint64(key)))

    flips = [bin(state(key) ^ state(key ^ 1 << bit)).count("1") for key in range(100) for bit in range(64)]
    assert abs(np.mean(flips) - 32) < 4 * 4 / np.sqrt(len(flips))  # binomial(64, 1/2) has a standard deviation of 4


def test_the_normal_quantile_is_exact() -> None:
    u = np.concatenate([np.linspace(1e-6, 1 - 1e-6, 1001), 10.0 ** -np.arange(2, 300, 7)])
    assert [r.normal(x) for x in u] == pytest.approx(list(special.ndtri(u)), rel=1e-13, abs=1e-15)


@pytest.mark.parametrize("shape", [0.05, 0.6, 1.0, 2.5, 40.0])
def test_gammas_have_mean_one_and_their_shape(shape: float) -> None:
    x = drawn(_gamma, shape)
    assert within_four_errors(x, 1.0)
    x.sort()
    gaps = np.abs(special.gammainc(shape, x * shape) - (np.arange(len(x)) + 0.5) / len(x))
    gap = gaps[x > 1e-25].max() * np.sqrt(len(x))  # what is rarer than one in 1e25 is 0
    assert special.kolmogorov(gap) > 1e-4


def test_an_infinite_shape_makes_everybody_alike() -> None:
    assert (drawn(_gamma, np.inf, 100) == 1.0).all()


@pytest.mark.parametrize("mean", [0.01, 0.7, 5.0, 60.0, 150.0])
def test_counts_are_poisson(mean: float) -> None:
    x = drawn(_poisson, mean)
    assert within_four_errors(x, mean)
    assert abs(x.var() / mean - 1) < 4 * np.sqrt((2 + 1 / mean) / len(x))
    for k in (0, int(mean), int(mean) + 1):
        chance = special.pdtr(k, mean)
        assert abs((x <= k).mean() - chance) < 4 * np.sqrt(chance * (1 - chance) / len(x)) + 1e-12


@pytest.mark.parametrize("mean", [0.0, 0.03, 0.5, 0.8, 1.0])
def test_shares_lie_between_nothing_and_all(mean: float) -> None:
    x = drawn(_share, mean)
    assert x.min() >= 0
    assert x.max() <= 1
    assert abs(x.mean() - mean) <= 4 * x.std() / np.sqrt(len(x))


@pytest.mark.parametrize("mean", [1.0, 2.5, 75.0])
def test_days_off_work_are_whole_days_with_their_mean(mean: float) -> None:
    x = drawn(_geometric, mean)
    assert x.min() == 1
    assert (x == x.round()).all()
    assert abs(x.mean() - mean) <= 4 * x.std() / np.sqrt(len(x))
