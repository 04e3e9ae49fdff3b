"""Value by its formula, and the weights that it takes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.design.making import FAMILY, STAFF, small
from tuanbao.design.choosing.valuing import EQUAL, Scales, scales_of, value_of
from tuanbao.design.options.model import Value
from tuanbao.design.themes import THEMES

THEME = {
    "outpatient": "outpatient",
    "inpatient": "inpatient",
    "critical-illness": "critical_illness",
    "accidental-death": "accident",
    "accidental-disability": "accident",
}
NAMES = list(THEMES)
weights = st.fixed_dictionaries({theme: st.floats(0.0, 5.0) for theme in NAMES}).filter(
    lambda own: sum(own.values()) > 1
)


def value(**more: object) -> Value:
    return Value.model_validate(more)


def test_the_value_of_an_offer_by_hand() -> None:
    """Weights times expected payments, extra weight of relief in bad years, less what people pay themselves."""
    scales = Scales({"": EQUAL | {"outpatient": 1.5, "accident": 0.2}}, 2.0, 0.05, {"": 1.0})
    for key in (STAFF, FAMILY):
        made = small().block(key).offers
        found = value_of(made, scales, "")
        people = len(small().block(key).block)
        for offer in range(len(made)):
            row, join = int(made.row[offer]), float(made.joining[offer])
            money = sum(
                join
                * float(made.grid.expected[row, at])
                * {"outpatient": 1.5, "accident": 0.2}.get(THEME[benefit], 1.0)
                for at, (_, benefit) in enumerate(made.grid.benefits)
            )
            relief = 2.0 * 0.05 * people * join * (made.grid.worst_uncovered - made.grid.worst[row])
            own = made.price[offer] - made.company[offer]
            assert found.money[offer] == pytest.approx(money)
            assert found.relief[offer] == pytest.approx(relief)
            assert found.own[offer] == pytest.approx(own)
            assert found.value[offer] == pytest.approx(money + relief - own)


def test_a_tier_has_weights_and_a_factor_of_its_own() -> None:
    made = small().block(STAFF).offers
    plain = Scales({"": EQUAL, "staff": EQUAL | {"critical_illness": 3.0}}, 2.0, 0.05, {"staff": 1.5, "chiefs": 9.0})
    nobody, staff = value_of(made, plain, "interns"), value_of(made, plain, "staff")
    critical = [at for at, (_, benefit) in enumerate(made.grid.benefits) if benefit == "critical-illness"]
    more = 2.0 * made.grid.expected[made.row][:, critical].sum(axis=1)
    assert staff.value == pytest.approx(1.5 * (nobody.value + more))


def test_a_bad_year_that_counts_nothing_leaves_expected_payments() -> None:
    made = small().block(STAFF).offers
    found = value_of(made, Scales({"": EQUAL}, 0.0, 0.05, {}), "")
    assert found.value == pytest.approx(made.grid.expected.sum(axis=1))


@given(weights, weights, st.integers(0, 100), st.integers(0, 100))
def test_weights_have_mean_one_in_whatever_shares_they_are_mixed(
    needs: dict[str, float], market: dict[str, float], share: int, other: int
) -> None:
    other = min(other, 100 - share)
    scales = scales_of(value(needs=f"{share}%", market=f"{other}%"), {"": EQUAL, "staff": needs}, market)
    rest = 1 - share / 100 - other / 100
    mixed = {t: share / 100 * needs[t] + other / 100 * market[t] + rest for t in NAMES}
    mean = sum(mixed.values()) / len(mixed)
    assert np.mean(list(scales.of("staff").values())) == pytest.approx(1.0)
    for theme in NAMES:
        assert scales.of("staff")[theme] == pytest.approx(mixed[theme] / mean)


def test_weights_of_the_options_multiply_what_needs_and_market_say() -> None:
    plain = scales_of(value(), {"": EQUAL | {"life": 3.0}}, EQUAL)
    own = scales_of(
        value(weights={"life": 2, "accident": "0.5"}, tiers={"staff": "1.5"}), {"": EQUAL | {"life": 3.0}}, EQUAL
    )
    for theme, factor in (("life", 2.0), ("accident", 0.5), ("outpatient", 1.0)):
        assert own.of("")[theme] == pytest.approx(plain.of("")[theme] * factor)
    assert own.tiers == {"staff": 1.5}
    assert (own.bad_year, own.worst) == (2.0, 0.05)
    assert own.of("nobody has asked") == own.of("")


def test_people_without_weights_of_their_own_have_the_markets() -> None:
    scales = scales_of(value(needs="0%", market="100%"), {}, EQUAL | {"life": 2.0})
    assert scales.of("anything")["life"] == pytest.approx(2.0 / (1 + 1 / len(NAMES)))


def test_flattened_weights_are_nearer_to_one_another() -> None:
    scales = Scales({"": EQUAL | {"life": 2.0, "accident": 0.2}}, 2.0, 0.05, {})
    assert scales.flattened(1.0).of("") == EQUAL
    assert scales.flattened(0.0).of("") == scales.of("")
    half = scales.flattened(0.5).of("")
    assert (half["life"], half["accident"]) == (1.5, pytest.approx(0.6))
    away = scales.flattened(-0.5).of("")
    assert (away["life"], away["accident"]) == (2.5, 0.0)  # never below nothing
    assert scales.with_bad_year(0.5).bad_year == 1.0
