"""Blocks: who is chosen for together."""

import numpy as np
import pyarrow as pa

from tests.design.making import FAMILY, STAFF, acme, group, having, levers, plan_of, with_column
from tuanbao.design.options.blocks import blocks_of
from tuanbao.plan import Plan

VISITS = "- {{id: visits, kind: reimbursement, covers: [outpatient], limits: [{{per: year, amount: 100{more}}}]}}\n"
SHARED = ", shared: company"


def plan(name: str, more: str = "") -> Plan:
    return plan_of(VISITS.format(more=more), name)


def dealt(*texts: str) -> pa.Table:
    """The company's employees, who in turn have these plans."""
    table = having("x")
    return with_column(table, "plan", pa.array([texts[i % len(texts)] for i in range(len(table))]))


def test_people_of_one_chain_are_a_block_with_the_levers_of_their_plans() -> None:
    own = levers(acme()[1], "", usual=True)
    staff, family = blocks_of(group().members, acme()[1], own)
    assert [staff.key, family.key] == [STAFF, FAMILY]
    assert {lever.plan for lever in staff.levers} == {STAFF}
    assert {lever.plan for lever in family.levers} == {FAMILY}
    assert staff.employees
    assert not family.employees
    assert set(family.relations) <= {"spouse", "child"}
    assert staff.tiers == ("staff",)
    assert len(staff) + len(family) == len(group().members)
    assert family.title.en == "Technology company family plan"


def test_plans_of_one_chain_are_chosen_together() -> None:
    plans = plan("a"), plan("b")
    [found] = blocks_of(dealt("a;b"), plans, levers(plans, "", usual=True))
    assert found.key == "a;b"
    assert [each.id for each in found.plans] == ["a", "b"]
    assert {lever.plan for lever in found.levers} == {"a", "b"}


def test_a_plan_that_two_chains_have_is_in_two_blocks() -> None:
    plans = plan("a"), plan("b")
    own = levers(plans, "", usual=True)
    one, two = blocks_of(dealt("a", "a;b"), plans, own)
    assert [one.key, two.key] == ["a", "a;b"]
    assert {lever.key for lever in one.levers} < {lever.key for lever in two.levers}


def test_a_counter_of_the_company_joins_all_who_have_the_plan() -> None:
    plans = plan("a"), plan("b", SHARED), plan("c")
    found = blocks_of(dealt("a;b", "c;b", "c"), plans, ())
    assert [block.key for block in found] == ["c", "a;b + c;b"] or [block.key for block in found] == ["a;b + c;b", "c"]
    [joined] = [block for block in found if "+" in block.key]
    assert [each.id for each in joined.plans] == ["a", "b", "c"]


def test_counters_of_families_join_over_several_plans() -> None:
    """b joins the first two chains and c the last two, so all three hang together."""
    plans = plan("a"), plan("b", ", shared: family"), plan("c", ", shared: family")
    found = blocks_of(dealt("a;b", "b;c", "c"), plans, ())
    assert [block.key for block in found] == ["a;b + b;c + c"]
    assert len(found[0]) == len(dealt("x"))


def test_blocks_stand_in_the_order_of_their_plans() -> None:
    plans = plan("a"), plan("b"), plan("c")
    assert [block.key for block in blocks_of(dealt("c", "a", "b"), plans, ())] == ["a", "b", "c"]
    assert [block.key for block in blocks_of(dealt("b", "c", "a"), plans[::-1], ())] == ["c", "b", "a"]


def test_everybody_is_in_one_block() -> None:
    rng = np.random.default_rng(3)
    plans = plan("a"), plan("b", SHARED), plan("c"), plan("d", SHARED)
    texts = ["a", "a;b", "c", "c;d", "d", "a;d"]
    for _ in range(10):
        members = dealt(*rng.permutation(texts)[: rng.integers(1, 6)].tolist())
        found = blocks_of(members, plans, ())
        names = [name for block in found for name in block.members["member_id"].to_pylist()]
        assert sorted(names) == sorted(members["member_id"].to_pylist())
        counted = [{plan.id for plan in block.plans} & {"b", "d"} for block in found]
        assert sum(map(len, counted)) == len(set().union(*counted))


def test_a_chosen_variant_is_a_block_of_its_own_without_levers() -> None:
    plans = acme()[1]
    staff, lite = blocks_of(dealt(STAFF, f"{STAFF}:lite"), plans, levers(plans, "", usual=True))
    assert [each.id for each in lite.plans] == [f"{STAFF}:lite"]
    assert lite.levers == ()
    assert staff.levers
