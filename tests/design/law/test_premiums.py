"""Premiums by benefit: the parts make the whole, to the fen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.design.law.cases import ACCIDENT, ILLNESS, STAFF, VISITS, case_of, plan_of, staff
from tuanbao.design.law import Case, Item, LawError, Premiums, Service, spread

COST = {("staff", "visits"): 300.0, ("staff", "illness"): 100.0, ("staff", "accident"): 50.0}


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=8))
def test_every_persons_parts_make_their_premium(premiums: list[tuple[int, int]]) -> None:
    employer, employee = zip(*premiums, strict=True)
    n = len(premiums)
    found = spread((STAFF,), ["staff"] * n, ["employee"] * n, employer, employee, COST)
    assert found.employer.sum(axis=1).tolist() == list(employer)
    assert found.employee.sum(axis=1).tolist() == list(employee)


def test_benefits_share_in_proportion_to_what_they_cost() -> None:
    found = spread((STAFF,), ["staff"], ["employee"], [900], [0], COST)
    assert dict(zip([i.benefit for i in found.items], found.employer[0].tolist(), strict=True)) == {
        "visits": 600,
        "illness": 200,
        "accident": 100,
        "liability": 0,
    }


def test_a_benefit_that_is_not_for_a_relation_takes_nothing_of_its_premium() -> None:
    plan = plan_of(VISITS, ACCIDENT.replace("}", ", relations: [employee]}"))
    found = spread((plan,), ["staff"], ["child"], [900], [0], COST)
    assert found.employer.tolist() == [[900, 0]]


def test_where_no_cost_is_known_benefits_share_alike() -> None:
    assert spread((plan_of(VISITS, ILLNESS),), ["staff"], ["employee"], [3], [0], {}).employer.tolist() == [[2, 1]]


def test_somebody_with_a_plan_that_does_not_exist_is_told() -> None:
    with pytest.raises(LawError, match="there are no plans nothing") as error:
        spread((STAFF,), ["nothing"], ["employee"], [1], [0], COST)
    assert "没有这些方案：nothing" in error.value.texts[0].zh


def test_somebody_with_a_premium_and_no_benefit_is_told() -> None:
    with pytest.raises(LawError, match="no benefit that applies"):
        spread((STAFF,), [None], ["employee"], [1], [0], COST)


def test_premiums_of_another_shape_or_below_nothing_are_refused_together() -> None:
    with pytest.raises(LawError) as error:
        Premiums((Item("staff", "visits", "outpatient"),), np.full((2, 2), -1), np.zeros((2, 1), np.int64))
    assert len(error.value.texts) == 2


def test_a_case_whose_facts_do_not_fit_is_refused_with_all_of_them() -> None:
    table = case_of(staff(4)).members
    paid = spread((STAFF,), ["staff"], ["employee"], [1], [0], COST)
    with pytest.raises(LawError) as error:
        Case((STAFF,), table, premiums=paid, on_roll=3, payroll=-1, services=(Service("checkup", -5),))
    texts = " ".join(text.zh for text in error.value.texts)
    assert len(error.value.texts) == 4
    assert "保费表有 1 人，人员表有 4 人" in texts
    assert "在册职工人数（3）少于已参保的员工人数（4）" in texts
