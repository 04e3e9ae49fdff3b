"""The model comes to the official statistics of 2023 over its standard population."""

from datetime import date

import numpy as np
import pytest

from tests.pricing.model.rosters import YEAR
from tuanbao.pricing.model import hazards_of, load_model
from tuanbao.pricing.model.calibration import expectation, insured_rate
from tuanbao.pricing.model.packing import relative_price
from tuanbao.pricing.model.standard import active_share, standard_members, standard_population

MODEL = load_model()
ACTIVE = standard_population("active")
RETIRED = standard_population("retired")


def test_working_people_are_admitted_as_often_as_the_bulletin_says() -> None:
    """2023: 在职职工住院率 11.93 %; stays for illness, accident and critical illness, without childbirth."""
    assert expectation(MODEL, "stays", ACTIVE).rate == pytest.approx(0.1193, rel=1e-12)
    counted = {stream.key for stream in MODEL.streams if stream.counts == "stays"}
    assert {"stay", "stay_women", "accident_stay", "critical_illness_men", "critical_illness_women"} <= counted
    assert "childbirth" not in counted


def test_a_stay_costs_and_lasts_what_the_bulletin_says() -> None:
    stay = expectation(MODEL, "stays", ACTIVE)
    assert stay.mean == pytest.approx(12175, rel=1e-12)
    assert stay.days == pytest.approx(9.8, rel=1e-12)


def test_a_visit_costs_what_the_bulletin_says() -> None:
    assert expectation(MODEL, "visits", ACTIVE).mean == pytest.approx(361.6, rel=1e-12)


def test_insured_employees_and_pensioners_together_make_as_many_visits_as_the_bulletin_counts() -> None:
    assert insured_rate(MODEL, "visits") == pytest.approx(5.88, rel=1e-12)
    assert insured_rate(MODEL, "chronic") == pytest.approx(0.73, rel=1e-12)
    assert insured_rate(MODEL, "pharmacy") == pytest.approx(6.20, rel=1e-12)
    working, retired = expectation(MODEL, "visits", ACTIVE).rate, expectation(MODEL, "visits", RETIRED).rate
    assert working < 5.88 < retired


def test_pensioners_are_not_normalised_but_come_near_their_own_figure() -> None:
    """2023: 退休人员住院率 49.02 %."""
    assert expectation(MODEL, "stays", RETIRED).rate == pytest.approx(0.4902, rel=0.05)


def test_the_share_of_working_people_is_the_one_that_the_three_admission_rates_allow() -> None:
    assert active_share() == pytest.approx((0.4902 - 0.2186) / (0.4902 - 0.1193), abs=1e-4)


def test_a_table_of_standard_people_comes_to_the_same_figures_by_way_of_the_roster() -> None:
    """Twenty thousand whole people; what is left is the rounding of people to whole numbers."""
    hazards = hazards_of(standard_members(20_000, date(2023, 1, 1)), MODEL, YEAR)
    bill = hazards.scale * relative_price(hazards.streams) / 100
    for counts, mean, rate in (("stays", 12175, 0.1193), ("visits", 361.6, expectation(MODEL, "visits", ACTIVE).rate)):
        chosen = np.array([stream.counts == counts for stream in MODEL.streams])
        rates = hazards.rate[:, chosen]
        assert rates.sum() / 20_000 == pytest.approx(rate, rel=1e-3)
        assert (rates * bill[:, chosen]).sum() / rates.sum() == pytest.approx(mean, rel=1e-3)


def test_standard_people_have_the_standard_classes() -> None:
    table = standard_members(1_000, date(2023, 1, 1))
    counts = np.bincount([int(word) for word in table.column("occupation_class").to_pylist()], minlength=7)[1:]
    assert counts == pytest.approx([250, 350, 200, 120, 50, 30], abs=3)
