"""The sheet that charts are drawn on (画布): paper, type, title, axes, legend.

matplotlib is loaded only when something is drawn. Nothing of the machine shows: no fonts, settings or clock of its own.
"""

import math
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from rich.cells import cell_len

from tuanbao.documents import fonts
from tuanbao.documents.charts import numbers
from tuanbao.documents.charts.model import Chart, Unit
from tuanbao.documents.charts.wrapping import wrap
from tuanbao.documents.colours import FAINT, INK, RULE
from tuanbao.language import Language, Text

WIDTH = 8.0
"""Inches, of every chart."""
SIZE, SMALL, LARGE = 9.0, 8.0, 13.0
"""Points of type."""
CELL = 0.6 / 72
"""Inches that half a Chinese character takes, for each point of its size; rather too much."""
FAMILY = "tuanbao"
LINE = 1.45 / 72
"""Inches of a line, for each point of its size."""
EDGE = 0.12
SETTINGS: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": RULE,
    "axes.grid": False,
    "axes.labelcolor": FAINT,
    "axes.labelsize": SMALL,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "figure.facecolor": "white",
    "font.family": [FAMILY],
    "font.size": SIZE,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.5,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "savefig.dpi": 160,
    "svg.fonttype": "path",
    "svg.hashsalt": "tuanbao",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": RULE,
    "xtick.labelcolor": INK,
    "xtick.labelsize": SMALL,
    "ytick.color": RULE,
    "ytick.labelcolor": INK,
    "ytick.labelsize": SMALL,
}
_LOCK = threading.Lock()


@contextmanager
def settings() -> Iterator[None]:
    """matplotlib as the charts need it; its settings belong to the whole process, so one chart is drawn at a time."""
    import matplotlib

    with _LOCK, matplotlib.rc_context():
        matplotlib.rcdefaults()
        register_fonts()
        matplotlib.rcParams.update(SETTINGS)
        yield


@cache
def register_fonts() -> frozenset[int]:
    """Makes the package's fonts known under a name that no other font has; gives the code points that they can show.

    Raises TypesettingError if they are not installed.
    """
    from matplotlib.font_manager import FontEntry, fontManager, get_font

    folder = fonts.folder()
    for path, weight in ((fonts.REGULAR, 400), (fonts.BOLD, 700)):
        entry = FontEntry(str(folder / path), name=FAMILY, weight=weight, stretch="normal", size="scalable")
        fontManager.ttflist.append(entry)
    return frozenset(get_font(str(folder / fonts.REGULAR)).get_charmap())


class Canvas:
    """A figure with its title, its note and room for axes."""

    def __init__(self, chart: Chart, language: Language, height: float, legend: Sequence[str] = ()) -> None:
        """``height``: inches of what stands between title, legend and note; ``legend``: its names, in order."""
        from matplotlib.figure import Figure
        from matplotlib.layout_engine import ConstrainedLayoutEngine

        self.language: Language = language
        self.unit = chart.unit
        title = wrap(self.word(chart.title), int((WIDTH - 2 * EDGE) / CELL / LARGE))
        note = wrap(self.word(chart.note), int((WIDTH - 2 * EDGE) / CELL / SMALL)) if chart.note else ""
        above = EDGE + LARGE * LINE * (title.count("\n") + 1) + 0.04
        self._legend = list(legend)
        legend_top, columns = above, self._columns()
        above += SMALL * LINE * math.ceil(len(legend) / columns) + 0.1
        below = EDGE + (SMALL * LINE * (note.count("\n") + 1) + 0.08 if note else 0)
        whole = above + height + below
        rect = (EDGE / WIDTH, below / whole, 1 - 2 * EDGE / WIDTH, height / whole)
        layout: Any = ConstrainedLayoutEngine(rect=rect, w_pad=0, h_pad=0)
        self.figure: Any = Figure(figsize=(WIDTH, whole), layout=layout)
        left = EDGE / WIDTH
        self._legend_top = 1 - legend_top / whole
        self.figure.text(left, 1 - EDGE / whole, title, size=LARGE, weight="bold", va="top", linespacing=1.2)
        if note:
            self.figure.text(left, EDGE / whole, note, size=SMALL, color=FAINT, va="bottom", linespacing=1.2)

    def word(self, text: Text) -> str:
        return text.to(self.language)

    def axes(self, *, grid: str | None = None) -> Any:
        """Axes with lines across at the ticks of one axis."""
        axes = self.figure.add_subplot()
        axes.tick_params(length=0)
        if grid:
            axes.grid(axis=grid)
            axes.spines["left" if grid == "y" else "bottom"].set_visible(False)
        return axes

    def label_ticks(self, axis: Any, unit: Unit, *, count: int = 6) -> None:
        """Round values as an axis's ticks, in words of the language."""
        from matplotlib.ticker import MaxNLocator

        axis.set_major_locator(MaxNLocator(count, steps=[1, 2, 2.5, 5, 10]))
        self.name_ticks(axis, unit)

    def name_ticks(self, axis: Any, unit: Unit) -> None:
        """The ticks as they are, in words of the language."""
        from matplotlib.ticker import Formatter

        language = self.language

        class Words(Formatter):
            def __call__(self, x: float, pos: int | None = None) -> str:
                return numbers.ticks([x], unit, language)[0]

            def format_ticks(self, values: Any) -> list[str]:
                return numbers.ticks([float(value) for value in values], unit, language)

        axis.set_major_formatter(Words())

    def title_axis(self, axes: Any, axis: str, title: Text | None, unit: Unit) -> None:
        """What the axis shows, with its unit; of an upright axis above it, so that it can be read."""
        name = self.word(title) if title else ""
        yuan = numbers.YUAN[self.language] if unit == "yuan" else ""
        both = f"（{yuan}）" if self.language == "zh" else f" ({yuan})"
        text = name + both if name and yuan else name or yuan
        if axis == "x":
            axes.set_xlabel(text)
        elif text:
            axes.set_title(text, loc="left", size=SMALL, color=FAINT)

    def legend(self, handles: Sequence[Any]) -> None:
        """What the colours mean, below the title, from the left."""
        drawn = self.figure.legend(
            handles,
            self._legend,
            loc="upper left",
            bbox_to_anchor=(EDGE / WIDTH, self._legend_top),
            borderaxespad=0,
            borderpad=0,
            columnspacing=1.6,
            handleheight=0.8,
            handlelength=1.6,
            labelspacing=0.4,
            ncols=self._columns(),
        )
        drawn.set_in_layout(False)

    def _columns(self) -> int:
        """How many names of the legend fit side by side."""
        widest = max((inches(name, SMALL) for name in self._legend), default=0) + 0.6
        return max(1, min(len(self._legend), int((WIDTH - 2 * EDGE) / widest)))


def inches(text: str, size: float) -> float:
    """The width of the longest line of a text, rather too much."""
    return max(cell_len(line) for line in text.split("\n")) * size * CELL
