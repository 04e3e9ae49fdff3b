"""Past bills and events moved by whole years into the year of the plans (日期平移), so that these can pay them."""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.language import Text

MONTHS_A_YEAR = 12


def years_to_move(table: Any, column: str, period: tuple[date, date]) -> int:
    """Whole years by which most dates of a column come to lie in the period; 0 for an empty table."""
    days = table[column].drop_null()
    if not len(days):
        return 0
    middle = pc.sort_indices(days)[len(days) // 2].as_py()
    there = days[middle].as_py()
    years = int(period[0].year - there.year)
    return min((years, years + 1), key=lambda n: abs((_moved_day(there, n) - _middle(period)).days))


def moved(table: Any, years: int) -> Any:
    """Every date of a table moved by whole years; 29 February becomes the 28th."""
    if not years:
        return table
    for place, field in enumerate(table.schema):
        if pa.types.is_date32(field.type):
            days = [day and _moved_day(day, years) for day in table[field.name].to_pylist()]
            table = table.set_column(place, field.name, pa.array(days, pa.date32()))
    return table


def inside(table: Any, column: str, period: tuple[date, date]) -> Any:
    """(rows,) bool: dates within the period."""
    days = table[column].combine_chunks()
    first, last = (pa.scalar(day, pa.date32()) for day in period)
    found = pc.and_(pc.greater_equal(days, first), pc.less_equal(days, last))
    return np.asarray(pc.fill_null(found, False).to_numpy(zero_copy_only=False), bool)


def said(years: int) -> Text:
    """What was done, for notes."""
    return Text(
        f"以往票据和事件的日期平移了 {years} 年，按现行方案重新理算",
        f"past bills and events are moved by {years} years and adjudicated under the present programme",
    )


def _moved_day(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=min(max(day.year + years, 1), 9999))


def _middle(period: tuple[date, date]) -> date:
    return period[0] + (period[1] - period[0]) / 2
