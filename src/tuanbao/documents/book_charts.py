"""Charts in a workbook (工作簿里的图): Excel's own, of the cells of a table; steps that add up; pictures."""

import io
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from tuanbao.documents.charts import numbers
from tuanbao.documents.charts.describing import description
from tuanbao.documents.charts.model import Chart, Number, Step, Unit, Waterfall
from tuanbao.documents.charts.waterfall import limits
from tuanbao.documents.charts.writing import png
from tuanbao.documents.colours import BLUE, FALL, RISE, SERIES
from tuanbao.language import Language, Text

Kind = Literal["column", "stacked column", "bar", "stacked bar", "line", "doughnut"]
Range = list[Any]
"""Sheet, first row, first column, last row, last column, as xlsxwriter takes it."""
HEIGHT, HEIGHT_OF_A_ROW, BETWEEN = 330, 20, 30
"""Pixels: of a chart, of a row of a sheet, between a chart and what stands below."""
DOTS, DOTS_OF_EXCEL = 160, 96
"""Dots an inch of the pictures, and of a workbook's pixels."""
TYPES: dict[Kind, dict[str, str]] = {
    "column": {"type": "column"},
    "stacked column": {"type": "column", "subtype": "stacked"},
    "bar": {"type": "bar"},
    "stacked bar": {"type": "bar", "subtype": "stacked"},
    "line": {"type": "line"},
    "doughnut": {"type": "doughnut"},
}
LIGHT_GRID = {"visible": True, "line": {"color": "#E5E5E5"}}
FONT = {"name": "Microsoft YaHei", "size": 9}
DATA = Text("图表数据", "Chart data")
NUMBER_FORMATS: dict[Unit, str] = {"yuan": "#,##0", "percent": "0%", "count": "#,##0"}


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table or a row of figures stands: its head in row ``top``, then ``length`` rows."""

    sheet: str
    top: int
    left: int
    columns: tuple[str, ...]
    length: int
    total: bool = False

    @property
    def below(self) -> int:
        """The first free row."""
        return self.top + 1 + self.length + self.total

    def with_total(self) -> "Placed":
        return replace(self, total=True)

    def column(self, name: str) -> Range:
        """The cells of a column without head and total."""
        at = self.left + self.columns.index(name)
        return [self.sheet, self.top + 1, at, self.top + self.length, at]

    def plots(self, by: str, names: Sequence[str], colours: Mapping[str, str] | None = None) -> list["Plot"]:
        """A series for each column named, over the column ``by``."""
        return [
            Plot(
                self.column(by),
                self.column(name),
                [self.sheet, self.top, self.left + self.columns.index(name)],
                ((colours or {}).get(name, SERIES[at % len(SERIES)]),),
            )
            for at, name in enumerate(names)
        ]

    def across(self, first: int, last: int, colours: Sequence[str]) -> "Plot":
        """One series of the first row, from one column to another, its parts in these colours."""
        begin, end = self.left + first, self.left + last
        return Plot(
            [self.sheet, self.top, begin, self.top, end],
            [self.sheet, self.top + 1, begin, self.top + 1, end],
            None,
            tuple(colours),
        )


@dataclass(frozen=True, slots=True)
class Plot:
    """A series of a chart, as ranges of cells."""

    categories: Range
    values: Range
    name: Range | None
    colours: tuple[str, ...]


def chart(book: Any, kind: Kind, plots: Sequence[Plot], kept_in: str) -> Any:
    """A chart of the workbook that is not yet placed; a legend only where there is more than one series."""
    made = book.add_chart(TYPES[kind])
    for plot in plots:
        made.add_series(_series(kind, plot))
    if kind == "doughnut":
        made.set_legend({"font": FONT})
        return made
    values: dict[str, Any] = {"num_format": kept_in, "major_gridlines": LIGHT_GRID, "num_font": FONT}
    names: dict[str, Any] = {"num_font": FONT}
    if TYPES[kind]["type"] == "bar":
        made.set_x_axis(values)
        made.set_y_axis({"reverse": True, **names})
    else:
        made.set_y_axis(values)
        made.set_x_axis(names)
    made.set_legend({"font": FONT, "position": "bottom"} if len(plots) > 1 else {"none": True})
    return made


def _series(kind: Kind, plot: Plot) -> dict[str, Any]:
    made: dict[str, Any] = {"categories": plot.categories, "values": plot.values}
    if plot.name:
        made["name"] = plot.name
    colour = plot.colours[0]
    if kind == "doughnut":
        made["points"] = [{"fill": {"color": each}} for each in plot.colours]
        made["data_labels"] = {"percentage": True, "font": {"color": "white", "bold": True}}
    elif kind == "line":
        made |= {"line": {"color": colour, "width": 2.25}, "marker": {"type": "circle", "fill": {"color": colour}}}
    else:
        made |= {"fill": {"color": colour}, "gap": 60}
    return made


def place(sheet: Any, made: Any, title: str, at: tuple[int, int], width: int, height: int = HEIGHT) -> int:
    """Puts the chart with its upper left corner into a cell; gives the first free row below."""
    made.set_title({"name": title, "name_font": {**FONT, "size": 12, "color": "#404040"}, "overlay": False})
    made.set_size({"width": width, "height": height})
    sheet.insert_chart(*at, made, {"x_offset": 4, "y_offset": 4, "description": title})
    return at[0] + _rows(height)


def waterfall(book: Any, steps: Waterfall, language: Language) -> tuple[Any, int]:
    """Stacked bars on an invisible one, whose numbers stand in a hidden sheet; and the height in pixels.

    The labels hold the amounts, so that no number hides another.
    """
    sheet = book.get_worksheet_by_name(DATA.to(language))
    if sheet is None:
        sheet = book.add_worksheet(DATA.to(language))
        sheet.hide()
    top = 0 if sheet.dim_rowmax is None else sheet.dim_rowmax + 2
    columns = _stacked(steps)
    for at, step in enumerate(steps.steps, start=top):
        sheet.write_string(at, 0, _label(step, steps.unit, language))
        for index, values in enumerate(columns.values(), start=1):
            sheet.write_number(at, index, values[at - top])
    made = book.add_chart({"type": "bar", "subtype": "stacked"})
    last = top + len(steps.steps) - 1
    for index, (colour, values) in enumerate(columns.items(), start=1):
        if index == 1 or any(values):
            shown = {"none": True} if index == 1 else {"color": colour.partition(" ")[0]}
            ranges = [sheet.get_name(), top, 0, last, 0], [sheet.get_name(), top, index, last, index]
            made.add_series({"categories": ranges[0], "values": ranges[1], "fill": shown, "gap": 40})
    low = limits(steps)[0]
    axis = {"num_format": NUMBER_FORMATS[steps.unit], "major_gridlines": LIGHT_GRID, "num_font": FONT}
    made.set_x_axis({**axis, "min": _shown(low, steps.unit)} if low > 0 else axis)
    made.set_y_axis({"reverse": True, "num_font": FONT, "label_position": "low"})
    made.set_legend({"none": True})
    return made, 110 + 26 * len(steps.steps)


def _stacked(steps: Waterfall) -> dict[str, list[float]]:
    """Lengths of the pieces of each bar: the invisible one, then those of each colour right and left of 0."""
    names = ["hidden", *(f"{colour} {side}" for colour in (BLUE, RISE, FALL) for side in ("right", "left"))]
    found: dict[str, list[float]] = {name: [0.0] * len(steps.steps) for name in names}
    for at, (step, span) in enumerate(zip(steps.steps, steps.spans(), strict=True)):
        low, high = (_shown(end, steps.unit) for end in sorted(span))
        colour = BLUE if step.kind != "change" else RISE if step.amount >= 0 else FALL
        found["hidden"][at] = max(low, 0.0) + min(high, 0.0)
        found[f"{colour} right"][at] = max(high, 0.0) - max(low, 0.0)
        found[f"{colour} left"][at] = min(low, 0.0) - min(high, 0.0)
    return found


def _shown(value: Number, unit: Unit) -> float:
    return float(value) / 100 if unit == "yuan" else float(value)


def _label(step: Step, unit: Unit, language: Language) -> str:
    factor = "" if step.factor is None else f"  {numbers.factor(step.factor)}"
    return f"{step.label.to(language)}{factor}  {numbers.exact(step.amount, unit, signed=step.kind == 'change')}"


def picture(sheet: Any, shown: Chart, language: Language, at: tuple[int, int], width: int) -> int:
    """A chart as PNG, scaled to a width in pixels; gives the first free row below."""
    image = png(shown, language)
    wide, high = struct.unpack(">II", image[16:24])
    scale = width / wide * DOTS / DOTS_OF_EXCEL
    options = {"image_data": io.BytesIO(image), "x_scale": scale, "y_scale": scale, "x_offset": 4, "y_offset": 4}
    options["description"] = description(shown, language)
    sheet.insert_image(*at, f"{shown.title.en}.png", options)
    return at[0] + _rows(high * width / wide)


def _rows(pixels: float) -> int:
    return int(-(-(pixels + BETWEEN) // HEIGHT_OF_A_ROW))
