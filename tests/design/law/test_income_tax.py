"""Income tax: the published quick deductions say the same as adding bracket by bracket."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.design.law.cases import case_of, staff
from tuanbao.design.law import Tax, income_tax
from tuanbao.design.law.income_tax import contributions, taxable_income
from tuanbao.design.law.people import employees_of, local_year

QUICK = [  # 速算扣除数: taxable income of a year above (yuan), rate in percent, quick deduction (yuan)
    (0, 3, 0),
    (36_000, 10, 2_520),
    (144_000, 20, 16_920),
    (300_000, 25, 31_920),
    (420_000, 30, 52_920),
    (660_000, 35, 85_920),
    (960_000, 45, 181_920),
]
FEN = st.integers(min_value=-(10**9), max_value=10**12)


def published(fen: int) -> int:
    """Taxable income x rate - quick deduction, in decimals, rounded to the fen."""
    yuan = max(Decimal(fen), Decimal(0)) / 100
    rate, less = next((r, d) for edge, r, d in reversed(QUICK) if yuan > edge or edge == 0)
    return int(((yuan * rate / 100 - less) * 100).quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize("edge", [edge * 100 for edge, _, _ in QUICK])
@pytest.mark.parametrize("step", [-101, -100, -1, 0, 1, 17, 50, 100, 101])
def test_at_and_around_every_edge_the_tax_is_that_of_the_published_table(edge: int, step: int) -> None:
    assert int(income_tax(edge + step)) == published(edge + step)


@given(FEN)
def test_anywhere_the_tax_is_that_of_the_published_table(fen: int) -> None:
    assert int(income_tax(fen)) == published(fen)


@given(FEN, st.integers(min_value=0, max_value=10**6))
def test_more_income_is_never_less_tax_and_never_more_than_the_highest_rate_on_it(fen: int, more: int) -> None:
    added = int(income_tax(fen + more)) - int(income_tax(fen))
    assert 0 <= added <= more * Fraction(45, 100) + 1


def test_taxable_income_is_salary_less_60000_and_contributions() -> None:
    people = employees_of(case_of(staff(2)))
    assert contributions(people, Tax(), None).tolist() == [120_000_00 * 175 // 1000] * 2
    assert taxable_income(people, Tax(contributions=Fraction(1, 10)), None).tolist() == [48_000_00] * 2


def test_contributions_are_paid_on_at_most_three_times_the_local_average_wage() -> None:
    rich = case_of(staff(1, salary=50_000), tax=Tax(contributions=Fraction(1, 10), local_wages={"": 10_000_00}))
    people = employees_of(rich)
    assert contributions(people, rich.tax, local_year(rich, people)).tolist() == [36_000_00]


def test_the_local_wage_is_that_of_the_city_where_somebody_works() -> None:
    rows = [*staff(1, city="上海"), *staff(1, member_id="E9", city="成都")]
    case = case_of(rows, tax=Tax(local_wages={"上海": 12_000_00, "": 8_000_00}))
    assert np.asarray(local_year(case, employees_of(case))).tolist() == [144_000_00, 96_000_00]
