"""The roster as the model sees it: errors at once, fallbacks said, numbers that hang on the person alone."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pricing.model.rosters import YEAR, person
from tests.support import people
from tuanbao.demo.company import make_company
from tuanbao.pricing.model import PeopleError, hazards_of, load_model, member_key
from tuanbao.pricing.model.people import completed_years, people_of
from tuanbao.roster import TableError

MODEL = load_model()


def test_every_row_without_birth_date_or_sex_or_with_a_wrong_class_is_named_at_once() -> None:
    rows = [
        person(1, 30),
        person(2, 30, birth_date=""),
        person(3, 30, sex=""),
        person(4, 30, sex="", occupation_class="7"),
    ]
    with pytest.raises(PeopleError) as caught:
        people_of(people(rows), YEAR)
    assert [(error.row, error.column) for error in caught.value.errors] == [
        (2, "birth_date"),
        (3, "sex"),
        (4, "sex"),
        (4, "occupation_class"),
    ]
    assert caught.value.errors[0].place.zh == "人员第 2 行“出生日期”"


@pytest.mark.parametrize("heading", ["occupation_class", "职业类别", "职业等级", "Occupation Class"])
@pytest.mark.parametrize("word", ["4", "4类", "四类", "４", "Class 4", "4.0"])
def test_the_class_is_read_as_people_write_it(heading: str, word: str) -> None:
    row = person(1, 30)
    del row["occupation_class"]
    assert people_of(people([row | {heading: word}]), YEAR).occupation.tolist() == [4]


def test_without_a_class_employees_are_class_2_and_it_is_said() -> None:
    rows = [person(1, 30, occupation_class=""), person(2, 30, occupation_class="2")]
    hazards = hazards_of(people(rows), MODEL, YEAR)
    assert np.array_equal(hazards.rate[0], hazards.rate[1])
    assert any("1 名员工没有职业类别" in note.zh and "按 2 类计" in note.zh for note in hazards.notes)


@pytest.mark.parametrize("heading", ["city", "城市", "参保地"])
def test_a_dependant_without_a_city_has_the_employee_s(heading: str) -> None:
    rows = [
        person(1, 30, **{heading: "上海市"}),
        person(2, 3, relation="child", family_id="M1", occupation_class=""),
    ]
    assert people_of(people(rows), YEAR).city == ("上海", "上海")


def test_a_city_that_is_missing_or_not_listed_counts_as_elsewhere_and_it_is_said() -> None:
    hazards = hazards_of(people([person(1, 30, city=""), person(2, 30, city="某地")]), MODEL, YEAR)
    assert hazards.city.tolist() == [len(hazards.schemes.cities) - 1] * 2
    said = " ".join(note.zh for note in hazards.notes)
    assert "1 人没有写城市" in said
    assert "某地" in said


def test_people_are_sorted_by_family_with_the_employee_first() -> None:
    rows = [
        person(9, 3, relation="child", family_id="M5", occupation_class=""),
        person(5, 30),
        person(2, 40),
        person(7, 29, "female", relation="spouse", family_id="M5", occupation_class=""),
    ]
    found = people_of(people(rows), YEAR)
    assert found.member_id == ("M2", "M5", "M7", "M9")
    assert found.family.tolist() == [0, 1, 1, 1]


def test_cover_is_what_lies_within_the_year_and_others_are_left_out_and_counted() -> None:
    rows = [
        person(1, 30, cover_from="2022-05-01", cover_to="2023-06-30"),
        person(2, 30, cover_from="2023-04-01", cover_to=""),
        person(3, 30, cover_from="2022-01-01", cover_to="2022-12-31"),
    ]
    found = people_of(people(rows), YEAR)
    days = [(date(1970, 1, 1).toordinal() + int(day)) for day in (*found.cover_from, *found.cover_to)]
    assert [date.fromordinal(day).isoformat() for day in days] == [
        "2023-01-01",
        "2023-04-01",
        "2023-06-30",
        "2023-12-31",
    ]
    assert "1 people are not covered" in found.notes[0].en


@pytest.mark.parametrize("rows", [[], [person(1, 30, cover_from="2030-01-01", cover_to="2030-12-31")]])
def test_a_roster_in_which_nobody_is_covered_is_refused(rows: list[dict[str, object]]) -> None:
    with pytest.raises(TableError, match="nobody in the table of people is covered"):
        people_of(people(rows) if rows else _empty(), YEAR)


def _empty() -> pa.Table:
    columns = ("member_id", "relation", "birth_date", "sex", "cover_from")
    return pa.table({name: pa.array([], pa.string()) for name in columns})


def test_a_newborn_is_0_and_a_birthday_on_the_first_day_counts() -> None:
    rows = [person(1, 30, birth_date="1993-01-01"), person(2, 30, birth_date="1993-01-02")]
    rows += [person(3, 0, birth_date="2023-03-01", relation="child", family_id="M1", cover_from="2023-04-01")]
    found = people_of(people(rows), YEAR)
    assert dict(zip(found.member_id, found.age.tolist(), strict=True)) == {"M1": 30, "M2": 29, "M3": 0}
    assert completed_years(date(2000, 2, 29), date(2023, 2, 28)) == 22


def test_a_table_of_a_program_may_stand_in_for_a_reading() -> None:
    company = make_company(people=40)
    hazards = hazards_of(company.members, MODEL, (date(2026, 1, 1), date(2026, 12, 31)))
    assert set(hazards.member_id) <= set(company.members.column("member_id").to_pylist())
    assert np.isfinite(hazards.rate).all()
    assert np.isfinite(hazards.scale).all()
    assert (hazards.rate >= 0).all()


def test_the_key_is_the_person_s_own_for_ever() -> None:
    """The random numbers of past quotes hang on it: the value must never change."""
    assert member_key("E0001") == 15_179_765_940_897_473_573
    table = people([person(3, 30), person(1, 50)])
    assert dict(zip(people_of(table, YEAR).member_id, people_of(table, YEAR).key.tolist(), strict=True)) == {
        "M1": member_key("M1"),
        "M3": member_key("M3"),
    }


@given(st.lists(st.text(max_size=12), unique=True, min_size=2, max_size=50))
def test_different_people_have_different_keys(ids: list[str]) -> None:
    assert len({member_key(one) for one in ids}) == len(ids)


@given(st.permutations(range(6)))
def test_the_order_of_the_rows_does_not_matter(order: list[int]) -> None:
    rows = [person(i, 25 + 5 * i, "female" if i % 2 else "male", city="北京") for i in range(6)]
    straight, mixed = (hazards_of(people(some), MODEL, YEAR) for some in (rows, [rows[i] for i in order]))
    assert straight.member_id == mixed.member_id
    assert np.array_equal(straight.rate, mixed.rate)
    assert np.array_equal(straight.key, mixed.key)


def test_whoever_else_is_on_the_roster_changes_nothing_for_a_person() -> None:
    alone = hazards_of(people([person(3, 35)]), MODEL, YEAR)
    together = hazards_of(people([person(i, 20 + 5 * i) for i in range(5)]), MODEL, YEAR)
    place = together.member_id.index("M3")
    assert np.array_equal(alone.rate[0], together.rate[place])
    assert np.array_equal(alone.scale[0], together.scale[place])


def test_somebody_older_than_the_tables_is_taken_as_the_oldest_and_it_is_said() -> None:
    row = person(1, 30)
    parent = person(2, 110, relation="parent", family_id="M1", occupation_class="")
    hazards = hazards_of(people([row, parent]), MODEL, YEAR)
    assert any("1 人超过发生率表的最高年龄 105 岁" in note.zh for note in hazards.notes)
