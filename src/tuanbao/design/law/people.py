"""What the rules ask of the roster: employees, years of salary, ages, who has which benefits (人员)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuanbao.adjudication.events import completed_years
from tuanbao.design.law.case import ANY_CITY, Case
from tuanbao.design.law.premiums import Ints
from tuanbao.plan import DailyAllowance, LumpSum, Plan, Reimbursement
from tuanbao.pricing.group import EVERYBODY
from tuanbao.roster import plans_of

MONTHS = 12
Benefit = Reimbursement | DailyAllowance | LumpSum


@dataclass(frozen=True, slots=True)
class Employees:
    """The employees of the roster (员工), in its order. Salaries are fen a year, 0 where ``known`` is False."""

    row: Ints
    """Their positions on the roster."""
    member_id: tuple[str, ...]
    tier: tuple[str, ...]
    city: tuple[str, ...]
    salary: Ints
    known: NDArray[np.bool_]
    of_row: Ints
    """(people,): the position here of the family's employee; −1 where the roster has none."""

    def __len__(self) -> int:
        return len(self.row)


def column(case: Case, name: str, empty: Any = None) -> list[Any]:
    """A column of the roster; ``empty`` for empty cells and where the column is missing."""
    if case.members is None or name not in case.members.column_names:
        return [empty] * (0 if case.members is None else len(case.members))
    return [empty if value is None else value for value in case.members[name].to_pylist()]


def employees_of(case: Case) -> Employees:
    """Employees with salaries of a year."""
    relation = column(case, "relation")
    rows = [i for i, word in enumerate(relation) if word == "employee"]
    families = column(case, "family_id")
    ids = column(case, "member_id", "")
    families = [family or own for family, own in zip(families, ids, strict=True)]
    place = {families[row]: i for i, row in reversed(list(enumerate(rows)))}
    of_row = np.array([place.get(family, -1) for family in families], np.int64)
    of_row[rows] = np.arange(len(rows))
    monthly = column(case, "salary")
    return Employees(
        np.array(rows, np.int64),
        tuple(str(ids[row]) for row in rows),
        tuple(_of(column(case, "tier", EVERYBODY), rows)),
        tuple(_of(column(case, "city", ANY_CITY), rows)),
        np.array([(monthly[row] or 0) * MONTHS for row in rows], np.int64),
        np.array([monthly[row] is not None for row in rows], np.bool_),
        of_row,
    )


def _of(values: list[Any], rows: list[int]) -> list[str]:
    return [str(values[row]) for row in rows]


def payroll_of(case: Case) -> int | None:
    """Total wages of a year, fen (工资薪金总额): as stated, else of the roster; None where salaries are missing."""
    if case.payroll is not None:
        return case.payroll
    staff = employees_of(case)
    return int(staff.salary.sum()) if len(staff) and staff.known.all() else None


def local_year(case: Case, staff: Employees) -> Ints | None:
    """Average wage of a year where each employee works, fen; None unless known for all."""
    wages = case.tax.local_wages
    found = [wages.get(city, wages.get(ANY_CITY)) for city in staff.city]
    if any(wage is None for wage in found):
        return None
    return np.array([(wage or 0) * MONTHS for wage in found], np.int64)


def in_tiers(staff: Employees, tiers: tuple[str, ...] | None) -> NDArray[np.bool_]:
    """Which employees are in these tiers; None: all."""
    return np.array([tiers is None or tier in tiers for tier in staff.tier], np.bool_)


def ages_of(case: Case) -> list[int | None]:
    """Completed years on the first day of the plans; None where the birth date is missing."""
    born: list[date | None] = column(case, "birth_date")
    return [None if day is None else completed_years(day, case.first_day) for day in born]


def benefits_of(case: Case, plans: str | None, relation: str) -> Iterator[tuple[Plan, Benefit]]:
    """The benefits that somebody with these plans and this relation has."""
    known = case.every_plan
    for name in plans_of(plans):
        for benefit in known[name].benefits if name in known else ():
            if benefit.relations is None or relation in benefit.relations:
                yield known[name], benefit
