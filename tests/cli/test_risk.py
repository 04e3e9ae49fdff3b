"""`tuanbao risk`: the year, the candidates, the verdict; and what is wrong with what was asked."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from .conftest import PLAN, Run

PROGRAMME = PLAN.parents[1] / "programmes" / "acme-tech.yaml"
FEW = ("--on", "2026-12-31", "--years", 20)


@pytest.fixture
def asked(tables: Path) -> list[object]:
    return ["risk", tables / "members.csv", PROGRAMME, *FEW]


@pytest.mark.parametrize(
    ("language", "seen"),
    [
        (
            "zh",
            ("一年的赔付", "20 年中约有 1 年超过", "推算的分布与模拟", "自筹方案比较", "结论", "数值质量", "未经核实"),
        ),
        (
            "en",
            ("Claims of a year", "about 1 year in 20", "beside the simulated", "Ways of self", "Verdict", "Quality"),
        ),
    ],
)
def test_all_parts_are_told(run: Run, asked: list[object], language: str, seen: tuple[str, ...]) -> None:
    answer = run(*asked, "--lang", language)
    assert answer.code == 0, answer.said
    assert all(words in answer.said for words in seen)
    assert "nan" not in answer.said.lower()


def test_a_premium_and_what_is_tried_are_taken_as_given(run: Run, asked: list[object]) -> None:
    more = ["--specific", "none", "--specific", "60000", "--attachment", "none", "--attachment", "125%"]
    answer = run(*asked, "--premium", "250,000", "--budget", "300000", *more, "--lang", "en")
    assert answer.code == 0, answer.said
    assert "full insurance 250,000" in answer.said
    assert "exceed 300,000" in answer.said
    assert "4 of 4" in answer.said
    assert "60,000" in answer.out
    assert "115%" not in answer.out


def test_what_is_agreed_is_not_assumed(run: Run, asked: list[object]) -> None:
    agreed = ["--administration", "6%", "--specific-loading", "30%", "--aggregate-loading", "50%"]
    answer = run(*asked, "--premium", "250000", *agreed, "--chance", "0.1", "--confidence", "90%", "--lang", "en")
    assert answer.code == 0, answer.said
    assert "is assumed (unverified)" not in answer.said
    assert "TVaR 90%" in answer.out


def test_the_same_seed_tells_the_same(run: Run, asked: list[object]) -> None:
    assert run(*asked, "--seed", 5).out == run(*asked, "--seed", 5).out
    assert run(*asked, "--seed", 5).out != run(*asked, "--seed", 6).out


def test_a_workbook_and_charts_are_written(run: Run, asked: list[object], tmp_path: Path) -> None:
    answer = run(*asked, "-o", "out")
    assert answer.code == 0, answer.said
    assert CalamineWorkbook.from_path(tmp_path / "out" / "risk.xlsx").sheet_names[0] == "总览"
    kinds = {path.suffix for path in (tmp_path / "out" / "charts").iterdir()}
    assert kinds == {".svg", ".png"}
    assert "out/risk.xlsx" in answer.out


@pytest.mark.parametrize(
    ("option", "value", "code", "said"),
    [
        ("--premium", "-5", 2, "--premium 应是不小于 0 的金额"),
        ("--specific", "十万", 2, "--specific 应是不小于 0 的金额"),
        ("--attachment", "many", 2, "--attachment 应是百分数"),
        ("--chance", "200%", 1, "可接受的超预算概率"),
        ("--confidence", "100%", 1, "置信水平"),
        ("--specific", "0", 1, "个人止损线应当大于 0"),
        ("--on", "2030-01-01", 1, "2030-01-01"),
        ("--model", "nowhere.yaml", 1, "nowhere.yaml"),
    ],
)
def test_mistakes_are_told_in_words(
    run: Run, asked: list[object], option: str, value: str, code: int, said: str
) -> None:
    answer = run(*asked, option, value)
    assert answer.code == code
    assert said in answer.said
    assert "Traceback" not in answer.said


def test_terms_of_a_quote_and_a_premium_do_not_go_together(run: Run, asked: list[object]) -> None:
    answer = run(*asked, "--premium", "250000", "--terms", "terms.yaml")
    assert answer.code == 2
    assert "--terms" in answer.said
