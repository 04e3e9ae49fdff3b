"""Worked examples and exercises of Klugman, Panjer, Willmot, Loss Models, chapter 9."""

import numpy as np
import pytest

from tuanbao.risk import (
    Binomial,
    Counts,
    Empirical,
    Layer,
    Mixture,
    NegativeBinomial,
    Poisson,
    aggregate,
    aggregate_cover,
    aggregate_sum,
    exponential,
    fixed,
    lognormal_survival,
    moments,
    normal_quantile,
    normal_survival,
    pareto,
    uniform,
)
from tuanbao.risk.errors import Floats
from tuanbao.risk.severity import Severity, at

EXACT = {"rel": 1e-6, "abs": 1e-12}


def test_9_3_and_9_4_normal_and_lognormal_chance_of_140_percent() -> None:
    mean, variance = moments(6.7, 2.3**2, 179_247, 52_141**2)
    sd = variance**0.5
    assert mean == pytest.approx(1_200_955, abs=0.5)
    assert sd == pytest.approx(433_797, abs=0.5)
    assert normal_survival(mean, sd, 1.4 * mean) == pytest.approx(0.1341, abs=5e-5)
    assert lognormal_survival(mean, sd, 1.4 * mean) == pytest.approx(0.1280, abs=5e-5)


def group_dental() -> tuple[Counts, Empirical]:
    people = Counts([0.05, 0.10, 0.15, 0.20, 0.25, 0.15, 0.06, 0.03, 0.01])
    cost = Empirical(np.arange(1, 11), [0.15, 0.2, 0.25, 0.125, 0.075, 0.05, 0.05, 0.05, 0.025, 0.025])
    return people, cost


def test_9_5_group_dental_mean_and_spread_in_units_of_25() -> None:
    year = aggregate(*group_dental(), points=2**10)
    assert year.step == 1
    assert year.mean == pytest.approx(12.58, **EXACT)
    assert year.sd == pytest.approx(7.66462, abs=5e-6)
    assert year.quality.mass == pytest.approx(1, abs=1e-12)


def test_9_5_group_dental_probabilities() -> None:
    year = aggregate(*group_dental(), points=2**10)
    assert year.probabilities[:5] == pytest.approx([0.05, 0.015, 0.023375, 0.034675, 0.0325765625], rel=1e-9)


def test_9_6_group_dental_stop_loss_premiums() -> None:
    year = aggregate(*group_dental(), points=2**10)
    published = [314.50, 290.75, 267.375, 244.584375, 222.660625, 201.551289, 181.336613]
    assert 25 * year.stop_loss(np.arange(7)) == pytest.approx(published, rel=1e-8)


def test_9_9_and_9_10_two_compound_poisson_policies_together() -> None:
    first = (Poisson(2), Empirical([1, 2], [0.6, 0.4]))
    second = (Poisson(1), Empirical([1, 3], [0.7, 0.3]))
    both = aggregate_sum([first, second], points=64)
    published = [0.049787, 0.094595, 0.129695, 0.147527, 0.143238, 0.124984]
    assert both.probabilities[:6] == pytest.approx(published, abs=5e-7)


def test_9_14_deductible_limit_and_coinsurance_of_pareto_losses() -> None:
    paid = Layer(pareto(4, 10), 6, 24, 0.75)
    assert 3 * paid.mean == pytest.approx(1.640234, abs=5e-7)
    assert 3 * paid.second_moment == pytest.approx(11.954592, abs=5e-7)
    assert at(pareto(4, 10).survival, 6) == pytest.approx(0.152588, abs=5e-7)
    year = aggregate(Poisson(3), paid, points=2**15)
    assert year.mean == pytest.approx(1.640234, abs=5e-7)
    assert year.sd**2 == pytest.approx(11.954592, rel=1e-6)
    assert year.probabilities[0] == pytest.approx(np.exp(-3 * 0.152587890625), rel=1e-3)


def test_9_15_group_life_with_accidental_death_benefit() -> None:
    year = aggregate_sum(
        [
            (Binomial(50, 0.01), Empirical([50_000, 100_000], [0.7, 0.3])),
            (Binomial(25, 0.01), Empirical([75_000, 150_000], [0.7, 0.3])),
        ],
        points=2**10,
    )
    assert year.step == 25_000
    assert year.mean == pytest.approx(56_875, **EXACT)
    assert year.sd**2 == pytest.approx(5_001_984_375, **EXACT)


FOURTEEN_LIVES = [
    (15, 0.00149), (16, 0.00142), (20, 0.00128), (28, 0.00122), (31, 0.00123), (18, 0.00353), (26, 0.00394),
    (24, 0.00484), (60, 0.02182), (14, 0.00050), (17, 0.00050), (19, 0.00054), (30, 0.00103), (55, 0.00479),
]  # fmt: skip


