"""The arguments that the commands about prices share (定价命令的共同参数)."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

Roster = Annotated[Path, typer.Argument(metavar="ROSTER", help="被保险人清单 · the table of people")]
Programme = Annotated[
    Path, typer.Argument(metavar="PLANS", help="方案体系或方案文件 · the file of a programme or of plans")
]
On = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        metavar="YYYY-MM-DD",
        formats=["%Y-%m-%d"],
        help="按哪一天在保的人；默认为保险期间首日 · who is covered on this day; else the plans' first day",
    ),
]
Model = Annotated[
    Path | None,
    typer.Option("--model", metavar="FILE", help="自有参数，替换模型中的同名参数 · own parameters for the model"),
]
Years = Annotated[int, typer.Option("--years", min=20, max=1_000_000, help="模拟年数 · simulated years")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="随机种子 · seed of the simulation")]


def day(given: datetime | None) -> date | None:
    """The day of an option."""
    return given.date() if given else None
