"""The renewal's workbook and charts: figures that add up, every sheet readable, nobody named."""

import zipfile
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tuanbao.demo import make_company
from tuanbao.documents import renewal_rows as rows
from tuanbao.documents import renewal_said as said
from tuanbao.documents.charts import Waterfall
from tuanbao.documents.renewal import write_renewal
from tuanbao.documents.renewal_assumptions import assumptions
from tuanbao.documents.renewal_charts import charts, write_charts
from tuanbao.language import Language
from tuanbao.plan import load_plans
from tuanbao.pricing.model import load_model
from tuanbao.pricing.renewal import Assumptions, RefundTerms
from tuanbao.pricing.renewal.running import RenewalRun, Terms, renew_group
from tuanbao.roster import BILLS, EVENTS, MEMBERS, PREMIUMS, normalise

PLAN = Path(__file__).parents[2] / "examples" / "plans" / "acme-tech.yaml"
SHEETS = {
    "zh": ["总览", "赔付率", "未报告赔款", "流量三角形", "保费的变化", "同口径还原", "大额赔案", "未来几年",
           "保费不涨的条款", "经验退费", "假设", "说明"],
    "en": ["Overview", "Loss ratios", "Still to come in", "Triangle", "Premium change", "On level", "Large claims",
           "Coming years", "Terms that hold it", "Refund", "Assumptions", "Notes"],
}  # fmt: skip

HIDDEN = {"图表数据", "Chart data"}
"""The numbers of Excel's own charts."""


@pytest.fixture(scope="module")
def company() -> Any:
    return make_company(people=120)


@pytest.fixture(scope="module")
def run(company: Any) -> RenewalRun:
    """At the end of October, with a refund agreed; the made-up company renews dearer."""
    members = normalise(company.members, MEMBERS)
    assumed = Assumptions(
        simulations=500, permissible=Fraction(1, 2), refund=RefundTerms(Fraction(3, 5), Fraction(4, 5))
    )
    return renew_group(
        members,
        normalise(company.bills, BILLS),
        normalise(company.premiums, PREMIUMS),
        Terms(None, tuple(load_plans(PLAN))),
        valuation=date(2026, 10, 31),
        model=load_model(),
        events=normalise(company.events, EVENTS),
        assumptions=assumed,
        years=20,
    )


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sheet_is_there_and_says_something(run: RenewalRun, tmp_path: Path, language: Language) -> None:
    write_renewal(tmp_path / "renewal.xlsx", run, load_model(), language=language)
    found = sheets(tmp_path / "renewal.xlsx")
    assert [name for name in found if name not in HIDDEN] == SHEETS[language]
    assert all(any(cell != "" for row in found[name] for cell in row) for name in SHEETS[language])
    assert len(found[SHEETS[language][-1]]) >= len(run.renewal.notes)


def test_nobody_and_no_illness_is_named(run: RenewalRun, company: Any, tmp_path: Path) -> None:
    write_renewal(tmp_path / "renewal.xlsx", run, load_model())
    text = " ".join(str(cell) for table in sheets(tmp_path / "renewal.xlsx").values() for row in table for cell in row)
    secret = {*company.members["name"].to_pylist(), *company.members["member_id"].to_pylist()}
    secret |= {code for code in company.bills["diagnosis"].to_pylist() if code and len(code) > 3}
    assert not [word for word in secret if word in text]


def test_the_steps_of_the_premium_add_up(run: RenewalRun) -> None:
    steps = rows.step_rows(run.renewal, "zh")
    assert sum(row["amount"] for row in steps) == run.renewal.indicated.premium
    assert steps[-1]["total"] == run.renewal.indicated.premium
    change = run.renewal.indicated.premium / run.renewal.indicated.current
    assert sum(row["points"] for row in steps) == pytest.approx(change, abs=1e-4)


