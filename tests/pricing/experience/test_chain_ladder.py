import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pricing.experience.triangles import ABC, TAYLOR_ASHE, WUETHRICH_MERZ, medical_claims, square
from tuanbao.pricing.experience.chain_ladder import chain_ladder, development_factors
from tuanbao.pricing.experience.errors import ExperienceError
from tuanbao.pricing.experience.triangle import from_cumulative, from_incremental

TAYLOR_ASHE_ERRORS = {
    "mack": [75_535, 121_699, 133_549, 261_406, 411_010, 558_317, 875_328, 971_258, 1_363_155],
    "log-linear": [71_835, 119_474, 131_573, 260_530, 410_407, 557_796, 874_882, 970_960, 1_362_981],
}
WUETHRICH_MERZ_RESERVES = [15_126, 26_257, 34_538, 85_302, 156_494, 286_121, 449_167, 1_043_242, 3_950_815]
WUETHRICH_MERZ_ERRORS = [268, 915, 3_059, 7_628, 33_341, 73_467, 85_398, 134_336, 410_817]


def test_taylor_ashe_has_the_reserves_of_mack_1993():
    found = chain_ladder(from_cumulative(square(TAYLOR_ASHE)))
    reserves = [94_634, 469_511, 709_638, 984_889, 1_419_459, 2_177_641, 3_920_301, 4_278_972, 4_625_811]
    factors = [3.49061, 1.74733, 1.45741, 1.17385, 1.10382, 1.08627, 1.05387, 1.07656, 1.01772]
    assert np.round(found.reserve[1:]).tolist() == reserves
    assert round(found.reserve.sum()) == 18_680_856
    assert np.round(found.factors, 5).tolist() == factors


@pytest.mark.parametrize(("extrapolation", "total"), [("mack", 2_447_095), ("log-linear", 2_441_364)])
def test_taylor_ashe_has_the_standard_errors_of_both_extrapolations(extrapolation, total):
    found = chain_ladder(from_cumulative(square(TAYLOR_ASHE)), extrapolation=extrapolation)
    assert np.round(found.standard_error[1:]).tolist() == TAYLOR_ASHE_ERRORS[extrapolation]
    assert round(found.total_standard_error) == total
    assert found.extrapolation == extrapolation


@pytest.mark.parametrize(("extrapolation", "total"), [("mack", 152_283.14), ("log-linear", 152_712.93)])
def test_abc_has_its_published_ultimate_reserve_and_error(extrapolation, total):
    found = chain_ladder(from_cumulative(square(ABC)), extrapolation=extrapolation)
    assert round(found.ultimate.sum(), 2) == 15_498_954.36
    assert round(found.reserve.sum(), 2) == 5_277_760.36
    assert round(found.total_standard_error, 2) == total


def test_wuethrich_merz_has_its_published_reserves_and_errors():
    found = chain_ladder(from_cumulative(square(WUETHRICH_MERZ)))
    assert np.round(found.reserve[1:]).tolist() == WUETHRICH_MERZ_RESERVES
    assert round(found.reserve.sum()) == 6_047_064
    assert np.round(found.standard_error[1:]).tolist() == WUETHRICH_MERZ_ERRORS
    assert round(found.total_standard_error) == 462_960


def test_monthly_health_claims_owe_most_of_reserve_and_error_to_the_newest_month():
    found = chain_ladder(medical_claims())
    completion = [0.0399, 0.60644, 0.85865, 0.92702, 0.96077, 0.97447, 0.98465, 0.98993]
    assert round(found.latest.sum()) == 67_862_549
    assert round(found.reserve.sum()) == 3_985_956
    assert round(found.total_standard_error) == 3_459_787
    assert (round(found.reserve[-1]), round(found.standard_error[-1])) == (2_318_985, 3_428_116)
    assert np.round(found.completion[:8], 5).tolist() == completion
    assert np.round(found.factors[:4], 5).tolist() == [15.1981, 1.4159, 1.07963, 1.03641]
    assert any("negative" in note.en for note in found.notes)


