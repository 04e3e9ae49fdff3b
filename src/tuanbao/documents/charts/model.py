"""What a chart shows, without how it is drawn (图表). Money is in fen, percentages are shares of 1."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tuanbao.language import Text

Unit = Literal["yuan", "percent", "count"]
"""yuan: values in fen, shown in yuan; percent: values as shares, 0.125 shown as 12.5%."""
Number = int | float
Numbers = Sequence[Number]
MaybeNumbers = Sequence[Number | None]
BEST, BASE = Text("最优", "Best"), Text("基准", "Base")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What every chart has. Values that are not finite, or sequences of unequal length, are a ValueError."""

    title: Text
    unit: Unit = "yuan"
    note: Text | None = None
    """A line below the chart: source, date, how sure."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a waterfall. A start or total stands on the ground and its amount is the level; a change adds to it."""

    label: Text
    amount: Number
    kind: Literal["start", "change", "total"] = "change"
    factor: Fraction | Number | None = None
    """What the level before was multiplied by, where the step is a factor."""


@dataclass(frozen=True, slots=True)
class Waterfall(Chart):
    """Steps that add up (瀑布图). Totals must equal the sum of the steps before them: exactly in fen."""

    steps: Sequence[Step]

    def __post_init__(self) -> None:
        _need(self.steps, "a waterfall needs a step")
        _finite(step.amount for step in self.steps)
        level: Number = 0
        for at, step in enumerate(self.steps):
            if step.kind == "change":
                level += step.amount
            elif step.kind == "start" or at == 0:
                level = step.amount
            elif abs(level - step.amount) > (0 if self.unit == "yuan" else 1e-9 * max(1.0, abs(level))):
                raise ValueError(f"{step.label.en}: the steps add up to {level}, not {step.amount}")

    def spans(self) -> list[tuple[Number, Number]]:
        """The level before and after each step; starts and totals rise from 0."""
        found: list[tuple[Number, Number]] = []
        level: Number = 0
        for step in self.steps:
            before = level if step.kind == "change" else 0
            level = before + step.amount
            found.append((before, level))
        return found


@dataclass(frozen=True, slots=True)
class Series:
    """Values by category or by x; None: not known. ``errors`` are half widths, drawn as whiskers (误差)."""

    name: Text
    values: MaybeNumbers
    errors: Numbers | None = None
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Bars(Chart):
    """Bars by category, side by side or stacked (柱形图)."""

    categories: Sequence[Text]
    series: Sequence[Series]
    stacked: bool = False

    def __post_init__(self) -> None:
        _need(self.categories, "bars need a category")
        _check_series(self.series, len(self.categories))
        if self.stacked and any((value or 0) < 0 for one in self.series for value in one.values):
            raise ValueError("stacked bars cannot be negative")


@dataclass(frozen=True, slots=True)
class Band:
    """Between two quantiles (分位数带)."""

    name: Text
    low: Numbers
    high: Numbers


@dataclass(frozen=True, slots=True)
class Lines(Chart):
    """Lines, with a fan of bands behind them, the widest first (折线图、扇形图). ``x``: numbers, or names in order."""

    x: Sequence[Text] | Numbers
    series: Sequence[Series]
    bands: Sequence[Band] = ()
    x_title: Text | None = None
    from_zero: bool = True

    def __post_init__(self) -> None:
        _need(self.x, "lines need an x")
        _check_series(self.series, len(self.x))
        for band in self.bands:
            _same_length(len(self.x), band.low, band.high)
            _finite([*band.low, *band.high])

    def places(self) -> list[float]:
        """x as numbers: names stand at 0, 1, 2…"""
        return [float(at) if isinstance(x, Text) else float(x) for at, x in enumerate(self.x)]


@dataclass(frozen=True, slots=True)
class Mark:
    """A value that matters on the axis: a budget, VaR, TVaR."""

    label: Text
    value: Number


