"""Working days of the months in mainland China (工作日), by the yearly notices of the State Council."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from tuanbao.reference.documented import reference_yaml


def announced_years() -> tuple[int, ...]:
    """Years whose holidays are known here."""
    return tuple(sorted(reference_yaml("working_days.yaml")))


def working_days(first_month: str, months: int) -> NDArray[np.float64]:
    """(months,): working days of consecutive months from ``first_month`` (2026-03) on.

    A year that is not among ``announced_years`` takes, for each month of the year, the mean of those that are.
    """
    index = int(np.datetime64(first_month, "M").astype(np.int64)) + np.arange(months)
    known = {year: _of_year(year) for year in announced_years()}
    usual = np.asarray(np.mean(list(known.values()), axis=0), dtype=np.float64)
    return np.array([known.get(1970 + int(i) // 12, usual)[int(i) % 12] for i in index], dtype=np.float64)


@cache
def _of_year(year: int) -> NDArray[np.float64]:
    """(12,)"""
    entry = reference_yaml("working_days.yaml")[year]
    holidays, worked = (
        np.array([f"{year}-{day}" for day in entry[name]], dtype="datetime64[D]") for name in ("holidays", "worked")
    )
    edges = (np.datetime64(f"{year}-01", "M") + np.arange(13)).astype("datetime64[D]")
    weekdays = np.busday_count(edges[:-1], edges[1:], holidays=holidays)
    made_up = np.bincount(worked.astype("datetime64[M]").astype(np.int64) % 12, minlength=12)
    return np.asarray(weekdays + made_up, dtype=np.float64)
