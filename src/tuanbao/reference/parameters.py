"""Numbers that a law or a standard sets, each with its date and source, from the YAML files of this folder."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tuanbao.language import Text
from tuanbao.money import parse_percent, parse_yuan


@dataclass(frozen=True, slots=True)
class DisabilitySchedule:
    """A named scale of payment by disability grade (伤残等级给付比例)."""

    name: Text
    source: str
    shares: dict[int, Fraction]


@dataclass(frozen=True, slots=True)
class MinorDeathCap:
    """The most paid on a death before an age, in fen, from a date on."""

    valid_from: date
    under_age: int
    amount: int


@cache
def disability_schedules() -> dict[str, DisabilitySchedule]:
    """The named scales that a plan may cite."""
    return {
        name: DisabilitySchedule(
            Text(**entry["name"]),
            entry["source"],
            {grade: parse_percent(share) for grade, share in entry["shares"].items()},
        )
        for name, entry in _read("disability_schedules.yaml").items()
    }


@cache
def minor_death_caps() -> tuple[MinorDeathCap, ...]:
    """All caps ever set, by date and age."""
    caps = [
        MinorDeathCap(entry["from"], cap["under_age"], parse_yuan(cap["amount"]))
        for entry in _read("minor_death_caps.yaml")
        for cap in entry["caps"]
    ]
    return tuple(sorted(caps, key=lambda cap: (cap.valid_from, cap.under_age)))


def minor_death_cap(age: int, on: date) -> int | None:
    """The cap in fen for a person of this age who dies on this day; None where there is none."""
    valid = [cap for cap in minor_death_caps() if cap.valid_from <= on]
    newest = [cap for cap in valid if cap.valid_from == valid[-1].valid_from] if valid else []
    return next((cap.amount for cap in newest if age < cap.under_age), None)


def _read(name: str) -> Any:
    return yaml.safe_load(files("tuanbao.reference").joinpath(name).read_text(encoding="utf-8"))
