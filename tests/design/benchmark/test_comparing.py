"""A programme beside the market: who has what, how people are divided, what they may choose."""

from fractions import Fraction
from pathlib import Path

import pytest

from tests.support import people
from tuanbao.design.benchmark import MarketError, benchmark, parse_market
from tuanbao.design.themes import THEMES
from tuanbao.plan import load_programme, parse_plans
from tuanbao.pricing.group import group_of

ROOT = Path(__file__).parents[3]
PERIOD = "period: {from: 2026-01-01, to: 2026-12-31}"
STAFF = f"""
plan: staff
{PERIOD}
benefits:
  - {{id: visits, kind: reimbursement, covers: [outpatient], limits: [{{per: year, amount: 5000}}]}}
  - {{id: life, kind: lump_sum, event: death, relations: [employee], sum_insured: {{salary_months: 12}}}}
variants:
  plus:
    add: [{{id: teeth, kind: reimbursement, covers: [dental], limits: [{{per: year, amount: 1000}}]}}]
"""
HEAD = f"""
plan: head
{PERIOD}
benefits:
  - id: private
    kind: reimbursement
    covers: [outpatient, inpatient]
    hospitals: {{wards: [general, special, international]}}
  - {{id: illness, kind: lump_sum, event: critical_illness, sum_insured: 100000}}
"""
PROGRAMME = """
programme: acme
plans: [staff.yaml, head.yaml]
tiers:
  - {tier: head, name: {zh: 高管, en: executives}, when: {grade: [M4], department: [board]}, plan: head}
  - {tier: staff, plan: staff}
dependants:
  - {relation: child, plan: staff, paid_by: {employee: 100%}}
choice:
  window: {from: 2025-11-15, to: 2025-12-10}
  variants: {staff: [plus]}
"""


