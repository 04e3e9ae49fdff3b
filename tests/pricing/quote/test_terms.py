"""The terms of a quote: what may be written, what is refused, and what the reference data say in its place."""

from fractions import Fraction
from itertools import pairwise

import pytest

from tuanbao.plan.problems import PlanError
from tuanbao.pricing.quote.terms import QuoteTerms, complaints, load_terms, parse_terms
from tuanbao.reference.documented import CONFIDENCES, documented
from tuanbao.reference.loadings import group_size_factor, loading, target_loss_ratio

FULL = """\
quote: acme-2026
name: {zh: 示例}
expenses: 12%
commission: 3%
profit: 1.5%
expenses_per_person: 20
premium_tax: {accident: 6%}
risk: {method: tvar, level: 99%, share: 6%}
group_size: true
minimum_participation: 80%
children: {charged: 3, under_age: 21}
billing: composite
composite:
  - {tier: single, covers: [employee], factor: 1}
  - {tier: family, covers: [employee, spouse, child, parent], factor: 2.25}
rates: {ages: [0..17, 18..120], by_sex: true}
contributions:
  - {kind: percent, relations: [employee], share: 100%}
  - {kind: percent_with_cap, relations: [spouse, child], tiers: [staff], share: 50%, cap: 500}
  - {kind: reference, relations: [parent], share: 25%, plan: basic, industry_factor: 1.1}
  - {kind: fixed, amount: 100}
round_to: 1
"""


def test_a_file_says_everything(tmp_path):
    file = tmp_path / "terms.yaml"
    file.write_text(FULL, encoding="utf-8")
    terms = load_terms(file)
    assert terms.of_price == Fraction(165, 1000)
    assert terms.risk.share == Fraction(6, 100)
    assert terms.expenses_per_person == 2000
    assert terms.composite[1].factor == Fraction(9, 4)
    assert [tier.title.zh for tier in terms.composite] == ["single", "员工、配偶与子女"]
    assert [rule.kind for rule in terms.contributions] == ["percent", "percent_with_cap", "reference", "fixed"]
    assert list(terms.assumed()) == []
    assert terms.round_to == 100


def test_what_is_left_out_comes_from_the_reference_data_and_is_said():
    terms = parse_terms("expenses: 10%\n")
    assert terms.expenses == Fraction(1, 10)
    assert terms.commission == Fraction(loading("commission").value.rstrip("%")) / 100
    assert {field for field, _ in terms.assumed()} == {"commission", "profit", "risk", "premium_tax"}
    assert all(origin.source and origin.confidence in CONFIDENCES for _, origin in terms.assumed())


def test_the_default_age_bands_leave_no_gap():
    bands = QuoteTerms().rates.ages
    assert bands[0].youngest == 0
    assert bands[-1].oldest == 120
    assert all(after.youngest == band.oldest + 1 for band, after in pairwise(bands))


WRONG = """\
expenses: -3
commission: 120%
profit: five
risk: {method: tvar, level: 99%}
rates: {ages: [0..17, 15..30]}
chldren: {charged: 3}
contributions: [{kind: fixed, share: 3%}, {kind: percent, share: 10%, relations: [cousin]}]
premium_tax: {healt: 3%}
composite: [{tier: single, covers: [employee], factor: -1}]
round_to: 0
"""


def test_everything_wrong_is_said_at_once_with_its_place():
    with pytest.raises(PlanError) as refused:
        parse_terms(WRONG, "terms.yaml")
    found = {(problem.line, problem.code) for problem in refused.value.problems}
    assert found == {
        (1, "not_a_percentage"),
        (2, "over_100_percent"),
        (3, "not_a_percentage"),
        (4, "risk_numbers"),
        (5, "bands_overlap"),
        (6, "unknown_key"),
        (7, "contribution_numbers"),
        (7, "unknown_word"),
        (8, "unknown_word"),
        (9, "not_a_factor"),
        (10, "out_of_range"),
    }
    assert all(problem.message.zh and problem.message.en for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("expenses: 60%\ncommission: 35%\nprofit: 5%\n", "loadings_of_everything"),
        (
            "composite: [{tier: a, covers: [employee], factor: 1}, {tier: a, covers: [child], factor: 1}]\n",
            "repeated_id",
        ),
        ("composite: [{tier: a, covers: [employee], factor: 0}]\n", "no_factor"),
        ("expenses: 1%\n---\nexpenses: 2%\n", "several_terms"),
        ("risk: {method: tvar, level: 100%, share: 5%}\n", "risk_level"),
        ("round_to: 1\nround_to: 2\n", "duplicate_key"),
    ],
)
def test_parts_that_cannot_stand_together_are_refused(text, code):
    with pytest.raises(PlanError) as refused:
        parse_terms(text)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_terms_made_in_code_are_checked_too():
    terms = QuoteTerms.model_validate({"expenses": "0.5", "commission": "0.5"})
    assert [code for _, code, _ in complaints(terms)] == ["loadings_of_everything"]


@pytest.mark.parametrize(
    ("people", "factor"), [(1, "1.2"), (10, "1.2"), (11, "1.1"), (50, "1"), (51, "0.95"), (9999, "0.7")]
)
def test_factors_of_group_size(people, factor):
    assert group_size_factor(people) == Fraction(factor)


def test_a_group_of_nobody_has_no_factor():
    with pytest.raises(ValueError, match="at least one"):
        group_size_factor(0)


def test_every_reference_number_has_date_unit_source_and_confidence():
    entries = documented("loadings.yaml")
    assert target_loss_ratio() == (Fraction(3, 4), Fraction(17, 20))
    assert all(entry.unit and entry.source and entry.confidence in CONFIDENCES for entry in entries.values())
