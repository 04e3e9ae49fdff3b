"""The one adjudication (理算): plans, people, bills and events in; what is paid and why out."""

from collections.abc import Iterable, Iterator
from typing import Literal

import pyarrow as pa

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.applicability import settle
from tuanbao.adjudication.company_pool import apply_cuts, claims, cuts
from tuanbao.adjudication.cost_sharing import share_costs
from tuanbao.adjudication.events import Payment, pay_events
from tuanbao.adjudication.intake import Intake, RefusedRowsError, read_bills, read_events, take_in
from tuanbao.adjudication.ordering import Batch, arrange
from tuanbao.adjudication.results import Result, Totals, eob_table, lines_table, payments_table
from tuanbao.plan.model import Plan
from tuanbao.roster import Reading, check_bills

RowsWanted = Literal["all", "applied"]


def adjudicate(
    plans: Plan | Iterable[Plan],
    members: pa.Table | Reading,
    bills: pa.Table | Reading,
    events: pa.Table | Reading | None = None,
    *,
    openings: pa.Table | Reading | None = None,
    hospital_lists: pa.Table | Reading | None = None,
    rows: RowsWanted = "all",
    skip_bad_rows: bool = False,
) -> Result:
    """What each benefit pays of every line and event, and why.

    Tables are pyarrow tables with the columns of docs/tables.md (money as int64 fen) or readings of files. ``openings``
    are what lifetime limits paid in earlier years, ``hospital_lists`` the lists that plans name. ``rows`` says whether
    the explanation also has the rows of benefits that did not apply. Raises RefusedRowsError with all bad rows, unless
    ``skip_bad_rows``, and TableError where a table cannot be used at all.
    """
    plans = [plans] if isinstance(plans, Plan) else list(plans)
    intake = take_in(plans, members, openings, hospital_lists)
    checked = check_bills(read_bills(bills), intake.population.table)
    errors = [*intake.errors, *checked.errors]
    happened = None if events is None else read_events(events, intake)
    errors += happened.errors if happened else []
    if errors and not skip_bad_rows:
        raise RefusedRowsError(errors)
    batch, explained = adjudicate_bills(intake, checked.table, all_rows=rows == "all")
    for benefit, limit in intake.compiled.company_limits.items():
        claimed = claims(explained, batch, benefit)
        apply_cuts(explained, claimed.row, cuts(limit, [claimed])[0])
    paid = list(adjudicate_events(intake, happened.table)) if happened else []
    totals = Totals(intake.compiled)
    totals.add(explained)
    totals.add_payments(paid)
    eob = eob_table(explained, batch, intake.compiled)
    lines = lines_table(explained, batch)
    return Result(eob, lines, payments_table(paid), totals.table(), tuple(errors))


def adjudicate_bills(
    intake: Intake, bills: pa.Table, *, all_rows: bool, trace: a.Ints | None = None
) -> tuple[Batch, a.Rows]:
    """The rows of checked bills of complete families, before company-wide limits."""
    batch = arrange(intake.compiled, intake.population, bills, intake.lists)
    reasons, bits = settle(intake.compiled.program, intake.population.people, batch.lines)
    program, people = intake.compiled.program, intake.population.people
    rows, _ = share_costs(program, people, batch.lines, reasons, bits, all_rows=all_rows, trace=trace)
    return batch, rows


def adjudicate_events(intake: Intake, events: pa.Table) -> Iterator[Payment]:
    """The payments for checked events, family by family."""
    population = intake.population
    by_member: dict[tuple[int, str], list[dict[str, object]]] = {}
    for event in events.to_pylist():
        family = int(population.people.family[population.index[event["member_id"]]])
        by_member.setdefault((family, event["member_id"]), []).append(event)
    for family, member_id in sorted(by_member):
        position = population.index[member_id]
        member = population.table.slice(position, 1).to_pylist()[0]
        chain = [intake.plans[name] for name in population.chains[population.people.chain[position]]]
        yield from pay_events(chain, member, by_member[family, member_id])
