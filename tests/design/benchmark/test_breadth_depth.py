"""Breadth and depth of a plan, worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import people
from tuanbao.design.benchmark import Depth, breadth_of, depth_of
from tuanbao.plan import parse_plans

YUAN = 100


def plan(*benefits):
    text = "\n".join(f"  - {benefit}" for benefit in benefits)
    [found] = parse_plans(f"plan: p\nperiod: {{from: 2026-01-01, to: 2026-12-31}}\nbenefits:\n{text}\n")
    return found


def reimbursement(name, limits="[]", more=""):
    return f"{{id: {name}, kind: reimbursement, covers: [outpatient], limits: {limits}{more}}}"


def lump_sum(name, insured, more=""):
    return f"{{id: {name}, kind: lump_sum, event: death, sum_insured: {insured}{more}}}"


def staff(*salaries, relation="employee", **columns):
    rows = [
        {"member_id": f"{relation}{i}", "family_id": "employee0", "relation": relation, "salary": salary}
        | {"cover_from": "2026-01-01"}
        | {name: values[i] for name, values in columns.items()}
        for i, salary in enumerate(salaries)
    ]
    return people(rows, frozenset(columns)).table


def test_breadth_counts_the_benefits_that_a_person_of_the_relation_has():
    two = plan(reimbursement("visits"), reimbursement("birth", more=", relations: [employee, spouse]"))
    assert [breadth_of(two, relation) for relation in ("employee", "spouse", "child")] == [2, 2, 1]


def test_lump_sums_and_yearly_limits_add_up():
    depth = depth_of(plan(reimbursement("visits", "[{per: year, amount: 20000}]"), lump_sum("life", 100000)))
    assert depth == Depth(100000 * YUAN, 20000 * YUAN)
    assert depth.per_head == 120000 * YUAN


def test_benefits_of_one_aggregate_count_once_with_the_largest():
    shared = ", aggregate: a"
    depth = depth_of(plan(lump_sum("a", 300, shared), lump_sum("b", 500, shared), lump_sum("c", 50)))
    assert depth.lump_sums == 550 * YUAN


def test_a_share_of_another_sum_counts_as_that_share():
    assert depth_of(plan(lump_sum("a", 1000), lump_sum("b", "{of: a, share: 30%}"))).lump_sums == 1300 * YUAN


def test_salary_multiples_are_those_of_the_people_up_to_the_cap():
    depth = depth_of(plan(lump_sum("life", "{salary_months: 24, cap: 400000}")), staff(10000, 20000))
    assert depth.lump_sums == (240000 + 400000) / 2 * YUAN


def test_amounts_of_peoples_rows_are_theirs():
    own = plan(lump_sum("life", "{field: cover}"), reimbursement("visits", "[{per: year, amount: {field: most}}]"))
    depth = depth_of(own, staff(1, 1, cover=[1000, 3000], most=[10, 20]))
    assert (depth.lump_sums, depth.yearly_limits) == (2000 * YUAN, 15 * YUAN)


def test_sums_that_rows_do_not_say_are_named_and_count_for_nothing():
    own = plan(
        lump_sum("life", "{salary_months: 2}"), lump_sum("half", "{of: life, share: 50%}"), lump_sum("flat", 100)
    )
    assert depth_of(own) == Depth(100 * YUAN, 0, unknown=("life", "half"))
    assert depth_of(own, staff(1000, None)) == Depth((100 + 1500) * YUAN, 0, unknown=("life", "half"))


@pytest.mark.parametrize(
    ("limits", "most"),
    [
        ("[{per: year, amount: 5000}, {per: lifetime, amount: 3000}]", 3000),
        ("[{per: visit, amount: 300}, {per: year, count: 10}]", 3000),
        ("[{per: day, amount: 300}, {per: year, count: 10}, {per: year, amount: 2000}]", 2000),
        ("[{per: year, amount: 5000}, {per: year, amount: 100, id: x, when: {categories: [outpatient]}}]", 5000),
    ],
)
def test_the_least_of_what_bounds_a_year_counts_without_limits_of_some_bills(limits, most):
    assert depth_of(plan(reimbursement("visits", limits))) == Depth(0, most * YUAN)


@pytest.mark.parametrize("limits", ["[]", "[{per: visit, amount: 300}]", "[{per: year, count: 10}]"])
def test_what_no_yearly_sum_bounds_is_named_and_not_counted(limits):
    assert depth_of(plan(reimbursement("visits", limits))) == Depth(0, 0, ("visits",))


def test_benefits_of_one_pool_count_at_most_the_pool():
    pool = "{per: year, amount: 1000, pool: care}"
    assert depth_of(plan(*(reimbursement(name, f"[{pool}]") for name in "ab"))).yearly_limits == 1000 * YUAN
    own = f"[{pool}, {{per: year, amount: 300, id: own}}]"
    assert depth_of(plan(*(reimbursement(name, own) for name in "ab"))).yearly_limits == 600 * YUAN


def test_an_allowance_counts_with_the_days_of_a_year_that_it_may_pay():
    days = "{id: cash, kind: daily_allowance, amount: 200, max_days: {year: 90}}"
    assert depth_of(plan(days)).yearly_limits == 18000 * YUAN
    assert depth_of(plan(days.replace("year", "stay"))).without_limit == ("cash",)


def test_people_have_what_their_relation_has():
    own = plan(lump_sum("life", 1000, ", relations: [employee]"), lump_sum("small", 100))
    assert depth_of(own, relation="child").per_head == 100 * YUAN
    children = staff(None, relation="child").append_column("x", [[1]]).drop_columns("x")
    assert depth_of(own, children).per_head == 100 * YUAN


@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=8), st.integers(1, 60))
def test_the_mean_is_that_of_the_people_one_by_one(salaries, months):
    own = plan(lump_sum("life", f"{{salary_months: {months}, cap: 900000}}"), lump_sum("flat", 100))
    whole = depth_of(own, staff(*salaries)).per_head
    alone = [depth_of(own, staff(salary)).per_head for salary in salaries]
    assert abs(whole - sum(alone) / len(alone)) <= 0.5


def test_a_higher_limit_is_deeper_and_not_broader():
    low, high = (plan(reimbursement("visits", f"[{{per: year, amount: {amount}}}]")) for amount in (100, 200))
    assert depth_of(low).per_head < depth_of(high).per_head
    assert breadth_of(low) == breadth_of(high)
