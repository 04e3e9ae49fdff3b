"""Services as candidates: a head, a share of pay, tiers; and what cannot be reckoned is said."""

import numpy as np
import pyarrow as pa
import pytest

from tests.design.making import STAFF, small, with_column
from tuanbao.design.choosing.candidates import service_candidates
from tuanbao.design.choosing.valuing import EQUAL, Scales
from tuanbao.design.options.model import Service

MEMBERS = small().group.members
EMPLOYEES = [row for row in MEMBERS.to_pylist() if row["relation"] == "employee"]
PLAIN = Scales({"": EQUAL}, 2.0, 0.05, {})


def service(**more: object) -> Service:
    return Service.model_validate({"service": "gym", "theme": "checkup", **more})


def heads(tier: str) -> int:
    return sum(row["tier"] == tier for row in EMPLOYEES)


def test_a_service_a_head_is_chosen_for_each_tier() -> None:
    found, notes = service_candidates([service(per_head=[500, 0, 800])], MEMBERS)
    assert notes == []
    assert {own.key for own in found} == {"gym/chiefs", "gym/staff"}
    for own in found:
        assert own.heads == heads(own.tier)
        assert own.cost.tolist() == [500_00 * own.heads, 0, 800_00 * own.heads]
        assert own.option == (0, 1, 2)
    assert {own.title.zh for own in found} == {"gym（chiefs）", "gym（staff）"}


def test_what_stands_today_stands_first() -> None:
    [staff, _] = sorted(
        service_candidates([service(per_head=[500, 0, 800], now=2)], MEMBERS)[0], key=lambda own: own.tier
    )[::-1]
    assert staff.option == (2, 0, 1)
    assert staff.cost.tolist() == [800_00 * staff.heads, 500_00 * staff.heads, 0]


def test_a_share_of_pay_is_of_twelve_months() -> None:
    found, notes = service_candidates([service(theme="annuity", of_pay=["0%", "4%"], tiers=["staff"])], MEMBERS)
    assert notes == []
    [own] = found
    pay = sum(row["salary"] for row in EMPLOYEES if row["tier"] == "staff")
    assert own.cost.tolist() == [0, round(pay * 12 * 0.04)]


def test_a_missing_salary_is_said_and_the_service_not_counted() -> None:
    salary = [None if row["member_id"] == EMPLOYEES[0]["member_id"] else row["salary"] for row in MEMBERS.to_pylist()]
    members = with_column(MEMBERS, "salary", pa.array(salary, pa.int64()))
    found, [note] = service_candidates([service(of_pay=["0%", "4%"])], members)
    missing = EMPLOYEES[0]["tier"]
    assert [own.tier for own in found] == [tier for tier in ("chiefs", "staff") if tier != missing]
    assert f"1 employees of the tier {missing!r} have no salary" in note.en
    assert "请在人员表补上“月薪”" in note.zh
    without = members.drop_columns(["salary"])
    found, notes = service_candidates([service(of_pay=["0%", "4%"]), service(service="other", per_head=[1])], without)
    assert [own.service.service for own in found] == ["other", "other"]
    assert len(notes) == 2


def test_a_service_for_a_tier_of_nobody_is_said() -> None:
    found, [note] = service_candidates([service(per_head=[100], tiers=["interns", "staff"])], MEMBERS)
    assert [own.key for own in found] == ["gym/staff"]
    assert "'interns', which has no employees" in note.en
    assert "“interns”没有员工" in note.zh


def test_a_service_is_worth_its_cost_times_its_weight() -> None:
    [own, *_] = [
        each for each in service_candidates([service(per_head=[500, 800])], MEMBERS)[0] if each.tier == "staff"
    ]
    assert own.group(PLAIN).value.tolist() == own.cost.tolist()
    heavy = Scales({"": EQUAL, "staff": EQUAL | {"checkup": 1.5}}, 2.0, 0.05, {"staff": 2.0})
    assert own.group(heavy).value == pytest.approx(own.cost * 3.0)
    [dear, *_] = [
        each for each in service_candidates([service(per_head=[500], worth="0.4")], MEMBERS)[0] if each.tier == "staff"
    ]
    assert dear.group(PLAIN).value == pytest.approx(dear.cost * 0.4)


def test_a_block_of_one_tier_has_its_weights_and_one_of_several_the_common_ones() -> None:
    assert small().block(STAFF).tier == "staff"
    assert small().block(f"{STAFF}-chiefs").tier == "chiefs"
    family = small().block("acme-tech-family")
    assert family.tier == ""
    assert len(family.block.tiers) == 2
    own = small().block(STAFF).group(small().scales)
    assert (own.cost == small().block(STAFF).offers.company).all()
    assert np.isfinite(own.value).all()
