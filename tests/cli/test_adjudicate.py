"""`tuanbao adjudicate`, `explain`, `statement`: files in, what is paid and why out; bad rows are listed."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from pyarrow import parquet
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tuanbao.adjudication import adjudicate
from tuanbao.money import format_yuan
from tuanbao.plan import load_plans
from tuanbao.roster import BILLS, EVENTS, MEMBERS, read_table

from .conftest import PLAN, Run

PROGRAMME = PLAN.parents[1] / "programmes" / "acme-tech.yaml"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def bad_bills(tables: Path, tmp_path: Path) -> Path:
    """The bills with 30 categories that are no words, one of them in every bill's first line."""
    rows = rows_of(tables / "bills.csv")
    for row in rows[:30]:
        row["category"] = "门珍"
    with (tmp_path / "bad.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return tmp_path / "bad.csv"


def test_results_are_written_and_summed_up(run: Run, given: list[object], tables: Path, tmp_path: Path) -> None:
    answer = run("adjudicate", *given, "--events", tables / "events.csv", "-o", "out")
    result = adjudicate(
        load_plans(PLAN),
        read_table(tables / "members.csv", MEMBERS),
        read_table(tables / "bills.csv", BILLS),
        read_table(tables / "events.csv", EVENTS),
    )
    assert answer.code == 0
    summary = {(row["plan"], row["benefit_id"]): row for row in rows_of(tmp_path / "out" / "summary.csv")}
    for row in result.summary.to_pylist():
        assert Decimal(summary[row["plan"], row["benefit_id"]]["paid"]) * 100 == row["paid"]
        assert format_yuan(row["paid"]) in answer.out
    assert format_yuan(sum(result.summary["paid"].to_pylist())) in answer.out
    assert "门急诊医疗" in answer.out
    assert f"{len(result.lines):,} 行票据" in answer.out
    assert len(rows_of(tmp_path / "out" / "eob.csv")) == len(result.eob)
    assert "out/eob.csv" in answer.out


def test_the_summary_has_fewer_columns_on_a_narrow_terminal(
    run: Run, given: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = run("adjudicate", *given, "-o", "wide", "--lang", "en").out
    monkeypatch.setenv("COLUMNS", "80")
    narrow = run("adjudicate", *given, "-o", "narrow", "--lang", "en").out
    assert "Deductible" in wide
    assert "Not paid" in narrow
    assert "Deductible" not in narrow
    table = narrow[: narrow.index("lines of bills")].splitlines()[:-1]
    assert max(len(line.rstrip()) for line in table) <= 80


def test_parquet_and_applied_rows_only(run: Run, given: list[object], tmp_path: Path) -> None:
    answer = run("adjudicate", *given, "-o", "out", "--format", "parquet", "--rows", "applied")
    assert answer.code == 0
    eob = parquet.read_table(tmp_path / "out" / "eob.parquet")
    assert set(eob["reason"].to_pylist()) == {""}


def test_the_plans_of_a_programme(run: Run, given: list[object], tmp_path: Path) -> None:
    assert run("adjudicate", *given, "-o", "plans").code == 0
    assert run("adjudicate", PROGRAMME, *given[1:], "-o", "programme").code == 0
    names = ("eob.csv", "summary.csv")
    assert all((tmp_path / "plans" / n).read_bytes() == (tmp_path / "programme" / n).read_bytes() for n in names)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("zh", ("共有 30 处错误，没有理算；下面是前 20 处：", "还有 10 处", "就诊类型", "门珍", "--skip-bad-rows")),
        (
            "en",
            ("30 errors, nothing was adjudicated; the first 20:", "and 10 more", "Category", "--skip-bad-rows"),
        ),
    ],
)
def test_bad_rows_are_listed_and_nothing_is_written(
    run: Run, given: list[object], bad_bills: Path, tmp_path: Path, language: str, sentences: tuple[str, ...]
) -> None:
    answer = run("adjudicate", *given[:3], "-b", bad_bills, "-o", "out", "--lang", language)
    assert answer.code == 1
    assert [sentence for sentence in sentences if sentence not in answer.said] == [], answer.said
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["errors.xlsx"]
    listed = CalamineWorkbook.from_path(tmp_path / "out" / "errors.xlsx").get_sheet_by_index(0).to_python()
    assert len(listed) == 31


def test_the_good_rows_go_on_where_the_user_says_so(
    run: Run, given: list[object], bad_bills: Path, tmp_path: Path
) -> None:
    answer = run("adjudicate", *given[:3], "-b", bad_bills, "-o", "out", "--skip-bad-rows")
    assert answer.code == 0
    assert "跳过了 30 处有错的内容" in answer.said
    assert (tmp_path / "out" / "errors.xlsx").exists()
    left_out = len(rows_of(bad_bills)) - len(rows_of(tmp_path / "out" / "lines.csv"))
    assert left_out >= 30


@pytest.mark.parametrize(
    ("members", "sentence"),
    [("nobody.csv", "找不到文件“nobody.csv”"), ("notes.pdf", "不是能读取的文件"), ("empty.csv", "是空的")],
)
def test_a_file_that_cannot_be_read(run: Run, given: list[object], tmp_path: Path, members: str, sentence: str) -> None:
    (tmp_path / "empty.csv").touch()
    (tmp_path / "notes.pdf").write_bytes(b"%PDF")
    answer = run("adjudicate", PLAN, "-m", members, *given[3:], "-o", "out")
    assert answer.code == 1
    assert sentence in answer.said


def test_a_broken_plan_is_told_before_any_table_is_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("plan: p\n", "utf-8")
    answer = run("adjudicate", "p.yaml", "-m", "no.csv", "-b", "no.csv", "-o", "out")
    assert answer.code == 1
    assert "缺少“period”" in answer.err
    assert "no.csv" not in answer.err


def test_one_bill_explained(run: Run, given: list[object], tables: Path) -> None:
    bill = rows_of(tables / "bills.csv")[0]
    chinese = run("explain", *given, "--bill", bill["bill_id"])
    english = run("explain", *given, "--events", tables / "events.csv", "--bill", bill["bill_id"], "--lang", "en")
    assert (chinese.code, english.code) == (0, 0)
    assert f"票据 {bill['bill_id']}" in chinese.out
    assert f"Bill {bill['bill_id']}" in english.out
    assert "acme-tech.yaml:" in chinese.out


def test_a_bill_that_there_is_not(run: Run, given: list[object]) -> None:
    answer = run("explain", *given, "--bill", "B00012")
    assert answer.code == 1
    assert "没有票据“B00012”，是不是 B0" in answer.said


def test_a_statement_for_a_dependant_is_that_of_the_family(run: Run, given: list[object], tmp_path: Path) -> None:
    members = rows_of(Path(str(given[2])))
    child = next(row for row in members if row["relation"] == "child")
    employee = next(row for row in members if row["member_id"] == child["family_id"])
    answer = run("statement", *given, "--person", child["member_id"], "-o", "papers/s.pdf", "--company", "示例公司")
    assert answer.code == 0
    text = PdfReader(tmp_path / "papers" / "s.pdf").pages[0].extract_text()
    assert all(word in text for word in ("理赔对账单", employee["name"], child["name"], "示例公司"))


def test_a_person_that_there_is_not(run: Run, given: list[object]) -> None:
    answer = run("statement", *given, "--person", "E9999", "-o", "s.pdf", "--lang", "en")
    assert answer.code == 1
    assert "there is no member E9999" in answer.said
