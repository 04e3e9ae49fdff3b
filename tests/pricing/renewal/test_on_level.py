"""Past bills at next year's prices and under next year's terms."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanbao.plan import Plan, PlanError
from tuanbao.pricing.renewal.claims import Claims, checked_claims, pay
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.on_level import on_level, times, trend_factor, trended_bills
from tuanbao.pricing.renewal.terms import Change, changed, set_back, with_terms
from tuanbao.roster import check_bills

from ...plan.writing import EXAMPLES
from .groups import bill, bills, group, paid_of, staff_plan

PARTS = ("pooled", "other_paid", "in_scope", "class_b", "out_of_scope")
YUAN = st.integers(0, 10**9).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")
FACTORS = st.fractions(0, 3, max_denominator=10**8).map(lambda f: Fraction(round(f * 10**8), 10**8))


def claims_of(plan: Plan, *rows: dict[str, object]) -> Claims:
    return checked_claims([plan], group(), bills(*rows))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[YUAN] * 5), min_size=1, max_size=5), FACTORS)
def test_a_trended_bill_still_adds_up(parts: list[tuple[str, ...]], factor: Fraction) -> None:
    rows = [
        bill(i, "E1", "2025-03-05", "0", **dict(zip(PARTS, amounts, strict=True))) for i, amounts in enumerate(parts)
    ]
    before = bills(*rows)
    after = trended_bills(before.table, factor)
    sums = [sum(row) for row in zip(*(paid_of(after, name) for name in PARTS), strict=True)]
    assert paid_of(after, "total") == sums
    for was, now in zip(paid_of(before.table, "total"), sums, strict=True):
        assert abs(now - was * factor) <= Fraction(1, 2)
    for name in PARTS:
        for was, now in zip(paid_of(before.table, name), paid_of(after, name), strict=True):
            assert now >= 0
            assert abs(now - was * factor) <= 1


def test_what_lies_below_and_above_the_scheme_stays_within_the_own_part() -> None:
    row = bill(1, "E1", "2025-03-05", "0.05", in_scope_below="0.03", in_scope_above="0.02", pooled="0.01")
    plan = staff_plan()
    for percent in range(1, 300):
        table = trended_bills(bills(row).table, Fraction(percent, 100))
        reading = bills(row)
        checked = check_bills(type(reading)(reading.layout, table, reading.rows, []), group().table)
        assert checked.errors == []
    assert plan.id == "staff"


def test_only_the_named_category_of_care_follows_its_trend() -> None:
    rows = bill(1, "E1", "2025-03-05", "100"), bill(2, "E1", "2025-03-06", "100", category="inpatient")
    table = trended_bills(bills(*rows).table, {"inpatient": Fraction(11, 10)})
    assert paid_of(table, "total") == [10_000, 11_000]
    with pytest.raises(RenewalError, match="no category of care inpatent"):
        trended_bills(bills(*rows).table, {"inpatent": Fraction(2)})


def test_a_deductible_makes_payments_rise_faster_than_bills() -> None:
    """1,000 yuan over a deductible of 500 pays 500; 1,100 pays 600: bills +10 %, payments +20 %, leverage 2."""
    plan = staff_plan(deductible=500, pay="100%")
    level = on_level([plan], [plan], claims_of(plan, bill(1, "E1", "2025-03-05", "1000")), Fraction(11, 10))
    assert level.bills.factor == Fraction(11, 10)
    assert level.trend["opd"].factor == level.trend_total.factor == Fraction(6, 5)
    assert level.leverage == 2
    assert level.terms_total.factor == 1


def test_a_limit_makes_payments_rise_slower() -> None:
    plan = staff_plan(pay="100%", limit=1050)
    level = on_level([plan], [plan], claims_of(plan, bill(1, "E1", "2025-03-05", "1000")), Fraction(11, 10))
    assert level.trend_total.factor == Fraction(105, 100)
    assert level.leverage == Fraction(1, 2)


def test_new_terms_are_measured_on_the_trended_bills() -> None:
    """1,000 → 1,100; 80 % of it is 880; under a deductible of 300 it is 640."""
    old, new = staff_plan(), staff_plan(2026, deductible=300)
    level = on_level(
        [old], set_back([new], [old]), claims_of(old, bill(1, "E1", "2025-03-05", "1000")), Fraction(11, 10)
    )
    assert (level.terms["opd"].before, level.terms["opd"].after) == (88_000, 64_000)
    assert level.terms_total.factor == Fraction(64, 88)
    assert level.terms["ipd"].factor is None


def test_a_benefit_that_is_new_counts_in_the_total() -> None:
    old = staff_plan()
    dental = "  - {id: dental, kind: reimbursement, covers: [dental], coinsurance: 50%}\n"
    rows = bill(1, "E1", "2025-03-05", "1000"), bill(2, "E2", "2025-03-05", "400", category="dental")
    level = on_level([old], set_back([staff_plan(2026, more=dental)], [old]), claims_of(old, *rows))
    assert level.terms["dental"].factor is None
    assert level.terms_total.factor == Fraction(800 + 200, 800)


def test_a_trend_is_kept_to_eight_decimals() -> None:
    assert trend_factor(Fraction(1, 10), 2) == Fraction(121, 100)
    assert trend_factor(0.078, 1.0) == Fraction(1078, 1000)
    assert abs(float(trend_factor(0.08, 1.5)) - 1.08**1.5) < 1e-8
    with pytest.raises(RenewalError):
        trend_factor(-1, 1)


@given(st.integers(0, 10**13), FACTORS)
def test_a_product_is_exact_and_rounded_half_up(fen: int, factor: Fraction) -> None:
    exact = fen * factor
    assert times(np.array([fen]), factor).tolist() == [int((2 * exact + 1) // 2)]


def test_terms_are_changed_as_a_variant_would() -> None:
    plan = staff_plan(deductible=500)
    other = with_terms(plan, {"opd.deductible.year.amount": 650, "opd.coinsurance": "70%"})
    assert (other.id, other.period) == (plan.id, plan.period)
    [entry] = other.benefit("opd").deductible  # type: ignore[union-attr]
    assert entry.amount == 65_000
    with pytest.raises(PlanError, match="no entry is named"):
        with_terms(plan, {"opd.deductible.day.amount": 1})
    with pytest.raises(RenewalError, match="no plan 'nobody'"):
        changed([plan], [Change("nobody", {})])


def test_every_example_plan_can_be_changed_and_set_back() -> None:
    from tuanbao.plan import load_plans

    for file in ("acme-tech.yaml", "illustrative-tech-staff.yaml", "eds2005.yaml"):
        for plan in load_plans(EXAMPLES / "plans" / file):
            same = with_terms(plan, {})
            assert same.benefits == plan.benefits
            [back] = set_back([same], [plan.model_copy(update={"period": staff_plan(2020).period})])
            assert back.period.first == date(2020, 1, 1)


def test_people_on_a_variant_are_adjudicated_by_the_new_variant() -> None:
    text = "variants:\n  lite: {set: {opd.coinsurance: 50%}}\n"
    old, new = staff_plan(more=text), staff_plan(2026, deductible=100, more=text)
    given = checked_claims([old], group(plan="staff:lite"), bills(bill(1, "E1", "2025-03-05", "1000")))
    assert pay([old], given).total == 50_000
    assert pay(set_back([new], [old]), given).total == 45_000
    assert pay(set_back([staff_plan(2026)], [old]), given).total == 80_000
    half = changed([old], [Change("staff:lite", {"opd.coinsurance": "40%"})])
    assert pay(half, given).total == 40_000


def test_an_old_plan_needs_a_successor() -> None:
    old = staff_plan()
    others = [staff_plan(2026).model_copy(update={"plan": name}) for name in ("a", "b")]
    with pytest.raises(RenewalError, match="no new plan stands for: staff; the new plans are: a, b"):
        set_back(others, [old])
    assert set_back(others, [old], {"staff": "b"})[0].id == "staff"
    assert set_back(others[:1], [old])[0].id == "staff"
    with pytest.raises(RenewalError):
        set_back([], [old])
