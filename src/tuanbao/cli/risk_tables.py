"""What `tuanbao risk` shows on the terminal (风险分析的终端输出)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from tuanbao.cli.figures import Figure, print_figures, print_rows
from tuanbao.cli.terminal import NARROW
from tuanbao.documents import risk_words as words
from tuanbao.documents.risk import beside_rows
from tuanbao.documents.risk_rows import (
    Line,
    best_lines,
    bounded,
    cover_name,
    outlook,
    quality_lines,
    share,
    shown,
    verdict,
    what,
)
from tuanbao.language import Language, Text

if TYPE_CHECKING:
    from tuanbao.pricing.risk_run import RiskRun
    from tuanbao.risk.self_funding import Candidate

MOST = 14
"""Candidates that the terminal shows."""
STAR = {"best": "★", "yes": "", "no": "×"}
MARKS = Text("★ 最合适  × 超预算的概率过高", "★ best  × chance over budget too high")


def print_risk(console: Console, run: "RiskRun", language: Language, *, elsewhere: bool = False) -> None:
    """Everything, the answer last but for what it rests on. ``elsewhere``: all candidates are in a workbook."""
    console.print(what(run).to(language), style="bold")
    console.print()
    _figures(console, words.OUTLOOK, outlook(run), language)
    _beside(console, run, language)
    _candidates(console, run, language, elsewhere)
    best = run.funding.comparison.best
    if best is not None:
        name = cover_name(best)
        heading = Text(f"{words.BEST.zh}：{name.zh}", f"{words.BEST.en}: {name.en}")
        _figures(console, heading, best_lines(run, best), language)
    console.print(words.VERDICT.to(language), style="bold")
    for sentence in verdict(run):
        console.print(f"  {sentence.to(language)}", soft_wrap=True)
    console.print()
    console.print(words.QUALITY.to(language), style="bold")
    print_figures(console, [Figure(name, value, remark) for name, value, remark in quality_lines(run)], language)
    console.print()
    console.print(words.RESTS_ON.to(language), style="bold")
    _listed(console, run.notes, language)


def _figures(console: Console, heading: Text, lines: Sequence[Line], language: Language) -> None:
    console.print(heading.to(language), style="bold")
    print_figures(console, [Figure(line.label, _value(line), line.remark) for line in lines], language)
    console.print()


def _value(line: Line) -> str:
    if line.share is not None:
        return share(line.share)
    return "—" if line.yuan is None else amount(line.yuan)


def amount(yuan: float) -> str:
    """Whole yuan: estimates are not known to the fen."""
    return f"{yuan:,.0f}"


def _beside(console: Console, run: "RiskRun", language: Language) -> None:
    """The computed distribution and the simulated years, and why they differ."""
    level = f"{100 * run.independence.confidence:.4g}%"
    columns = [(words.HEADINGS["year"], "text"), (words.MEAN, "number"), (words.SD, "number")]
    columns.append((Text(f"{level} 分位数", f"{level} quantile"), "number"))
    rows = [
        [row["year"], *("—" if row[name] is None else amount(row[name] / 100) for name in ("mean", "sd", "quantile"))]
        for row in beside_rows(run, language)
    ]
    print_rows(console, columns, rows, language, title=words.BESIDE)
    _listed(console, run.independence.reasons, language)
    console.print()


def _listed(console: Console, sentences: Sequence[Text], language: Language) -> None:
    for sentence in sentences:
        console.print(f"  · {sentence.to(language)}", soft_wrap=True, style="dim")


def _candidates(console: Console, run: "RiskRun", language: Language, elsewhere: bool) -> None:
    found = run.funding.comparison.candidates
    names = ["mark", "specific", "attachment", "expected_cost", "saving", "chance", "reserve", "worst"]
    if console.width < NARROW:
        names.remove("worst")
    rows = [[_cell(run, one, name, language) for name in names] for one in shown(run, MOST)]
    columns = [(words.SHORT[name], "text" if name == "mark" else "number") for name in names]
    title = Text(
        f"自筹方案比较（元，一年；共 {len(found)} 种，列出 {len(rows)} 种）",
        f"Ways of self-funding (yuan a year; {len(rows)} of {len(found)})",
    )
    print_rows(console, columns, rows, language, title=title)
    more = len(rows) < len(found) and not elsewhere
    where = Text("；加 -o 目录 写出全部", "; all of them with -o DIR") if more else Text("", "")
    console.print(MARKS.to(language) + where.to(language), style="dim")
    console.print()


def _cell(run: "RiskRun", one: "Candidate", name: str, language: Language) -> str:
    none, found = words.NO_COVER.to(language), run.funding.comparison
    if name == "mark":
        return STAR["best" if one is found.best else "yes" if one.acceptable else "no"]
    if name == "specific":
        return none if one.specific is None else amount(one.specific)
    if name == "attachment":
        return none if one.attachment_share is None else f"{one.attachment_share:.0%}"
    if name == "chance":
        return share(one.chance_over_budget)
    if name == "worst" and not bounded(one):
        return words.NO_BOUND.to(language)
    value = {"saving": found.insured_cost - one.expected_cost}.get(name)
    return amount(getattr(one, name) if value is None else value)
