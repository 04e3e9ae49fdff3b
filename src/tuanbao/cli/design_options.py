"""The arguments of `tuanbao design` (设计命令的参数)."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from tuanbao.cli.failures import WrongUsageError
from tuanbao.language import Text
from tuanbao.money import parse_percent, parse_yuan

Industry = Literal["all", "smart_manufacturing", "hitech"]
Current = Annotated[
    Path,
    typer.Option("--programme", "-p", metavar="FILE", help="现行方案体系或方案 · the present programme, or plans"),
]
OptionsFile = Annotated[
    Path | None,
    typer.Option("--options", metavar="FILE", help="设计选项：可调条款、档次、约束、价值 · levers, tiers, wishes"),
]
Survey = Annotated[
    Path | None, typer.Option("--survey", metavar="FILE", help="员工需求问卷的答卷 · answers to the questionnaire")
]
Items = Annotated[
    Path | None,
    typer.Option("--items", metavar="FILE", help="问卷的自有题目 · own items of the questionnaire"),
]
PastBills = Annotated[
    Path | None, typer.Option("--bills", "-b", metavar="FILE", help="上一年的医疗票据 · last year's bills")
]
Market = Annotated[Path | None, typer.Option("--market", metavar="FILE", help="自有市场数据 · own market figures")]
Budget = Annotated[
    str | None, typer.Option("--budget", metavar="YUAN", help="企业一年的预算，元 · the company's budget of a year")
]
Growth = Annotated[
    str | None, typer.Option("--growth", metavar="PERCENT", help="比去年最多增长 · at most so much over last year")
]
LastYear = Annotated[
    str | None, typer.Option("--last-year", metavar="YUAN", help="企业去年的成本 · what the company paid last year")
]
IndustryOption = Annotated[
    Industry | None,
    typer.Option("--industry", help="行业：全行业、智能制造、高科技互联网 · whose market to compare with"),
]
QuoteYears = Annotated[
    int, typer.Option("--years", min=20, max=100_000, help="报价的模拟年数 · simulated years of each quote")
]
Lines = Annotated[
    int,
    typer.Option("--lines", min=5_000, max=20_000_000, help="比较方案用的票据行数 · lines of bills to compare on"),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="DIR", help="写出建议书、工作簿、幻灯片和方案文件 · write the proposal"),
]
Company = Annotated[
    str | None, typer.Option("--company", metavar="NAME", help="建议书上的企业名称 · the company's name on it")
]


def wishes(budget: str | None, growth: str | None, last_year: str | None) -> dict[str, Any]:
    """What the command line asks for, in fen and fractions; it wins over the options' file."""
    found: dict[str, Any] = {}
    for name, value in (("budget", budget), ("last_year", last_year)):
        if value is not None:
            found[name] = _yuan(value, f"--{name.replace('_', '-')}")
    if growth is not None:
        found["growth"] = _share(growth)
    return found


def _yuan(value: str, name: str) -> int:
    try:
        fen = parse_yuan(value)
    except ValueError:
        fen = -1
    if fen < 0:
        zh, en = f"{name} 应为金额（元），如 1,200,000，而不是“{value}”", f"{name} must be yuan, as 1,200,000"
        raise WrongUsageError(Text(zh, f"{en}, not {value!r}"))
    return fen


def _share(value: str) -> Any:
    try:
        return parse_percent(value)
    except ValueError:
        zh, en = f"--growth 应为百分比，如 5%，而不是“{value}”", f"--growth must be a percentage, as 5%, not {value!r}"
        raise WrongUsageError(Text(zh, en)) from None
