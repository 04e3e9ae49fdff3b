"""Numbers that carry where they are from: date, unit, source and confidence (带出处的参数)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

Confidence = Literal["high", "medium", "low"]
CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Documented:
    """One number or small table, and how far it can be trusted."""

    value: Any
    unit: str
    date: date
    source: str
    confidence: Confidence


@cache
def reference_yaml(name: str) -> Any:
    """A YAML file of this folder, parsed."""
    text = files("tuanbao.reference").joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def documented(name: str) -> dict[str, Documented]:
    """Every entry of a file whose entries are value, unit, date, source and confidence."""
    return {key: Documented(**entry) for key, entry in reference_yaml(name).items()}
