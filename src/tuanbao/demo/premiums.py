"""What the company paid for its cover, month by month and plan by plan (保费)."""

import calendar
from datetime import date

import numpy as np
import pyarrow as pa

from tuanbao.demo.frame import Array, Frame, days
from tuanbao.demo.parameters import Parameters
from tuanbao.demo.tables import PLANS
from tuanbao.money import half_up, parse_yuan

DAYS_OF_A_YEAR = 365


def premium_table(p: Parameters, people: Frame) -> pa.Table:
    """保费: one row for each month and plan; premium is the yearly rate by days of cover, in fen."""
    year = p["period"]["from"].year
    plan = np.array([PLANS[relation] for relation in people["relation"].tolist()])
    rows = [_row(p, people, plan == name, name, date(year, month, 1)) for month in range(1, 13) for name in _plans()]
    return pa.Table.from_pylist([row for row in rows if row["premium"]])


def _plans() -> list[str]:
    return list(dict.fromkeys(PLANS.values()))


def _row(p: Parameters, people: Frame, has: Array, plan: str, first: date) -> dict[str, object]:
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    covered = _days_of_cover(people, has, first, last)
    premium = half_up(int(covered.sum()) * parse_yuan(p["premiums"][plan]), DAYS_OF_A_YEAR)
    members = int((covered > 0).sum())
    return {"from": first, "to": last, "plan": plan, "members": members, "premium": premium, "premium_paid": premium}


def _days_of_cover(people: Frame, has: Array, first: date, last: date) -> Array:
    """Days of the month on which each person of a plan was covered."""
    month = np.array([first, last], "datetime64[D]").astype(np.int64)
    begins = np.maximum(days(people["cover_from"][has]), month[0])
    ends = np.minimum(days(people["cover_to"][has]), month[1])
    return np.asarray(np.maximum(ends - begins + 1, 0))
