import numpy as np
import pytest

from tuanbao.reference.working_days import announced_years, working_days


@pytest.mark.parametrize(("year", "days"), [(2023, 249), (2024, 251), (2025, 248), (2026, 248)])
def test_the_announced_years_have_their_number_of_working_days(year, days):
    assert working_days(f"{year}-01", 12).sum() == days


def test_the_golden_week_shortens_october():
    assert working_days("2025-10", 1).tolist() == [18]  # 23 weekdays, 6 of them off, one Saturday worked


def test_a_year_not_yet_announced_takes_the_usual_months():
    usual = np.mean([working_days(f"{year}-02", 1) for year in announced_years()])
    assert working_days("2040-02", 1)[0] == pytest.approx(usual)


def test_months_run_on_over_the_year():
    assert working_days("2025-12", 2).tolist() == [23, 21]
