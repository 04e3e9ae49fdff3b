"""Every refusal of the plan language: where it is found, under which code, and that it says what was expected."""

from pathlib import Path

import pytest
import yaml

from tuanbao.plan import PlanError, parse_plans

from .writing import EVERY_FEATURE, HEAD, allowance, lump_sum, place_of_mark, problems_of, reimbursement

REFUSALS = yaml.safe_load((Path(__file__).parent / "refusals.yaml").read_text(encoding="utf-8"))
FORMS = {
    "plan": str,
    "benefits": lambda text: HEAD + "".join(f"  {line}\n" for line in text.splitlines()),
    "reimbursement": reimbursement,
    "lump_sum": lump_sum,
    "allowance": allowance,
}
LIFE = "benefits: [{id: life, kind: lump_sum, event: death, sum_insured: 1}]"


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal["what"])
def test_is_refused_at_its_place_in_both_languages(refusal):
    [text] = [form(refusal[key]) for key, form in FORMS.items() if key in refusal]
    [problem] = problems_of(text)
    assert problem.file == "plan.yaml"
    assert (problem.line, problem.column) == place_of_mark(text)
    assert {"code": problem.code, "key": problem.key} == refusal["is"]
    assert refusal["zh"] in problem.message.zh
    assert refusal["en"] in problem.message.en


AMOUNTS = [
    ("-1", "negative_amount", "不能为负", "cannot be negative"),
    ("0.001", "too_many_decimals", "最多两位小数", "at most two decimals"),
    ("0.0000001", "too_many_decimals", "最多两位小数：0.0000001", "at most two decimals: 0.0000001"),
    ("1e3", "not_an_amount", "如 500 或 19.90", "as 500 or 19.90"),
    ("1_000", "not_an_amount", "如 500 或 19.90", "as 500 or 19.90"),
    ("0x10", "not_an_amount", "如 500 或 19.90", "as 500 or 19.90"),
    ("1:30", "not_an_amount", "如 500 或 19.90", "as 500 or 19.90"),
    ('"1,00"', "not_an_amount", "“1,00”", "'1,00'"),
    ("¥500", "not_an_amount", "“¥500”", "'¥500'"),
    ("500元", "not_an_amount", "“500元”", "'500元'"),
    ("１００元", "not_an_amount", "“１００元”", "'１００元'"),
    ("true", "not_an_amount", "应为金额", "expected an amount"),
    (".nan", "not_an_amount", "应为金额", "expected an amount"),
    (".inf", "not_an_amount", "应为金额", "expected an amount"),
    ("2026-01-01", "not_an_amount", "应为金额", "expected an amount"),
    ("[500]", "not_an_amount", "应为金额", "expected an amount"),
    ("{column: x}", "not_an_amount", "{field: 列名}", "{field: NAME}"),
    ("{field: 5}", "not_an_amount", "{field: 列名}", "{field: NAME}"),
    ("100000000000.01", "too_large", "金额过大", "too large"),
]


@pytest.mark.parametrize(("written", "code", "zh", "en"), AMOUNTS)
def test_an_amount_is_yuan_with_two_decimals(written, code, zh, en):
    text = reimbursement(f"deductible: [{{per: visit, ‸amount: {written}}}]")
    [problem] = problems_of(text)
    assert (problem.line, problem.column) == place_of_mark(text)
    assert (problem.code, problem.key) == (code, "benefits[0].deductible[0].amount")
    assert zh in problem.message.zh
    assert en in problem.message.en


PERCENTAGES = [
    ("70", "over_100_percent", "写作 70% 或 0.7，不写 70", "write 70% or 0.7, not 70"),
    ("101%", "over_100_percent", "不能超过 100%", "cannot be over 100%"),
    ("1.01", "over_100_percent", "不能超过 100%", "cannot be over 100%"),
    ("-5%", "not_a_percentage", "如 70% 或 0.7", "as 70% or 0.7"),
    ("true", "not_a_percentage", "如 70% 或 0.7", "as 70% or 0.7"),
    ("most", "not_a_percentage", "如 70% 或 0.7", "as 70% or 0.7"),
    ("{}", "not_a_percentage", "如 70% 或 0.7", "as 70% or 0.7"),
    ("33.3333333%", "too_many_decimals", "最多六位小数", "at most six decimals"),
    ("0.000000001", "too_many_decimals", "最多六位小数", "at most six decimals"),
]


@pytest.mark.parametrize(("written", "code", "zh", "en"), PERCENTAGES)
def test_a_percentage_is_at_most_100(written, code, zh, en):
    text = reimbursement(f"expenses: {{‸out_of_scope: {written}}}")
    [problem] = problems_of(text)
    assert (problem.line, problem.column) == place_of_mark(text)
    assert (problem.code, problem.key) == (code, "benefits[0].expenses.out_of_scope")
    assert zh in problem.message.zh
    assert en in problem.message.en


