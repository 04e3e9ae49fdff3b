"""The options of a renewal (续保的选项)."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

Premiums = Annotated[Path, typer.Option("--premiums", "-p", metavar="FILE", help="保费表 · the table of premiums")]
Valuation = Annotated[
    datetime,
    typer.Option(
        "--valuation",
        metavar="YYYY-MM-DD",
        formats=["%Y-%m-%d"],
        help="评估日：只用到这一天为止收到的票据，最好是月末 · only what came in by this day counts",
    ),
]
NewPlans = Annotated[
    Path | None, typer.Option("--new-plans", metavar="FILE", help="下年的方案；不给则条款不变 · next year's plans")
]
Trend = Annotated[str | None, typer.Option("--trend", metavar="6%", help="票据金额每年的趋势 · trend of bills, a year")]
Permissible = Annotated[
    str | None,
    typer.Option("--permissible", metavar="78%", help="许可赔付率 · share of the premium for claims"),
]
Credibility = Annotated[
    str | None, typer.Option("--credibility", metavar="Z", help="自身经验的权重 0 至 1 · weight of own experience")
]
RefundShare = Annotated[
    str | None, typer.Option("--refund-share", metavar="60%", help="经验退费：退还比例 · share that comes back")
]
RefundTarget = Annotated[
    str | None, typer.Option("--refund-k", metavar="80%", help="经验退费：目标赔付率 · loss ratio to stay below")
]
Deficit = Annotated[
    str | None, typer.Option("--deficit", metavar="YUAN", help="结转来的亏损 · deficit brought forward")
]
Cap = Annotated[
    str | None, typer.Option("--cap", metavar="10%", help="以后每年的涨幅上限 · most that a later premium rises")
]
Current = Annotated[str | None, typer.Option("--current", metavar="YUAN", help="现行年保费 · today's yearly premium")]
Outstanding = Annotated[
    str | None, typer.Option("--outstanding", metavar="YUAN", help="已报未付 · reported, not yet paid")
]
UseResponse = Annotated[
    bool, typer.Option("--use-response", help="计入使用量对新条款的反应 · let use respond to the new terms")
]
NoHold = Annotated[
    bool, typer.Option("--no-hold", help="不找保费不涨的条款 · do not look for terms that hold the premium")
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="DIR", help="写出工作簿和图 · write a workbook and charts")
]
