"""Points of an employee a year: granted by tier, used by the elections in force (积分). Pure; the ledger is money's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tuanbao.plan.programme import Programme

NO_POINTS = Fraction(100)


@dataclass(frozen=True, slots=True)
class Using:
    """An election's points for a whole year, and from when it holds."""

    effective_from: date
    points: int


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


def used(elections: Sequence[Using], year: tuple[date, date], left_on: date | None = None) -> int:
    """Points that the elections use up in the year, each for its days; largest remainder, so that a year's choice
    changed to the same choice uses what it would have used unchanged."""
    last = min(year[1], left_on or year[1])
    begins = sorted((each for each in elections if each.effective_from <= last), key=lambda each: each.effective_from)
    total, whole = Fraction(0), _days(*year)
    for at, each in enumerate(begins):
        until = begins[at + 1].effective_from - timedelta(days=1) if at + 1 < len(begins) else last
        from_ = max(each.effective_from, year[0])
        total += Fraction(each.points * max(0, (until - from_).days + 1), whole)
    return int(total)


def _days(first: date, last: date) -> int:
    return (last - first).days + 1
