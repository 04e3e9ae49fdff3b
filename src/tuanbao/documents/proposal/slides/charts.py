"""Native charts of slides (幻灯片里的原生图表): each with its own embedded workbook, to be edited in the slides."""

from collections.abc import Sequence
from typing import Any, Literal

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn
from pptx.util import Pt

from tuanbao.documents.charts.waterfall import limits
from tuanbao.documents.colours import BLUE, FALL, RISE, RULE
from tuanbao.documents.proposal.book.choice import round_below
from tuanbao.documents.proposal.book.money import as_waterfall
from tuanbao.documents.proposal.slides.deck import Deck
from tuanbao.documents.proposal.slides.style import Box, capital, rgb, styled
from tuanbao.language import Text

_Categories: Any = CategoryChartData
_Places: Any = XyChartData
YUAN, PERCENT, FACTOR = "#,##0", "0%", "0.00"
SMALL = 10.0
Beside = Literal["above", "left", "right"]
SIDES = {"above": XL_LABEL_POSITION.ABOVE, "left": XL_LABEL_POSITION.LEFT, "right": XL_LABEL_POSITION.RIGHT}
Values = Sequence[float | None]
Series = tuple[Text, Values, str]
"""Name, values, colour."""


def bars(
    deck: Deck,
    slide: Any,
    box: Box,
    alt: Text,
    categories: Sequence[Text],
    series: Sequence[Series],
    *,
    across: bool = False,
    stacked: bool = False,
    form: str = YUAN,
    labels: bool = True,
    errors: tuple[Values, Values] | None = None,
) -> Any:
    """Bars by category, from 0; ``across``: lying, the first on top. ``errors``: lengths below and above the values."""
    kinds = {
        (False, False): XL_CHART_TYPE.COLUMN_CLUSTERED,
        (False, True): XL_CHART_TYPE.COLUMN_STACKED,
        (True, False): XL_CHART_TYPE.BAR_CLUSTERED,
        (True, True): XL_CHART_TYPE.BAR_STACKED,
    }
    data = _Categories(number_format=form)
    data.categories = [capital(deck.word(name)) for name in categories]
    for name, values, _ in series:
        data.add_series(capital(deck.word(name)), values)
    chart = _placed(slide, box, kinds[across, stacked], data, deck.word(alt))
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45 if len(series) > 1 else 55, 100 if stacked else -5
    for made, (_, _, colour) in zip(plot.series, series, strict=True):
        made.format.fill.solid()
        made.format.fill.fore_color.rgb = rgb(colour)
    _axes(chart, form, across=across)
    if labels and not errors:
        plot.has_data_labels = True
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = form, False
        styled(plot.data_labels.font, SMALL)
        chart.value_axis.visible = False
        chart.value_axis.has_major_gridlines = False
    if errors:
        _whiskers(plot.series[0]._element, errors)
    _legend(chart, len(series) > 1)
    return chart


def waterfall(deck: Deck, slide: Any, box: Box, alt: Text, steps: Sequence[Any]) -> Any:
    """Stacked bars on an invisible one: the cost today, what is released, what is spent, the cost proposed.

    ``steps`` are `MoneyStep`s; amounts stand in yuan.
    """
    hidden, level, parts = [], 0, {"level": [], "released": [], "spent": []}  # type: ignore[var-annotated]
    for step in steps:
        whole = step.kind in ("start", "total")
        before, level = (0, step.amount) if whole else (level, level + step.amount)
        kind = "level" if whole else "released" if step.amount < 0 else "spent"
        hidden.append(min(before, level) / 100 if not whole else 0.0)
        for name, values in parts.items():
            values.append(abs(level - before) / 100 if name == kind else 0.0)
    data = _Categories(number_format=YUAN)
    data.categories = [_with_amount(deck, step) for step in steps]
    shown = (
        ("level", Text("企业成本", "Company cost"), BLUE),
        ("released", Text("释放", "Released"), FALL),
        ("spent", Text("用于", "Spent"), RISE),
    )
    data.add_series(deck.word(Text("（不显示）", "(hidden)")), hidden)
    for name, title, _ in shown:
        data.add_series(deck.word(title), parts[name])
    chart = _placed(slide, box, XL_CHART_TYPE.BAR_STACKED, data, deck.word(alt))
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 35, 100
    plot.series[0].format.fill.background()
    for made, (_, _, colour) in zip(list(plot.series)[1:], shown, strict=True):
        made.format.fill.solid()
        made.format.fill.fore_color.rgb = rgb(colour)
    _axes(chart, YUAN, across=True)
    chart.value_axis.minimum_scale = max(0.0, limits(as_waterfall(steps))[0] / 100)
    styled(chart.category_axis.tick_labels.font, 11)
    _legend(chart, False)
    return chart


