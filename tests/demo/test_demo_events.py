"""The events of the made-up company."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from tuanbao import vocabulary
from tuanbao.demo.company import Company

Row = dict[str, Any]


def test_the_demo_has_each_kind_of_serious_case(company: Company) -> None:
    found = Counter(company.events["event"].to_pylist())
    assert found["critical_illness"] >= 1
    assert found["minor_illness"] >= 1
    assert found["childbirth"] >= 1
    assert found["disability"] >= 2


def test_words_are_those_of_the_plan_language(large: Company) -> None:
    for row in large.events.to_pylist():
        assert row["event"] in vocabulary.EVENTS
        assert row["mode"] is None or row["mode"] in vocabulary.MODES
        assert (row["grade"] is not None) == (row["event"] == "disability")
        assert (row["days"] is not None) == (row["event"] == "lost_time")


def test_a_disabling_accident_has_two_grades_in_one_case(large: Company) -> None:
    grades = defaultdict(list)
    for row in large.events.to_pylist():
        if row["event"] == "disability":
            assert row["cause"] == "accident"
            grades[row["case_id"]].append(row["grade"])
    assert grades
    assert all(len(found) == 2 and all(1 <= grade <= 10 for grade in found) for found in grades.values())


def test_events_fall_within_the_cover(large: Company, people: dict[str, Row]) -> None:
    for row in large.events.to_pylist():
        person = people[row["member_id"]]
        assert person["cover_from"] <= row["date"] <= person["cover_to"]


def test_every_event_has_bills_of_its_case(large: Company, lines: list[Row]) -> None:
    cases = {row["case_id"]: row["member_id"] for row in lines if row["case_id"]}
    for row in large.events.to_pylist():
        assert cases[row["case_id"]] == row["member_id"]


def test_who_gives_birth_is_a_woman_and_most_of_the_children_join(large: Company, people: dict[str, Row]) -> None:
    births = {
        (people[row["member_id"]]["family_id"], row["date"]): row
        for row in large.events.to_pylist()
        if row["event"] == "childbirth"
    }
    assert {people[row["member_id"]]["sex"] for row in births.values()} == {"female"}
    newborn = {(row["family_id"], row["birth_date"]) for row in people.values() if row["birth_date"] > date(2026, 1, 1)}
    assert newborn <= set(births)
    assert len(newborn) > 0.5 * len(births)


def test_the_dead_have_no_bill_afterwards_and_leave_the_cover(
    large: Company, people: dict[str, Row], lines: list[Row]
) -> None:
    death = {row["member_id"]: row["death_date"] for row in large.events.to_pylist() if row["death_date"]}
    assert death
    for name, day in death.items():
        assert people[name]["cover_to"] == day
    assert all(row["service_date"] <= death.get(row["member_id"], row["service_date"]) for row in lines)
