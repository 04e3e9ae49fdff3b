"""Credibility against published answers, and what it does where nothing can be estimated."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.pricing.experience.credibility import (
    buhlmann,
    buhlmann_straub,
    known_structure,
    poisson_gamma,
    semiparametric_poisson,
)
from tuanbao.pricing.experience.errors import ExperienceError
from tuanbao.pricing.experience.limited_fluctuation import blend, full_credibility

ACTUARIAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "actuarial"

# Hachemeister (1975): bodily injury claims of five states over twelve quarters, average amount and number.
RATIOS = """
1738 1642 1794 2051 2079 2234 2032 2035 2115 2262 2267 2517
1364 1408 1597 1444 1342 1675 1470 1448 1464 1831 1612 1471
1759 1685 1479 1763 1674 2103 1502 1622 1828 2155 2233 2059
1223 1146 1010 1257 1426 1532 1953 1123 1343 1243 1762 1306
1456 1499 1609 1741 1482 1572 1606 1735 1607 1573 1613 1690
"""
WEIGHTS = """
7861 9251 8706 8575 7917 8263 9456 8003 7365 7832 7849 9077
1622 1742 1523 1515 1622 1602 1964 1515 1527 1748 1654 1861
1147 1357 1329 1204 998 1077 1277 1218 896 1003 1108 1121
407 396 348 341 315 328 352 331 287 384 321 342
2902 3172 3046 3068 2693 2910 3275 2697 2663 3017 3242 3425
"""


def matrix(text):
    return np.array([[float(cell) for cell in row.split()] for row in text.strip().splitlines()])


def digits(value, places):
    return [f"{number:.{places}f}" for number in np.atleast_1d(value)]


class TestHachemeister:
    """actuar's vignette prints these; the further digits were computed independently."""

    def test_buhlmann(self):
        result = buhlmann(matrix(RATIOS))
        assert digits(result.collective, 6) == ["1671.016667"]
        assert digits(result.between, 6) == ["72310.024621"]
        assert digits(result.within, 6) == ["46040.471212"]
        assert digits(result.z, 8) == ["0.94961431"] * 5
        assert digits(result.premium, 4) == ["2044.0410", "1518.5877", "1814.2343", "1375.9873", "1602.2329"]

    def test_buhlmann_straub(self):
        result = buhlmann_straub(matrix(RATIOS), matrix(WEIGHTS))
        assert digits(result.collective, 6) == ["1683.713437"]
        assert digits(result.between, 6) == ["89638.726233"]
        assert digits(result.within, 6) == ["139120025.925286"]
        assert digits(result.k, 6) == ["1552.008064"]
        assert result.weight.tolist() == [100155, 19895, 13735, 4152, 36110]
        assert digits(result.mean, 4) == ["2060.9214", "1511.2241", "1805.8427", "1352.9759", "1599.8286"]
        assert digits(result.z, 7) == ["0.9847404", "0.9276352", "0.8984754", "0.7279092", "0.9587911"]
        assert digits(result.premium, 4) == ["2055.1654", "1523.7063", "1793.4436", "1442.9665", "1603.2854"]

    def test_bichsel_straub(self):
        result = buhlmann_straub(matrix(RATIOS), matrix(WEIGHTS), estimator="bichsel-straub")
        assert digits(result.between, 6) == ["64366.507136"]
        assert digits(result.collective, 6) == ["1688.894970"]
        assert digits(result.z, 6) == ["0.978876", "0.902007", "0.864034", "0.657652", "0.943525"]
        assert digits(result.premium, 4) == ["2053.0626", "1528.6346", "1789.9418", "1467.9773", "1604.8586"]

    def test_the_iteration_of_the_pseudo_estimator_ends_at_the_same_number(self):
        result = buhlmann_straub(matrix(RATIOS), matrix(WEIGHTS), estimator="bichsel-straub")
        a = 1.0
        for _ in range(500):
            z = a * result.weight / (a * result.weight + result.within)
            a = float((z * (result.mean - (z * result.mean).sum() / z.sum()) ** 2).sum() / 4)
        assert result.between == pytest.approx(a, rel=1e-12)

    def test_the_numbers_above_are_those_of_the_file(self):
        path = ACTUARIAL / "hachemeister.csv"
        if not path.exists():
            pytest.skip("hachemeister.csv is not beside this checkout")
        with path.open(newline="") as file:
            rows = [[float(cell) for cell in row[1:]] for row in list(csv.reader(file))[1:]]
        assert np.array(rows).tolist() == np.hstack([matrix(RATIOS), matrix(WEIGHTS)]).tolist()


