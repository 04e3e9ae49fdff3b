"""A planned roll-out (推广计划) as data."""

from dataclasses import dataclass

from tuanbao.design.rollout.measures import Assumption, Effect
from tuanbao.language import Text


@dataclass(frozen=True, slots=True)
class Balance:
    """How far pilot and rest differ in one trait, in standard deviations."""

    trait: str
    name: Text
    difference: float
    alike: bool


@dataclass(frozen=True, slots=True)
class Pilot:
    """Who tries the new programme first, and what can be seen by it."""

    units: tuple[str, ...]
    """Departments, or cities, by name; the member IDs of employees where single people were drawn."""
    people: int
    rest: int
    power: float
    """The chance to find the effect if it is as stated."""
    reaches: bool
    """Whether that is the wished chance."""
    smallest_effect: float | None
    """The smallest change, in the unit of the effect, found with the wished chance; None: not even the largest is."""
    bound: float
    """The difference, within the months compared, beyond which pilot and rest differ by more than chance; money by
    the year."""
    design_effects: tuple[float, float]
    """Of pilot and rest: how much more the means scatter because people come by whole departments."""
    balance: tuple[Balance, ...]
    every_set: bool
    """Whether all sets of departments were compared, so that there is no better one."""


@dataclass(frozen=True, slots=True)
class Needed:
    """What would show the effect where the pilot cannot."""

    people: int | None
    """Employees in all, in departments like these, half of them in the pilot; None: more than a million."""
    months: int | None
    """Months of comparison with the same pilot; None: a year is not enough, or time does not help."""
    halves_power: float
    """The chance with single people drawn into two random halves."""
    halves_smallest: float | None


@dataclass(frozen=True, slots=True)
class Phase:
    """A step of the roll-out: months of the year, who has the new programme, what is watched, when one stops."""

    key: str
    name: Text
    months: tuple[int, int]
    units: tuple[str, ...]
    people: int
    watch: tuple[str, ...]
    """Measures."""
    stop: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Rollout:
    """``by``: the column by which people form units, or people."""

    effect: Effect
    months: int
    """Of the comparison: while only the pilot has the new programme."""
    by: str
    people: int
    pilot: Pilot | None
    """None where no two arms of ten people and three units can be made."""
    needed: Needed | None
    """None where the pilot shows the effect."""
    phases: tuple[Phase, ...]
    assumptions: tuple[Assumption, ...]
    summary: Text
    notes: tuple[Text, ...]
