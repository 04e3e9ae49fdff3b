"""What befalls whom: published tables come through, use rises with age, accidents with the class."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.pricing.model.rosters import YEAR, employees, person
from tests.support import people
from tuanbao.pricing.model import ClaimModel, ModelError, hazards_of, load_model
from tuanbao.pricing.model.claim_model import NOT_STATED, Exposed
from tuanbao.pricing.model.packing import relative_price
from tuanbao.reference.tables import age_table
from tuanbao.reference.trends import medical_trends
from tuanbao.vocabulary import CATEGORIES, EVENTS

MODEL = load_model()
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "reference"


def rates(model: ClaimModel, ages: list[int], sex: int, **more: int) -> np.ndarray:
    """(ages, streams) of insured employees of no stated class."""
    nobody = np.zeros(len(ages), np.int64)
    exposed = Exposed(
        np.array(ages), nobody + sex, nobody, nobody + more.get("occupation", NOT_STATED), nobody == more.get("out", 0)
    )
    return model.rates(exposed)


def of_events(*events: str) -> np.ndarray:
    return np.array([stream.event in events for stream in MODEL.streams])


@pytest.mark.parametrize(
    ("age", "male", "female"),
    [(0, 0.000595, 0.000815), (30, 0.000949, 0.000987), (40, 0.002474, 0.002643), (50, 0.008018, 0.005986)],
)
def test_critical_illness_is_the_table_of_2006_to_2010(age: int, male: float, female: float) -> None:
    for sex, expected in enumerate((male, female)):
        found = rates(MODEL, [age], sex)[0, of_events("critical_illness")].sum()
        assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("age", "male", "female"), [(20, 0.000347, 0.000175), (40, 0.001202, 0.00044)])
def test_all_deaths_together_are_the_life_table(age: int, male: float, female: float) -> None:
    """Illness, sudden death, accidents in and out of public transport, for somebody of no stated class."""
    dead = of_events("death", "sudden_death", "accidental_death", "transport_death")
    for sex, expected in enumerate((male, female)):
        assert rates(MODEL, [age], sex)[0, dead].sum() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "file", "columns"),
    [
        ("life-2025", "life_table_CL2025.csv", ("feiyanglao1_male", "feiyanglao1_female")),
        ("critical-illness-2006-2010", "ci_2006_2010_25diseases.csv", ("ix_male_CI3", "ix_female_CI4")),
    ],
)
def test_the_tables_are_the_published_ones_at_every_age(name: str, file: str, columns: tuple[str, str]) -> None:
    if not (SHARED / file).exists():
        pytest.skip(f"needs {file}")
    with (SHARED / file).open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    published = np.array([[float(row[column]) for row in rows] for column in columns])
    assert np.array_equal(age_table(name).rates, published)


def test_an_age_beyond_a_table_is_refused_by_it_and_taken_as_its_last_by_the_model() -> None:
    table = age_table("life-2025")
    with pytest.raises(ValueError, match="holds ages 0 to 105, not 106"):
        table.at(0, 106)
    dead = of_events("death", "sudden_death", "accidental_death", "transport_death")
    assert rates(MODEL, [110], 0)[0, dead].sum() == pytest.approx(table.at(0, table.last_age))


def test_expected_cost_of_illness_rises_with_age_from_20_on() -> None:
    categories = ("outpatient", "emergency", "inpatient", "chronic")
    ill = np.array([stream.category in categories and stream.cause == "illness" for stream in MODEL.streams])
    for sex in (0, 1):
        ages = list(range(20, 86, 5))
        nobody = np.zeros(len(ages), np.int64)
        exposed = Exposed(np.array(ages), nobody + sex, nobody, nobody, nobody == 0)
        cost = (MODEL.rates(exposed) * MODEL.means(exposed))[:, ill].sum(axis=1)
        assert (np.diff(cost) > 0).all()


def test_accidents_rise_with_the_occupation_class_by_the_filed_factors() -> None:
    stream = [stream.key for stream in MODEL.streams].index("accident_stay")
    by_class = [rates(MODEL, [35], 0, occupation=one)[0, stream] for one in range(1, 7)]
    assert np.array(by_class) / by_class[0] == pytest.approx([1, 1.25, 1.5, 2.5, 3.5, 4.5])


def test_illness_does_not_depend_on_the_occupation_class() -> None:
    ill = np.array([stream.cause == "illness" for stream in MODEL.streams])
    assert np.array_equal(rates(MODEL, [35], 0, occupation=1)[0, ill], rates(MODEL, [35], 0, occupation=6)[0, ill])


def test_men_bear_no_children_and_women_do_in_their_thirties() -> None:
    birth = of_events("childbirth")
    assert not rates(MODEL, list(range(0, 100)), 0)[:, birth].any()
    women = rates(MODEL, list(range(0, 100)), 1)[:, birth].sum(axis=1)
    assert women[30] > women[22] > 0
    assert not women[:20].any()
    assert not women[45:].any()


def test_children_see_the_children_s_doctor_and_adults_the_others() -> None:
    keys = [stream.key for stream in MODEL.streams]
    child, adult = rates(MODEL, [8], 0)[0], rates(MODEL, [38], 0)[0]
    for own, other in (("outpatient_child", "outpatient"), ("stay_child", "stay")):
        assert child[keys.index(own)] > 0 == child[keys.index(other)]
        assert adult[keys.index(other)] > 0 == adult[keys.index(own)]


def test_the_streams_cover_every_category_and_every_event_but_moderate_illness() -> None:
    assert {stream.category for stream in MODEL.streams if stream.billed} == set(CATEGORIES)
    assert set(EVENTS) - {stream.event for stream in MODEL.streams} == {"moderate_illness"}


def test_the_trend_is_compounded_year_by_year_and_only_where_it_applies() -> None:
    later = MODEL.trended(2026)
    assert later.stream("outpatient").mean / MODEL.stream("outpatient").mean == pytest.approx(0.998 * 1.02**2)
    assert later.stream("outpatient").rate / MODEL.stream("outpatient").rate == pytest.approx(1.035**3)
    assert later.stream("stay").mean / MODEL.stream("stay").mean == pytest.approx(0.957)
    assert later.stream("death") == MODEL.stream("death")
    assert later.stream("critical_illness_men").rate == 1.0
    assert later.trended(2026).streams == later.streams
    assert MODEL.trended(2025).trended(2027).stream("stay").rate == pytest.approx(
        MODEL.trended(2027).stream("stay").rate
    )


def test_the_observed_changes_of_2024_are_those_of_the_published_trends() -> None:
    published = {trend.source: trend.rate for trend in medical_trends() if trend.kind == "unit_cost"}
    visit, stay = (MODEL.trend[name].value["by_year"][2024] for name in ("visit_price", "stay_price"))
    assert sorted(published.values()) == pytest.approx(sorted([visit, stay]))


def test_a_year_before_the_statistics_is_refused() -> None:
    with pytest.raises(ModelError) as caught:
        MODEL.trended(2020)
    assert "2023" in caught.value.text.zh
    assert "2020" in caught.value.text.en


def test_a_dear_city_costs_its_ratio_more_a_bill_and_is_visited_more() -> None:
    rows = [person(1, 30, city="北京市"), person(2, 30, city="赣州")]
    hazards = hazards_of(people(rows), MODEL, YEAR)
    stream = hazards.streams.names.index("outpatient")
    assert hazards.scale[0, stream] / hazards.scale[1, stream] == pytest.approx(1.25 / 0.85)
    assert hazards.rate[0, stream] / hazards.rate[1, stream] == pytest.approx(1.30)
    stay = hazards.streams.names.index("stay")
    assert hazards.rate[0, stay] == hazards.rate[1, stay]


def test_scale_times_the_mean_price_of_level_and_ward_is_the_mean_bill() -> None:
    hazards = hazards_of(employees([30]), MODEL, YEAR)
    stream = hazards.streams.names.index("emergency")
    expected = MODEL.stream("emergency").mean * MODEL.tables["visit_price"].rates[0, 30]
    assert hazards.scale[0, stream] * relative_price(hazards.streams)[stream] / 100 == pytest.approx(expected)


def test_people_without_basic_insurance_use_less_care_but_have_as_many_accidents() -> None:
    with_it, without = rates(MODEL, [30], 0)[0], rates(MODEL, [30], 0, out=1)[0]
    keys = [stream.key for stream in MODEL.streams]
    assert without[keys.index("outpatient")] < with_it[keys.index("outpatient")]
    assert without[keys.index("accident_stay")] == with_it[keys.index("accident_stay")]


def test_the_rates_of_a_plan_year_are_those_of_the_year_in_which_it_begins() -> None:
    year = (date(2025, 7, 1), date(2026, 6, 30))
    rows = [person(1, 30, cover_from="2025-07-01", cover_to="2026-06-30")]
    hazards = hazards_of(people(rows), MODEL, year)
    by_hand = hazards_of(people(rows), MODEL.trended(2025), year, trend=False)
    assert np.array_equal(hazards.rate, by_hand.rate)
    assert np.array_equal(hazards.scale, by_hand.scale)
