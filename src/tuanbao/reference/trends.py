"""Published medical trends (医疗费用趋势), and the one to lean on for a year."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import stdev
from typing import Literal

import yaml

TrendKind = Literal["insured_cost", "spend", "unit_cost"]


@dataclass(frozen=True, slots=True)
class MedicalTrend:
    """One published figure."""

    scope: str
    """China, Asia-Pacific or Global."""
    first_year: int
    last_year: int
    rate: float
    """Change a year: 0.078 is 7.8 %."""
    kind: TrendKind
    """What changes: the cost of an insured person, national spend per head, or the fee of one visit or stay."""
    forecast: bool
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class ReferenceTrend:
    """What published figures say about a year, and how far they lie apart."""

    year: int
    rate: float
    spread: float
    """Standard deviation between the published yearly changes of cost and spend: how sure nobody is."""
    basis: MedicalTrend
    """The figure that ``rate`` is taken from."""


@cache
def medical_trends() -> tuple[MedicalTrend, ...]:
    """All published figures, in the order of the file."""
    text = files("tuanbao.reference").joinpath("medical_trends.yaml").read_text(encoding="utf-8")
    return tuple(
        MedicalTrend(
            entry["scope"],
            entry["from"],
            entry["to"],
            round(entry["percent"] / 100, 6),
            entry["kind"],
            entry["forecast"],
            entry["confidence"],
            entry["source"],
        )
        for entry in yaml.safe_load(text)
    )


def reference_trend(year: int, scope: str = "China") -> ReferenceTrend:
    """The published trend of the insured's cost nearest to a year, the later of two equally near.

    Raises ValueError for a scope without such a figure.
    """
    here = [trend for trend in medical_trends() if trend.scope == scope]
    costs = [trend for trend in here if trend.kind == "insured_cost"]
    if not costs:
        raise ValueError(f"no published trend of the insured's cost for {scope!r}")
    nearest = min(costs, key=lambda trend: (abs(trend.last_year - year), -trend.last_year))
    rates = [trend.rate for trend in medical_trends() if trend.scope == "China" and trend.kind != "unit_cost"]
    return ReferenceTrend(year, nearest.rate, stdev(rates), nearest)
