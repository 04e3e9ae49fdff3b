"""Conventions and assumptions of the analysis of needs (需求分析参数), from needs.yaml."""

from typing import Any

from tuanbao.language import Text
from tuanbao.money import parse_yuan
from tuanbao.reference.documented import Documented, documented


def needs_parameters() -> dict[str, Documented]:
    """Every entry by name, with unit, date, source and confidence."""
    return documented("needs.yaml")


def parameter(name: str) -> Any:
    """The value of one entry. Raises KeyError."""
    return needs_parameters()[name].value


def minimum_cell() -> int:
    """People that a published figure stands for at least (最小统计单元)."""
    return int(parameter("minimum_cell"))


def age_segments() -> dict[str, tuple[int, Text]]:
    """Segment -> its first age and its name, rising."""
    found = parameter("age_segments")
    return {key: (entry["from_age"], Text(*entry["name"])) for key, entry in found.items()}


def age_band_starts() -> list[int]:
    """First ages of the bands, rising; every segment begins with one."""
    years, last = parameter("age_bands")["years"], parameter("age_bands")["last_from"]
    return sorted({*range(0, last + 1, years), *(start for start, _ in age_segments().values())})


def yuan_parameter(name: str) -> int:
    """An entry that is an amount of yuan, in fen."""
    return parse_yuan(parameter(name))


def disease_name(category: str) -> Text | None:
    """The name of an ICD-10 category of three characters, or None."""
    name = parameter("disease_names").get(category)
    return Text(*name) if name else None
