"""Every rule: a case that it finds fault with, and one like it that it does not."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

import pytest

from tests.design.law.cases import (
    ACCIDENT,
    ILLNESS,
    LIABILITY,
    STAFF,
    VISITS,
    case_of,
    child_of,
    person,
    plan_of,
    staff,
)
from tuanbao.design.law import (
    RULES,
    SEVERITIES,
    Annuity,
    Case,
    Contract,
    Service,
    Tax,
    check,
    plan_findings,
)
from tuanbao.plan import Plan, Programme
from tuanbao.plan.programme import Tier


class Example(NamedTuple):
    code: str
    wrong: Case
    right: Case
    says: str
    """What the Chinese sentence says about the wrong case."""
    where: str = ""
    people: int | None = None


def told(**facts: object) -> Case:
    return case_of(contract=Contract(**facts))  # type: ignore[arg-type]


def terms(benefit: str, *others: str) -> Case:
    return case_of(None, plan_of(benefit, *others))


def waiting(benefit: str, days: int) -> str:
    return benefit.replace("}", f", waiting: {days}}}", 1)


BABY, PUPIL, TEENAGER = date(2024, 1, 1), date(2017, 1, 1), date(2012, 1, 1)
CHILD_DEATH = "- {id: child-death, kind: lump_sum, event: death, relations: [child], sum_insured: %d}"
FEW_STAFF, TEN = staff(2), staff(10)
SMALL = "- {id: small, kind: lump_sum, event: minor_illness, sum_insured: %s}"
AWAY = "- {id: er, kind: reimbursement, covers: [emergency], hospitals: {levels: [2, 3]%s}}"
SCALE = "- {id: scale, kind: lump_sum, event: disability, sum_insured: 1, schedule: %s}"
TRADES = Tax(special_trades=frozenset({"accident"}))


def child_on(plan: Plan, born: date) -> Case:
    return case_of([*staff(3), child_of(0, born)], plan)


def annuity(employer: str, employee: str, **facts: object) -> Case:
    return case_of(TEN, annuity=Annuity(Fraction(employer), Fraction(employee)), **facts)


EXAMPLES = [
    Example("group_minimum", case_of(FEW_STAFF), case_of(staff(3)), "只有 2 名被保险人", people=2),
    Example("policyholder_is_the_company", told(policyholder="employee"), told(policyholder="employer"), "员工个人"),
    Example(
        "participation",
        case_of(staff(7), employee={"visits": 100}, on_roll=10),
        case_of(staff(8), employee={"visits": 100}, on_roll=10),
        "只有 7 名参保（70%）",
        people=1,
    ),
    Example(
        "past_retirement",
        case_of([*staff(3), person(9, birth_date=date(1960, 1, 1))]),
        case_of([*staff(3), person(9, birth_date=date(1967, 1, 1))]),
        "1 名员工在 2026-01-01 已到法定退休年龄",
        people=1,
    ),
    Example("consent_to_death_cover", told(consent=False), told(consent=True), "未取得被保险人对投保和保额的同意"),
    Example(
        "beneficiary_is_not_the_company",
        told(beneficiary="employer"),
        told(beneficiary="insured_or_relatives"),
        "身故受益人是企业",
    ),
    Example(
        "death_of_minor_by_company",
        child_on(plan_of(ACCIDENT), BABY),
        child_on(plan_of(VISITS), BABY),
        "其中未满 8 周岁 1 名",
        "accident.relations",
        1,
    ),
    Example(
        "minor_death_over_cap",
        child_on(plan_of(CHILD_DEATH % 200_001), PUPIL),
        child_on(plan_of(CHILD_DEATH % 200_000), PUPIL),
        "超过上限 200,000.00 元",
        people=1,
    ),
    Example(
        "waiting_too_long",
        terms(waiting(ILLNESS, 181)),
        terms(waiting(ILLNESS, 180)),
        "等待期为 181 天",
        "illness.waiting",
    ),
    Example("waiting_for_accidents", terms(waiting(ACCIDENT, 1)), terms(ACCIDENT), "1 天等待期", "accident.waiting"),
    Example(
        "minor_illness_share",
        terms(SMALL % 90_001, ILLNESS),
        terms(SMALL % "{of: illness, share: 30%}", ILLNESS),
        "超过重疾保额的 30%",
        "small.sum_insured",
    ),
    Example(
        "disability_standard",
        terms(SCALE % "disability-2013"),
        terms(SCALE % "{'1': 100%}"),
        "GB/T 44893—2024",
        "scale.schedule",
    ),
    Example(
        "emergency_elsewhere",
        terms(AWAY % ""),
        terms(AWAY % ", emergency: any"),
        "没有写急诊例外",
        "er.hospitals.emergency",
    ),
    Example(
        "exclusions_explained",
        terms(ILLNESS.replace("}", ", exclude: {pre_existing: true}}")),
        terms(ILLNESS),
        "1 项责任含免责约定",
    ),
    Example(
        "health_management_share",
        told(health_management=Fraction(21, 100)),
        told(health_management=Fraction(20, 100)),
        "占净保费的 21%",
    ),
    Example(  # payroll 10 x 120,000 yuan: 5 % is 6,000 yuan a head
        "medical_over_limit",
        case_of(TEN, employer={"visits": 6_001}),
        case_of(TEN, employer={"visits": 6_000}),
        "超出的 10.00 元",
    ),
    Example(
        "medical_for_all_staff",
        case_of([*staff(3), person(9, plan="front")], STAFF, plan_of(ACCIDENT, plan="front")),
        case_of([*staff(3), person(9, plan="front")], STAFF, plan_of(VISITS, plan="front")),
        "1 名员工没有任何补充医疗责任",
        people=1,
    ),
    Example("pension_over_limit", annuity("6/100", "0"), annuity("5/100", "0"), "超出的 12,000.00 元"),
    Example(
        "pension_for_all_staff",
        annuity("5/100", "0", on_roll=11),
        annuity("5/100", "0", on_roll=10),
        "1 名员工没有企业年金",
        people=1,
    ),
    Example(
        "annuity_limits", annuity("8/100", "401/10000"), annuity("8/100", "4/100"), "12.01%，超过本企业工资总额的 12%"
    ),
    Example(
        "insurance_not_deductible",
        case_of(TEN, employer={"accident": 100}),
        case_of(TEN, employer={"accident": 100}, tax=TRADES),
        "1,000.00 元一般不能",
    ),
    Example(
        "family_not_deductible",
        case_of([*staff(3), child_of(0, PUPIL)], employer={"visits": 500}),
        case_of([*staff(3), child_of(0, PUPIL)], employee={"visits": 500}),
        "1 名家属支付保费 500.00 元",
        people=1,
    ),
    Example(  # 14 % of 120,000 is 16,800 yuan a head
        "welfare_over_limit",
        case_of(TEN, services=(Service("checkup", 16_801_00),)),
        case_of(TEN, services=(Service("checkup", 16_800_00),)),
        "超出的 10.00 元",
    ),
    Example(
        "what_counts_as_medical",
        case_of(TEN, employer={"visits": 100}),
        case_of(TEN, employer={"visits": 100}, tax=Tax(medical_themes=frozenset({"outpatient"}))),
        "申报前请向主管税务机关确认",
    ),
    Example(
        "premiums_are_wages",
        case_of(TEN, employer={"accident": 100}),
        case_of(TEN, employer={"liability": 100}),
        "1,000.00 元，应在向保险公司缴付时并入员工当期工资",
    ),
    Example(
        "pooled_medical_practice",
        case_of(TEN, employer={"visits": 100}),
        case_of(TEN, employer={"illness": 100}),
        "有的地方不征个人所得税",
    ),
    Example("annuity_employee_over_limit", annuity("1/100", "5/100"), annuity("1/100", "4/100"), "个人缴费为 5%"),
    Example(
        "annuity_base",
        annuity("1/100", "1/100", tax=Tax(local_wages={"": 3_333_33})),
        annuity("1/100", "1/100", tax=Tax(local_wages={"": 3_333_34})),
        "10 名员工的月薪超过当地平均工资的 300%",
        people=10,
    ),
    Example(
        "tax_favoured_room",
        case_of(TEN, employee={"illness": 100}),
        case_of(TEN, employee={"illness": 100}, tax=Tax(tax_favoured=frozenset({"staff/illness"}))),
        "2,400.00 元",
        people=10,
    ),
    Example(
        "refund_in_contract",
        told(experience_refund=True),
        told(experience_refund=True, refund_in_contract=True),
        "没有写进合同",
    ),
    Example(  # 106 yuan include 6
        "value_added_tax",
        case_of(TEN, employer={"accident": 100}, employee={"accident": 6}),
        case_of(TEN, employer={"visits": 106}),
        "约含增值税 60.00 元",
    ),
    Example("separate_consent", told(separate_consent=False), told(separate_consent=True), "尚未取得单独同意"),
    Example(
        "guardian_consent",
        case_of([*staff(3), child_of(0, PUPIL)]),
        case_of([*staff(3), child_of(0, PUPIL)], contract=Contract(guardian_consent=True)),
        "1 名未满 14 周岁的儿童",
        people=1,
    ),
    Example("impact_assessment", told(impact_assessment=False), told(impact_assessment=True), "至少保存 3 年"),
    Example(
        "employer_sees_diagnoses",
        told(employer_sees_diagnoses=True),
        told(employer_sees_diagnoses=False),
        "每格不少于 10 人",
    ),
    Example("human_review", told(human_review=False), told(human_review=True), "没有人工复核的途径"),
    Example("record_retention", told(retention_years=4), told(retention_years=5), "不得少于 5 年"),
]


def by_code(example: Example) -> str:
    return example.code


def test_every_rule_has_an_example() -> None:
    assert [example.code for example in EXAMPLES] == [rule.code for rule in RULES]


def test_codes_are_told_apart() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES) >= 20


@pytest.mark.parametrize("example", EXAMPLES, ids=by_code)
def test_what_is_against_the_rule_is_found_and_told(example: Example) -> None:
    report = check(example.wrong)
    assert example.code in {rule.code for rule in report.checked}
    [found] = [finding for finding in report.findings if finding.rule == example.code]
    assert example.says in found.sentence.zh
    assert (found.where, found.people) == (example.where, example.people)


@pytest.mark.parametrize("example", EXAMPLES, ids=by_code)
def test_what_is_not_against_the_rule_is_not_found(example: Example) -> None:
    report = check(example.right)
    assert example.code in {rule.code for rule in report.checked}
    assert example.code not in {finding.rule for finding in report.findings}


@pytest.mark.parametrize("example", EXAMPLES, ids=by_code)
def test_every_sentence_cites_its_document_and_says_where_nobody_confirmed_it(example: Example) -> None:
    for finding in check(example.wrong).findings:
        assert finding.source in finding.sentence.zh
        assert finding.source in finding.sentence.en
        assert ("未经证实" in finding.sentence.zh) == (finding.confidence == "low")
        assert ("not verified" in finding.sentence.en) == (finding.confidence == "low")


def test_the_gravest_stands_first() -> None:
    report = check(case_of(FEW_STAFF, plan_of(waiting(ILLNESS, 200), waiting(ACCIDENT, 1)), employer={"illness": 1}))
    order = list(SEVERITIES)
    places = [order.index(finding.severity) for finding in report.findings]
    assert places == sorted(places)
    assert {0, 1, 2} == set(places)
    assert {finding.rule for finding in report.breaches} == {"group_minimum", "waiting_too_long"}


def test_what_could_not_be_checked_is_told_with_the_reason() -> None:
    report = check(case_of(staff(3, salary=None), employer={"visits": 1}))
    why = {rule.code: text.zh for rule, text in report.unchecked}
    assert "月薪也不全" in why["medical_over_limit"]
    assert why["consent_to_death_cover"] == "未说明是否已取得被保险人同意"
    assert why["participation"] == "未提供在册职工人数"
    assert len(report.checked) + len(report.unchecked) == len(RULES)
    assert not {rule.code for rule in report.checked} & set(why)


def test_a_rule_that_came_after_the_plans_does_not_hold_for_them() -> None:
    old = plan_of(waiting(ILLNESS, 300))
    period = old.period.model_copy(update={"first": date(2019, 1, 1), "last": date(2019, 11, 30)})
    report = check(Case((old.model_copy(update={"period": period}),)))
    why = {rule.code: text.zh for rule, text in report.unchecked}
    assert why["waiting_too_long"] == "该规定自 2019-12-01 起施行，方案在此之前"


def test_one_plan_is_judged_by_its_terms_without_people() -> None:
    found = {finding.rule: finding for finding in plan_findings(plan_of(waiting(ILLNESS, 200), CHILD_DEATH % 300_000))}
    assert found["waiting_too_long"].severity == "breach"
    assert found["minor_death_over_cap"].severity == "breach"
    assert found["minor_death_over_cap"].where == "child-death.sum_insured"
    assert found["death_of_minor_by_company"].severity == "warning"


def test_death_cover_within_the_cap_is_only_a_warning() -> None:
    assert {f.severity for f in plan_findings(plan_of(CHILD_DEATH % 200_000))} == {"warning"}
    assert plan_findings(plan_of(ACCIDENT.replace("}", ", relations: [employee]}"))) == []


def test_a_teenager_is_held_to_the_higher_cap() -> None:
    plans = [plan_of(CHILD_DEATH % amount) for amount in (500_000, 500_001)]
    over = ["minor_death_over_cap" in {f.rule for f in check(child_on(plan, TEENAGER)).findings} for plan in plans]
    assert over == [False, True]


def test_deaths_of_one_person_count_together_and_a_shared_sum_once() -> None:
    accident = CHILD_DEATH.replace("child-death", "child-accident").replace("event: death", "event: accidental_death")
    both = plan_of(CHILD_DEATH % 150_000, accident % 100_000)
    shared = [benefit.replace("}", ", aggregate: death}") for benefit in (CHILD_DEATH % 150_000, accident % 100_000)]
    assert "合计 250,000.00 元" in " ".join(f.sentence.zh for f in check(child_on(both, PUPIL)).findings)
    assert "minor_death_over_cap" not in {f.rule for f in check(child_on(plan_of(*shared), PUPIL)).findings}


def test_death_in_the_air_stands_outside_the_cap() -> None:
    air = "- {id: air, kind: lump_sum, event: transport_death, modes: [air], relations: [child], sum_insured: 5000000}"
    assert "minor_death_over_cap" not in {f.rule for f in check(child_on(plan_of(air), PUPIL)).findings}


def test_parents_may_take_out_death_cover_themselves() -> None:
    case = case_of([*staff(3), child_of(0, BABY)], plan_of(ACCIDENT), contract=Contract(policyholder="employee"))
    assert "death_of_minor_by_company" not in {finding.rule for finding in check(case).findings}


def test_life_and_liability_may_wait_longer_than_health_insurance() -> None:
    life = "- {id: life, kind: lump_sum, event: death, waiting: 365, sum_insured: 1}"
    plan = plan_of(life, LIABILITY.replace("work: only", "work: only, waiting: 365"))
    assert "waiting_too_long" not in {finding.rule for finding in plan_findings(plan)}


def test_what_a_variant_has_from_its_plan_is_told_once() -> None:
    plan = plan_of(waiting(ILLNESS, 200), "variants: {lite: {set: {illness.sum_insured: 1}}}")
    assert [finding.rule for finding in plan_findings(plan)] == ["waiting_too_long"]


def test_a_variant_that_breaks_a_rule_alone_is_told_under_its_name() -> None:
    plan = plan_of(waiting(ILLNESS, 30), "variants: {slow: {set: {illness.waiting: 200}}}")
    assert [finding.plan for finding in plan_findings(plan)] == ["staff:slow"]


def test_without_a_roster_the_programmes_tiers_show_who_has_no_medical_cover() -> None:
    tiers = tuple(Tier.model_validate({"tier": name, "plan": name}) for name in ("staff", "front"))
    programme = Programme(programme="all", plans=("-",), tiers=tiers)
    found = check(case_of(None, STAFF, plan_of(ACCIDENT, plan="front"), programme=programme)).findings
    assert "“front”档没有任何补充医疗责任" in " ".join(finding.sentence.zh for finding in found)


def test_women_are_past_retirement_only_by_the_later_of_the_two_ages() -> None:
    rows = [person(i, sex="female", birth_date=date(1973, 1, 1)) for i in range(3)]
    assert "past_retirement" not in {finding.rule for finding in check(case_of(rows)).findings}


def test_a_company_that_covers_more_people_than_are_on_the_roster_is_told_how_many_lack_cover() -> None:
    found = check(case_of(TEN, employer={"visits": 1}, on_roll=12)).findings
    assert [f.people for f in found if f.rule == "medical_for_all_staff"] == [2]
