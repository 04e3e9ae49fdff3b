"""How far each assumption moves the result (敏感性分析, 龙卷风图)."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from tuanbao.documents.charts import numbers
from tuanbao.documents.charts.drawing import SIZE, SMALL, WIDTH, Canvas, inches
from tuanbao.documents.charts.model import Swing, Tornado
from tuanbao.documents.charts.wrapping import wrap
from tuanbao.documents.colours import FAINT, FALL, RISE
from tuanbao.language import Language

ROW, LINE = 0.2, 0.16
LABEL_CELLS = 28


class End(NamedTuple):
    """One end of a swing: what the result is there, and what is written beside it."""

    value: float
    place: float
    text: str
    left: bool


def draw(chart: Tornado, language: Language) -> Canvas:
    """The canvas with all swings, the widest on top."""
    swings = chart.ordered()
    labels = [wrap(swing.label.to(language), LABEL_CELLS, 2) for swing in swings]
    heights = [ROW + LINE * (label.count("\n") + 1) for label in labels]
    canvas = Canvas(chart, language, sum(heights) + 0.75)
    axes = canvas.axes()
    axes.spines[["left", "bottom"]].set_visible(False)
    places = [sum(heights[:at]) + height / 2 for at, height in enumerate(heights)]
    axes.set_ylim(sum(heights), 0)
    axes.set_yticks(places, labels, size=SIZE)
    axes.set_xticks([chart.base], [_base(canvas, chart)], size=SMALL, weight="bold")
    ends = [each for swing, place in zip(swings, places, strict=True) for each in _ends(chart, swing, place, language)]
    axes.set_xlim(_limits(chart.base, ends, max(inches(label, SIZE) for label in labels)))
    for end in ends:
        _draw_end(axes, chart.base, end)
    axes.axvline(chart.base, color=FAINT, linewidth=1, zorder=3)
    return canvas


def _base(canvas: Canvas, chart: Tornado) -> str:
    separator = "：" if canvas.language == "zh" else ": "
    value = numbers.with_unit(chart.base, chart.unit, canvas.language)
    return f"{canvas.word(chart.base_label)}{separator}{value}"


def _ends(chart: Tornado, swing: Swing, place: float, language: Language) -> list[End]:
    """The end below the base first. Where both lie on one side, the nearer one's value stands on the other."""
    pair = sorted(((swing.low, swing.low_label), (swing.high, swing.high_label)), key=lambda end: end[0])
    ends = []
    for (value, label), left in zip(pair, (True, False), strict=True):
        name = f"{label.to(language)} → " if label else ""
        ends.append(End(value, place, name + numbers.short(value, chart.unit, language), left))
    return ends


def _limits(base: float, ends: Sequence[End], labels: float) -> tuple[float, float]:
    """The axis, with room for the texts beside the ends."""
    left, right = (max(inches(end.text, SMALL) for end in ends if end.left is side) + 0.1 for side in (True, False))
    low, high = (choose(base, *(end.value for end in ends)) for choose in (min, max))
    data = max(1.5, WIDTH - 0.4 - labels - left - right)
    inch = ((high - low) or abs(base) or 1.0) / data
    return low - left * inch, high + right * inch


def _draw_end(axes: Any, base: float, end: End) -> None:
    """One side of a bar, and what stands at its end."""
    colour = FALL if end.value < base else RISE
    axes.barh(end.place, end.value - base, left=base, height=0.22, color=colour, zorder=2)
    axes.annotate(
        end.text,
        (min(end.value, base) if end.left else max(end.value, base), end.place),
        (-4 if end.left else 4, 0),
        textcoords="offset points",
        ha="right" if end.left else "left",
        va="center",
        size=SMALL,
    )
