"""The tail of all group medical claims above 25,000 dollars of 1991 (Society of Actuaries): 75,789 amounts."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from tuanbao.risk import Tail, excess_table, fit_tail, hill, interpolated_quantile, tail_value_at_risk, value_at_risk
from tuanbao.risk.errors import Floats

FILE = Path(__file__).parents[3] / "shared" / "data" / "actuarial" / "casdatasets_SOAGMI.parquet"


@pytest.fixture(scope="module")
def claims() -> Floats:
    if not FILE.exists():
        pytest.skip("the file of large claims is not at hand")
    return pq.read_table(FILE).column("Loss").to_numpy()


@pytest.fixture(scope="module")
def tail(claims: Floats) -> Tail:
    return fit_tail(claims, 200_000)


def test_sum_mean_spread_and_largest(claims: Floats) -> None:
    assert len(claims) == 75_789
    assert claims.sum() == pytest.approx(4_427_068_302.45, abs=5e-3)
    assert claims.mean() == pytest.approx(58_413.0719, abs=5e-5)
    assert claims.std(ddof=1) == pytest.approx(66_004.9642, abs=5e-5)
    assert claims.max() == 4_518_420


def test_quantiles(claims: Floats) -> None:
    levels = [0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999]
    published = [40_224, 61_322, 101_845.60, 147_562.62, 305_970.05, 406_225.35, 721_119.01]
    assert [interpolated_quantile(claims, level) for level in levels] == pytest.approx(published, abs=5e-3)
    for level, value in zip(levels, published, strict=True):
        assert value <= value_at_risk(claims, level) < 1.02 * value


def test_worst_one_percent(claims: Floats) -> None:
    ordered = np.sort(claims)[::-1]
    whole, part = divmod(len(claims) * 0.01, 1)
    worst = ordered[: int(whole)].sum() + part * ordered[int(whole)]
    assert tail_value_at_risk(claims, 0.99) == pytest.approx(worst / (whole + part), rel=1e-9)


TABLE = [
    (50_000, 27_075, 1_407_337_739.85, 51_979.23, 0.682106),
    (100_000, 7_860, 679_698_180.25, 86_475.60, 0.846468),
    (150_000, 3_656, 411_221_200.48, 112_478.45, 0.907112),
    (200_000, 2_013, 276_158_844.61, 137_187.70, 0.937620),
    (250_000, 1_234, 196_979_660.55, 159_626.95, 0.955506),
    (500_000, 213, 61_008_342.94, 286_424.15, 0.986219),
    (1_000_000, 35, 17_468_198.70, 499_091.39, 0.996054),
]


def test_excess_table(claims: Floats) -> None:
    rows = excess_table(claims, [row[0] for row in TABLE])
    for row, (threshold, number, excess, mean_excess, share) in zip(rows, TABLE, strict=True):
        assert (row.threshold, row.exceeding) == (threshold, number)
        assert row.excess == pytest.approx(excess, abs=5e-3)
        assert row.mean_excess == pytest.approx(mean_excess, abs=5.1e-3)
        assert row.limited_share == pytest.approx(share, abs=5.1e-7)


def test_generalised_pareto_by_maximum_likelihood(tail: Tail) -> None:
    assert tail.law.shape == pytest.approx(0.31362, abs=5e-6)
    assert tail.law.scale == pytest.approx(93_869.9, rel=1e-6)
    assert tail.shape_error == pytest.approx(0.0289, abs=5e-5)
    assert tail.scale_error == pytest.approx(3_363, abs=0.5)
    assert -tail.log_likelihood == pytest.approx(25_692.4938, abs=5.1e-5)
    assert (tail.exceeding, tail.total, tail.notes) == (2_013, 75_789, ())


def test_quantiles_and_mean_excess_of_the_tail(tail: Tail) -> None:
    assert tail.quantile(0.999) == pytest.approx(737_818, abs=1)
    assert tail.quantile(0.9999) == pytest.approx(1_624_193, abs=1)
    assert tail.mean_excess(1_000_000) == pytest.approx(502_296, abs=1)


def test_hill_estimates(claims: Floats) -> None:
    found = [hill(claims, largest) for largest in (100, 500, 1000, 2000)]
    assert found == pytest.approx([0.407, 0.366, 0.395, 0.422], abs=5e-4)


def test_pooling_charge_is_near_what_was_seen(claims: Floats, tail: Tail) -> None:
    seen = np.maximum(claims - 500_000, 0).mean()
    assert tail.expected_excess(500_000) == pytest.approx(seen, rel=0.1)
    assert tail.expected_excess(500_000, limit=500_000) < tail.expected_excess(500_000)
