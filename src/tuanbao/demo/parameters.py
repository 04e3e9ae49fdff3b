"""The numbers and tables behind the made-up company, from the files of this folder."""

import csv
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import yaml

from tuanbao.demo.frame import Frame
from tuanbao.reference.documented import Documented
from tuanbao.reference.health_statistics import health_statistics
from tuanbao.reference.schemes import documented_cities, medical_schemes

Parameters = Mapping[str, Any]

WORDS = {"code", "zh", "en", "category", "alternative", "cause", "name", "city", "kind", "ownership"}
"""The columns of the CSV files that hold words; the others hold numbers."""

STATISTICS = {
    "outpatient_visits": "visits_per_insured",
    "outpatient_cost": "visit_cost",
    "admission_rate": "admission_rate_active",
    "stay_cost": "stay_cost",
}
"""The demo's name of an official figure, and its name in the reference data."""


@cache
def documented_parameters() -> Mapping[str, Mapping[str, Any]]:
    """Every parameter with its value, unit, date, source and confidence: those of the demo and shared facts."""
    text = files("tuanbao.demo").joinpath("parameters.yaml").read_text(encoding="utf-8")
    own: dict[str, Mapping[str, Any]] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    statistics = {name: health_statistics()[official] for name, official in STATISTICS.items()}
    cities = documented_cities()
    people = own["city_people"]["value"]
    rows = [row | {"people": people[row["city"]]} for row in cities.value if row["city"] in people]
    shared = statistics | {
        "cities": replace(cities, value=rows),
        "residents": medical_schemes().residents_less,
        "childbirth_fund": medical_schemes().childbirth,
    }
    return own | {name: _entry(fact) for name, fact in shared.items()}


def _entry(fact: Documented) -> Mapping[str, Any]:
    return {field.name: getattr(fact, field.name) for field in fields(fact)}


def parameters() -> Parameters:
    """The values alone."""
    return {name: entry["value"] for name, entry in documented_parameters().items()}


@cache
def illnesses() -> Frame:
    """Diagnoses (ICD-10, 诊断): one row each.

    `weight_*`: how often a course of it begins, by age (0-5, 6-17, 18-34, 35 and over), times `male` or `female`;
    `visits`, `gap_days`: of a course; `cost`, `stay_cost`: relative to others; `treatment`: chance of a treatment
    line; `self_paid`: chance that a visit is outside the catalogue; `admit`: chance of a stay relative to a course.
    The weights are this demo's assumption (confidence low): shapes, not statistics. Rows with no weight are used by
    the serious cases, childbirth and purchases only.
    """
    return _table("illnesses.csv")


@cache
def hospitals() -> Frame:
    """Made-up hospitals, clinics, pharmacies: code, city, kind, level, ownership, weights for visits and stays."""
    return _table("hospitals.csv")


def illness_rows(codes: list[str]) -> Any:
    """Row numbers in `illnesses` of ICD-10 codes, in their order; -1 for an empty code."""
    place = {code: row for row, code in enumerate(illnesses()["code"].tolist())}
    return np.array([place[code] if code else -1 for code in codes], dtype=np.int64)


def _table(name: str) -> Frame:
    rows = list(csv.DictReader(files("tuanbao.demo").joinpath(name).read_text(encoding="utf-8").splitlines()))
    return {
        column: np.array([row[column] for row in rows], dtype=None if column in WORDS else float) for column in rows[0]
    }
