"""Charts into files (图表文件): SVG whose type is outlines, and PNG; the same bytes for the same chart."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

from tuanbao.documents import fonts
from tuanbao.documents.charts import bars, distribution, heat_map, lines, tornado, waterfall
from tuanbao.documents.charts.describing import description
from tuanbao.documents.charts.drawing import Canvas, register_fonts, settings
from tuanbao.documents.charts.model import Bars, Chart, Exceedance, HeatMap, Histogram, Lines, Tornado, Waterfall
from tuanbao.language import Language

DRAWINGS: dict[type[Chart], Callable[[Any, Language], Canvas]] = {
    Waterfall: waterfall.draw,
    Bars: bars.draw,
    Lines: lines.draw,
    Histogram: distribution.draw_histogram,
    Exceedance: distribution.draw_exceedance,
    HeatMap: heat_map.draw,
    Tornado: tornado.draw,
}


def write_chart(path: Path, chart: Chart, language: Language) -> None:
    """SVG or PNG by the suffix, else ValueError. Raises TypesettingError where the fonts lack a character."""
    if path.suffix not in (".svg", ".png"):
        raise ValueError(f"{path.name}: a chart is .svg or .png")
    path.write_bytes(svg(chart, language) if path.suffix == ".svg" else png(chart, language))


def write_both(folder: Path, name: str, chart: Chart, language: Language) -> tuple[Path, Path]:
    """name.svg and name.png in the folder."""
    paths = folder / f"{name}.svg", folder / f"{name}.png"
    for path in paths:
        write_chart(path, chart, language)
    return paths


def svg(chart: Chart, language: Language) -> bytes:
    """With a title and a description that screen readers tell."""
    title, said = chart.title.to(language), description(chart, language)
    drawn = _drawn(chart, language, "svg", {"Title": title, "Date": None, "Creator": None}).decode()
    mark = f"<title>{escape(title)}</title>"
    drawn = drawn.replace(mark, f"{mark}\n <desc>{escape(said)}</desc>", 1)
    return drawn.replace("<svg ", f'<svg role="img" lang="{"zh-CN" if language == "zh" else "en"}" ', 1).encode()


def png(chart: Chart, language: Language) -> bytes:
    """160 dots an inch, 1,280 wide."""
    about = {"Title": chart.title.to(language), "Description": description(chart, language), "Software": None}
    return _drawn(chart, language, "png", about)


def _drawn(chart: Chart, language: Language, kind: Literal["svg", "png"], metadata: dict[str, str | None]) -> bytes:
    file = io.BytesIO()
    with settings():
        canvas = DRAWINGS[type(chart)](chart, language)
        _refuse_unknown(canvas)
        canvas.figure.savefig(file, format=kind, metadata=metadata)
    return file.getvalue()


def _refuse_unknown(canvas: Canvas) -> None:
    """Characters that the fonts lack would be boxes."""
    from matplotlib.text import Text as Type

    known = register_fonts()
    characters = "".join(found.get_text() for found in canvas.figure.findobj(Type))
    unknown = "".join(dict.fromkeys(each for each in characters if each != "\n" and ord(each) not in known))
    if unknown:
        raise fonts.no_glyphs(unknown)
