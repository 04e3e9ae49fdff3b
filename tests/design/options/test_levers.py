"""Levers: the present terms first, usual ones for every plan of the examples, and terms that move together."""

from functools import cache
from pathlib import Path

import pytest

from tests.design.making import FAMILY, ROOT, STAFF, acme, levers, plan_of
from tuanbao.design.options.levers import Lever
from tuanbao.plan import LumpSum, Plan, Reimbursement, load_file
from tuanbao.plan.model import Benefit
from tuanbao.plan.patching import patched_plans
from tuanbao.reference.design import design_default

PLANS = sorted((ROOT / "examples" / "plans").glob("*.yaml"))
STEPS = design_default("usual_levers").value


@cache
def usual(path: Path) -> list[tuple[Plan, list[Lever]]]:
    return [(plan, levers([plan], "", usual=True)) for plan in load_file(path)[0]]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_usual_setting_is_a_plan_that_differs_from_the_present_one(path: Path) -> None:
    for plan, own in usual(path):
        assert own or not any(map(_has_an_amount, plan.benefits)), plan.id
        patches = [turn.patch for lever in own for turn in lever.turns[1:]]
        for patch, made in zip(patches, patched_plans(plan, patches), strict=True):
            assert made.benefits != plan.benefits, patch
            assert {benefit.id for benefit in made.benefits} == {benefit.id for benefit in plan.benefits}


def _has_an_amount(benefit: Benefit) -> bool:
    """A percentage or an amount that is not the person's own."""
    if isinstance(benefit, LumpSum):
        return isinstance(benefit.sum_insured, int)
    return isinstance(benefit, Reimbursement) or isinstance(benefit.amount, int)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_no_two_usual_levers_move_the_same_term(path: Path) -> None:
    for _, own in usual(path):
        paths = [sorted({path for turn in lever.turns for path in turn.patch.get("set", {})}) for lever in own]
        every = [path for lever in paths for path in lever]
        assert len(every) == len(set(every))
        assert len({lever.key for lever in own}) == len(own)
        assert all(lever.turns[0].now and not any(turn.now for turn in lever.turns[1:]) for lever in own)
        assert all(len({turn.name.zh for turn in lever.turns}) == len(lever.turns) for lever in own)


def test_the_entries_of_a_pool_move_together() -> None:
    plan = plan_of(POOLED)
    found = {lever.key.partition("/")[2]: lever for lever in levers([plan], "", usual=True)}
    assert set(found) == {"a.coinsurance", "b.coinsurance", "a.deductible", "a.limits.both"}
    for name, key, now in (("a.limits.both", "limits", 20_000_00), ("a.deductible", "deductible", 1_000_00)):
        assert found[name].benefits == {"a", "b"}
        for turn, times in zip(found[name].turns[1:], STEPS[key.removesuffix("s")], strict=True):
            [made] = patched_plans(plan, [turn.patch])
            assert [getattr(benefit, key)[0].amount for benefit in made.benefits] == [now * times] * 2


POOLED = """
- {id: a, kind: reimbursement, covers: [outpatient], deductible: [{id: d, per: year, amount: 1000, pool: own}],
   limits: [{id: both, per: year, amount: 20000, pool: medical}]}
- {id: b, kind: reimbursement, covers: [inpatient], deductible: [{id: d, per: year, amount: 1000, pool: own}],
   limits: [{id: both, per: year, amount: 20000, pool: medical}]}
"""


def test_equal_sums_of_one_aggregate_move_together() -> None:
    own = [lever for lever in levers(acme()[1], "", usual=True) if lever.plan == STAFF]
    [accident] = [lever for lever in own if "accidental-death" in lever.benefits]
    assert accident.benefits == {"accidental-death", "accidental-disability"}
    staff = acme()[1][0]
    for turn, times in zip(accident.turns[1:], STEPS["sum_insured"], strict=True):
        [made] = patched_plans(staff, [turn.patch])
        sums = {b.id: b.sum_insured for b in made.benefits if isinstance(b, LumpSum)}
        assert sums["accidental-death"] == sums["accidental-disability"] == 1_000_000_00 * times
        assert sums["critical-illness"] == 300_000_00


def test_usual_steps_are_those_of_the_reference_in_round_yuan() -> None:
    terms = "coinsurance: 75%, deductible: [{per: year, amount: 333}]"
    plan = plan_of(f"- {{id: a, kind: reimbursement, covers: [outpatient], {terms}}}\n")
    own = {lever.key.partition("/")[2]: lever for lever in levers([plan], "", usual=True)}
    assert [turn.name.en for turn in own["a.coinsurance"].turns] == ["as now", "55%", "65%", "85%"]
    assert [turn.name.zh for turn in own["a.deductible"].turns] == ["现行", "600 元", "1,300 元"]


def test_a_percentage_that_cannot_rise_is_not_raised() -> None:
    plan = plan_of("- {id: a, kind: reimbursement, covers: [outpatient]}\n")
    own = {lever.key.partition("/")[2]: lever for lever in levers([plan], "", usual=True)}
    assert [turn.name.en for turn in own["a.coinsurance"].turns] == ["as now", "80%", "90%"]
    assert [turn.patch["set"]["a.deductible"][0]["amount"] for turn in own["a.deductible"].turns[1:]] == [200, 500]


def test_a_plan_with_a_lever_of_its_own_gets_no_usual_ones() -> None:
    text = f"  - {{lever: share, plan: {STAFF}, path: outpatient.coinsurance, values: [50%]}}\n"
    found = levers(acme()[1], text, usual=True)
    assert [lever.key for lever in found if lever.plan == STAFF] == [f"{STAFF}/share"]
    assert len([lever for lever in found if lever.plan == FAMILY]) > 3
    assert {lever.plan for lever in levers(acme()[1], text)} == {STAFF}


def test_a_plan_that_began_from_another_has_its_levers_too() -> None:
    staff = acme()[1][0]
    copy = staff.model_copy(update={"plan": "chiefs"})
    copy._origin = staff._origin
    text = f"  - {{lever: share, plan: {STAFF}, path: outpatient.coinsurance, values: [50%]}}\n"
    found = levers([staff, copy], text, origin={STAFF: STAFF, "chiefs": STAFF})
    assert [(lever.key, lever.origin) for lever in found] == [(f"{STAFF}/share", "share"), ("chiefs/share", "share")]


def test_settings_without_a_name_say_what_they_change() -> None:
    text = f"""
  - lever: mixed
    plan: {STAFF}
    settings:
      - set: {{outpatient.coinsurance: [{{up_to: 500, pay: 0%}}, {{pay: 50%}}], critical-illness.sum_insured: 200000}}
      - remove: [critical-illness]
      - add: [{{id: dental, kind: reimbursement, covers: [dental]}}]
      - {{name: {{zh: 加强, en: stronger}}, set: {{critical-illness.sum_insured: 500000}}}}
"""
    [lever] = levers(acme()[1], text)
    names = ["as now", "0%/50%, 200,000", "−critical-illness", "+dental", "stronger"]
    assert [turn.name.en for turn in lever.turns] == names
    assert lever.benefits == {"outpatient", "critical-illness", "dental"}
    assert lever.name.en == "mixed"
