"""Charts: the same bytes each time, type that comes with the package, texts that do not cover each other."""

import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.example_charts import CHARTS, name, premium, profit
from tuanbao.documents.charts import (
    Band,
    Bars,
    Chart,
    HeatMap,
    Lines,
    Series,
    Step,
    Tornado,
    Waterfall,
    description,
    histogram,
    numbers,
    png,
    svg,
    write_both,
    write_chart,
    writing,
)
from tuanbao.documents.charts.drawing import settings
from tuanbao.documents.charts.waterfall import limits
from tuanbao.documents.charts.wrapping import wrap
from tuanbao.documents.colours import BLUE, FALL, RISE, SERIES
from tuanbao.documents.fonts import TypesettingError
from tuanbao.language import Language, Text

pytestmark = pytest.mark.filterwarnings("error")
LANGUAGES: tuple[Language, Language] = ("zh", "en")
each_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_chart
@each_language
def test_a_chart_is_an_svg_and_a_png_with_title_and_description(chart: Chart, language: Language, tmp_path: Path):
    drawn, picture = write_both(tmp_path, "chart", chart, language)
    root = ElementTree.fromstring(drawn.read_bytes())
    space = "{http://www.w3.org/2000/svg}"
    assert (root.tag, root.get("role")) == (f"{space}svg", "img")
    assert root.findtext(f"{space}title") == chart.title.to(language)
    assert root.findtext(f"{space}desc") == description(chart, language)
    assert root.find(f".//{space}text") is None
    texts = texts_of(picture.read_bytes())
    assert texts["Title"] == chart.title.to(language)
    assert texts["Description"] == description(chart, language)


