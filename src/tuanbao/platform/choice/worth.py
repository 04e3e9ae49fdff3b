"""What an option is worth to a family (方案价值): what they would bear in a usual and in a bad year. Pure.

The engine simulates years of illness of these people once and asks every option what it pays of the same bills. It says
what years may look like, and promises nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tuanbao.plan import Plan, parse_plans
from tuanbao.plan.model import LumpSum

YEARS = 2000
"""Simulated: about a third of a second for a family of four and four options; the 95th percentile is steady to some
per cent with it."""
SEED = 2026
BAD = 95
ALL = "everything"


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
    """By option's name; under the empty name without any plan. Kept by family and plans."""
    key = tuple(sorted((name, having) for name, having in options.items()))
    return dict(_simulated(_Plans(plans), tuple(family), key, year))


class _Plans:
    """Plans by identity of what they say, so that they can be a key."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self.plans = plans
        self.key = tuple(sorted((name, id(plan)) for name, plan in plans.items()))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Plans) and self.key == other.key


@lru_cache(maxsize=512)
def _simulated(
    plans: _Plans, family: tuple[Soul, ...], options: tuple[tuple[str, Having], ...], year: tuple[date, date]
) -> tuple[tuple[str, Worth], ...]:
    import numpy as np

    from tuanbao.pricing.costing import simulate_costs
    from tuanbao.pricing.model import load_model
    from tuanbao.pricing.scenarios import Scenario

    everybody: Having = tuple((soul.key, ALL) for soul in family)
    scenarios = {
        name: Scenario(list(plans.plans.values()), _table(family, having, year)) for name, having in options if having
    }
    scenarios[ALL] = Scenario(_everything(year), _table(family, everybody, year))
    costs = simulate_costs(scenarios, load_model(), years=YEARS, seed=SEED, workers=1)
    bare = costs[ALL].by_year.sum(axis=(1, 2))
    found = {"": bare}
    for name, having in options:
        found[name] = np.maximum(0, bare - _reimbursed(costs[name], plans.plans)) if having else bare
    return tuple((name, _worth(np, borne)) for name, borne in found.items())


def _worth(np: Any, borne: Any) -> Worth:
    return Worth(int(np.median(borne)), int(np.percentile(borne, BAD)), int(borne.mean()))


def _reimbursed(costs: Any, plans: Mapping[str, Plan]) -> Any:
    """(years,): what is paid towards bills; sums at a diagnosis or an accident are not."""
    towards_bills = [not isinstance(_benefit(plans, *place), LumpSum) for place in costs.benefits]
    return costs.by_year.sum(axis=1)[:, towards_bills].sum(axis=1)


def _benefit(plans: Mapping[str, Plan], name: str, benefit: str) -> Any:
    plan_id, _, variant = name.partition(":")
    plan = plans[plan_id].variant(variant) if variant else plans[plan_id]
    return next(each for each in plan.benefits if each.id == benefit)


def _table(family: Sequence[Soul], having: Having, year: tuple[date, date]) -> Any:
    import pyarrow as pa

    plan_of = dict(having)
    here = [soul for soul in family if soul.key in plan_of]
    rows = [
        {
            "member_id": str(soul.key),
            "family_id": str(family[0].key),
            "relation": soul.relation,
            "birth_date": min(soul.born, year[0]),
            "sex": soul.sex,
            "insured": soul.insured,
            "plan": plan_of[soul.key],
            "cover_from": year[0],
            "cover_to": year[1],
        }
        for soul in here
    ]
    return pa.Table.from_pylist(rows)


def _everything(year: tuple[date, date]) -> list[Plan]:
    text = files(__package__).joinpath("everything.yaml").read_text("utf-8")
    text = text.replace("2026-01-01", str(year[0])).replace("2026-12-31", str(year[1]))
    return list(parse_plans(text))
