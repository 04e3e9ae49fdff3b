"""Designs put together from parts are the plans that a reading with all patches at once gives."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.design.making import FAMILY, ROOT, STAFF, acme, block, having, levers, plan_of
from tuanbao.design.errors import DesignError
from tuanbao.design.options.designs import Designs, Turns
from tuanbao.design.options.levers import Lever
from tuanbao.plan import LumpSum, Plan, Reimbursement, load_file
from tuanbao.plan.patching import merged, patched_plans

ACME_LEVERS = f"""
  - {{lever: visits, plan: {STAFF}, path: outpatient.coinsurance, values: [50%, 90%]}}
  - {{lever: physio, plan: {STAFF}, path: outpatient.limits.physio.amount, values: [1000]}}
  - lever: medical
    plan: {STAFF}
    settings:
      - set:
          outpatient.limits: [{{per: year, amount: 100000, pool: medical}}, {{id: physio, per: year, amount: 2000}}]
          inpatient.limits: [{{per: year, amount: 100000, pool: medical}}]
  - {{lever: illness, plan: {STAFF}, path: critical-illness.sum_insured, values: [100000]}}
  - lever: more
    plan: {STAFF}
    settings:
      - add:
          - {{id: minor, kind: lump_sum, event: minor_illness, sum_insured: {{of: critical-illness, share: 20%}}}}
          - {{id: dental, kind: reimbursement, covers: [dental], limits: [{{per: year, amount: 1000}}]}}
  - {{lever: accident, plan: {STAFF}, settings: [{{remove: [accidental-death, accidental-disability]}}]}}
  - {{lever: stays, plan: {STAFF}, path: inpatient.coinsurance, values: [60%]}}
  - {{lever: family, plan: {FAMILY}, path: inpatient.coinsurance, values: [60%]}}
  - {{lever: spouse, plan: {FAMILY}, settings: [{{remove: [accidental-death]}}]}}
"""
MIXED = """
- {id: visits, kind: reimbursement, covers: [outpatient], deductible: [{id: d, per: year, amount: 300, pool: own}],
   limits: [{id: y, per: year, amount: 20000, pool: medical}]}
- {id: stays, kind: reimbursement, covers: [inpatient], deductible: [{id: d, per: year, amount: 300, pool: own}],
   limits: [{id: y, per: year, amount: 20000, pool: medical}]}
- {id: cash, kind: daily_allowance, of: stay, amount: 100}
- {id: idle, kind: daily_allowance, of: lost_time, amount: 150}
- {id: illness, kind: lump_sum, event: critical_illness, sum_insured: 100000, aggregate: ill}
- {id: minor, kind: lump_sum, event: minor_illness, sum_insured: {of: illness, share: 20%}, aggregate: ill}
- {id: life, kind: lump_sum, event: death, sum_insured: 100000}
- {id: common, kind: reimbursement, covers: [dental], limits: [{per: year, amount: 50000, shared: company}]}
- {id: birth, kind: lump_sum, event: childbirth, sum_insured: 1000}
"""
MIXED_LEVERS = """
  - lever: teeth
    plan: small
    settings:
      - set: {stays.coinsurance: 90%}
        add: [{id: vision, kind: reimbursement, covers: [vision]}]
  - {lever: pharmacy, plan: small, settings: [{add: [{id: drugs, kind: reimbursement, covers: [pharmacy]}]}]}
  - {lever: pool, plan: small, settings: [{set: {visits.limits.y.amount: 9000, stays.limits.y.amount: 9000}}]}
  - {lever: stays, plan: small, path: stays.wait, values: []}
  - {lever: cash, plan: small, path: cash.amount, values: [50, 200]}
  - {lever: idle, plan: small, settings: [{remove: [idle]}]}
  - {lever: ill, plan: small, path: illness.sum_insured, values: [50000]}
  - {lever: share, plan: small, path: minor.sum_insured, values: [{of: illness, share: 40%}, 7000]}
  - {lever: life, plan: small, settings: [{set: {life.sum_insured: 5}}, {remove: [life]}]}
  - {lever: common, plan: small, settings: [{set: {common.coinsurance: 50%}}, {remove: [common]}]}