def _with_amount(deck: Deck, step: Any) -> str:
    """The step with its amount, so that no label hides a short bar."""
    amount = f"{abs(step.amount) / 100:,.0f}"
    sign = "" if step.kind in ("start", "total") else "+" if step.amount > 0 else "−"
    return f"{capital(deck.word(step.label))}  {sign}{amount}"


def scatter(
    deck: Deck,
    slide: Any,
    box: Box,
    alt: Text,
    axes: tuple[Text, Text],
    line: tuple[Text, Sequence[tuple[float, float]]],
    points: Sequence[tuple[Text, tuple[float, float], str, Beside | None]],
) -> Any:
    """A line of points (x, y), and single points: name, place, colour, and where the name stands beside it.

    Each is a series of its own; one without a name beside it is told by the legend.
    """
    data = _Places(number_format=YUAN)
    for name, places in [line, *((name, [place]) for name, place, _, _ in points)]:
        made = data.add_series(deck.word(name))
        for x, y in places:
            made.add_data_point(x, y)
    chart = _placed(slide, box, XL_CHART_TYPE.XY_SCATTER_LINES, data, deck.word(alt))
    first, *others = chart.plots[0].series
    _dotted(first, BLUE, XL_MARKER_STYLE.CIRCLE, 6, line=True)
    first.smooth = False
    for made, (name, _, colour, beside) in zip(others, points, strict=True):
        _dotted(made, colour, XL_MARKER_STYLE.DIAMOND, 13, line=False)
        if beside is None:
            continue
        label = made.points[0].data_label
        label.has_text_frame = True
        label.text_frame.text = deck.word(name)
        styled(label.text_frame.paragraphs[0].runs[0].font, 11, bold=True, colour=colour)
        label.position = SIDES[beside]
    everything = [*line[1], *(place for _, place, _, _ in points)]
    for axis, title, at in ((chart.category_axis, axes[0], 0), (chart.value_axis, axes[1], 1)):
        _axis(axis, YUAN)
        axis.has_title = True
        axis.axis_title.text_frame.text = deck.word(title)
        styled(axis.axis_title.text_frame.paragraphs[0].runs[0].font, 11)
        axis.minimum_scale = round_below(min(place[at] for place in everything))
    _legend(chart, True)
    return chart


def _placed(slide: Any, box: Box, kind: Any, data: Any, alt: str) -> Any:
    places = (Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height))
    frame = slide.shapes.add_chart(kind, *places, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    chart = frame.chart
    chart.has_title = False
    styled(chart.font, SMALL)
    return chart


def _axes(chart: Any, form: str, *, across: bool) -> None:
    _axis(chart.value_axis, form)
    chart.value_axis.minimum_scale = 0
    own = chart.category_axis
    own.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    own.format.line.color.rgb = rgb(RULE)
    own.has_major_gridlines = False
    styled(own.tick_labels.font, SMALL)
    if across:
        own.reverse_order = True
        chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _axis(axis: Any, form: str) -> None:
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(RULE)
    axis.format.line.color.rgb = rgb(RULE)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = form, False
    styled(axis.tick_labels.font, SMALL)


def _legend(chart: Any, shown: bool) -> None:
    chart.has_legend = shown
    if shown:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        styled(chart.legend.font, SMALL)


def _dotted(series: Any, colour: str, style: Any, size: int, *, line: bool) -> None:
    series.marker.style, series.marker.size = style, size
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = rgb(colour)
    series.marker.format.line.color.rgb = rgb(colour)
    if line:
        series.format.line.color.rgb = rgb(colour)
        series.format.line.width = Pt(2)
    else:
        series.format.line.fill.background()


def _whiskers(series: Any, errors: tuple[Values, Values]) -> None:
    """Error bars from below to above, which python-pptx has no words for; they stand before the categories."""
    made = series.makeelement(qn("c:errBars"), {})
    for tag, kind in (("c:errBarType", "both"), ("c:errValType", "cust"), ("c:noEndCap", "0")):
        _child(made, tag, val=kind)
    for tag, values in (("c:plus", errors[1]), ("c:minus", errors[0])):
        numbers = _child(_child(made, tag), "c:numLit")
        _child(numbers, "c:formatCode").text = "General"
        _child(numbers, "c:ptCount", val=str(len(values)))
        for at, value in enumerate(values):
            _child(_child(numbers, "c:pt", idx=str(at)), "c:v").text = repr(float(value or 0.0))
    series.find(qn("c:cat")).addprevious(made)


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    own = parent.makeelement(qn(tag), attributes)
    parent.append(own)
    return own
