from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pricing.experience.triangles import ABC, square
from tuanbao.pricing.experience.errors import ExperienceError
from tuanbao.pricing.experience.triangle import (
    from_bills,
    from_cumulative,
    from_incremental,
    from_payments,
    weekdays,
    with_working_days,
)

UNKNOWN = np.nan


def test_running_totals_and_payments_of_each_period_say_the_same():
    triangle = from_cumulative(square(ABC))
    assert triangle.cumulative == pytest.approx(square(ABC), nan_ok=True)
    assert triangle.ages.tolist() == list(range(10, -1, -1))
    assert triangle.latest[-1] == ABC[-1][0]


def test_the_past_is_seen_as_it_was_known():
    triangle = from_incremental(
        [[1, 2, 3], [4, 5, UNKNOWN], [6, UNKNOWN, UNKNOWN]], ["2026-01", "2026-02", "2026-03"], [10, 11, 12], np.ones(5)
    )
    then = triangle.as_of("2026-02")
    assert then.increments == pytest.approx(np.array([[1, 2], [4, UNKNOWN]]), nan_ok=True)
    assert then.exposure.tolist() == [10, 11]
    assert then.working_days.shape == (3,)
    assert then.origins == ("2026-01", "2026-02")


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(-500, 10_000)), min_size=1))
def test_single_payments_add_up_to_the_triangle(payments):
    payments = [(0, 0, 100), *payments]
    month, development, fen = (np.array(column) for column in zip(*payments, strict=True))
    triangle = from_payments(np.datetime64("2025-01", "M") + month, development, fen, "2025-12")
    assert triangle.latest.sum() == fen[month + development <= 11].sum()
    assert len(triangle.origins) == 12


def test_bills_fall_into_the_month_of_service_and_the_months_until_receipt():
    served = pa.chunked_array([pa.array([date(2026, 1, 31), date(2026, 1, 2), date(2026, 2, 3)])])
    received = pa.chunked_array([pa.array([date(2026, 2, 1), date(2026, 1, 20), date(2026, 4, 1)])])
    triangle = from_bills(served, received, [100, 30, 50], "2026-03")
    assert triangle.origins == ("2026-01", "2026-02", "2026-03")
    assert triangle.increments[0].tolist() == [30, 100]
    assert any("1 payments received after" in note.en for note in triangle.notes)
    assert any("2026-02, 2026-03" in note.en for note in triangle.notes)


def test_a_bill_without_a_date_of_receipt_is_refused():
    served = np.array(["2026-01-05"], dtype="datetime64[D]")
    with pytest.raises(ExperienceError, match="lack a date"):
        from_bills(served, np.array(["NaT"], dtype="datetime64[D]"), [1], "2026-01")


def test_a_bill_received_before_its_service_is_refused():
    with pytest.raises(ExperienceError, match="received before"):
        from_payments(["2026-02"], [-1], [100], "2026-03")


def test_nothing_paid_up_to_the_valuation_is_refused():
    with pytest.raises(ExperienceError, match="Nothing was paid"):
        from_payments(["2026-05"], [0], [100], "2026-03")


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        ([[1, UNKNOWN, 3], [4, 5, UNKNOWN], [6, UNKNOWN, UNKNOWN]], "Origin 1 lacks development 2"),
        ([[1, 2, 3], [4, UNKNOWN, UNKNOWN], [6, UNKNOWN, UNKNOWN]], "Origin 2 lacks development 2"),
        ([[1, 2], [UNKNOWN, UNKNOWN]], "Origin 2 lacks development 1"),
        ([[UNKNOWN, 2], [3, UNKNOWN]], "Origin 1 lacks development 1"),
    ],
)
def test_a_hole_is_refused_with_its_place(cells, where):
    with pytest.raises(ExperienceError, match=where):
        from_incremental(cells)


def test_a_missing_month_is_refused():
    with pytest.raises(ExperienceError, match="2026-03 follows 2026-01") as refused:
        from_incremental([[1, 2], [3, UNKNOWN]], ["2026-01", "2026-03"])
    assert "2026-01 之后是 2026-03" in refused.value.text.zh


def test_developments_that_no_origin_has_reached_are_left_out_and_said():
    triangle = from_incremental([[1, 2, UNKNOWN], [3, UNKNOWN, UNKNOWN]])
    assert triangle.increments.shape == (2, 2)
    assert "No origin has passed development 2" in triangle.notes[0].en


def test_refunds_are_kept_and_said():
    triangle = from_incremental([[10, -2], [8, UNKNOWN]])
    assert triangle.latest.tolist() == [8, 8]
    assert "1 cells are negative" in triangle.notes[0].en


@pytest.mark.parametrize("members", [[10, 0], [10], [10, float("nan")]])
def test_members_must_be_there_for_every_month(members):
    with pytest.raises(ExperienceError, match="members"):
        from_incremental([[1, 2], [3, UNKNOWN]], exposure=members)


def test_holidays_and_make_up_days_move_the_working_days_of_a_month():
    assert weekdays("2026-02", 1).tolist() == [20]
    holidays = [f"2026-02-{day}" for day in range(16, 24)]
    assert weekdays("2026-02", 2, holidays, ["2026-02-14", "2026-02-28"]).tolist() == [20 - 6 + 2, 22]


def test_the_calendar_of_china_is_laid_over_a_triangle_of_months():
    triangle = with_working_days(from_incremental([[1, 2], [3, UNKNOWN]], ["2025-09", "2025-10"]))
    assert triangle.working_days.tolist() == [23, 18, 20]
    assert triangle.notes == ()


def test_a_year_without_a_calendar_is_said():
    triangle = with_working_days(from_incremental([[1, 2], [3, UNKNOWN]], ["2019-12", "2020-01"]))
    assert "2019, 2020" in triangle.notes[0].en


def test_working_days_of_anything_but_months_are_refused():
    with pytest.raises(ExperienceError, match="triangle of months"):
        with_working_days(from_incremental([[1, 2], [3, UNKNOWN]], ["first", "second"]))
