"""A whole quote: sums that agree everywhere, prices that explain themselves, and what is said of gaps."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuanbao.plan import parse_plans
from tuanbao.pricing.costs import standard_error
from tuanbao.pricing.quote.errors import QuoteError
from tuanbao.pricing.quote.expected import lines_of
from tuanbao.pricing.quote.experience import Experience
from tuanbao.pricing.quote.quote import make_quote
from tuanbao.pricing.quote.terms import QuoteTerms

from .groups import BENEFITS, COMPANY, assignment, costs_of, person, random_costs, random_years, terms

ASSIGNED = assignment(*COMPANY)
YEARLY = random_years(ASSIGNED)
COSTS = costs_of(ASSIGNED, YEARLY)
N = len(COMPANY)

shares = st.integers(0, 300).map(lambda n: f"{n / 1000:.3f}")
risks = st.one_of(
    st.just({"method": "none"}),
    st.builds(lambda m: {"method": "standard_deviation", "multiple": f"{m / 100}"}, st.integers(0, 300)),
    st.builds(lambda s: {"method": "tvar", "level": "90%", "share": s}, shares),
)
contribution = st.one_of(
    st.builds(lambda s: {"kind": "percent", "share": s}, shares),
    st.builds(lambda a: {"kind": "fixed", "amount": str(a)}, st.integers(0, 3000)),
    st.builds(lambda s, c: {"kind": "percent_with_cap", "share": s, "cap": str(c)}, shares, st.integers(0, 3000)),
)
any_terms = st.fixed_dictionaries(
    {
        "expenses": shares,
        "commission": shares,
        "profit": shares,
        "expenses_per_person": st.integers(0, 100).map(str),
        "premium_tax": st.just({"health": "0.06"}),
        "risk": risks,
        "group_size": st.booleans(),
        "children": st.one_of(st.none(), st.builds(lambda n: {"charged": n, "under_age": 18}, st.integers(0, 3))),
        "billing": st.sampled_from(["list", "composite"]),
        "round_to": st.sampled_from(["0.01", "0.1", "1", "10"]),
        "contributions": st.lists(contribution, max_size=1),
    }
).map(lambda given: QuoteTerms.model_validate({key: value for key, value in given.items() if value is not None}))
experiences = st.one_of(
    st.none(),
    st.builds(lambda f, z: Experience(Fraction(f, 100), Fraction(z, 100)), st.integers(20, 300), st.integers(0, 100)),
)
slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@slow
@given(any_terms, experiences)
def test_every_price_is_the_sum_of_its_steps(quote_terms, experience):
    quote = make_quote(COSTS, ASSIGNED, quote_terms, experience=experience)
    persons = [quote.explain_person(member) for member in quote.people.member_id]
    everything = [
        (quote.explain(), quote.premium),
        *((quote.explain_tier(total.key), total.premium) for total in quote.tiers),
        *((quote.explain_relation(total.key), total.premium) for total in quote.relations),
        *((quote.explain_age_band(total.key), total.premium) for total in quote.age_bands),
        *((quote.explain_rate(i), rate.price) for i, rate in enumerate(quote.rates)),
        *zip(persons, quote.premiums.premium.tolist(), strict=True),
    ]
    for explained, price in everything:
        assert sum(step.amount for step in explained.steps) == explained.price == price
        for before, step in zip(explained.steps[:-1], explained.steps[1:], strict=True):
            assert step.total == before.total + step.amount
            if step.factor is not None:
                assert step.exact == before.exact * step.factor
        assert all(step.cause.reason.zh and step.cause.reason.en for step in explained.steps)


@slow
@given(any_terms)
def test_all_sums_agree(quote_terms):
    quote = make_quote(COSTS, ASSIGNED, quote_terms)
    premiums = quote.premiums
    assert (premiums.employer + premiums.employee == premiums.premium).all()
    assert (premiums.employer >= 0).all()
    assert (premiums.employee >= 0).all()
    for totals in (quote.tiers, quote.relations, quote.age_bands):
        assert sum(total.premium for total in totals) == quote.premium
        assert sum(total.people for total in totals) == N
        assert all(total.employer + total.employee == total.premium for total in totals)
        assert sum(total.expected for total in totals) == pytest.approx(quote.expected)
    assert sum(cost.premium for cost in quote.benefits) == quote.premium
    assert sum(cost.expected for cost in quote.benefits) == pytest.approx(quote.expected)
    if quote.composite:
        assert sum(rate.price * rate.families for rate in quote.composite) == quote.premium


@slow
@given(any_terms, st.sampled_from(["expenses", "commission", "profit", "expenses_per_person"]), st.integers(1, 20))
def test_a_higher_loading_never_makes_the_price_lower(quote_terms, field, more):
    before = getattr(quote_terms, field)
    after = before + more * 100 if field == "expenses_per_person" else before + Fraction(more, 1000)
    low = make_quote(COSTS, ASSIGNED, quote_terms)
    high = make_quote(COSTS, ASSIGNED, quote_terms.model_copy(update={field: after}))
    assert (high.premiums.list_price >= low.premiums.list_price).all()
    assert high.premium >= low.premium


def test_without_loadings_the_premium_is_the_expected_cost():
    quote = make_quote(COSTS, ASSIGNED, terms())
    assert abs(quote.premium - quote.expected) <= N
    assert quote.expected == pytest.approx(YEARLY.sum() / len(YEARLY))


def test_errors_come_from_the_simulated_years():
    quote = make_quote(COSTS, ASSIGNED, terms())
    spouse = next(rate for rate in quote.rates if rate.rating_class.relation == "spouse")
    assert spouse.standard_error == pytest.approx(standard_error(YEARLY[:, 1, :].sum(axis=1).astype(float)))
    managers = next(total for total in quote.tiers if total.key == "manager")
    assert managers.standard_error == pytest.approx(standard_error(YEARLY[:, 6:8, :].sum(axis=(1, 2)).astype(float)))
    assert quote.standard_error == pytest.approx(standard_error(YEARLY.sum(axis=(1, 2)).astype(float)))


def test_the_order_of_people_in_the_costs_does_not_matter():
    order = np.arange(N)[::-1]
    turned = replace(
        COSTS,
        group=COSTS.group[order],
        member_id=tuple(COSTS.member_id[i] for i in order),
        by_person=COSTS.by_person[order],
    )
    assert make_quote(turned, ASSIGNED, terms()).premiums.premium.tolist() == (
        make_quote(COSTS, ASSIGNED, terms()).premiums.premium.tolist()
    )


def test_costs_in_one_group_leave_the_errors_of_rates_unknown_and_say_so():
    group = np.zeros(N, np.int64)
    one = replace(COSTS, groups=("all",), group=group, by_year=COSTS.by_year.sum(axis=1, keepdims=True))
    quote = make_quote(one, ASSIGNED, terms())
    assert all(rate.standard_error is None for rate in quote.rates)
    assert quote.standard_error > 0
    assert any("误差未知" in note.zh for note in quote.notes)


def test_list_rates_are_the_same_for_people_of_one_class():
    quote = make_quote(COSTS, ASSIGNED, terms())
    prices = dict(zip(quote.people.member_id, quote.premiums.premium.tolist(), strict=True))
    assert prices["A2"] == prices["A3"] == prices["A4"] == prices["C1"]
    assert prices["B"] == prices["C"]


def test_rates_may_go_by_sex_and_occupation():
    rows = [person("A", sex="female"), person("B", sex="male"), person("C", sex="male")]
    assigned = assignment(*rows)
    by_both = terms(rates={"by_sex": True, "by_occupation": True})
    quote = make_quote(random_costs(assigned), assigned, by_both, occupation=[1, 1, 4])
    names = [rate.rating_class.title.zh for rate in quote.rates]
    assert names == [
        "staff，员工，30–34 周岁，女，1 类职业",
        "staff，员工，30–34 周岁，男，1 类职业",
        "staff，员工，30–34 周岁，男，4 类职业",
    ]


def test_the_youngest_children_beyond_the_limit_are_free():
    quote = make_quote(COSTS, ASSIGNED, terms(children={"charged": 2, "under_age": 18}))
    prices = dict(zip(quote.people.member_id, quote.premiums.premium.tolist(), strict=True))
    assert prices["A2"] == 0 < prices["A3"] == prices["A4"] == prices["C1"]
    assert abs(quote.premium - quote.expected) <= N
    assert any("1 名子女不收费" in note.zh for note in quote.notes)


def test_composite_rates_are_those_of_each_tiers_own_families():
    quote = make_quote(COSTS, ASSIGNED, terms(billing="composite"))
    staff = {rate.composition: rate for rate in quote.composite if rate.tier == "staff"}
    assert staff["employee"].families == 2
    assert staff["family"].families == 1
    assert abs(staff["family"].price - Fraction(5, 2) * staff["employee"].price) <= 1
    premium = dict(zip(quote.people.member_id, quote.premiums.premium.tolist(), strict=True))
    assert sum(premium[member] for member in ("A", "A1", "A2", "A3", "A4")) == staff["family"].price
    assert premium["B"] == premium["D"] == staff["employee"].price


def test_a_composite_rate_explains_itself():
    quote = make_quote(COSTS, ASSIGNED, terms(billing="composite", expenses="0.13"))
    for position, rate in enumerate(quote.composite):
        explained = quote.explain_composite(position)
        assert sum(step.amount for step in explained.steps) == explained.price == rate.price
        assert [step.cause.kind for step in explained.steps] == ["start", "multiply", "round", "multiply", "round"]
        for before, step in zip(explained.steps[:-1], explained.steps[1:], strict=True):
            assert step.factor is None or step.exact == before.exact * step.factor
    assert sum({rate.tier: rate.list_premium for rate in quote.composite}.values()) == quote.list_premium


def test_a_family_that_no_composite_tier_covers_is_refused():
    single = [{"tier": "single", "covers": ["employee"], "factor": 1}]
    with pytest.raises(QuoteError) as refused:
        make_quote(COSTS, ASSIGNED, terms(billing="composite", composite=single))
    assert "配偶" in refused.value.text.zh


def test_the_programme_says_who_pays_where_the_terms_do_not():
    quote = make_quote(COSTS, ASSIGNED, terms())
    by_relation = {total.key: total for total in quote.relations}
    assert by_relation["employee"].employee == 0
    assert abs(by_relation["child"].employee - by_relation["child"].employer) <= 4


def test_a_reference_plan_is_priced_by_its_own_rates():
    rows = [person("A", age=30), person("B", age=31)]
    rows[1]["plan"] = "family"
    assigned = assignment(*rows)
    rule = {"kind": "reference", "share": "50%", "plan": "staff"}
    quote = make_quote(random_costs(assigned), assigned, terms(contributions=[rule]))
    whole = quote.premiums.premium[0]
    assert abs(2 * quote.premiums.employer[0] - whole) <= 1
    assert quote.premiums.employer[1] == min(quote.premiums.employer[0], quote.premiums.premium[1])


def test_a_reference_plan_that_nobody_alike_has_needs_prices():
    rule = {"kind": "reference", "share": "50%", "plan": "gold"}
    with pytest.raises(QuoteError) as refused:
        make_quote(COSTS, ASSIGNED, terms(contributions=[rule]))
    assert "9 人没有参考方案的费率" in refused.value.text.zh
    given = dict.fromkeys(COSTS.member_id, 20_000)
    quote = make_quote(COSTS, ASSIGNED, terms(contributions=[rule]), reference_prices=given)
    assert (quote.premiums.employer == np.minimum(10_000, quote.premiums.premium)).all()


PLANS = """\
plan: staff
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - {id: outpatient, name: {zh: 门诊}, kind: reimbursement, covers: [outpatient], coinsurance: 80%}
  - {id: accident, kind: reimbursement, covers: [outpatient], causes: [accident]}
  - {id: death, kind: lump_sum, event: death, sum_insured: 100000}
  - {id: disability, kind: lump_sum, event: disability, sum_insured: 100000, schedule: disability-2013}
  - {id: injury, kind: reimbursement, covers: [inpatient], work: only}
  - {id: wages, kind: daily_allowance, of: lost_time, amount: 100}
