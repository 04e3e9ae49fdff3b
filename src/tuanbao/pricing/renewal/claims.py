"""Past bills and events, checked once and adjudicated under any terms (历史赔案): what was or would have been paid."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.company_pool import apply_cuts, claims, cuts
from tuanbao.adjudication.engine import adjudicate_bills, adjudicate_events
from tuanbao.adjudication.intake import Intake, RefusedRowsError, read_bills, read_events, take_in
from tuanbao.adjudication.ordering import Batch, arrange, encode
from tuanbao.plan import Plan
from tuanbao.pricing.renewal.months import days_since_1970
from tuanbao.roster import check_bills

Ints = NDArray[np.int64]
Tables = Any
"""A pyarrow table, or a reading of a file."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Normalised and checked bills and events of some people, ready for any terms."""

    members: Tables
    bills: pa.Table
    events: pa.Table | None = None
    openings: Tables | None = None
    hospital_lists: Tables | None = None

    def of(self, bills: pa.Table, events: pa.Table | None) -> "Claims":
        """The same people with other bills and events, which keep their columns and types."""
        return Claims(self.members, bills, events, self.openings, self.hospital_lists)


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays with the group where single people's payments are cut at a threshold; fen."""

    bills: int
    fixed: int
    """Sums insured that events pay; of a person who is cut they count first."""

    @property
    def total(self) -> int:
        return self.bills + self.fixed


@dataclass(frozen=True, slots=True)
class Paid:
    """What some terms pay of some claims; fen, days since 1970."""

    benefits: tuple[tuple[str, str], ...]
    """(plan id, benefit id)."""
    by_benefit: tuple[int, ...]
    member_id: tuple[str, ...]
    members: pa.Table
    """The normalised people, in the order of ``member_id``."""
    by_person: Ints
    """(people,)."""
    occurred: Ints
    received: Ints
    amount: Ints
    """(payments,): one for each line of a bill or event that is paid, with the days it occurred and came in."""
    lines: int
    """How many of the payments are of bills; those of events come after them."""
    person: Ints
    """(payments,): whose they are, as a position in ``member_id``."""

    @property
    def total(self) -> int:
        return sum(self.by_benefit)

    @property
    def fixed(self) -> Ints:
        """(people,): fen of events, which do not follow the price of care."""
        found = np.zeros(len(self.by_person), np.int64)
        np.add.at(found, self.person[self.lines :], self.amount[self.lines :])
        return found

    def kept(self, threshold: int | None) -> Kept:
        """What every person got up to a threshold; None: without one."""
        whole, fixed = self.by_person, self.fixed
        if threshold is not None:
            whole, fixed = np.minimum(whole, threshold), np.minimum(fixed, threshold)
        return Kept(int((whole - fixed).sum()), int(fixed.sum()))

    def of_benefit(self) -> dict[str, int]:
        """Fen by benefit id, all plans together."""
        found: dict[str, int] = {}
        for (_, benefit), fen in zip(self.benefits, self.by_benefit, strict=True):
            found[benefit] = found.get(benefit, 0) + fen
        return found


def checked_claims(
    plans: Sequence[Plan],
    members: Tables,
    bills: Tables,
    events: Tables | None = None,
    *,
    openings: Tables | None = None,
    hospital_lists: Tables | None = None,
) -> Claims:
    """Reads and checks everything once. Raises RefusedRowsError with all bad rows, TableError for unusable tables."""
    intake = take_in(plans, members, openings, hospital_lists)
    checked = check_bills(read_bills(bills), intake.population.table)
    happened = None if events is None else read_events(events, intake)
    errors = [*intake.errors, *checked.errors, *(happened.errors if happened else ())]
    if errors:
        raise RefusedRowsError(errors)
    batch = arrange(intake.compiled, intake.population, _encoded(checked.table), intake.lists)
    return Claims(members, batch.table.combine_chunks(), happened.table if happened else None, openings, hospital_lists)


def _encoded(bills: pa.Table) -> pa.Table:
    """With texts as codes: that and the order of adjudication are most of the work, and so are made once."""
    for name in ("member_id", "family_id", "visit_id", "case_id", "hospital", "diagnosis"):
        at = bills.column_names.index(name)
        bills = bills.set_column(at, name, encode(bills[name]))
    return bills


def pay(plans: Iterable[Plan], given: Claims) -> Paid:
    """Adjudicates checked claims under these plans; company-wide limits are applied in the order of receipt."""
    intake = take_in(list(plans), given.members, given.openings, given.hospital_lists)
    batch, rows = adjudicate_bills(intake, given.bills, all_rows=False)
    for benefit, limit in intake.compiled.company_limits.items():
        claimed = claims(rows, batch, benefit)
        apply_cuts(rows, claimed.row, cuts(limit, [claimed])[0])
    lines, by_benefit = _of_bills(intake, batch, rows)
    others = _of_events(intake, given.events, by_benefit)
    person, occurred, received, amount = (np.concatenate(pair) for pair in zip(lines, others, strict=True))
    by_person = np.zeros(len(intake.population.index.positions), np.int64)
    np.add.at(by_person, person, amount)
    ids = tuple(intake.population.index.positions)
    sums = tuple(by_benefit.values())
    return Paid(
        *(tuple(by_benefit), sums, ids, intake.population.table, by_person),
        *(occurred, received, amount, len(lines[0]), person),
    )


def _of_bills(intake: Intake, batch: Batch, rows: a.Rows) -> tuple[list[Ints], dict[tuple[str, str], int]]:
    """Person, day of service, day of receipt and fen of every line that is paid; sums by benefit."""
    amount = np.zeros(len(batch.table), np.int64)
    np.add.at(amount, rows.line, rows.paid)
    at = np.flatnonzero(amount)
    received = batch.table["received_date"].combine_chunks().cast(pa.int32()).to_numpy()
    columns = (batch.lines.member, batch.lines.service, received)
    sums = np.zeros(len(intake.compiled.benefits), np.int64)
    np.add.at(sums, rows.benefit, rows.paid)
    owners = zip(intake.compiled.benefit_plans, intake.compiled.benefits, sums.tolist(), strict=True)
    by_benefit = {(plan.id, benefit.id): fen for plan, benefit, fen in owners}
    return [*(column[at].astype(np.int64) for column in columns), amount[at]], by_benefit


def _of_events(intake: Intake, events: pa.Table | None, by_benefit: dict[tuple[str, str], int]) -> list[Ints]:
    """The same for events, which have no day of receipt: they count as received when they occurred."""
    found: list[tuple[int, int, int]] = []
    if events is not None and len(events):
        dates: Mapping[str, Any] = dict(zip(events["event_id"].to_pylist(), events["date"].to_pylist(), strict=True))
        for payment in adjudicate_events(intake, events):
            key = (payment.plan.id, payment.benefit.id)
            by_benefit[key] = by_benefit.get(key, 0) + payment.paid
            if payment.paid:
                person = intake.population.index[payment.member_id]
                found.append((person, days_since_1970(dates[payment.event_id]), payment.paid))
    columns = np.array(found, np.int64).reshape(-1, 3)
    return [columns[:, 0], columns[:, 1], columns[:, 1], columns[:, 2]]
