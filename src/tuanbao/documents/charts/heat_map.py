"""A value for each row and column (热力图), as of the cost at each pair of retentions (自留额)."""

import math
from typing import Any

from tuanbao.documents.charts import numbers
from tuanbao.documents.charts.drawing import SMALL, WIDTH, Canvas, inches
from tuanbao.documents.charts.model import HeatMap
from tuanbao.documents.charts.wrapping import wrap
from tuanbao.documents.colours import BLUE, ORANGE
from tuanbao.language import Language

CELL_HEIGHT = 0.36
LABEL_CELLS = 24
BESIDE_SCALE = 0.88
"""Of the width, what the cells keep where a scale of colours stands beside them."""


def draw(chart: HeatMap, language: Language) -> Canvas:
    """The canvas with all cells; the values stand in them if they fit, else beside a scale of colours."""
    canvas = Canvas(chart, language, 0.9 + CELL_HEIGHT * len(chart.rows), _legend(chart, language))
    axes = canvas.axes()
    values = [[math.nan if value is None else float(value) for value in row] for row in chart.values]
    image = axes.pcolormesh(values, cmap=_colours(), edgecolors="white", linewidth=1.5)
    axes.set_facecolor("#F2F2F2")
    axes.set_ylim(len(chart.rows), 0)
    rows = [wrap(canvas.word(name), LABEL_CELLS, 2) for name in chart.rows]
    room = (WIDTH - 0.5 - max(inches(row, SMALL) for row in rows)) / len(chart.columns)
    columns = [wrap(canvas.word(name), max(5, int(room / inches("0", SMALL)) - 1), 2) for name in chart.columns]
    every = math.ceil(max(inches(column, SMALL) for column in columns) / (BESIDE_SCALE * room))
    axes.set_xticks([at + 0.5 for at in range(0, len(columns), every)], columns[::every])
    axes.set_yticks([at + 0.5 for at in range(len(rows))], rows)
    axes.spines[:].set_visible(False)
    canvas.title_axis(axes, "x", chart.column_title, "count")
    canvas.title_axis(axes, "y", chart.row_title, "count")
    if not _values(canvas, axes, chart, room):
        scale = canvas.figure.colorbar(image, ax=axes, pad=0.02, shrink=0.9)
        scale.outline.set_visible(False)
        scale.ax.tick_params(length=0)
        canvas.label_ticks(scale.ax.yaxis, chart.unit)
    _frame(canvas, axes, chart)
    return canvas


def _colours() -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("tuanbao", ["#EAF2F8", "#7FB0D6", BLUE])


def _values(canvas: Canvas, axes: Any, chart: HeatMap, room: float) -> bool:
    known = [value for row in chart.values for value in row if value is not None]
    texts = [
        ["—" if value is None else numbers.short(value, chart.unit, canvas.language) for value in row]
        for row in chart.values
    ]
    if max(inches(text, SMALL) for row in texts for text in row) > room:
        return False
    low, high = min(known), max(known)
    for at, (row, values) in enumerate(zip(texts, chart.values, strict=True)):
        for column, (text, value) in enumerate(zip(row, values, strict=True)):
            dark = value is not None and high > low and (value - low) / (high - low) > 0.55
            best = chart.best == (at, column)
            style: dict[str, Any] = {"weight": "bold" if best else "normal", "color": "white" if dark else "#333333"}
            axes.text(column + 0.5, at + 0.5, text, ha="center", va="center", size=SMALL, **style)
    return True


def _frame(canvas: Canvas, axes: Any, chart: HeatMap) -> None:
    """A frame around the best cell, explained above."""
    if chart.best is None:
        return
    from matplotlib.patches import Rectangle

    row, column = chart.best
    frame = Rectangle((column, row), 1, 1, fill=False, edgecolor=ORANGE, linewidth=2.5, zorder=5, clip_on=False)
    axes.add_patch(frame)
    canvas.legend([Rectangle((0, 0), 1, 1, fill=False, edgecolor=ORANGE, linewidth=2)])


def _legend(chart: HeatMap, language: Language) -> list[str]:
    """What the frame means, and the value in it."""
    if chart.best is None:
        return []
    row, column = chart.best
    value = chart.values[row][column]
    label = chart.best_label.to(language)
    if value is None:
        return [label]
    return [f"{label}{'：' if language == 'zh' else ': '}{numbers.with_unit(value, chart.unit, language)}"]
