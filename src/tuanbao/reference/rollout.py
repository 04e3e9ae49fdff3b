"""What planning a roll-out takes for granted (试点与推广的假定), from rollout.yaml: assumptions, and so said."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from tuanbao.money import parse_percent
from tuanbao.reference.documented import Documented, documented


@dataclass(frozen=True, slots=True)
class PhaseCustom:
    """A phase as it is usually cut: months of the year, both included, and who has the new programme in it."""

    key: str
    months: tuple[int, int]
    share: Fraction | None
    """Of employees; None for a pilot, whose size follows from what is to be seen."""
    departments: tuple[int, int] | None


@cache
def rollout_assumptions() -> dict[str, Documented]:
    """Every figure by name, with unit, date, source and confidence."""
    return documented("rollout.yaml")


@cache
def phase_customs() -> tuple[PhaseCustom, ...]:
    """Pilot, half and all, in order."""
    return tuple(
        PhaseCustom(
            entry["phase"],
            (entry["months"][0], entry["months"][1]),
            parse_percent(entry["share"]) if "share" in entry else None,
            (entry["departments"][0], entry["departments"][1]) if "departments" in entry else None,
        )
        for entry in rollout_assumptions()["phases"].value
    )
