"""The people of the made-up company."""

from collections import Counter
from datetime import date
from typing import Any

import pyarrow.compute as pc
import pytest

from tuanbao.demo.company import Company, make_company
from tuanbao.demo.parameters import documented_parameters

FIRST_DAY = date(2026, 1, 1)
Row = dict[str, Any]


def age_on(day: date, birth: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def test_the_same_seed_gives_the_same_company(company: Company) -> None:
    again = make_company()
    assert again.members.equals(company.members)
    assert again.bills.equals(company.bills)
    assert again.events.equals(company.events)


def test_another_seed_gives_another_company(company: Company) -> None:
    assert not make_company(seed=2027).bills.equals(company.bills)


@pytest.mark.parametrize("seed", [2026, 1, 2])
def test_staff_are_28_on_average_and_seven_in_ten_are_under_30(seed: int) -> None:
    members = make_company(seed=seed).members
    staff = members.filter(pc.equal(members["relation"], "employee")).to_pylist()
    ages = [age_on(FIRST_DAY, row["birth_date"]) for row in staff]
    assert len(staff) == 500
    assert sum(ages) / 500 == pytest.approx(28.0, abs=0.1)
    assert sum(age < 30 for age in ages) / 500 == pytest.approx(0.70, abs=0.005)


def test_every_dependant_hangs_from_an_employee_of_the_same_city(people: dict[str, Row]) -> None:
    for row in people.values():
        employee = people[row["family_id"]]
        assert employee["relation"] == "employee"
        assert row["city"] == employee["city"]
        assert row["plan"] == ("acme-tech-staff" if row is employee else "acme-tech-family")


def test_couples_are_of_two_sexes_and_children_younger_than_their_parents(people: dict[str, Row]) -> None:
    for row in people.values():
        employee = people[row["family_id"]]
        if row["relation"] == "spouse":
            assert row["sex"] != employee["sex"]
        if row["relation"] == "child":
            assert row["birth_date"].year - employee["birth_date"].year >= 20


def test_nobody_in_a_family_is_called_as_another(people: dict[str, Row]) -> None:
    called = Counter((row["family_id"], row["name"]) for row in people.values())
    assert set(called.values()) == {1}


def test_siblings_are_born_at_least_nine_months_apart(people: dict[str, Row]) -> None:
    born: dict[str, list[date]] = {}
    for row in people.values():
        if row["relation"] == "child":
            born.setdefault(row["family_id"], []).append(row["birth_date"])
    gaps = [(b - a).days for days in born.values() for a, b in zip(sorted(days), sorted(days)[1:], strict=False)]
    assert gaps
    assert min(gaps) >= 270


def test_children_of_a_father_in_the_company_bear_his_name(people: dict[str, Row]) -> None:
    for row in people.values():
        if row["relation"] == "child" and people[row["family_id"]]["sex"] == "male":
            assert row["name"][0] == people[row["family_id"]]["name"][0]


def test_cover_lies_in_the_year_and_a_dependants_within_the_employees(people: dict[str, Row]) -> None:
    for row in people.values():
        employee = people[row["family_id"]]
        assert FIRST_DAY <= employee["cover_from"] <= row["cover_from"] <= row["cover_to"]
        assert row["cover_to"] <= employee["cover_to"] <= date(2026, 12, 31)
        assert row["continuous_from"] <= row["cover_from"]
        assert row["birth_date"] <= row["continuous_from"]


def test_some_people_join_some_leave_and_a_few_have_no_basic_insurance(company: Company) -> None:
    rows = company.members.to_pylist()
    staff = [row for row in rows if row["relation"] == "employee"]
    assert 20 <= sum(row["cover_from"] > FIRST_DAY for row in staff) <= 100
    assert 10 <= sum(row["cover_to"] < date(2026, 12, 31) for row in staff) <= 80
    assert 1 <= sum(not row["insured"] for row in rows) <= 0.08 * len(rows)
    relations = Counter(row["relation"] for row in rows)
    assert 50 <= relations["spouse"] <= 160
    assert 60 <= relations["child"] <= 180


def test_only_employees_have_a_salary_and_nobody_an_identity_number(company: Company) -> None:
    assert not {"id_number", "id_type"} & set(company.members.column_names)
    for row in company.members.to_pylist():
        assert (row["salary"] is not None) == (row["relation"] == "employee")


def test_a_company_of_twenty_has_its_serious_cases_too() -> None:
    for seed in range(10):
        events = set(make_company(seed=seed, people=20).events["event"].to_pylist())
        assert {"critical_illness", "minor_illness", "disability"} <= events


def test_a_company_of_a_handful_is_refused() -> None:
    with pytest.raises(ValueError, match="fewer than 20"):
        make_company(people=5)


def test_every_number_has_its_unit_date_source_and_confidence() -> None:
    for name, entry in documented_parameters().items():
        assert set(entry) == {"value", "unit", "date", "source", "confidence"}, name
        assert entry["confidence"] in ("high", "medium", "low"), name
        assert isinstance(entry["date"], date), name


def test_what_is_assumed_says_that_it_is_not_to_be_trusted() -> None:
    for name, entry in documented_parameters().items():
        if "assumption" in entry["source"]:
            assert entry["confidence"] == "low", name
    for city in documented_parameters()["cities"]["value"]:
        assert city["confidence"] == ("medium" if city["city"] == "北京" else "low")
