"""Lines with a fan of quantiles behind them (折线图、扇形图)."""

import math
from typing import Any

from tuanbao.documents.charts.drawing import SMALL, WIDTH, Canvas, inches
from tuanbao.documents.charts.model import Lines
from tuanbao.documents.charts.wrapping import wrap
from tuanbao.documents.colours import BLUE, SERIES
from tuanbao.language import Language, Text

HEIGHT = 3.4
MARKED = 15
"""Lines of at most as many points show the points."""
LABEL_CELLS = 14
"""Names below the axis are not made narrower; some are left out instead."""


def draw(chart: Lines, language: Language) -> Canvas:
    """The canvas with all lines."""
    names = [band.name.to(language) for band in chart.bands] + [one.name.to(language) for one in chart.series]
    canvas = Canvas(chart, language, HEIGHT, names if len(names) > 1 else ())
    axes = canvas.axes(grid="y")
    handles = [_band(axes, chart, at) for at in range(len(chart.bands))]
    handles += [_line(axes, chart, at) for at in range(len(chart.series))]
    _x(canvas, axes, chart)
    canvas.label_ticks(axes.yaxis, chart.unit)
    canvas.title_axis(axes, "y", None, chart.unit)
    if chart.from_zero:
        axes.set_ylim(bottom=min(0, axes.get_ylim()[0]) if _lowest(chart) < 0 else 0)
    if len(names) > 1:
        canvas.legend(handles)
    return canvas


def _lowest(chart: Lines) -> float:
    values = [value for one in chart.series for value in one.values if value is not None]
    return float(min([*values, *(value for band in chart.bands for value in band.low)], default=0))


def _band(axes: Any, chart: Lines, at: int) -> Any:
    """Wider bands are paler."""
    band = chart.bands[at]
    shade = _mixed(0.14 + 0.22 * (at + 1) / len(chart.bands))
    places = chart.places()
    if len(places) == 1:
        return axes.errorbar(
            places, [band.low[0]], yerr=[[0], [band.high[0] - band.low[0]]], ecolor=shade, elinewidth=14, fmt="none"
        )
    return axes.fill_between(places, band.low, band.high, color=shade, linewidth=0, zorder=1)


def _mixed(strength: float) -> tuple[float, ...]:
    """The house's blue in white."""
    parts = [int(BLUE[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(1 - strength * (1 - part) for part in parts)


def _line(axes: Any, chart: Lines, at: int) -> Any:
    one = chart.series[at]
    values = [math.nan if value is None else float(value) for value in one.values]
    how: dict[str, Any] = {"color": SERIES[at % len(SERIES)], "linewidth": 2, "zorder": 3}
    if len(values) <= MARKED:
        how |= {"marker": "osD^v<>p"[at % 8], "markersize": 4.5}
    (drawn,) = axes.plot(chart.places(), values, "--" if one.dashed else "-", **how)
    if one.errors is not None:
        axes.errorbar(chart.places(), values, yerr=one.errors, fmt="none", ecolor=how["color"], capsize=2.5)
    return drawn


def _x(canvas: Canvas, axes: Any, chart: Lines) -> None:
    places, names = chart.places(), [x for x in chart.x if isinstance(x, Text)]
    if names:
        room = (WIDTH - 1.2) / len(names)
        cells = max(LABEL_CELLS, int(room / inches("0", SMALL)) - 1)
        labels = [wrap(canvas.word(name), cells, 2) for name in names]
        widest = max(inches(label, SMALL) for label in labels)
        every = math.ceil(widest / room)
        axes.set_xticks(places[::every], labels[::every])
    else:
        from matplotlib.ticker import MaxNLocator

        whole = all(place == round(place) for place in places)
        axes.xaxis.set_major_locator(MaxNLocator(8, integer=whole))
    canvas.title_axis(axes, "x", chart.x_title, "count")
    side = 0.05 * ((places[-1] - places[0]) or 10)
    axes.set_xlim(places[0] - side, places[-1] + side)