def texts_of(image: bytes) -> dict[str, str]:
    """The texts of a PNG, whose sums are checked."""
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    found, at = {}, 8
    while at < len(image):
        (length,) = struct.unpack(">I", image[at : at + 4])
        kind, data = image[at + 4 : at + 8], image[at + 8 : at + 8 + length]
        assert struct.unpack(">I", image[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + data)
        if kind == b"tEXt":
            key, _, text = data.partition(b"\0")
            found[key.decode()] = text.decode("latin-1")
        elif kind == b"iTXt":
            key, _, rest = data.partition(b"\0")
            assert rest[:2] == b"\0\0"
            found[key.decode()] = rest[2:].split(b"\0", 2)[2].decode()
        at += 12 + length
    return found


def boxes(chart: Chart, language: Language) -> Iterator[tuple[str, Any]]:
    """Every text that is seen, with its box on the canvas; and the canvas itself."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text as Type

    with settings():
        canvas = writing.DRAWINGS[type(chart)](chart, language)
        drawing = FigureCanvasAgg(canvas.figure)
        drawing.draw()
        yield "", canvas.figure.bbox
        for axes in canvas.figure.axes:
            for axis in (axes.xaxis, axes.yaxis):
                hidden = set(axis.get_ticklabels(which="both")) - {
                    label for tick in axis._update_ticks() for label in (tick.label1, tick.label2)
                }
                for label in hidden:
                    label.set_visible(False)
        for found in canvas.figure.findobj(Type):
            if found.get_text() and found.get_visible():
                yield found.get_text(), found.get_window_extent(drawing.get_renderer())


@each_chart
@each_language
def test_no_text_covers_another_or_leaves_the_paper(chart: Chart, language: Language):
    (_, paper), *texts = boxes(chart, language)
    assert len(texts) >= 2
    for text, box in texts:
        inside = box.x0 >= -1 and box.y0 >= -1 and box.x1 <= paper.x1 + 1 and box.y1 <= paper.y1 + 1
        assert inside, f"{text!r} leaves the paper"
    for (one, a), (other, b) in combinations(texts, 2):
        apart = min(a.x1, b.x1) - max(a.x0, b.x0) < 1 or min(a.y1, b.y1) - max(a.y0, b.y0) < 2
        assert apart, f"{one!r} covers {other!r}"


def test_same_chart_same_bytes_also_in_another_process(tmp_path: Path):
    program = """
import sys
from pathlib import Path
from tuanbao.documents.charts import Step, Waterfall, write_both
from tuanbao.language import Text
chart = Waterfall([Step(Text("纯保费", "x"), 5, "start")], title=Text("图", "y"))
write_both(Path(sys.argv[1]), "a", chart, "zh")
"""
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=tmp_path, check=True)
    chart = Waterfall([Step(Text("纯保费", "x"), 5, "start")], title=Text("图", "y"))
    assert (tmp_path / "a.svg").read_bytes() == svg(chart, "zh") == svg(chart, "zh")
    assert (tmp_path / "a.png").read_bytes() == png(chart, "zh") == png(chart, "zh")


def test_settings_of_the_machine_do_not_show():
    import matplotlib

    before = svg(profit(), "zh")
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.fonttype": "none"}):
        assert svg(profit(), "zh") == before
        assert matplotlib.rcParams["font.size"] == 30


def test_only_the_fonts_of_the_package_are_used():
    with settings():
        from matplotlib.font_manager import FontProperties, findfont

        used = {Path(findfont(FontProperties(family=["tuanbao"], weight=weight))).name for weight in (400, 700)}
    assert used == {"NotoSansSC_400Regular.ttf", "NotoSansSC_700Bold.ttf"}


def test_a_name_is_drawn_as_it_stands_and_is_no_formula():
    chart = Waterfall([Step(name("$x^2$ <b>&"), 1, "start")], title=name("$y$ <b>&amp;"))
    texts = [text for text, _ in boxes(chart, "zh")]
    assert {"$x^2$ <b>&", "$y$ <b>&amp;"} <= set(texts)
    assert ElementTree.fromstring(svg(chart, "zh")).findtext("{http://www.w3.org/2000/svg}title") == "$y$ <b>&amp;"


def test_characters_without_glyph_are_named_instead_of_drawn_as_boxes():
    chart = Waterfall([Step(name("张😀三"), 1, "start")], title=name("图"))
    with pytest.raises(TypesettingError, match="\U0001f600") as refused:
        svg(chart, "zh")
    assert "张" not in refused.value.message.zh


def test_a_file_is_svg_or_png(tmp_path: Path):
    with pytest.raises(ValueError, match=r"chart\.gif"):
        write_chart(tmp_path / "chart.gif", profit(), "zh")


def test_steps_that_do_not_add_up_are_refused_by_a_single_fen():
    with pytest.raises(ValueError, match="add up to 3, not 4"):
        Waterfall([Step(name("a"), 1, "start"), Step(name("b"), 2), Step(name("c"), 4, "total")], title=name("图"))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Waterfall([], title=name("图")),
        lambda: Waterfall([Step(name("a"), float("nan"))], title=name("图")),
        lambda: Bars([], [], title=name("图")),
        lambda: Bars([name("a")], [Series(name("b"), [1, 2])], title=name("图")),
        lambda: Bars([name("a")], [Series(name("b"), [-1])], True, title=name("图")),
        lambda: Lines([1, 2], [Series(name("b"), [1, 2])], [Band(name("c"), [1], [2])], title=name("图")),
        lambda: histogram([], title=name("图")),
        lambda: histogram([float("inf")], title=name("图")),
        lambda: HeatMap([name("a")], [name("b")], [[None]], title=name("图")),
        lambda: Tornado(1.0, [], title=name("图")),
    ],
)
def test_a_chart_of_nothing_or_of_no_number_is_refused(make: Any):
    with pytest.raises(ValueError, match=r"needs?|finite|expected|negative"):
        make()


def test_an_axis_begins_at_zero_unless_changes_are_small():
    assert limits(profit())[0] < 0
    far = [Step(name("a"), 1_000_000, "start"), Step(name("b"), 1_000)]
    low, high = limits(Waterfall(far, title=name("图")))
    assert 990_000 < low < 1_000_000
    assert high > 1_001_000
    assert limits(Waterfall([Step(name("a"), 10, "start"), Step(name("b"), 10)], title=name("图")))[0] == 0


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (12_500_000, "12.5万", "125k"),
        (-12_500_000, "−12.5万", "−125k"),
        (823_456, "8,235", "8,235"),
        (999_999, "1万", "10k"),
        (1_234_567_800, "1,235万", "12.3m"),
        (12_345_678_900, "1.23亿", "123m"),
        (8_345, "83.5", "83.5"),
        (0, "0", "0"),
        (1, "0.01", "0.01"),
    ],
)
def test_amounts_in_short(fen: int, zh: str, en: str):
    assert (numbers.short(fen, "yuan", "zh"), numbers.short(fen, "yuan", "en")) == (zh, en)


def test_labels_of_an_axis_are_in_one_scale():
    assert numbers.ticks([0, 2_500_000, 5_000_000], "yuan", "zh") == ["0", "2.5万", "5万"]
    assert numbers.ticks([-1e9, 0, 1e9], "yuan", "en") == ["−10m", "0", "10m"]
    assert numbers.ticks([0, 0.025, 1], "percent", "zh") == ["0%", "2.5%", "100%"]
    assert numbers.ticks([0.0001, 0.1], "percent", "en") == ["0.01%", "10%"]


def test_the_description_says_every_step():
    said = description(premium(), "zh")
    assert said.startswith("每人年保费是怎样得出的：")
    for step in premium().steps:
        assert f"{step.label.zh} {numbers.exact(step.amount, 'yuan', signed=step.kind == 'change')} 元" in said


@given(st.text(alphabet="团体保险 abc，。（）1.5%", max_size=60), st.integers(4, 40))
def test_wrapping_loses_nothing_but_blanks(text: str, cells: int):
    lines = wrap(text, cells, 99).split("\n")
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


def test_wrapping_cuts_with_an_ellipsis_and_keeps_words_and_punctuation():
    assert wrap("住院医疗、门急诊医疗", 10) == "住院医疗、\n门急诊医疗"
    assert wrap("outpatient and inpatient care", 16) == "outpatient and\ninpatient care"
    assert wrap("一二三四五六七八九十", 6, 2).endswith("…")


def test_colours_are_told_apart_by_colour_blind_eyes_and_in_grey():
    """Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB; distances in CIE L*a*b*."""
    eyes = {
        "full": np.eye(3),
        "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    }
    for pairs in (combinations(SERIES[:4], 2), combinations((BLUE, RISE, FALL), 2)):
        for one, other in pairs:
            for eye in eyes.values():
                assert np.linalg.norm(lab(one, np.array(eye)) - lab(other, np.array(eye))) > 20


def lab(colour: str, eye: Any) -> Any:
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    seen = np.clip(eye @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ seen
    x, y, z = np.cbrt(np.maximum(xyz / [0.9505, 1.0, 1.089], 1e-9))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])
