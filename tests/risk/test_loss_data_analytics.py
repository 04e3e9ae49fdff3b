"""Examples of Loss Data Analytics (chapters 3.4 and 5.3), the risk theory vignette of R actuar, and exact totals."""

import numpy as np
import pytest

from tuanbao.risk import (
    Counts,
    Empirical,
    Gamma,
    Layer,
    Lognormal,
    NegativeBinomial,
    Poisson,
    Scaled,
    aggregate,
    exponential,
    moments,
    normal_survival,
    protect,
    uniform,
)
from tuanbao.risk.errors import Floats
from tuanbao.risk.severity import Severity, at


def test_3_4_1_variance_of_a_payment_above_a_deductible() -> None:
    assert Layer(exponential(1000), 100).variance == pytest.approx(990_944, abs=0.5)


class CompanyBills(Severity):
    """Density x (4 - x) / 9 between 0 and 3 million."""

    mean, second_moment, maximum = 1.75, 3.6, 3.0

    def survival(self, x: Floats) -> Floats:
        x = np.minimum(x, 3)
        return 1 - (2 * x**2 - x**3 / 3) / 9

    def limited(self, x: Floats) -> Floats:
        x = np.minimum(x, 3)
        return x - (2 * x**3 / 3 - x**4 / 12) / 9

    def limited_square(self, x: Floats) -> Floats:
        x = np.minimum(x, 3)
        return x**2 - (x**4 - 2 * x**5 / 15) / 9

    def excess(self, x: Floats) -> Floats:
        return self.mean - self.limited(x)


def test_3_4_4_expected_bills_up_to_a_million() -> None:
    bills = CompanyBills()
    assert at(bills.limited, 3) == pytest.approx(bills.mean, rel=1e-12)
    assert Layer(bills, upto=1).mean == pytest.approx(0.935185, abs=5e-7)


def test_3_4_5_inflation_under_a_deductible_and_a_maximum() -> None:
    before = Layer(exponential(1000), 100, 600).mean_per_payment
    after = Layer(Scaled(exponential(1000), 1.05), 100, 600).mean_per_payment
    assert before == pytest.approx(393.4693, abs=5e-5)
    assert after == pytest.approx(397.7976, abs=5e-5)
    assert after / before - 1 == pytest.approx(0.011000, abs=5e-7)


def test_5_3_2_budget_of_mean_plus_standard_deviation() -> None:
    prizes = aggregate(Counts([0, 0.8, 0.2]), Empirical([0, 100, 1000], [0.2, 0.7, 0.1]), points=64)
    assert prizes.mean + prizes.sd == pytest.approx(517.60, abs=5e-3)


def test_5_3_3_geometric_number_of_uniform_amounts() -> None:
    total = aggregate(NegativeBinomial(4, 1), Empirical([1, 2, 3, 4]), points=2**10)
    assert 1 - total.survival(3) == pytest.approx(0.3456, abs=1e-9)


def test_5_3_4_normal_chance_of_150_percent() -> None:
    mean, variance = moments(8, 9, 10_000, 3_937**2)
    assert normal_survival(mean, variance**0.5, 1.5 * mean) == pytest.approx(0.1056, abs=5e-5)


def test_5_3_5_pharmacy_claims_above_2000() -> None:
    mean, variance = moments(25, 25, 5 + uniform(90).mean, uniform(90).variance)
    assert (mean, variance) == pytest.approx((1_250, 79_375), rel=1e-12)
    # The book rounds to 2.662 standard deviations before it looks up the probability.
    assert normal_survival(mean, variance**0.5, 2_000) == pytest.approx(0.003884, abs=2e-6)
    assert normal_survival(0, 1, 2.662) == pytest.approx(0.003884, abs=5e-7)


def test_actuar_vignette_value_at_risk_and_conditional_tail_expectation() -> None:
    total = aggregate(Poisson(10), Gamma(2, 1), step=0.5, points=2**10)
    assert [total.quantile(p) for p in (0.9, 0.95, 0.99, 0.999)] == [30.5, 34.0, 41.0, 49.5]
    assert total.mean == pytest.approx(20, rel=1e-9)
    conditional = [total.mean_above(total.quantile(p)) for p in (0.9, 0.95, 0.99)]
    assert conditional == pytest.approx([35.42, 38.55, 45.01], abs=5e-3)


def test_own_group_stop_loss_reference() -> None:
    both = protect(Poisson(300), Lognormal.of(8_000, 4), specific=100_000, attachment_share=1.25, step=5, points=2**20)
    assert both.specific is not None
    assert both.aggregate is not None
    assert both.specific.premium == pytest.approx(324_330.0382, abs=1e-4)
    assert both.retained.mean == pytest.approx(2_075_669.9618, abs=1e-3)
    assert both.retained.exact_sd == pytest.approx(280_446.4651, abs=1e-4)
    assert both.aggregate.retention == pytest.approx(2_594_587.45, abs=5e-3)
    assert both.aggregate.premium == pytest.approx(5_099.4392, abs=1e-4)
    assert both.aggregate.frequency == pytest.approx(0.038687, abs=2e-6)
    assert both.retained.survival(both.aggregate.retention, spread=True) == pytest.approx(0.038688772, rel=1e-6)
    assert both.retained.quantile(0.95) == 2_555_925
    assert both.retained.quantile(0.99) == 2_777_440
    assert both.retained.quality.good


def test_the_reference_from_the_step_chosen_by_itself() -> None:
    both = protect(Poisson(300), Lognormal.of(8_000, 4), specific=100_000, attachment_share=1.25, points=2**17)
    assert both.aggregate is not None
    assert both.aggregate.premium == pytest.approx(5_099.4392, rel=2e-6)
    assert both.retained.quality.good


EXACT_SURVIVAL = [0.842018734, 0.480027810, 0.158104049, 0.0109350998, 0.000270614395]
EXACT_STOP_LOSS = [10_705.895844, 3_984.426616, 948.274083, 47.092283, 0.939285]


def test_exact_total_of_poisson_50_and_exponential_1000() -> None:
    total = aggregate(Poisson(50), exponential(1000), points=2**17)
    levels = [40_000, 50_000, 60_000, 75_000, 90_000]
    assert total.survival(levels, spread=True) == pytest.approx(EXACT_SURVIVAL, rel=1e-6)
    assert total.stop_loss(levels) == pytest.approx(EXACT_STOP_LOSS, rel=1e-6)
    assert total.quality.aliasing < 1e-12
