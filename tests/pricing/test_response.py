"""Use responds to price as in the RAND experiment, between the plans that were tested and not beyond."""

import math
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.pricing.response import ResponseError, arc_elasticity, person_shares, response
from tuanbao.reference.use_responses import use_response
from tuanbao.vocabulary import CATEGORIES

RAND = Path(__file__).resolve().parents[3] / "shared/data/actuarial/rdatasets_sampleSelection_RandHIE.parquet"
SHARES = st.floats(0, 0.95)

# Manning et al. 1987, table 2: visits, outpatient dollars, admissions, inpatient dollars, total dollars (of 1984).
PUBLISHED = {
    "free": ("4.55", "340", "0.128", "409", "749"),
    "25": ("3.33", "260", "0.105", "373", "634"),
    "50": ("3.03", "224", "0.092", "450", "674"),
    "95": ("2.73", "203", "0.099", "315", "518"),
    "deductible": ("3.02", "235", "0.115", "373", "608"),
}
PERSON_YEARS = {"free": 6822, "25": 4065, "50": 1401, "95": 3727, "deductible": 4175}


def printed(visits, outpatient, admissions, inpatient, total):
    return (f"{visits:.2f}", f"{outpatient:.0f}", f"{admissions:.3f}", f"{inpatient:.0f}", f"{total:.0f}")


class TestTable:
    def arms(self):
        data = use_response()
        names = ["free", "25", "50", "95", "deductible"]
        return dict(zip(names, (*data.arms, data.deductible_arm), strict=True))

    def test_the_reference_table_rounds_to_the_published_one(self):
        arms = self.arms()
        assert {
            name: printed(arm.visits, arm.outpatient, arm.admissions, arm.inpatient, arm.total)
            for name, arm in arms.items()
        } == PUBLISHED
        assert {name: arm.person_years for name, arm in arms.items()} == PERSON_YEARS

    def test_arc_elasticities_between_the_plans_tested(self):
        free, quarter, _, nearly_all = use_response().arms
        steps = {"0-25": (free, quarter), "25-95": (quarter, nearly_all)}

        def of(quantity):
            return {
                step: round(arc_elasticity((a.coinsurance, b.coinsurance), (quantity(a), quantity(b))), 3)
                for step, (a, b) in steps.items()
            }

        assert of(lambda arm: arm.outpatient) == {"0-25": -0.132, "25-95": -0.212}
        assert of(lambda arm: arm.total) == {"0-25": -0.083, "25-95": -0.173}

    def test_outpatient_levels_fall_and_inpatient_ones_are_imprecise(self):
        levels = use_response().levels
        for care in levels.values():
            assert all(
                left.mean > right.mean and left.coinsurance < right.coinsurance for left, right in pairwise(care)
            )
            assert care[0].error == 0
        at_95 = {care: response(0, 0.95, care) for care in levels}
        assert at_95["outpatient"].high < 0.7
        assert at_95["inpatient"].low < 1 < at_95["inpatient"].high

    def test_every_category_that_responds_is_one_of_the_plan_language(self):
        responding = use_response().categories
        assert set(responding) <= set(CATEGORIES)
        assert not {"maternity", "checkup", "dental", "psychiatric"} & set(responding)


# ------------------------------------------------------------------------------------------------- the public file


@pytest.fixture(scope="module")
def file():
    if not RAND.exists():
        pytest.skip("the RAND person-years are not beside this checkout")
    import pyarrow.parquet as pq

    names = ["coins", "idp", "mdvis", "notmdvis", "outpdol", "drugdol", "suppdol", "inpdol", "totadm"]
    names += ["zper", "site", "year"]
    return pq.read_table(RAND, columns=names).to_pandas()


def arm_of(file):
    """The plan is in two columns: the deductible arm has coins 0 too, and idp 1; 95 and 100 % are one arm."""
    arm = file["coins"].clip(upper=95).astype(str).replace("0", "free")
    return arm.mask((file["coins"] == 0) & (file["idp"] == 1), "deductible")


