"""A company or an insurer puts its own numbers in place of the model's: they change what they say and nothing else."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.pricing.model.rosters import YEAR, employees, person
from tests.support import people
from tuanbao.pricing.model import ClaimModel, ModelError, hazards_of, load_model
from tuanbao.pricing.model.calibration import expectation
from tuanbao.pricing.model.listing import parameters
from tuanbao.pricing.model.standard import standard_population

HEAD = "source: our claims of 2024\ndate: 2024-12-31\nconfidence: medium\n"
BUILT_IN = load_model()


def own(folder: Path, text: str) -> ClaimModel:
    path = folder / "own.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return load_model(path)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(ModelError) as caught:
        own(folder, text)
    assert all(problem.zh and problem.en for problem in caught.value.problems)
    return [problem.en for problem in caught.value.problems]


def test_an_own_rate_and_mean_are_taken_as_they_are_and_move_no_other_stream(tmp_path: Path) -> None:
    model = own(tmp_path, "streams: {outpatient: {rate: 2.4, mean: 410}}")
    assert (model.stream("outpatient").rate, model.stream("outpatient").mean) == (2.4, 410)
    others = [stream for stream in model.streams if stream.key != "outpatient"]
    assert others == [stream for stream in BUILT_IN.streams if stream.key != "outpatient"]
    assert expectation(model, "stays", standard_population("active")).rate == pytest.approx(0.1193)


def test_an_own_table_changes_the_streams_that_use_it_and_only_those(tmp_path: Path) -> None:
    model = own(tmp_path, "tables: {births: {from_age: [0, 20, 46], male: [0, 0, 0], female: [0, 0.04, 0]}}")
    roster = employees([25, 35, 45], sex="female")
    before, after = hazards_of(roster, BUILT_IN, YEAR), hazards_of(roster, model, YEAR)
    changed = {name for i, name in enumerate(before.streams.names) if (before.rate[:, i] != after.rate[:, i]).any()}
    assert changed == {"childbirth", "birth_checks"}
    assert after.rate[:, after.streams.names.index("childbirth")] == pytest.approx(0.04)
    assert np.array_equal(before.scale, after.scale)


def test_an_own_life_table_comes_from_a_file_beside(tmp_path: Path) -> None:
    lines = ["age,male,female", *(f"{age},0.001,0.0005" for age in range(0, 101))]
    (tmp_path / "deaths.csv").write_text("\n".join(lines), encoding="utf-8")
    model = own(tmp_path, "tables: {life: {file: deaths.csv}}")
    rates = hazards_of(employees([40], occupation_class=""), model, YEAR).rate[0]
    factor = model.class_factors("accident")[2]
    death, sudden, accident, transport = (
        rates[[s.key for s in model.streams].index(key)]
        for key in ("death", "sudden_death", "accidental_death", "transport_death")
    )
    assert death + sudden + (accident + transport) / factor == pytest.approx(0.001)
    assert not any("2025" in note.zh and "生命表" in note.zh for note in model.notes)
    assert any("own.yaml" in note.en for note in model.notes)


def test_own_city_terms_stand_beside_the_known_ones(tmp_path: Path) -> None:
    visits = "{deductible: 600, percent: [80, 75, 60], ceiling: none}"
    text = f"cities: {{苏州市: {{price: 1.1, visits: {visits}}}, 北京: {{price: 1.4}}}}"
    hazards = hazards_of(people([person(1, 30, city="苏州"), person(2, 30, city="北京")]), own(tmp_path, text), YEAR)
    schemes = hazards.schemes
    suzhou, beijing = (schemes.cities.index(name) for name in ("苏州", "北京"))
    assert list(hazards.city) == [suzhou, beijing]
    assert schemes.deductible[suzhou].tolist() == [60_000, 80_000, 0]
    assert schemes.percent[suzhou, 0].tolist() == [0.8, 0.8, 0.75, 0.6]
    assert schemes.price[[suzhou, beijing]].tolist() == [1.1, 1.4]
    assert schemes.deductible[beijing, 0] == 180_000


def test_own_shared_numbers_and_trends_replace_only_what_they_name(tmp_path: Path) -> None:
    text = "shared: {frailty: {visits: 1.2}}\ntrend: {visit_price: {by_year: {2024: 0.01}, later: 0.03}}"
    model = own(tmp_path, text)
    assert model.shared["frailty"].value["visits"] == 1.2
    assert model.shared["frailty"].value["stays"] == BUILT_IN.shared["frailty"].value["stays"]
    assert model.trend_factor("visit_price", 2026) == pytest.approx(1.01 * 1.03**2)
    assert model.trend_factor("stay_price", 2026) == BUILT_IN.trend_factor("stay_price", 2026)


def test_own_numbers_carry_their_own_date_source_and_confidence(tmp_path: Path) -> None:
    found = {p.key: p for p in parameters(own(tmp_path, "streams: {dental: {mean: 700}}"))}
    assert found["streams.dental.mean"].source == "our claims of 2024"
    assert found["streams.dental.mean"].date == date(2024, 12, 31)
    assert found["streams.dental.mean"].confidence == "medium"
    assert found["streams.dental.rate"].confidence == "low"


def test_an_empty_file_of_own_numbers_changes_nothing(tmp_path: Path) -> None:
    model = own(tmp_path, "")
    assert model.streams == BUILT_IN.streams
    assert model.tables == BUILT_IN.tables


def test_every_problem_of_a_file_is_named_at_once_with_its_key(tmp_path: Path) -> None:
    text = """
