"""A company's people under its plans, ready to be priced (待定价的团体): who is covered on a day, for a whole year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication import RefusedRowsError
from tuanbao.adjudication.intake import named_plans, plan_needs
from tuanbao.language import Text
from tuanbao.plan import Plan, Programme, load_file, load_programme
from tuanbao.plan.programme import Tier
from tuanbao.roster import MEMBERS, Reading, RowError, TableError, check_members, read_table
from tuanbao.roster.assignment import Assignment, assign

EVERYBODY = "all"
"""The one tier where there is no programme."""


@dataclass(frozen=True, slots=True)
class Group:
    """The people who are priced. Everybody is covered for the whole of ``period``."""

    plans: tuple[Plan, ...]
    assignment: Assignment
    period: tuple[date, date]
    notes: tuple[Text, ...] = ()

    @property
    def members(self) -> pa.Table:
        return self.assignment.reading.table


def load_plans_or_programme(file: Path) -> tuple[Programme | None, list[Plan]]:
    """The programme of a file and its plans; None and the plans of a file without one. Raises PlanError."""
    plans, programmes = load_file(file)
    return load_programme(file) if programmes else (None, plans)


def read_group(roster: Path, plans_file: Path, on: date | None = None) -> Group:
    """The people of a roster file under the programme, or the plans, of a file; see `group_of`.

    Raises PlanError, TableError, and RefusedRowsError with every bad row.
    """
    programme, plans = load_plans_or_programme(plans_file)
    return group_of(read_people(roster, plans), programme, plans, on)


def read_people(roster: Path, plans: Sequence[Plan]) -> Reading:
    """People with the columns of amounts that the plans ask for."""
    needs = [plan_needs(plan) for plan in named_plans(plans).values()]
    return read_table(roster, MEMBERS, amounts=frozenset(amount for need in needs for amount in need.amounts))


def group_of(members: Reading, programme: Programme | None, plans: Sequence[Plan], on: date | None = None) -> Group:
    """Who is covered on the day ``on``, by default the first day of the plans, priced for the plans' whole year.

    People who are not covered on that day are left out, and a note says how many. Without a programme people have the
    plan that their row states, or the only plan. Raises RefusedRowsError with every bad row, and TableError where
    nobody is left.
    """
    if not len(members.table):
        _refuse(members.errors)
        raise TableError(Text("人员表里没有人", "there is nobody in the table of people"))
    period = _period(plans)
    day = on or period[0]
    checked = check_members(members)
    _refuse(checked.errors)
    present, absent = _in_force(checked, day)
    if not len(present.table):
        raise TableError(_nobody(day, checked.table))
    assignment = _assigned(present, programme, plans, day)
    _refuse(assignment.reading.errors)
    whole = _for_the_year(assignment.reading, period)
    notes = (_left_out(absent, day),) if absent else ()
    return Group(tuple(plans), replace(assignment, reading=whole), period, notes)


def _refuse(errors: Sequence[RowError]) -> None:
    if errors:
        raise RefusedRowsError(errors)


def _period(plans: Sequence[Plan]) -> tuple[date, date]:
    return min(plan.period.first for plan in plans), max(plan.period.last for plan in plans)


def _in_force(members: Reading, day: date) -> tuple[Reading, int]:
    """Those covered on the day, and how many are not."""
    table, at = members.table, pa.scalar(day, pa.date32())
    begun = pc.less_equal(table["cover_from"], at)
    lasts = pc.fill_null(pc.greater_equal(table["cover_to"], at), True)
    keep = pc.and_(begun, lasts).combine_chunks()
    rows = members.rows[np.asarray(keep.to_numpy(zero_copy_only=False), bool)]
    return replace(members, table=table.filter(keep), rows=rows), len(table) - len(rows)


def _assigned(members: Reading, programme: Programme | None, plans: Sequence[Plan], day: date) -> Assignment:
    if programme is not None:
        return assign(programme, members, day, known=frozenset(named_plans(plans)))
    stated = members
    if len(plans) == 1:
        filled = pc.fill_null(members.table["plan"].cast(pa.string()), plans[0].id)
        place = members.table.column_names.index("plan")
        stated = replace(members, table=members.table.set_column(place, "plan", filled))
    needs = {name: plan_needs(plan) for name, plan in named_plans(plans).items()}
    _refuse(check_members(stated, needs).errors)
    tier = Tier.model_validate({"tier": EVERYBODY, "plan": plans[0].id})
    alone = Programme(programme=EVERYBODY, plans=("-",), tiers=(tier,))
    return assign(alone, stated, day, known=frozenset(named_plans(plans)))


def _for_the_year(members: Reading, period: tuple[date, date]) -> Reading:
    """Cover for the whole year, or from birth; since when somebody is covered stays as it is, for waiting periods."""
    table, n = members.table, len(members.table)
    begin = pc.max_element_wise(table["birth_date"], pa.scalar(period[0], pa.date32()))
    columns = {"cover_from": begin, "continuous_from": pc.min_element_wise(table["continuous_from"], begin)}
    columns["cover_to"] = pa.repeat(pa.scalar(period[1], pa.date32()), n)
    for name, values in columns.items():
        table = table.set_column(table.column_names.index(name), name, values)
    return replace(members, table=table)


def _left_out(absent: int, day: date) -> Text:
    return Text(
        f"{absent} 人在 {day} 不在保障期内，未计入；可用另一日期重新计算",
        f"{absent} people are not covered on {day} and are not counted; another day can be chosen",
    )


def _nobody(day: date, table: pa.Table) -> Text:
    first, last = pc.min(table["cover_from"]).as_py(), pc.max(table["cover_to"]).as_py()
    until = last or first + timedelta(days=366)
    return Text(
        f"{day} 没有人在保障期内；人员表的保障期在 {first} 至 {until} 之间，请另选日期",
        f"nobody is covered on {day}; the table's people are covered between {first} and {until}: choose another day",
    )
