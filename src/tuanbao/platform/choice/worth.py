"""What an option is worth to a family (方案价值): what they would bear in a usual and in a bad year. Pure.

The engine simulates years of illness of people of their ages and asks every option what it pays of the same bills. It
says what years may look like, and promises nothing. People of the same age, sex and relation have the same years, which
are kept, so that most families are answered without a simulation; where members of a family share a limit or
deductible, the family is simulated as one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tuanbao.plan import Plan
from tuanbao.plan.clauses import ENTRY_LISTS
from tuanbao.plan.model import Reimbursement
from tuanbao.platform.choice.worth_years import ALL, Kind, Plans, Unit, alone, together
from tuanbao.roster.assignment import completed_years

BAD = 95
SHIFT = 251
"""Years by which each further member's years are moved against those before: people fall ill independently."""


@dataclass(frozen=True, slots=True)
class Soul:
    """A family member as the simulation asks: no name."""

    key: int
    relation: str
    born: date
    sex: str
    insured: bool


@dataclass(frozen=True, slots=True)
class Worth:
    """Fen a year that the family bears itself for medical care, of simulated years."""

    usual: int
    """The median year."""
    bad: int
    """One year in twenty is worse."""
    mean: int


Having = tuple[tuple[int, str], ...]
"""(person, `plan;plan:variant`) of those who are covered."""


def worths(
    plans: Mapping[str, Plan], family: Sequence[Soul], options: Mapping[str, Having], year: tuple[date, date]
) -> dict[str, Worth]:
    """By option's name; under the empty name without any plan."""
    kept, kinds = Plans(plans), tuple(_kind(soul, year) for soul in family)
    units = {name: _unit(family, dict(having)) for name, having in options.items()}
    if any(_shared(plans, name) for unit in units.values() for _, name in unit):
        paid = together(kept, kinds, tuple(units.items()), year)
        bare = paid[ALL]
    else:
        names = [
            tuple(sorted({ALL, *(dict(unit).get(at, ALL) for unit in units.values())})) for at in range(len(kinds))
        ]
        years = [alone(kept, kind, each, year) for kind, each in zip(kinds, names, strict=True)]
        paid = {name: sum(_moved(years[at][having], at) for at, having in unit) for name, unit in units.items()}
        bare = sum(_moved(each[ALL], at) for at, each in enumerate(years))
    return {"": _worth(bare), **{name: _worth(bare - paid[name]) for name in units}}


def _unit(family: Sequence[Soul], having: Mapping[int, str]) -> Unit:
    return tuple((at, having[soul.key]) for at, soul in enumerate(family) if soul.key in having)


def _names(at: int, units: Iterable[Unit]) -> tuple[str, ...]:
    """What somebody has in some option."""
    return tuple(sorted({ALL, *(dict(unit).get(at, ALL) for unit in units)}))


def _worth(borne: Any) -> Worth:
    import numpy as np

    borne = np.maximum(0, borne)
    return Worth(int(np.median(borne)), int(np.percentile(borne, BAD)), int(borne.mean()))


def _kind(soul: Soul, year: tuple[date, date]) -> Kind:
    return Kind(soul.relation, completed_years(min(soul.born, year[0]), year[0]), soul.sex, soul.insured)


def _shared(plans: Mapping[str, Plan], having: str) -> bool:
    """Do members of a family share an amount of these plans?"""
    names = (name.partition(":") for name in having.split(";"))
    held = (plans[plan_id].variant(variant) if variant else plans[plan_id] for plan_id, _, variant in names)
    return any(
        entry.shared == "family"
        for plan in held
        for benefit in plan.benefits
        if isinstance(benefit, Reimbursement)
        for key in ENTRY_LISTS
        for entry in getattr(benefit, key)
    )


def _moved(years: Any, place: int) -> Any:
    import numpy as np

    return np.roll(years, place * SHIFT)
