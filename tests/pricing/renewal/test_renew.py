"""A renewal from end to end: by hand where it can be, and every assumption told."""

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tuanbao.language import Text
from tuanbao.pricing.costs import Costs
from tuanbao.pricing.experience.trend import Trend
from tuanbao.pricing.renewal import (
    Assumptions,
    ModelView,
    PastYear,
    Pooling,
    RefundTerms,
    Renewal,
    RenewalError,
    Reserves,
    TrendAssumption,
    past_year,
    renew,
)
from tuanbao.pricing.renewal.assumptions import years_between
from tuanbao.pricing.renewal.completing import Unreported

from .groups import bill, bills, group, premium, premiums, staff_plan

NOTHING_TO_COME = Unreported(0, 0.0, Text("已了结", "run off"))
NO_TREND = TrendAssumption(0.0)
POOLING = Pooling(10**9, 0, Text("约定", "agreed"))


def monthly(yuan: str = "500") -> list[dict[str, Any]]:
    """A bill a month of each of four people: 24,000 yuan in all, of which 80 % are paid."""
    return [
        bill(100 * month + person, f"E{person}", f"2025-{month:02d}-{person:02d}", yuan)
        for month in range(1, 13)
        for person in range(1, 5)
    ]


def the_past(*rows: dict[str, Any], valuation: date = date(2025, 12, 31), yuan: str = "24000") -> PastYear:
    table = bills(*(rows or monthly()))
    return past_year([staff_plan()], group(), table, premiums(premium(yuan)), valuation=valuation)


def renewed(past: PastYear | None = None, **given: Any) -> Renewal:
    plans = given.pop("plans", [staff_plan(2026)])
    known = {"trend": NO_TREND, "permissible": Fraction(4, 5), "unreported": NOTHING_TO_COME, "pooling": POOLING}
    assumed = Assumptions(**{"reserves": Reserves(), "simulations": 500, **known, **given})
    return renew(past or the_past(), plans, assumed)


def amounts(renewal: Renewal) -> dict[str, int]:
    return {step.cause.key: step.amount for step in renewal.indicated.explanation.steps}


def costs(total: float, people: int, years: int = 50) -> Costs:
    by_year = np.full((years, 1, 1), round(total), np.int64)
    by_year[::2] += 1000
    by_year[1::2] -= 1000
    members = tuple(f"E{i}" for i in range(people))
    each = round(total) // people
    by_person = np.full((people, 1), each * years, np.int64)
    person_years = np.full(people * years, each, np.int64)
    one = np.ones(1, np.int64)
    zeros = np.zeros(people, np.int64)
    return Costs(years, (("staff", "opd"),), ("",), zeros, members, by_year, by_person, one, person_years)


def test_a_group_that_used_just_what_it_may_renews_at_todays_premium() -> None:
    """19,200 of 24,000 yuan were paid: 80 %, which is what is permissible."""
    renewal = renewed()
    assert {kind: ratio.ratio for kind, ratio in renewal.ratios.items()} == {
        kind: Fraction(4, 5) for kind in ("earned", "policy_year", "reported", "simple")
    }
    assert renewal.indicated.change == 0
    assert renewal.indicated.premium == renewal.indicated.current == 2_400_000
    assert renewal.holding == ()
    assert renewal.refund is renewal.expected_refund is None


def test_trend_and_terms_are_worked_out_on_the_bills() -> None:
    """A bill of 500 becomes 550 in a year; under a new deductible of 660 a year each is paid 80 % of 660 less."""
    renewal = renewed(trend=TrendAssumption(0.10), plans=[staff_plan(2026, deductible=660)], hold=False)
    assert renewal.trend_years == pytest.approx(1, abs=0.001)
    factor = renewal.on_level.trend_total.factor
    assert factor == pytest.approx(1.1, abs=1e-4)
    assert renewal.on_level.terms_total.factor == pytest.approx(1 - 660 / 6600, abs=1e-4)
    assert renewal.indicated.change == pytest.approx(1.1 * 0.9 - 1, abs=1e-4)
    parts = amounts(renewal)
    assert parts["price_trend"] == pytest.approx(240_000, abs=200)
    assert parts["plan_change"] == pytest.approx(-264_000, abs=200)
    assert sum(parts.values()) == renewal.indicated.premium


