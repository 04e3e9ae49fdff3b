"""Every parameter of a model with where it is from (参数清单)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tuanbao.pricing.model.claim_model import ClaimModel
from tuanbao.reference.documented import Confidence

WORDS_ONLY = frozenset({"name", "category", "cause", "event", "billed", "ages", "sex", "occupation", "counts", "fund"})
"""Fields that say what a stream is, and are no estimates."""
CHOICES = frozenset({"fixed_rate", "trend", "price_table", "pooled", "frailty", "months", "tables"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number or small table that the model rests on."""

    key: str
    value: Any
    unit: str
    date: date
    source: str
    confidence: Confidence


def parameters(model: ClaimModel) -> list[Parameter]:
    """All parameters: fields of the streams as normalised, tables, shared blocks and trends."""
    found = [
        Parameter(f"streams.{s.key}.{name}", getattr(s, name), model.units[name], f.date, f.source, f.confidence)
        for s in model.streams
        for name, f in s.facts.items()
        if name not in WORDS_ONLY | CHOICES
    ]
    for name, table in model.tables.items():
        facts = table.facts
        found.append(Parameter(f"tables.{name}", table.rates, table.unit, facts.date, facts.source, facts.confidence))
    for part, blocks in (("shared", model.shared), ("trend", model.trend)):
        for name, block in blocks.items():
            found.append(
                Parameter(f"{part}.{name}", block.value, block.unit, block.date, block.source, block.confidence)
            )
    return found


def of_low_confidence(model: ClaimModel) -> list[Parameter]:
    """Those that are assumptions: what a price that leans on the model should name."""
    return [parameter for parameter in parameters(model) if parameter.confidence == "low"]
