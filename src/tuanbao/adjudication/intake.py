"""What an adjudication is given: plans by name, and tables read, checked and ready for the arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication.compiling import Compiled, compile_plans
from tuanbao.adjudication.events import DEATHS
from tuanbao.adjudication.ordering import HospitalLists
from tuanbao.adjudication.population import Population, build_population
from tuanbao.language import Text
from tuanbao.plan.fields import PersonField
from tuanbao.plan.model import Deductible, Limit, LumpSum, PatientCap, Plan, Reimbursement, SalaryMultiple, When
from tuanbao.roster import (
    BILLS,
    EVENTS,
    HOSPITAL_LISTS,
    MEMBERS,
    OPENINGS,
    Layout,
    PlanNeeds,
    Reading,
    RowError,
    TableError,
    check_events,
    check_hospital_lists,
    check_members,
    check_openings,
    normalise,
    plans_of,
)

MOST_PLANS = 200
"""Distinct plans in one run; beyond it the roster's plan column is surely something else."""


class RefusedRowsError(Exception):
    """Rows are wrong, and nobody said to go on without them. ``errors`` lists every one."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        self.errors = tuple(errors)
        shown = "\n".join(f"{error.place.en}: {error.reason.en}" for error in self.errors[:20])
        more = f"\n… and {len(self.errors) - 20} more" if len(self.errors) > 20 else ""
        super().__init__(f"{len(self.errors)} rows are wrong:\n{shown}{more}")


@dataclass(frozen=True, slots=True)
class Intake:
    """Plans and people of a run, ready for any number of bills."""

    compiled: Compiled
    population: Population
    lists: HospitalLists | None
    plans: Mapping[str, Plan]
    """The plans that somebody has, by the name that people's rows use."""
    errors: tuple[RowError, ...]


def named_plans(plans: Plan | Iterable[Plan]) -> dict[str, Plan]:
    """Plans and their variants by name: "staff" and "staff:lite"."""
    given = [plans] if isinstance(plans, Plan) else list(plans)
    return {each.id: each for plan in given for each in (plan, *plan._variant_plans.values())}


def take_in(
    plans: Plan | Iterable[Plan],
    members: pa.Table | Reading,
    openings: pa.Table | Reading | None = None,
    hospital_lists: pa.Table | Reading | None = None,
) -> Intake:
    """Check and arrange what does not depend on the bills. Raises TableError where a table cannot be used at all."""
    known = named_plans(plans)
    needs = {name: plan_needs(plan) for name, plan in known.items()}
    amounts = frozenset(amount for need in needs.values() for amount in need.amounts)
    people = _only_plan(reading_of(members, MEMBERS, amounts), plans)
    people = check_members(people, needs)
    used = [name for value in pc.unique(people.table["plan"]).to_pylist() for name in plans_of(value)]
    compiled = compile_plans([known[name] for name in dict.fromkeys(used)])
    errors = list(people.errors)
    opening = None
    if openings is not None:
        opening = check_openings(reading_of(openings, OPENINGS), people.table)
        errors += opening.errors
    lists = None
    if hospital_lists is not None:
        checked = check_hospital_lists(reading_of(hospital_lists, HOSPITAL_LISTS))
        lists = HospitalLists(checked.table)
        errors += checked.errors
    _lists_are_known(compiled, lists)
    population = build_population(compiled, people.table, opening.table if opening else None)
    return Intake(compiled, population, lists, {plan.id: plan for plan in compiled.plans}, tuple(errors))


def reading_of(table: pa.Table | Reading, layout: Layout, amounts: frozenset[str] = frozenset()) -> Reading:
    return table if isinstance(table, Reading) else normalise(table, layout, amounts=amounts)


def read_bills(bills: pa.Table | Reading) -> Reading:
    return reading_of(bills, BILLS)


def read_events(events: pa.Table | Reading, intake: Intake) -> Reading:
    """Normalised and checked events."""
    return check_events(reading_of(events, EVENTS), intake.population.table)


def _only_plan(members: Reading, plans: Plan | Iterable[Plan]) -> Reading:
    """Where there is one plan, people need not say which."""
    given = [plans] if isinstance(plans, Plan) else list(plans)
    if len(given) != 1:
        return members
    column = members.table.column_names.index("plan")
    filled = pc.fill_null(members.table["plan"].cast(pa.string()), given[0].id)
    table = members.table.set_column(column, "plan", filled)
    return Reading(members.layout, table, members.rows, members.errors, members.unknown_columns)


def _lists_are_known(compiled: Compiled, lists: HospitalLists | None) -> None:
    known = set(lists.spans) if lists else set()
    missing = sorted({name for names in compiled.list_sets for name in names} - known)
    if missing:
        names = "、".join(missing), ", ".join(missing)
        zh = f"方案用到医院名单：{names[0]}；请提供医院名单表（list, hospital, from, to）"
        en = f"the plans name hospital lists: {names[1]}; give a table of them (list, hospital, from, to)"
        raise TableError(Text(zh, en))


def plan_needs(plan: Plan) -> PlanNeeds:
    """What the plan takes from a person's own row."""
    amounts = {field for benefit in plan.benefits for field in _fields(benefit)}
    ages = any(when.ages is not None for benefit in plan.benefits for when in _conditions(benefit))
    return PlanNeeds(amounts=frozenset(amounts), birth_date=ages)


def _entries(benefit: Reimbursement) -> tuple[Deductible | PatientCap | Limit, ...]:
    return (*benefit.deductible, *benefit.patient_cap, *benefit.limits)


def _fields(benefit: Any) -> Iterable[str]:
    """The columns of people that a benefit names."""
    found: list[Any]
    if isinstance(benefit, Reimbursement):
        found = [entry.amount for entry in _entries(benefit)]
    elif isinstance(benefit, LumpSum):
        if isinstance(benefit.sum_insured, SalaryMultiple):
            yield "salary"
        found = [benefit.sum_insured]
    else:
        found = [benefit.amount]
    yield from (amount.field for amount in found if isinstance(amount, PersonField))


def _conditions(benefit: Any) -> Iterable[When]:
    if isinstance(benefit, Reimbursement):
        yield from (entry.when for entry in _entries(benefit) if entry.when is not None)
        yield from (case.when for case in benefit.terms.cases)


def asks_for_deaths(plans: Iterable[Plan]) -> bool:
    """Does a plan pay on death, so that a minor's age matters?"""
    return any(isinstance(b, LumpSum) and b.event in DEATHS for plan in plans for b in plan.benefits)
