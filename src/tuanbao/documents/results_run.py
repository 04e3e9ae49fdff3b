"""What a run was given and what it gave: what all documents about results are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication import adjudicate
from tuanbao.adjudication.explaining import (
    Balance,
    Explanation,
    PaymentExplanation,
    Traced,
    explain_rows,
    trace_bills,
)
from tuanbao.adjudication.intake import Intake, named_plans, plan_needs, take_in
from tuanbao.adjudication.one import adjudicate_one
from tuanbao.adjudication.ordering import Batch
from tuanbao.adjudication.results import Result
from tuanbao.language import Language
from tuanbao.plan import Plan
from tuanbao.roster import BILLS, EVENTS, HOSPITAL_LISTS, MEMBERS, OPENINGS, Reading, read_table
from tuanbao.vocabulary import RELATIONS

Row = dict[str, Any]
PERSON = ("member_id", "name", "relation", "department")


@dataclass(frozen=True)
class Run:
    """What a run was given and what it gave. Tables are normalised, as they were adjudicated."""

    plans: Sequence[Plan]
    members: pa.Table
    bills: pa.Table
    result: Result
    events: pa.Table | None = None
    openings: pa.Table | None = None
    hospital_lists: pa.Table | None = None

    @cached_property
    def plan(self) -> Mapping[str, Plan]:
        """Plans and their variants by id."""
        return {each.id: each for plan in self.plans for each in (plan, *map(plan.variant, plan.variants))}

    @cached_property
    def people(self) -> Mapping[str, Row]:
        return {row["member_id"]: row for row in self.members.to_pylist()}

    @cached_property
    def intake(self) -> Intake:
        return take_in(self.plans, self.members, self.openings, self.hospital_lists)

    @cached_property
    def traced(self) -> tuple[Batch, Traced]:
        """Everybody's bills, with every step."""
        return trace_bills(self.intake, self.bills)

    def person(self, member_id: str, language: Language) -> Row:
        """The columns of PERSON."""
        row = self.people.get(member_id, {})
        relation = RELATIONS[row["relation"]].to(language) if row.get("relation") else None
        return {**{name: row.get(name) for name in PERSON}, "member_id": member_id, "relation": relation}


@dataclass(frozen=True, slots=True)
class Inputs:
    """Tables as they were read from files."""

    members: Reading
    bills: Reading
    events: Reading | None
    openings: Reading | None
    hospital_lists: Reading | None


def read_inputs(
    plans: Sequence[Plan],
    members: Path,
    bills: Path,
    *,
    events: Path | None = None,
    openings: Path | None = None,
    hospital_lists: Path | None = None,
) -> Inputs:
    """Read the files of a run. Raises TableError."""
    amounts = frozenset(name for plan in named_plans(plans).values() for name in plan_needs(plan).amounts)
    return Inputs(
        read_table(members, MEMBERS, amounts=amounts),
        read_table(bills, BILLS),
        read_table(events, EVENTS) if events else None,
        read_table(openings, OPENINGS) if openings else None,
        read_table(hospital_lists, HOSPITAL_LISTS) if hospital_lists else None,
    )


def make_run(plans: Sequence[Plan], inputs: Inputs) -> Run:
    """Adjudicate what was read, in memory. Raises TableError and RefusedRowsError."""
    given = inputs.openings, inputs.hospital_lists
    result = adjudicate(plans, inputs.members, inputs.bills, inputs.events, openings=given[0], hospital_lists=given[1])
    events, openings, lists = (each.table if each else None for each in (inputs.events, *given))
    return Run(plans, _with_plan(inputs.members.table, plans), inputs.bills.table, result, events, openings, lists)


def _with_plan(members: pa.Table, plans: Sequence[Plan]) -> pa.Table:
    """Where there is one plan, people need not say which."""
    if len(plans) != 1:
        return members
    filled = pc.fill_null(members["plan"].cast(pa.string()), plans[0].id)
    return members.set_column(members.column_names.index("plan"), "plan", filled)


@dataclass(frozen=True, slots=True)
class FamilyYear:
    """Every row of one family's bills and events in words, and what is left of its yearly terms."""

    explanations: tuple[Explanation, ...]
    payments: tuple[PaymentExplanation, ...]
    balances: tuple[Balance, ...]


def explained_family(run: Run, family_id: str) -> FamilyYear:
    """The same answers as the run's, in words."""
    members = run.members.filter(pc.equal(run.members["family_id"], family_id))
    ids = members["member_id"].combine_chunks()

    def own(table: pa.Table | None) -> list[Row]:
        return [] if table is None else table.filter(pc.is_in(table["member_id"], ids)).to_pylist()

    first, *others = members.to_pylist()
    bills, lists = own(run.bills), run.hospital_lists if run.hospital_lists is not None else ()
    one = adjudicate_one(
        run.plans,
        first,
        bills,
        own(run.events),
        family=others,
        openings=own(run.openings),
        hospital_lists=lists,
    )
    explanations = one.explanations
    if run.intake.compiled.company_limits:  # what is left for this family depends on everybody's bills
        batch, traced = run.traced
        numbers = {bill["bill_id"] for bill in bills}
        explanations = tuple(explain_rows(run.intake, batch, traced.rows, traced.trace, numbers))
    return FamilyYear(explanations, one.payment_explanations, one.balances)
