"""Simulated years of people of an age, and what their plans pay of them (模拟年度), kept for the next who ask. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tuanbao.plan import Plan, parse_plans
from tuanbao.plan.model import LumpSum

YEARS = 2000
"""Simulated: a twentieth of a second for a person and a plan; the 95th percentile is then steady to some per cent."""
SEED = 2026
ALL = "everything"
"""The plan that pays whatever basic insurance leaves."""
KEPT = 1024
"""People whose years are kept: 16 kB for each plan that they may have."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Somebody of an age."""

    relation: str
    age: int
    sex: str
    insured: bool


Unit = tuple[tuple[int, str], ...]
"""Those of a family who have something: place in the family, and what (`plan;plan:variant`)."""


class Plans:
    """Plans by identity of what they say, so that they can be a key."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self.plans = plans
        self.key = tuple(sorted((name, id(plan)) for name, plan in plans.items()))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plans) and self.key == other.key


def warm(year: tuple[date, date]) -> None:
    """Loads and compiles what the first family would wait for."""
    alone(Plans({}), Kind("employee", 30, "F", True), (ALL,), year)


@lru_cache(maxsize=KEPT)
def alone(plans: Plans, kind: Kind, names: tuple[str, ...], year: tuple[date, date]) -> dict[str, Any]:
    """(YEARS,) fen each: what is paid towards one person's bills, by what the person has."""
    return _paid(plans, (kind,), {name: ((0, name),) for name in names}, year)


@lru_cache(maxsize=KEPT)
def together(
    plans: Plans, family: tuple[Kind, ...], units: tuple[tuple[str, Unit], ...], year: tuple[date, date]
) -> dict[str, Any]:
    """The same of a family as a whole, whose members may share amounts: by the unit's name, and under ALL."""
    everybody = tuple((at, ALL) for at in range(len(family)))
    return _paid(plans, family, {**dict(units), ALL: everybody}, year)


def _paid(plans: Plans, family: tuple[Kind, ...], units: Mapping[str, Unit], year: tuple[date, date]) -> dict[str, Any]:
    """The bills hang on the seed, the ages and the places in the family, and are the same for all units."""
    import numpy as np

    from tuanbao.pricing.costing import simulate_costs
    from tuanbao.pricing.scenarios import Scenario

    scenarios = {
        name: Scenario(_held(plans, unit, year), _table(family, unit, year)) for name, unit in units.items() if unit
    }
    costs = simulate_costs(scenarios, _model(year[0].year), years=YEARS, seed=SEED, workers=1)
    nothing = np.zeros(YEARS, np.int64)
    return {name: costs[name].by_year.sum(axis=(1, 2)) if name in costs else nothing for name in units}


@lru_cache(maxsize=8)
def _model(year: int) -> Any:
    """What people of the year may fall ill of; moved to the year once."""
    from tuanbao.pricing.model import hazards_of, load_model

    model = load_model().trended(year)
    return lambda members, days: hazards_of(members, model, days, trend=False)


def _held(plans: Plans, unit: Unit, year: tuple[date, date]) -> list[Plan]:
    named = {name.partition(":")[0] for _, having in unit for name in having.split(";")}
    return [_of_bills(plans.plans[name]) for name in named - {ALL}] + (_everything(year) if ALL in named else [])


def _of_bills(plan: Plan) -> Plan:
    """The plan without its sums at a diagnosis or an accident: they are not paid towards bills."""
    copy = plan.model_copy(update={"benefits": tuple(b for b in plan.benefits if not isinstance(b, LumpSum))})
    copy._variant_plans = {name: _of_bills(variant) for name, variant in plan._variant_plans.items()}
    return copy


def _table(family: tuple[Kind, ...], unit: Unit, year: tuple[date, date]) -> Any:
    import pyarrow as pa

    rows = [
        {
            "member_id": str(at),
            "family_id": "0",
            "relation": family[at].relation,
            "birth_date": _birthday(family[at].age, year[0]),
            "sex": family[at].sex,
            "insured": family[at].insured,
            "plan": having,
            "cover_from": year[0],
            "cover_to": year[1],
        }
        for at, having in unit
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