"""


@cache
def acme_designs() -> Designs:
    own = levers(acme()[1], ACME_LEVERS)
    plans = acme()[1]
    return Designs(block(plans, having(f"{STAFF};{FAMILY}"), own))


@cache
def mixed_designs() -> Designs:
    plan = plan_of(MIXED)
    text = MIXED_LEVERS.replace("  - {lever: stays, plan: small, path: stays.wait, values: []}\n", "")
    return Designs(block([plan], having("small"), levers([plan], text)))


@cache
def usual_designs(name: str) -> Designs:
    [plan] = load_file(ROOT / "examples" / "plans" / f"{name}.yaml")[0]
    table = having(plan.id)
    return Designs(block([plan], table, levers([plan], "", usual=True)))


def read_at_once(plan: Plan, own: Sequence[Lever], turns: Turns) -> Plan:
    patches = [lever.turns[turn].patch for lever, turn in zip(own, turns, strict=True) if lever.plan == plan.id]
    return patched_plans(plan, [merged(patches)])[0] if any(patches) else plan


def turns_of(designs: Designs) -> st.SearchStrategy[Turns]:
    return st.tuples(*(st.integers(0, size - 1) for size in designs.shape))


def is_as_read_at_once(designs: Designs, turns: Turns) -> None:
    for made, plan in zip(designs.plans(turns), designs.block.plans, strict=True):
        whole = read_at_once(plan, designs.levers, turns)
        assert [benefit.id for benefit in made.benefits] == [benefit.id for benefit in whole.benefits]
        assert made.benefits == whole.benefits
        assert (made.id, made.period, made.title) == (plan.id, plan.period, plan.title)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_design_of_the_demo_is_the_plan_read_with_all_patches_at_once(data: st.DataObject) -> None:
    is_as_read_at_once(acme_designs(), data.draw(turns_of(acme_designs())))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_so_is_one_with_pools_aggregates_shares_of_sums_and_a_company_limit(data: st.DataObject) -> None:
    is_as_read_at_once(mixed_designs(), data.draw(turns_of(mixed_designs())))


@pytest.mark.parametrize("name", ["illustrative-mfg-staff", "illustrative-tech-executive", "xdk", "el-picc"])
def test_so_is_one_with_the_usual_levers_of_an_example(name: str) -> None:
    designs, rng = usual_designs(name), np.random.default_rng(5)
    for _ in range(12):
        is_as_read_at_once(designs, tuple(int(rng.integers(size)) for size in designs.shape))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_number_is_one_combination_and_back(data: st.DataObject) -> None:
    designs = acme_designs()
    number = data.draw(st.integers(0, len(designs) - 1))
    assert designs.number(designs.turns(number)) == number
    assert designs.turns(0) == (0,) * len(designs.levers)


def test_combinations_read_together_are_those_read_one_by_one() -> None:
    plan = plan_of(MIXED)
    own = mixed_designs().levers
    together, alone = (Designs(block([plan], having("small"), own)) for _ in range(2))
    together.prepare([0, 2, 4, 6, 7])
    for turns in list(alone.restricted([0, 2, 4, 6, 7]))[::5]:
        assert together.plans(turns)[0].benefits == alone.plans(turns)[0].benefits


def test_the_present_design_is_the_plan_itself() -> None:
    designs = acme_designs()
    assert designs.plans(designs.turns(0)) == designs.block.plans
    assert designs.patches(designs.turns(0)) == {}
    assert len(designs) == 3 * 2**8


def test_a_block_without_levers_has_one_design() -> None:
    plan = plan_of("- {id: visits, kind: reimbursement, covers: [outpatient]}\n")
    designs = Designs(block([plan], having("small")))
    assert len(designs) == 1
    assert designs.turns(0) == ()
    assert designs.number(()) == 0
    assert designs.plans(()) == (plan,)
    assert list(designs.restricted(())) == [()]


def test_levers_are_told_apart_by_what_they_move() -> None:
    designs = mixed_designs()
    names = [lever.origin for lever in designs.levers]
    bills = {names[at] for at in designs.bill_levers}
    events = {names[at] for at in designs.event_levers}
    assert bills == {"teeth", "pharmacy", "pool", "cash", "common"}
    assert events == {"idle", "ill", "share", "life"}
    both = acme_designs()
    more = [lever.origin for lever in both.levers].index("more")
    assert more in both.bill_levers
    assert more in both.event_levers


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_what_bills_are_paid_by_does_not_hang_on_the_levers_of_events(data: st.DataObject) -> None:
    designs = mixed_designs()
    turns = data.draw(turns_of(designs))
    of_bills, of_events = designs.of_bills(turns), designs.of_events(turns)
    [whole], [bills], [events] = (designs.plans(each) for each in (turns, of_bills, of_events))
    on_bills = ("reimbursement",)
    assert [b for b in whole.benefits if b.kind in on_bills] == [b for b in bills.benefits if b.kind in on_bills]
    assert [b for b in whole.benefits if b.kind == "lump_sum"] == [b for b in events.benefits if b.kind == "lump_sum"]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_versions_of_plans_show_all_care_and_all_events_that_any_design_pays_for(data: st.DataObject) -> None:
    designs = mixed_designs()
    turns = data.draw(turns_of(designs))
    assert care(designs.plans(turns)) <= care(designs.bill_versions())
    assert events(designs.plans(turns)) <= events(designs.event_versions())
    assert len(designs.bill_versions()) == 1 + sum(designs.shape[at] - 1 for at in designs.bill_levers)
    assert designs.bill_versions()[0] is designs.event_versions()[0] is designs.block.plans[0]


def care(plans: Sequence[Plan]) -> set[str]:
    return {name for plan in plans for b in plan.benefits if isinstance(b, Reimbursement) for name in b.covers}


def events(plans: Sequence[Plan]) -> set[str]:
    return {b.event for plan in plans for b in plan.benefits if isinstance(b, LumpSum)}


def test_the_same_plan_in_another_year_has_the_same_benefits() -> None:
    designs = acme_designs()
    period = designs.block.plans[0].period.model_copy(update={"last": date(2027, 12, 31)})
    turns = (1,) * len(designs.levers)
    for later, now in zip(designs.plans_in(period, turns), designs.plans(turns), strict=True):
        assert later.benefits == now.benefits
        assert later.period.last.year == 2027


CONTRADICTIONS = yaml.safe_load((Path(__file__).parent / "contradictions.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CONTRADICTIONS, ids=lambda case: case["what"])
def test_settings_that_contradict_each_other_are_both_named(case: dict[str, Any]) -> None:
    plan = plan_of(MIXED)
    own = levers([plan], yaml.safe_dump(_as_levers(case["settings"])))
    with pytest.raises(DesignError) as refused:
        Designs(block([plan], having("small"), own))
    assert len(refused.value.texts) == 1
    assert "contradict each other" in refused.value.text.en
    assert "互相矛盾" in refused.value.text.zh
    for word in (*case["settings"], case["about"]):
        assert word in refused.value.text.en


def _as_levers(settings: dict[str, Any]) -> list[dict[str, Any]]:
    """A lever for each setting, which has its name."""
    named = [patch | {"name": {"zh": name, "en": name}} for name, patch in settings.items()]
    return [{"lever": f"lever{i}", "plan": "small", "settings": [setting]} for i, setting in enumerate(named)]


def test_a_plan_keeps_at_least_one_benefit() -> None:
    plan = plan_of("".join(f"- {{id: {b}, kind: reimbursement, covers: [outpatient]}}\n" for b in "ab"))
    own = levers([plan], "".join(f"  - {{lever: {b}, plan: small, settings: [{{remove: [{b}]}}]}}\n" for b in "ab"))
    designs = Designs(block([plan], having("small"), own))
    with pytest.raises(DesignError, match="no benefit of the plan 'small' is left"):
        designs.plans((1, 1))
