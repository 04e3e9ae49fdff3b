"""A stream of care as its parameters say it (就诊流的参数)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tuanbao.language import Text
from tuanbao.reference.documented import Confidence

GENERAL_ONLY = (1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Facts:
    """When a parameter holds, where it is from and how far it can be trusted."""

    date: date
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Stream:
    """What a stream is; units of the fields stand in reference/claim_costs.yaml."""

    key: str
    name: Text
    rate: float
    frailty: str
    months: str
    trend: str
    facts: Mapping[str, Facts]
    """By field."""
    category: str = "outpatient"
    cause: str = "illness"
    event: str = "none"
    billed: bool = True
    ages: tuple[int, int] = (0, 120)
    sex: str = "both"
    tables: tuple[str, ...] = ()
    relation: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0)
    occupation: str = "none"
    uninsured: float = 1.0
    counts: str = "none"
    """The official figure that rate and mean are normalised to."""
    fixed_rate: bool = False
    """Counts towards the figure, but its rate comes from a table and is not normalised."""
    mean: float = 0.0
    price_table: str = ""
    sigma: float = 0.0
    days: float = 0.0
    days_sigma: float = 0.0
    outside: tuple[float, ...] = (0.0, 0.0, 0.0)
    class_b: tuple[float, ...] = (0.0, 0.0)
    level: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0)
    private: float = 0.0
    ward: tuple[tuple[float, ...], tuple[float, ...]] = (GENERAL_ONLY, GENERAL_ONLY)
    settled: tuple[float, ...] = (0.0, 0.0, 0.0)
    fund: str = "visits"
    pooled: bool = False
    pre_existing: float = 0.0
    work: float = 0.0
    handed_in: float = 1.0
    diagnoses: Mapping[str, float] = field(default_factory=dict)
    grade: tuple[float, ...] = (0.0,) * 9 + (1.0,)
    lost_days: float = 0.0
    modes: Mapping[str, float] = field(default_factory=dict)