NO_DATES = [
    "2026-02-29",
    "2026-13-01",
    "2026-2-1",
    "20260201",
    "2026-W01-1",
    "2026-01-01 10:00:00",
    "1",
    "soon",
    "[]",
    "true",
]


@pytest.mark.parametrize("written", NO_DATES)
def test_a_date_exists_and_is_written_with_dashes(written):
    text = f"plan: p\nperiod: {{‸from: {written}, to: 2026-12-31}}\n{LIFE}"
    [problem] = problems_of(text)
    assert (problem.line, problem.column) == place_of_mark(text)
    assert (problem.code, problem.key) == ("not_a_date", "period.from")
    assert "如 2026-01-31" in problem.message.zh
    assert "as 2026-01-31" in problem.message.en


BROKEN = """\
plan: my plan
period: {from: 2026-02-31, to: 2026-12-31}
benefits:
  - id: outpatient
    kind: reimbursement
    kind: lump_sum
    covers: [outpatient, clinic]
    cover: [dental]
    unsettled: 120%
    deductible: [{per: week, amount: -5}, {per: visit, amount: 1.234}]
    coinsurance: [{up_to: 500, pay: 0%}, {up_to: 400, pay: 70%}, {pay: 90%}]
    limits: [{per: year, amount: 0}, {per: year, amount: 9, pool: a}, {per: year, amount: 8, pool: a}]
  - id: inpatient
    kind: reimbursement
    limits: [{per: year, amount: 8, pool: a}]
  - id: life
    kind: lump_sum
    event: death
    sum_insured: {of: nothing, share: 30%}
    waiting:
  - id: life
    kind: daily_allowance
    amount: 100
    elimination_days: few
variants:
  lite: {set: {life.sum_insured: 1e3, outpatient.limits.month.amount: 5}, remove: [dental]}
---
plan: my-other-plan
benefits: []
"""
EXPECTED = [
    (1, 1, "not_an_identifier", "plan"),
    (2, 10, "not_a_date", "period.from"),
    (6, 5, "duplicate_key", "benefits[0].kind"),
    (7, 26, "unknown_word", "benefits[0].covers[1]"),
    (8, 5, "unknown_key", "benefits[0].cover"),
    (9, 5, "over_100_percent", "benefits[0].unsettled"),
    (10, 19, "unknown_word", "benefits[0].deductible[0].per"),
    (10, 30, "negative_amount", "benefits[0].deductible[0].amount"),
    (10, 56, "too_many_decimals", "benefits[0].deductible[1].amount"),
    (11, 43, "bands_do_not_rise", "benefits[0].coinsurance[1].up_to"),
    (12, 14, "limit_of_zero", "benefits[0].limits[0]"),
    (12, 83, "pool_disagrees", "benefits[0].limits[2].amount"),
    (13, 5, "missing_key", "benefits[1].covers"),
    (19, 19, "unknown_benefit", "benefits[2].sum_insured.of"),
    (20, 5, "no_value", "benefits[2].waiting"),
    (21, 5, "repeated_id", "benefits[3].id"),
    (24, 5, "not_a_whole_number", "benefits[3].elimination_days"),
    (26, 16, "not_an_amount", "variants.lite → benefits[2].sum_insured"),
    (26, 39, "variant_no_target", "variants.lite.set.outpatient.limits.month.amount"),
    (26, 84, "variant_no_target", "variants.lite.remove[0]"),
    (28, 1, "missing_key", "period"),
    (29, 1, "empty_list", "benefits"),
]  # fmt: skip


def test_all_problems_of_a_file_are_found_at_once_and_in_its_order():
    found = [(problem.line, problem.column, problem.code, problem.key) for problem in problems_of(BROKEN)]
    assert found == EXPECTED


def test_the_error_itself_reads_as_one_line_a_problem():
    with pytest.raises(PlanError) as refused:
        parse_plans(reimbursement("limits: [{per: year, amount: 0}]"), "plan.yaml")
    assert str(refused.value) == ("plan.yaml:7:14: benefits[0].limits[0]: a limit of 0: leave the benefit out instead")


def test_sentences_stay_short_whatever_was_written():
    [problem] = problems_of(reimbursement("waiting: " + "9" * 6000))
    assert len(problem.message.zh) < 100
    assert len(problem.message.en) < 100


def test_the_plan_with_every_feature_has_no_problem():
    [plan] = parse_plans(EVERY_FEATURE.read_text(encoding="utf-8"))
    assert len(plan.benefits) == 10