@pytest.mark.parametrize("extrapolation", ["mack", "log-linear"])
def test_a_long_thin_triangle_agrees_with_chainladder(extrapolation):
    cl = pytest.importorskip("chainladder")
    sample = cl.load_sample("ukmotor")
    rival = cl.MackChainladder().fit(cl.Development(sigma_interpolation=extrapolation).fit_transform(sample))
    found = chain_ladder(from_cumulative(sample.values[0, 0]), extrapolation=extrapolation)
    assert found.total_standard_error == pytest.approx(float(rival.total_mack_std_err_.values.ravel()[0]), rel=1e-9)
    assert found.ultimate == pytest.approx(rival.ultimate_.values.ravel(), rel=1e-9)


def test_a_tail_multiplies_ultimates_and_says_that_its_own_uncertainty_is_missing():
    triangle = from_cumulative(square(TAYLOR_ASHE))
    plain, longer = chain_ladder(triangle), chain_ladder(triangle, tail=1.05)
    assert longer.ultimate == pytest.approx(plain.ultimate * 1.05)
    assert longer.total_standard_error == pytest.approx(plain.total_standard_error * 1.05)
    assert longer.completion[-1] == pytest.approx(1 / 1.05)
    assert any("tail" in note.en.lower() for note in longer.notes)


def test_factors_of_the_latest_diagonals_use_no_older_origins():
    triangle = from_cumulative(square(TAYLOR_ASHE))
    rows = square(TAYLOR_ASHE)
    assert development_factors(triangle, diagonals=1)[0] == pytest.approx(rows[8, 1] / rows[8, 0])
    assert development_factors(triangle, diagonals=99) == pytest.approx(development_factors(triangle))


@given(st.floats(0.01, 1e6))
def test_reserves_and_errors_are_in_the_unit_of_the_triangle(unit):
    plain = chain_ladder(from_cumulative(square(ABC)))
    scaled = chain_ladder(from_cumulative(square(ABC) * unit))
    assert scaled.reserve == pytest.approx(plain.reserve * unit, rel=1e-9)
    assert scaled.total_standard_error == pytest.approx(plain.total_standard_error * unit, rel=1e-9)


def test_claims_that_develop_alike_have_no_error():
    pattern = np.array([1.0, 2.0, 3.0, 3.5])
    rows = np.outer([100.0, 200.0, 150.0, 120.0], pattern)
    cells = np.where(np.add.outer(range(4), range(4)) < 4, rows, np.nan)
    for extrapolation in ("mack", "log-linear"):
        found = chain_ladder(from_cumulative(cells), extrapolation=extrapolation)
        assert found.ultimate == pytest.approx(rows[:, -1])
        assert found.total_standard_error == pytest.approx(0, abs=1e-6)


def test_one_origin_is_refused_and_two_have_no_error():
    with pytest.raises(ExperienceError, match="at least two") as refused:
        chain_ladder(from_cumulative([[100.0, 150.0]]))
    assert "至少需要两个" in refused.value.text.zh
    found = chain_ladder(from_cumulative([[100.0, 150.0], [80.0, np.nan]]))
    assert found.reserve.tolist() == [0, 40]
    assert found.standard_error is None
    assert any("Too few origins" in note.en for note in found.notes)


def test_a_first_column_of_zeros_is_refused():
    with pytest.raises(ExperienceError, match="merge the first"):
        chain_ladder(from_incremental([[0, 5, 1], [0, 4, np.nan], [0, np.nan, np.nan]]))


def test_a_later_column_of_zeros_develops_by_one():
    found = chain_ladder(from_incremental([[5, 0, 1], [4, 0, np.nan], [3, np.nan, np.nan]]))
    assert found.factors[0] == 1
    assert np.isfinite(found.standard_error).all()


def test_an_origin_without_payments_yet_is_named():
    found = chain_ladder(from_incremental([[5, 3, 1], [4, 2, np.nan], [0, np.nan, np.nan]], ["a", "b", "c"]))
    assert found.reserve[-1] == 0
    assert np.isfinite(found.standard_error).all()
    assert any("Nothing is known yet of c" in note.en for note in found.notes)


def test_a_tail_of_nothing_is_refused():
    with pytest.raises(ExperienceError, match="tail factor"):
        chain_ladder(from_cumulative(square(ABC)), tail=0)