def test_months_add_up_to_what_came_in_and_to_what_is_still_to_come(run: RenewalRun) -> None:
    months = rows.month_rows(run.renewal)
    assert [row["month"] for row in months] == [f"2026-{month:02d}" for month in range(1, 11)]
    assert sum(row["paid"] for row in months) == int(run.past.payments.sum())
    assert sum(row["to_come"] for row in months) == run.renewal.unreported.amount
    assert all(row["ultimate"] == row["paid"] + row["to_come"] for row in months)


def test_the_triangle_is_empty_where_nothing_is_known_yet(run: RenewalRun) -> None:
    names, cells = rows.triangle_rows(run.renewal)
    known = [sum(row[name] is not None for name in names) for row in cells]
    assert known == list(range(len(names), len(names) - len(cells), -1))
    assert sum(row[name] or 0 for row in cells for name in names) == int(run.past.payments.sum())


def test_parts_of_a_ratio_make_its_claims(run: RenewalRun) -> None:
    parts = rows.part_rows(run.renewal, "zh")
    for ratio in rows.ratio_rows(run.renewal, "zh"):
        own = [row["part_amount"] for row in parts if row["ratio_name"] == ratio["ratio_name"]]
        assert sum(own[:-1]) == ratio["numerator"]
        assert own[-1] == ratio["denominator"]


def test_large_claims_are_amounts_in_order_that_make_what_is_pooled(run: RenewalRun) -> None:
    pooling = run.renewal.basis.given.pooling
    assert pooling is not None
    large = rows.large_rows(run.renewal)
    assert sum(row["above"] for row in large) == run.past.above(pooling.threshold)
    assert [row["person_paid"] for row in large] == sorted((row["person_paid"] for row in large), reverse=True)
    assert all(set(row) == {"order", "person_paid", "kept", "above"} for row in large)


def test_benefits_go_from_what_was_paid_to_what_the_new_terms_pay(run: RenewalRun) -> None:
    found = rows.benefit_rows(run.renewal, "zh")
    assert sum(row["was"] for row in found) == run.past.paid.total
    assert {row["plan_factor"] for row in found} <= {1.0, None}


def test_what_is_said_holds_the_figures(run: RenewalRun) -> None:
    words = " ".join(text.zh for text in (*said.path(run.renewal), *said.refund(run.renewal)))
    path = run.renewal.path
    assert f"概率 {path.holds:.0%}" in words
    assert f"{path.confidence:.0%} 的把握" in words
    assert "60%" in words


def test_unverified_assumptions_say_so(run: RenewalRun) -> None:
    found = {each.name.zh: each for each in assumptions(run, load_model())}
    assert found["许可赔付率"].confidence is None  # it was given
    assert found["信度"].confidence == "low"
    assert found["模型的预期年赔款"].confidence == "low"
    assert all(each.name.en and each.value.en and each.source.en for each in found.values())


def test_charts_are_written_as_svg_and_png(run: RenewalRun, tmp_path: Path) -> None:
    written = write_charts(tmp_path / "charts", run.renewal, "zh")
    names = {path.stem for path in written}
    assert {"change", "loss-ratios", "months", "triangle", "years", "holding"} == names
    assert all(path.stat().st_size > 1000 for path in written)


def test_the_chart_of_the_change_leaves_out_what_changes_nothing(run: RenewalRun) -> None:
    chart = dict(charts(run.renewal))["change"]
    assert isinstance(chart, Waterfall)
    assert all(step.amount for step in chart.steps)
    assert chart.steps[-1].amount == run.renewal.indicated.premium


def test_without_an_estimate_nothing_is_shown_as_known(run: RenewalRun, tmp_path: Path) -> None:
    still = replace(run.renewal.unreported, amount=0, standard_error=None, completion=None, triangle=None)
    bare = replace(run, renewal=replace(run.renewal, unreported=still, holding=(), refund=None))
    assert {row["to_come"] for row in rows.month_rows(bare.renewal)} == {None}
    write_renewal(tmp_path / "renewal.xlsx", bare, load_model())
    assert zipfile.is_zipfile(tmp_path / "renewal.xlsx")
    assert "holding" not in dict(charts(bare.renewal))