@dataclass(frozen=True, slots=True)
class Histogram(Chart):
    """How often values fall between ``edges`` (n + 1, rising; n ``weights``), and marks on the axis (直方图)."""

    edges: Numbers
    weights: Numbers
    marks: Sequence[Mark] = ()
    x_title: Text | None = None

    def __post_init__(self) -> None:
        _need(self.weights, "a histogram needs a bin")
        _same_length(len(self.weights) + 1, self.edges)
        _finite([*self.edges, *self.weights, *(mark.value for mark in self.marks)])
        if min(self.weights) < 0 or sum(self.weights) <= 0:
            raise ValueError("weights must not be negative and not all zero")


@dataclass(frozen=True, slots=True)
class Curve:
    """Chance (概率) of more than each amount; amounts rise."""

    name: Text
    amounts: Numbers
    chances: Numbers


@dataclass(frozen=True, slots=True)
class Exceedance(Chart):
    """The chance that a total is exceeded (超越概率). Where ``log``, each line down is a tenth of the chance."""

    curves: Sequence[Curve]
    marks: Sequence[Mark] = ()
    x_title: Text | None = None
    log: bool = False

    def __post_init__(self) -> None:
        _need(self.curves, "a curve is needed")
        for curve in self.curves:
            _need(curve.amounts, "a curve needs a point")
            _same_length(len(curve.amounts), curve.chances)
            _finite([*curve.amounts, *curve.chances])
        _finite(mark.value for mark in self.marks)


@dataclass(frozen=True, slots=True)
class HeatMap(Chart):
    """A value for each row and column, darker where it is higher (热力图). None: not known."""

    rows: Sequence[Text]
    columns: Sequence[Text]
    values: Sequence[MaybeNumbers]
    row_title: Text | None = None
    column_title: Text | None = None
    best: tuple[int, int] | None = None
    """Row and column of the cell that is framed."""
    best_label: Text = BEST

    def __post_init__(self) -> None:
        _same_length(len(self.rows), self.values)
        _same_length(len(self.columns), *self.values)
        _finite(value for row in self.values for value in row)
        if all(value is None for row in self.values for value in row):
            raise ValueError("a heat map needs a value")


@dataclass(frozen=True, slots=True)
class Swing:
    """What the result becomes at a low and at a high value of one assumption."""

    label: Text
    low: Number
    high: Number
    low_label: Text | None = None
    high_label: Text | None = None


@dataclass(frozen=True, slots=True)
class Tornado(Chart):
    """How far each assumption moves the result, the farthest on top (敏感性分析)."""

    base: Number
    swings: Sequence[Swing]
    base_label: Text = BASE

    def __post_init__(self) -> None:
        _need(self.swings, "a tornado needs an assumption")
        _finite([self.base, *(end for swing in self.swings for end in (swing.low, swing.high))])

    def ordered(self) -> list[Swing]:
        """The farthest first; equal ones as they came."""
        return sorted(self.swings, key=lambda swing: -max(abs(swing.low - self.base), abs(swing.high - self.base)))


def histogram(
    values: Numbers, *, title: Text, bins: int = 40, marks: Sequence[Mark] = (), unit: Unit = "yuan"
) -> Histogram:
    """A histogram of raw values, in bins of equal width. Raises ValueError if there are none."""
    import numpy as np

    _need(values, "a histogram needs values")
    _finite(values)
    weights, edges = np.histogram(np.asarray(values, dtype=np.float64), bins=bins)
    return Histogram(edges.tolist(), weights.tolist(), marks, title=title, unit=unit)


def _need(values: Sequence[object], message: str) -> None:
    if len(values) == 0:
        raise ValueError(message)


def _same_length(length: int, *sequences: Sequence[object]) -> None:
    if any(len(each) != length for each in sequences):
        raise ValueError(f"expected {length} values, not {[len(each) for each in sequences]}")


def _finite(values: Iterable[Number | None]) -> None:
    if not all(value is None or math.isfinite(value) for value in values):
        raise ValueError("a chart cannot show what is not a finite number")


def _check_series(series: Sequence[Series], length: int) -> None:
    _need(series, "a chart needs a series")
    for one in series:
        _same_length(length, one.values)
        _finite(one.values)
        if one.errors is not None:
            _same_length(length, one.errors)
            _finite(one.errors)
