"""New tiers: their people begin with a copy of the terms that they have."""

import pytest

from tests.design.making import FAMILY, ON, STAFF, acme, group, roster
from tuanbao.design.errors import DesignError
from tuanbao.design.fresh import group_with_tiers
from tuanbao.design.inputs import Inputs
from tuanbao.design.options.loading import parse_options
from tuanbao.design.options.model import NewTier
from tuanbao.design.options.tiering import with_tiers
from tuanbao.plan import Programme
from tuanbao.roster import TableError

CHIEFS = ["P8", "M3", "M4"]


def tier(name: str = "chiefs", plan: str = STAFF, **when: object) -> NewTier:
    return NewTier.model_validate({"tier": name, "plan": plan, "when": when or {"grade": CHIEFS}})


def test_the_new_tier_stands_first_with_a_copy_under_its_own_name() -> None:
    programme, plans = acme()
    found = with_tiers(programme, plans, [tier()])
    assert [each.tier for each in found.programme.tiers] == ["chiefs", "staff"]
    assert found.programme.tiers[0].plan == (f"{STAFF}-chiefs",)
    assert [plan.id for plan in found.plans] == [STAFF, FAMILY, f"{STAFF}-chiefs"]
    copy = found.plans[-1]
    assert copy.benefits == plans[0].benefits
    assert copy.title.zh == "科技公司员工方案（chiefs）"
    assert found.origin == {STAFF: STAFF, FAMILY: FAMILY, f"{STAFF}-chiefs": STAFF}


def test_without_new_tiers_nothing_changes() -> None:
    programme, plans = acme()
    found = with_tiers(programme, plans, [])
    assert found.programme == programme
    assert found.plans == plans


def test_a_copy_takes_its_plans_place_in_the_chain() -> None:
    plans = acme()[1]
    raw = {"programme": "both", "plans": ["-"], "tiers": [{"tier": "staff", "plan": [FAMILY, STAFF]}]}
    found = with_tiers(Programme.model_validate(raw), plans, [tier()])
    assert found.programme.tiers[0].plan == (FAMILY, f"{STAFF}-chiefs")


def test_everything_that_is_wrong_is_said_at_once() -> None:
    programme, plans = acme()
    with pytest.raises(DesignError) as refused:
        with_tiers(programme, plans, [tier("staff"), tier("chiefs", FAMILY), tier("kin", "acme-tech")])
    assert [text.en for text in refused.value.texts] == [
        "the programme has a tier 'staff' already",
        f"the new tier 'chiefs' begins from {FAMILY!r}, no tier's plan; one of: {STAFF}",
        f"the new tier 'kin' begins from 'acme-tech', no tier's plan; one of: {STAFF}",
    ]
    assert "已有档次“staff”" in refused.value.text.zh


def test_a_copy_whose_name_is_taken_is_refused() -> None:
    programme, plans = acme()
    taken = plans[0].model_copy(update={"plan": f"{STAFF}-chiefs"})
    with pytest.raises(DesignError, match="name the tier otherwise"):
        with_tiers(programme, [*plans, taken], [tier()])


def inputs(options: str) -> Inputs:
    programme, plans = acme()
    read, findings = parse_options(options)
    return Inputs(roster(), programme, plans, model=None, options=read, findings=findings, on=ON)  # type: ignore[arg-type]


def test_the_people_of_the_new_tier_get_its_plan_though_their_rows_state_another() -> None:
    _, divided = group_with_tiers(inputs(f"tiers: [{{tier: chiefs, when: {{grade: {CHIEFS}}}, plan: {STAFF}}}]\n"))
    rows = divided.members.to_pylist()
    chiefs = [row for row in rows if row["relation"] == "employee" and row["grade"] in CHIEFS]
    assert {row["plan"] for row in chiefs} == {f"{STAFF}-chiefs"}
    assert 0 < len(chiefs) < 20
    assert {row["plan"] for row in rows if row["relation"] == "employee" and row["grade"] not in CHIEFS} == {STAFF}
    assert {row["plan"] for row in rows if row["relation"] != "employee"} == {FAMILY}
    assert len(rows) == len(group().members)


def test_a_new_tier_by_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(TableError, match="level"):
        group_with_tiers(inputs(f"tiers: [{{tier: chiefs, when: {{level: M}}, plan: {STAFF}}}]\n"))
