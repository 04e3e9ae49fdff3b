"""Four loss ratios of one and the same group, each by its definition."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.loss_ratios import DEFINITIONS, ClaimFigures, Kind, loss_ratios

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
FIGURES = ClaimFigures(
    paid_in_period=300_000,
    paid=280_000,
    outstanding=30_000,
    unreported=50_000,
    outstanding_before=20_000,
    unreported_before=45_000,
)


def ratios(figures: ClaimFigures = FIGURES, **changes: Any) -> dict[Kind, Any]:
    given = {"earned": 450_000, "written": 480_000, "period": YEAR, "valuation": date(2025, 12, 31), **changes}
    return loss_ratios(figures, **given)


def test_the_same_figures_give_four_ratios() -> None:
    found = {kind: ratio.ratio for kind, ratio in ratios().items()}
    assert found == {
        "earned": Fraction(300_000 + 10_000 + 5_000, 450_000),
        "policy_year": Fraction(280_000 + 30_000 + 50_000, 450_000),
        "reported": Fraction(310_000, 450_000),
        "simple": Fraction(300_000, 480_000),
    }
    assert found["simple"] == Fraction(5, 8)
    assert found["policy_year"] == Fraction(4, 5)


def test_reserves_that_fall_make_the_calendar_ratio_less_than_what_was_paid() -> None:
    falling = ClaimFigures(paid_in_period=300_000, paid=300_000, outstanding_before=60_000)
    assert ratios(falling)["earned"].numerator == 240_000
    assert ratios(falling)["policy_year"].numerator == 300_000


def test_what_was_paid_after_the_year_was_outstanding_at_its_end() -> None:
    later = ClaimFigures(paid_in_period=200_000, paid=280_000, paid_since=80_000)
    found = ratios(later, valuation=date(2026, 6, 30))
    assert found["earned"].numerator == found["policy_year"].numerator == 280_000
    assert found["simple"].numerator == 200_000


def test_every_ratio_is_printed_with_definition_amounts_and_valuation_date() -> None:
    assert set(ratios()) == set(DEFINITIONS)
    for kind, ratio in ratios(valuation=date(2025, 10, 31)).items():
        zh, en = ratio.sentence()
        assert DEFINITIONS[kind][1].zh in zh
        assert DEFINITIONS[kind][1].en in en
        assert "评估日 2025-10-31" in zh
        assert "valued on 2025-10-31" in en
        assert sum(fen for _, fen in ratio.parts) == ratio.numerator
    assert "满期赔付率 80.00% = 3,600.00 元 ÷ 4,500.00 元" in ratios()["policy_year"].sentence().zh


def test_no_earned_premium_and_an_early_valuation_are_refused_together() -> None:
    with pytest.raises(RenewalError) as refused:
        ratios(earned=0, valuation=date(2024, 12, 31))
    assert len(refused.value.problems) == 2
    assert "评估日 2024-12-31 早于" in refused.value.text.zh
    assert "earned premium is 0.00 yuan" in refused.value.text.en
