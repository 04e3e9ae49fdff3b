"""The report on a year at risk: what it says is what was computed, in words, cells and charts of both languages."""

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from tuanbao.demo import make_company
from tuanbao.documents import risk_words as words
from tuanbao.documents.risk import write_charts, write_risk
from tuanbao.documents.risk_charts import chance_map, charts, cost_map, distribution, exceedance, frontier, mean_excess
from tuanbao.documents.risk_rows import best_lines, outlook, quality_lines, shown, verdict
from tuanbao.documents.risk_words import in_years
from tuanbao.pricing.group import group_of, load_plans_or_programme
from tuanbao.pricing.model import load_model
from tuanbao.pricing.risk_run import RiskRun, risk_group
from tuanbao.pricing.self_funding import FundingTerms, fund_group
from tuanbao.roster import MEMBERS, normalise

PROGRAMME = Path(__file__).parents[2] / "examples" / "programmes" / "acme-tech.yaml"


@pytest.fixture(scope="module")
def run() -> RiskRun:
    programme, plans = load_plans_or_programme(PROGRAMME)
    members = normalise(make_company(people=60).members, MEMBERS)
    group = group_of(members, programme, plans, date(2026, 12, 31))
    return risk_group(group, load_model(), years=60, seed=11)


def with_terms(run: RiskRun, premium: int, **terms: object) -> RiskRun:
    return replace(run, funding=fund_group(run.costs, premium, FundingTerms(**terms)))


def cells(path: Path) -> list[object]:
    book = CalamineWorkbook.from_path(path)
    return [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]


def test_the_quoted_premium_is_the_insured_cost(run: RiskRun) -> None:
    assert run.quote is not None
    assert run.funding.comparison.insured_cost == run.quote.premium / 100
    assert run.funding.comparison.expected_claims == pytest.approx(run.costs.mean() / 100)


def test_a_given_premium_is_not_quoted(run: RiskRun) -> None:
    again = risk_group(run.group, load_model(), premium=123_456_78, years=20, seed=11)
    assert again.quote is None
    assert again.funding.comparison.insured_cost == 123_456.78


@pytest.mark.parametrize(
    ("chance", "zh"),
    [
        (0.05, "20 年中约有 1 年"),
        (0.5, "2 年中约有 1 年"),
        (0.8, "10 年中约有 8 年"),
        (0.97, "绝大多数年份都会"),
        (1.0, "几乎每年都会"),
        (0.0, "按本模型不会发生"),
        (1e-5, "1,000 年中不到 1 年"),
    ],
)
def test_chances_in_words(chance: float, zh: str) -> None:
    assert in_years(chance).zh == zh
    assert in_years(chance).en


def test_the_outlook_rises_and_is_the_distributions(run: RiskRun) -> None:
    lines = {line.label.en: line for line in outlook(run)}
    quantiles = [line.yuan for name, line in lines.items() if "quantile" in name]
    assert quantiles == sorted(quantiles)
    assert lines["95% quantile"].yuan == run.funding.total.quantile(0.95)
    assert lines["TVaR 95%"].yuan == run.funding.total.tail_mean(0.95)
    bare = next(one for one in run.funding.comparison.candidates if one.specific is None and one.attachment is None)
    assert lines["Chance over budget"].share == pytest.approx(bare.chance_over_budget)
    assert run.independence.mean_error == pytest.approx(run.costs.standard_error() / 100)


def test_the_parts_of_the_best_add_up(run: RiskRun) -> None:
    best = run.funding.comparison.best
    assert best is not None
    parts = [line.yuan for line in best_lines(run, best)]
    assert sum(parts[:4]) == pytest.approx(parts[4])


def test_the_verdict_follows_the_costs(run: RiskRun) -> None:
    claims = run.costs.mean()
    dear = with_terms(run, round(10 * claims))
    assert verdict(dear)[0].zh.startswith("自筹更便宜")
    assert f"{dear.funding.comparison.saving:,.0f}" in verdict(dear)[0].en
    cheap = with_terms(run, round(0.1 * claims), budget=round(100 * claims))
    assert verdict(cheap)[0].zh.startswith("全额投保更便宜")
    assert "多花" in verdict(cheap)[0].zh
    tight = with_terms(run, round(claims), budget=1)
    assert tight.funding.comparison.best is None
    assert verdict(tight)[0].en.startswith("Insure in full")


