"""Customary numbers for pooling large claims (大额赔案), from large_claims.yaml."""

from dataclasses import dataclass
from functools import cache

from tuanbao.money import parse_percent, parse_yuan
from tuanbao.reference.documented import Documented, documented


@dataclass(frozen=True, slots=True)
class PoolingPractice:
    thresholds: dict[int, int]
    """First number of person-years -> fen a person and year, rising."""
    probability: float
    within: float
    least_for_a_tail: int
    entries: dict[str, Documented]
    """The same with date, source and confidence."""


@cache
def pooling_practice() -> PoolingPractice:
    entries = documented("large_claims.yaml")
    full = entries["full_credibility"].value
    return PoolingPractice(
        thresholds={size: parse_yuan(yuan) for size, yuan in sorted(entries["thresholds"].value.items())},
        probability=float(parse_percent(full["probability"])),
        within=float(parse_percent(full["within"])),
        least_for_a_tail=entries["least_for_a_tail"].value,
        entries=entries,
    )
