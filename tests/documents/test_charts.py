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

from tuanbao.documents.charts import (
    Band,
    Bars,
    Chart,
    Curve,
    Exceedance,
    HeatMap,
    Lines,
    Mark,
    Series,
    Step,
    Swing,
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
YEARS = np.random.default_rng(7).lognormal(19, 0.35, 2000)


def name(zh: str, en: str | None = None) -> Text:
    return Text(zh, en or zh)


def premium() -> Waterfall:
    """Twelve steps, among them a tiny one, falls, and labels of several lines."""
    steps = [
        (
            name("模型期望赔付（住院、门急诊、生育、重疾、意外）", "Expected claims of the model, all benefits"),
            125_000_00,
        ),
        (name("未决赔款发展", "Completion"), 3_575_00),
        (name("医疗费用上涨（7.5%，18 个月）", "Medical trend (7.5% a year for 18 months)"), 14_650_00),
        (name("年龄、性别结构", "Age and sex"), -4_210_00),
        (name("城市医疗价格", "Price level of the city"), 8_300_00),
        (name("职业类别", "Occupation class"), 1),
        (
            name(
                "方案变动：门诊赔付比例由 90% 降到 80%，并增加每次 50 元免赔额", "Outpatient 90% to 80%, deductible 50"
            ),
            -9_800_00,
        ),
        (name("可信度加权", "Credibility"), -3_100_00),
        (name("风险附加（TVaR 95%）", "Loading for risk (TVaR 95%)"), 9_500_00),
        (name("费用附加", "Expenses"), 12_000_00),
        (name("佣金与税", "Commission and tax"), 8_900_00),
    ]
    rows = [Step(label, amount, "change", 1.0321) for label, amount in steps]
    rows[0] = Step(*steps[0], "start")
    total = Step(name("每人年保费合计", "Premium a person a year"), sum(amount for _, amount in steps), "total")
    note = name("来源：赔付成本模型；参数可信度：中。", "Source: claim-cost model; confidence of parameters: medium.")
    return Waterfall([*rows, total], title=name("每人年保费是怎样得出的", "How the premium comes about"), note=note)


def profit() -> Waterfall:
    """Steps across zero."""
    steps = [Step(name("上年"), 5_000_00, "start"), Step(name("赔付"), -9_000_00), Step(name("费用"), 1_500_00)]
    return Waterfall([*steps, Step(name("今年"), -2_500_00, "total")], title=name("利润变动", "Change of profit"))


def loss_ratio() -> Waterfall:
    steps = [Step(name("上年"), 0.85, "start"), Step(name("趋势"), 0.06), Step(name("大额赔案"), -0.12)]
    return Waterfall([*steps, Step(name("预计"), 0.79, "total")], title=name("赔付率", "Loss ratio"), unit="percent")


def by_benefit() -> Bars:
    kinds = [name("门急诊"), name("住院"), name("生育"), name("重大疾病"), name("意外伤害医疗")]
    series = [
        Series(name("员工", "Employees"), [61200, 35100, 8000, 12000, 3300], [1500, 2800, 900, 3500, 400]),
        Series(name("配偶", "Spouses"), [68000, 41200, 9900, 13100, 2100], [2500, 4800, 1900, 4500, 700]),
        Series(name("子女", "Children"), [88000, 22000, None, 2500, 4100]),
    ]
    return Bars(kinds, series, title=name("各责任每人年期望赔付", "Expected cost by benefit"))


def by_age() -> Bars:
    bands = [name(f"{age}–{age + 4} 岁", f"{age}–{age + 4}") for age in range(20, 60, 5)]
    series = [Series(name(kind), [40000 + at * 3000 for at in range(8)]) for kind in ("门急诊", "住院", "身故")]
    return Bars(bands, series, True, title=name("保费的构成", "What the premium is made of"))


def plans() -> Bars:
    """Names too long to stand below upright bars, a negative value, a zero."""
    names = [
        name("方案 A：高端（特需、国际部，全球直付）"),
        name("方案 B：标准（二级以上公立医院普通部）"),
        name("方案 C"),
    ]
    series = [Series(name("保费"), [980000, -20000, 0])]
    return Bars(
        names * 2, [Series(name("保费"), [*series[0].values, *series[0].values])], title=name("方案比较", "Plans")
    )


def path() -> Lines:
    middle = np.array([3.2e8, 3.45e8, 3.75e8, 4.1e8])
    spread = np.array([0, 0.08, 0.14, 0.19])
    bands = [
        Band(
            name(f"{share}% 的情形", f"{share}% of cases"),
            list(middle * (1 - z * spread)),
            list(middle * (1 + z * spread)),
        )
        for share, z in ((90, 1.64), (50, 0.67))
    ]
    lines = [
        Series(name("中位数", "Median"), list(middle)),
        Series(name("不涨价", "No rise"), [3.2e8] * 4, dashed=True),
    ]
    return Lines(
        [2025, 2026, 2027, 2028], lines, bands, name("保险年度", "Year"), title=name("三年保费", "Three years")
    )


def months() -> Lines:
    names = [name(f"{year} 年 {month} 月", f"{year}-{month:02}") for year in (2025, 2026) for month in range(1, 13)]
    known = [0.7 + 0.01 * at if at < 22 else None for at in range(24)]
    return Lines(
        names, [Series(name("赔付率"), known)], title=name("逐月赔付率", "Loss ratio by month"), unit="percent"
    )


def year() -> Chart:
    marks = [
        Mark(name("平均", "Mean"), YEARS.mean()),
        Mark(name("VaR 95%（二十年一遇）", "VaR 95% (one year in 20)"), np.quantile(YEARS, 0.95)),
        Mark(name("TVaR 95%（最差 5% 的平均）", "TVaR 95%"), YEARS[np.quantile(YEARS, 0.95) < YEARS].mean()),
        Mark(name("预算", "Budget"), 2.0e8),
        Mark(name("止损自留额", "Retention"), 2.05e8),
    ]
    return histogram(YEARS.tolist(), title=name("全年赔付的分布", "The year's claims"), marks=marks)


def exceedance(log: bool = True) -> Exceedance:
    amounts = np.sort(YEARS)
    chances = 1 - np.arange(1, len(amounts) + 1) / len(amounts)
    kept = np.where(amounts >= 2.4e8, 0, chances)
    curves = [
        Curve(name("无止损", "No stop-loss"), amounts.tolist(), chances.tolist()),
        Curve(name("有止损", "Stop-loss"), np.minimum(amounts, 2.4e8).tolist(), kept.tolist()),
    ]
    marks = [Mark(name("预算", "Budget"), 2e8), Mark(name("保费", "Premium"), 2.1e8)]
    return Exceedance(curves, marks, name("全年成本", "Cost"), log, title=name("超过的概率", "Chance of exceeding"))


def retentions(rows: int = 8, columns: int = 7) -> HeatMap:
    values = [[1.5e8 + 1e6 * ((row - 3) ** 2 + 3 * (at - 2) ** 2) for at in range(columns)] for row in range(rows)]
    return HeatMap(
        [name(f"{10 * row} 万", f"{100 * row}k") for row in range(1, rows + 1)],
        [name(f"{100 + 5 * column}%") for column in range(columns)],
        [[None, *values[0][1:]], *values[1:]],
        name("单人自留额", "Specific retention"),
        name("总额自留额", "Aggregate retention"),
        (3, 2),
        title=name("不同自留额下的成本", "Cost by retentions"),
    )


def assumptions() -> Tornado:
    swings = [
        Swing(name("医疗费用上涨率", "Trend"), 1.15e8, 1.33e8, name("5%"), name("10%")),
        Swing(name("医保统筹支付比例（参保地政策调整）"), 1.31e8, 1.16e8, name("−5 个百分点"), name("+5 个百分点")),
        Swing(name("大额赔案", "Large claims"), 1.24e8, 1.42e8),
        Swing(name("参保率", "Participation"), 1.2345e8, 1.2355e8),
    ]
    return Tornado(1.235e8, swings, title=name("哪些假设最影响保费", "Which assumptions matter most"))


CHARTS: dict[str, Chart] = {
    "premium": premium(),
    "profit": profit(),
    "loss ratio": loss_ratio(),
    "one step": Waterfall([Step(name("纯保费"), 123_45, "start")], title=name("一步", "One step")),
    "all steps zero": Waterfall([Step(name("纯保费"), 0, "start")], title=name("零", "Nothing")),
    "by benefit": by_benefit(),
    "by age": by_age(),
    "plans": plans(),
    "one bar": Bars([name("员工")], [Series(name("保费"), [123_45])], title=name("一根", "One bar")),
    "path": path(),
    "months": months(),
    "one point": Lines(
        [2025], [Series(name("保费"), [1.0])], [Band(name("带"), [0.5], [2.0])], title=name("点", "Point")
    ),
    "year": year(),
    "same year": histogram([5.0, 5.0], title=name("一个值", "One value"), marks=[Mark(name("预算"), 5.0)]),
    "exceedance": exceedance(),
    "exceedance, not log": exceedance(log=False),
    "retentions": retentions(),
    "many retentions": retentions(20, 30),
    "assumptions": assumptions(),
    "no effect": Tornado(100.0, [Swing(name("利率"), 100.0, 100.0)], title=name("没有影响", "No effect")),
}
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
