"""Who was covered for how long (风险暴露): member-days and member-months from the days of cover."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tuanbao.pricing.renewal.months import days_since_1970, first_day, last_day, months_between

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Exposure:
    """Days of cover by calendar month, of the part of the month that lies in the period."""

    first: date
    last: date
    months: tuple[int, ...]
    days: tuple[int, ...]
    """Member-days of cover in each month."""

    @property
    def by_month(self) -> tuple[Fraction, ...]:
        """Member-months: a person who is covered for half the days of a month counts as a half."""
        lengths = (last_day(month).day for month in self.months)
        return tuple(Fraction(days, length) for days, length in zip(self.days, lengths, strict=True))

    @property
    def member_months(self) -> Fraction:
        return sum(self.by_month, Fraction(0))

    @property
    def life_years(self) -> Fraction:
        """Member-days over the days of a year of 365; of a leap year's full cover a little more than 1 a person."""
        return Fraction(sum(self.days), 365)


def exposure(members: pa.Table, first: date, last: date) -> Exposure:
    """Cover of a normalised people's table from ``first`` to ``last``; an empty ``cover_to`` lasts to the end."""
    start = members["cover_from"].combine_chunks().cast(pa.int32()).to_numpy(zero_copy_only=False).astype(np.int64)
    end_of_period = days_since_1970(last)
    ends = members["cover_to"].combine_chunks().cast(pa.int32()).fill_null(end_of_period)
    end = ends.to_numpy(zero_copy_only=False).astype(np.int64)
    months = months_between(first, last)
    days = tuple(_days_in(start, end, max(first, first_day(m)), min(last, last_day(m))) for m in months)
    return Exposure(first, last, months, days)


def _days_in(start: Ints, end: Ints, first: date, last: date) -> int:
    begins = np.maximum(start, days_since_1970(first))
    ends = np.minimum(end, days_since_1970(last))
    return int(np.maximum(ends - begins + 1, 0).sum())
