"""One rule that SQL can say too: a yearly deductible per person, one percentage, a yearly limit.

Said for the engine, for pandas (groupby-apply over people) and for DuckDB (window sums); all three must agree.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa

import made_bills
from tuanbao import adjudicate
from tuanbao.plan import parse_plans

DEDUCTIBLE, LIMIT = 30_000, 500_000
PLAN = """
plan: bench
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - id: medical
    kind: reimbursement
    covers: [outpatient, emergency, inpatient]
    deductible: [{per: year, amount: 300}]
    coinsurance: 80%
    limits: [{per: year, amount: 5000}]
"""
SQL = f"""
with ordered as (
  select *, in_scope + class_b as eligible,
         sum(in_scope + class_b) over person as up_to_here
  from bills
  window person as (partition by member_id order by service_date, bill_id, line rows unbounded preceding)
), deducted as (
  select *, least(up_to_here, {DEDUCTIBLE}) - least(up_to_here - eligible, {DEDUCTIBLE}) as deductible from ordered
), shared as (
  select *, ((eligible - deductible) * 8 + 5) // 10 as pay from deducted
), limited as (
  select *, sum(pay) over person as paid_up from shared
  window person as (partition by member_id order by service_date, bill_id, line rows unbounded preceding)
)
select bill_id, line, least(paid_up, {LIMIT}) - least(paid_up - pay, {LIMIT}) as paid from limited
"""


def with_pandas(bills: pd.DataFrame) -> pd.Series:
    """A function of one person's lines, applied to everybody: how such rules are usually written."""

    def of_person(lines: pd.DataFrame) -> pd.Series:
        left, room, paid = DEDUCTIBLE, LIMIT, []
        for eligible in lines["in_scope"] + lines["class_b"]:
            deductible = min(left, eligible)
            left -= deductible
            pay = min(((eligible - deductible) * 8 + 5) // 10, room)
            room -= pay
            paid.append(pay)
        return pd.Series(paid, index=lines.index)

    ordered = bills.sort_values(["member_id", "service_date", "bill_id", "line"])
    return ordered.groupby("member_id", sort=False, group_keys=False).apply(of_person, include_groups=False)


def compare(shown: Callable[..., None], timed: Callable[..., list[float]]) -> None:
    """Times the three on the same lines and checks that they agree."""
    import duckdb

    lines, few = 1_000_000, 20_000
    members = made_bills.members(lines)
    bills = made_bills._plain(pa.concat_tables(list(made_bills.bills(lines))))
    plan = parse_plans(PLAN)[0]
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    answer = adjudicate(plan, members, bills, rows="applied")
    total = int(np.asarray(answer.lines["paid"]).sum())
    in_sql = connection.sql(SQL).to_arrow_table() if (connection.register("bills", bills)) else None
    assert in_sql is not None
    assert sum(in_sql["paid"].to_pylist()) == total
    shown("tuanbao.adjudicate, tables in memory, with checks and rows", lines, timed(
        lambda: adjudicate(plan, members, bills, rows="applied"), 3))  # fmt: skip
    shown("DuckDB SQL, the paid amount only", lines, timed(
        lambda: connection.sql(SQL).to_arrow_table(), 3))  # fmt: skip
    frame = bills.slice(0, few).to_pandas()
    by_line = {(row["bill_id"], row["line"]): row["paid"] for row in in_sql.to_pylist()}
    paid = with_pandas(frame)
    keys = zip(frame.loc[paid.index, "bill_id"], frame.loc[paid.index, "line"], strict=True)
    complete = frame["member_id"] != frame["member_id"].iloc[-1]
    same = [by_line[key] == value for key, value in zip(keys, paid, strict=True)]
    assert np.mean(same) >= complete.mean() - 1e-3
    shown("pandas groupby-apply, the paid amount only", few, timed(lambda: with_pandas(frame), 3))
