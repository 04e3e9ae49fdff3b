"""Actuarial values in closed form and by the adjudication, against the tables of CMS (2026, standard population)."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests import support
from tuanbao.adjudication import adjudicate
from tuanbao.plan import parse_plans
from tuanbao.pricing.actuarial_value import (
    ContinuanceError,
    ContinuanceTable,
    actuarial_value,
    simulated_actuarial_value,
)

CMS = Path(__file__).resolve().parents[3] / "shared/data/actuarial/cms_avc2026_continuance_tables.parquet"
PLANS = [
    ("bronze", 7_500, 0.5, 10_000, "55.9931"),
    ("bronze", 10_150, 0, 10_150, "55.2709"),
    ("silver", 6_000, 0.4, 8_900, "61.7243"),
    ("silver", 4_000, 0.2, 9_100, "66.4787"),
    ("silver", 5_000, 0.3, 9_000, "63.3434"),
    ("gold", 2_000, 0.25, 8_200, "74.5479"),
    ("gold", 1_500, 0.2, 7_000, "78.6629"),
    ("platinum", 0, 0.1, 4_300, "92.9860"),
    ("platinum", 500, 0.1, 2_500, "90.7711"),
]
SMALL = ContinuanceTable.of([0, 100, 1_000, math.inf], [0.5, 0.3, 0.15, 0.05], [0, 50, 400, 3_000])


@pytest.fixture(scope="module")
def tables():
    if not CMS.exists():
        pytest.skip("the continuance tables are not beside this checkout")
    import pyarrow.parquet as pq

    columns = {
        "up_to": "Up To",
        "share": "Percent of Enrollees",
        "bucket_mean": "Avg. Cost per Enrollee (Bucket)",
        "limited": "Avg. Cost per Enrollee (Max'd)",
    }
    rows = pq.read_table(CMS, columns=["tier", "table", *columns.values()]).to_pandas()
    rows = rows[rows["table"] == "combined"].rename(columns={found: name for name, found in columns.items()})
    rows["up_to"] = rows["up_to"].fillna(math.inf)  # the last bucket has no end
    return {tier: {name: part[name].to_numpy() for name in columns} for tier, part in rows.groupby("tier")}


def yaml_plan(deductible, coinsurance, cap):
    return parse_plans(f"""
plan: standard
period: {{from: 2026-01-01, to: 2026-12-31}}
benefits:
  - id: medical
    kind: reimbursement
    covers: [outpatient]
    deductible: [{{per: year, amount: {deductible}}}]
    coinsurance: {100 - 100 * coinsurance:g}%
    patient_cap: [{{per: year, amount: {cap}}}]
