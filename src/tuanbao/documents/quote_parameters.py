"""What a quote rests on, number by number (假设与参数): its terms and the model's parameters, with their sources."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from tuanbao.documents import quote_words as words
from tuanbao.language import Language
from tuanbao.money import format_yuan
from tuanbao.pricing.model import ClaimModel
from tuanbao.pricing.model.listing import parameters
from tuanbao.pricing.quote.terms import QuoteTerms
from tuanbao.reference.loadings import loading

Row = dict[str, Any]
REFERENCES = {
    **{name: name for name in ("expenses", "commission", "profit", "risk", "minimum_participation")},
    **{"premium_tax": "value_added_tax", "composite": "composite_factors", "rates": "age_bands"},
}
"""The reference entries that stand in for fields that the terms do not state."""
AMOUNTS = frozenset({"expenses_per_person", "round_to", "amount", "cap"})
"""Fields in fen."""
SHARES = frozenset({"expenses", "commission", "profit", "minimum_participation", "premium_tax", "level", "share"})
"""Fields that are percentages."""


def term_rows(terms: QuoteTerms, language: Language) -> list[Row]:
    """Every field of the terms: what holds, and where it comes from."""
    rows = []
    for field in type(terms).model_fields:
        if field in ("quote", "name"):
            continue
        stated = field in terms.model_fields_set
        used = field in REFERENCES and (field != "composite" or terms.billing == "composite")
        entry = loading(REFERENCES[field]) if used and not stated else None
        rows.append(
            {
                "term": field,
                "value": _field(field, getattr(terms, field)),
                "origin": (words.STATED if stated else words.ASSUMED if entry else words.NOT_USED).to(language),
                "source": entry.source if entry else None,
                "confidence": words.CONFIDENCES[entry.confidence].to(language) if entry else None,
            }
        )
    return rows


def parameter_rows(model: ClaimModel, language: Language) -> list[Row]:
    """Every parameter that the claims rest on."""
    return [
        {
            "parameter": each.key,
            "value": shown(each.value),
            "unit": each.unit,
            "date": each.date,
            "source": each.source,
            "confidence": words.CONFIDENCES[each.confidence].to(language),
        }
        for each in parameters(model)
    ]


def shown(value: Any) -> str:
    """A parameter in a cell: numbers with four digits, tables by their size and ends."""
    if isinstance(value, np.ndarray):
        size = " × ".join(map(str, value.shape))
        return f"[{size}] {_digits(float(value.min()))} … {_digits(float(value.max()))}"
    if isinstance(value, Mapping):
        return ", ".join(f"{shown(key)}: {shown(item)}" for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(shown, value)) + "]"
    if isinstance(value, Fraction | float):
        return _digits(float(value))
    if hasattr(value, "model_fields_set"):
        given = {name: getattr(value, name) for name in type(value).model_fields}
        return ", ".join(f"{name}: {_field(name, item)}" for name, item in given.items() if item is not None)
    if hasattr(value, "youngest"):
        return f"{value.youngest}..{value.oldest}"
    return "—" if value is None else str(value)


def _digits(value: float) -> str:
    return f"{value:.4g}" if abs(value) < 10_000 else f"{value:,.0f}"


def _field(name: str, value: Any) -> str:
    if value is None:
        return shown(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_field(name, item)}" for key, item in value.items())
    if name in SHARES:
        return f"{float(value) * 100:.4g}%"
    return format_yuan(value) if name in AMOUNTS else shown(value)
