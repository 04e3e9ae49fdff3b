"""The results workbook: its figures are sums of what the adjudication said, and every sheet can be read."""

import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from python_calamine import CalamineWorkbook

from tuanbao.adjudication import Result, adjudicate
from tuanbao.demo import make_company
from tuanbao.documents.results import write_results
from tuanbao.documents.results_figures import SUMS, figures
from tuanbao.documents.results_run import Inputs, Run, explained_family, make_run
from tuanbao.language import Language, Text
from tuanbao.plan import load_plans
from tuanbao.roster import BILLS, EVENTS, MEMBERS, normalise

PLAN = Path(__file__).parents[2] / "examples" / "plans" / "acme-tech.yaml"


@pytest.fixture(scope="module")
def run() -> Run:
    company = make_company(people=120)
    tables = normalise(company.members, MEMBERS), normalise(company.bills, BILLS), normalise(company.events, EVENTS)
    return make_run(load_plans(PLAN), Inputs(*tables, None, None))


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def written(run: Run, path: Path, language: Language = "zh", **options: Any) -> dict[str, list[list[Any]]]:
    rows = explained_family(run, run.members["family_id"][0].as_py()).explanations
    write_results(path, run, options.pop("explanations", rows), language=language, **options)
    return sheets(path)


def test_every_grouping_adds_up_to_the_lines(run: Run) -> None:
    found = figures(run.bills, run.result, most_people=10**6)
    for name in SUMS:
        whole = pc.sum(run.result.lines[name]).as_py()
        assert found.whole[name] == whole
        for table in (found.by_month, found.by_category, found.by_person):
            assert pc.sum(table[name]).as_py() == whole
    assert found.whole["events"] == pc.sum(run.result.payments["paid"]).as_py()
    assert pc.sum(found.by_person["events"]).as_py() == found.whole["events"]


def test_people_and_bills_are_counted_once(run: Run) -> None:
    found = figures(run.bills, run.result)
    assert found.whole["bills"] == len(set(run.bills["bill_id"].to_pylist()))
    assert found.whole["people"] == len(set(run.bills["member_id"].to_pylist()))
    days = zip(*(run.bills[name].to_pylist() for name in ("service_date", "line")), strict=True)
    months = Counter(f"{day:%Y-%m}" for day, line in days if line == 1)
    assert {row["month"]: row["bills"] for row in found.by_month.to_pylist()} == months


def test_whom_most_was_paid_for_comes_first(run: Run) -> None:
    people = figures(run.bills, run.result, most_people=5).by_person.to_pylist()
    assert len(people) == 5
    assert [row["all"] for row in people] == sorted((row["all"] for row in people), reverse=True)
    assert all(row["all"] == row["paid"] + row["events"] for row in people)


def test_somebody_with_an_event_and_no_bill_is_not_forgotten(run: Run) -> None:
    of_nobody = run.result.payments.slice(0, 0)
    row = {**dict.fromkeys(of_nobody.column_names), "member_id": "E9999", "paid": 10**9, "benefit_id": "x"}
    payments = pa.Table.from_pylist([row], of_nobody.schema)
    result = Result(run.result.eob, run.result.lines, payments, run.result.summary)
    first = figures(run.bills, result).by_person.to_pylist()[0]
    assert (first["member_id"], first["bills"], first["paid"], first["all"]) == ("E9999", 0, 0, 10**9)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("zh", ["总览", "按责任", "按月份", "按就诊类型", "赔付最多的人", "定额给付", "赔付明细"]),
        ("en", ["Overview", "By benefit", "By month", "By kind of care", "Most paid", "Events", "Explanation"]),
    ],
)
def test_the_sheets(run: Run, tmp_path: Path, language: Language, names: list[str]) -> None:
    found = written(run, tmp_path / "r.xlsx", language)
    assert list(found) == names
    assert all(len(rows) > 1 for name, rows in found.items() if name not in ("定额给付", "Events"))


def test_amounts_are_numbers_of_yuan_and_totals_are_right(run: Run, tmp_path: Path) -> None:
    found = written(run, tmp_path / "r.xlsx")
    head, *rows, total = found["按责任"]
    paid = head.index("赔付")
    assert round(total[paid] * 100) == pc.sum(run.result.summary["paid"]).as_py()
    assert round(sum(row[paid] for row in rows) * 100) == round(total[paid] * 100)
    overview = found["总览"]
    whole = pc.sum(run.result.lines["total"]).as_py()
    assert whole in [round(cell * 100) for cell in overview[5] if isinstance(cell, float)]


def test_the_explanation_says_each_row_in_words(run: Run, tmp_path: Path) -> None:
    family = run.members["family_id"][0].as_py()
    explanations = explained_family(run, family).explanations
    head, *rows = written(run, tmp_path / "r.xlsx")["赔付明细"]
    assert [row[head.index("说明")] for row in rows] == [each.sentence.zh for each in explanations]
    assert [round(row[head.index("赔付")] * 100) for row in rows] == [each.paid for each in explanations]
    assert {row[head.index("人员编号")] for row in rows} <= set(run.people)


def test_it_says_how_much_of_the_explanation_it_holds(run: Run, tmp_path: Path) -> None:
    last = written(run, tmp_path / "r.xlsx", explanations=())["总览"][-1][0]
    assert f"全部 {len(run.result.eob):,} 行在同一目录的 eob 文件中" in last


def test_it_says_that_it_is_medical_and_whatever_else_it_should(run: Run, tmp_path: Path) -> None:
    overview = written(run, tmp_path / "r.xlsx", "en", note=Text("演示", "A demo"))["Overview"]
    first = [row[0] for row in overview[:3]]
    assert first[:2] == ["Adjudication results", "A demo"]
    assert "do not pass on" in first[2]


def test_three_charts_point_at_cells(run: Run, tmp_path: Path) -> None:
    written(run, tmp_path / "r.xlsx")
    with zipfile.ZipFile(tmp_path / "r.xlsx") as file:
        charts = [file.read(name).decode() for name in file.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 3
    assert [sheet for sheet in ("总览", "按月份", "按就诊类型") if not any(f"{sheet}!$" in c for c in charts)] == []


def test_rows_that_were_left_out_are_listed(run: Run, tmp_path: Path) -> None:
    rows = run.bills.slice(0, 3).to_pylist()
    rows[0]["total"] += 1
    bills = normalise(pa.Table.from_pylist(rows, run.bills.schema), BILLS)
    result = adjudicate(run.plans, run.members, bills, skip_bad_rows=True)
    other = Run(run.plans, run.members, bills.table, result)
    listed = written(other, tmp_path / "r.xlsx", explanations=())["错误清单"]
    assert len(listed) == 1 + len(result.errors)
    assert listed[1][0] == "票据"


def test_text_that_looks_like_a_formula_stays_text(run: Run, tmp_path: Path) -> None:
    row = {**run.members.to_pylist()[0], "name": "=1+1"}
    members = pa.Table.from_pylist([row, *run.members.to_pylist()[1:]], run.members.schema)
    other = Run(run.plans, members, run.bills, run.result)
    found = written(other, tmp_path / "r.xlsx")["赔付明细"]
    assert {line[4] for line in found[1:] if line[3] == row["member_id"]} <= {"=1+1"}
