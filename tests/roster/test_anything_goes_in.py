"""Whatever people write into a cell: no row is lost, none is both good and bad, and nothing crashes."""

from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanbao.roster import BILLS, EVENTS, HOSPITAL_LISTS, MEMBERS, OPENINGS, PREMIUMS, Reading, normalise
from tuanbao.roster.assemble import assemble
from tuanbao.roster.cells import convert_cells
from tuanbao.roster.checks import check_bills, check_events, check_hospital_lists, check_openings, check_premiums
from tuanbao.roster.columns import Layout, plain
from tuanbao.roster.parse import is_empty
from tuanbao.roster.people import PlanNeeds, check_members

from .samples import people

LAYOUTS = [MEMBERS, BILLS, EVENTS, OPENINGS, HOSPITAL_LISTS, PREMIUMS]

LIKELY = st.sampled_from(
    [
        *("", " ", "-", "无", "b1", "E1", "E1c", "1", "2", "0", "-1", "1.5", "99999999999999999999", "#N/A", "合计"),
        *("2026-03-05", "20260230", "46086", "9999-12-31", "12.345", "￥1,234.5", "本人", "child", "门诊", "overseas"),
        *("disability", "lost_time", "true", "否", "三甲", "11010519491231002X", "110105194912310021", "护照", "a;b"),
    ]
)
TEXTS = LIKELY | st.text(max_size=20)
CELLS = (
    TEXTS
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.builds(time)
    | st.builds(timedelta, hours=st.integers(0, 100))
)


def checked(reading: Reading) -> Reading:
    needs = {"a": PlanNeeds(birth_date=True), "b": PlanNeeds(frozenset({"salary"}))}
    known = people().table
    checks = {
        "members": lambda: check_members(reading, needs),
        "bills": lambda: check_bills(reading, known),
        "events": lambda: check_events(reading, known),
        "openings": lambda: check_openings(reading, known),
        "hospital_lists": lambda: check_hospital_lists(reading),
        "premiums": lambda: check_premiums(reading),
    }
    return checks[reading.layout.name]()


def assert_every_row_is_good_or_bad(reading: Reading, rows: int, blank: set[int]) -> None:
    good, bad = set(reading.rows.tolist()), {error.row for error in reading.errors}
    assert not good & bad
    assert good | bad == set(range(1, rows + 1)) - blank
    assert len(reading.rows) == reading.table.num_rows == len(good)
    assert [error.row for error in reading.errors] == sorted(error.row for error in reading.errors)
    assert all(error.reason.zh and error.reason.en for error in reading.errors)
    for column in reading.layout.columns:
        if column.required or column.empty is not None or column.empty_as is not None:
            assert reading.table.column(column.name).null_count == 0


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_any_text_in_any_cell(layout: Layout) -> None:
    names = [column.name for column in layout.columns]

    @settings(max_examples=150, deadline=None)
    @given(st.lists(st.lists(TEXTS, min_size=len(names), max_size=len(names)), max_size=5))
    def check(rows: list[list[str]]) -> None:
        columns = {name: pa.array([row[place] for row in rows], pa.string()) for place, name in enumerate(names)}
        reading = normalise(pa.table(columns), layout)
        bad = {error.row for error in reading.errors}
        blank = set(range(1, len(rows) + 1)) - bad - set(reading.rows.tolist())
        assert all(nothing(rows[row - 1]) for row in blank)
        assert_every_row_is_good_or_bad(checked(reading), len(rows), blank)
        again = normalise(reading.table, layout)
        assert (again.table.to_pylist(), again.errors) == (reading.table.to_pylist(), [])

    check()


def nothing(row: list[str]) -> bool:
    """A row of which every cell is empty or says that there is nothing."""
    return all(is_empty(plain(cell.strip().lstrip("'=").strip('"'))) for cell in row)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_any_value_in_any_cell_of_a_spreadsheet(layout: Layout) -> None:
    columns = layout.columns

    @settings(max_examples=150, deadline=None)
    @given(st.lists(st.lists(CELLS, min_size=len(columns), max_size=len(columns)), min_size=1, max_size=5))
    def check(rows: list[list[object]]) -> None:
        converted = {
            column.name: convert_cells([row[place] for row in rows], column) for place, column in enumerate(columns)
        }
        reading = assemble(converted, columns, layout, np.arange(1, len(rows) + 1))
        bad = {error.row for error in reading.errors}
        blank = set(range(1, len(rows) + 1)) - bad - set(reading.rows.tolist())
        assert_every_row_is_good_or_bad(checked(reading), len(rows), blank)

    check()


@given(st.one_of(st.dates(), st.datetimes(), st.floats(allow_nan=False), st.booleans(), TEXTS))
def test_a_bad_cell_is_shown_as_it_was_written(cell: object) -> None:
    row: dict[str, Any] = {"bill_id": "b1", "member_id": "E1", "service_date": cell, "category": "门诊", "total": 1.0}
    converted = {name: convert_cells([value], BILLS[name]) for name, value in row.items()}
    for fault in converted["service_date"].faults:
        assert fault.value
        assert not isinstance(cell, date | datetime) or fault.code == "implausible_date"