def test_the_published_table_comes_out_of_the_public_file_in_all_25_cells(file):
    cents = 3.782
    outpatient = file["outpdol"] + file["drugdol"] + file["suppdol"]
    table = file.assign(
        arm=arm_of(file),
        visits=file["mdvis"] + file["notmdvis"],
        outpatient=outpatient * cents,
        inpatient=file["inpdol"] * cents,
        total=(outpatient + file["inpdol"]) * cents,
    )
    columns = ["visits", "outpatient", "totadm", "inpatient", "total"]
    means = table.groupby("arm")[columns].mean()
    assert {arm: printed(*means.loc[arm]) for arm in means.index} == PUBLISHED
    assert table["arm"].value_counts().to_dict() == PERSON_YEARS


def test_likelihood_of_use_file_means_and_visits(file):
    arm = arm_of(file)
    total = file["outpdol"] + file["drugdol"] + file["suppdol"] + file["inpdol"]
    names = ["free", "25", "50", "95", "deductible"]
    any_use, any_stay = (100 * share.groupby(arm).mean() for share in (total > 0, file["totadm"] > 0))
    assert [f"{any_use[name]:.1f}" for name in names] == ["86.7", "78.7", "77.2", "67.6", "72.3"]
    assert [f"{any_stay[name]:.1f}" for name in names] == ["10.2", "8.3", "7.1", "7.8", "9.5"]
    dollars = total.groupby(arm).mean()
    assert [dollars[name] for name in names] == pytest.approx([198.04, 167.59, 178.19, 136.95, 160.87], abs=0.01)
    assert f"{dollars['free'] / dollars['95']:.3f}" == "1.446"
    visits = file["mdvis"].groupby(arm).mean()
    steps = [
        round(arc_elasticity(prices, (visits[a], visits[b])), 3)
        for prices, a, b in [((0, 25), "free", "25"), ((25, 95), "25", "95")]
    ]
    assert steps == [-0.121, -0.173]


@pytest.mark.parametrize(
    ("care", "differences", "errors"),
    [
        ("outpatient", [-22.2, -34.5, -38.3, -25.5], [3.8, 4.4, 3.6, 3.5]),
        ("inpatient", [-11.0, 2.4, -27.0, -6.0], [13.5, 36.2, 13.0, 13.3]),
    ],
)
def test_differences_to_free_care_adjusted_for_site_and_year(file, care, differences, errors):
    """Least squares in file dollars, errors clustered by person: outpatient falls sharply, inpatient imprecisely."""
    outpatient = file["outpdol"] + file["drugdol"] + file["suppdol"]
    y = (outpatient if care == "outpatient" else file["inpdol"]).to_numpy(float)
    arm = arm_of(file)
    columns = [np.ones(len(y)), *((arm == name).to_numpy(float) for name in ("25", "50", "95", "deductible"))]
    for name in ("site", "year"):
        columns += [(file[name] == value).to_numpy(float) for value in sorted(file[name].unique())[1:]]
    x = np.stack(columns, axis=1)
    inverse = np.linalg.inv(x.T @ x)
    found = inverse @ (x.T @ y)
    person = np.unique(file["zper"].to_numpy(), return_inverse=True)[1]
    scores = np.zeros((person.max() + 1, x.shape[1]))
    np.add.at(scores, person, x * (y - x @ found)[:, None])
    spread = np.sqrt(np.diag(inverse @ (scores.T @ scores) @ inverse))
    assert found[1:5] == pytest.approx(differences, abs=0.06)
    assert spread[1:5] == pytest.approx(errors, abs=0.06)


def test_grouping_by_coins_alone_gives_the_wrong_answer(file):
    """The trap of the copy in statsmodels: people with a deductible count as free care, and 100 % as a plan of its own.

    Visits then seem to rise from 95 to 100 %.
    """
    wrong = file.groupby("coins")["mdvis"].agg(["mean", "size"])
    assert {coins: (f"{row['mean']:.3f}", int(row["size"])) for coins, row in wrong.iterrows()} == {
        0: ("3.124", 10_997),
        25: ("2.787", 4_065),
        50: ("2.561", 1_401),
        95: ("2.112", 2_653),
        100: ("2.682", 1_074),
    }
    right = file.groupby(arm_of(file))["mdvis"].mean()
    assert [f"{right[arm]:.4f}" for arm in ("free", "25", "50", "95")] == ["3.5545", "2.7875", "2.5610", "2.2761"]
    assert f"{right['deductible']:.4f}" == "2.4194"


# ----------------------------------------------------------------------------------------------------- the response


