"""A programme applied to people: plan, tier and payer of everyone; who is left out, and which rows are wrong."""

from datetime import date
from fractions import Fraction

import pytest

from tuanbao.plan import Programme
from tuanbao.roster import TableError
from tuanbao.roster.assignment import assign, completed_years

from ..support import people

ON = date(2026, 1, 1)
HALF = {"employer": "50%", "employee": "50%"}
PROGRAMME = Programme.model_validate(
    {
        "programme": "acme",
        "plans": ["plans.yaml"],
        "tiers": [
            {"tier": "executive", "when": {"grade": ["M4", "M5"]}, "plan": ["liability", "rich"]},
            {"tier": "staff", "plan": "basic"},
        ],
        "dependants": [
            {
                "relation": "child",
                "age": "0..22",
                "tiers": ["executive"],
                "plan": "rich",
                "paid_by": {"employer": "100%"},
            },
            {"relation": "child", "age": "0..17", "plan": "family", "max": 2, "paid_by": HALF},
            {"relation": "spouse", "tiers": ["executive"], "plan": "family", "max": 1, "paid_by": HALF},
        ],
        "choice": {"window": {"from": "2025-11-01", "to": "2025-11-30"}, "variants": {"basic": ["plus"]}},
    }
)


def person(member_id, relation="employee", family_id=None, born="1990-06-15", grade=None, plan=None):
    return {
        "member_id": member_id,
        "family_id": family_id or member_id,
        "relation": relation,
        "birth_date": born,
        "grade": grade,
        "plan": plan,
        "cover_from": "2026-01-01",
    }


def assigned(*rows, **options):
    return assign(PROGRAMME, people(rows), ON, **options)


def plans(assignment):
    table = assignment.reading.table
    return dict(zip(table["member_id"].to_pylist(), table["plan"].to_pylist(), strict=True))


def test_employees_get_the_plans_of_the_first_tier_that_matches():
    result = assigned(person("A", grade="M4"), person("B", grade="P7"), person("C"))
    assert plans(result) == {"A": "liability;rich", "B": "basic", "C": "basic"}
    assert result.reading.table["tier"].to_pylist() == ["executive", "staff", "staff"]
    assert [paid.employer for paid in result.paid_by] == [1, 1, 1]


def test_dependants_follow_the_tier_of_their_employee():
    result = assigned(
        person("A", grade="M5"),
        person("A1", "child", "A", "2004-05-01"),
        person("B"),
        person("B1", "child", "B", "2010-05-01"),
    )
    assert plans(result) == {"A": "liability;rich", "A1": "rich", "B": "basic", "B1": "family"}
    assert result.reading.table["tier"].to_pylist() == ["executive", "executive", "staff", "staff"]
    assert [paid.employee for paid in result.paid_by] == [0, 0, 0, Fraction(1, 2)]


def test_a_dependant_may_stand_before_the_employee():
    assert plans(assigned(person("B1", "child", "B", "2010-05-01"), person("B"))) == {"B1": "family", "B": "basic"}


def test_what_the_roster_states_wins():
    result = assigned(person("A", grade="M4", plan="basic"), person("B", plan="basic:plus"))
    assert plans(result) == {"A": "basic", "B": "basic:plus"}
    assert result.reading.table["tier"].to_pylist() == ["executive", "staff"]


def test_a_stated_plan_must_be_known():
    result = assigned(person("A", plan="gold"), person("B", plan="basic;basic"), person("C"))
    assert [(error.row, error.code) for error in result.reading.errors] == [(1, "unknown_plan"), (2, "plan_twice")]
    assert plans(result) == {"C": "basic"}
    assert plans(assigned(person("A", plan="gold"), known=["gold"])) == {"A": "gold"}


def test_whom_no_rule_admits_is_left_out_with_a_reason():
    result = assigned(
        person("B"),
        person("B1", "child", "B", "2005-01-01"),
        person("B2", "spouse", "B"),
        person("B3", "parent", "B", "1960-01-01"),
    )
    assert plans(result) == {"B": "basic"}
    assert [person.member_id for person in result.left_out] == ["B1", "B2", "B3"]
    said = [person.reason for person in result.left_out]
    assert said[0].zh == "子女 21 周岁，不在承保年龄（0–17 周岁）内"
    assert "tier staff" in said[1].en
    assert said[2].zh == "方案体系不含父母"
    assert "3 人" in result.notes[0].zh
    assert not result.reading.errors


def test_a_family_has_at_most_so_many_in_the_order_of_the_table():
    children = [person(f"B{i}", "child", "B", f"201{i}-01-01") for i in range(3)]
    result = assigned(person("B"), *children)
    assert plans(result) == {"B": "basic", "B0": "family", "B1": "family"}
    assert "最多 2 名" in result.left_out[0].reason.zh


def test_those_whose_plan_is_stated_take_their_places_first():
    children = [person(f"B{i}", "child", "B", f"201{i}-01-01", plan="family" if i == 2 else None) for i in range(3)]
    result = assigned(person("B"), *children)
    assert plans(result) == {"B": "basic", "B0": "family", "B2": "family"}


def test_a_stated_plan_covers_a_dependant_whom_no_rule_admits_and_the_employee_pays():
    result = assigned(person("B"), person("B3", "parent", "B", "1960-01-01", plan="family"))
    assert plans(result) == {"B": "basic", "B3": "family"}
    assert result.paid_by[1].employee == 1
    assert "自付" in result.notes[0].zh


def test_a_dependant_without_an_employee_is_a_row_error():
    result = assigned(person("B"), person("X1", "child", "X", "2010-01-01"))
    assert [(error.row, error.column, error.code) for error in result.reading.errors] == [
        (2, "family_id", "employee_missing")
    ]


def test_the_dependants_of_an_employee_whose_row_is_refused_are_refused_too():
    result = assigned(person("B", plan="gold"), person("B1", "child", "B", "2010-01-01"))
    assert [error.code for error in result.reading.errors] == ["unknown_plan", "employee_missing"]
    assert result.reading.table.num_rows == 0


def test_an_age_that_decides_must_be_known():
    result = assigned(
        person("B"), person("B1", "child", "B", None), person("A", grade="M4"), person("A1", "spouse", "A", None)
    )
    assert [error.code for error in result.reading.errors] == ["birth_date_missing"]
    assert plans(result)["A1"] == "family"


def test_a_column_that_divides_people_must_be_there():
    rows = [{key: value for key, value in person("A").items() if key != "grade"}]
    with pytest.raises(TableError) as refused:
        assign(PROGRAMME, people(rows), ON)
    assert "grade" in refused.value.text.zh


def test_rows_keep_their_numbers_in_the_file():
    result = assigned(person("A", plan="gold"), person("B"), person("C"))
    assert result.reading.rows.tolist() == [2, 3]


def test_an_empty_roster_is_an_empty_assignment():
    table = people([person("A")])
    empty = table.rejecting([])
    assert assign(PROGRAMME, type(table)(table.layout, table.table.slice(0, 0), table.rows[:0], []), ON).paid_by == ()
    assert empty.table.num_rows == 1


@pytest.mark.parametrize(
    ("born", "age"), [("2004-02-29", 21), ("2003-01-01", 23), ("2003-01-02", 22), ("2026-05-01", 0)]
)
def test_completed_years(born, age):
    assert completed_years(date.fromisoformat(born), ON) == age
