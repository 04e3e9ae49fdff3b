"""Premiums and what of them is earned by when (签单保费、已赚保费): pro rata by days, in whole fen that add up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa

from tuanbao.adjudication.intake import RefusedRowsError, reading_of
from tuanbao.language import Text
from tuanbao.money import half_up
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.months import first_day, last_day, month_of
from tuanbao.roster import PREMIUMS, Reading, check_premiums


@dataclass(frozen=True, slots=True)
class Premium:
    """A premium for some people from ``first`` to ``last``, both days included; fen."""

    first: date
    last: date
    plan: str | None
    """None: all plans together."""
    members: int
    written: int
    paid: int | None = None

    def earned_until(self, day: date) -> int:
        """Fen earned from the first day to ``day``, that day included.

        The rounding is of the running total, so that the days of any division of the period add up to the whole.
        """
        days = (self.last - self.first).days + 1
        passed = min(max((day - self.first).days + 1, 0), days)
        return half_up(self.written * passed, days)

    def earned(self, first: date, last: date) -> int:
        """Fen earned from ``first`` to ``last``, both days included."""
        return self.earned_until(last) - self.earned_until(first - timedelta(days=1))


def premiums_of(table: pa.Table | Reading) -> tuple[Premium, ...]:
    """The premiums of a table. Raises RefusedRowsError with all bad rows, RenewalError where there is no premium."""
    reading = check_premiums(reading_of(table, PREMIUMS))
    if reading.errors:
        raise RefusedRowsError(reading.errors)
    rows = reading.table.to_pylist()
    if not rows:
        zh = "没有保费，无法计算赔付率；请提供保费表（from, to, members, premium）"
        en = "there are no premiums, and so no loss ratio; give a table of them (from, to, members, premium)"
        raise RenewalError(Text(zh, en))
    return tuple(
        Premium(row["from"], row["to"], row["plan"], row["members"], row["premium"], row["premium_paid"])
        for row in rows
    )


def earned(premiums: Iterable[Premium], first: date, last: date) -> int:
    """Earned premium (已赚保费) from ``first`` to ``last``, fen."""
    return sum(premium.earned(first, last) for premium in premiums)


def written(premiums: Iterable[Premium], first: date, last: date) -> int:
    """Written premium (签单保费) of cover that began from ``first`` to ``last``, fen."""
    return sum(premium.written for premium in premiums if first <= premium.first <= last)


def earned_by_month(premiums: Iterable[Premium], months: Sequence[int]) -> tuple[int, ...]:
    """Earned premium of each calendar month, fen; see `months` for how months are numbered."""
    given = tuple(premiums)
    return tuple(earned(given, first_day(month), last_day(month)) for month in months)


def span(premiums: Iterable[Premium]) -> tuple[int, int]:
    """The first and the last calendar month in which some premium is earned."""
    given = tuple(premiums)
    return month_of(min(premium.first for premium in given)), month_of(max(premium.last for premium in given))
