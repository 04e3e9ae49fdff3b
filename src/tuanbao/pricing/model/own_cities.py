"""Own terms of basic medical insurance for some cities (自有城市医保参数)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tuanbao.money import parse_yuan
from tuanbao.pricing.model.fields import UnfitError, number, numbers
from tuanbao.pricing.model.parsing import Problems
from tuanbao.pricing.model.streams import Facts
from tuanbao.reference.schemes import NO_CEILING, CityScheme, Fund, MedicalSchemes

TERMS = ("price", "visits", "stays")
FUND = ("deductible", "percent", "ceiling")


def own_cities(schemes: MedicalSchemes, part: Mapping[str, Any], facts: Facts, problems: Problems) -> MedicalSchemes:
    """The schemes with the cities of a file put in place of, or beside, those that are known.

    What a city does not say is as before, and in a city that is new as elsewhere.
    """
    cities = {scheme.city: scheme for scheme in schemes.cities}
    for city, entry in part.items():
        name = str(city).removesuffix("市")
        found = _city(cities.get(name, replace(schemes.elsewhere, city=name)), entry, f"cities.{city}", problems)
        cities[name] = replace(found, date=facts.date, source=facts.source, confidence=facts.confidence)
    return replace(schemes, cities=tuple(cities.values()))


def _city(scheme: CityScheme, entry: Any, key: str, problems: Problems) -> CityScheme:
    if not isinstance(entry, dict) or set(entry) - set(TERMS):
        problems.add(key, f"可以写：{'、'.join(TERMS)}", f"write any of {', '.join(TERMS)}")
        return scheme
    changed: dict[str, Any] = {}
    for name, value in entry.items():
        try:
            changed[name] = number(0.1, 10.0)(value) if name == "price" else _fund(getattr(scheme, name), value)
        except UnfitError as error:
            problems.add(f"{key}.{name}", error.text.zh, error.text.en)
    return replace(scheme, **changed)


def _fund(fund: Fund, entry: Any) -> Fund:
    if not isinstance(entry, dict) or set(entry) - set(FUND):
        raise UnfitError(f"可以写：{'、'.join(FUND)}", f"write any of {', '.join(FUND)}")
    changed: dict[str, Any] = {}
    if "deductible" in entry:
        changed["deductible"] = _yuan(entry["deductible"])
    if "ceiling" in entry:
        changed["ceiling"] = NO_CEILING if entry["ceiling"] == "none" else _yuan(entry["ceiling"])
    if "percent" in entry:
        changed["percent"] = numbers(3, 0.0, 100.0)(entry["percent"])
    return replace(fund, **changed)


def _yuan(value: Any) -> int:
    try:
        fen = parse_yuan(value)
    except ValueError:
        fen = -1
    if fen < 0:
        raise UnfitError("应为元，不小于 0；没有封顶线写 none", "must be yuan, not below 0; no ceiling is none")
    return fen
