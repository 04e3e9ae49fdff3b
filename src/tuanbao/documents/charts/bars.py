"""Bars by category (柱形图): upright where the names fit below, else lying; values at the bars where they fit."""

from collections.abc import Sequence
from typing import Any

from tuanbao.documents.charts import numbers
from tuanbao.documents.charts.drawing import SIZE, SMALL, WIDTH, Canvas, inches
from tuanbao.documents.charts.model import Bars, Series
from tuanbao.documents.charts.wrapping import wrap
from tuanbao.documents.colours import SERIES
from tuanbao.language import Language

ROOM = WIDTH - 1.0
"""Inches that upright bars have."""
UPRIGHT = 3.0
FEWEST = 4
"""Fewer upright bars are not made wider."""
LYING_LABEL = 32
FILLED = 0.78
"""Of the distance between categories, what their bars take."""


def draw(chart: Bars, language: Language) -> Canvas:
    """The canvas with all bars."""
    cells = int(ROOM / len(chart.categories) / inches("0", SMALL)) - 1
    names = [name.to(language) for name in chart.categories]
    upright = all("…" not in wrap(name, max(cells, 1), 2) for name in names) and cells >= 6
    labels = [wrap(name, cells if upright else LYING_LABEL, 2) for name in names]
    legend = [one.name.to(language) for one in chart.series] if len(chart.series) > 1 else []
    canvas = Canvas(chart, language, UPRIGHT if upright else _height(chart, labels), legend)
    axes = canvas.axes(grid="y" if upright else "x")
    drawn = [_series(axes, chart, at, upright) for at in range(len(chart.series))]
    places = range(len(labels))
    if upright:
        axes.set_xticks(places, labels)
        beside = max(0.5, (FEWEST - len(labels) + 1) / 2)
        axes.set_xlim(-beside, len(labels) - 1 + beside)
    else:
        axes.set_yticks(places, labels, size=SIZE)
        axes.set_ylim(len(labels) - 0.5, -0.5)
    axis = axes.yaxis if upright else axes.xaxis
    canvas.label_ticks(axis, chart.unit)
    canvas.title_axis(axes, "y" if upright else "x", None, chart.unit)
    _values(canvas, axes, chart, upright)
    if any((value or 0) < 0 for one in chart.series for value in one.values):
        (axes.axhline if upright else axes.axvline)(0, color="#808080", linewidth=0.8)
    if legend:
        canvas.legend(drawn)
    return canvas


def _height(chart: Bars, labels: Sequence[str]) -> float:
    bars = 1 if chart.stacked else len(chart.series)
    lines = max(label.count("\n") + 1 for label in labels)
    return 0.6 + len(labels) * max(0.17 * bars + 0.12, 0.16 * lines + 0.12)


def _offsets(chart: Bars) -> tuple[list[float], float]:
    """Where the bars of each series stand beside the middle of the category, and how thick they are."""
    if chart.stacked:
        return [0.0] * len(chart.series), FILLED * 0.8
    thick = FILLED / len(chart.series)
    return [(at - (len(chart.series) - 1) / 2) * thick for at in range(len(chart.series))], thick * 0.92


def _series(axes: Any, chart: Bars, at: int, upright: bool) -> Any:
    one = chart.series[at]
    offsets, thick = _offsets(chart)
    places = [place + offsets[at] for place in range(len(chart.categories))]
    values = [float(value or 0) for value in one.values]
    start = _below(chart, at) if chart.stacked else [0.0] * len(values)
    colour = SERIES[at % len(SERIES)]
    if upright:
        drawn = axes.bar(places, values, thick, bottom=start, color=colour, zorder=2)
    else:
        drawn = axes.barh(places, values, thick, left=start, color=colour, zorder=2)
    if one.errors is not None:
        _whiskers(axes, one, places, start, upright)
    return drawn


def _whiskers(axes: Any, one: Series, places: Sequence[float], start: Sequence[float], upright: bool) -> None:
    """At the ends of the bars, which begin at ``start``."""
    known = [i for i, value in enumerate(one.values) if value is not None]
    middle = [start[i] + float(one.values[i] or 0) for i in known]
    ends = [(one.errors or ())[i] for i in known]
    along = [places[i] for i in known]
    how: dict[str, Any] = {"fmt": "none", "ecolor": "#444444", "elinewidth": 0.9, "capsize": 2.5, "zorder": 3}
    if upright:
        axes.errorbar(along, middle, yerr=ends, **how)
    else:
        axes.errorbar(middle, along, xerr=ends, **how)


def _below(chart: Bars, at: int) -> list[float]:
    """What is stacked below a series."""
    return [float(sum(one.values[place] or 0 for one in chart.series[:at])) for place in range(len(chart.categories))]


def _values(canvas: Canvas, axes: Any, chart: Bars, upright: bool) -> None:
    """The values at the ends of the bars (of a stack: its sum), if all of them fit."""
    ends = _stack_ends(chart) if chart.stacked else _bar_ends(chart)
    texts = [numbers.short(value, chart.unit, canvas.language) for _, value, _ in ends]
    pitch = ROOM / len(chart.categories) * (1 if chart.stacked else FILLED / len(chart.series))
    if upright and max((inches(text, SMALL) for text in texts), default=0) > pitch:
        return
    for (place, value, reach), text in zip(ends, texts, strict=True):
        past = 3 if value >= 0 else -3
        at, by = ((place, reach), (0, past)) if upright else ((reach, place), (past, 0))
        sides = (
            ("center", "bottom" if value >= 0 else "top") if upright else ("left" if value >= 0 else "right", "center")
        )
        axes.annotate(text, at, by, textcoords="offset points", ha=sides[0], va=sides[1], size=SMALL)
    axes.margins(**{"y" if upright else "x": 0.1 if upright else 0.12})


def _bar_ends(chart: Bars) -> list[tuple[float, float, float]]:
    """Place, value, and how far the bar with its whisker reaches."""
    offsets, _ = _offsets(chart)
    found = []
    for offset, one in zip(offsets, chart.series, strict=True):
        for place, value in enumerate(one.values):
            if value is not None:
                error = one.errors[place] if one.errors is not None else 0
                found.append((place + offset, float(value), float(value + error if value >= 0 else value - error)))
    return found


def _stack_ends(chart: Bars) -> list[tuple[float, float, float]]:
    sums, errors = _below(chart, len(chart.series)), chart.series[-1].errors or [0] * len(chart.categories)
    return [(float(place), value, value + error) for place, (value, error) in enumerate(zip(sums, errors, strict=True))]
