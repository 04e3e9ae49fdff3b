"""Variants (升级、降级): every form of a path, what finds no target, and that the plan itself stays as it is."""

from fractions import Fraction

import pytest

from tuanbao.plan import load_plan, parse_plans
from tuanbao.plan.model import SalaryMultiple

from .writing import EVERY_FEATURE, benefits, place_of_mark, problems_of

OUTPATIENT = """
id: out
kind: reimbursement
covers: [outpatient]
deductible: [{id: half-day, per: visit, amount: 50}, {id: year-end, per: visit, amount: 9, when: {levels: [3]}}]
patient_cap: [{per: year, amount: 5000}]
limits:
  - {per: day, amount: 600}
  - {per: year, amount: 20000}
  - {per: year, amount: 30000, shared: family}
  - {id: daycare, per: day, amount: 100, when: {categories: [outpatient]}}
  - {id: case, per: visit, amount: 77}
"""
CASH = "{id: cash, kind: daily_allowance, amount: 100, max_days: {stay: 90}}"
LIFE = "{id: life, kind: lump_sum, event: critical_illness, sum_insured: 300000}"


def with_variant(patch, *written):
    return benefits(*(written or (OUTPATIENT, CASH, LIFE))) + f"variants:\n  other: {patch}\n"


def variant(patch, *written):
    """The plan and its variant."""
    [plan] = parse_plans(with_variant(patch, *written))
    return plan, plan.variant("other")


PATHS = {
    "out.limits.year.amount: 40000": lambda plan: plan.benefit("out").limits[1].amount == 4_000_000,
    "out.limits.day.amount: 700": lambda plan: plan.benefit("out").limits[0].amount == 70_000,
    "out.limits.daycare.amount: 200": lambda plan: plan.benefit("out").limits[3].amount == 20_000,
    "out.limits.daycare.when: {wards: [special]}": lambda plan: (
        plan.benefit("out").limits[3].when.wards == ("special",)
    ),
    "out.limits.daycare.when.levels: [3]": lambda plan: plan.benefit("out").limits[3].when.levels == (3,),
    "out.limits.case.amount: 78": lambda plan: plan.benefit("out").limits[4].amount == 7_800,
    "out.limits.day: {per: day, count: 1}": lambda plan: plan.benefit("out").limits[0].count == 1,
    "out.limits: []": lambda plan: plan.benefit("out").limits == (),
    "out.deductible.half-day.amount: 30": lambda plan: plan.benefit("out").deductible[0].amount == 3_000,
    "out.deductible.year-end.amount: 8": lambda plan: plan.benefit("out").deductible[1].amount == 800,
    "out.patient_cap.year.amount: 1": lambda plan: plan.benefit("out").patient_cap[0].amount == 100,
    "out.coinsurance: 50%": lambda plan: plan.benefit("out").coinsurance == Fraction(1, 2),
    "out.coinsurance: [{up_to: 9, pay: 0}, {pay: 1}]": lambda plan: plan.benefit("out").terms.bands[0].up_to == 900,
    "out.expenses.out_of_scope: 50%": lambda plan: plan.benefit("out").expenses.shares[4] == Fraction(1, 2),
    "out.hospitals.levels: [3]": lambda plan: plan.benefit("out").hospitals.levels == (3,),
    "out.waiting: 60": lambda plan: plan.benefit("out").waiting == 60,
    "out.name: {zh: 门诊}": lambda plan: plan.benefit("out").title.zh == "门诊",
    "cash.amount: 150": lambda plan: plan.benefit("cash").amount == 15_000,
    "cash.max_days.stay: 60": lambda plan: plan.benefit("cash").max_days.stay == 60,
    "life.sum_insured: {salary_months: 12}": lambda plan: (
        plan.benefit("life").sum_insured == SalaryMultiple(salary_months=12)
    ),
}


@pytest.mark.parametrize(("path", "holds"), PATHS.items(), ids=PATHS.keys())
def test_a_path_changes_its_target_and_leaves_the_plan_alone(path, holds):
    plan, other = variant(f"{{set: {{{path}}}}}")
    assert holds(other)
    assert not holds(plan)
    assert plan.benefits == parse_plans(benefits(OUTPATIENT, CASH, LIFE))[0].benefits


