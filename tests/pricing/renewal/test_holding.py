"""Terms that would hold the premium, and that they do."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.language import Text
from tuanbao.plan import load_plans
from tuanbao.pricing.renewal.claims import Claims, checked_claims, pay
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.holding import first_that, holding_terms
from tuanbao.pricing.renewal.levers import lever, levers_from_file, of_plans, usual_levers
from tuanbao.pricing.renewal.terms import changed

from ...plan.writing import EXAMPLES
from .groups import bill, bills, group, staff_plan

PLAN = staff_plan(deductible=500, pay="100%")
DEDUCTIBLE = lever(
    "staff", Text("免赔额", "deductible"), "500", [{"opd.deductible.year.amount": n} for n in range(550, 1001, 50)]
)


def claims() -> Claims:
    rows = [
        bill(1, "E1", "2025-03-05", "2000"),
        bill(2, "E2", "2025-04-05", "1000"),
        bill(3, "E3", "2025-05-05", "300"),
    ]
    return checked_claims([PLAN], group(), bills(*rows))


def test_the_mildest_deductible_that_saves_enough_is_found() -> None:
    """1,500 + 500 are paid now. Over 650 it is 1,350 + 350 = 1,700, 85 %; over 600 it is 1,800, 90 %."""
    [found] = holding_terms([PLAN], claims(), Fraction(86, 100), [DEDUCTIBLE])
    assert found.holds
    assert found.changes[0].set == {"opd.deductible.year.amount": 650}
    assert (found.before, found.after, found.factor) == (200_000, 170_000, Fraction(85, 100))
    assert (found.touched, found.claimants, found.people, found.most) == (2, 2, 4, 15_000)
    assert pay(changed([PLAN], found.changes), claims()).total == found.after
    milder = changed([PLAN], DEDUCTIBLE.steps[1])
    assert pay(milder, claims()).total > Fraction(86, 100) * found.before
    zh, en = found.sentence()
    assert "免赔额（现为 500）：opd.deductible.year.amount → 650，赔款减少 15.0%，足以保持保费；50.0% 的人少得" in zh
    assert "holds the premium; 50.0% of the people get less" in en


def test_a_lever_that_does_not_reach_shows_its_strictest_terms() -> None:
    [found] = holding_terms([PLAN], claims(), Fraction(2, 5), [DEDUCTIBLE])
    assert not found.holds
    assert found.changes[0].set == {"opd.deductible.year.amount": 1000}
    assert "仍不足以" in found.sentence().zh


def test_the_usual_levers_hold_alone_or_together() -> None:
    for target in (Fraction(95, 100), Fraction(6, 10)):
        found = holding_terms([PLAN], claims(), target)
        assert found
        assert [each.holds for each in found] == sorted((each.holds for each in found), reverse=True)
        for each in found:
            assert pay(changed([PLAN], each.changes), claims()).total == each.after
            assert each.holds == (each.after <= target * each.before)
    together = holding_terms([PLAN], claims(), Fraction(13, 100))  # 1,500 deductible, then one half
    assert [each.holds for each in together] == [True] + [False] * (len(together) - 1)
    assert "一起调整" in together[0].lever.name.zh


def test_every_step_of_every_usual_lever_is_a_plan_and_pays_no_more() -> None:
    for file in ("acme-tech.yaml", "illustrative-tech-staff.yaml"):
        plans = load_plans(EXAMPLES / "plans" / file)
        for found in of_plans(plans):
            for changes in found.steps[:: max(1, len(found.steps) - 1)]:
                assert changed(plans, changes)
    paid = [pay(changed([PLAN], step), claims()).total for found in usual_levers(PLAN) for step in found.steps]
    for found in usual_levers(PLAN):
        totals = [pay(changed([PLAN], step), claims()).total for step in found.steps]
        assert totals == sorted(totals, reverse=True)
    assert max(paid) <= 200_000


@given(st.integers(0, 60), st.integers(0, 60))
def test_bisection_finds_the_first_step(first: int, more: int) -> None:
    asked: list[int] = []

    def holds(step: int) -> bool:
        asked.append(step)
        return step >= first

    assert first_that(holds, first + more) == first
    assert len(asked) <= 7


def test_levers_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "levers.yaml"
    path.write_text(
        "- {plan: staff, name: {zh: 免赔额, en: deductible}, path: opd.deductible.year.amount, values: [600, 700]}\n"
        "- {plan: staff, steps: [{opd.coinsurance: 90%, opd.limits.year.amount: 1000}]}\n",
        "utf-8",
    )
    first, second = levers_from_file(path)
    assert [step[0].set for step in first.steps] == [{"opd.deductible.year.amount": n} for n in (600, 700)]
    assert second.steps[0][0].plan == "staff"
    [held, _] = holding_terms([PLAN], claims(), Fraction(9, 10), [first, second])
    assert held.holds


@pytest.mark.parametrize(
    ("text", "said"),
    [("a: 1", "must be a list"), ("- {plan: staff}\n- 5", "entry 2 needs plan"), ("- [", "cannot be read")],
)
def test_a_bad_file_of_levers_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "levers.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RenewalError, match=said):
        levers_from_file(path)


def test_nothing_paid_leaves_nothing_to_hold() -> None:
    nothing = checked_claims([PLAN], group(), bills(bill(1, "E1", "2025-03-05", "100")))
    with pytest.raises(RenewalError, match="paid nothing"):
        holding_terms([PLAN], nothing, Fraction(1, 2))
