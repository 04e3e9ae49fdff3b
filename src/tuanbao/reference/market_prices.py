"""What the market charged for group benefits (市场价格参照)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from tuanbao.language import Text
from tuanbao.reference.documented import Confidence, reference_yaml

ANY_AGE = (0, 120)
ANY_CLASS = (1, 6)


@dataclass(frozen=True, slots=True)
class PriceKind:
    """A kind of benefit and what its prices are for."""

    key: str
    name: Text
    per: int | None
    """Fen of the sum insured, the limit or the daily amount that a price is for; None: the benefit as a whole."""
    most: int | None
    """Fen beyond which more of it does not cost more in proportion."""
    medical: bool
    """Prices rise with the cost of care."""


@dataclass(frozen=True, slots=True)
class MarketPrice:
    """One band of yearly prices a person, in fen for the amount that its kind says."""

    kind: str
    low: float
    high: float
    year: int
    source: str
    confidence: Confidence
    ages: tuple[int, int]
    classes: tuple[int, int]
    sex: str | None
    insured: bool | None


@cache
def price_kinds() -> dict[str, PriceKind]:
    """The kinds of benefit that there are prices of."""
    kinds = reference_yaml("market_prices.yaml")["kinds"]
    return {key: _kind(key, entry) for key, entry in kinds.items()}


@cache
def market_prices() -> tuple[MarketPrice, ...]:
    """All bands, in the order of the file."""
    return tuple(_price(row) for row in reference_yaml("market_prices.yaml")["rows"])


def _kind(key: str, entry: dict[str, Any]) -> PriceKind:
    per, most = (entry.get(name, "none") for name in ("per", "most"))
    fen = [None if amount == "none" else int(amount) * 100 for amount in (per, most)]
    return PriceKind(key, Text(**entry["name"]), fen[0], fen[1], entry["medical"])


def _price(row: dict[str, Any]) -> MarketPrice:
    ages, classes = row.get("ages", ANY_AGE), row.get("classes", ANY_CLASS)
    return MarketPrice(
        row["kind"],
        row["low"] * 100.0,
        row["high"] * 100.0,
        row["year"],
        row["source"],
        row["confidence"],
        (ages[0], ages[1]),
        (classes[0], classes[1]),
        row.get("sex"),
        row.get("insured"),
    )
