"""A waterfall as a table of rows with bars (瀑布图): label, bar, factor, amount; so no number hides another."""

import math
from collections.abc import Sequence
from typing import Any

from tuanbao.documents.charts import numbers
from tuanbao.documents.charts.drawing import SIZE, SMALL, Canvas, inches
from tuanbao.documents.charts.model import Step, Waterfall
from tuanbao.documents.charts.wrapping import wrap
from tuanbao.documents.colours import BLUE, FAINT, FALL, RISE
from tuanbao.language import Language, Text

LABEL_CELLS = 32
ROW, LINE = 0.17, 0.165
"""Inches: of a row, and more for each of its lines."""
HEAD = 0.22
SHORTEST = 0.004
"""Of the width of the axes: what the smallest step takes."""
FACTOR, AMOUNT = Text("系数", "Factor"), Text("金额（元）", "Amount (yuan)")
VALUE = Text("数值", "Value")
NOT_FROM_ZERO = Text("横轴不从 0 开始", "axis does not begin at 0")


def draw(chart: Waterfall, language: Language) -> Canvas:
    """The canvas with all rows."""
    labels = [wrap(step.label.to(language), LABEL_CELLS) for step in chart.steps]
    heights = [ROW + LINE * (label.count("\n") + 1) for label in labels]
    canvas = Canvas(chart, language, HEAD + sum(heights) + 0.3)
    axes = canvas.axes(grid="x")
    places = [HEAD + sum(heights[:at]) + height / 2 for at, height in enumerate(heights)]
    axes.set_ylim(HEAD + sum(heights), 0)
    axes.set_yticks(places, labels, size=SIZE, linespacing=1.25)
    low, high = limits(chart)
    axes.set_xlim(low, high)
    _bars(axes, chart, places, (low, high))
    _columns(canvas, axes, chart, places)
    _bold_totals(axes, chart.steps)
    canvas.label_ticks(axes.xaxis, chart.unit)
    if low > 0:
        axes.set_xlabel(canvas.word(NOT_FROM_ZERO), loc="right")
    return canvas


def limits(chart: Waterfall) -> tuple[float, float]:
    """From 0, unless the changes are small beside the level: then from a round number below the lowest level."""
    ends = [float(end) for step, span in zip(chart.steps, chart.spans(), strict=True) for end in _ends(step, span)]
    low, high = min(ends), max(ends)
    if low > 0.6 * high and high > low:
        step = 10.0 ** math.floor(math.log10(high - low))
        return max(0.0, math.floor((low - 0.5 * (high - low)) / step) * step), high + 0.03 * (high - low)
    low, high = min(low, 0.0), max(high, 0.0)
    room = 0.03 * ((high - low) or 1.0)
    return (low - room if low < 0 else 0.0), (high + room if high > 0 else room)


def _ends(step: Step, span: tuple[float, float]) -> Sequence[float]:
    return span if step.kind == "change" else span[1:]


def _bars(axes: Any, chart: Waterfall, places: Sequence[float], view: tuple[float, float]) -> None:
    """The bars, the lines between them, and a torn foot on bars that do not begin at 0."""
    least = SHORTEST * (view[1] - view[0])
    spans = chart.spans()
    for step, (before, after), place in zip(chart.steps, spans, places, strict=True):
        begin = max(before, view[0])
        width = after - begin
        if step.amount and abs(width) < least:
            width = least if width >= 0 else -least
        axes.barh(place, width, left=begin, height=0.22, color=_colour(step), zorder=2)
        if before < view[0]:
            _tear(axes, view, place)
    for (_, level), above, below in zip(spans, places, places[1:], strict=False):
        axes.plot([level, level], [above + 0.11, below - 0.11], color="#B0B0B0", linewidth=0.7, zorder=1)
    if view[0] < 0:
        axes.axvline(0, color="#808080", linewidth=0.8)


def _tear(axes: Any, view: tuple[float, float], place: float) -> None:
    wide = view[1] - view[0]
    for at in (0.03, 0.04):
        left = view[0] + at * wide
        axes.plot([left, left + 0.012 * wide], [place + 0.14, place - 0.14], color="white", linewidth=1.6, zorder=3)


def _colour(step: Step) -> str:
    if step.kind != "change":
        return BLUE
    return RISE if step.amount >= 0 else FALL


def _columns(canvas: Canvas, axes: Any, chart: Waterfall, places: Sequence[float]) -> None:
    """Factors and amounts, flush right beside the bars."""
    factors = ["" if step.factor is None else numbers.factor(step.factor) for step in chart.steps]
    amounts = [numbers.exact(step.amount, chart.unit, signed=step.kind == "change") for step in chart.steps]
    heads = [canvas.word(FACTOR), canvas.word(AMOUNT if chart.unit == "yuan" else VALUE)]
    right = 0.1
    for head, cells in zip(heads, (factors, amounts), strict=True):
        if not any(cells):
            continue
        right += max(inches(head, SMALL), *(inches(cell, SIZE) for cell in cells))
        for cell, step, place in zip(cells, chart.steps, places, strict=True):
            weight = "normal" if step.kind == "change" else "bold"
            _beside(axes, cell, place, right, size=SIZE, weight=weight)
        _beside(axes, head, HEAD / 2, right, size=SMALL, color=FAINT)
        right += 0.12


def _beside(axes: Any, text: str, place: float, right: float, **how: Any) -> None:
    if text:
        across = axes.get_yaxis_transform()
        axes.annotate(
            text,
            (1, place),
            (72 * right, 0),
            xycoords=across,
            textcoords="offset points",
            ha="right",
            va="center",
            **how,
        )


def _bold_totals(axes: Any, steps: Sequence[Step]) -> None:
    for step, label in zip(steps, axes.get_yticklabels(), strict=True):
        if step.kind != "change":
            label.set_weight("bold")
