"""What one experiment found on use and price (使用量对自付比例的反应), from use_response.yaml."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from tuanbao.money import parse_percent
from tuanbao.reference.documented import Confidence, reference_yaml

Care = Literal["outpatient", "inpatient"]
CARES: tuple[Care, ...] = ("outpatient", "inpatient")


@dataclass(frozen=True, slots=True)
class Arm:
    """Families with one plan: means a person and year, dollars of 1984."""

    coinsurance: float | None
    """Share of each bill that was theirs, up to a yearly most; None for the arm with a deductible."""
    paid_share: float
    """Share of their year's expense that they really paid."""
    person_years: int
    visits: float
    outpatient: float
    admissions: float
    inpatient: float

    @property
    def total(self) -> float:
        return self.outpatient + self.inpatient


@dataclass(frozen=True, slots=True)
class Level:
    """Mean expense for one kind of care at one tested level of cost sharing."""

    coinsurance: float
    paid_share: float
    mean: float
    error: float
    """Standard error of the difference to free care, same unit; 0 for free care itself."""


@dataclass(frozen=True, slots=True)
class UseResponse:
    source: str
    confidence: Confidence
    """Confidence that the figures hold here and now."""
    arms: tuple[Arm, ...]
    deductible_arm: Arm
    levels: dict[Care, tuple[Level, ...]]
    """By kind of care, rising from free care."""
    categories: dict[str, Care]
    """Category of care (vocabulary.CATEGORIES) -> the kind of care whose response it has."""


@cache
def use_response() -> UseResponse:
    data = reference_yaml("use_response.yaml")
    arms = tuple(_arm(entry) for entry in data["arms"])
    return UseResponse(
        source=" ".join(data["experiment"]["source"].split()),
        confidence=data["transfer"]["confidence"],
        arms=arms,
        deductible_arm=_arm(data["deductible_arm"]),
        levels={care: _levels(care, arms, data) for care in CARES},
        categories={category: care for care in CARES for category in data["categories"][care]},
    )


def _arm(entry: dict[str, Any]) -> Arm:
    facts: dict[str, Any] = {"coinsurance": None, **entry}
    for name in ("coinsurance", "paid_share"):
        facts[name] = None if facts[name] is None else float(parse_percent(facts[name]))
    return Arm(**facts)


def _levels(care: Care, arms: tuple[Arm, ...], data: dict[str, Any]) -> tuple[Level, ...]:
    used = [float(parse_percent(level)) for level in data["levels"][care]]
    errors = {float(parse_percent(at)): error for at, error in data["standard_errors"][care].items()}
    return tuple(
        Level(arm.coinsurance, arm.paid_share, getattr(arm, care), data["file_dollar"] * errors.get(arm.coinsurance, 0))
        for arm in arms
        if arm.coinsurance is not None and arm.coinsurance in used
    )
