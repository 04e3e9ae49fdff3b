"""How choosing goes (选择进度): who has chosen by department and day, what they chose, what it costs. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Chooser:
    """An employee who may choose, and when they first did (None: not yet)."""

    key: int
    department: str
    chosen_on: date | None


@dataclass(frozen=True, slots=True)
class Department:
    name: str
    chosen: int
    people: int

    @property
    def percent(self) -> int:
        return 100 * self.chosen // self.people if self.people else 0


@dataclass(frozen=True, slots=True)
class Taken:
    """One plan and variant: how many have it, and what it costs a year."""

    plan_id: str
    variant: str
    relation: str
    count: int
    employer: int
    employee: int


def departments(people: Iterable[Chooser]) -> list[Department]:
    """Those where most are missing first."""
    everybody, chosen = Counter[str](), Counter[str]()
    for each in people:
        everybody[each.department] += 1
        chosen[each.department] += each.chosen_on is not None
    found = [Department(name, chosen[name], count) for name, count in everybody.items()]
    return sorted(found, key=lambda each: (each.percent, each.name))


def by_day(chosen: Sequence[date], opens: date, closes: date, people: int) -> list[float]:
    """Per cent who had chosen by the end of each day of the window, from its first day on."""
    counts = Counter(min(max(day, opens), closes) for day in chosen)
    found, so_far = [], 0
    for offset in range((closes - opens).days + 1):
        so_far += counts[opens + timedelta(days=offset)]
        found.append(round(100 * so_far / people, 1) if people else 0.0)
    return found
