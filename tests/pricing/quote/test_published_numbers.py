"""Numbers that a right implementation of list rates, composite rates and contributions gives, to the fen."""

from fractions import Fraction

import pytest

from tuanbao.pricing.quote.contributions import capped_percent, fixed, percent, reference
from tuanbao.pricing.quote.rates import composite_base, composite_rates, list_bill
from tuanbao.pricing.quote.terms import Children, CompositeTier

YUAN = 100
TIERS = [
    CompositeTier(tier="employee", covers=("employee",), factor="1.0"),
    CompositeTier(tier="employee_spouse", covers=("employee", "spouse"), factor="1.5"),
    CompositeTier(tier="employee_dependants", covers=("employee", "child"), factor="2.0"),
    CompositeTier(tier="family", covers=("employee", "spouse", "child"), factor="2.5"),
]
FAMILY = [10668, 10666, 10666]
THREE_UNDER_21 = Children(charged=3, under_age=21)


def test_a_list_bill_is_the_sum_of_the_members_rates():
    bill = list_bill([200 * YUAN, 100 * YUAN], ["employee", "spouse"], [40, 40], None)
    assert sum(bill) == 300_00


def test_a_subsidy_of_400_on_the_employee_pays_the_employee_and_nobody_else():
    bill = list_bill([200 * YUAN, 100 * YUAN], ["employee", "spouse"], [40, 40], None)
    employer = [fixed(bill[0], 400 * YUAN), 0]
    assert bill[0] - employer[0] == 0
    assert sum(bill) - sum(employer) == 100_00


def test_at_most_three_children_under_21_are_charged():
    prices = [yuan * YUAN for yuan in (200, 100, 75, 50, 30, 20, 10)]
    relations = ["employee", "spouse", *["child"] * 5]
    bill = list_bill(prices, relations, [50, 50, 23, 20, 19, 17, 5], THREE_UNDER_21)
    assert sum(bill) == 475_00
    assert bill[-1] == 0


def test_composite_rates_of_two_families():
    total = (200 + 100 + 50) * YUAN + (200 + 50) * YUAN
    rates = composite_rates(total, {"family": 1, "employee_dependants": 1}, TIERS)
    assert list(rates.values()) == [133_33, 200_00, 266_66, 333_33]


def test_the_base_of_composite_rates_is_rounded_before_the_factors():
    relations, ages = ["employee", "spouse", *["child"] * 5], [50, 50, 23, 20, 19, 17, 5]
    bill = list_bill([200 * YUAN, 100 * YUAN, *[50 * YUAN] * 5], relations, ages, THREE_UNDER_21)
    assert sum(bill) == 500_00
    total, families = sum(bill) + 200 * YUAN, {"family": 1, "employee_dependants": 1}
    assert composite_base(total, families, TIERS) == 155_56
    assert list(composite_rates(total, families, TIERS).values()) == [155_56, 233_34, 311_12, 388_90]


@pytest.mark.parametrize(("industry", "employer"), [("1", 181_68), ("1.1", 189_18)])
def test_a_share_of_a_reference_plan_is_at_most_the_price(industry, employer):
    shares = [Fraction(1, 2), Fraction(1, 4), Fraction(0)]
    whole = [250 * YUAN, 300 * YUAN, 300 * YUAN]
    parts = [
        reference(price, other, share, Fraction(industry))
        for price, other, share in zip(FAMILY, whole, shares, strict=True)
    ]
    assert sum(parts) == employer


def test_half_of_a_reference_price_is_rounded_half_up():
    assert reference(541_17, 541_17, Fraction(1, 2)) == 270_59
    assert percent(541_17, Fraction(1, 2)) == 270_59


@pytest.mark.parametrize(("cap", "employer"), [(None, 80_00), (90_00, 80_00), (50_00, 50_00)])
def test_a_share_of_the_familys_price_with_a_cap_is_split_so_that_the_parts_sum(cap, employer):
    parts = capped_percent(FAMILY, Fraction(1, 4), cap)
    assert sum(FAMILY) == 320_00
    assert sum(parts) == employer
    assert all(0 <= part <= price for part, price in zip(parts, FAMILY, strict=True))
