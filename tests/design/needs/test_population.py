"""People by age, sex, family, city, work and pay: as many as there are, and none in a cell of few."""

from datetime import date

import pytest

from tests.design.needs.making import group, person
from tuanbao.adjudication import RefusedRowsError
from tuanbao.design.needs import profile
from tuanbao.design.needs.columns import declared
from tuanbao.pricing.group import Group


def test_every_breakdown_counts_everybody_once_and_nobody_in_a_small_cell(demo: Group) -> None:
    found = profile(demo)
    assert found.people == len(demo.members)
    for table in found.breakdowns:
        assert table.people == (found.employees if table.employees_only else found.people), table.key
        assert min(cell.people for cell in table.cells) >= 10, table.key
        assert sum(cell.share for cell in table.cells) == pytest.approx(1)


def test_bands_of_five_years_add_up_to_their_segments(demo: Group) -> None:
    """So that the bands less the segments tell of nobody."""
    found = profile(demo)
    segments, bands = found.by("age_segment"), found.by("age_band")
    assert segments is not None
    assert bands is not None
    sums, sizes = [0], [cell.people for cell in segments.cells]
    for cell in bands.cells:
        sums.append(sums[-1] + cell.people)
    edges = [sum(sizes[:place]) for place in range(len(sizes) + 1)]
    assert set(edges) <= set(sums)


def test_segments_are_by_completed_years_on_the_first_day() -> None:
    rows = [person(n, age=29) for n in range(10)] + [person(n, age=30) for n in range(10, 22)]
    rows += [person(n, age=50) for n in range(22, 36)]
    table = profile(group(rows)).by("age_segment")
    assert table is not None
    assert [cell.people for cell in table.cells] == [10, 12, 14]


def test_a_missing_column_is_said_and_the_rest_is_computed() -> None:
    found = profile(group([person(n) for n in range(20)]))
    said = " ".join(text.zh for text in found.missing)
    assert all(word in said for word in ("department", "grade", "occupation_class", "salary", "hire_date"))
    assert {table.key for table in found.breakdowns} == {
        *("age_segment", "age_band", "sex", "relation", "family", "city", "tenure"),
    }
    assert found.by("department") is None


def test_a_city_of_few_people_goes_with_the_next_smallest() -> None:
    rows = [person(n, city=city) for n, city in enumerate(["北京"] * 30 + ["上海市"] * 15 + ["深圳"] * 4)]
    table = profile(group(rows)).by("city")
    assert table is not None
    assert [(cell.name.zh, cell.people) for cell in table.cells] == [("北京", 30), ("其他（合并）", 19)]


def test_service_is_from_the_hire_date_where_there_is_one() -> None:
    rows = [person(n, hire_date=date(2019, 5, 1)) for n in range(12)] + [person(n) for n in range(12, 30)]
    table = profile(group(rows)).by("tenure")
    assert table is not None
    assert [(cell.name.zh, cell.people) for cell in table.cells] == [("满 5 年，不满 10 年", 12), ("未填写", 18)]


def test_bands_of_pay_hold_equally_many_employees() -> None:
    table = profile(group([person(n, salary=str(10_000 + n)) for n in range(100)])).by("salary")
    assert table is not None
    assert [cell.people for cell in table.cells] == [25, 25, 25, 25]


def test_families_are_told_by_who_is_covered_with_the_employee() -> None:
    rows = [person(n) for n in range(30)]
    rows += [person(100 + n, relation="spouse", family_id=f"E{n:04d}") for n in range(12)]
    table = profile(group(rows)).by("family")
    assert table is not None
    assert [(cell.name.en, cell.people) for cell in table.cells] == [("employee alone", 18), ("with spouse", 12)]


def test_a_group_of_few_people_has_no_breakdown() -> None:
    found = profile(group([person(n) for n in range(9)]))
    assert found.people == 9
    assert found.breakdowns == ()


def test_all_cells_that_cannot_be_read_are_refused_at_once() -> None:
    rows = [person(0, chronic="maybe", hire_date="last spring"), person(1, chronic="是", 体检异常="?")]
    with pytest.raises(RefusedRowsError) as refused:
        declared(group(rows).assignment.reading)
    found = [(error.row, error.column, error.code) for error in refused.value.errors]
    assert found == [(1, "hire_date", "not_a_date"), (1, "chronic", "unknown_word"), (2, "体检异常", "unknown_word")]
