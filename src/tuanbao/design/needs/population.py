"""Who the people are (人群画像): how many in each cell of each dimension, with small cells put together."""

from dataclasses import dataclass

import numpy as np

from tuanbao.design.needs.cells import NONE
from tuanbao.design.needs.columns import Declared
from tuanbao.design.needs.dimensions import EMPLOYEES_ONLY, Dimension, dimensions
from tuanbao.language import Text
from tuanbao.pricing.group import Group


@dataclass(frozen=True, slots=True)
class Share:
    """One cell: its people, and their share of those whom the dimension divides."""

    name: Text
    people: int
    share: float


@dataclass(frozen=True, slots=True)
class Breakdown:
    """People by one dimension, in the dimension's order; others, put together, come last."""

    key: str
    title: Text
    employees_only: bool
    cells: tuple[Share, ...]

    @property
    def people(self) -> int:
        return sum(cell.people for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Profile:
    """The people of a group. No cell stands for fewer than ten people."""

    people: int
    employees: int
    breakdowns: tuple[Breakdown, ...]
    employee_ages: Breakdown | None
    """Employees by age segment; None without birth dates."""
    missing: tuple[Text, ...]
    """What the roster does not tell."""

    def by(self, key: str) -> Breakdown | None:
        """People by a dimension, if the roster tells it and there are enough people."""
        return next((found for found in self.breakdowns if found.key == key), None)


def profile(group: Group, facts: Declared | None = None) -> Profile:
    """People by age, sex, relation, family, city, occupation class, grade, tier, service, department and pay.

    A dimension whose column the roster lacks is named in ``missing``. Raises RefusedRowsError for hire dates or health
    columns with cells that cannot be read.
    """
    found, missing = dimensions(group, facts)
    staff = np.array([relation == "employee" for relation in group.members["relation"].to_pylist()], bool)
    shared = {key: dimension.shared() for key, dimension in found.items()}
    if "age_band" in found:
        shared["age_band"] = within(found["age_band"], found["age_segment"])
    ages = found.get("age_segment")
    of_staff = Dimension(ages.key, np.where(staff, ages.cell, NONE), ages.names).shared() if ages else None
    return Profile(
        people=len(staff),
        employees=int(staff.sum()),
        breakdowns=tuple(one for one in map(breakdown, shared.values()) if one.cells),
        employee_ages=breakdown(of_staff) if of_staff else None,
        missing=missing,
    )


def breakdown(dimension: Dimension) -> Breakdown:
    """The counts of a dimension whose small cells have been put together; empty cells are left out."""
    counts = np.bincount(dimension.cell[dimension.cell >= 0], minlength=len(dimension.names))
    cells = [
        Share(name, int(people), int(people) / int(counts.sum()))
        for name, people in zip(dimension.names, counts, strict=True)
        if people
    ]
    return Breakdown(dimension.key, dimension.title, dimension.key in EMPLOYEES_ONLY, tuple(cells))


def within(fine: Dimension, coarse: Dimension) -> Dimension:
    """A finer division with small cells put together within each cell of a coarser one, which is shown beside it.

    So neither table less the other tells of fewer people.
    """
    around = coarse.shared()
    cell, names = np.full(len(fine.cell), NONE), list[Text]()
    for place in range(len(around.names)):
        rows = np.flatnonzero(around.cell == place)
        inside = fine.of(rows).shared()
        cell[rows] = np.where(inside.cell >= 0, inside.cell + len(names), NONE)
        names += inside.names
    return Dimension(fine.key, cell, tuple(names))
