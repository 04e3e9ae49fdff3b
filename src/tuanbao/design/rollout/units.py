"""People as departments (试点单位): sizes, and the sums by which sets of departments are held against the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.design.rollout.errors import RolloutError
from tuanbao.language import Text

HEADINGS = {
    "department": ("department", "dept", "部门", "所属部门", "一级部门", "事业部", "division"),
    "city": ("city", "城市", "工作城市", "所在城市", "工作地", "work city"),
    "grade": ("grade", "职级", "级别", "职等", "level", "band"),
}
"""What people call these columns."""
PEOPLE = "people"
"""Not a column: everybody is a unit of their own."""


@dataclass(frozen=True, slots=True)
class Units:
    """Units in the order of their names. Arrays are (units,), or (units, categories) in ``counts``."""

    by: str
    names: tuple[str, ...]
    sizes: Any
    ages: Any
    """Σ of years over those whose birth date is known."""
    aged: Any
    """How many these are."""
    age_deviation: float
    counts: dict[str, Any]
    """By trait (sex, grade): how many of each unit are in each category; unknown is a category."""
    left_out: int = 0
    """Employees whose row names no unit: in neither arm."""

    @property
    def people(self) -> int:
        return int(self.sizes.sum())


def employees_of(members: pa.Table) -> pa.Table:
    """Dependants follow their employee, and are not counted."""
    return members.filter(pc.equal(members["relation"].cast(pa.string()), "employee"))


def column_for(members: pa.Table, wanted: str) -> str | None:
    """The column of people that is the department, city or grade; None where there is none."""
    lower = {name.lower().strip(): name for name in members.column_names}
    found = (lower[heading] for heading in HEADINGS[wanted] if heading in lower)
    return next(found, None)


def units_by(employees: pa.Table, column: str) -> Units:
    """Employees by what stands in a column. Raises RolloutError where there is no such column."""
    if column not in employees.column_names:
        there = ", ".join(employees.column_names)
        zh = f"人员表没有“{column}”这一列；有这些列：{there}"
        raise RolloutError(Text(zh, f"the table of people has no column {column!r}; it has {there}"))
    words = [str(word).strip() if word is not None else "" for word in employees[column].to_pylist()]
    keep = np.array([bool(word) for word in words], bool)
    names = tuple(sorted({word for word in words if word}))
    place = {name: i for i, name in enumerate(names)}
    of = np.array([place[word] for word in words if word], np.int64)
    return _summed(employees.filter(pa.array(keep)), column, names, of, int((~keep).sum()))


def units_of_one(employees: pa.Table) -> Units:
    """Every employee a unit, in the order of the member IDs."""
    ids = [str(member) for member in employees["member_id"].to_pylist()]
    order = sorted(range(len(ids)), key=lambda i: ids[i])
    sorted_table = employees.take(pa.array(order, pa.int64()))
    return _summed(sorted_table, PEOPLE, tuple(ids[i] for i in order), np.arange(len(ids)), 0)


def _summed(employees: pa.Table, by: str, names: tuple[str, ...], of: Any, left_out: int) -> Units:
    n = len(names)
    years = _years(employees)
    known = np.isfinite(years)
    spread = float(years[known].std()) if known.any() else 0.0
    middle = float(years[known].mean()) if known.any() else 0.0
    traits = {"sex": "sex", "grade": column_for(employees, "grade")}
    columns = {trait: name for trait, name in traits.items() if name in employees.column_names and name != by}
    return Units(
        by=by,
        names=names,
        sizes=np.bincount(of, minlength=n).astype(float),
        ages=np.bincount(of[known], middle - years[known], minlength=n),
        aged=np.bincount(of[known], minlength=n).astype(float),
        age_deviation=spread,
        counts={trait: _counts(employees[str(name)].to_pylist(), of, n) for trait, name in columns.items()},
        left_out=left_out,
    )


def _years(employees: pa.Table) -> Any:
    """Birth dates as years; ages differ as these do, on whatever day."""
    if "birth_date" not in employees.column_names:
        return np.full(len(employees), np.nan)
    days = employees["birth_date"].cast(pa.int32()).combine_chunks()
    return np.asarray(days.cast(pa.float64()).to_numpy(zero_copy_only=False), float) / 365.2425


def _counts(words: Sequence[Any], of: Any, n: int) -> Any:
    categories = {word: i for i, word in enumerate(sorted({str(word) for word in words}))}
    codes = np.array([categories[str(word)] for word in words], np.int64)
    flat = np.bincount(of * len(categories) + codes, minlength=n * len(categories))
    return flat.reshape(n, len(categories)).astype(float)
