"""Rows of the kernels -> the tables that people and programs read: eob, lines, payments, summary."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.adjudication import arrays as a
from tuanbao.adjudication.compiling import Compiled
from tuanbao.adjudication.events import Payment
from tuanbao.adjudication.jit import kernel
from tuanbao.adjudication.ordering import Batch, as_text, encode
from tuanbao.money import format_percent
from tuanbao.plan.model import LumpSum
from tuanbao.roster import RowError
from tuanbao.vocabulary import REASONS

AMOUNTS = ("eligible", "deductible", "coinsurance", "over_limit", "paid")


@dataclass(frozen=True, slots=True)
class Result:
    """What was paid and why. Money is int64 fen; ids and words are dictionary-encoded text."""

    eob: pa.Table
    """One row per line and benefit: bill_id, line, benefit_id, the five amounts, reason."""
    lines: pa.Table
    """One row per line: bill_id, line, member_id, total, pooled, other_paid, paid, patient."""
    payments: pa.Table
    """One row per event and benefit: event_id, member_id, benefit_id, basis, share, days, paid, reason."""
    summary: pa.Table
    """One row per plan and benefit: what was asked, cut and paid, and how often."""
    errors: tuple[RowError, ...] = ()


def eob_table(rows: a.Rows, batch: Batch, compiled: Compiled) -> pa.Table:
    """The explanation as a table, in the order of adjudication."""
    benefit_ids = pa.array([benefit.id for benefit in compiled.benefits], pa.string())
    columns = {
        "bill_id": pa.DictionaryArray.from_arrays(pa.array(batch.lines.bill[rows.line]), _bills(batch)),
        "line": pa.array(batch.table["line"].combine_chunks().to_numpy()[rows.line]),
        "benefit_id": pa.DictionaryArray.from_arrays(pa.array(rows.benefit), benefit_ids),
        **{name: pa.array(getattr(rows, name)) for name in AMOUNTS},
        "reason": pa.DictionaryArray.from_arrays(pa.array(rows.reason.view(np.int8)), pa.array(list(REASONS))),
    }
    return pa.table(columns)


def _bills(batch: Batch) -> pa.Array:
    """The id of every bill of the batch, by ordinal."""
    first = np.flatnonzero(np.diff(batch.lines.bill, prepend=-1))
    return as_text(batch.table["bill_id"].take(pa.array(first)))


def lines_table(rows: a.Rows, batch: Batch) -> pa.Table:
    """What is left to the person on every line: total = pooled + other_paid + paid + patient."""
    total, pooled, other = (batch.table[name].combine_chunks().to_numpy() for name in ("total", "pooled", "other_paid"))
    patient = total - pooled - other - rows.line_paid
    return pa.table(
        {
            "bill_id": pa.DictionaryArray.from_arrays(pa.array(batch.lines.bill), _bills(batch)),
            "line": batch.table["line"],
            "member_id": encode(batch.table["member_id"]),
            "total": batch.table["total"],
            "pooled": batch.table["pooled"],
            "other_paid": batch.table["other_paid"],
            "paid": pa.array(rows.line_paid),
            "patient": pa.array(patient),
        }
    )


PAYMENT_COLUMNS = {
    "event_id": pa.string(),
    "member_id": pa.string(),
    "plan": pa.string(),
    "benefit_id": pa.string(),
    "basis": pa.int64(),
    "share": pa.string(),
    "days": pa.int64(),
    "paid": pa.int64(),
    "reason": pa.string(),
}


def payments_table(payments: Iterable[Payment]) -> pa.Table:
    """Payments for events; ``basis`` is the sum insured or the amount per day."""
    rows = [
        {
            "event_id": payment.event_id,
            "member_id": payment.member_id,
            "plan": payment.plan.id,
            "benefit_id": payment.benefit.id,
            "basis": payment.basis,
            "share": format_percent(payment.share) if isinstance(payment.benefit, LumpSum) else None,
            "days": payment.days,
            "paid": payment.paid,
            "reason": payment.reason,
        }
        for payment in payments
    ]
    return pa.Table.from_pylist(rows, pa.schema(list(PAYMENT_COLUMNS.items())))


@kernel
def _add_up(rows, sums):
    """Adds to sums, shape (benefits, 7): the five amounts, rows that applied, rows paid."""
    for row in range(len(rows.benefit)):
        benefit = sums[rows.benefit[row]]
        benefit[0] += rows.eligible[row]
        benefit[1] += rows.deductible[row]
        benefit[2] += rows.coinsurance[row]
        benefit[3] += rows.over_limit[row]
        benefit[4] += rows.paid[row]
        benefit[5] += rows.reason[row] == 0
        benefit[6] += rows.paid[row] > 0


@dataclass(slots=True)
class Totals:
    """Sums by benefit that batches add to; small, whatever the number of lines."""

    compiled: Compiled
    sums: Any = field(init=False)
    payments: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sums = np.zeros((len(self.compiled.benefits), len(AMOUNTS) + 2), np.int64)

    def add(self, rows: a.Rows) -> None:
        """Amounts, rows of benefits that applied, and rows that were paid."""
        _add_up(rows, self.sums)

    def add_payments(self, payments: Iterable[Payment]) -> None:
        for payment in payments:
            counted = self.payments.setdefault((payment.plan.id, payment.benefit.id), [0, 0, 0])
            counted[0] += payment.paid
            counted[1] += payment.reason == ""
            counted[2] += payment.paid > 0

    def table(self) -> pa.Table:
        """plan, benefit_id, applied (rows), paid_rows, the five amounts."""
        found = []
        for number, (plan, benefit) in enumerate(zip(self.compiled.benefit_plans, self.compiled.benefits, strict=True)):
            *amounts, applied, paid_rows = (int(value) for value in self.sums[number])
            found.append((plan.id, benefit.id, applied, paid_rows, *amounts))
        for (plan_id, benefit_id), (paid, applied, paid_rows) in self.payments.items():
            found.append((plan_id, benefit_id, applied, paid_rows, paid, 0, 0, 0, paid))
        names = ["plan", "benefit_id", "applied", "paid_rows", *AMOUNTS]
        types = [pa.string(), pa.string(), *[pa.int64()] * 7]
        schema = pa.schema(list(zip(names, types, strict=True)))
        return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in found], schema)
