"""What a bad year leaves to people: the mean of the worst, and pay that is lost."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.design.evaluating.test_events import eventful
from tests.design.making import group, illnesses, with_column
from tuanbao.design.evaluating.burden import lost_pay, worst_mean
from tuanbao.design.options.model import Value
from tuanbao.pricing.simulation.columns import Events
from tuanbao.reference.needs import parameter, yuan_parameter
from tuanbao.risk.measures import tail_value_at_risk
from tuanbao.vocabulary import EVENTS

amounts = st.lists(st.one_of(st.just(0), st.integers(0, 20), st.integers(0, 10**8)), min_size=1, max_size=60).map(
    np.array
)
shares = st.floats(0.01, 0.5)


def by_sorting(values: np.ndarray, share: float) -> float:
    """The worst values one after the other, the last in part."""
    left, total = max(1.0, len(values) * share), 0.0
    size = left
    for value in sorted(values.tolist(), reverse=True):
        part = min(left, 1.0)
        total, left = total + part * value, left - part
        if left <= 1e-9:
            break
    return total / size


@settings(max_examples=300)
@given(amounts, shares)
def test_it_is_the_mean_of_the_largest(values: np.ndarray, share: float) -> None:
    assert worst_mean(values, share) == pytest.approx(by_sorting(values, share), rel=1e-7, abs=1e-6)


@settings(max_examples=200)
@given(amounts, shares)
def test_it_is_the_tail_value_at_risk_of_the_risk_floor(values: np.ndarray, share: float) -> None:
    if len(values) * share >= 1:
        assert worst_mean(values, share) == pytest.approx(tail_value_at_risk(values, 1 - share), rel=1e-6, abs=1e-4)


@settings(max_examples=200)
@given(amounts, shares, st.integers(0, 10**6))
def test_who_bears_more_has_no_better_bad_year(values: np.ndarray, share: float, more: int) -> None:
    rng = np.random.default_rng(more)
    worse = values + rng.integers(0, more + 1, len(values))
    assert worst_mean(worse, share) >= worst_mean(values, share) * (1 - 1e-9)
    assert worst_mean(rng.permutation(values), share) == pytest.approx(worst_mean(values, share))


def test_less_than_one_is_the_largest_and_an_edge_counts_in_part() -> None:
    values = np.array([3, 9, 1, 7])
    assert worst_mean(values, 0.01) == 9
    assert worst_mean(values, 0.25) == 9
    assert worst_mean(values, 0.375) == pytest.approx((9 + 0.5 * 7) / 1.5)
    assert worst_mean(values, 0.5) == 8
    assert worst_mean(np.array([9, 0, 0, 0]), 0.375) == pytest.approx(9 / 1.5)
    assert worst_mean(np.full(7, 5), 0.3) == 5


def test_the_largest_of_a_years_events_costs_pay_and_only_employees_lose_any() -> None:
    drawn, members = eventful(), group().members
    found, notes = lost_pay(drawn, members, Value().lost_pay)
    assert notes == []
    names, kinds, months = drawn.hazards.member_id, list(EVENTS), Value().lost_pay
    salary = {row["member_id"]: row["salary"] for row in members.to_pylist() if row["relation"] == "employee"}
    expected = np.zeros(drawn.years * len(names))
    events: Events = drawn.made.events
    for at in range(len(events.member)):
        kind = kinds[int(drawn.hazards.streams.event[events.stream[at]])]
        lost = float(months.get(kind, 0))
        if kind == "disability":
            lost *= (11 - int(events.grade[at])) / 10
        if kind == "lost_time":
            lost = int(events.days[at]) / parameter("working_days_a_month")
        place = int(events.member[at])
        expected[place] = max(expected[place], lost * salary.get(names[place % len(names)], 0))
    assert np.abs(found - expected).max() <= 1
    assert (expected > 0).sum() > 50


def test_months_of_the_options_are_taken() -> None:
    drawn, members = eventful(), group().members
    months = dict.fromkeys(Value().lost_pay, 0)
    only_days, _ = lost_pay(drawn, members, months)
    twice, _ = lost_pay(drawn, members, {name: 2 * m for name, m in Value().lost_pay.items()})
    once, _ = lost_pay(drawn, members, Value().lost_pay)
    assert only_days.sum() < once.sum() < twice.sum()


def test_an_unknown_salary_is_assumed_and_said() -> None:
    drawn = eventful()
    members = with_column(group().members, "salary", pa.nulls(len(group().members), pa.int64()))
    found, [note] = lost_pay(drawn, members, Value().lost_pay)
    employees = sum(relation == "employee" for relation in members["relation"].to_pylist())
    assert f"{employees} employees have no salary" in note.en
    assert f"{employees} 名员工没有月薪" in note.zh
    usual = with_column(members, "salary", pa.array([yuan_parameter("monthly_pay")] * len(members), pa.int64()))
    assert (found == lost_pay(drawn, usual, Value().lost_pay)[0]).all()


def test_borne_is_what_the_basic_scheme_and_others_leave() -> None:
    drawn = illnesses()
    bills = drawn.made.bills
    assert drawn.borne().sum() == (bills.total - bills.pooled - bills.other_paid).sum()
    one = int(bills.member[0])
    of_one = bills.member == one
    assert drawn.borne()[one] == (bills.total - bills.pooled - bills.other_paid)[of_one].sum()
    assert replace(drawn, years=drawn.years).people == len(drawn.hazards.member_id)
