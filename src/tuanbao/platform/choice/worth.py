"""What an option is worth to a family (方案价值): what they would bear in a usual and in a bad year. Pure.

The engine simulates years of illness of people of their ages and asks every option what it pays of the same bills. It
says what years may look like, and promises nothing. People of the same age, sex and relation have the same years, which
are kept, so that most families are answered without a simulation; where members of a family share a limit or
deductible, the family is simulated as one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tuanbao.plan import Plan, parse_plans
from tuanbao.plan.clauses import ENTRY_LISTS
from tuanbao.plan.model import LumpSum, Reimbursement
from tuanbao.roster.assignment import completed_years

YEARS = 2000
"""Simulated: a twentieth of a second for a person and a plan; the 95th percentile is then steady to some per cent."""
SEED = 2026
BAD = 95
ALL = "everything"
SHIFT = 251
"""Years by which each further member's years are moved against those before: people fall ill independently."""
KEPT = 1024
"""People whose years are kept: 16 kB for each plan that they may have."""


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
    kept, havings = _Plans(plans), {name: dict(having) for name, having in options.items()}
    together = {name for name, having in havings.items() if any(_shared(plans, each) for each in having.values())}
    alone = [havings[name] for name in havings if name not in together]
    years = [_alone(kept, _kind(soul, year), _names(soul, alone), year) for soul in family]
    bare = sum(_moved(years[at][ALL], at) for at in range(len(family)))
    found = {"": _worth(bare)}
    for name, having in havings.items():
        if name in together:
            unit = tuple((_kind(soul, year), having[soul.key]) for soul in family if soul.key in having)
            paid = _together(kept, unit, year)
        else:
            covered = ((at, soul.key) for at, soul in enumerate(family) if soul.key in having)
            paid = sum(_moved(years[at][having[key]], at) for at, key in covered)
        found[name] = _worth(bare - paid)
    return found


def _names(soul: Soul, havings: Iterable[Mapping[int, str]]) -> tuple[str, ...]:
    """What the person has in some option."""
    return tuple(sorted({ALL, *(having[soul.key] for having in havings if soul.key in having)}))


def warm(year: tuple[date, date]) -> None:
    """Loads and compiles what the first family would wait for."""
    _alone(_Plans({}), _Kind("employee", 30, "F", True), (ALL,), year)


def _worth(borne: Any) -> Worth:
    import numpy as np

    borne = np.maximum(0, borne)
    return Worth(int(np.median(borne)), int(np.percentile(borne, BAD)), int(borne.mean()))


@dataclass(frozen=True, slots=True)
class _Kind:
    """Somebody of an age."""

    relation: str
    age: int
    sex: str
    insured: bool


_Unit = tuple[tuple[_Kind, str], ...]
"""People who are simulated together, each with what they have."""


def _kind(soul: Soul, year: tuple[date, date]) -> _Kind:
    return _Kind(soul.relation, completed_years(min(soul.born, year[0]), year[0]), soul.sex, soul.insured)


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


class _Plans:
    """Plans by identity of what they say, so that they can be a key."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self.plans = plans
        self.key = tuple(sorted((name, id(plan)) for name, plan in plans.items()))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Plans) and self.key == other.key


def _moved(years: Any, place: int) -> Any:
    import numpy as np

    return np.roll(years, place * SHIFT)


@lru_cache(maxsize=KEPT)
def _alone(plans: _Plans, kind: _Kind, names: tuple[str, ...], year: tuple[date, date]) -> dict[str, Any]:
    """By what the person has."""
    return _paid(plans, {name: ((kind, name),) for name in names}, year)


@lru_cache(maxsize=KEPT)
def _together(plans: _Plans, unit: _Unit, year: tuple[date, date]) -> Any:
    return _paid(plans, {"": unit}, year)[""]


def _paid(plans: _Plans, units: Mapping[str, _Unit], year: tuple[date, date]) -> dict[str, Any]:
    """(YEARS,) fen each: what their plans pay towards their bills in each simulated year. The bills hang on the seed,
    the ages and the places in the unit, not on the plans."""
    from tuanbao.pricing.costing import simulate_costs
    from tuanbao.pricing.scenarios import Scenario

    scenarios = {name: Scenario(_held(plans, unit, year), _table(unit, year)) for name, unit in units.items()}
    costs = simulate_costs(scenarios, _model(year[0].year), years=YEARS, seed=SEED, workers=1)
    return {name: each.by_year.sum(axis=(1, 2)) for name, each in costs.items()}


@lru_cache(maxsize=8)
def _model(year: int) -> Any:
    """What people of the year may fall ill of; moved to the year once."""
    from tuanbao.pricing.model import hazards_of, load_model

    model = load_model().trended(year)
    return lambda members, days: hazards_of(members, model, days, trend=False)


def _held(plans: _Plans, unit: _Unit, year: tuple[date, date]) -> list[Plan]:
    named = {name.partition(":")[0] for _, having in unit for name in having.split(";")}
    return [_of_bills(plans.plans[name]) for name in named - {ALL}] + (_everything(year) if ALL in named else [])


def _of_bills(plan: Plan) -> Plan:
    """The plan without its sums at a diagnosis or an accident: they are not paid towards bills."""
    copy = plan.model_copy(update={"benefits": tuple(b for b in plan.benefits if not isinstance(b, LumpSum))})
    copy._variant_plans = {name: _of_bills(variant) for name, variant in plan._variant_plans.items()}
    return copy


def _table(unit: _Unit, year: tuple[date, date]) -> Any:
    import pyarrow as pa

    rows = [
        {
            "member_id": str(at),
            "family_id": "0",
            "relation": kind.relation,
            "birth_date": _birthday(kind.age, year[0]),
            "sex": kind.sex,
            "insured": kind.insured,
            "plan": having,
            "cover_from": year[0],
            "cover_to": year[1],
        }
        for at, (kind, having) in enumerate(unit)
    ]
    return pa.Table.from_pylist(rows)


def _birthday(age: int, first: date) -> date:
    """Of somebody who has been of the age for half a year."""
    month = first.month - 6
    return date(first.year - age - (month < 1), (month - 1) % 12 + 1, 1)


@lru_cache(maxsize=8)
def _everything(year: tuple[date, date]) -> list[Plan]:
    text = files(__package__).joinpath("everything.yaml").read_text("utf-8")
    text = text.replace("2026-01-01", str(year[0])).replace("2026-12-31", str(year[1]))
    return list(parse_plans(text))