class TestLossDataAnalytics:
    """Examples of the open textbook, chapter on experience rating."""

    claims = np.array([[0, 2, 2, 3], [0, 0, 1, 2]])
    vehicles = np.array([[1, 2, 2, 2], [0, 2, 3, 4]])

    def fleets(self, complement):
        ratios = np.divide(self.claims, self.vehicles, out=np.full((2, 4), np.nan), where=self.vehicles > 0)
        return buhlmann_straub(ratios, self.vehicles, complement=complement)

    def test_two_risks_over_three_years(self):
        """9.6.1"""
        result = buhlmann([[0, 1, 0], [2, 1, 2]])
        assert (result.within, result.between) == pytest.approx((1 / 3, 7 / 9))
        assert result.z == pytest.approx([7 / 8] * 2)
        assert result.premium == pytest.approx([5 / 12, 19 / 12])

    def test_two_fleets_whose_size_changes(self):
        """9.6.3; the second fleet had no vehicle in its first year."""
        result = self.fleets("exposure")
        assert result.within == pytest.approx(11 / 30)
        assert digits(result.between, 4) == ["0.1757"]
        assert digits(result.k, 4) == ["2.0873"]  # the book divides rounded numbers: 0.3667 / 0.1757 = 2.0871
        assert digits(0.3667 / 0.1757, 4) == ["2.0871"]
        assert digits(result.z, 4) == ["0.7703", "0.8117"]  # 0.81173; 0.8118 from the rounded K
        assert digits(result.premium, 4) == ["0.9139", "0.3882"]

    def test_a_balanced_complement_keeps_the_total_of_the_portfolio(self):
        """9.6.6"""
        result = self.fleets("credibility")
        assert digits(result.collective, 4) == ["0.6579"]
        assert digits(result.premium, 4) == ["0.9214", "0.3944"]
        assert (result.weight * result.premium).sum() / 16 == pytest.approx(0.6250, abs=1e-12)

    def test_claim_numbers_of_2000_policies_over_five_years(self):
        """9.6.5: one period each, and Poisson within"""
        claims = np.repeat(np.arange(6), [923, 682, 249, 70, 51, 25])
        result = semiparametric_poisson(claims, np.full(2000, 5.0))
        assert digits(result.within, 4) == ["0.1719"]
        assert digits(result.between, 4) == ["0.0111"]
        assert digits(result.k, 2) == ["15.52"]
        assert digits(result.estimate(3 / 5, 5), 4) == ["0.2762"]
        assert digits(0.1719 / 0.0111, 2) == ["15.49"]  # the book goes on with rounded numbers
        book = known_structure([3 / 5], [5], collective=0.1719, within=15.49, between=1)
        assert digits(book.z, 4) == ["0.2440"]
        assert digits(book.premium, 4) == ["0.2764"]

    def test_poisson_claims_of_two_risks(self):
        """9.6.4"""
        result = semiparametric_poisson([1, 5], [3, 3])
        assert (result.within, result.between, result.k) == pytest.approx((1, 5 / 9, 9 / 5))
        assert result.premium == pytest.approx([7 / 12, 17 / 12])

    def test_a_fleet_where_the_structure_is_known(self):
        """9.4.2: the mean claim number of a vehicle has mean 1/2 and variance 1/20; 18 vehicles next year"""
        result = known_structure([13 / 36], [36], collective=1 / 2, within=1 / 2, between=1 / 20)
        assert result.k == pytest.approx(10)
        assert result.z == pytest.approx([18 / 23])
        assert digits(18 * result.premium, 2) == ["7.04"]


def test_poisson_gamma_is_the_bayesian_premium():
    """actuar's vignette: gamma(3, 3), five years"""
    result = poisson_gamma([5, 3, 0, 1, 1], shape=3, rate=3)
    assert result.z == pytest.approx([0.625])
    assert result.premium == pytest.approx([1.625])
    assert result.premium == pytest.approx([(3 + 10) / (3 + 5)])


