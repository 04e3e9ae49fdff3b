"""Explanations of batches: tables adjudicated with a trace, then put into words."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.company_pool import apply_cuts, claims, cuts
from tuanbao.adjudication.compiling import Compiled
from tuanbao.adjudication.events import Payment
from tuanbao.adjudication.explaining.book import Book
from tuanbao.adjudication.explaining.model import Explanation, PaymentExplanation
from tuanbao.adjudication.explaining.payments import explain_events
from tuanbao.adjudication.explaining.rows import explain_lines
from tuanbao.adjudication.explaining.telling import Row
from tuanbao.adjudication.explaining.tracing import Traced, trace_costs
from tuanbao.adjudication.intake import Intake
from tuanbao.adjudication.ordering import Batch, arrange


def trace_bills(intake: Intake, bills: pa.Table) -> tuple[Batch, Traced]:
    """Checked bills of complete families adjudicated with a trace; company-wide limits see these bills only."""
    batch = arrange(intake.compiled, intake.population, bills, intake.lists)
    traced = trace_costs(intake.compiled.program, intake.population.people, batch.lines)
    use_company_limits(intake.compiled, batch, traced.rows)
    return batch, traced


def use_company_limits(compiled: Compiled, batch: Batch, rows: a.Rows) -> None:
    """Use up the company-wide limits (公共保额) in the order in which the bills of the batch came in."""
    for benefit, limit in compiled.company_limits.items():
        claimed = claims(rows, batch, benefit)
        apply_cuts(rows, claimed.row, cuts(limit, [claimed])[0])


def explain_rows(
    intake: Intake, batch: Batch, rows: a.Rows, trace: a.Ints, bills: Collection[str] | None = None
) -> list[Explanation]:
    """The explanation of the rows of a batch, or of some of its bills.

    ``rows`` are all rows (``all_rows=True``), ``trace`` the part of it that was written.
    """
    traced = Traced(intake.population.people, batch.lines, np.empty((0, 0), np.int64), rows, trace)
    people, lines = _TableRows(intake.population.table), _TableRows(batch.table)
    wanted = None
    if bills is not None:
        mine = pc.is_in(batch.table["bill_id"].cast(pa.string()), value_set=pa.array(list(bills), pa.string()))
        wanted = frozenset(np.flatnonzero(mine.to_numpy()).tolist())
    return explain_lines(Book(intake.compiled), intake.lists, people, lines, traced, wanted)


class _TableRows(Sequence[Row]):
    """The rows of a table as dicts, some hundred at once, when they are asked for."""

    CHUNK = 256

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self.chunks: dict[int, list[Row]] = {}

    def __len__(self) -> int:
        return len(self.table)

    def __getitem__(self, position: Any) -> Any:
        number, offset = divmod(position, self.CHUNK)
        if number not in self.chunks:
            self.chunks[number] = self.table.slice(number * self.CHUNK, self.CHUNK).to_pylist()
        return self.chunks[number][offset]


def explain_payments(intake: Intake, events: pa.Table, payments: Sequence[Payment]) -> list[PaymentExplanation]:
    """The explanation of the payments of checked events, in the order in which adjudicate_events gives them."""
    people = {row["member_id"]: row for row in intake.population.table.to_pylist()}
    return explain_events(people, events.to_pylist(), payments)