NO_TARGET = {
    "dental.coinsurance: 1": ("variant_no_target", "没有责任“dental”", "no benefit 'dental'"),
    "out: {}": ("variant_no_target", "责任下的某一项", "something within the benefit"),
    "out.limits.case-9.amount: 1": ("variant_no_target", "没有名为“case-9”", "no entry is named 'case-9'"),
    "out.limits.ye.amount: 1": ("variant_no_target", "没有名为“ye”", "no entry is named 'ye'"),
    "out.limits.lifetime.amount: 1": ("variant_no_target", "没有名为“lifetime”", "no entry is named 'lifetime'"),
    "out.deductible.year.amount: 1": ("variant_no_target", "没有名为“year”", "no entry is named 'year'"),
    "out.coinsurance.x: 1": ("variant_no_target", "没有“coinsurance”", "no 'coinsurance'"),
    "out.limits.day.amount.x: 1": ("variant_no_target", "没有“limits.day.amount”", "no 'limits.day.amount'"),
    "life.limits.year.amount: 1": ("variant_no_target", "没有“limits”", "no 'limits'"),
    "'': 1": ("variant_no_target", "没有责任“”", "no benefit ''"),
}


@pytest.mark.parametrize(("path", "expected"), NO_TARGET.items(), ids=NO_TARGET.keys())
def test_a_path_without_a_target_is_refused(path, expected):
    text = with_variant(f"{{set: {{‸{path}}}}}")
    [problem] = problems_of(text)
    code, zh, en = expected
    assert (problem.line, problem.column) == place_of_mark(text)
    assert problem.key == "variants.other.set." + path.rpartition(":")[0].strip("'").partition(":")[0]
    assert (problem.code, zh in problem.message.zh, en in problem.message.en) == (code, True, True)


TWO_YEARS = "{id: out, kind: reimbursement, covers: [outpatient], limits: [%s]}"


@pytest.mark.parametrize(
    "limits",
    [
        "{per: year, amount: 5}, {per: year, count: 5}",
        "{per: year, amount: 5}, {id: year, per: day, amount: 5}",
    ],
)
def test_a_path_with_two_targets_is_refused(limits):
    text = with_variant("{set: {‸out.limits.year.amount: 1}}", TWO_YEARS % limits)
    [problem] = problems_of(text)
    assert (problem.line, problem.column) == place_of_mark(text)
    assert problem.code == "variant_two_targets"
    assert "“year”有 2 处可指，请给条目加 id" in problem.message.zh
    assert "give them an id" in problem.message.en


@pytest.mark.parametrize("extra", ["shared: member", "shared: family", "pool: a", "id: b", "when: {settled: true}"])
def test_a_period_names_only_a_plain_entry(extra):
    limits = f"{{per: year, amount: 5, {extra}}}"
    [problem] = problems_of(with_variant("{set: {out.limits.year.amount: 1}}", TWO_YEARS % limits))
    assert problem.code == "variant_no_target"
    _, other = variant("{set: {out.limits.year.amount: 1}}", TWO_YEARS % f"{limits}, {{per: year, amount: 7}}")
    assert [limit.amount for limit in other.benefit("out").limits] == [500, 100]


INVALID = {
    "out.limits.year.amount: 0": ("limit_of_zero", "benefits[0].limits[1]"),
    "out.coinsurance: 120%": ("over_100_percent", "benefits[0].coinsurance"),
    "out.limits.year.amonut: 5": ("unknown_key", "benefits[0].limits[1].amonut"),
    "out.expenses.outside: 50%": ("unknown_key", "benefits[0].expenses.outside"),
    "out.hospitals.levels: [7]": ("unknown_word", "benefits[0].hospitals.levels[0]"),
    "cash.amount: -1": ("negative_amount", "benefits[1].amount"),
    "cash.kind: lump_sum": ("missing_key", "benefits[1].event"),
}


@pytest.mark.parametrize(("path", "expected"), INVALID.items(), ids=INVALID.keys())
def test_a_change_that_makes_the_plan_invalid_is_refused_where_the_variant_says_it(path, expected):
    text = with_variant(f"{{set: {{{path}}}}}")
    problem = next(problem for problem in problems_of(text) if problem.code == expected[0])
    assert problem.key == f"variants.other → {expected[1]}"
    assert problem.line == text.count("\n")


