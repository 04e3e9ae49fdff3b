"""Past bills under given terms: what they would have cost, by month, benefit and person (在新条款下重算既往票据)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tuanbao.adjudication.company_pool import apply_cuts, claims, cuts
from tuanbao.adjudication.engine import adjudicate_bills, adjudicate_events
from tuanbao.adjudication.intake import Intake, RefusedRowsError, read_bills, read_events, take_in
from tuanbao.plan.model import Plan
from tuanbao.plan.parts import Period
from tuanbao.pricing.costs import Ints
from tuanbao.pricing.scenarios import benefits_of
from tuanbao.roster import Reading, RowError, check_bills

Tables: TypeAlias = pa.Table | Reading


@dataclass(frozen=True, slots=True)
class PastCosts:
    """What terms pay for bills and events of one past plan year; fen."""

    benefits: tuple[tuple[str, str], ...]
    """(plan id, benefit id) by column."""
    months: tuple[date, ...]
    """First days of the months, from the first to the last bill or event, none left out."""
    member_id: tuple[str, ...]
    by_month: Ints
    """(months, benefits): by the day of service or of the event."""
    by_person: Ints
    """(people, benefits)."""
    lines: int
    """Lines of bills that were adjudicated."""
    errors: tuple[RowError, ...]
    """Rows that were left out, where the caller said to go on without them."""

    def total(self) -> int:
        """Fen paid."""
        return int(self.by_month.sum())


def costs_of_bills(
    plans: Plan | Iterable[Plan],
    members: Tables,
    bills: Tables,
    events: Tables | None = None,
    *,
    period: tuple[date, date] | None = None,
    openings: Tables | None = None,
    hospital_lists: Tables | None = None,
    skip_bad_rows: bool = False,
) -> PastCosts:
    """What the plans pay for bills that have happened, as `adjudicate` pays them, summed.

    Bills of last year under next year's terms (同口径调整): ``period`` is the plan year in which the bills fell; the
    terms are taken to have been in force in it. Limits of a year are used up over all bills given, so give one plan
    year at a time. Raises RefusedRowsError with all bad rows unless ``skip_bad_rows``, and TableError for a bad table.
    """
    intake = take_in(in_force(plans, period), members, openings, hospital_lists)
    checked = check_bills(read_bills(bills), intake.population.table)
    happened = None if events is None else read_events(events, intake)
    errors = (*intake.errors, *checked.errors, *(happened.errors if happened else ()))
    if errors and not skip_bad_rows:
        raise RefusedRowsError(errors)
    benefits = benefits_of(intake)
    person, benefit, day, paid = _payments(intake, benefits, checked.table, happened.table if happened else None)
    month = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    first, last = (int(month.min()), int(month.max())) if len(month) else (0, -1)
    by_month = np.zeros((last - first + 1, len(benefits)), np.int64)
    by_person = np.zeros((len(intake.population.table), len(benefits)), np.int64)
    np.add.at(by_month, (month - first, benefit), paid)
    np.add.at(by_person, (person, benefit), paid)
    months = tuple(np.datetime64(number, "M").astype("datetime64[D]").item() for number in range(first, last + 1))
    names = tuple(intake.population.table["member_id"].cast(pa.string()).to_pylist())
    return PastCosts(benefits, months, names, by_month, by_person, len(checked.table), errors)


def in_force(plans: Plan | Iterable[Plan], period: tuple[date, date] | None) -> list[Plan]:
    """The plans and their variants, with another plan year where one is given."""
    given = [plans] if isinstance(plans, Plan) else list(plans)
    if period is None:
        return given
    year = Period.model_validate({"from": period[0], "to": period[1]})
    return [_moved(plan, year) for plan in given]


def _moved(plan: Plan, year: Period) -> Plan:
    moved = plan.model_copy(update={"period": year})
    moved._variant_plans = {name: _moved(variant, year) for name, variant in plan._variant_plans.items()}
    return moved


def _payments(
    intake: Intake, benefits: tuple[tuple[str, str], ...], bills: pa.Table, events: pa.Table | None
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Person, benefit, day and fen of everything that happened; months without payment keep their place with 0."""
    batch, rows = adjudicate_bills(intake, bills, all_rows=False)
    for number, limit in intake.compiled.company_limits.items():
        claimed = claims(rows, batch, number)
        apply_cuts(rows, claimed.row, cuts(limit, [claimed])[0])
    place = {name: at for at, name in enumerate(benefits)}
    plans = intake.compiled.benefit_plans
    column = np.array([place[p.id, b.id] for p, b in zip(plans, intake.compiled.benefits, strict=True)], np.int64)
    lines = batch.lines
    found = [
        (lines.member[rows.line], column[rows.benefit], lines.service[rows.line], rows.paid),
        (lines.member, np.zeros(len(lines.member), np.int64), lines.service, np.zeros(len(lines.member), np.int64)),
    ]
    if events is not None and len(events):
        found.append(_of_events(intake, place, events))
    return tuple(np.concatenate(parts) for parts in zip(*found, strict=True))  # type: ignore[return-value]


def _of_events(intake: Intake, place: dict[tuple[str, str], int], events: pa.Table) -> tuple[Any, Any, Any, Any]:
    days = dict(zip(events["event_id"].to_pylist(), events["date"].cast(pa.int32()).to_pylist(), strict=True))
    index = intake.population.index
    paid = [
        (index[p.member_id], place[p.plan.id, p.benefit.id], days[p.event_id], p.paid)
        for p in adjudicate_events(intake, events)
    ]
    table = np.array(paid, np.int64).reshape(len(paid), 4)
    return tuple(table.T)  # type: ignore[return-value]