""")[0]


class TestTables:
    def test_mean_expense_and_people_without_any(self, tables):
        found = {tier: ContinuanceTable.of(**table) for tier, table in tables.items()}
        assert {tier: f"{table.mean:.4f}" for tier, table in found.items()} == {
            "bronze": "5190.4815",
            "silver": "7386.3105",
            "gold": "9034.3110",
            "platinum": "9230.1879",
        }
        assert {tier: f"{100 * table.share[0]:.2f}" for tier, table in found.items()} == {
            "bronze": "15.87",
            "silver": "10.37",
            "gold": "9.79",
            "platinum": "11.16",
        }

    def test_limited_expected_values_of_the_silver_table(self, tables):
        silver = ContinuanceTable.of(**tables["silver"])
        limits = [500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000]
        assert [f"{silver.limited_expected_value(limit):.4f}" for limit in limits] == [
            "399.2194",
            "722.1762",
            "1221.4170",
            "2166.7349",
            "3073.1448",
            "5621.2251",
            "6671.8381",
        ]

    def test_they_can_be_rebuilt_from_shares_and_means(self, tables):
        for table in tables.values():
            rebuilt = ContinuanceTable.of(table["up_to"], table["share"], table["bucket_mean"])
            assert rebuilt.limited == pytest.approx(table["limited"], rel=5e-5)


@pytest.mark.parametrize(("tier", "deductible", "coinsurance", "cap", "percent"), PLANS)
def test_nine_plans_in_closed_form(tables, tier, deductible, coinsurance, cap, percent):
    value = actuarial_value(ContinuanceTable.of(**tables[tier]), deductible, coinsurance, cap)
    assert f"{100 * value:.4f}" == percent


@pytest.mark.parametrize(("tier", "deductible", "coinsurance", "cap", "percent"), PLANS)
def test_the_adjudication_finds_the_same_over_20_000_people(tables, tier, deductible, coinsurance, cap, percent):
    people = ContinuanceTable.of(**tables[tier]).draw(20_000, seed=20_260_101)
    found = simulated_actuarial_value(yaml_plan(deductible, coinsurance, cap), people)
    assert 0 < found.standard_error < 0.009
    assert abs(found.value - float(percent) / 100) < 4 * found.standard_error


@pytest.mark.parametrize(("tier", "deductible", "coinsurance", "cap", "percent"), PLANS)
def test_one_person_of_each_bucket_weighted_by_its_share(tables, tier, deductible, coinsurance, cap, percent):
    """No drawing, so no error of drawing: what is left is that the buckets where the cap is reached are wide."""
    table = ContinuanceTable.of(**tables[tier])
    found = table.share > 0
    fen = np.rint(100 * table.bucket_mean[found]).astype(np.int64)
    rows = [{"member_id": f"{i:03}", "relation": "employee", "cover_from": "2026-01-01"} for i in range(len(fen))]
    bills = [
        {"bill_id": f"{i:03}", "member_id": f"{i:03}", "service_date": "2026-06-01", "category": "outpatient"}
        | {"in_scope": f"{amount / 100:.2f}"}
        for i, amount in enumerate(fen)
    ]
    lines = adjudicate(yaml_plan(deductible, coinsurance, cap), support.people(rows), support.bills(bills)).lines
    assert lines["total"].to_pylist() == fen.tolist()
    weight = table.share[found]
    value = (weight * lines["paid"].to_numpy()).sum() / (weight * fen).sum()
    assert value == pytest.approx(float(percent) / 100, abs=1e-3)


class TestSmallTable:
    """Half have no expense, 30 % 50 on average, 15 % 400, 5 % 3,000."""

    def test_limited_expected_values(self):
        assert SMALL.mean == pytest.approx(0.3 * 50 + 0.15 * 400 + 0.05 * 3_000)
        assert SMALL.limited_expected_value(100) == pytest.approx(0.3 * 50 + 0.2 * 100)
        assert SMALL.limited_expected_value(550) == pytest.approx((35 + 15 + 60 + 50) / 2)
        assert SMALL.limited_expected_value(2_000) == pytest.approx(0.3 * 50 + 0.15 * 400 + 0.05 * 2_000)
        assert SMALL.limited_expected_value(3_000) == pytest.approx(SMALL.mean)
        assert SMALL.limited_expected_value(math.inf) == SMALL.mean

    def test_a_deductible_alone_and_a_cap_alone(self):
        assert actuarial_value(SMALL, 100, 0, math.inf) == pytest.approx(1 - 35 / 225)
        assert actuarial_value(SMALL, 100, 0, 100) == pytest.approx(1 - 35 / 225)
        assert actuarial_value(SMALL, 500, 0.3, 100) == pytest.approx(1 - 35 / 225)  # the cap comes first
        assert actuarial_value(SMALL, 0, 1, 1_000) == pytest.approx(1 - 125 / 225)

    def test_no_cost_sharing_pays_all_and_full_cost_sharing_nothing(self):
        assert actuarial_value(SMALL, 0, 0, 0) == 1
        assert actuarial_value(SMALL, 0, 1, math.inf) == pytest.approx(0)

    @example(0, 0.125, 126, 2)  # whoever is beyond the last finite limit pays no more for a smaller percentage
    @given(st.floats(0, 2_000), st.floats(0, 1), st.floats(0, 5_000), st.floats(1, 2))
    def test_more_cost_sharing_is_never_worth_more(self, deductible, coinsurance, cap, more):
        value = actuarial_value(SMALL, deductible, coinsurance, cap)
        assert -1e-12 <= value <= 1
        assert actuarial_value(SMALL, deductible * more, coinsurance, cap) <= value + 1e-12
        assert actuarial_value(SMALL, deductible, min(coinsurance * more, 1), cap) <= value + 1e-12
        assert actuarial_value(SMALL, deductible, coinsurance, cap * more) <= value + 1e-12

    def test_the_error_is_that_of_drawing_again(self):
        plan = yaml_plan(100, 0.2, 300)
        draws = [simulated_actuarial_value(plan, SMALL.draw(2_000, seed)) for seed in range(60)]
        spread = np.std([draw.value for draw in draws], ddof=1)
        assert spread == pytest.approx(np.mean([draw.standard_error for draw in draws]), rel=0.35)
        assert draws[0].people == 2_000
        again = simulated_actuarial_value(plan, SMALL.draw(2_000, 0))
        assert again == draws[0]

    def test_people_whose_expense_is_known_exactly(self):
        found = simulated_actuarial_value(yaml_plan(100, 0.2, 300), [0, 5_000, 20_000, 500_000])
        assert found.value == pytest.approx((0 + 8_000 + 470_000) / 525_000)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (([0], [1], [0]), "two buckets"),
        (([0, 100], [0.5], [0, 50]), "equal columns"),
        (([100, 0], [0.5, 0.5], [0, 50]), "rise from 0"),
        (([0, 100], [0.5, 0.6], [0, 50]), "sum to 1"),
        (([0, 100], [0.5, 0.5], [0, 150]), "bucket 2"),
        (([0, 100], [0.5, 0.5], [0, math.nan]), "bucket 2"),
        (([0, 100], [1, 0], [0, 0]), "Nobody"),
        (([0, 100], [0.5, 0.5], [0, 50], [10, 5]), "must not fall"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(table, words):
    with pytest.raises(ContinuanceError, match=words) as caught:
        ContinuanceTable.of(*table)
    assert caught.value.text.zh


def test_terms_and_people_that_make_no_sense_are_refused():
    with pytest.raises(ContinuanceError):
        actuarial_value(SMALL, -1, 0.2, 100)
    with pytest.raises(ContinuanceError):
        actuarial_value(SMALL, 0, 1.2, 100)
    with pytest.raises(ContinuanceError):
        actuarial_value(SMALL, 0, math.nan, 100)
    with pytest.raises(ContinuanceError):
        SMALL.limited_expected_value(-1)
    with pytest.raises(ContinuanceError):
        SMALL.draw(0, seed=1)
    for expense in ([], [100], [0, 0], [100, -1]):
        with pytest.raises(ContinuanceError):
            simulated_actuarial_value(yaml_plan(0, 0.1, 100), expense)