def test_what_is_added_is_checked_at_its_own_place():
    text = with_variant(
        "{add: [{id: dental, kind: reimbursement, covers: [dental], limits: [‸{per: year, amount: 0}]}]}"
    )
    [problem] = problems_of(text)
    assert (problem.line, problem.column) == place_of_mark(text)
    assert (problem.code, problem.key) == ("limit_of_zero", "variants.other → benefits[3].limits[0]")


def test_an_added_id_must_be_new():
    [problem] = problems_of(with_variant("{add: [{id: life, kind: lump_sum, event: death, sum_insured: 1}]}"))
    assert (problem.code, problem.key) == ("repeated_id", "variants.other → benefits[3].id")


def test_benefits_are_removed_before_others_are_added():
    _, other = variant("{remove: [life, cash], add: [{id: life, kind: lump_sum, event: death, sum_insured: 1}]}")
    assert [benefit.id for benefit in other.benefits] == ["out", "life"]


def test_a_benefit_that_is_not_there_cannot_be_removed():
    text = with_variant("{remove: [life, ‸dental]}")
    [problem] = problems_of(text)
    assert (problem.line, problem.column) == place_of_mark(text)
    assert (problem.code, problem.key) == ("variant_no_target", "variants.other.remove[1]")


def test_what_another_benefit_refers_to_cannot_be_removed():
    share = "{id: minor, kind: lump_sum, event: minor_illness, sum_insured: {of: life, share: 30%}}"
    [problem] = problems_of(with_variant("{remove: [life]}", LIFE, share))
    assert (problem.code, problem.key) == ("unknown_benefit", "variants.other → benefits[1].sum_insured.of")


def test_not_everything_can_be_removed():
    [problem] = problems_of(with_variant("{remove: [life]}", LIFE))
    assert (problem.code, problem.key) == ("empty_list", "variants.other → benefits")


def test_what_is_added_pays_last_but_before_the_company_wide_limit():
    company = "{id: pool, kind: reimbursement, covers: [inpatient], limits: [{per: year, amount: 9, shared: company}]}"
    dental = "{add: [{id: dental, kind: reimbursement, covers: [dental]}]}"
    _, other = variant(dental, OUTPATIENT, company, LIFE)
    assert [benefit.id for benefit in other.benefits] == ["out", "dental", "pool", "life"]
    _, other = variant(dental)
    assert [benefit.id for benefit in other.benefits] == ["out", "cash", "life", "dental"]


def test_a_variant_has_a_name_and_an_id_of_its_own():
    plan = load_plan(EVERY_FEATURE)
    lite = plan.variant("lite")
    assert lite.id == "every-feature:lite"
    assert lite.title == ("全部条款（轻享）", "Every feature (Light)")
    assert plan.id == "every-feature"
    assert variant("{}")[1].title == ("p（other）", "p (other)")
    with pytest.raises(KeyError):
        plan.variant("none")


def test_problems_of_the_plan_are_not_told_again_for_its_variants():
    text = with_variant(
        "{set: {life.waiting: 5, out.limits.day.amount: 9}}", OUTPATIENT, CASH, LIFE.replace("300000", "-1")
    )
    assert [problem.key for problem in problems_of(text)] == ["benefits[2].sum_insured"]


BROKEN = {
    "not_keys_and_values": "{set: 5}",
    "not_a_list": "{add: 5}",
    "not_a_text": "{remove: [[]]}",
    "unknown_key": "{replace: {}}",
    "empty_name": "{name: {}}",
}


@pytest.mark.parametrize(("code", "patch"), BROKEN.items())
def test_a_variant_that_is_not_one_is_refused(code, patch):
    text = with_variant(patch)
    assert code in {problem.code for problem in problems_of(text)}
    assert {problem.line for problem in problems_of(text)} == {text.count("\n")}


def test_limits_that_are_no_list_do_not_hide_other_problems():
    text = with_variant("{add: [{id: a, kind: lump_sum, event: death, sum_insured: -1}]}", LIFE + "\n").replace(
        "benefits:\n", "benefits:\n  - {id: x, kind: reimbursement, covers: [dental], limits: true}\n"
    )
    assert [problem.code for problem in problems_of(text)] == ["not_a_list", "negative_amount"]