def test_terms_that_hold_the_premium_bring_the_loss_ratio_down_to_what_is_permissible() -> None:
    renewal = renewed(trend=TrendAssumption(0.10))
    assert renewal.indicated.change > 0
    best = renewal.holding[0]
    assert best.holds
    assert best.factor * renewal.indicated.projected <= Fraction(4, 5)
    again = renewed(trend=TrendAssumption(0.10), plans=[_with(best)], hold=False)
    assert again.indicated.change <= Fraction(1, 10_000)


def _with(candidate: Any) -> Any:
    from tuanbao.pricing.renewal.terms import changed

    return changed([staff_plan(2026)], candidate.changes)[0]


def test_the_model_stands_for_what_the_group_is_too_small_to_say() -> None:
    """Model: 1,728,000 fen for four people now (72 % of the premium); last year's four cost it 1,600,000."""
    model = ModelView(costs(1_728_000, 4), costs(1_600_000, 4))
    renewal = renewed(model=model, credibility=Fraction(1, 4))
    own = Fraction(4, 5) * Fraction(108, 100)
    assert renewal.indicated.experience_ratio == own
    assert renewal.indicated.projected == own / 4 + Fraction(72, 100) * 3 / 4
    assert amounts(renewal)["demographics"] == 192_000


def test_credibility_by_size_is_used_and_called_unverified() -> None:
    renewal = renewed(model=ModelView(costs(1_728_000, 4)))
    assert renewal.indicated.blend.z == pytest.approx((4 / 1500) ** 0.5, abs=1e-4)
    assert any("没有公开来源" in note.zh for note in renewal.notes)
    assert any("人员结构按不变计" in note.zh for note in renewal.notes)


def test_what_was_not_given_is_replaced_and_told() -> None:
    renewal = renew(the_past(), [staff_plan()], Assumptions(simulations=500))
    said = " ".join(note.zh for note in renewal.notes)
    for words in (
        "按 2026-01-01 至 2026-12-31 定价",
        "没有给出趋势",
        "许可赔付率按一般惯例",
        "没有给出已报未决",
        "完全采用自身经验",
        "没有模型",
    ):
        assert words in said
    assert all(note.zh and note.en for note in renewal.notes)
    assert renewal.trend.prices == pytest.approx(0.078)


def test_large_claims_are_replaced_by_their_charge() -> None:
    rows = [*monthly(), bill(9999, "E1", "2025-06-30", "50000")]
    pooling = Pooling(threshold=1_000_000, charge=200_000, source=Text("约定", "agreed"))
    past = the_past(*rows)
    renewal = renewed(past, pooling=pooling, hold=False)
    pooled = 4_000_000 + 480_000 - 1_000_000
    assert past.above(1_000_000) == pooled
    assert renewal.indicated.experience_ratio == Fraction(1_920_000 + 4_000_000 - pooled + 200_000, 2_400_000)


def test_a_refund_is_worth_more_than_it_stands_at_while_claims_come_in() -> None:
    terms = RefundTerms(share=Fraction(1, 2), target=Fraction(85, 100), minimum_lives=3)
    renewal = renewed(refund=terms, unreported=Unreported(10_000, 60_000.0, Text("估计", "estimated")))
    assert renewal.refund is not None
    assert renewal.refund.amount == (2_040_000 - 1_930_000) // 2
    assert renewal.expected_refund is not None
    assert renewal.expected_refund > renewal.refund.amount
    small = renewed(refund=RefundTerms(Fraction(1, 2), Fraction(85, 100), minimum_lives=5))
    assert small.refund is not None
    assert (small.refund.amount, small.expected_refund) == (0, 0.0)
    assert small.refund.refused