streams:
  outpatient: {rate: -1, colour: red, level: [0.5, 0.4, 0, 0], frailty: nobody, tables: [nothing]}
  massage: {rate: 1}
tables:
  births: {from_age: [0, 20], male: [0], female: [0, 0.1]}
  visits: {from_age: [5, 1], male: [1, 1], female: [1, 1]}
  life: {file: absent.csv}
  accident_share: {from_age: [0], male: [1.2], female: [0.5]}
  body: [1, 2]
shared:
  level_price: [1, 2]
  ward_price: [0, 0, 0]
  months: {even: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}
  frailty: {visits: 0}
  when_missing: {occupation_class: 9}
  city_use: {北京: -1}
  occupation: {illness: [1, 1, 1, 1, 1, 1]}
trend: {visit_price: {later: lots}, stay_rate: [1]}
cities: {苏州: {prize: 1}}
extra: 1
"""
    found = problems(tmp_path, text)
    keys = [problem.removeprefix("own.yaml, ").split(":")[0] for problem in found]
    assert set(keys) == {
        "extra",
        "streams.outpatient.rate",
        "streams.outpatient.colour",
        "streams.outpatient.level",
        "streams.outpatient.frailty",
        "streams.outpatient.tables.nothing",
        "streams.massage",
        "tables.births.male",
        "tables.visits.from_age",
        "tables.life.file",
        "tables.accident_share.male",
        "tables.body",
        "shared.level_price",
        "shared.ward_price",
        "shared.months",
        "shared.frailty",
        "shared.when_missing",
        "shared.city_use",
        "shared.occupation",
        "trend.visit_price",
        "trend.stay_rate",
        "cities.苏州",
    }


def test_numbers_without_date_source_or_confidence_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("streams: {dental: {mean: 700}}", encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        load_model(path)
    assert [problem.en.split(":")[0].split(".")[-1] for problem in caught.value.problems] == [
        "date",
        "source",
        "confidence",
    ]


@pytest.mark.parametrize("text", ["", "- 1\n- 2", "a: [", "\t"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        load_model(path)
    assert "own.yaml" in caught.value.text.zh


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"absent\.yaml"):
        load_model(tmp_path / "absent.yaml")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["0,0.1,0.1", "2,0.1,0.1"], "should be age 1"),
        (["0,1.5,0.1"], "between 0 and 1"),
        (["0,x,0.1"], "not three numbers"),
        ([], "columns must be"),
    ],
)
def test_a_table_with_a_gap_or_an_impossible_rate_is_refused(tmp_path: Path, rows: list[str], said: str) -> None:
    (tmp_path / "deaths.csv").write_text("\n".join(["age,male,female", *rows]), encoding="utf-8")
    assert said in problems(tmp_path, "tables: {life: {file: deaths.csv}}")[0]
