"""Prices held against the market: inside, below, above, or nothing to compare with."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.plan import parse_plans
from tuanbao.plan.model import DailyAllowance, LumpSum, Reimbursement
from tuanbao.pricing.model import load_model
from tuanbao.pricing.model.sanity import Band, band_for, check_package, check_price, mean_band
from tuanbao.reference.tables import age_table

Benefit = Reimbursement | DailyAllowance | LumpSum


def benefit(text: str) -> Benefit:
    head = "plan: p\nname: {zh: 甲, en: A}\nperiod: {from: 2026-01-01, to: 2026-12-31}\nbenefits:\n"
    return parse_plans(head + f"  - {{id: b, {text}}}\n")[0].benefits[0]


def yuan(band: Band | None) -> tuple[float, float]:
    assert band is not None
    return round(band.low / 100, 2), round(band.high / 100, 2)


CI = "kind: lump_sum, event: critical_illness, sum_insured: 100000"


def test_critical_illness_between_the_negotiated_and_the_filed_rate() -> None:
    """Per 10,000: 平安 negotiated 12, 国寿 filed 56 for men of 31 to 40."""
    assert yuan(band_for(benefit(CI), 35, "male", 1, 2026)) == (123, 560)
    assert yuan(band_for(benefit(CI), 35, None, None, 2026)) == (119, 560)


def test_the_expected_cost_of_critical_illness_lies_under_the_upper_end_at_all_working_ages() -> None:
    """What the 25-disease table costs without any loading must not be dearer than what insurers file."""
    table = age_table("critical-illness-2006-2010")
    for age in range(21, 60):
        for code, sex in enumerate(("male", "female")):
            band = band_for(benefit(CI), age, sex, 1, 2026)
            assert band is not None
            assert table.at(code, age) * 10_000_000 < band.high


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kind: lump_sum, event: death, sum_insured: 100000", (27.5, 69)),
        ("kind: lump_sum, event: accidental_death, sum_insured: 100000", (10, 46.5)),
        ("kind: lump_sum, event: disability, sum_insured: 100000, schedule: disability-2013", (5, 22.8)),
        ("kind: daily_allowance, of: stay, amount: 100", (30, 120)),
        ("kind: daily_allowance, of: stay, causes: [accident], amount: 100", (9, 40)),
        ("kind: reimbursement, covers: [outpatient, emergency], causes: [accident], "
         "limits: [{per: year, amount: 10000}]", (10, 56.8)),
    ],
)  # fmt: skip
def test_bands_of_fixed_sums_follow_the_amount(text: str, expected: tuple[float, float]) -> None:
    assert yuan(band_for(benefit(text), 30, "male", 1, 2026)) == pytest.approx(expected)


def test_accidents_of_a_higher_class_may_cost_more() -> None:
    one = benefit("kind: lump_sum, event: accidental_death, sum_insured: 100000")
    low, high = yuan(band_for(one, 30, "male", 6, 2026))
    assert (low, high) == (30, 139.5)
    assert yuan(band_for(one, 30, "male", None, 2026)) == (10, 139.5)


def test_inpatient_rises_with_age_and_without_basic_insurance() -> None:
    stay = benefit("kind: reimbursement, covers: [inpatient]")
    assert yuan(band_for(stay, 28, "male", 1, 2015)) == (50, 253)
    assert yuan(band_for(stay, 48, "male", 1, 2015)) == (50, 947)
    assert yuan(band_for(stay, 28, "male", 1, 2015, insured=False)) == (92, 732)


def test_the_upper_end_of_medical_prices_is_carried_to_the_year_and_the_lower_is_not() -> None:
    out = benefit("kind: reimbursement, covers: [outpatient]")
    assert yuan(band_for(out, 28, "male", 1, 2015)) == (150, 600)
    low, high = yuan(band_for(out, 28, "male", 1, 2026))
    assert low == 150
    assert high == pytest.approx(600 * 1.078**11, abs=0.01)


def test_one_benefit_for_visits_and_stays_is_held_against_both_together() -> None:
    both = benefit("kind: reimbursement, covers: [outpatient, inpatient]")
    assert yuan(band_for(both, 28, "male", 1, 2015)) == (200, 853)


@pytest.mark.parametrize(
    "text",
    [
        "kind: reimbursement, covers: [dental]",
        "kind: lump_sum, event: childbirth, sum_insured: 1000",
        "kind: daily_allowance, of: lost_time, amount: 100",
        "kind: lump_sum, event: critical_illness, sum_insured: {field: ci_amount}",
    ],
)
def test_where_there_is_no_market_figure_it_says_so(text: str) -> None:
    one = benefit(text)
    assert band_for(one, 30, "male", 1, 2026) is None
    finding = check_price(one, 10_000, None)
    assert finding.verdict == "no_figure"
    assert "没有可比的市场价格" in finding.text.zh


def test_an_amount_of_the_person_s_own_row_gives_a_band() -> None:
    one = benefit("kind: lump_sum, event: critical_illness, sum_insured: {field: ci_amount}")
    assert yuan(band_for(one, 35, "male", 1, 2026, amount=10_000_000)) == (123, 560)


@pytest.mark.parametrize(
    ("price", "verdict"), [(12_299, "below"), (12_300, "inside"), (56_000, "inside"), (56_001, "above")]
)
def test_a_price_is_inside_up_to_the_ends_of_its_band(price: int, verdict: str) -> None:
    one = benefit(CI)
    assert check_price(one, price, band_for(one, 35, "male", 1, 2026)).verdict == verdict


def test_the_finding_says_price_band_year_and_how_far_to_trust_it() -> None:
    one = benefit(CI)
    finding = check_price(one, 80_000, band_for(one, 35, "male", 1, 2026))
    assert finding.text.zh == (
        "b：每人每年 800 元，高于市场参考区间 123–560 元，请核对方案条款、人员与参数（2015 年资料，可信度中）"
    )
    assert finding.text.en == (
        "b: 800 yuan a person and year, above the market band 123 to 560; look at the terms, the people and the "
        "parameters again (prices of 2015, medium confidence)"
    )


def test_a_package_like_the_tender_of_2023_is_inside() -> None:
    assert check_package(227_300, 2023).verdict == "inside"
    assert check_package(20_000, 2023).verdict == "below"


@given(st.lists(st.integers(21, 60), min_size=1, max_size=30))
def test_the_band_of_a_group_lies_within_its_people_s(ages: list[int]) -> None:
    bands = [band_for(benefit(CI), age, "male", 1, 2026) for age in ages]
    group = mean_band(bands)
    assert group is not None
    assert min(b.low for b in bands if b) - 1e-6 <= group.low <= group.high <= max(b.high for b in bands if b) + 1e-6


def test_a_group_in_which_somebody_has_no_figure_has_none() -> None:
    known: Any = band_for(benefit(CI), 35, "male", 1, 2026)
    assert mean_band([known, None]) is None
    assert mean_band([]) is None


@pytest.mark.parametrize("ages", [range(18, 41), range(41, 46), range(46, 51)])
def test_the_life_table_alone_costs_less_than_the_filed_rate_of_its_ages(ages: range) -> None:
    deaths = load_model().tables["life"].rates
    one = benefit("kind: lump_sum, event: death, sum_insured: 10000")
    band = mean_band([band_for(one, age, None, None, 2026) for age in ages])
    assert band is not None
    assert deaths[:, list(ages)].mean() * 1_000_000 < band.high