def test_reserves_and_earlier_years_enter_the_calendar_ratio() -> None:
    reserves = Reserves(
        outstanding=100_000, outstanding_before=60_000, unreported_before=20_000, paid_for_earlier_years=70_000
    )
    found = renewed(reserves=reserves, hold=False).ratios
    assert found["earned"].numerator == 1_920_000 + 70_000 + 40_000 - 20_000
    assert found["policy_year"].numerator == 2_020_000
    assert found["simple"].numerator == 1_990_000


def test_a_year_that_is_not_over_is_completed_and_said() -> None:
    rows = [row for row in monthly() if row["service_date"] < "2025-10-01"]
    past = the_past(*rows, valuation=date(2025, 9, 30))
    renewal = renewed(past, unreported=None, hold=False)
    assert renewal.unreported.amount == 0  # everything came in at once
    assert renewal.ratios["policy_year"].ratio == Fraction(1_440_000, past.earned)
    assert renewal.trend_years == pytest.approx(1.125, abs=0.01)
    assert renewal.indicated.current == 2_400_000
    assert any("只过到 2025-09-30" in note.zh for note in renewal.notes)


def test_todays_rates_and_the_premium_of_other_people_can_be_given() -> None:
    higher = renewed(rates=Fraction(5, 4), hold=False)
    assert higher.indicated.current == 3_000_000
    assert higher.indicated.change == Fraction(-1, 5)
    assert higher.indicated.premium == 2_400_000
    assert renewed(current=4_800_000, hold=False).indicated.premium == 4_800_000


def test_the_coming_years_rise_with_the_bills_and_their_leverage() -> None:
    flat = renewed(hold=False).path
    assert (flat.holds, flat.margin) == (1.0, pytest.approx(0, abs=1e-9))
    deductible = [staff_plan(2026, deductible=3000)]
    risen = renewed(trend=TrendAssumption(0.10), plans=deductible, hold=False)
    claims = risen.path.claims.mean
    assert claims[1] / claims[0] == pytest.approx((7260 - 3000) / (6600 - 3000), rel=1e-3)
    assert risen.path.holds == 0
    assert risen.path.margin > 0


def test_a_trend_seen_in_payments_does_not_go_onto_bills_again() -> None:
    seen = Trend(0.10, 0.02, 0.05, 0.15, 24, None, 1.0, ())
    renewal = renewed(trend=TrendAssumption.of_payments(seen), hold=False)
    assert renewal.on_level.trend_total.factor == 1
    assert renewal.indicated.change == pytest.approx(0.10, abs=1e-4)
    assert amounts(renewal)["price_trend"] == 0


def test_a_group_without_claims_leans_on_the_model_and_says_so() -> None:
    past = the_past(bill(1, "E1", "2025-03-05", "100", category="dental"))
    renewal = renewed(past, model=ModelView(costs(1_728_000, 4)), unreported=None, hold=False)
    assert renewal.indicated.experience_ratio == 0
    assert 0 < renewal.indicated.projected < Fraction(72, 100)
    said = " ".join(note.zh for note in renewal.notes)
    assert "暂按 0 计" in said
    assert "条款变化的影响无法由经验得出" in said


def test_what_says_nothing_is_refused() -> None:
    over = premiums(premium("24000", to="2025-06-30"))
    past = past_year([staff_plan()], group(), bills(*monthly()), over, valuation=date(2025, 12, 31))
    with pytest.raises(RenewalError, match="no premium is in force on 2025-12-31"):
        renewed(past)
    with pytest.raises(RenewalError, match="must come after the past year"):
        renewed(plans=[staff_plan(2024)])
    assert years_between((date(2025, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 12, 31))) == 365 / 365.25
