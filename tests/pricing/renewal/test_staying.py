"""What stays with a group when large claims are pooled: trends and terms act on that, and on nothing else."""

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tuanbao.language import Text
from tuanbao.pricing.costs import Computed, Costs
from tuanbao.pricing.renewal import (
    Assumptions,
    ModelView,
    PastYear,
    Pooling,
    Renewal,
    RenewalError,
    Reserves,
    TrendAssumption,
    past_year,
    renew,
)
from tuanbao.pricing.renewal.ahead import bills_share, parts_of
from tuanbao.pricing.renewal.claims import pay
from tuanbao.pricing.renewal.completing import Unreported, triangle_of, unreported
from tuanbao.pricing.renewal.pooling import pooling_of, threshold_of
from tuanbao.pricing.renewal.reasons import Renewing
from tuanbao.pricing.renewal.sampling import some_claims
from tuanbao.pricing.renewal.tails import excess_a_person, kept_a_person, weighed_person_years, years_of
from tuanbao.pricing.renewal.terms import in_year
from tuanbao.roster import EVENTS, Reading

from ...support import read_rows
from .groups import bill, bills, group, premium, premiums, staff_plan

LIFE = "  - {id: life, kind: lump_sum, event: death, sum_insured: 100000}\n"
THRESHOLD = 1_000_000
POOLING = Pooling(THRESHOLD, 0, Text("约定", "agreed"))
SETTLED: dict[str, Any] = {
    "permissible": Fraction(4, 5), "unreported": Unreported(0, 0.0, Text("已了结", "run off")), "pooling": POOLING,
    "reserves": Reserves(), "simulations": 500, "hold": False,
}  # fmt: skip


def monthly(*people: int, yuan: str = "500", until: int = 12) -> list[dict[str, Any]]:
    return [
        bill(100 * month + who, f"E{who}", f"2025-{month:02d}-{who:02d}", yuan)
        for month in range(1, until + 1)
        for who in people
    ]


def died(member: str) -> Reading:
    row = {"event_id": "d", "member_id": member, "event": "death", "date": "2025-11-30", "cause": "illness"}
    return read_rows([row], EVENTS)


def the_past(*rows: dict[str, Any], events: Any = None, more: str = "", until: date = date(2025, 12, 31)) -> PastYear:
    return past_year(
        [staff_plan(more=more)], group(), bills(*rows), premiums(premium("24000")), valuation=until, events=events
    )


def factors(renewal: Renewal) -> dict[str, Fraction | None]:
    return {step.cause.key: step.factor for step in renewal.indicated.explanation.steps}


def test_a_lump_sum_of_last_year_does_not_dilute_the_trend() -> None:
    """E1 died: 10,000 of the 100,000 yuan stay, and none of E1's bills; the bills of E2 to E4 rise by 10 %."""
    past = the_past(*monthly(1, 2, 3, 4), events=died("E1"), more=LIFE)
    assert (past.paid.kept(THRESHOLD).bills, past.paid.kept(THRESHOLD).fixed) == (1_440_000, 1_000_000)
    found = factors(renew(past, [staff_plan(2026, more=LIFE)], Assumptions(**SETTLED, trend=TrendAssumption(0.10))))
    assert found["price_trend"] == pytest.approx((14400 * 1.1 + 10000) / 24400, abs=1e-4)
    use = factors(renew(past, [staff_plan(2026, more=LIFE)], Assumptions(**SETTLED, trend=TrendAssumption(0, 0.10))))
    assert use["use_trend"] == pytest.approx((14400 * 1.1 + 10000) / 24400, abs=1e-4)