class TestLimitedFluctuation:
    @pytest.mark.parametrize(
        ("probability", "within", "z", "claims"),
        [
            (0.90, 0.05, 1.645, 1082.41),
            (0.90, 0.05, None, 1082.217),
            (0.90, 0.05, 1.64, 1075.84),
            (0.95, 0.05, 1.96, 1536.64),
            (0.95, 0.05, None, 1536.584),
            (0.99, 0.05, None, 2653.96),
            (0.90, 0.10, None, 270.55),
            (0.95, 0.10, None, 384.15),
        ],
    )
    def test_claims_for_full_credibility_of_a_frequency(self, probability, within, z, claims):
        standard = full_credibility("frequency", probability=probability, within=within, z=z)
        assert standard.claims == pytest.approx(claims, abs=0.5 * 10 ** -len(str(claims).split(".")[1]))

    def test_the_standard_in_exposures(self):
        standard = full_credibility("frequency", probability=0.95, within=0.05, z=1.96)
        assert standard.exposures(0.20) == pytest.approx(7683.20)
        assert standard.exposures_needed(0.20) == 7684

    def test_amounts_of_a_pareto_with_shape_3(self):
        usual = {"probability": 0.95, "within": 0.05, "z": 1.96, "severity_cv": math.sqrt(3)}
        premium = full_credibility("pure premium", **usual)
        severity = full_credibility("severity", **usual)
        assert (premium.claims, premium.claims_needed) == (pytest.approx(6146.56), 6147)
        assert (severity.claims, severity.claims_needed) == (pytest.approx(4609.92), 4610)
        assert digits(premium.z(1000), 2) == ["0.40"]

    @pytest.mark.parametrize(("dispersion", "needed"), [(2, 3074), (0.75, 1153)])
    def test_claim_numbers_more_and_less_variable_than_poisson(self, dispersion, needed):
        standard = full_credibility("frequency", probability=0.95, z=1.96, dispersion=dispersion)
        assert standard.claims_needed == needed

    def test_z_never_exceeds_one_and_its_square_is_the_share_of_the_standard(self):
        standard = full_credibility("frequency")
        assert standard.z(4 * standard.claims) == standard.z(standard.claims) == 1
        assert standard.z(standard.claims / 4) == pytest.approx(0.5)
        assert blend(0.4, 100, 50) == pytest.approx(70)

    def test_everything_that_is_wrong_is_said_at_once(self):
        with pytest.raises(ExperienceError) as caught:
            full_credibility("severity", probability=1.0, within=0)
        for words in ("between 0 and 1", "above 0", "coefficient of variation"):
            assert words in caught.value.text.en
        assert "变异系数" in caught.value.text.zh


class TestNothingToEstimate:
    @pytest.mark.parametrize(
        ("ratios", "weights", "words"),
        [
            ([[1.0, 2.0]], [[1, 1]], "one group"),
            ([[1.0, 2.0], [3.0, 4.0]], [[1, 1], [0, 0]], "one group"),
            ([[1.0], [2.0]], [[1], [1]], "one period"),
            ([[1.0, 2.0], [3.0, 4.0]], [[0, 0], [0, 0]], "All weights are 0"),
            ([[1.0, 2.0], [3.0, 4.0]], [[1, -1], [1, 1]], "not negative"),
            ([[1.0, 2.0], [3.0, 4.0]], [[1, np.nan], [1, 1]], "not negative"),
            ([[1.0, np.nan], [3.0, 4.0]], [[1, 1], [1, 1]], "(0, 1)"),
            ([[1.0, 2.0], [3.0, 4.0]], [[1, 1]], "same shape"),
            (np.empty((0, 3)), np.empty((0, 3)), "not be empty"),
        ],
    )
    def test_is_an_error_that_says_why(self, ratios, weights, words):
        with pytest.raises(ExperienceError, match=words.replace("(", r"\(").replace(")", r"\)")) as caught:
            buhlmann_straub(ratios, weights)
        assert caught.value.text.zh != caught.value.text.en

    @pytest.mark.parametrize("estimator", ["unbiased", "bichsel-straub"])
    def test_groups_that_differ_by_chance_get_no_credibility(self, estimator):
        """9.6.2 of Loss Data Analytics: the variance between groups comes out at -1/2."""
        result = buhlmann_straub([[3, 0, 0], [3, 0, 3]], np.ones((2, 3)), estimator=estimator)
        assert (result.between, result.k) == (0, math.inf)
        assert result.z.tolist() == [0, 0]
        assert result.premium == pytest.approx([1.5, 1.5])
        assert "by chance" in result.notes[0].en

    def test_equal_groups_without_any_variation(self):
        result = buhlmann([[2, 2], [2, 2]])
        assert result.z.tolist() == [0, 0]
        assert result.premium.tolist() == [2, 2]
        assert result.notes

    def test_groups_that_never_vary_are_believed_and_the_user_is_told(self):
        result = buhlmann([[1, 1], [2, 2]])
        assert result.z.tolist() == [1, 1]
        assert result.premium.tolist() == [1, 2]
        assert "no variation" in result.notes[0].en

    def test_a_group_without_exposure_pays_the_collective(self):
        result = buhlmann_straub([[1, 2], [5, 6], [np.nan, np.nan]], [[10, 10], [10, 10], [0, 0]])
        assert result.z[2] == 0
        assert result.premium[2] == result.mean[2] == result.collective
        assert "no exposure" in result.notes[-1].en

    def test_a_group_with_one_period_is_priced_but_says_nothing_about_variation(self):
        result = buhlmann_straub([[1, 2], [5, 6], [9, np.nan]], [[1, 1], [1, 1], [1, 0]])
        assert result.within == pytest.approx(0.5)
        assert 0 < result.z[2] < result.z[0]
        assert "one period" in result.notes[0].en

    def test_no_claims_at_all(self):
        result = semiparametric_poisson([0, 0, 0], [10, 20, 30])
        assert result.premium.tolist() == [0, 0, 0]
        assert result.notes

    def test_counts_without_exposure_and_negative_priors(self):
        with pytest.raises(ExperienceError):
            semiparametric_poisson([1, 2, 3], [1, 0, 1])
        with pytest.raises(ExperienceError):
            poisson_gamma([1, 2], shape=0, rate=1)
        with pytest.raises(ExperienceError):
            known_structure([1.0], [1.0], collective=1, within=-1, between=1)
        with pytest.raises(ExperienceError):
            buhlmann([[1, 2], [2, 4]]).estimate(1.0, -1)


