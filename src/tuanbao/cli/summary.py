"""The summary by benefit on the terminal (按责任汇总)."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from rich.table import Table

from tuanbao.cli.terminal import NARROW, Column, table
from tuanbao.language import Language, Text
from tuanbao.money import format_yuan
from tuanbao.plan import Plan

CUTS = ("deductible", "coinsurance", "over_limit")
HEADINGS = {
    "plan": Text("方案", "Plan"),
    "benefit": Text("责任", "Benefit"),
    "applied": Text("适用", "Applied"),
    "eligible": Text("可赔费用", "Eligible"),
    "deductible": Text("免赔额", "Deductible"),
    "coinsurance": Text("自付比例", "Coinsurance"),
    "over_limit": Text("超出限额", "Over limit"),
    "cut": Text("未赔", "Not paid"),
    "paid": Text("赔付", "Paid"),
}
TITLE = Text("按责任汇总（元）", "By benefit (yuan)")
TOTAL = Text("合计", "Total")


def summary_table(summary: pa.Table, plans: Sequence[Plan], language: Language, width: int) -> Table:
    """What was asked, cut and paid by benefit; a narrow terminal shows what was cut as one sum."""
    known = {each.id: each for plan in plans for each in (plan, *map(plan.variant, plan.variants))}
    amounts = ("eligible", *CUTS, "paid") if width >= NARROW else ("eligible", "cut", "paid")
    columns: list[Column] = [(HEADINGS[name].to(language), "text") for name in ("plan", "benefit")]
    columns += [(HEADINGS[name].to(language), "number") for name in ("applied", *amounts)]
    shown = table(columns, title=TITLE.to(language))
    order = {plan: at for at, plan in enumerate(known)}
    rows = sorted((_with_cut(row) for row in summary.to_pylist()), key=lambda row: order[row["plan"]])
    before = None
    for row in rows:
        plan = known[row["plan"]]
        title = "" if row["plan"] == before else plan.title.to(language)
        before = row["plan"]
        cells = [format_yuan(row[name]) for name in amounts]
        shown.add_row(title, plan.benefit(row["benefit_id"]).title.to(language), f"{row['applied']:,}", *cells)
    shown.add_section()
    totals = [format_yuan(sum(row[name] for row in rows)) for name in amounts]
    shown.add_row(TOTAL.to(language), "", f"{sum(row['applied'] for row in rows):,}", *totals, style="bold")
    return shown


def _with_cut(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "cut": sum(row[name] for name in CUTS)}
