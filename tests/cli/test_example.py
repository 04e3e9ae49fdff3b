"""`tuanbao example`: the whole job on a made-up company, in both languages."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tuanbao.demo.run import plan_file
from tuanbao.money import format_yuan
from tuanbao.plan import load_plans, load_programme
from tuanbao.roster import BILLS, MEMBERS, read_table

from .conftest import PLAN, Run

SEEN = {
    "zh": ("60 名员工", "都是编造的", "按责任汇总", "医疗费由谁承担", "为什么赔了", "接下来可以试"),
    "en": ("60 employees", "made up", "By benefit", "Who paid the medical bills", "why was", "Try next"),
}


@pytest.mark.parametrize(("language", "suffix"), [("zh", "xlsx"), ("en", "csv")])
def test_a_run(run: Run, tmp_path: Path, language: str, suffix: str) -> None:
    answer = run("example", "--people", 60, "--lang", language)
    assert answer.code == 0
    assert all(sentence in answer.said for sentence in SEEN[language])
    folder = tmp_path / "example-out"
    made = {path.name for path in folder.iterdir()}
    assert {"input", "eob.csv", "lines.csv", "payments.csv", "summary.csv", "results.xlsx", "schedule.pdf"} <= made
    assert {path.name for path in (folder / "input").iterdir()} == {
        "acme-tech.yaml",
        "programme.yaml",
        "design.yaml",
        "answers.xlsx",
        *(f"{name}.{suffix}" for name in ("members", "bills", "events", "premiums")),
    }
    assert {path.name for path in (folder / "design").iterdir()} == {
        *("proposal.pdf", "proposal.pptx", "proposal.xlsx", "programme.yaml", "plans.yaml"),
    }
    statements = sorted(folder.glob("statement-*.pdf"))
    assert statements
    assert all(str(path.relative_to(tmp_path)) in answer.out for path in statements)
    note = "都是编造的" if language == "zh" else "made up"
    assert all(note in PdfReader(path).pages[0].extract_text() for path in statements)


def test_the_input_is_what_was_adjudicated(run: Run, tmp_path: Path) -> None:
    run("example", "--no-design", "--people", 60, "-o", "here")
    folder = tmp_path / "here"
    bills = read_table(folder / "input" / "bills.xlsx", BILLS)
    assert not bills.errors
    assert not read_table(folder / "input" / "members.xlsx", MEMBERS).errors
    overview = CalamineWorkbook.from_path(folder / "results.xlsx").get_sheet_by_index(0).to_python()
    total = sum(bills.table["total"].to_pylist())
    assert any(cell == total / 100 for row in overview for cell in row)


def test_what_it_tells_to_try_next_works(run: Run) -> None:
    out = run("example", "--people", 60).out
    commands = [line.split()[3:] for line in out.splitlines() if line.startswith("  uv run tuanbao")]
    assert len(commands) == 7
    for command in commands:
        answer = run(*command)
        assert answer.code == 0, answer.said


def test_the_same_seed_gives_the_same_answer(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("example", "--no-design", "--people", 60, "--seed", 5, "-o", name)
    assert (tmp_path / "one" / "eob.csv").read_bytes() == (tmp_path / "two" / "eob.csv").read_bytes()


def test_the_programme_stands_beside_its_plan(run: Run, tmp_path: Path) -> None:
    run("example", "--no-design", "--people", 60)
    programme, plans = load_programme(tmp_path / "example-out" / "input" / "programme.yaml")
    assert programme.programme == "acme-tech"
    assert [plan.id for plan in plans] == ["acme-tech-staff", "acme-tech-family"]


def test_the_plan_is_the_one_in_the_examples() -> None:
    assert [plan.id for plan in load_plans(plan_file())] == ["acme-tech-staff", "acme-tech-family"]
    assert plan_file().read_bytes() == PLAN.read_bytes()


def test_amounts_of_the_sentence_are_those_of_the_explanation(run: Run, tmp_path: Path) -> None:
    out = run("example", "--no-design", "--people", 60).out
    title = next(line for line in out.splitlines() if "为什么赔了" in line)
    bill = title.split("票据 ")[1].split("（")[0]
    lines = (tmp_path / "example-out" / "lines.csv").read_text("utf-8-sig").splitlines()
    paid = [line.split(",")[6] for line in lines if line.startswith(f'"{bill}"')]
    total = round(sum(float(amount) * 100 for amount in paid))
    assert f"{format_yuan(total)} 元？" in title
