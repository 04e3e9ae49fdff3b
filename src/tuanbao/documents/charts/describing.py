"""What a chart shows, as a sentence (图表的文字说明), for those who do not see it."""

from collections.abc import Callable, Sequence
from typing import Any

from tuanbao.documents.charts import numbers
from tuanbao.documents.charts.model import (
    Bars,
    Chart,
    Exceedance,
    HeatMap,
    Histogram,
    Lines,
    Mark,
    Number,
    Series,
    Tornado,
    Waterfall,
)
from tuanbao.language import Language, Text


def description(chart: Chart, language: Language) -> str:
    """The title and the figures, in words."""
    said = DESCRIPTIONS[type(chart)](chart, language)
    return f"{chart.title.to(language)}{'：' if language == 'zh' else ': '}{said}{'。' if language == 'zh' else '.'}"


def _waterfall(chart: Waterfall, language: Language) -> str:
    parts = []
    for step in chart.steps:
        factor = "" if step.factor is None else f" ({numbers.factor(step.factor)})"
        amount = numbers.exact(step.amount, chart.unit, signed=step.kind == "change")
        parts.append(f"{step.label.to(language)} {amount}{_yuan(chart, language)}{factor}")
    return _listed(parts, language)


def _bars(chart: Bars, language: Language) -> str:
    return _by_name(chart, chart.series, [name.to(language) for name in chart.categories], language)


def _lines(chart: Lines, language: Language) -> str:
    """First and last that is known of each line, and of each band."""
    names = [x.to(language) if isinstance(x, Text) else f"{x:g}" for x in chart.x]
    ends = sorted({0, len(names) - 1})
    said = []
    for one in chart.series:
        known = [at for at, value in enumerate(one.values) if value is not None]
        shown = sorted({known[0], known[-1]}) if known else []
        points = Series(one.name, [one.values[at] for at in shown])
        said.append(_by_name(chart, [points], [names[at] for at in shown], language))
    for band in chart.bands:
        spans = [
            f"{names[at]} {_value(band.low[at], chart, language)}{Text('至', ' to ').to(language)}"
            f"{_value(band.high[at], chart, language)}"
            for at in ends
        ]
        said.append(f"{band.name.to(language)} {_listed(spans, language)}")
    return (Text("；", "; ").to(language)).join(said)


def _histogram(chart: Histogram, language: Language) -> str:
    low, high = (_value(edge, chart, language) for edge in (chart.edges[0], chart.edges[-1]))
    most = max(range(len(chart.weights)), key=lambda at: chart.weights[at])
    modal = [_value(edge, chart, language) for edge in chart.edges[most : most + 2]]
    said = Text(
        f"从 {low} 到 {high}，最常见在 {modal[0]} 到 {modal[1]} 之间",
        f"from {low} to {high}, most often between {modal[0]} and {modal[1]}",
    )
    return _listed([said.to(language), *_marks(chart, chart.marks, language)], language)


def _exceedance(chart: Exceedance, language: Language) -> str:
    parts = []
    for curve in chart.curves:
        for wanted in (0.1, 0.01):
            at = next((at for at, chance in enumerate(curve.chances) if chance <= wanted), None)
            if at is not None:
                amount = _value(curve.amounts[at], chart, language)
                chance = f"{100 * wanted:g}%"
                said = Text(f"超过 {amount} 的概率不到 {chance}", f"{amount} is exceeded with a chance below {chance}")
                parts.append(f"{curve.name.to(language)} {said.to(language)}")
    return _listed([*parts, *_marks(chart, chart.marks, language)], language)


def _heat_map(chart: HeatMap, language: Language) -> str:
    known = [value for row in chart.values for value in row if value is not None]
    low, high = _value(min(known), chart, language), _value(max(known), chart, language)
    parts = [Text(f"从 {low} 到 {high}", f"from {low} to {high}").to(language)]
    if chart.best:
        row, column = chart.best
        place = f"{chart.rows[row].to(language)} × {chart.columns[column].to(language)}"
        value = chart.values[row][column]
        said = "" if value is None else f" {_value(value, chart, language)}"
        parts.append(f"{chart.best_label.to(language)} {place}{said}")
    return _listed(parts, language)


def _tornado(chart: Tornado, language: Language) -> str:
    parts = [f"{chart.base_label.to(language)} {_value(chart.base, chart, language)}"]
    for swing in chart.ordered():
        low, high = _value(swing.low, chart, language), _value(swing.high, chart, language)
        parts.append(f"{swing.label.to(language)} {low}{Text('至', ' to ').to(language)}{high}")
    return _listed(parts, language)


def _by_name(chart: Chart, series: Sequence[Series], names: Sequence[str], language: Language) -> str:
    parts = []
    for one in series:
        known = [
            f"{name} {_value(value, chart, language)}"
            for name, value in zip(names, one.values, strict=True)
            if value is not None
        ]
        parts.append(f"{one.name.to(language)} {_listed(known, language)}")
    return (Text("；", "; ").to(language)).join(parts)


def _marks(chart: Chart, marks: Sequence[Mark], language: Language) -> list[str]:
    return [f"{mark.label.to(language)} {_value(mark.value, chart, language)}" for mark in marks]


def _value(value: Number, chart: Chart, language: Language) -> str:
    return numbers.with_unit(value, chart.unit, language)


def _yuan(chart: Chart, language: Language) -> str:
    return Text(" 元", " yuan").to(language) if chart.unit == "yuan" else ""


def _listed(parts: Sequence[str], language: Language) -> str:
    return Text("，", ", ").to(language).join(parts)


DESCRIPTIONS: dict[type[Chart], Callable[[Any, Language], str]] = {
    Waterfall: _waterfall,
    Bars: _bars,
    Lines: _lines,
    Histogram: _histogram,
    Exceedance: _exceedance,
    HeatMap: _heat_map,
    Tornado: _tornado,
}
