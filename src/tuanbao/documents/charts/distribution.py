"""A year's total: how often it falls where, and the chance that it is exceeded (直方图、超越概率)."""

from collections.abc import Sequence
from typing import Any

from tuanbao.documents.charts import numbers
from tuanbao.documents.charts.drawing import SMALL, Canvas
from tuanbao.documents.charts.model import Exceedance, Histogram, Mark
from tuanbao.documents.colours import BLUE, SERIES
from tuanbao.language import Language, Text

HEIGHT = 3.0
MARK_ROW = 0.19
"""Inches for the label of each mark, above the data."""
MARK_COLOURS = ("#B5472F", "#8A3F7D", "#2F8F6B", "#A86A00", "#555555")
SHARE = Text("占比", "Share")
CHANCE = Text("超过该金额的概率", "Chance of exceeding the amount")
LEAST_CHANCE = 1e-4


def draw_histogram(chart: Histogram, language: Language) -> Canvas:
    """Shares of all, by bin."""
    canvas = Canvas(chart, language, HEIGHT + MARK_ROW * len(chart.marks))
    axes = canvas.axes(grid="y")
    whole = float(sum(chart.weights))
    shares = [weight / whole for weight in chart.weights]
    widths = [after - before for before, after in zip(chart.edges, chart.edges[1:], strict=False)]
    axes.bar(chart.edges[:-1], shares, widths, align="edge", color=BLUE, alpha=0.75, edgecolor="white", linewidth=0.4)
    top = max(shares) * 1.04
    axes.set_ylim(0, top * _stretch(len(chart.marks)))
    canvas.label_ticks(axes.yaxis, "percent", count=5)
    axes.set_yticks([tick for tick in axes.get_yticks() if tick <= top])
    canvas.title_axis(axes, "y", SHARE, "percent")
    _x(canvas, axes, chart, [float(edge) for edge in chart.edges])
    _marks(canvas, axes, chart.marks, chart, top)
    return canvas


def draw_exceedance(chart: Exceedance, language: Language) -> Canvas:
    """The chance of more than each amount, as falling lines."""
    names = [curve.name.to(language) for curve in chart.curves] if len(chart.curves) > 1 else []
    canvas = Canvas(chart, language, HEIGHT + MARK_ROW * len(chart.marks), names)
    axes = canvas.axes(grid="y")
    drawn = []
    for at, curve in enumerate(chart.curves):
        colour, style = SERIES[at % len(SERIES)], ("-", "--", "-.", ":")[at % 4]
        drawn += axes.plot(curve.amounts, curve.chances, style, color=colour, linewidth=2, zorder=2)
    _chances(axes, chart)
    canvas.name_ticks(axes.yaxis, "percent")
    canvas.title_axis(axes, "y", CHANCE, "percent")
    _x(canvas, axes, chart, [float(amount) for curve in chart.curves for amount in curve.amounts])
    _marks(canvas, axes, chart.marks, chart, 1.0)
    if names:
        canvas.legend(drawn)
    return canvas


def _chances(axes: Any, chart: Exceedance) -> None:
    """The axis of chances, with room for the marks' labels above 100%."""
    stretch = _stretch(len(chart.marks))
    if not chart.log:
        axes.set_ylim(0, stretch * 1.02)
        axes.set_yticks([0, 0.2, 0.4, 0.6, 0.8, 1.0])
        return
    positive = [chance for curve in chart.curves for chance in curve.chances if chance > 0]
    decades = 1
    while decades < 4 and 10.0**-decades > max(min(positive, default=1.0), LEAST_CHANCE):
        decades += 1
    axes.set_yscale("log")
    axes.set_ylim(10.0**-decades, 10 ** (decades * (stretch * 1.02 - 1)))
    axes.set_yticks([10.0**-n for n in range(decades + 1)])
    axes.minorticks_off()


def _stretch(marks: int) -> float:
    """How much higher the axes are than the data."""
    return (HEIGHT - 0.5 + MARK_ROW * marks) / (HEIGHT - 0.5)


def _x(canvas: Canvas, axes: Any, chart: Histogram | Exceedance, values: Sequence[float]) -> None:
    reach = [*values, *(float(mark.value) for mark in chart.marks)]
    low, high = min(reach), max(reach)
    side = 0.03 * ((high - low) or abs(high) or 1)
    axes.set_xlim(low - side, high + side)
    canvas.label_ticks(axes.xaxis, chart.unit, count=8)
    canvas.title_axis(axes, "x", chart.x_title, chart.unit)


def _marks(canvas: Canvas, axes: Any, marks: Sequence[Mark], chart: Histogram | Exceedance, top: float) -> None:
    """Lines across, each with its label in a row of its own above the data, so that labels never meet."""
    low, high = axes.get_xlim()
    share = 1 / _stretch(len(marks))
    for row, mark in enumerate(sorted(marks, key=lambda mark: mark.value, reverse=True)):
        colour = MARK_COLOURS[row % len(MARK_COLOURS)]
        height = share + (1 - share) * (row + 0.5) / len(marks)
        axes.axvline(mark.value, ymax=height, color=colour, linewidth=1.2, zorder=3)
        right = mark.value > (low + high) / 2
        separator = "：" if canvas.language == "zh" else ": "
        text = f"{canvas.word(mark.label)}{separator}{numbers.short(mark.value, chart.unit, canvas.language)}"
        axes.annotate(
            text,
            (mark.value, height),
            (-4 if right else 4, 0),
            xycoords=axes.get_xaxis_transform(),
            textcoords="offset points",
            ha="right" if right else "left",
            va="center",
            size=SMALL,
            color=colour,
            zorder=4,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
        )
