"""After tax: worked out by hand for a company of ten, 10,000 yuan a month each, 1,200,000 yuan a year."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.design.law.cases import STAFF, VISITS, case_of, child_of, date, person, plan_of, staff
from tests.support import people
from tuanbao.design.law import (
    Annuity,
    Case,
    Service,
    Tax,
    after_tax,
    case_of_group,
    company_tax,
    employees_tax,
)
from tuanbao.pricing.group import group_of

TEN = staff(10)
PAID = {"visits": 7_000, "illness": 500, "accident": 300, "liability": 200}
NO_CONTRIBUTIONS = Fraction(0)


def test_a_company_deducts_what_the_rules_let_it_and_saves_a_quarter_of_it() -> None:
    company = company_tax(case_of(TEN, employer=PAID, services=(Service("checkup", 1_000_00),), on_roll=10))
    rows = {each.key: (each.paid, each.deductible, each.tax_saved) for each in company.treatments}
    assert rows["medical"] == (70_000_00, 60_000_00, 15_000_00)
    assert rows["liability"] == (2_000_00, 2_000_00, 500_00)
    assert rows["other"] == (8_000_00, 0, 0)
    assert rows["welfare"] == (10_000_00, 10_000_00, 2_500_00)
    assert (company.paid, company.deductible, company.tax_saved) == (90_000_00, 72_000_00, 18_000_00)
    assert company.net_cost == 72_000_00


@pytest.mark.parametrize(
    ("enterprise", "saved"), [("general", 25_00), ("high_tech", 15_00), ("small", 20_00), ("small_reduced", 5_00)]
)
def test_what_is_saved_follows_the_rate_of_the_enterprise(enterprise: str, saved: int) -> None:
    case = case_of(TEN, employer={"liability": 10}, tax=Tax(enterprise=enterprise))  # type: ignore[arg-type]
    assert company_tax(case).tax_saved == saved


@pytest.mark.parametrize(("premium", "deductible"), [(5_999, 59_990_00), (6_000, 60_000_00), (6_001, 60_000_00)])
def test_supplementary_medical_is_deductible_up_to_five_percent_of_the_payroll(premium: int, deductible: int) -> None:
    company = company_tax(case_of(TEN, employer={"visits": premium}, on_roll=10))
    assert (company.of("medical").limit, company.of("medical").deductible) == (60_000_00, deductible)


def test_what_the_company_already_spends_uses_the_limit() -> None:
    tax = Tax(other_medical=59_000_00, other_welfare=200_000_00)
    company = company_tax(case_of(TEN, employer={"visits": 200}, services=(Service("checkup", 1),), tax=tax))
    assert company.of("medical").deductible == 1_000_00
    assert company.of("welfare").deductible == 0


def test_the_payroll_that_is_stated_goes_before_the_rosters_salaries() -> None:
    company = company_tax(case_of(TEN, employer={"visits": 7_000}, payroll=2_000_000_00, on_roll=10))
    assert company.of("medical").deductible == 70_000_00


def test_somebody_without_medical_cover_costs_the_whole_deduction_and_covering_them_is_suggested() -> None:
    found = after_tax(case_of(TEN, employer={"visits": 1_000}, on_roll=11))
    assert found.company.of("medical").deductible == 0
    [cover] = [each for each in found.suggestions if each.code == "cover_everybody"]
    assert cover.saves == 2_500_00
    assert "1 名员工" in cover.sentence.zh


def test_annuity_is_deductible_within_five_percent_of_the_payroll_though_eight_may_be_paid() -> None:
    company = company_tax(case_of(TEN, annuity=Annuity(Fraction(8, 100), Fraction(4, 100)), on_roll=10))
    assert (company.of("pension").paid, company.of("pension").deductible) == (96_000_00, 60_000_00)


def test_premiums_for_family_are_never_deductible_here() -> None:
    rows = [*TEN, child_of(0, date(2020, 1, 1))]
    company = company_tax(case_of(rows, employer={"visits": 100, "liability": 1}))
    assert company.of("medical").paid == 1_000_00
    assert (company.of("family").paid, company.of("family").deductible) == (101_00, 0)


def test_special_trades_and_business_travel_are_deductible_where_they_are_named() -> None:
    for named in ({"special_trades": frozenset({"accident"})}, {"travel": frozenset({"staff/accident"})}):
        company = company_tax(case_of(TEN, employer={"accident": 100}, tax=Tax(**named)))  # type: ignore[arg-type]
        assert company.deductible == 1_000_00


def test_premiums_are_taxed_at_each_persons_marginal_rate() -> None:
    """120,000 − 60,000 = 60,000 taxable: 10 %; 500,000 a year: 440,000 taxable: 30 %."""
    rows = [person(0), person(1, salary="41666.67")]
    case = case_of(rows, employer={"visits": 1_000, "accident": 500}, tax=Tax(contributions=NO_CONTRIBUTIONS))
    found = employees_tax(case)
    assert found is not None
    assert found.all_wages.added.tolist() == [1_500_00] * 2
    assert found.all_wages.tax.tolist() == [150_00, 450_00]
    assert found.pooled.added.tolist() == [500_00] * 2
    assert found.pooled.tax.tolist() == [50_00, 150_00]
    assert found.net_value == 3_000_00 - 600_00
    assert found.net_value_pooled == 3_000_00 - 200_00


def test_a_premium_that_crosses_a_bracket_is_taxed_at_both_rates() -> None:
    """95,000 − 60,000 = 35,000; 2,000 more: 1,000 at 3 % and 1,000 at 10 %."""
    case = case_of(staff(1, salary="7916.67"), employer={"accident": 2_000}, tax=Tax(contributions=NO_CONTRIBUTIONS))
    found = employees_tax(case)
    assert found is not None
    assert found.all_wages.tax.tolist() == [130_00]


def test_whoever_earns_less_than_the_basic_deduction_pays_only_on_what_goes_over_it() -> None:
    case = case_of(staff(1, salary=4_990), employer={"accident": 200}, tax=Tax(contributions=NO_CONTRIBUTIONS))
    found = employees_tax(case)
    assert found is not None
    assert found.all_wages.tax.tolist() == [2_40]


def test_premiums_of_family_count_as_the_employees_wages_also_where_medical_is_pooled() -> None:
    rows = [person(0), child_of(0, date(2020, 1, 1))]
    found = employees_tax(case_of(rows, employer={"visits": 100}))
    assert found is not None
    assert found.all_wages.added.tolist() == [200_00]
    assert found.pooled.added.tolist() == [100_00]


def test_liability_travel_and_check_ups_are_not_wages() -> None:
    services = (Service("checkup", 500_00), Service("employers_liability", 100_00))
    case = case_of(
        TEN, employer={"liability": 100, "accident": 50}, services=services, tax=Tax(travel=frozenset({"accident"}))
    )
    found = employees_tax(case)
    assert found is not None
    assert not found.all_wages.added.any()
    assert found.paid.tolist() == [750_00] * 10


def test_annuity_within_the_limits_is_not_taxed_now_and_the_employees_part_lowers_tax() -> None:
    """4 % of 120,000 = 4,800 off a taxable income of 60,000, at 10 %."""
    annuity = Annuity(Fraction(5, 100), Fraction(4, 100))
    found = employees_tax(case_of(TEN, annuity=annuity, tax=Tax(contributions=NO_CONTRIBUTIONS)))
    assert found is not None
    assert not found.all_wages.added.any()
    assert found.relief.tolist() == [480_00] * 10


def test_annuity_over_the_limits_is_wages_and_only_four_percent_of_the_capped_base_comes_off() -> None:
    annuity = Annuity(Fraction(10, 100), Fraction(5, 100))
    tax = Tax(contributions=NO_CONTRIBUTIONS, local_wages={"": 3_000_00})
    found = employees_tax(case_of(TEN, annuity=annuity, tax=tax))
    assert found is not None
    assert found.all_wages.added.tolist() == [2_400_00] * 10
    assert found.relief.tolist() == [432_00] * 10


def test_tax_favoured_insurance_takes_at_most_2400_a_year_off_income() -> None:
    tax = Tax(contributions=NO_CONTRIBUTIONS, tax_favoured=frozenset({"illness"}))
    found = employees_tax(case_of(TEN, employer={"illness": 1_000}, employee={"illness": 3_000}, tax=tax))
    assert found is not None
    assert found.relief.tolist() == [240_00] * 10


def test_tiers_of_fewer_than_ten_show_no_averages() -> None:
    rows = [person(i, tier="staff") for i in range(20)]
    rows += [person(20 + i, tier="managers") for i in range(10)] + [person(40 + i, tier="board") for i in range(11)]
    found = employees_tax(case_of(rows, employer={"accident": 100}, tax=Tax(contributions=NO_CONTRIBUTIONS)))
    assert found is not None
    assert [(t.tier, t.people, t.paid, t.tax, t.tax_pooled) for t in found.tiers] == [
        ("staff", 20, 100_00, 10_00, 10_00),
        ("managers", 10, 100_00, 10_00, 10_00),
        ("board", 11, 100_00, 10_00, 10_00),
    ]


def test_a_small_tier_takes_the_smallest_other_with_it_so_that_no_difference_shows_it() -> None:
    rows = [person(i, tier="staff") for i in range(20)] + [person(30 + i, tier="managers") for i in range(10)]
    rows += [person(50, tier="board")]
    found = employees_tax(case_of(rows, employer={"accident": 100}))
    assert found is not None
    assert {t.tier: t.tax is None for t in found.tiers} == {"staff": False, "managers": True, "board": True}


def test_without_salaries_what_can_be_computed_is_and_the_rest_is_said() -> None:
    found = after_tax(case_of(staff(10, salary=None), employer=PAID))
    assert found.company.of("liability").deductible == 2_000_00
    assert not found.company.of("medical").known
    assert found.company.of("medical").deductible == 0
    assert found.employees is not None
    assert not found.employees.all_wages.tax.any()
    assert found.employees.all_wages.added.tolist() == [7_800_00] * 10
    assert found.employees.net_value == 0
    notes = " ".join(note.zh for note in found.notes)
    assert "缺工资总额" in notes
    assert "10 名员工没有月薪" in notes


def test_one_missing_salary_leaves_the_others_computed() -> None:
    found = employees_tax(case_of([person(0), person(1, salary=None)], employer={"accident": 100}))
    assert found is not None
    assert found.known.tolist() == [True, False]
    assert (found.all_wages.tax > 0).tolist() == [True, False]


def test_without_people_the_companys_side_is_computed() -> None:
    services = (Service("checkup", 100_00, heads=50), Service("employers_liability", 20_00, heads=50))
    found = after_tax(Case((STAFF,), services=services, payroll=100_000_00))
    assert found.employees is None
    assert (found.company.of("welfare").paid, found.company.of("welfare").deductible) == (5_000_00, 5_000_00)
    assert found.company.of("liability").deductible == 1_000_00
    assert "没有人员表" in found.notes[0].zh


def test_accidents_as_employers_liability_and_room_within_the_limit_are_suggested_with_their_worth() -> None:
    plan = plan_of(
        VISITS,
        "- {id: care, kind: reimbursement, covers: [outpatient], causes: [accident]}",
        "- {id: accident, kind: lump_sum, event: accidental_death, sum_insured: 1}",
    )
    found = after_tax(case_of(TEN, plan, employer={"visits": 5_990, "care": 30, "accident": 70}, on_roll=10))
    assert {each.code: each.saves for each in found.suggestions} == {
        "liability_for_accidents": 250_00,
        "room_for_medical": 25_00,
    }
    assert all(each.source in each.sentence.zh for each in found.suggestions)


def test_unverified_assumptions_are_said() -> None:
    notes = " ".join(note.zh for note in after_tax(case_of(TEN, employer=PAID)).notes)
    for words in ("未经证实", "专项附加扣除", "未提供在册职工人数", "不含奖金", "没有封顶"):
        assert words in notes


def test_the_reduced_rate_of_small_enterprises_ends() -> None:
    late = STAFF.period.model_copy(update={"last": date(2028, 6, 30)})
    plan = STAFF.model_copy(update={"period": late})
    found = after_tax(Case((plan,), tax=Tax(enterprise="small_reduced")))
    assert "2027-12-31" in " ".join(note.zh for note in found.notes)


def test_a_group_that_is_priced_is_a_case() -> None:
    group = group_of(people(TEN), None, [STAFF])
    case = case_of_group(group, payroll=1)
    assert (case.programme, case.payroll, len(case.members)) == (None, 1, 10)


AMOUNT = st.integers(min_value=0, max_value=50_000)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(AMOUNT, AMOUNT, AMOUNT, st.integers(0, 200_000)), min_size=1, max_size=6),
    st.integers(0, 800),
    st.sampled_from(["general", "high_tech", "small", "small_reduced"]),
)
def test_parts_sum_to_the_whole_and_nothing_is_saved_twice(
    rows: list[tuple[int, int, int, int]], per_mille: int, enterprise: str
) -> None:
    members = [person(i, salary=salary) for i, (*_, salary) in enumerate(rows)]
    case = case_of(
        members,
        employer={"visits": rows[0][0], "accident": rows[0][1], "liability": rows[0][2]},
        annuity=Annuity(Fraction(per_mille, 10_000)),
        tax=Tax(enterprise=enterprise),  # type: ignore[arg-type]
    )
    company, found = company_tax(case), employees_tax(case)
    assert found is not None
    assert company.paid == int(found.paid.sum())
    assert all(0 <= each.deductible <= each.paid for each in company.treatments)
    exact = company.deductible * company.rate
    assert abs(company.tax_saved - exact) <= Fraction(1, 2)
    assert all(abs(each.tax_saved - each.deductible * company.rate) <= 1 for each in company.treatments)
    assert (found.pooled.added <= found.all_wages.added).all()
    assert (found.pooled.tax <= found.all_wages.tax).all()
    assert (found.all_wages.tax <= np.ceil(found.all_wages.added * 0.45) + 1).all()
