"""Every number says when it holds, in what unit, where it is from and how far it can be trusted."""

from datetime import date

import numpy as np
import pytest

from tests.pricing.model.rosters import YEAR, employees
from tuanbao.demo.parameters import parameters as demo_parameters
from tuanbao.pricing.model import hazards_of, load_model
from tuanbao.pricing.model.fields import READERS
from tuanbao.pricing.model.listing import of_low_confidence, parameters
from tuanbao.pricing.model.packing import pack_schemes, pack_streams
from tuanbao.reference.documented import CONFIDENCES, documented, reference_yaml
from tuanbao.reference.health_statistics import health_statistics
from tuanbao.reference.market_prices import market_prices
from tuanbao.reference.schemes import NO_CEILING, medical_schemes
from tuanbao.vocabulary import MODES, SEXES

MODEL = load_model()
LISTED = parameters(MODEL)


def test_every_parameter_of_the_model_is_documented() -> None:
    assert len(LISTED) > 400
    for parameter in LISTED:
        assert isinstance(parameter.date, date), parameter.key
        assert parameter.unit.strip(), parameter.key
        assert parameter.source.strip(), parameter.key
        assert parameter.confidence in CONFIDENCES, parameter.key


def test_every_field_that_a_stream_may_hold_has_a_unit_or_is_a_choice() -> None:
    choices = {"name", "category", "cause", "event", "billed", "ages", "sex", "tables", "occupation", "counts", "fund"}
    choices |= {"fixed_rate", "trend", "price_table", "pooled", "frailty", "months"}
    assert set(READERS) == set(MODEL.units) | choices


@pytest.mark.parametrize("name", ["health_statistics.yaml", "standard_population.yaml", "claim_cost_trend.yaml"])
def test_every_entry_of_a_reference_file_is_documented(name: str) -> None:
    for key, entry in documented(name).items():
        assert isinstance(entry.date, date), key
        assert entry.unit, key
        assert entry.source, key
        assert entry.confidence in CONFIDENCES, key


def test_what_is_assumed_is_never_said_to_be_certain() -> None:
    for parameter in LISTED:
        if parameter.source.startswith("assumption"):
            assert parameter.confidence == "low", parameter.key
    assert {parameter.confidence for parameter in of_low_confidence(MODEL)} == {"low"}
    assert {p.key for p in LISTED} - {p.key for p in of_low_confidence(MODEL)} == {
        "tables.life",
        "tables.critical_illness",
        "shared.occupation",
    }


def test_every_market_price_says_its_year_source_and_confidence() -> None:
    for price in market_prices():
        assert 0 <= price.low < price.high
        assert 2000 < price.year <= 2026
        assert price.source
        assert price.confidence in CONFIDENCES


def test_the_demo_and_the_model_share_the_same_official_figures_and_cities() -> None:
    demo, official = demo_parameters(), health_statistics()
    assert demo["stay_cost"] == official["stay_cost"].value == 12175
    assert demo["outpatient_visits"] == official["visits_per_insured"].value == 5.88
    rows = {row["city"]: row for row in reference_yaml("basic_medical_schemes.yaml")["cities"]}
    assert [row | {"people": 0} for row in demo["cities"]] == [
        rows[row["city"]] | {"people": 0} for row in demo["cities"]
    ]


def test_a_city_without_terms_for_stays_has_those_of_elsewhere() -> None:
    schemes = medical_schemes()
    wuxi = next(scheme for scheme in schemes.cities if scheme.city == "无锡")
    assert wuxi.stays == schemes.elsewhere.stays
    assert wuxi.visits.ceiling == 1_200_000
    assert next(scheme for scheme in schemes.cities if scheme.city == "北京").visits.ceiling == NO_CEILING


def test_schemes_as_arrays_keep_their_terms_and_end_with_elsewhere() -> None:
    packed = pack_schemes(medical_schemes())
    assert packed.cities[-1] == "elsewhere"
    assert packed.percent[0].tolist() == [[0.9, 0.9, 0.7, 0.7], [0.92, 0.92, 0.9, 0.87], [0.8] * 4]
    assert packed.deductible[0].tolist() == [180_000, 130_000, 0]
    assert packed.ceiling[0].tolist() == [NO_CEILING, 50_000_000, NO_CEILING]
    assert packed.resident_less == 0.15


def test_streams_as_arrays_end_every_cumulative_chance_at_1() -> None:
    streams = pack_streams(MODEL)
    for name in ("months", "level", "grade", "diagnosis_chance", "mode_chance"):
        chances = getattr(streams, name)
        assert (chances[:, -1] == 1).all(), name
        assert (np.diff(chances, axis=1) >= 0).all(), name
    assert (streams.ward[:, :, -1] == 1).all()
    billed = streams.billed
    assert (streams.diagnosis[billed] >= 0).all()
    assert (streams.days[billed & (streams.fund == 1)] > 0).all()
    assert streams.frailty_shape[streams.frailty].min() > 0


def test_diagnoses_and_modes_come_with_their_own_weights() -> None:
    streams, stream = pack_streams(MODEL), MODEL.stream("transport_death")
    row = streams.names.index("transport_death")
    chances = np.diff(streams.mode_chance[row], prepend=0)[: len(stream.modes)]
    words = [list(MODES)[code] for code in streams.mode[row][: len(stream.modes)]]
    assert dict(zip(words, chances, strict=True)) == pytest.approx(dict(stream.modes))
    row = streams.names.index("childbirth")
    assert streams.mode[row].tolist()[:2] == [-1, list(MODES).index("cesarean")]
    codes = [streams.diagnoses[code] for code in streams.diagnosis[row]]
    assert set(codes) == {"O80.9", "O82.9"}


def test_diseases_of_one_sex_stand_in_streams_of_that_sex() -> None:
    """A man is not treated for his ovaries, nor a woman for her prostate."""
    hazards = hazards_of(employees([40]), MODEL, YEAR)
    for male, stream in zip(hazards.rate[0], MODEL.streams, strict=True):
        womens = [code for code in stream.diagnoses if code[:2] in ("N7", "N8", "N9", "D2", "C5") or code[0] == "O"]
        if womens:
            assert male == 0 or stream.key in MIXED, stream.key
    assert list(SEXES) == ["male", "female"]


MIXED = {"special_drug"}
"""Drugs after a cancer are bought by both; the diagnosis is not told apart."""


def test_the_notes_say_which_tables_and_what_is_assumed() -> None:
    said = " ".join(note.zh for note in hazards_of(employees([30]), MODEL, YEAR).notes)
    for word in ("2025年生命表", "25病种表", "2020年的新表尚未取得", "可信度低"):
        assert word in said