@pytest.fixture
def programme(tmp_path):
    for name, text in (("staff", STAFF), ("head", HEAD), ("acme", PROGRAMME)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_programme(tmp_path / "acme.yaml")


def row(member, grade="P5", relation="employee", **more):
    common = {"relation": relation, "birth_date": "1990-01-01", "cover_from": "2026-01-01", "department": "board"}
    return {"member_id": member, "family_id": member[:2], "grade": grade, "salary": "10000", **common, **more}


def of(found, theme):
    return next(position for position in found.themes if position.theme == theme)


def test_a_theme_says_who_has_it_and_what_share_of_firms():
    found = benchmark(load_programme(ROOT / "examples" / "programmes" / "acme-tech.yaml"), "hitech")
    critical = of(found, "critical_illness")
    assert (critical.tiers, critical.relations) == (("staff",), ("spouse", "child"))
    assert critical.market is not None
    assert critical.market.share == Fraction("0.5517")
    assert critical.sentence.zh.startswith("重大疾病：为员工买商业保险的高科技互联网企业中，55% 有重大疾病（95% 区间")
    assert critical.sentence.zh.endswith("本方案有：全体员工、配偶、子女")


def test_what_nobody_has_is_a_gap_and_the_most_usual_comes_first():
    found = benchmark(load_programme(ROOT / "examples" / "programmes" / "acme-tech.yaml"), "hitech")
    assert [gap.theme for gap in found.gaps][:2] == ["accident_medical", "maternity"]
    assert all(not gap.has for gap in found.gaps)
    assert "31% 有补充生育保障" in of(found, "maternity").sentence.zh
    assert of(found, "maternity").sentence.zh.endswith("本方案没有")
    assert of(found, "maternity").sentence.en.endswith("this programme has none")


def test_every_theme_is_compared_in_its_order(programme):
    assert [position.theme for position in benchmark(programme).themes] == list(THEMES)


def test_tiers_and_relations_have_only_what_a_benefit_gives_them(programme):
    found = benchmark(programme)
    assert of(found, "life").tiers == ("staff",)
    assert of(found, "life").relations == ()
    assert of(found, "outpatient").relations == ("child",)


def test_high_end_cover_is_cover_of_the_ordinary_care_in_it(programme):
    found = benchmark(programme)
    assert of(found, "high_end").tiers == of(found, "inpatient").tiers == ("head",)
    assert "高管 档员工" in of(found, "high_end").sentence.zh
    assert of(found, "outpatient").tiers == ("head", "staff")


def test_what_only_a_variant_gives_is_by_choice_and_no_gap_filled(programme):
    teeth = of(benchmark(programme), "dental_vision")
    assert (teeth.tiers, teeth.by_choice, teeth.has) == ((), ("staff",), False)
    assert "可自选" in teeth.sentence.zh


def test_the_columns_of_the_tiers_say_how_people_are_divided(programme):
    division = benchmark(programme).division
    assert (division.kinds, division.columns) == (("grade", "other"), ("grade", "department"))
    assert "按职级、其他条件分档" in division.sentence.zh
    assert "51%" in division.sentence.zh


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("职级", "grade"),
        ("job_grade", "grade"),
        ("司龄", "tenure"),
        ("年龄段", "age"),
        ("package", "other"),
        ("age", "age"),
    ],
)
def test_a_column_is_known_by_its_name(tmp_path, column, kind):
    text = PROGRAMME.replace("grade: [M4], department: [board]", f"{column}: [M4]")
    for name, content in (("staff", STAFF), ("head", HEAD), ("acme", text)):
        (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
    assert benchmark(load_programme(tmp_path / "acme.yaml")).division.kinds == (kind,)


def test_one_plan_for_all_is_fixed_whatever_the_number_of_tiers(tmp_path):
    for name, content in (("staff", STAFF), ("head", HEAD), ("acme", PROGRAMME.replace("plan: head}", "plan: staff}"))):
        (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
    assert benchmark(load_programme(tmp_path / "acme.yaml")).division.kinds == ("fixed",)


@pytest.mark.parametrize(
    ("without", "kind"),
    [((), "both"), (("choice",), "family"), (("dependants",), "upgrade"), (("choice", "dependants"), "none")],
)
@pytest.mark.parametrize("industry", ["all", "smart_manufacturing", "hitech"])
def test_flexibility_is_variants_and_dependants(programme, without, kind, industry):
    rules, plans = programme
    empty = {"choice": None, "dependants": ()}
    flexibility = benchmark(
        (rules.model_copy(update={key: empty[key] for key in without}), plans), industry
    ).flexibility
    assert flexibility.kind == kind
    assert flexibility.market[kind].n > 0
    assert f"{float(flexibility.market[kind].share):.0%}" in flexibility.sentence.zh


def test_a_relation_names_what_is_most_usual_and_missing(programme):
    child, parent = (r for r in benchmark(programme, "hitech").relations if r.relation in ("child", "parent"))
    assert child.themes == ("outpatient",)
    assert parent.themes == ()
    assert "52% 的补充门急诊与住院医疗对父母开放" in parent.sentence.zh


def test_an_industry_that_is_not_known_is_refused(programme):
    with pytest.raises(MarketError):
        benchmark(programme, "banking")


def test_ones_own_market_stands_in_the_sentences(programme):
    own = parse_market("market: m\nshares: [{theme: checkup, share: 91%, n: 118, year: 2026, source: x}]")
    assert "91% 有体检" in of(benchmark(programme, "all", own), "checkup").sentence.zh


def test_every_sentence_exists_in_both_languages(programme):
    found = benchmark(programme, "smart_manufacturing")
    for text in (*found.sentences, *found.notes):
        assert text.zh
        assert text.en
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in text.en.split(". ")[0].split("market figures")[0])


def test_the_people_of_a_group_have_their_breadth_and_depth_by_tier(programme):
    rows = [row(f"E{i}") for i in range(4)] + [row("E9", plan="staff:plus"), row("M1", grade="M4")]
    found = benchmark(group_of(people(rows), *programme))
    head, staff = found.tiers
    assert (staff.people, staff.breadth) == (5, Fraction(4 * 2 + 3, 5))
    assert (head.people, head.breadth, head.depth) == (1, 2, 100_000_00)
    assert head.without_limit == ("head.private",)


def test_a_mean_that_would_tell_a_few_salaries_is_not_shown(programme):
    few = benchmark(group_of(people([row(f"E{i}") for i in range(9)]), *programme)).tiers[0]
    enough = benchmark(group_of(people([row(f"E{i}") for i in range(10)]), *programme)).tiers[0]
    assert few.depth is None
    assert "不显示" in few.sentence.zh
    assert enough.depth == (12 * 10_000 + 5_000) * 100


def test_rules_without_people_name_what_depends_on_rows(programme):
    staff = benchmark(programme).tiers[1]
    assert (staff.people, staff.depth, staff.unknown) == (None, 5_000_00, ("staff.life",))


def test_people_without_a_programme_are_compared_by_what_their_rows_state():
    plans = parse_plans(STAFF + "---" + HEAD)
    rows = [row("E1", plan="staff"), row("E2", plan="head"), row("E3", plan="staff:plus")]
    child = row("E1c", relation="child", family_id="E1", plan="staff", salary="0")
    found = benchmark(group_of(people([*rows, child]), None, plans))
    assert found.division.kinds == ("other",)
    assert of(found, "dental_vision").has
    assert found.flexibility.kind == "both"
    assert [r.relation for r in found.relations if r.themes] == ["child"]


def test_what_firms_say_of_design_stands_beside_it_most_often_first(programme):
    context = benchmark(programme).context
    assert [share.wording.zh for share in context["breadth_depth"]] == ["两者平衡", "更重广度", "更重深度"]
    assert context["factors"][0].wording.zh == "费用合理"