def test_what_lies_above_the_threshold_has_no_trend() -> None:
    """E1 is at the threshold with or without the trend; what is still to come rises as other bills do."""
    past = the_past(*monthly(2, 3, 4), bill(9000, "E1", "2025-06-05", "50000"))
    given = {**SETTLED, "unreported": Unreported(100_000, 0.0, Text("估计", "estimated"))}
    renewal = renew(past, [staff_plan(2026)], Assumptions(**given, trend=TrendAssumption(0.10)))
    on_bills = (14400 * 1.1 + 10000) / 24400
    assert factors(renewal)["price_trend"] == pytest.approx(on_bills, abs=1e-4)


def test_the_coming_years_rise_by_what_follows_prices_only() -> None:
    """Of what stays, 14,400 yuan of bills at next year's prices rise, and 10,000 of a sum insured do not."""
    past = the_past(*monthly(1, 2, 3, 4), events=died("E1"), more=LIFE)
    renewal = renew(past, [staff_plan(2026, more=LIFE)], Assumptions(**SETTLED, trend=TrendAssumption(0.10)))
    r = Renewing(
        past, renewal.basis, renewal.unreported, renewal.on_level, renewal.indicated.current, renewal.period, 1.0
    )
    parts = parts_of(r, renewal.indicated, [staff_plan(2026, more=LIFE)])
    assert parts.moving == pytest.approx(14400 * 1.1 / (14400 * 1.1 + 10000), abs=1e-4)
    assert parts.bills + parts.fixed + parts.pooled == pytest.approx(float(renewal.indicated.projected))


def test_a_saving_is_measured_on_what_stays() -> None:
    """Halving a bill of 50,000 yuan saves nothing that the group pays for."""
    past = the_past(*monthly(2, 3, 4), bill(9000, "E1", "2025-06-05", "50000"))
    given = {**SETTLED, "hold": True, "permissible": Fraction(9, 10)}
    renewal = renew(past, [staff_plan(2026)], Assumptions(**given, trend=TrendAssumption(0.10)))
    [before] = {each.before for each in renewal.holding}
    assert before == pytest.approx(1_440_000 * 1.1 + THRESHOLD, rel=1e-3)
    assert all(each.after <= each.before for each in renewal.holding)


