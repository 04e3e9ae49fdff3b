"""A priced group that pays its own claims: what fund_group says of the simulated people's years."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from tuanbao.pricing.costs import Computed, Costs
from tuanbao.pricing.independence import independence
from tuanbao.pricing.self_funding import FundingTerms, check_terms, fund_group
from tuanbao.pricing.weighing import weighed_to_mean
from tuanbao.reference.self_funding import self_funding_customs
from tuanbao.risk import RiskError

AGREED = FundingTerms(
    administration=Fraction(5, 100),
    specific_loading=Fraction(4, 10),
    aggregate_loading=Fraction(6, 10),
    chance=Fraction(5, 100),
    confidence=Fraction(95, 100),
    specifics=[None, 20_000_00, 50_000_00],
    attachments=[None, Fraction(5, 4)],
)
PREMIUM = 900_000_00


def costs_of(yearly):
    """Costs from fen by year and person, (years, people), one benefit."""
    years, people = yearly.shape
    return Costs(
        years=years,
        benefits=(("plan", "inpatient"),),
        groups=("",),
        group=np.zeros(people, np.int64),
        member_id=tuple(f"E{at}" for at in range(people)),
        by_year=yearly.sum(axis=1).reshape(years, 1, 1),
        by_person=yearly.sum(axis=0).reshape(people, 1),
        paid_counts=np.array([(yearly > 0).sum()]),
        person_years=yearly.reshape(-1),
    )


def drawn(years=120, people=200, seed=3):
    """Four in ten people have payments in a year; a few of them large ones."""
    rng = np.random.default_rng(seed)
    amounts = np.minimum(rng.lognormal(12.2, 1.6, (years, people)), 8_000_000).astype(np.int64)
    return amounts * (rng.random((years, people)) < 0.4)


COSTS = costs_of(drawn())


def with_terms(**more):
    given = {name: getattr(AGREED, name) for name in AGREED.__dataclass_fields__}
    return FundingTerms(**{**given, **more})


def test_expected_claims_are_the_mean_of_the_simulated_years():
    run = fund_group(COSTS, PREMIUM, AGREED)
    assert run.comparison.expected_claims == pytest.approx(COSTS.mean() / 100, rel=1e-9)
    assert run.total.mean == pytest.approx(COSTS.mean() / 100, rel=1e-6)
    assert run.total.sd == pytest.approx(np.sqrt(200 * (COSTS.person_years / 100).var()), rel=1e-3)
    assert run.total.quality.good
    assert run.people == 200


def test_a_higher_retention_costs_less_stop_loss_and_leaves_more():
    specifics = [10_000_00, 20_000_00, 40_000_00, 60_000_00]
    found = fund_group(COSTS, PREMIUM, with_terms(specifics=specifics, attachments=[None])).comparison.candidates
    premiums = [one.specific_premium for one in found]
    assert premiums == sorted(premiums, reverse=True)
    assert len(set(premiums)) == len(premiums)
    retained = [one.retained for one in found]
    assert retained == sorted(retained)
    for one in found:
        above = np.maximum(COSTS.person_years / 100 - one.specific, 0).sum() / COSTS.years
        assert one.specific_premium == pytest.approx(1.4 * above, rel=1e-9)


def test_a_retention_above_the_largest_amount_costs_nothing_and_says_so():
    run = fund_group(COSTS, PREMIUM, with_terms(specifics=[90_000_00], attachments=[None]))
    (one,) = run.comparison.candidates
    assert one.specific_premium == 0
    assert one.retained == pytest.approx(run.comparison.expected_claims, rel=1e-6)
    said = [note for note in run.notes if "永远用不上" in note.zh]
    assert len(said) == 1
    assert "never reached" in said[0].en


def test_the_share_for_administration_is_of_expected_claims():
    run = fund_group(COSTS, PREMIUM, AGREED)
    assert run.terms.administration == pytest.approx(0.05 * COSTS.mean() / 100)
    bare = next(one for one in run.comparison.candidates if one.specific is None and one.attachment is None)
    assert bare.expected_cost == pytest.approx(1.05 * COSTS.mean() / 100, rel=1e-6)


def test_a_budget_that_is_never_exceeded():
    run = fund_group(COSTS, PREMIUM, with_terms(budget=10**12))
    assert all(one.chance_over_budget == pytest.approx(0, abs=1e-12) for one in run.comparison.candidates)
    assert run.comparison.best.expected_cost == min(one.expected_cost for one in run.comparison.candidates)


def test_the_budget_is_the_premium_where_none_is_given():
    assert fund_group(COSTS, PREMIUM, AGREED).comparison.budget == PREMIUM / 100
    assert fund_group(COSTS, PREMIUM, with_terms(budget=0)).comparison.best is None


def test_nobody_is_an_error_in_words():
    empty = costs_of(np.zeros((5, 0), np.int64))
    with pytest.raises(RiskError) as refused:
        fund_group(empty, PREMIUM, AGREED)
    assert "没有人" in refused.value.text.zh
    assert "nobody" in refused.value.text.en


def test_people_who_cost_nothing():
    run = fund_group(costs_of(np.zeros((5, 3), np.int64)), PREMIUM, with_terms(specifics=[None], attachments=[None]))
    assert run.comparison.expected_claims == 0
    assert run.comparison.best.expected_cost == 0
    assert any("预期赔付为 0" in note.zh for note in run.notes)


def test_what_was_not_agreed_comes_from_the_reference_and_is_noted():
    run = fund_group(COSTS, PREMIUM)
    customs = self_funding_customs()
    assert run.terms.specific_loading == pytest.approx(0.4)
    assert run.terms.aggregate_loading == pytest.approx(0.6)
    assert len(run.comparison.candidates) == len(customs["specific_retentions"].value) * len(
        customs["aggregate_attachments"].value
    )
    assert sum("未经证实" in note.zh for note in run.notes) == 5
    assert not any("未经证实" in note.zh for note in fund_group(COSTS, PREMIUM, AGREED).notes)


def test_a_fitted_tail_keeps_the_mean_and_makes_larger_amounts_possible():
    plain = fund_group(COSTS, PREMIUM, AGREED)
    tail = fund_group(COSTS, PREMIUM, with_terms(tail_threshold=20_000_00))
    assert tail.comparison.expected_claims == pytest.approx(plain.comparison.expected_claims, rel=1e-9)
    assert tail.year.severity.maximum > plain.year.severity.maximum
    assert any("广义帕累托" in note.zh for note in tail.notes)
    assert any("样本里的最大值" in note.zh for note in plain.notes)


def test_years_of_single_people_that_were_not_all_kept_are_noted():
    whole = drawn()
    some = costs_of(whole)
    kept = Costs(
        **{**{name: getattr(some, name) for name in some.__dataclass_fields__}, "person_years": whole[:30].reshape(-1)}
    )
    assert any("30 个模拟年（共 120 年）" in note.zh for note in fund_group(kept, PREMIUM, AGREED).notes)


@pytest.mark.parametrize(
    "wrong",
    [
        {"chance": Fraction(2)},
        {"confidence": Fraction(1)},
        {"specifics": [0]},
        {"attachments": [Fraction(0)]},
        {"specifics": []},
    ],
)
def test_terms_that_make_no_sense_are_refused_before_any_work(wrong):
    with pytest.raises(RiskError) as refused:
        check_terms(with_terms(**wrong))
    assert refused.value.text.zh
    assert refused.value.text.en
    with pytest.raises(RiskError):
        fund_group(COSTS, PREMIUM, with_terms(**wrong))


def test_independent_people_alike_spread_as_computed():
    run = fund_group(COSTS, PREMIUM, AGREED)
    found = independence(COSTS, run.total, 0.95)
    assert found.simulated.mean == pytest.approx(found.computed.mean, rel=1e-9)
    assert found.alike_sd == pytest.approx(found.computed.sd, rel=1e-9)
    assert found.unlike_sd == pytest.approx(found.alike_sd, rel=0.02)
    assert abs(found.simulated.sd - found.alike_sd) < 3 * found.sd_error
    assert found.within_error


def test_people_who_are_unlike_spread_less_than_the_computed_year():
    rng = np.random.default_rng(8)
    own = np.repeat([100_000, 1_500_000], 100)
    yearly = rng.gamma(2, own / 2, (300, 200)).astype(np.int64)
    costs = costs_of(yearly)
    found = independence(costs, fund_group(costs, PREMIUM, AGREED).total, 0.95)
    assert found.unlike_sd == pytest.approx(found.unlike * found.alike_sd, rel=1e-6)
    exact = np.sqrt((own.astype(float) ** 2 / 2).sum()) / 100
    assert found.unlike_sd == pytest.approx(exact, rel=0.03)
    assert found.alike_sd > 1.2 * found.unlike_sd


def test_families_who_fall_ill_together_spread_more_and_the_reasons_say_so():
    rng = np.random.default_rng(5)
    together = np.repeat(drawn(years=200, people=20, seed=5), 10, axis=1)
    costs = costs_of(together[:, rng.permutation(200)])
    found = independence(costs, fund_group(costs, PREMIUM, AGREED).total, 0.95)
    assert found.simulated.sd > 2 * found.alike_sd
    assert not found.within_error
    assert "超出误差" in found.reasons[1].zh
    assert "较大的一个" in found.reasons[2].zh


def test_one_year_says_nothing_about_spread():
    costs = costs_of(drawn(years=1))
    with pytest.raises(RiskError, match="两年"):
        independence(costs, fund_group(costs, PREMIUM, AGREED).total, 0.95)


@pytest.mark.parametrize("ratio", [0.8, 0.98, 1.05, 1.3])
@pytest.mark.parametrize("threshold", [None, 20_000_00])
def test_the_distribution_has_the_expected_mean_where_the_simulated_years_missed_it(ratio, threshold):
    expected = Computed(np.array([True]), np.rint(ratio * COSTS.by_person).astype(np.int64), np.zeros((200, 1)))
    costs = replace(COSTS, computed=expected)
    run = fund_group(costs, PREMIUM, with_terms(tail_threshold=threshold))
    assert run.comparison.expected_claims == pytest.approx(ratio * COSTS.mean() / 100, rel=1e-6)
    assert run.total.mean == pytest.approx(costs.mean() / 100, rel=1e-5)
    assert any("加权" in note.zh for note in run.notes)
    assert "平均不同" in independence(costs, run.total, 0.95).reasons[0].zh


def test_weights_are_those_of_least_entropy_and_small_amounts_hardly_change():
    values = COSTS.person_years / 100
    weights, said = weighed_to_mean(values, 1.05 * values.mean())
    assert np.average(values, weights=weights) == pytest.approx(1.05 * values.mean(), rel=1e-9)
    logs = np.log(weights / weights[values == 0][0])
    assert logs == pytest.approx(logs.max() * values / values.max(), abs=1e-9)
    assert len(said) == 1


def test_no_weights_where_the_mean_is_right_or_out_of_reach():
    assert weighed_to_mean(np.array([0.0, 2.0]), 1.0) == (None, [])
    for mean in (3.0, 0.0):
        weights, said = weighed_to_mean(np.array([0.0, 2.0]), mean)
        assert weights is None
        assert "增加模拟年数" in said[0].zh


def test_weights_that_are_far_from_equal_say_that_years_are_few():
    weights, said = weighed_to_mean(np.array([0.0, 0.0, 0.0, 1.0]), 0.9)
    assert weights[-1] / weights[0] == pytest.approx(27)
    assert "尾部不可靠" in said[-1].zh
