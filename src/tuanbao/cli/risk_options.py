"""The arguments of `tuanbao risk`, and how their amounts and percentages are read (风险分析的参数)."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import typer

from tuanbao.cli.failures import WrongUsageError
from tuanbao.language import Text
from tuanbao.money import parse_percent, parse_yuan

NONE = "none"
YUAN, PERCENT = "YUAN", "PERCENT"


def _option(name: str, metavar: str, help: str) -> Any:
    return typer.Option(name, metavar=metavar, help=help)


Premium = Annotated[
    str | None, _option("--premium", YUAN, "全额投保一年的保费；不给则由本程序报价 · of full insurance; else quoted")
]
Budget = Annotated[str | None, _option("--budget", YUAN, "一年的预算；不给则等于保费 · of a year; else the premium")]
Administration = Annotated[
    str | None, _option("--administration", PERCENT, "理赔管理费占预期赔付 · fee for handling, of expected claims")
]
SpecificLoading = Annotated[
    str | None, _option("--specific-loading", PERCENT, "个人止损的附加 · loading of stop-loss per person")
]
AggregateLoading = Annotated[
    str | None, _option("--aggregate-loading", PERCENT, "团体止损的附加 · loading of stop-loss of the group")
]
Chance = Annotated[
    str | None, _option("--chance", PERCENT, "可接受的超预算概率 · accepted chance of exceeding the budget")
]
Confidence = Annotated[str | None, _option("--confidence", PERCENT, "准备金的把握程度 · confidence of the reserve")]
Specifics = Annotated[
    list[str] | None,
    _option("--specific", "YUAN|none", "要比较的个人止损线，可多次 · a stop-loss per person to try; repeat"),
]
Attachments = Annotated[
    list[str] | None,
    _option("--attachment", "PERCENT|none", "要比较的团体止损线，可多次 · a stop-loss of the group to try; repeat"),
]
TailFrom = Annotated[
    str | None,
    _option("--tail-from", YUAN, "单人一年超过它的部分改用拟合的尾部 · a fitted tail above this, of one person's year"),
]
Terms = Annotated[Path | None, _option("--terms", "FILE", "报价条件 · the terms of the quote")]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="DIR", help="写出工作簿和图 · write a workbook and charts")
]


def yuan(option: str, value: str | None) -> int | None:
    """Fen of an option in yuan. Raises WrongUsageError."""
    if value is None:
        return None
    try:
        fen = parse_yuan(value)
    except ValueError:
        fen = -1
    if fen < 0:
        zh = f"{option} 应是不小于 0 的金额（元，最多两位小数），如 100000，不能是 {value}"
        en = f"{option} is an amount in yuan, 0 or more, with at most two decimals, as 100000; not {value}"
        raise WrongUsageError(Text(zh, en))
    return fen


def percent(option: str, value: str | None) -> Fraction | None:
    """The share of an option in percent. Raises WrongUsageError."""
    if value is None:
        return None
    try:
        return parse_percent(value)
    except ValueError:
        zh = f"{option} 应是百分数，如 5% 或 0.05，不能是 {value}"
        raise WrongUsageError(Text(zh, f"{option} is a percentage, as 5% or 0.05; not {value}")) from None


def several_yuan(option: str, values: Sequence[str] | None) -> list[int | None] | None:
    """Amounts of an option that may be repeated; "none" is None."""
    return [None if value == NONE else yuan(option, value) for value in values] if values else None


def several_percent(option: str, values: Sequence[str] | None) -> list[Fraction | None] | None:
    """Shares of an option that may be repeated; "none" is None."""
    return [None if value == NONE else percent(option, value) for value in values] if values else None
