"""`tuanbao schedule`, `template`, `schema`: papers from a plan, and what is to be filled in."""

import json
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from rich.cells import cell_len

from tuanbao.plan.schema import json_schema
from tuanbao.roster import BILLS, EVENTS, MEMBERS, OPENINGS, read_table

from .conftest import PLAN, Run

PROGRAMME = PLAN.parents[1] / "programmes" / "acme-tech.yaml"


def test_the_schedule_fits_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("schedule", PLAN).out.splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert "科技公司员工方案" in lines
    assert "科技公司家属方案" in lines


def test_one_plan_or_variant_of_a_file(run: Run) -> None:
    answer = run("schedule", PLAN, "--plan", "acme-tech-staff:lite", "--lang", "en")
    assert answer.out.startswith("Technology company staff plan (Light)")
    assert "family" not in answer.out.splitlines()[0]


def test_a_plan_that_the_file_does_not_have(run: Run) -> None:
    answer = run("schedule", PLAN, "--plan", "gold")
    assert answer.code == 1
    assert "没有方案“gold”，有：acme-tech-staff、acme-tech-staff:lite" in answer.err


def test_a_programme_comes_with_its_plans(run: Run) -> None:
    out = run("schedule", PROGRAMME).out
    assert "员工福利方案说明" in out
    assert out.index("员工福利方案说明") < out.index("科技公司员工方案\n保险责任表") < out.index("科技公司家属方案\n")


def test_the_suffix_says_the_format(run: Run, tmp_path: Path) -> None:
    for name in ("s.txt", "s.md", "s.xlsx", "s.pdf"):
        answer = run("schedule", PLAN, "-o", f"papers/{name}")
        assert (answer.code, answer.out) == (0, f"已写入 papers/{name}\n")
    folder = tmp_path / "papers"
    assert (folder / "s.txt").read_text("utf-8").startswith("科技公司员工方案\n")
    assert (folder / "s.md").read_text("utf-8").startswith("# 科技公司员工方案\n")
    assert CalamineWorkbook.from_path(folder / "s.xlsx").sheet_names[0] == "责任总览"
    assert "科技公司员工方案" in PdfReader(folder / "s.pdf").pages[0].extract_text()


def test_a_broken_plan_has_no_schedule(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("plan: p\nperiod: 2026\nbenefits: []\n", "utf-8")
    answer = run("schedule", "p.yaml")
    assert answer.code == 1
    assert "p.yaml:2:1: period:" in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(("language", "sheet"), [("zh", "票据"), ("en", "bills")])
def test_the_template_can_be_filled_in_and_read(run: Run, tmp_path: Path, language: str, sheet: str) -> None:
    assert run("template", "-o", "t.xlsx", "--lang", language).code == 0
    assert sheet in CalamineWorkbook.from_path(tmp_path / "t.xlsx").sheet_names
    for layout in (MEMBERS, BILLS, EVENTS):
        assert read_table(tmp_path / "t.xlsx", layout).table.num_rows == 0


def test_a_template_of_one_table(run: Run, tmp_path: Path) -> None:
    assert run("template", "openings", "-o", "t.xlsx").code == 0
    assert CalamineWorkbook.from_path(tmp_path / "t.xlsx").sheet_names[0] == OPENINGS.title.zh


def test_a_template_that_may_be_filled_in_is_not_written_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"filled in")
    refused = run("template", "-o", "t.xlsx")
    assert refused.code == 1
    assert "--force" in refused.err
    assert (tmp_path / "t.xlsx").read_bytes() == b"filled in"
    assert run("template", "-o", "t.xlsx", "--force").code == 0


def test_the_schema(run: Run, tmp_path: Path) -> None:
    printed = run("schema")
    assert json.loads(printed.out) == json_schema()
    assert run("schema", "-o", "plan.schema.json").code == 0
    assert (tmp_path / "plan.schema.json").read_text("utf-8") == printed.out