def test_a_difference_within_the_simulation_error_decides_nothing(run: RiskRun) -> None:
    same = with_terms(run, 10**9, budget=10**12)
    cost = same.funding.comparison.best.expected_cost
    near = with_terms(run, round(100 * cost) + 100, budget=10**12)
    said = verdict(near)
    assert said[0].zh.startswith("两者差不多")
    assert "不足以下结论" in said[-1].zh


def test_the_first_candidates_hold_the_best_and_the_bare_one(run: RiskRun) -> None:
    rows = shown(run, 10)
    assert len(rows) == 10
    assert rows[0] is run.funding.comparison.best
    assert any(one.specific is None and one.attachment is None for one in rows)


def test_the_histogram_holds_all_but_the_worst_years(run: RiskRun) -> None:
    chart = distribution(run)
    assert 0.99 <= sum(chart.weights) <= 1 + 1e-9
    middle = np.add(chart.edges[1:], chart.edges[:-1]) / 2
    assert np.dot(middle, chart.weights) / 100 == pytest.approx(run.funding.total.mean, rel=0.1)
    marks = {mark.label.en: mark.value for mark in chart.marks}
    assert marks["VaR 95%"] == pytest.approx(100 * run.funding.total.quantile(0.95), abs=1)
    assert marks["TVaR 95%"] > marks["VaR 95%"]


def test_chances_fall_as_amounts_rise(run: RiskRun) -> None:
    for curve in exceedance(run).curves:
        assert all(a >= b - 1e-12 for a, b in zip(curve.chances, curve.chances[1:], strict=False))
        assert all(a <= b for a, b in zip(curve.amounts, curve.amounts[1:], strict=False))


def test_the_maps_frame_the_best(run: RiskRun) -> None:
    best = run.funding.comparison.best
    cost, chance = cost_map(run), chance_map(run)
    assert cost.best is not None
    row, column = cost.best
    assert cost.values[row][column] == round(100 * best.expected_cost)
    assert chance.values[row][column] == best.chance_over_budget
    assert sum(len(values) for values in cost.values) == len(run.funding.comparison.candidates)


def test_more_reserve_never_costs_more(run: RiskRun) -> None:
    for series in frontier(run).series:
        known = [value for value in series.values if value is not None]
        assert known == sorted(known, reverse=True)
        assert all(math.isfinite(value) for value in known)


def test_the_mean_excess_is_that_of_the_person_years(run: RiskRun) -> None:
    values = run.costs.person_years[run.costs.person_years > 0] / 100
    assert mean_excess(run).series[0].values[0] == round(100 * values.mean())
    assert len(mean_excess(with_terms(run, 10**8, tail_threshold=1_000_00)).series) == 2


def test_the_quality_stands_beside_the_numbers(run: RiskRun) -> None:
    assert next(float(value) for _, value, _ in quality_lines(run)) == pytest.approx(1, abs=1e-6)
    assert "全部达到标准" in quality_lines(run)[-1][2].zh


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_holds_verdict_candidates_and_notes(run: RiskRun, tmp_path: Path, language: str) -> None:
    path = tmp_path / "risk.xlsx"
    write_risk(path, run, language)
    found = cells(path)
    assert verdict(run)[0].to(language) in found
    assert all(note.to(language) in found for note in run.notes)
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name(words.CANDIDATES.to(language)).to_python()
    assert len(sheet) == 1 + len(run.funding.comparison.candidates)
    assert sheet[1][3] == pytest.approx(run.funding.comparison.best.expected_cost, abs=0.01)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_chart_is_written_twice(run: RiskRun, tmp_path: Path, language: str) -> None:
    files = write_charts(tmp_path / "charts", run, language)
    assert len(files) == 2 * len(charts(run)) == 12
    assert all(path.stat().st_size > 5_000 for path in files)


def test_people_who_cost_nothing_have_a_report_too(run: RiskRun, tmp_path: Path) -> None:
    nothing = replace(
        run.costs,
        by_year=np.zeros_like(run.costs.by_year),
        by_person=np.zeros_like(run.costs.by_person),
        person_years=np.zeros_like(run.costs.person_years),
    )
    funding = fund_group(nothing, 100_00)
    from tuanbao.pricing.independence import independence

    empty = replace(run, costs=nothing, funding=funding, independence=independence(nothing, funding.total, 0.95))
    write_risk(tmp_path / "risk.xlsx", empty, "zh")
    assert "distribution" not in charts(empty)
