"""What the terms of a plan are called, and how they read."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tuanbao.language import Text
from tuanbao.plan import parse_plans
from tuanbao.plan.model import Band, Case, Deductible, Expenses, Hospitals, Limit, PatientCap, Plan, When
from tuanbao.plan.wording import (
    Row,
    band_label,
    cap_label,
    case_label,
    deductible_label,
    glossary,
    limit_label,
    schedule,
)
from tuanbao.plan.wording.conditions import condition, hospitals
from tuanbao.plan.wording.diagnoses import diagnoses
from tuanbao.plan.wording.reimbursement import expenses
from tuanbao.plan.wording.words import all_of, money

EXAMPLES = Path(__file__).parents[2] / "examples"


def plan_of(*benefits: dict[str, Any], **more: Any) -> Plan:
    tree = {"plan": "p", "period": {"from": "2026-01-01", "to": "2026-12-31"}, "benefits": list(benefits), **more}
    (plan,) = parse_plans(json.dumps(tree))
    return plan


def outpatient(**terms: Any) -> dict[str, Any]:
    names = {"name": {"zh": "门诊", "en": "Outpatient"}}
    return {"id": "outpatient", "kind": "reimbursement", "covers": ["outpatient"], **names, **terms}


def lump_sum(**terms: Any) -> dict[str, Any]:
    return {"id": "illness", "kind": "lump_sum", "event": "critical_illness", "sum_insured": 1000, **terms}


def said(plan: Plan, clause: str) -> Text:
    """What the schedule says of a clause."""
    return next(row.value for section in schedule(plan).sections for row in section.rows if row.clause == clause)


def clauses(plan: Plan) -> set[str]:
    return {row.clause for section in schedule(plan).sections for row in section.rows}


def test_money_has_decimals_only_where_there_are_some() -> None:
    assert money(500_000) == Text("5,000 元", "5,000 yuan")
    assert money(1_990) == Text("19.90 元", "19.90 yuan")


def test_lists_read_as_lists() -> None:
    a, b, c = Text("甲", "a"), Text("乙", "b"), Text("丙", "c")
    assert all_of([a]) == a
    assert all_of([a, b, c]) == Text("甲、乙、丙", "a, b and c")
    assert all_of([]) == Text("无", "none")


@pytest.mark.parametrize(
    ("per", "zh", "en"),
    [
        ("visit", "每次就诊免赔额", "per-visit deductible"),
        ("day", "每日免赔额", "daily deductible"),
        ("case", "每次事故免赔额", "per-case deductible"),
        ("year", "每年免赔额", "yearly deductible"),
    ],
)
def test_a_deductible_is_called_by_its_period(per: str, zh: str, en: str) -> None:
    assert deductible_label(Deductible.model_validate({"per": per, "amount": 50})) == Text(zh, en)


def test_a_label_says_who_shares_and_when_the_entry_holds() -> None:
    entry = Deductible.model_validate(
        {"per": "year", "amount": 50, "shared": "family", "when": {"levels": [3], "wards": ["special"]}}
    )
    assert deductible_label(entry).zh == "每年免赔额（全家共用，在三级医院特需部就诊时）"
    assert deductible_label(entry).en == (
        "yearly deductible (shared by the family, at level 3 hospitals, special-needs ward)"
    )


@pytest.mark.parametrize(
    ("limit", "zh"),
    [
        ({"per": "year", "amount": 2}, "每年限额"),
        ({"per": "lifetime", "amount": 2}, "终身限额"),
        ({"per": "year", "count": 2, "shared": "family"}, "每年次数限额（全家共用）"),
        ({"per": "year", "amount": 2, "when": {"categories": ["tcm", "physiotherapy"]}}, "每年限额（中医、理疗费用）"),
        ({"per": "year", "amount": 2, "shared": "company"}, "公共保额（全体参保人员共用）"),
    ],
)
def test_a_limit_is_called_by_what_it_limits(limit: dict[str, Any], zh: str) -> None:
    assert limit_label(Limit.model_validate(limit)).zh == zh


def test_a_cap_and_a_case_have_labels() -> None:
    assert cap_label(PatientCap.model_validate({"per": "year", "amount": 1})).zh == "每年自付封顶"
    case = Case(when=When(wards=("special",)), pay=Fraction(1, 2))
    assert case_label(case) == Text("赔付比例（在特需部就诊时）", "percentage paid (in the special-needs ward)")


def test_bands_are_called_by_their_edges() -> None:
    bands = (Band(up_to="500", pay="0%"), Band(up_to="2000", pay="70%"), Band(pay="90%"))
    assert [band_label(bands, i).zh for i in range(3)] == [
        "500 元以内的部分",
        "500 元至 2,000 元的部分",
        "超过 2,000 元的部分",
    ]
    assert band_label((Band(pay="90%"),), 0).zh == "全部费用"


@pytest.mark.parametrize(
    ("when", "zh", "en"),
    [
        ({"levels": [3]}, "在三级医院就诊时", "at level 3 hospitals"),
        (
            {"levels": [0, 1], "ownership": ["public"]},
            "在未定级、一级公立医院就诊时",
            "at ungraded or level 1 public hospitals",
        ),
        ({"ages": "60..120"}, "年龄 60 岁至 120 岁时", "aged 60 to 120"),
        (
            {"insured": True, "settled": False},
            "有基本医保但未经医保结算时",
            "with basic medical insurance but not settled through it",
        ),
        ({"settled": False}, "未经医保结算时", "not settled through basic medical insurance"),
        ({"insured": False}, "没有基本医保时", "without basic medical insurance"),
        ({"lists": ["定点"]}, "在医院名单“定点”内的医院就诊时", 'at hospitals in the hospital list "定点"'),
        ({"causes": ["accident"], "work": True}, "因意外，且属于工伤时", "after accident, for work injuries"),
        (
            {"relations": ["parent"], "pre_existing": True},
            "被保险人为父母，且属于既往症时",
            "for parents, for pre-existing conditions",
        ),
    ],
)
def test_a_condition_reads_as_a_clause(when: dict[str, Any], zh: str, en: str) -> None:
    assert condition(When.model_validate(when)) == Text(zh, en)


def test_the_scope_of_hospitals_reads_as_one_line() -> None:
    scope = Hospitals.model_validate(
        {"levels": [2, 3], "ownership": ["public"], "wards": ["general"], "except": ["贵"], "emergency": "any"}
    )
    assert hospitals(scope).zh == "二级、三级公立医院普通部；不含医院名单“贵”内的医院；急诊不受医院限制"
    assert hospitals(Hospitals()) == Text("不限医院", "any hospital")
    assert hospitals(Hospitals.model_validate({"except": ["贵"]})).zh == "不限医院；不含医院名单“贵”内的医院"


def test_what_expense_counts_is_said_also_by_default() -> None:
    assert expenses(Expenses()).zh == "可赔：医保内自付（自付一）、乙类先行自付（自付二）；不赔：医保外自费"
    half = expenses(Expenses.model_validate({"out_of_scope": "50%"}))
    assert half.zh == "可赔：医保内自付（自付一）、乙类先行自付（自付二）；按 50% 计入：医保外自费"
    above = expenses(Expenses.model_validate({"in_scope_above": "0%"}))
    assert "不赔：医保内自付中封顶线以上的部分、医保外自费" in above.zh


def test_diagnoses_have_names_and_keep_their_codes() -> None:
    assert diagnoses(["F", "Z41"]).zh == "精神和行为障碍（F）、整形美容等非治疗项目（Z41）"
    assert diagnoses(["B20", "B21"]).zh == "艾滋病病毒感染（B20、B21）"
    assert diagnoses(["J06"]) == Text("部分呼吸系统疾病（J06）", "certain diseases of the respiratory system (J06)")


def test_every_letter_of_the_classification_has_a_name() -> None:
    letters = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    assert [letter for letter in letters if "诊断编码" in diagnoses([f"{letter}99"]).zh] == []


def test_defaults_are_said_where_an_employee_would_ask() -> None:
    plan = plan_of(outpatient())
    assert said(plan, "outpatient.deductible").zh == "无免赔额"
    assert said(plan, "outpatient.coinsurance").zh == "赔 100%"
    assert said(plan, "outpatient.limits").zh == "不限额"
    assert said(plan, "outpatient.waiting").zh == "无等待期"
    assert said(plan, "outpatient.hospitals").zh == "不限医院"
    assert said(plan, "outpatient.exclude.pre_existing").zh == "可赔"
    assert said(plan, "outpatient.unsettled").zh == "照常赔付"


def test_rows_carry_the_clause_by_which_variants_and_explanations_name_them() -> None:
    limits = [{"per": "day", "amount": 5}, {"id": "tcm", "per": "year", "amount": 6, "when": {"categories": ["tcm"]}}]
    plan = plan_of(outpatient(limits=limits, coinsurance=[{"when": {"levels": [3]}, "pay": "5%"}, {"pay": "9%"}]))
    expected = {"limits.day", "limits.tcm", "coinsurance", "coinsurance[0]"}
    assert {f"outpatient.{clause}" for clause in expected} <= clauses(plan)


def test_a_pool_names_the_benefits_that_share_it() -> None:
    limits = [{"per": "year", "amount": 200, "pool": "medical"}]
    inpatient = {**outpatient(limits=limits), "id": "inpatient", "name": {"zh": "住院", "en": "Inpatient"}}
    plan = plan_of(outpatient(limits=limits), inpatient)
    assert said(plan, "outpatient.limits.year[0]") == Text("200 元；与“住院”共用", '200 yuan; shared with "Inpatient"')
    assert said(plan, "inpatient.limits.year[0]").zh == "200 元；与“门诊”共用"


def test_a_pool_that_nobody_else_uses_says_nothing() -> None:
    plan = plan_of(outpatient(limits=[{"per": "year", "amount": 200, "pool": "medical"}]))
    assert said(plan, "outpatient.limits.year[0]").zh == "200 元"


def test_an_amount_of_the_persons_own_names_its_column() -> None:
    plan = plan_of(outpatient(limits=[{"per": "year", "amount": {"field": "额度"}}]))
    assert said(plan, "outpatient.limits.year").zh == "按被保险人清单“额度”栏为您约定的金额"
    assert schedule(plan).sections[0].summary == Text(
        "可赔费用赔 100%，每年最多赔您的约定金额。",
        "100% of eligible expense is paid; at most your agreed amount a year.",
    )


def test_what_else_counts_towards_a_deductible_is_said() -> None:
    plan = plan_of(outpatient(deductible=[{"per": "year", "amount": 10000, "credit": ["other_paid"]}]))
    assert said(plan, "outpatient.deductible.year").zh == (
        "10,000 元\n以下金额可抵扣免赔额：大病保险、医疗救助等其他途径已支付的金额"
    )


def test_of_several_yearly_deductibles_the_first_reached_is_enough() -> None:
    both = [{"per": "year", "amount": 500}, {"per": "year", "amount": 800, "shared": "family"}]
    plan = plan_of(outpatient(deductible=both))
    assert "先达到其中任一项即可" in said(plan, "outpatient.deductible.year").zh


def test_a_benefit_is_told_in_one_sentence() -> None:
    plan = plan_of(
        outpatient(
            deductible=[{"per": "visit", "amount": 50}], coinsurance="90%", limits=[{"per": "year", "amount": 20000}]
        )
    )
    summary = schedule(plan).sections[0].summary
    assert summary == Text(
        "每次就诊先由您承担 50 元，其余费用赔 90%，每年最多赔 20,000 元。",
        "You bear 50 yuan per visit first; 90% of the rest is paid; at most 20,000 yuan a year.",
    )


def test_terms_that_hold_only_sometimes_do_not_hide_in_the_summary_table() -> None:
    plan = plan_of(outpatient(deductible=[{"per": "visit", "amount": 50, "when": {"levels": [3]}}]))
    overview = schedule(plan).sections[0].overview
    assert overview is not None
    assert overview.deductible.zh == "部分情形另有约定"


def test_a_lump_sum_says_its_sum_and_how_it_is_limited() -> None:
    plan = plan_of(
        lump_sum(sum_insured={"salary_months": 24, "cap": 1000000}, max_payments=2, survival_days=14, interval_days=90),
        {**lump_sum(event="minor_illness", sum_insured={"of": "illness", "share": "30%"}), "id": "minor"},
    )
    assert said(plan, "illness.sum_insured").zh == "24 个月工资，最高 1,000,000 元"
    assert said(plan, "illness.max_payments").zh == "一个保险年度内合计不超过保额的 2 倍"
    assert said(plan, "illness.survival_days").zh == "须在该日期之后生存满 14 天"
    assert said(plan, "illness.interval_days").zh == "至少 90 天"
    assert said(plan, "minor.sum_insured").zh == "“illness”保额的 30%"


def test_a_disability_shows_what_each_grade_pays() -> None:
    named = plan_of(lump_sum(event="disability", schedule="disability-2013"))
    assert "1 级 100%、2 级 90%" in said(named, "illness.schedule").zh
    assert "10 级 10%" in said(named, "illness.schedule").zh
    own = said(plan_of(lump_sum(event="disability", schedule={"1": "100%", "2": "80%"})), "illness.schedule").zh
    assert own.startswith("1 级 100%、2 级 80%\n其他等级不赔\n")


def test_the_legal_cap_on_minors_is_said_where_a_minor_may_die() -> None:
    def rows(**terms: Any) -> list[Row]:
        section = schedule(plan_of(lump_sum(event="accidental_death", **terms))).sections[0]
        return [row for row in section.rows if row.label.zh == "未成年人身故"]

    assert rows()[0].value.zh == "按监管规定，未满 10 岁合计最高 200,000 元；未满 18 岁合计最高 500,000 元"
    assert rows(relations=["employee"]) == []


def test_a_variant_says_what_was_and_what_becomes() -> None:
    variants = {
        "lite": {
            "name": {"zh": "轻享", "en": "Light"},
            "set": {"outpatient.coinsurance": "50%"},
            "add": [{**lump_sum(), "id": "added"}],
            "remove": ["illness"],
        }
    }
    (option,) = schedule(plan_of(outpatient(), lump_sum(), variants=variants)).options
    changes = [(change.label.zh, change.before.zh, change.after.zh) for change in option.changes]
    assert option.title.zh == "轻享"
    assert changes == [("门诊：赔付比例", "赔 100%", "赔 50%"), ("illness", "包含", "不再包含")]
    assert [section.title.zh for section in option.added] == ["added"]


def test_a_term_that_a_variant_brings_or_takes_is_a_change_from_or_to_nothing() -> None:
    variants = {"plus": {"set": {"outpatient.within": 90, "outpatient.limits": []}}}
    (option,) = schedule(plan_of(outpatient(limits=[{"per": "day", "amount": 9}]), variants=variants)).options
    changes = {change.clause: (change.before.zh, change.after.zh) for change in option.changes}
    assert changes["outpatient.within"] == ("无", "须在发病或事故之日起 90 天内就诊")
    assert changes["outpatient.limits.day"] == ("9 元", "无")
    assert changes["outpatient.limits"] == ("无", "不限额")


def test_the_glossary_explains_the_words_that_are_used_and_no_others() -> None:
    plain = {term.zh for term, _ in glossary([schedule(plan_of(outpatient()))])}
    assert {"免赔额", "等待期", "医保外自费"} <= plain
    assert plain & {"公共保额", "自付封顶", "免赔天数"} == set()
    pooled = plan_of(outpatient(limits=[{"per": "year", "amount": 9, "shared": "company"}]))
    assert "公共保额" in {term.zh for term, _ in glossary([schedule(pooled)])}


def test_exclusions_are_listed_one_by_one() -> None:
    plan = plan_of(outpatient(exclude={"diagnoses": ["F"], "categories": ["dental"], "pre_existing": True}))
    assert said(plan, "outpatient.exclude.diagnoses").zh == "精神和行为障碍（F）"
    assert said(plan, "outpatient.exclude.categories").zh == "口腔"
    assert said(plan, "outpatient.exclude.pre_existing").zh == "不赔"


def test_yearly_deductibles_stand_together_in_the_sentence_too() -> None:
    both = [{"per": "year", "amount": 500}, {"per": "year", "amount": 800, "shared": "family"}]
    summary = schedule(plan_of(outpatient(deductible=[{"per": "visit", "amount": 50}, *both]))).sections[0].summary
    assert summary is not None
    assert summary.zh.startswith("每次就诊先由您承担 50 元、每年先由您承担 500 元或 800 元（全家共用），")
    assert summary.en.startswith("You bear 50 yuan per visit and 500 yuan or 800 yuan (family) a year first; ")
