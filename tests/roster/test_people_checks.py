"""What must hold among people, and what their plans need of them."""

import pytest

from tuanbao.roster import PlanNeeds, Reading, TableError, check_members, plans_of

from .samples import CHILD, PERSON, codes, people

NEEDS = {
    "staff": PlanNeeds(),
    "child": PlanNeeds(birth_date=True),
    "life": PlanNeeds(amounts=frozenset({"sum_insured", "salary"})),
}


def checked(*rows: dict[str, str]) -> Reading:
    return check_members(people(*rows, amounts=frozenset({"sum_insured"})), NEEDS)


def test_right_people_stay_as_they_are() -> None:
    reading = people(PERSON, CHILD)
    assert check_members(reading) is reading


def test_a_member_id_that_stands_twice_is_told_with_the_first_row() -> None:
    reading = check_members(people(PERSON, CHILD, {**CHILD, "member_id": "E1"}))
    assert codes(reading) == [(3, "member_id", "duplicate_member")]
    assert reading.errors[0].reason.zh == "人员编号重复，第 1 行已有"


def test_a_family_of_its_own_name_needs_no_employee_of_that_name() -> None:
    family = {"family_id": "F1"}
    assert check_members(people({**PERSON, **family}, {**CHILD, **family})).errors == []


def test_cover_may_end_on_its_first_day_and_be_open() -> None:
    rows = [{**PERSON, "cover_to": "2026-01-01"}, {**CHILD, "cover_to": "9999-12-31"}]
    assert check_members(people(*rows)).errors == []


def test_a_newborn_is_covered_from_birth_on() -> None:
    assert check_members(people({**PERSON, "birth_date": "2026-01-01"})).errors == []


def test_one_hundred_and_twenty_years_are_an_age() -> None:
    assert check_members(people({**PERSON, "birth_date": "1906-01-01"})).errors == []
    reading = check_members(people({**PERSON, "birth_date": "1904-01-01"}))
    assert codes(reading) == [(1, "birth_date", "implausible_age")]


def test_plans_are_asked_about_only_where_they_are_given() -> None:
    assert check_members(people({**PERSON, "plan": "whatever"})).errors == []


def test_an_unknown_plan_is_told_with_those_that_there_are() -> None:
    reading = checked({**PERSON, "plan": "staff"}, {**CHILD, "plan": "staff; gold"})
    assert codes(reading) == [(2, "plan", "unknown_plan")]
    assert reading.errors[0].reason.zh == "没有名为“gold”的方案，可以填：staff、child、life"
    assert reading.errors[0].reason.en == "there is no plan gold; the plans are: staff, child, life"
    assert reading.errors[0].value == "staff;gold"


def test_everyone_has_a_plan() -> None:
    assert codes(checked({**PERSON, "plan": "staff"}, CHILD)) == [(2, "plan", "plan_missing")]


def test_amounts_and_birth_dates_are_needed_by_those_whose_plans_take_them() -> None:
    rows = [
        {**PERSON, "plan": "life", "sum_insured": "100000", "salary": "9000"},
        {**PERSON, "member_id": "E2", "plan": "staff"},
        {**PERSON, "member_id": "E3", "plan": "staff;life", "salary": "9000"},
        {**CHILD, "plan": "child"},
    ]
    reading = checked(*rows)
    assert codes(reading) == [(3, "sum_insured", "amount_missing"), (4, "birth_date", "birth_date_missing")]
    assert reading.errors[0].place.zh == "人员第 3 行“sum_insured”"


def test_a_column_of_amounts_that_nobody_has_is_told_once() -> None:
    with pytest.raises(TableError) as caught:
        checked({**PERSON, "plan": "life"}, {**PERSON, "member_id": "E2", "plan": "life"})
    assert caught.value.text.zh == "方案“life”按“sum_insured”一列取金额，而人员表没有这一列"
    assert checked({**PERSON, "plan": "staff"}).errors == []


def test_several_plans_pay_in_the_order_in_which_they_are_named() -> None:
    assert plans_of("b;a") == ["b", "a"]
    assert plans_of("") == plans_of(None) == []
