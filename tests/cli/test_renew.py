"""`tuanbao renew`: what is printed and written, and what is said where something is wrong."""

import csv
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from .conftest import PLAN, Run


@pytest.fixture
def past(tables: Path) -> list[object]:
    """The arguments of a renewal at the end of October."""
    bills, premiums = tables / "bills.csv", tables / "premiums.csv"
    return [tables / "members.csv", PLAN, "-b", bills, "-p", premiums, "--valuation", "2026-10-31", "--years", "20"]


def changed(path: Path, to: Path, rows: list[int], **cells: str) -> Path:
    """A copy of a table where some rows, counted as a spreadsheet does, have other cells."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    for row in rows:
        table[row - 2] |= cells
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    return to


def test_a_renewal_says_the_premium_its_reasons_and_what_it_rests_on(run: Run, past: list[object]) -> None:
    answer = run("renew", *past)
    assert answer.code == 0, answer.err
    for words in (
        "续保保费", "赔付率（评估日 2026-10-31）", "满期赔付率", "还会收到", "标准误", "保费为什么变", "信度",
        "经验退费", "够付 3 年赔款的概率", "首年保费需", "说明", "没有给出趋势",
    ):  # fmt: skip
        assert words in answer.said, words


def test_in_english(run: Run, past: list[object]) -> None:
    answer = run("renew", *past, "--lang", "en", "--no-hold")
    assert answer.code == 0
    for words in ("Renewal premium", "policy-year loss ratio", "Still to come in", "Why the premium changes"):
        assert words in answer.said


def test_workbook_and_charts_are_written(run: Run, past: list[object], tmp_path: Path) -> None:
    answer = run("renew", *past, "-o", "out")
    assert answer.code == 0
    assert "out/renewal.xlsx" in answer.said
    assert "总览" in CalamineWorkbook.from_path(tmp_path / "out" / "renewal.xlsx").sheet_names
    assert (tmp_path / "out" / "charts" / "months.svg").exists()
    assert (tmp_path / "out" / "charts" / "years.png").exists()


def test_what_is_given_takes_the_place_of_what_is_usual(run: Run, past: list[object]) -> None:
    given = ["--trend", "6%", "--permissible", "78%", "--credibility", "0.5", "--refund-share", "60%", "--refund-k"]
    answer = run("renew", *past, *given, "80%", "--cap", "10%", "--current", "100000", "--outstanding", "5000")
    assert answer.code == 0, answer.err
    assert "没有给出趋势" not in answer.said
    assert "许可赔付率 78.0%" in answer.said
    assert "现行 100,000.00 元" in answer.said
    assert "每年最多涨 10%" in answer.said
    assert "退还 60% ×（80% × 已赚保费" in answer.said


def test_half_of_the_terms_of_a_refund_is_completed_and_told(run: Run, past: list[object]) -> None:
    answer = run("renew", *past, "--refund-share", "50%", "--no-hold")
    assert "经验退费按一般惯例" in answer.said


def test_new_terms_and_the_response_of_use(run: Run, past: list[object], tmp_path: Path) -> None:
    text = PLAN.read_text(encoding="utf-8").replace("up_to: 2000, pay: 70%", "up_to: 2000, pay: 40%")
    (tmp_path / "next.yaml").write_text(text.replace("2026-", "2027-"), encoding="utf-8")
    answer = run("renew", *past, "--new-plans", "next.yaml", "--use-response", "--no-hold")
    assert answer.code == 0, answer.err
    assert "使用量反应" in answer.said
    assert "兰德" in answer.said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--trend", "plenty"], "--trend 应是百分比"),
        (["--credibility", "2"], "--credibility 应在 0 至 100% 之间"),
        (["--current", "-5"], "--current 应是不为负的金额"),
        (["--deficit", "5"], "--deficit 要与 --refund-share"),
        (["--valuation", "October"], "--valuation"),
    ],
)
def test_wrong_options(run: Run, past: list[object], arguments: list[str], words: str) -> None:
    answer = run("renew", *past, *arguments)
    assert answer.code == 2
    assert words in answer.said


def test_no_premiums(run: Run, past: list[object], tables: Path, tmp_path: Path) -> None:
    head = (tables / "premiums.csv").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "none.csv").write_text(head + "\n", encoding="utf-8")
    past[past.index("-p") + 1] = tmp_path / "none.csv"
    answer = run("renew", *past)
    assert answer.code == 1
    assert "没有保费，无法计算赔付率" in answer.said


def test_negative_bills_are_named_by_their_rows(run: Run, past: list[object], tables: Path, tmp_path: Path) -> None:
    past[past.index("-b") + 1] = changed(tables / "bills.csv", tmp_path / "bad.csv", [5, 9], total="-1.00")
    answer = run("renew", *past)
    assert answer.code == 1
    assert "金额不能是负数" in answer.said
    assert " 5 " in answer.said
    assert " 9 " in answer.said


def test_what_came_in_after_the_valuation_is_left_out_and_told(run: Run, past: list[object]) -> None:
    answer = run("renew", *past, "--no-hold")
    assert "评估日 2026-10-31 之后收到的" in answer.said


def test_a_valuation_before_the_year(run: Run, past: list[object]) -> None:
    past[past.index("--valuation") + 1] = "2025-06-30"
    answer = run("renew", *past)
    assert answer.code == 1
    assert "早于保险期间的第一天" in answer.said


def test_a_file_that_is_not_there(run: Run, past: list[object]) -> None:
    past[past.index("-p") + 1] = "nowhere.csv"
    answer = run("renew", *past)
    assert answer.code == 1
    assert "nowhere.csv" in answer.said
