"""The indicated change: a worked example, and reasons that add up to the last fen."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.language import Text
from tuanbao.pricing.renewal.errors import RenewalError
from tuanbao.pricing.renewal.indicated import Blend, Figures, Indicated, adjustment, indicated

OWN = Text("给定", "given")
FACTORS = st.fractions(Fraction(1, 2), 2, max_denominator=1000)


def factor(key: str, value: Fraction) -> object:
    return adjustment(key, Text(key, key), value, OWN)


def worked(z: Fraction = Fraction(3, 5), manual: Fraction | None = Fraction(7, 10)) -> Indicated:
    figures = Figures(
        premium=1_000_000_00, reported=700_000_00, unreported=80_000_00, pooled=60_000_00, pooling_charge=36_000_00
    )
    factors = [
        factor("trend", Fraction(108, 100)),
        factor("people", Fraction(102, 100)),
        factor("plan", Fraction(95, 100)),
    ]
    return indicated(figures, factors, Blend(z, manual, OWN), permissible=Fraction(4, 5), current=1_200_000_00)  # type: ignore[arg-type]


def test_a_worked_example() -> None:
    """720 / 1,000 x 1.08 x 1.02 x 0.95 = 0.7534944, + 36 / 1,200 = 0.7834944; 0.6 of it + 0.4 x 0.70 = 0.75009664."""
    result = worked()
    assert result.experience_ratio == Fraction(7_834_944, 10_000_000)
    assert result.projected == Fraction(75_009_664, 100_000_000)
    assert result.change == result.projected / Fraction(4, 5) - 1
    assert result.premium == 112_514_500  # 1,125,144.96 yuan to the full yuan
    amounts = {step.cause.key: step.amount for step in result.explanation.steps}
    assert amounts == {
        "current": 120_000_000,
        "experience": -15_000_000,
        "unreported": 12_000_000,
        "large_claims": -9_000_000,
        "trend": 8_640_000,
        "people": 2_332_800,
        "plan": -5_948_640,
        "pooling_charge": 4_500_000,
        "credibility": -5_009_664,
        "rounding": 4,
    }
    assert sum(result.basis_points) == 9376


def test_no_factor_moves_the_charge_for_large_claims() -> None:
    """It is that of the priced year already: 36,000 yuan / 0.8, whatever happens to prices and people."""
    for factors in ([], [factor("trend", Fraction(3)), factor("people", Fraction(1, 2))]):
        figures = Figures(premium=100, reported=100, pooled=50, pooling_charge=36_000_00)
        blend = Blend(Fraction(1), None, OWN)
        result = indicated(figures, factors, blend, permissible=Fraction(4, 5), current=1_200_000_00)  # type: ignore[arg-type]
        assert next(s.amount for s in result.explanation.steps if s.cause.key == "pooling_charge") == 45_000_00


def test_full_credibility_needs_no_model() -> None:
    result = worked(Fraction(1), None)
    assert result.projected == result.experience_ratio
    assert next(step for step in result.explanation.steps if step.cause.key == "credibility").amount == 0


@given(
    *(st.integers(1, 10**11), st.integers(0, 10**11), st.integers(0, 10**11), st.fractions(0, 1, max_denominator=100)),
    *(st.lists(FACTORS, max_size=5), FACTORS, FACTORS, st.integers(1, 10**11), st.sampled_from([1, 100, 10_000])),
)
def test_the_reasons_add_up_and_multiply_to_the_premium(
    premium: int,
    reported: int,
    unreported: int,
    z: Fraction,
    factors: list[Fraction],
    manual: Fraction,
    permissible: Fraction,
    current: int,
    unit: int,
) -> None:
    given_factors = [factor(str(number), value) for number, value in enumerate(factors)]
    figures = Figures(premium, reported, unreported, reported // 3, unreported // 2)
    result = indicated(
        figures,
        given_factors,
        Blend(z, manual, OWN),
        permissible=permissible,
        current=current,
        unit=unit,  # type: ignore[arg-type]
    )
    steps = result.explanation.steps
    assert steps[0].total == current
    assert sum(step.amount for step in steps) == result.premium
    assert result.premium % unit == 0
    assert abs(result.premium - current * result.projected / permissible) <= Fraction(unit, 2)
    assert result.change == result.projected / permissible - 1
    for before, after in pairwise(steps):
        assert after.total == before.total + after.amount
        assert after.factor is None or after.exact == before.exact * after.factor
    change = Fraction(10_000 * result.premium, current) - 10_000
    assert abs(sum(result.basis_points[1:]) - change) <= Fraction(1, 2)


def test_no_claims_at_all_leave_the_model() -> None:
    blend = Blend(Fraction(1, 2), Fraction(3, 5), OWN)
    result = indicated(Figures(100, 0), [], blend, permissible=Fraction(3, 5), current=100_000)
    assert result.premium == 50_000


@pytest.mark.parametrize(
    ("figures", "z", "permissible", "current", "said"),
    [
        (Figures(0, 1), 1, "4/5", 1, "earned premium and today's premium"),
        (Figures(1, 1), 1, "4/5", 0, "earned premium and today's premium"),
        (Figures(1, -1), 1, "4/5", 1, "claims are negative"),
        (Figures(1, 5, pooled=6), 1, "4/5", 1, "more is pooled than there is"),
        (Figures(1, 1), 2, "4/5", 1, "from 0 to 1"),
        (Figures(1, 1), 0, "4/5", 1, "a model loss ratio is needed"),
        (Figures(1, 1), 1, "0", 1, "permissible"),
    ],
)
def test_what_cannot_be_is_refused(figures: Figures, z: int, permissible: str, current: int, said: str) -> None:
    with pytest.raises(RenewalError, match=said):
        indicated(figures, [], Blend(Fraction(z), None, OWN), permissible=Fraction(permissible), current=current)
