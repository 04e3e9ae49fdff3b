"""The figures of a proposal agree with each other, with the quotes and with the plans that are proposed."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.proposals import proposal, proposal_with_survey, proposal_without_much
from tuanbao.documents.charts import Lines, Waterfall, description
from tuanbao.documents.proposal import figures, words
from tuanbao.documents.proposal.charts import charts
from tuanbao.documents.proposal.figures.money import _prices
from tuanbao.documents.proposal.figures.terms import reworded
from tuanbao.documents.proposal.sections.page import Page, percent, signed, whole_yuan, yuan
from tuanbao.language import Text
from tuanbao.money import half_up
from tuanbao.plan import LumpSum, parse_plans
from tuanbao.plan.patching import patched_plans
from tuanbao.pricing.quote.result import Total

PLAN = """
plan: p
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
- {id: clinic, name: {zh: 门诊, en: Clinic}, kind: reimbursement, covers: [outpatient], coinsurance: 70%}
- {id: illness, name: {zh: 重疾, en: Illness}, kind: lump_sum, event: critical_illness, sum_insured: 100000}
"""


def test_money_released_and_spent_leads_from_present_to_proposed() -> None:
    found = proposal()
    steps = figures.money_steps(found)
    assert steps[0].amount == found.present.company
    assert steps[-1].amount == found.proposed.company
    assert sum(step.amount for step in steps[:-1]) == steps[-1].amount
    by_kind = {kind: sum(step.amount for step in steps if step.kind == kind) for kind in ("released", "spent")}
    assert -by_kind["released"] == found.ledger.total_released > 0
    assert by_kind["spent"] == found.ledger.total_spent > 0


def test_the_waterfall_groups_small_steps_and_still_adds_up() -> None:
    found = proposal()
    many = tuple(
        replace(reason, step=replace(reason.step, company=reason.step.company / 10)) for reason in found.reasons
    )
    found = replace(found, reasons=found.reasons + many * 3)
    chart = charts(found)["money"]
    assert isinstance(chart, Waterfall)
    assert len(chart.steps) < len(figures.money_steps(found))
    assert chart.steps[-1].amount == found.proposed.company


def test_the_headline_is_that_of_the_quotes() -> None:
    found = proposal()
    shown = figures.headline(found)
    assert shown.premium == found.proposed.run.quote.premium
    assert shown.company == found.money.fresh
    assert shown.company + shown.own == shown.premium + shown.services
    assert shown.per_employee == round(shown.company / shown.employees)
    assert shown.adjudicated == sum(own.offers.grid.lines * len(own.offers.grid) for own in found.blocks)
    assert shown.lines == sum(own.offers.grid.lines for own in found.blocks)


@pytest.mark.parametrize("kind", ["tier", "relation"])
def test_classes_and_benefits_sum_to_the_premium(kind: str) -> None:
    found = proposal()
    rows = [row for row in figures.price_rows(found) if row.kind == kind]
    assert sum(row.premium for row in rows) == found.proposed.premium
    assert sum(row.employer + row.employee for row in rows) == found.proposed.premium
    assert sum(row.present or 0 for row in rows) == found.present.premium
    assert sum(row.premium or 0 for row in figures.benefit_rows(found)) == found.proposed.premium


def test_classes_of_few_people_stand_together() -> None:
    sizes = {"a": 3, "b": 40, "c": 5, "d": 12}
    totals = [Total(key, Text(key, key), people, 10.0 * people, 2.0, people * 100, people * 60, people * 40)
              for key, people in sizes.items()]  # fmt: skip
    rows = _prices("tier", totals, totals, lambda total: total.title)
    assert [(row.name.en, row.people) for row in rows] == [("b", 40), (words.OTHERS.en, 20)]
    assert sum(row.premium for row in rows) == sum(total.premium for total in totals)
    assert rows[1].error == pytest.approx((3 * 2.0**2) ** 0.5)


def test_every_change_says_the_terms_before_and_after() -> None:
    """The sums insured that it names are those of the present and of the proposed plans."""
    found = proposal()
    made = [one for one in figures.changes(found) if one.what.zh == "重疾保额"]
    assert made
    for one in made:
        block = next(own for own in found.blocks if own.key == one.group)
        plans = [
            next(p for p in side if p.id == block.block.plans[-1].id)
            for side in (found.tiered.plans, found.plans.plans)
        ]
        benefits = [plan.benefit("critical-illness") for plan in plans]
        amounts = [
            f"{b.sum_insured // 100:,} 元"
            for b in benefits
            if isinstance(b, LumpSum) and isinstance(b.sum_insured, int)
        ]
        assert [(term.label.zh, term.before.zh, term.after.zh) for term in one.terms] == [("保额", *amounts)]


def test_every_benefit_is_changed_or_unchanged() -> None:
    found = proposal()
    for plan in figures.comparison(found):
        proposed = next(each for each in found.plans.plans if each.id == plan.plan)
        changed = {term.benefit for one in plan.changes for term in one.terms}
        assert changed | {one.benefit for one in plan.unchanged} == {benefit.title for benefit in proposed.benefits}
        assert not changed & {one.benefit for one in plan.unchanged}
    told = [one for plan in figures.comparison(found) for one in plan.changes] + list(figures.service_changes(found))
    assert sorted(one.company for one in told) == sorted(round(reason.step.company) for reason in found.reasons)


def test_terms_that_are_added_and_removed_are_told() -> None:
    [plan] = parse_plans(PLAN)
    teeth = {"id": "teeth", "name": {"zh": "口腔", "en": "Teeth"}, "kind": "reimbursement", "covers": ["dental"]}
    patch = {"set": {"clinic.coinsurance": "80%"}, "add": [teeth], "remove": ["illness"]}
    told = {one.benefit.en: (one.before.en, one.after.en) for one in reworded(plan, patched_plans(plan, [patch])[0])}
    assert told["Clinic"] == ("70% paid", "80% paid")
    assert told["Illness"] == ("included", "not included")
    assert told["Teeth"][0] == "not included"
    assert told["Teeth"][1]
    assert not reworded(plan, plan)


def test_a_new_deductible_answers_none() -> None:
    """It stands in another clause than the missing one, and is one change all the same."""
    [plan] = parse_plans(PLAN)
    patch = {"set": {"clinic.deductible": [{"per": "year", "amount": 200}]}}
    [one] = reworded(plan, patched_plans(plan, [patch])[0])
    assert (one.before.zh, one.after.zh) == ("无免赔额", "200 元")


def test_points_of_the_frontier_rise_and_the_proposal_is_worth_more_than_today() -> None:
    found = proposal()
    every = figures.points(found)
    line = [point for point in every if point.kind == "frontier"]
    assert [point.cost for point in line] == sorted(point.cost for point in line)
    assert all(a.value < b.value for a, b in itertools.pairwise(line))
    named = {point.kind: point for point in every}
    assert named["proposed"].value >= named["present"].value
    assert named["cheapest"].cost <= named["present"].cost
    assert named["cheapest"].value >= named["present"].value - 1


def test_no_choice_is_drawn_above_the_frontier() -> None:
    chart = charts(proposal())["frontier"]
    assert isinstance(chart, Lines)
    line, *others = chart.series
    for one in others:
        for top, value in zip(line.values, one.values, strict=True):
            assert value is None or top is None or value <= top + 1e-6
    assert len(chart.x) <= 15


def test_wishes_are_kept_and_a_broken_one_is_told() -> None:
    found = proposal()
    assert all(wish.kept for wish in figures.wishes(found))
    [row] = [row for row in found.problem.rows if row.key == "growth"]
    broken = replace(found, problem=found.problem.with_rows(replace(row, high=1.0)))
    assert [wish.kept for wish in figures.wishes(broken)].count(False) == 1


def test_cost_after_tax_is_what_is_paid_less_what_is_saved() -> None:
    found = proposal()
    rows = {row.name: row for row in figures.company_tax_rows(found)}
    paid, net = rows[words.PAID_BY_COMPANY], rows[words.NET_COST]
    [saved] = [row for name, row in rows.items() if "少缴" in name.zh]
    parts = list(figures.company_tax_rows(found))
    before = parts[: parts.index(paid)]
    assert sum(row.proposed or 0 for row in before) == paid.proposed == found.proposed.company
    assert (net.present, net.proposed) == (paid.present + saved.present, paid.proposed + saved.proposed)  # type: ignore[operator]


def test_findings_of_one_rule_stand_together() -> None:
    found = proposal()
    rows = figures.law_rows(found)
    assert len({row.title for row in rows}) == len(rows)
    assert sum(1 + row.more for row in rows) == len(found.proposed.report.findings)
    assert not [row for row in rows if row.source and f"（依据：{row.source}" in row.sentence.zh]


def test_a_breach_that_the_proposal_mends_is_told() -> None:
    found = proposal()
    [first, *_] = found.present.report.findings
    breach = replace(first, severity="breach")
    report = replace(found.present.report, findings=(breach, *found.present.report.findings))
    assert figures.resolved(replace(found, present=replace(found.present, report=report)))
    assert not figures.resolved(found)


def test_themes_of_services_count_for_the_tiers_that_have_them() -> None:
    found = proposal()
    [row] = [row for row in figures.market_rows(found) if row.theme == "checkup"]
    having = [own.tier for own in found.services if own.cost[found.solution.chosen[own.key]] > 0]
    names = {tier.tier: tier.name.text for tier in found.plans.programme.tiers if tier.name}
    assert row.present == words.ALL_EMPLOYEES
    if len(having) == len(found.services):
        assert row.proposed == words.ALL_EMPLOYEES
    else:
        assert row.proposed == (figures.joined([names[tier] for tier in having]) if having else words.NOBODY)


def test_uncertain_shares_are_marked() -> None:
    rows = [row for row in figures.market_rows(proposal()) if row.share is not None]
    market = {row.theme: row.market for row in proposal().proposed.benchmark.themes}
    assert rows
    assert all(row.uncertain == (market[row.theme].confidence != "explicit") for row in rows)
    assert all(row.low <= row.share <= row.high for row in rows)  # type: ignore[operator]


def test_outlook_and_bad_years_are_those_of_the_grids() -> None:
    found = proposal()
    now, new, *held = figures.outlooks(found)
    assert now.first == pytest.approx(found.present.company, abs=1000)
    assert new.first == round(found.solution.cost)
    assert new.later > new.first
    assert len(held) == (found.around.held is not None)
    for row in figures.bad_years(found):
        assert row.uncovered >= max(row.present, row.proposed)


@pytest.mark.parametrize("make", [proposal, proposal_with_survey, proposal_without_much])
def test_charts_are_drawn_for_what_there_is(make) -> None:  # type: ignore[no-untyped-def]
    made = charts(make())
    assert ("preferences" in made) == (make is proposal_with_survey)
    assert ("frontier" in made) == (make is not proposal_without_much)
    assert all(description(chart, "en") for chart in made.values())


def test_variants_of_today_that_are_not_offered_any_more_are_told() -> None:
    assert [name.zh for name in figures.options_dropped(proposal())] == [
        "科技公司员工方案（轻享）",
        "科技公司员工方案（优享）",
    ]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=12))
def test_whole_yuan_add_up_to_the_rounded_sum(parts: list[int]) -> None:
    found = whole_yuan(parts)
    assert sum(found) == 100 * half_up(sum(parts), 100)
    assert all(fen % 100 == 0 and abs(fen - part) <= 100 for fen, part in zip(found, parts, strict=True))


def test_numbers_are_written_as_a_board_reads_them() -> None:
    zh, en = Page(proposal(), "zh"), Page(proposal(), "en")
    assert zh.money(99_980_786) == "99.98 万元"
    assert en.money(99_980_786) == "999,808 yuan"
    assert zh.money(82_000) == "820 元"
    assert zh.money(-3_000_000) == "−3.00 万元"
    assert zh.more(1_743_638) == "增加 1.74 万元"
    assert zh.more(-82_000) == "减少 820 元"
    assert en.more(10) == "unchanged"
    assert zh.count(191_102_976) == "约 1.91 亿"
    assert en.count(191_102_976) == "about 191 million"
    assert zh.count(576) == "576"
    assert zh.count(10**20) == "约 100,000,000 万亿"
    assert (yuan(-150), signed(150), signed(-49), percent(-0.018, sign=True)) == ("−2", "+2", "0", "−1.8%")