def tail_costs(excess: int, *, people: int = 4, years: int = 1000, chance: float = 0.01, mean: float = 0.0) -> Costs:
    """So many person-years, one in a hundred at threshold + excess; ``mean``: computed fen a person, else counted."""
    amounts = np.where(np.arange(people * years) % round(1 / chance) == 0, THRESHOLD + excess, 1000).astype(np.int64)
    by_person = np.full((people, 1), amounts.sum() // people, np.int64)
    computed = None
    if mean:
        expected = np.full((people, 1), round(mean * years), np.int64)
        computed = Computed(np.ones(1, bool), expected, np.zeros((people, 1)))
    by_year = amounts.reshape(years, people).sum(axis=1)[:, None, None]
    members = tuple(f"E{i}" for i in range(people))
    one, zeros = np.ones(1, np.int64), np.zeros(people, np.int64)
    return Costs(years, (("staff", "opd"),), ("",), zeros, members, by_year, by_person, one, amounts, (), computed)


def test_the_reference_of_the_charge_has_the_expected_mean() -> None:
    """One per cent at 15,000 yuan, but a fifth more is expected: the tail is that much heavier."""
    plain = tail_costs(500_000)
    assert weighed_person_years(plain)[1] == ()
    assert excess_a_person(plain, THRESHOLD) == pytest.approx(5000)
    more = tail_costs(500_000, mean=1.2 * plain.mean() / 4)
    amounts, notes = weighed_person_years(more)
    assert amounts.mean() == pytest.approx(more.mean() / 4, rel=0.01)
    assert excess_a_person(more, THRESHOLD) > 5900
    assert kept_a_person(more, THRESHOLD) + excess_a_person(more, THRESHOLD) == pytest.approx(more.mean() / 4)
    assert any("weighed" in note.en for note in notes)


def test_the_charge_is_for_the_people_who_are_priced() -> None:
    """Twice as many people pay twice as much, whoever was covered last year and for however long."""
    past = the_past(*monthly(1, 2, 3, 4))
    costs, more = (tail_costs(500_000, people=people, years=4000 // people) for people in (20, 40))
    cut = threshold_of(past, POOLING, costs)
    pooling, double = (pooling_of(past, past.paid, cut, each)[0] for each in (costs, more))
    assert pooling is not None
    assert double is not None
    assert double.charge == pytest.approx(2 * pooling.charge, abs=2)
    half = the_past(*monthly(1, 2, 3, 4, until=6), until=date(2025, 6, 30))
    same, _ = pooling_of(half, half.paid, cut, costs)
    assert same is not None
    assert same.charge == pooling.charge


def test_the_rule_of_the_coming_years_sees_large_claims_pooled() -> None:
    made = years_of(tail_costs(5_000_000, people=10), THRESHOLD, seed=1)
    assert made is not None
    totals, pooled = made
    assert totals.mean() == pytest.approx(pooled.mean())
    assert pooled.std() < totals.std() / 3
    assert years_of(tail_costs(1, people=10, years=50), THRESHOLD, seed=1) is None


def test_a_model_is_not_taken_for_certain() -> None:
    """Without own experience the level still is as unsure as the model: three years do not hold for sure."""
    sure = tail_costs(0, chance=0.5)
    past = the_past(*monthly(1, 2, 3, 4))
    given = {**SETTLED, "simulations": 5000, "trend": TrendAssumption(0.0), "credibility": Fraction(0)}
    path = renew(past, [staff_plan(2026)], Assumptions(**given, model=ModelView(sure))).path
    assert path.margin > 0.2
    assert float(np.ptp(path.claims.quantiles[0])) > 0.5 * path.claims.mean[0]


def test_reimbursements_follow_prices_and_sums_insured_do_not() -> None:
    costs = tail_costs(0)
    assert bills_share(costs, [staff_plan()]) == 1
    plan = staff_plan(more=LIFE)
    with_life = Costs(
        costs.years, (("staff", "life"),), costs.groups, costs.group, costs.member_id, costs.by_year, costs.by_person,
        costs.paid_counts, costs.person_years,
    )  # fmt: skip
    assert bills_share(with_life, [plan]) == 0


def test_one_large_bill_does_not_move_the_level_of_the_months() -> None:
    """Bills come in a month late; one of 50,000 yuan in May is cut to the threshold before the months are completed."""
    rows = [row | {"received_date": _later(row["service_date"], row["bill_id"])} for row in monthly(2, 3, 4)]
    quiet, loud = the_past(*rows), the_past(*rows, bill(9000, "E1", "2025-05-05", "50000"))
    assert np.nansum(triangle_of(loud, threshold=500_000).increments[4]) == 500_000 + 3 * 40_000
    amounts = [unreported(past, threshold=cut).amount for past, cut in ((quiet, None), (loud, 500_000), (loud, None))]
    assert abs(amounts[0] - 80_000) < 5_000  # December's two late bills at 80 % of 500 yuan
    assert amounts[2] < amounts[1] < amounts[0]


def _later(day: str, number: str) -> str:
    """Every other bill comes in a month later."""
    month = int(day[5:7]) + 1
    return day if int(number[1:]) % 2 else f"{2025 + month // 13}-{(month - 1) % 12 + 1:02d}-10"


def test_bills_that_all_come_in_a_month_late_are_completed() -> None:
    rows = [row | {"received_date": _later(row["service_date"], "b0")} for row in monthly(1, 2, 3, 4)]
    still = unreported(the_past(*rows))
    assert still.amount == pytest.approx(160_000, rel=0.05)  # December: four bills at 80 % of 500 yuan
    assert still.completion is not None
    assert len(still.completion.outstanding) == 12
    assert any("newest 1 stand at the level" in note.en for note in still.notes)


def test_bills_without_a_day_of_receipt_are_told_of() -> None:
    assert any("received_date" in note.en for note in unreported(the_past(*monthly(1, 2))).notes)
    late = [row | {"received_date": _later(row["service_date"], row["bill_id"])} for row in monthly(1, 2)]
    assert not any("received_date" in note.en for note in unreported(the_past(*late)).notes)


def test_two_months_are_no_experience_beside_a_model() -> None:
    past = the_past(*monthly(1, 2, until=2), until=date(2025, 2, 28))
    given = {**SETTLED, "unreported": None, "trend": TrendAssumption(0.0), "model": ModelView(tail_costs(0))}
    renewal = renew(past, [staff_plan(2026)], Assumptions(**given))
    assert renewal.indicated.blend.z == 0
    assert any("does not count" in note.en for note in renewal.notes)
    asked = renew(past, [staff_plan(2026)], Assumptions(**given, credibility=Fraction(1, 2)))
    assert asked.indicated.blend.z == Fraction(1, 2)


def test_a_published_trend_of_payments_is_not_levered_again() -> None:
    """Under a deductible of 250 a bill bills must rise by less than 7.8 % for payments to rise by 7.8 %."""
    plain = renew(the_past(*monthly(1, 2, 3, 4)), [staff_plan(2026)], Assumptions(**SETTLED))
    assert plain.trend.prices == pytest.approx(0.078, abs=2e-4)
    plan = staff_plan(deductible=3000)
    past = past_year(
        [plan], group(), bills(*monthly(1, 2, 3, 4)), premiums(premium("24000")), valuation=date(2025, 12, 31)
    )
    levered = renew(past, [staff_plan(2026, deductible=3000)], Assumptions(**SETTLED))
    assert factors(levered)["price_trend"] == pytest.approx(1.078, abs=2e-4)
    assert levered.trend.prices == pytest.approx(0.039, abs=2e-4)  # half of 6,000 is deducted
    assert any("it is one of payments" in note.en for note in levered.notes)


def test_a_trend_that_limits_hold_back_goes_onto_payments() -> None:
    plan = staff_plan(limit=1000)
    past = past_year(
        [plan], group(), bills(*monthly(1, 2, 3, 4)), premiums(premium("24000")), valuation=date(2025, 12, 31)
    )
    renewal = renew(past, [staff_plan(2026, limit=1000)], Assumptions(**SETTLED))
    assert (renewal.trend.prices, renewal.trend.use) == (0.0, pytest.approx(0.078))


def test_what_says_nothing_at_all_is_refused_in_plain_words() -> None:
    past = the_past(bill(1, "E1", "2025-03-05", "100", category="dental"))
    with pytest.raises(RenewalError, match="no claims and there is no model"):
        renew(past, [staff_plan(2026)], Assumptions(**SETTLED, trend=TrendAssumption(0.0)))
    with pytest.raises(RenewalError, match="credibility 2 must be from 0 to 1"):
        renew(the_past(*monthly(1)), [staff_plan(2026)], Assumptions(**SETTLED, credibility=Fraction(2)))


def test_plans_are_moved_with_their_variants() -> None:
    plan = staff_plan(more="variants:\n  lite: {set: {opd.coinsurance: 50%}}\n")
    [moved] = in_year([plan], (date(2026, 1, 1), date(2026, 12, 31)))
    assert moved.period.first == moved.variant("lite").period.first == date(2026, 1, 1)
    assert plan.variant("lite").period.first == date(2025, 1, 1)
    assert moved.variant("lite").id == "staff:lite"


def test_some_families_of_a_large_group_are_taken_whole() -> None:
    """Every other family: all of its bills, and only its people."""
    past = the_past(*monthly(1, 2, 3, 4))
    some = some_claims(past.claims, past.paid.members, lines=24)
    assert some.members["member_id"].to_pylist() == ["E1", "E3"]
    assert pay(past.plans, some).total == past.paid.total // 2
    assert some_claims(past.claims, past.paid.members) is past.claims
