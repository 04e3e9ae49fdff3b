"""`tuanbao design` and `tuanbao questionnaire`: the files handed on, and what is said when it cannot be done."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from python_calamine import CalamineWorkbook

from tuanbao.demo.run import design_file
from tuanbao.plan import load_programme

from .conftest import Run

OPTIONS = """
design: small
levers:
  - {lever: share, plan: acme-tech-staff, path: inpatient.coinsurance, values: [70%, 100%]}
  - {lever: sum, plan: acme-tech-staff, path: critical-illness.sum_insured, values: [100000, 500000]}
services:
  - {service: checkup, theme: checkup, per_head: [0, 300], now: 0}
constraints: {growth: 8%, floors: [{benefit: inpatient}]}
"""
SCHEMA = Path(__file__).parents[2] / "schemas" / "design-options.schema.json"
QUICK = ("--on", "2026-12-31", "--years", 20, "--lines", 5000)


@pytest.fixture
def inputs(run: Run, tmp_path: Path) -> Path:
    """A made-up company of 40 employees, with options beside it."""
    assert run("example", "--no-design", "--people", 40).code == 0
    (tmp_path / "options.yaml").write_text(OPTIONS, "utf-8")
    return tmp_path / "example-out" / "input"


def test_a_design_is_handed_on_whole(run: Run, inputs: Path, tmp_path: Path) -> None:
    programme = "-p", inputs / "programme.yaml", "--options", tmp_path / "options.yaml"
    answer = run("design", inputs / "members.xlsx", *programme, *QUICK, "-o", "proposal", "--company", "示例公司")
    assert answer.code == 0, answer.said
    assert {path.name for path in (tmp_path / "proposal").iterdir()} == {
        *("proposal.pdf", "proposal.pptx", "proposal.xlsx", "programme.yaml", "plans.yaml"),
    }
    for sentence in ("谁需要什么", "与市场相比", "企业成本", "为什么说它是最好的", "法规与税务", "试点"):
        assert sentence in answer.out
    found, plans = load_programme(tmp_path / "proposal" / "programme.yaml")
    assert found.programme == "acme-tech"
    assert {plan.id for plan in plans} == {"acme-tech-staff", "acme-tech-family"}
    quoted = run("quote", inputs / "members.xlsx", "proposal/programme.yaml", "--on", "2026-12-31", "--years", 20)
    assert quoted.code == 0, quoted.said


def test_it_speaks_english_too_and_takes_survey_bills_and_market(run: Run, inputs: Path, tmp_path: Path) -> None:
    answer = run(
        *("design", inputs / "members.xlsx", "-p", inputs / "programme.yaml", "--options", tmp_path / "options.yaml"),
        *("--survey", inputs / "answers.xlsx", "-b", inputs / "bills.xlsx", "-e", inputs / "events.xlsx"),
        *("--industry", "hitech", *QUICK, "--lang", "en"),
    )
    assert answer.code == 0, answer.said
    for sentence in ("Who needs what", "Beside the market", "The company pays", "Why it is the best", "Law and tax"):
        assert sentence in answer.out


def test_a_budget_that_is_too_small_says_by_how_much(run: Run, inputs: Path, tmp_path: Path) -> None:
    programme = "-p", inputs / "programme.yaml", "--options", tmp_path / "options.yaml"
    answer = run("design", inputs / "members.xlsx", *programme, *QUICK, "--budget", "10,000")
    assert answer.code == 1
    assert "预算 10,000.00 元" in answer.said
    assert "还差" in answer.said


@pytest.mark.parametrize(
    ("option", "value", "said"), [("--budget", "many", "应为金额"), ("--growth", "x", "应为百分比")]
)
def test_money_that_is_none_is_wrong_usage(run: Run, inputs: Path, option: str, value: str, said: str) -> None:
    answer = run("design", inputs / "members.xlsx", "-p", inputs / "programme.yaml", option, value)
    assert answer.code == 2
    assert said in answer.said


def test_wrong_options_are_named_at_their_line(run: Run, inputs: Path, tmp_path: Path) -> None:
    wrong = OPTIONS.replace("inpatient.coinsurance", "inpatient.nothing").replace("growth: 8%", "growth: 800")
    (tmp_path / "options.yaml").write_text(wrong, "utf-8")
    programme = "-p", inputs / "programme.yaml", "--options", tmp_path / "options.yaml"
    answer = run("design", inputs / "members.xlsx", *programme, *QUICK)
    assert answer.code == 1
    assert "options.yaml:8" in answer.said


def test_rows_of_answers_that_cannot_be_used_are_named_and_left_out(run: Run, inputs: Path, tmp_path: Path) -> None:
    rows = CalamineWorkbook.from_path(inputs / "answers.xlsx").get_sheet_by_index(0).to_python()
    header = rows[1]
    bad = ["9" if str(cell).startswith("评分1：") else "" for cell in header]
    wrong = tmp_path / "answers.csv"
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (header, bad))
    wrong.write_text(text, "utf-8")
    answer = run(
        *("design", inputs / "members.xlsx", "-p", inputs / "programme.yaml", "--options", tmp_path / "options.yaml"),
        *("--survey", wrong, *QUICK),
    )
    assert answer.code == 0, answer.said
    assert "答卷有 1 处问题" in answer.said


def test_a_questionnaire_is_written_once(run: Run, inputs: Path, tmp_path: Path) -> None:
    first = run("questionnaire", "-o", "ask.xlsx", "-p", inputs / "programme.yaml")
    assert first.code == 0
    assert CalamineWorkbook.from_path(tmp_path / "ask.xlsx").sheet_names
    again = run("questionnaire", "-o", "ask.xlsx")
    assert again.code == 1
    assert "--force" in again.said
    assert run("questionnaire", "-o", "ask.xlsx", "--force").code == 0
    assert run("questionnaire", "-o", "ask.csv").code == 2


def test_the_schema_of_options_is_that_of_the_installed_version(run: Run) -> None:
    assert run("schema", "--of", "design").out == SCHEMA.read_text("utf-8"), (
        "write it again: uv run tuanbao schema --of design -o schemas/design-options.schema.json"
    )


def test_the_options_of_the_demo_follow_the_schema() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    options = yaml.safe_load(design_file().read_text("utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(options)] == []
