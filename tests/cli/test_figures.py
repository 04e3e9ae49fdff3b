"""Figures on the terminal: what stands in the table of a waterfall, and where its bars stand."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from tuanbao.cli import figures
from tuanbao.cli.figures import Figure, bars, percent, print_figures, print_rows, print_waterfall, yuan
from tuanbao.documents.charts import Step, Waterfall
from tuanbao.language import Language, Text


def waterfall() -> Waterfall:
    steps = [
        Step(Text("模型期望赔付（住院、门急诊、生育、重疾、意外）", "Expected claims of the model"), 1_000_00, "start"),
        Step(Text("医疗费用上涨", "Medical trend"), 100_00, "change", 1.1),
        Step(Text("取整", "Rounding"), 1),
        Step(Text("方案变动", "Plan change"), -600_00, "change", 0.4545),
    ]
    total = Step(Text("每人年保费", "Premium"), 500_01, "total")
    return Waterfall([*steps, total], title=Text("保费", "Premium"), note=Text("来源：模型", "Source: model"))


def printed(width: int, language: Language = "zh", chart: Waterfall | None = None) -> list[str]:
    console = Console(file=io.StringIO(), width=width, color_system=None, markup=False, highlight=False)
    print_waterfall(console, chart or waterfall(), language)
    return console.file.getvalue().splitlines()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 120])
def test_every_step_with_factor_amount_running_total_and_bar(width: int, language: Language) -> None:
    lines = printed(width, language)
    assert all(cell_len(line) <= width for line in lines)
    text = "\n".join(lines)
    for words in ("1,000.00", "×1.1", "+100.00", "1,100.00", "+0.01", "1,100.01", "×0.4545", "-600.00", "500.01"):
        assert words in text
    assert sum(figures.TOTAL in line for line in lines[:-2]) == 2
    assert lines[-1] == ("来源：模型" if language == "zh" else "Source: model")


def spans(chart: Waterfall, length: int) -> list[tuple[int, int]]:
    found = []
    for bar in bars(chart, length):
        begin = len(bar.plain) - len(bar.plain.lstrip())
        found.append((begin, len(bar.plain)))
    return found


def test_bars_begin_where_the_step_before_ended() -> None:
    amounts = [40, 40, -60, 80]
    steps = [Step(Text("a", "a"), amount, "change" if at else "start") for at, amount in enumerate(amounts)]
    chart = Waterfall(steps, title=Text("图", "Chart"))
    assert spans(chart, 103) == [(0, 40), (40, 80), (20, 80), (20, 100)]


def test_the_smallest_step_has_a_bar_and_no_change_has_none() -> None:
    steps = [Step(Text("a", "a"), 10**6, "start"), Step(Text("b", "b"), -(10**6) + 1), Step(Text("c", "c"), 0)]
    first, second, third = bars(Waterfall(steps, title=Text("图", "Chart")), 20)
    assert (first.plain.strip()[0], second.plain.strip()[0]) == (figures.TOTAL, figures.FALL)
    assert third.plain.strip() == ""
    tiny = [Step(Text("a", "a"), 10**6, "start"), Step(Text("b", "b"), -(10**6)), Step(Text("c", "c"), 1)]
    assert bars(Waterfall(tiny, title=Text("图", "Chart")), 20)[2].plain == figures.RISE


def test_bars_that_do_not_begin_at_zero_say_so() -> None:
    steps = [Step(Text("a", "a"), 0.85, "start"), Step(Text("b", "b"), 0.01)]
    assert "图不从 0 开始" in printed(80, chart=Waterfall(steps, title=Text("图", "c"), unit="percent"))[-1]
    assert "图不从 0 开始" not in "".join(printed(80))


def test_blocks_exist_in_chinese_code_pages() -> None:
    assert (figures.TOTAL + figures.RISE + figures.FALL).encode("gbk")


def test_key_figures_and_rows() -> None:
    console = Console(file=io.StringIO(), width=80, color_system=None, markup=False, highlight=False)
    print_figures(console, [Figure(Text("保费", "Premium"), yuan(123_450), Text("比上年高", "up"))], "zh")
    columns = [(Text("方案", "Plan"), "text"), (Text("保费", "Premium"), "number")]
    print_rows(console, columns, [["[red]甲", "1.00"]], "zh", title=Text("比较", "Compared"), total=["合计", "1.00"])
    said = console.file.getvalue().splitlines()
    assert said[0].split() == ["保费", "1,234.50", "比上年高"]
    assert said[1].strip() == "比较"
    assert [line.split() for line in said if "甲" in line or "合计" in line] == [["[red]甲", "1.00"], ["合计", "1.00"]]


def test_numbers_in_words() -> None:
    assert [yuan(-5), yuan(5, signed=True), yuan(0, signed=True)] == ["-0.05", "+0.05", "0.00"]
    assert [percent(0.1234), percent(-0.05, 0), percent(0.1, signed=True)] == ["12.3%", "-5%", "+10.0%"]
