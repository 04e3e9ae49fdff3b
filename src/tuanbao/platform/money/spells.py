"""The days that endorsements add up to (保障区间): what was added, less what was taken back."""

from collections.abc import Iterable
from datetime import date, timedelta

Days = tuple[date, date]
"""First and last day."""
_DAY = timedelta(days=1)


def covered(told: Iterable[tuple[str, date, date]]) -> list[Days]:
    """``add`` or ``remove`` with first and last day, in the order told; spells that touch are one."""
    spells: list[Days] = []
    for action, first, last in told:
        if action == "add":
            spells = _joined([*spells, (first, last)])
        else:
            spells = [part for spell in spells for part in _without(spell, first, last)]
    return spells


def _without(spell: Days, first: date, last: date) -> list[Days]:
    before = (spell[0], min(spell[1], first - _DAY))
    after = (max(spell[0], last + _DAY), spell[1])
    return list(dict.fromkeys(part for part in (before, after) if part[0] <= part[1]))


def _joined(spells: list[Days]) -> list[Days]:
    joined: list[Days] = []
    for first, last in sorted(spells):
        if joined and first <= joined[-1][1] + _DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