GROUPS = st.integers(2, 6)
NUMBERS = st.floats(0, 1e4, allow_subnormal=False)


@st.composite
def portfolios(draw):
    groups, periods = draw(GROUPS), draw(st.integers(2, 5))
    cells = st.lists(NUMBERS, min_size=groups * periods, max_size=groups * periods)
    shape = (groups, periods)
    ratios = np.array(draw(cells)).reshape(shape)
    weights = np.array(draw(st.lists(st.integers(0, 50), min_size=ratios.size, max_size=ratios.size))).reshape(shape)
    weights[:2] += 1
    return ratios, weights


@given(portfolios(), st.sampled_from(["unbiased", "bichsel-straub"]))
def test_premiums_lie_between_own_and_collective_mean_and_keep_the_total(portfolio, estimator):
    result = buhlmann_straub(*portfolio, estimator=estimator)
    assert ((result.z >= 0) & (result.z <= 1)).all()
    low, high = np.minimum(result.mean, result.collective), np.maximum(result.mean, result.collective)
    assert (result.premium >= low - 1e-9 * (1 + high)).all()
    assert (result.premium <= high + 1e-9 * (1 + high)).all()
    total = (result.weight * result.mean).sum()
    assert (result.weight * result.premium).sum() == pytest.approx(total, rel=1e-7, abs=1e-6)


@given(portfolios(), st.floats(0.01, 100))
def test_the_unit_of_money_does_not_change_credibility(portfolio, unit):
    ratios, weights = portfolio
    plain, scaled = buhlmann_straub(ratios, weights), buhlmann_straub(ratios * unit, weights)
    if plain.between > 1e-9 * ratios.max() ** 2:
        assert scaled.z == pytest.approx(plain.z, rel=1e-5, abs=1e-9)
        assert scaled.premium == pytest.approx(plain.premium * unit, rel=1e-5, abs=1e-9)


# ---------------------------------------------------------------------------- a group health fund of the European Union

FUND = {
    "analysis": (0.0766, 2.3384),
    "dentistry": (0.0584, 6.1406),
    "diagnostics": (0.0230, 0.7476),
    "endoscopy": (0.0032, 0.1292),
    "hospitalizations": (0.0099, 1.8865),
    "mammography": (0.0351, 1.4271),
    "operations": (0.0007, 0.5385),
    "visits": (0.1170, 4.7353),
}


@pytest.fixture(scope="module")
def fund():
    path = ACTUARIAL / "casdatasets_euhealthinsurance.parquet"
    if not path.exists():
        pytest.skip("the group health fund is not beside this checkout")
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    return {name: table[name].to_numpy() for name in table.column_names if name[:3] in ("num", "amt", "pol")}


def test_a_health_fund_of_176_032_members(fund):
    years = fund["policy_years"]
    assert len(years) == 176_032
    assert years.sum() == pytest.approx(485_358.58, abs=0.005)
    paid = {name: fund[f"amt_{name}"].sum() for name in FUND}
    assert sum(paid.values()) == pytest.approx(8_708_886.33, abs=0.005)
    assert {name: f"{paid[name] / years.sum():.4f}" for name in FUND} == {
        name: f"{cost:.4f}" for name, (_, cost) in FUND.items()
    }


@pytest.mark.parametrize("kind", FUND)
def test_members_of_a_health_fund_differ_in_how_often_they_claim(fund, kind):
    result = semiparametric_poisson(fund[f"num_{kind}"], fund["policy_years"])
    assert f"{result.collective:.4f}" == f"{FUND[kind][0]:.4f}"
    assert result.between > 0
    assert 0 < result.z_of(1) < 1


def test_an_estimator_that_there_is_not_is_named():
    with pytest.raises(ExperienceError, match="one of unbiased, bichsel-straub, not x"):
        buhlmann_straub(matrix(RATIOS), matrix(WEIGHTS), estimator="x")
