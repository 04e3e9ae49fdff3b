"""The comparison of pilot and rest for one effect: power of sets, smallest effect, and what would be needed."""

from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from tuanbao.design.rollout.measures import Setting
from tuanbao.design.rollout.power import Arm, critical, distance_needed, effect_of_sums, power, smallest
from tuanbao.design.rollout.units import PEOPLE, Units

MOST_PEOPLE = 1_000_000
"""Beyond this many employees nobody is told how many would be needed."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``wanted``: the power; ``level``: of the two-sided test."""

    setting: Setting
    units: Units
    wanted: float
    level: float

    @property
    def icc(self) -> float:
        return 0.0 if self.units.by == PEOPLE else self.setting.icc

    @property
    def df(self) -> float:
        """Departments less two, for their means are what is compared; people less two where these do not matter."""
        return self._df(len(self.units.names), self.units.people)

    def arms(self, masks: Any) -> tuple[Arm, Arm]:
        """Pilot and rest of every set; ``masks`` (sets, units) bool."""
        sizes, squares = self.units.sizes, self.units.sizes**2
        people, of_squares = masks @ sizes, masks @ squares
        pilot = Arm(people, effect_of_sums(people, of_squares, self.icc))
        rest, left = sizes.sum() - people, squares.sum() - of_squares
        return pilot, Arm(rest, effect_of_sums(rest, left, self.icc))

    def powers(self, masks: Any) -> Any:
        """(sets,) the chance to find the stated effect."""
        return self.of_arms(*self.arms(masks), self.df)

    def of_arms(self, pilot: Arm, rest: Arm, df: float) -> Any:
        change = self.setting.effect.change
        return power(self.setting.seen(change), self.setting.errors(change, pilot, rest), self.level, df)

    def smallest_effect(self, pilot: Arm, rest: Arm, df: float) -> float | None:
        """In the unit and direction of the stated effect."""
        sign = -1.0 if self.setting.effect.change < 0 else 1.0
        if self.setting.measure.kind == "mean":
            error = float(self.setting.errors(sign, pilot, rest).stated)
            return sign * distance_needed(self.wanted, self.level, df) * error
        found = smallest(lambda size: self._chance(sign * size, pilot, rest, df), self.wanted, self.setting.most)
        return None if found is None else sign * found

    def _chance(self, change: float, pilot: Arm, rest: Arm, df: float) -> float:
        return float(power(self.setting.seen(change), self.setting.errors(change, pilot, rest), self.level, df))

    def bound(self, pilot: Arm, rest: Arm) -> float:
        """The smallest difference within the months that the test calls one, if there truly is none."""
        return critical(self.level, self.df) * float(self.setting.errors(0.0, pilot, rest).null)

    def people_needed(self) -> int | None:
        """Employees in all, in units like these and half of them in the pilot."""
        n, sizes = self.units.people, self.units.sizes
        effect = float(effect_of_sums(sizes.sum(), (sizes**2).sum(), self.icc))

        def chance(people: int) -> float:
            half = Arm(people / 2, effect)
            df = self._df(len(sizes) * people / n, people)
            return float(self.of_arms(half, half, df)) if df >= 1 else 0.0

        return _least(chance, self.wanted, MOST_PEOPLE)

    def months_needed(self, mask: Any) -> int | None:
        """With the same pilot; None where a year is too short."""
        for months in range(self.setting.months + 1, 13):
            longer = replace(self, setting=replace(self.setting, months=months))
            if float(longer.powers(mask[None, :])[0]) >= self.wanted:
                return months
        return None

    def halves(self) -> tuple[float, float | None]:
        """Single people in two random halves: the chance to find the effect, and the smallest that is found."""
        alone = replace(self, setting=replace(self.setting, icc=0.0))
        people = self.units.people
        pilot, rest = Arm(people // 2), Arm(people - people // 2)
        df = people - 2.0
        return float(alone.of_arms(pilot, rest, df)), alone.smallest_effect(pilot, rest, df)

    def _df(self, units: float, people: float) -> float:
        return units - 2.0 if self.icc > 0 else people - 2.0


def _least(chance: Any, wanted: float, most: int) -> int | None:
    """The least whole number up to ``most`` at which a rising chance reaches what is wanted."""
    if chance(most) < wanted:
        return None
    low, high = 2, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if chance(middle) >= wanted else (middle, high)
    return ceil(high)


def fewest_of_single_people(comparison: Comparison, least: int) -> int:
    """How many of single people a pilot needs; half of all where even that is not enough."""
    people = comparison.units.people

    def chance(pilot: int) -> float:
        return float(comparison.of_arms(Arm(pilot), Arm(people - pilot), people - 2.0))

    found = _least(lambda n: chance(min(max(n, 1), people // 2)), comparison.wanted, people // 2)
    return people // 2 if found is None else max(found, least)
