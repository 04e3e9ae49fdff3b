"""The figures of a run that the claims desk looks at: sums by month, by category, by person (理赔汇总).

They only add up what the adjudication said. Money is int64 fen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tuanbao.adjudication.results import Result

SUMS = ("total", "pooled", "other_paid", "paid", "patient")


@dataclass(frozen=True, slots=True)
class Figures:
    """Tables of one row a group: the group, people, bills, and the sums of SUMS."""

    whole: dict[str, int]
    """people, bills, lines, the sums, and what events were paid (``events``)."""
    by_month: pa.Table
    by_category: pa.Table
    by_person: pa.Table
    """Most paid first; with ``events``, what lump sums and lost time paid."""


def figures(bills: pa.Table, result: Result, most_people: int = 20) -> Figures:
    """``bills``: the normalised bills that were adjudicated."""
    lines = _with_facts(result.lines, bills)
    events = pc.sum(result.payments["paid"]).as_py() or 0
    whole = {name: pc.sum(lines[name]).as_py() or 0 for name in SUMS}
    whole |= {"people": _distinct(lines, "member_id"), "bills": _distinct(lines, "bill_id"), "lines": len(lines)}
    return Figures(
        whole | {"events": events},
        _grouped(lines, "month").sort_by("month"),
        _grouped(lines, "category").sort_by([("paid", "descending"), ("category", "ascending")]),
        _people(lines, result.payments, most_people),
    )


def _distinct(table: pa.Table, name: str) -> int:
    return len(pc.unique(table[name]))


def _with_facts(lines: pa.Table, bills: pa.Table) -> pa.Table:
    """The lines with the month and category of their bills."""
    facts = pa.table(
        {
            "bill_id": bills["bill_id"].cast(pa.string()),
            "line": bills["line"],
            "month": pc.strftime(bills["service_date"], "%Y-%m"),
            "category": bills["category"].cast(pa.string()),
        }
    )
    plain = {name: lines[name].cast(pa.string()) for name in ("bill_id", "member_id")}
    table = pa.table({**plain, "line": lines["line"], **{name: lines[name] for name in SUMS}})
    return table.join(facts, ["bill_id", "line"], join_type="inner")


def _grouped(lines: pa.Table, key: str) -> pa.Table:
    counts: Sequence[Any] = [("member_id", "count_distinct"), ("bill_id", "count_distinct")]
    found = lines.group_by(key).aggregate([*counts, *((name, "sum") for name in SUMS)])
    names = {"member_id_count_distinct": "people", "bill_id_count_distinct": "bills"}
    names |= {f"{name}_sum": name for name in SUMS}
    return found.rename_columns([names.get(name, name) for name in found.column_names])


def _people(lines: pa.Table, payments: pa.Table, most: int) -> pa.Table:
    """Whom bills and events were paid most for."""
    people = _grouped(lines, "member_id").drop_columns(["people"])
    paid = payments.group_by("member_id").aggregate([("paid", "sum")]).rename_columns(["member_id", "events"])
    both = people.join(paid, "member_id", join_type="full outer")
    for i, name in enumerate(both.column_names):
        if name != "member_id":
            both = both.set_column(i, name, pc.fill_null(both[name], 0))
    both = both.append_column("all", pc.add(both["paid"], both["events"]))
    return both.sort_by([("all", "descending"), ("member_id", "ascending")]).slice(0, most)