def test_9_16_and_9_17_fourteen_lives_life_by_life() -> None:
    year = aggregate_sum([(Binomial(1, q), fixed(benefit)) for benefit, q in FOURTEEN_LIVES], points=2**10)
    premium = 1.45 * year.mean
    assert year.mean == pytest.approx(2.05441, rel=1e-9)
    assert year.sd**2 == pytest.approx(102.5336, abs=5e-5)
    assert premium == pytest.approx(2.978894, abs=1e-6)
    assert year.survival(premium) == pytest.approx(0.047261, abs=5e-7)
    assert normal_survival(year.mean, year.sd, premium) == pytest.approx(0.4636, abs=5e-5)
    assert lognormal_survival(year.mean, year.sd, premium) == pytest.approx(0.1345, abs=5e-5)


def test_9_19_chance_of_three_times_the_expected() -> None:
    year = aggregate(Counts([0.5, 0.4, 0, 0.1]), Empirical([1, 10], [0.9, 0.1]), points=64)
    assert year.survival(3 * year.mean) == pytest.approx(0.0671, abs=1e-10)


class NormalLoss(Severity):
    """Normal with mean 100 and variance 9: a distribution that the library does not have."""

    mean, second_moment = 100.0, 10_009.0

    def survival(self, x: Floats) -> Floats:
        from scipy.special import ndtr

        return ndtr((100 - x) / 3)

    def limited(self, x: Floats) -> Floats:
        return 100 - self.excess(x)

    def limited_square(self, x: Floats) -> Floats:
        z = (x - 100) / 3
        density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
        above = self.survival(x)
        return self.second_moment * (1 - above) - 3 * (100 + x) * density + x**2 * above

    def excess(self, x: Floats) -> Floats:
        z = (x - 100) / 3
        return 3 * (np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) - z * self.survival(x))


def test_9_23_total_of_normal_losses_by_a_severity_of_ones_own() -> None:
    year = aggregate(Counts([0.5, 0.2, 0.2, 0.1]), NormalLoss(), step=0.05, points=2**13)
    assert year.survival(100, spread=True) == pytest.approx(0.40, abs=1e-6)
    loss = NormalLoss()
    assert year.exact_sd**2 == pytest.approx(0.9 * 9 + 100**2 * (0.2 + 4 * 0.2 + 9 * 0.1 - 0.9**2))
    beyond = np.array([100.0 + 3 * 12])
    assert loss.limited_square(beyond) == pytest.approx([loss.second_moment])


def test_9_24_employer_with_aggregate_stop_loss() -> None:
    year = aggregate(Binomial(4, 0.5), Empirical([2, 3], [0.4, 0.6]), points=64)
    cover = aggregate_cover(year, 5)
    assert year.mean == pytest.approx(5.2, **EXACT)
    assert year.mean - cover.expected == pytest.approx(4.0275, **EXACT)
    assert year.mean - cover.expected + 1.472 == pytest.approx(5.4995, **EXACT)


def test_9_31_excess_of_a_claim_that_is_medical_or_dental() -> None:
    claim = Mixture([uniform(1000), uniform(200)], [2, 3])
    assert at(claim.excess, 100) == pytest.approx(177, **EXACT)
    assert Layer(claim, 100).mean == pytest.approx(177, **EXACT)


def test_9_34_chance_of_exactly_600() -> None:
    year = aggregate(Poisson(5), Empirical([100, 500, 1000], [0.8, 0.16, 0.04]), points=2**10)
    assert year.step == 100
    assert year.probabilities[6] == pytest.approx(0.0598929, abs=5e-8)


def test_9_35_premium_by_the_normal_approximation() -> None:
    number, amount = NegativeBinomial(96, 16), uniform(8)
    mean, variance = moments(number.mean, number.variance, amount.mean, amount.variance)
    assert variance == pytest.approx(11_264, **EXACT)
    assert normal_quantile(mean, variance**0.5, 0.95) == pytest.approx(558.57, abs=5e-3)
    assert mean + 1.645 * variance**0.5 == pytest.approx(558.59, abs=5e-3)
    assert aggregate(number, amount).exact_sd ** 2 == pytest.approx(11_264, **EXACT)


def test_9_36_variance_with_burr_losses_of_gamma_1() -> None:
    loss = pareto(3, 2)
    assert moments(3, 3, loss.mean, loss.variance)[1] == pytest.approx(12, **EXACT)


def test_9_39_binomial_number_of_exponential_losses() -> None:
    year = aggregate(Binomial(3, 0.4), exponential(100), points=2**15)
    assert 1 - year.survival(300, spread=True) == pytest.approx(0.894053, abs=5e-7)