variants:
  lite: {remove: [death]}
"""


def test_benefits_fall_into_lines_of_insurance_for_tax():
    plans = parse_plans(PLANS)
    lines = lines_of(plans)
    assert {benefit: line for (plan, benefit), line in lines.items() if plan == "staff"} == {
        "outpatient": "health",
        "accident": "accident",
        "death": "life",
        "disability": "accident",
        "injury": "liability",
        "wages": "accident",
    }
    assert lines["staff:lite", "accident"] == "accident"


def test_accident_insurance_is_taxed_and_health_insurance_is_not():
    plans = parse_plans(PLANS)
    taxed = make_quote(COSTS, ASSIGNED, terms(premium_tax={"accident": "6%"}), plans=plans)
    accident = next(cost for cost in taxed.benefits if cost.benefit == "accident")
    tax = next(step for step in taxed.explain().steps if step.cause.key == "tax")
    assert float(tax.exact) - taxed.expected == pytest.approx(accident.expected * 0.06)
    assert taxed.benefits[0].title.zh == "门诊"


def test_what_costs_nothing_and_whom_nobody_is_are_said():
    yearly = YEARLY.copy()
    yearly[:, :, 1] = 0
    yearly[:, 4, :] = yearly[:, 2:4, :].sum(axis=1)
    benefits = (*BENEFITS, ("gold", "outpatient"))
    assigned = assignment(*(row | {"grade": "P"} for row in COMPANY))
    costs = costs_of(assigned, np.concatenate([yearly, np.zeros_like(yearly[:, :, :1])], axis=2), benefits)
    quote = make_quote(costs, assigned, terms())
    said = "\n".join(note.zh for note in quote.notes)
    assert "不等于没有风险：staff/accident" in said
    assert "没有人参加，不计成本：gold/outpatient" in said
    assert "以下档次没有人：manager" in said


def test_a_plan_that_nobody_has_is_said():
    alone = assignment(person("A"))
    quote = make_quote(random_costs(alone), alone, terms())
    assert any("没有人参加，不报价：family" in note.zh for note in quote.notes)


def test_a_class_without_any_cost_is_priced_at_its_fixed_expenses_and_said():
    yearly = YEARLY.copy()
    yearly[:, 1, :] = 0
    quote = make_quote(costs_of(ASSIGNED, yearly), ASSIGNED, terms(expenses_per_person="12"))
    spouse = next(rate for rate in quote.rates if rate.rating_class.relation == "spouse")
    assert spouse.price == 12_00
    assert any("从未赔付" in note.zh and "配偶" in note.zh for note in quote.notes)


def test_people_of_unknown_age_have_a_rate_apart():
    assigned = assignment(person("A"), person("B", age=None))
    quote = make_quote(random_costs(assigned), assigned, terms())
    assert {total.key for total in quote.age_bands} == {"unknown", "30..34"}
    assert quote.explain_age_band("unknown").price == quote.premiums.premium[1]
    assert any("年龄不详" in note.zh for note in quote.notes)


def test_ages_outside_the_table_are_refused():
    with pytest.raises(QuoteError) as refused:
        make_quote(COSTS, ASSIGNED, terms(rates={"ages": ["18..64"]}))
    assert "A2 (3)" in refused.value.text.zh


@pytest.mark.parametrize(
    ("eligible", "conditional", "words"),
    [
        (None, False, "未能核对"),
        (4, False, "达到最低参保比例 75%"),
        (5, False, "达到"),
        (6, True, "还差 1 名"),
        (40, True, "还差 26 名"),
    ],
)
def test_too_few_who_join_make_the_quote_conditional(eligible, conditional, words):
    quote = make_quote(COSTS, ASSIGNED, terms(), eligible=eligible)
    assert quote.conditional is conditional
    assert words in quote.participation.text.zh
    assert quote.participation.text in quote.notes


def test_participation_of_exactly_the_minimum_is_enough():
    quote = make_quote(COSTS, ASSIGNED, terms(minimum_participation="80%"), eligible=5)
    assert not quote.conditional


def test_more_covered_than_eligible_is_refused():
    with pytest.raises(QuoteError):
        make_quote(COSTS, ASSIGNED, terms(), eligible=3)


def test_assumptions_of_low_confidence_are_said():
    quote = make_quote(COSTS, ASSIGNED, QuoteTerms())
    assert any("未经证实" in note.zh and "expenses" in note.zh for note in quote.notes)
    step = next(step for step in quote.explain().steps if step.cause.key == "expenses")
    assert step.cause.confidence == "low"
    assert step.cause.source


def test_findings_are_handed_through():
    assert make_quote(COSTS, ASSIGNED, terms(), findings=["outside"]).findings == ("outside",)


def test_costs_of_other_people_are_refused():
    others = replace(COSTS, member_id=("Z", *COSTS.member_id[1:]))
    with pytest.raises(QuoteError) as refused:
        make_quote(others, ASSIGNED, terms())
    assert "1 人没有赔付成本（A）" in refused.value.text.zh
    fewer = assignment(*COMPANY[:-1])
    with pytest.raises(QuoteError) as refused:
        make_quote(COSTS, fewer, terms())
    assert "不在名单上（D）" in refused.value.text.zh


@pytest.mark.parametrize("years", [0, 1])
def test_too_few_years_are_refused(years):
    few = replace(COSTS, years=years, by_year=COSTS.by_year[:years])
    with pytest.raises(QuoteError):
        make_quote(few, ASSIGNED, terms())


def test_costs_that_do_not_add_up_or_are_negative_are_refused():
    with pytest.raises(QuoteError) as refused:
        make_quote(replace(COSTS, by_person=COSTS.by_person + 1), ASSIGNED, terms())
    assert "不一致" in refused.value.text.zh
    with pytest.raises(QuoteError) as refused:
        make_quote(replace(COSTS, by_year=-COSTS.by_year, by_person=-COSTS.by_person), ASSIGNED, terms())
    assert "负数" in refused.value.text.zh


def test_no_cost_at_all_is_no_price():
    with pytest.raises(QuoteError):
        make_quote(costs_of(ASSIGNED, np.zeros_like(YEARLY)), ASSIGNED, terms())


def test_nobody_is_no_quote():
    nobody = assignment(person("X1", "child", "X"))
    with pytest.raises(QuoteError) as refused:
        make_quote(COSTS, nobody, terms())
    assert "没有可承保的人" in refused.value.text.zh


def test_terms_that_leave_nothing_for_claims_are_refused():
    with pytest.raises(QuoteError):
        make_quote(COSTS, ASSIGNED, terms(expenses="0.7", commission="0.3"))


def test_somebody_unknown_has_no_explanation():
    with pytest.raises(KeyError):
        make_quote(COSTS, ASSIGNED, terms()).explain_person("nobody")
