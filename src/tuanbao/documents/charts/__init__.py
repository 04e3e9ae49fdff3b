"""Charts (图表): small descriptions in, SVG and PNG out, that look the same on every machine."""

from tuanbao.documents.charts.describing import description
from tuanbao.documents.charts.model import (
    Band,
    Bars,
    Chart,
    Curve,
    Exceedance,
    HeatMap,
    Histogram,
    Lines,
    Mark,
    Series,
    Step,
    Swing,
    Tornado,
    Unit,
    Waterfall,
    histogram,
)
from tuanbao.documents.charts.writing import png, svg, write_both, write_chart

__all__ = [
    "Band",
    "Bars",
    "Chart",
    "Curve",
    "Exceedance",
    "HeatMap",
    "Histogram",
    "Lines",
    "Mark",
    "Series",
    "Step",
    "Swing",
    "Tornado",
    "Unit",
    "Waterfall",
    "description",
    "histogram",
    "png",
    "svg",
    "write_both",
    "write_chart",
]
