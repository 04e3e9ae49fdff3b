"""Figures on the terminal (终端上的数字和图): steps that add up, key figures, tables of rows."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from tuanbao.cli.terminal import Column, table
from tuanbao.documents.charts import numbers
from tuanbao.documents.charts.model import Unit, Waterfall
from tuanbao.documents.charts.waterfall import limits
from tuanbao.documents.charts.wrapping import wrap
from tuanbao.language import Language, Text
from tuanbao.money import format_yuan

TOTAL, RISE, FALL = "█", "▓", "▄"
"""Blocks that Chinese code pages have too; told apart without colour."""
STYLES = {TOTAL: "blue", RISE: "yellow", FALL: "cyan"}
SHORTEST_BAR, USUAL_BAR, LONGEST_BAR = 10, 18, 36
SHORTEST_LABEL, LINES_OF_A_LABEL = 16, 4
STEP, FACTOR, AMOUNT, LEVEL = (
    Text("步骤", "Step"),
    Text("系数", "Factor"),
    Text("金额", "Amount"),
    Text("累计", "Total"),
)
KEY = Text(f"{TOTAL} 合计  {RISE} 增加  {FALL} 减少", f"{TOTAL} total  {RISE} more  {FALL} less")
NOT_FROM_ZERO = Text("图不从 0 开始", "bars do not begin at 0")


class Figure(NamedTuple):
    """A key figure: what it is, its value as text, and what is to be said about it."""

    label: Text
    value: str
    remark: Text | None = None


def yuan(fen: int, *, signed: bool = False) -> str:
    """1,234.50, -1,234.50, and where signed +1,234.50."""
    return ("+" if signed and fen > 0 else "") + format_yuan(fen)


def percent(share: float, decimals: int = 1, *, signed: bool = False) -> str:
    """0.123 -> 12.3%."""
    return f"{100 * share:{'+' if signed and share else ''},.{decimals}f}%"


def print_waterfall(console: Console, chart: Waterfall, language: Language) -> None:
    """Each step with its factor, amount, running total and bar, and what the bars mean; 80 cells are enough."""
    console.print(waterfall(chart, language, console.width))
    key = KEY.to(language)
    if limits(chart)[0] > 0:
        key += Text("；", "; ").to(language) + NOT_FROM_ZERO.to(language)
    console.print(key, style="dim")
    if chart.note:
        console.print(chart.note.to(language), style="dim")


def waterfall(chart: Waterfall, language: Language, width: int) -> Table:
    """The table of `print_waterfall`."""
    levels = [after for _, after in chart.spans()]
    rows = [
        (
            step.label.to(language),
            "" if step.factor is None else numbers.factor(step.factor),
            _amount(step.amount, chart.unit, signed=step.kind == "change"),
            _amount(level, chart.unit),
        )
        for step, level in zip(chart.steps, levels, strict=True)
    ]
    heads = [STEP, FACTOR, AMOUNT, LEVEL] if any(row[1] for row in rows) else [STEP, AMOUNT, LEVEL]
    if FACTOR not in heads:
        rows = [(label, amount, level, "") for label, _, amount, level in rows]
    kinds: list[Column] = [(head.to(language), "number" if at else "text") for at, head in enumerate(heads)]
    made = table([*kinds, ("", "text")], title=chart.title.to(language))
    cells, length = _widths(rows, heads, language, width)
    made.columns[-1].no_wrap = True
    for row, step, bar in zip(rows, chart.steps, bars(chart, length), strict=True):
        style = "" if step.kind == "change" else "bold"
        label = wrap(row[0], cells, LINES_OF_A_LABEL)
        made.add_row(*(Line(cell, style=style) for cell in (label, *row[1 : len(heads)])), bar)
    return made


def bars(chart: Waterfall, length: int) -> list[Line]:
    """A bar of blocks for each step, at its place in a line of ``length`` cells."""
    low, high = limits(chart)
    found = []
    for step, (before, after) in zip(chart.steps, chart.spans(), strict=True):
        begin, end = sorted(min(1.0, max(0.0, (x - low) / (high - low))) * length for x in (before, after))
        first = min(round(begin), length - 1)
        cells = max(1, round(end) - first) if step.amount else 0
        block = TOTAL if step.kind != "change" else RISE if step.amount > 0 else FALL
        found.append(Line.assemble(" " * first, (block * cells, STYLES[block])))
    return found


def print_figures(console: Console, figures: Sequence[Figure], language: Language) -> None:
    """Key figures below each other: name, value flush right, remark."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column()
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(style="dim", overflow="fold")
    for figure in figures:
        remark = figure.remark.to(language) if figure.remark else ""
        grid.add_row(f"  {figure.label.to(language)}", Line(figure.value, style="bold"), remark)
    console.print(grid)


def print_rows(
    console: Console,
    columns: Sequence[tuple[Text, str]],
    rows: Sequence[Sequence[str]],
    language: Language,
    *,
    title: Text | None = None,
    total: Sequence[str] | None = None,
) -> None:
    """A table of texts; a column is a heading and "text" or "number". The total stands below a line."""
    kinds: list[Column] = [(head.to(language), "number" if kind == "number" else "text") for head, kind in columns]
    made = table(kinds, title=title.to(language) if title else None)
    for row in rows:
        made.add_row(*row)
    if total is not None:
        made.add_section()
        made.add_row(*total, style="bold")
    console.print(made)


def _amount(value: float, unit: Unit, *, signed: bool = False) -> str:
    if unit == "yuan":
        return yuan(round(value), signed=signed)
    if unit == "percent":
        return percent(value, signed=signed)
    return f"{value:{'+' if signed and value else ''},.0f}"


def _widths(rows: Sequence[tuple[str, ...]], heads: Sequence[Text], language: Language, width: int) -> tuple[int, int]:
    """Cells for labels and for bars: what is left beside the numbers, which are never cut."""
    columns = list(zip(*rows, strict=True))[: len(heads)]
    widest = [
        max(cell_len(head.to(language)), *map(cell_len, cells)) for head, cells in zip(heads, columns, strict=True)
    ]
    left = width - sum(widest[1:]) - 3 * len(heads) - 2
    label = min(widest[0], max(SHORTEST_LABEL, left - USUAL_BAR))
    return label, max(SHORTEST_BAR, min(LONGEST_BAR, left - label))
