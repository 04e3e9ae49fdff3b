"""`tuanbao check`: every problem with its place, good files in a line each."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from .conftest import PLAN, Run

PROGRAMME = PLAN.parents[1] / "programmes" / "acme-tech.yaml"
BROKEN = """\
plan: 坏方案
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - id: 门诊
    kind: reimbursement
    covers: [outpatient]
    waitng: 30
    coinsurance: 170%
  - {id: 住院, name: {zh: 住院医疗, en: x}, kind: reimbursement, covers: [inpatient], limits: [{per: year, amount: 0}]}
"""


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.yaml"
    path.write_text(BROKEN, "utf-8")
    return path


def test_good_files_get_a_line_for_every_plan_and_programme(run: Run) -> None:
    answer = run("check", PLAN, PROGRAMME)
    assert answer.code == 0
    assert "acme-tech-staff" in answer.out
    assert "科技公司员工方案" in answer.out
    assert "2026-01-01 – 2026-12-31" in answer.out
    assert "lite、plus" in answer.out
    assert "方案体系" in answer.out
    assert "2 个文件没有问题。" in answer.out


def test_english_where_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = run("check", PLAN, "--lang", "en")
    monkeypatch.setenv("TUANBAO_LANG", "en")
    assert asked.out == run("check", PLAN).out
    assert "Technology company staff plan" in asked.out
    assert "1 file without a problem." in asked.out


def test_every_problem_stands_at_its_line_and_column(run: Run, broken: Path) -> None:
    answer = run("check", broken, PLAN)
    assert answer.code == 1
    for place in (":7:5: benefits[0].waitng:", ":8:5: benefits[0].coinsurance:", ":9:90: benefits[1].limits[0]:"):
        assert f"{broken}{place}" in answer.out
    assert "是不是“waiting”" in answer.out
    assert "1 个文件共有 3 处问题。" in answer.out
    assert "1 个文件没有问题。" in answer.out


def test_the_caret_stands_under_the_column_also_after_chinese(run: Run, broken: Path) -> None:
    lines = run("check", broken).out.splitlines()
    for shown, caret in ((line, lines[i + 1]) for i, line in enumerate(lines) if "│ " in line and "^" not in line):
        at = cell_len(caret.rstrip()) - 1
        marked = next(i for i in range(len(shown)) if cell_len(shown[:i]) == at)
        assert shown[marked:].startswith(("waitng", "coinsurance", "{per: year, amount: 0}"))


def test_a_long_line_is_cut_around_the_place(run: Run, broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = run("check", broken).out.splitlines()
    shown = next(line for line in lines if line.lstrip().startswith("9 │"))
    assert cell_len(shown) <= 60
    assert "…" in shown
    assert "{per: year, amount: 0}" in shown


def test_json_for_programs(run: Run, broken: Path) -> None:
    answer = run("check", broken, PLAN, "--format", "json")
    found = json.loads(answer.out)
    assert answer.code == 1
    assert found["problems"] == 3
    first, second = found["files"]
    assert {key: first["problems"][0][key] for key in ("line", "column", "code")} == {
        "line": 7,
        "column": 5,
        "code": "unknown_key",
    }
    assert set(first["problems"][0]["message"]) == {"zh", "en"}
    assert [plan["plan"] for plan in second["plans"]] == ["acme-tech-staff", "acme-tech-family"]
    assert second["plans"][0]["variants"] == ["lite", "plus"]


@pytest.mark.parametrize(("language", "sentence"), [("zh", "找不到这个文件"), ("en", "there is no such file")])
def test_a_missing_file_is_a_problem(run: Run, language: str, sentence: str) -> None:
    answer = run("check", "nowhere.yaml", "--lang", language)
    assert answer.code == 1
    assert f"nowhere.yaml:1:1: {sentence}" in answer.out


def test_a_file_that_is_no_text_is_a_problem(run: Run, tmp_path: Path) -> None:
    (tmp_path / "scan.yaml").write_bytes(b"plan: \xff\xfe")
    answer = run("check", "scan.yaml")
    assert answer.code == 1
    assert "UTF-8" in answer.out