@pytest.mark.parametrize("care", ["outpatient", "inpatient"])
@pytest.mark.parametrize("scale", ["coinsurance", "paid share"])
def test_between_two_tested_plans_the_factor_is_the_ratio_of_their_means(care, scale):
    free, *others = use_response().levels[care]
    for level in others:
        end = level.coinsurance if scale == "coinsurance" else level.paid_share
        found = response(0, end, care, scale)
        assert found.factor == pytest.approx(level.mean / free.mean, rel=1e-12)
        assert math.log(found.high / found.factor) == pytest.approx(1.959964 * level.error / level.mean, rel=1e-5)


@given(SHARES, st.sampled_from(["outpatient", "inpatient"]))
def test_no_change_of_terms_is_no_change_of_use(share, care):
    found = response(share, share, care)
    assert (found.factor, found.low, found.high, found.steps) == (1, 1, 1, ())


def test_from_0_to_25_and_on_to_50_is_from_0_to_50():
    parts = response(0, 0.25).factor * response(0.25, 0.5).factor
    assert parts == pytest.approx(response(0, 0.5).factor, rel=1e-14)


@given(SHARES, SHARES, SHARES, st.sampled_from(["outpatient", "inpatient"]))
def test_changes_one_after_the_other_are_one_change(a, b, c, care):
    there = response(a, b, care).factor * response(b, c, care).factor
    assert there == pytest.approx(response(a, c, care).factor, rel=1e-9)


@given(SHARES, SHARES, st.sampled_from(["outpatient", "inpatient"]))
def test_more_cost_sharing_never_raises_use(before, after, care):
    found = response(before, after, care)
    assert found.factor <= 1 if after >= before else found.factor >= 1
    assert found.low <= found.factor <= found.high
    assert math.prod(step.factor for step in found.steps) == found.factor


def test_every_step_has_its_own_elasticity():
    steps = response(0.1, 0.95).steps
    assert [(step.start, step.end) for step in steps] == [(0.1, 0.25), (0.25, 0.5), (0.5, 0.95)]
    assert [round(step.elasticity, 3) for step in steps] == [-0.132, -0.225, -0.158]


def test_the_separate_line_in_fen():
    found = response(Fraction(1, 4), Fraction(1, 2))
    assert found.factor == pytest.approx(223.97 / 260.35)
    assert found.change(1_000_000) == round(1_000_000 * (223.97 / 260.35 - 1))
    assert response(0.3, 0.3).change(1_000_000) == 0


def test_the_user_is_told_how_far_it_can_be_trusted():
    notes = response(0, 0.25, "inpatient").notes
    assert all(note.zh and note.en for note in notes)
    assert any("imprecisely" in note.en for note in notes)
    assert any("0%, 17%, 27%" in note.en for note in notes)
    assert not any("0%, 17%" in note.en for note in response(0, 0.2, scale="paid share").notes)


@pytest.mark.parametrize(
    ("before", "after", "care", "words"),
    [
        (0, 0.96, "outpatient", "no extrapolation"),
        (-0.1, 0.5, "outpatient", "outside what was tested"),
        (float("nan"), 0.5, "outpatient", "outside what was tested"),
        (0, 0.25, "critical_illness", "lump sums"),
    ],
)
def test_what_was_not_tested_is_refused(before, after, care, words):
    with pytest.raises(ResponseError, match=words):
        response(before, after, care)


def test_the_paid_share_is_not_extrapolated_either():
    with pytest.raises(ResponseError, match=r"0 to 0\.271"):
        response(0, 0.28, scale="paid share")


class TestPersonShares:
    def test_from_totals_of_adjudicated_bills(self):
        expense = {"outpatient": 60_000, "pharmacy": 40_000, "inpatient": 500_000, "dental": 9_000}
        paid = {"outpatient": 50_000, "pharmacy": 20_000, "inpatient": 450_000, "dental": 0}
        assert person_shares(expense, paid) == {"outpatient": Fraction(3, 10), "inpatient": Fraction(1, 10)}

    def test_care_that_nobody_used_has_no_share(self):
        assert person_shares({"outpatient": 0, "dental": 100}, {}) == {}

    def test_more_paid_than_there_was(self):
        with pytest.raises(ResponseError, match="pharmacy"):
            person_shares({"pharmacy": 100}, {"pharmacy": 101})
