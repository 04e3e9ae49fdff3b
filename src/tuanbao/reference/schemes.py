"""Basic medical insurance by city, simplified for made-up bills (基本医疗保险)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from tuanbao.money import parse_yuan
from tuanbao.reference.documented import Confidence, Documented, reference_yaml

NO_CEILING = 10**13
"""Fen; stands for a fund without a ceiling."""


@dataclass(frozen=True, slots=True)
class Fund:
    """What the scheme pays for visits or for stays."""

    deductible: int
    """Fen, of the year for visits, of each stay for stays (起付线)."""
    percent: tuple[float, float, float]
    """Share above the deductible in percent, at hospitals of level 1, 2, 3."""
    ceiling: int
    """Fen a year (封顶线); NO_CEILING where there is none."""


@dataclass(frozen=True, slots=True)
class CityScheme:
    """One city's scheme for employees."""

    city: str
    price: float
    """Price of care relative to the country."""
    visits: Fund
    stays: Fund
    date: date
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class MedicalSchemes:
    """The cities that are known, and what stands for any other."""

    cities: tuple[CityScheme, ...]
    elsewhere: CityScheme
    residents_less: Documented
    """``percent_points_less``: by how much less the fund pays children and parents."""
    childbirth: Documented
    """``percent`` of the catalogue part of childbirth."""


@cache
def medical_schemes() -> MedicalSchemes:
    """The schemes of the cities, the one for a city that is not listed last of all."""
    found = reference_yaml("basic_medical_schemes.yaml")
    elsewhere = found["elsewhere"]
    cities = [_city(row["city"], elsewhere | row, found["date"]) for row in found["cities"]]
    return MedicalSchemes(
        tuple(cities),
        _city("elsewhere", elsewhere, found["date"]),
        Documented(**found["residents"]),
        Documented(**found["childbirth_fund"]),
    )


def documented_cities() -> Documented:
    """The rows as they are written, with the source and confidence of the whole."""
    found = reference_yaml("basic_medical_schemes.yaml")
    facts = {key: found[key] for key in ("unit", "date", "source", "confidence")}
    return Documented(value=found["cities"], **facts)


def _city(name: str, row: Mapping[str, Any], day: date) -> CityScheme:
    visits, stays = _fund(row["visits"]), _fund(row["stays"])
    return CityScheme(name, float(row["price"]), visits, stays, day, row["source"], row["confidence"])


def _fund(row: Mapping[str, Any]) -> Fund:
    ceiling = NO_CEILING if row["ceiling"] == "none" else parse_yuan(row["ceiling"])
    one, two, three = row["percent"]
    return Fund(parse_yuan(row["deductible"]), (one, two, three), ceiling)
