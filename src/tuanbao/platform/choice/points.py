"""Points of an employee a year: how many by tier and days of employment, and what one is worth (积分). Pure; the ledger
is money's."""

from datetime import date
from fractions import Fraction

from tuanbao.plan.programme import Programme

NO_POINTS = Fraction(100)


def yearly_points(programme: Programme, tier: str) -> int:
    """Of somebody of the tier who is there the whole year."""
    points = programme.choice.points if programme.choice else None
    return points.by_tier.get(tier, points.per_employee) if points else 0


def fen_per_point(programme: Programme) -> Fraction:
    points = programme.choice.points if programme.choice else None
    return Fraction(points.yuan_per_point) * 100 if points else NO_POINTS


def granted(yearly: int, year: tuple[date, date], hired_on: date | None, left_on: date | None = None) -> int:
    """Points by the day of employment in the year; a begun point is not granted."""
    first, last = max(year[0], hired_on or year[0]), min(year[1], left_on or year[1])
    return yearly * max(0, (last - first).days + 1) // _days(*year)


def _days(first: date, last: date) -> int:
    return (last - first).days + 1
