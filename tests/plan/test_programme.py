"""The programme (方案体系): who gets which plan, who pays, and every name that means nothing."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from tuanbao.plan import PlanError, load_plans, load_programme

from .writing import MARK, lump_sum, place_of_mark

REFUSALS = yaml.safe_load((Path(__file__).parent / "refusals_of_programmes.yaml").read_text(encoding="utf-8"))
PLANS = {"staff": "variants: {lite: {set: {life.sum_insured: 5}}}\n", "executive": "", "family": ""}
PROGRAMME = """\
programme: acme
plans: [staff.yaml, executive.yaml, family.yaml]
tiers:
  - {tier: executive, name: {zh: 高管}, when: {grade: [M4, M5]}, plan: executive}
  - {tier: frontline, when: {job_class: [4, 5], abroad: false}, plan: [staff, family]}
  - {tier: staff, plan: staff}
dependants:
  - {relation: child, age: 0..22, tiers: [executive], plan: executive, max: 2, paid_by: {employer: 100%}}
  - {relation: child, age: 0..17, plan: family, paid_by: {employer: 50%, employee: 50%}}
  - {relation: parent, plan: family, paid_by: {employee: 1}}
choice:
  window: {from: 2025-11-15, to: 2025-12-10}
  lock: year
  life_events: {birth: 30, marriage: 30, divorce: 30, adoption: 30, death: 30, new_hire: 30, parent_retired: 30}
  points: {per_employee: 1000, yuan_per_point: 0.5, by_tier: {executive: 3000}}
  variants: {staff: [lite]}
"""


@pytest.fixture
def write(tmp_path):
    """Writes the plans and a programme; gives the programme's path."""

    def _write(text):
        for name, more in PLANS.items():
            plan = lump_sum("event: death\nsum_insured: 1").replace("plan: p", f"plan: {name}")
            (tmp_path / f"{name}.yaml").write_text(plan + more, encoding="utf-8")
        file = tmp_path / "programme.yaml"
        file.write_text(text.replace(MARK, ""), encoding="utf-8")
        return file

    return _write


def problems_of(file):
    with pytest.raises(PlanError) as refused:
        load_programme(file)
    return refused.value.problems


def test_a_programme_loads_with_its_plans(write):
    programme, plans = load_programme(write(PROGRAMME))
    assert [plan.id for plan in plans] == ["staff", "executive", "family"]
    assert [plan.id for plan in load_plans(write(PROGRAMME))] == ["staff", "executive", "family"]
    assert programme.choice is not None
    assert programme.choice.window.first == date(2025, 11, 15)
    assert programme.choice.life_events["birth"] == 30
    assert programme.choice.points is not None
    assert programme.choice.points.by_tier == {"executive": 3000}
    assert programme.dependants[2].paid_by.employee == Fraction(1)


@pytest.mark.parametrize(
    ("employee", "tier"),
    [
        ({"grade": "M4"}, "executive"),
        ({"grade": "M4", "job_class": 4, "abroad": False}, "executive"),
        ({"grade": "P5", "job_class": 4, "abroad": False}, "frontline"),
        ({"job_class": "5", "abroad": "false"}, "frontline"),
        ({"job_class": 4, "abroad": True}, "staff"),
        ({"job_class": 3, "abroad": False}, "staff"),
        ({"grade": None}, "staff"),
        ({}, "staff"),
    ],
)
def test_the_first_tier_whose_conditions_all_hold_wins(write, employee, tier):
    programme, _ = load_programme(write(PROGRAMME))
    assert programme.tier_of(employee).tier == tier


def test_a_tier_may_have_several_plans(write):
    programme, _ = load_programme(write(PROGRAMME))
    assert [tier.plan for tier in programme.tiers] == [("executive",), ("staff", "family"), ("staff",)]


@pytest.mark.parametrize(
    ("relation", "age", "tier", "rule"),
    [
        ("child", 0, "executive", 0),
        ("child", 22, "executive", 0),
        ("child", 23, "executive", None),
        ("child", 17, "staff", 1),
        ("child", 18, "staff", None),
        ("parent", 101, "staff", 2),
        ("spouse", 30, "executive", None),
    ],
)
def test_dependants_are_admitted_by_relation_age_and_tier(write, relation, age, tier, rule):
    programme, _ = load_programme(write(PROGRAMME))
    expected = None if rule is None else programme.dependants[rule]
    assert programme.plans_of_dependant(relation, age, tier) is expected


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal["what"])
def test_is_refused_at_its_place_in_both_languages(write, refusal):
    file = write(refusal["programme"])
    [problem] = problems_of(file)
    assert problem.file == str(file)
    assert (problem.line, problem.column) == place_of_mark(refusal["programme"])
    assert problem.code == refusal["code"]
    assert refusal["zh"] in problem.message.zh
    assert refusal["en"] in problem.message.en


def test_all_problems_of_a_programme_are_found_at_once(write):
    text = PROGRAMME.replace("tiers: [executive]", "tiers: [gold]").replace("{staff: [lite]}", "{staff: [plus]}")
    text = text.replace("lock: year", "lock: month").replace("employer: 50%", "employer: 60%")
    found = [(problem.line, problem.code) for problem in problems_of(write(text))]
    assert found == [(8, "unknown_tier"), (9, "shares_not_whole"), (13, "unknown_word"), (16, "unknown_variant")]


def test_a_broken_plan_file_is_named_with_its_first_problem_and_nothing_follows_from_it(write, tmp_path):
    file = write(PROGRAMME)
    (tmp_path / "executive.yaml").write_text("plan: executive\n", encoding="utf-8")
    [problem] = problems_of(file)
    assert (problem.line, problem.column, problem.code) == (2, 21, "plan_file")
    assert "executive.yaml:1:1: benefits: 缺少“benefits”" in problem.message.zh
    assert "has 2 problem(s)" in problem.message.en


def test_a_programme_that_names_itself_is_no_endless_loop(tmp_path):
    file = tmp_path / "all.yaml"
    plan = lump_sum("event: death\nsum_insured: 1")
    file.write_text(plan + "---\nprogramme: x\nplans: [all.yaml]\ntiers: [{tier: a, plan: p}]\n", encoding="utf-8")
    programme, plans = load_programme(file)
    assert (programme.programme, [plan.id for plan in plans]) == ("x", ["p"])
    assert [plan.id for plan in load_plans(file)] == ["p"]
