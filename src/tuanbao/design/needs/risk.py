"""Health risk (健康风险): expected cost of care by segment, relative to the working people of the country.

From the claim-cost model (rate times mean bill of every kind of care, at the country's price of care), from what the
roster declares of chronic disease and check-ups, and from past bills by limited fluctuation credibility. Only segments
of at least ten people are ever told; a single person's figure does not leave this file.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from tuanbao.design.needs.cells import Floats, Ints, cells_shown, hidden
from tuanbao.design.needs.columns import Declared, declared
from tuanbao.design.needs.dimensions import Dimension, dimensions
from tuanbao.language import Text
from tuanbao.pricing.group import Group
from tuanbao.pricing.model import ClaimModel, hazards_of
from tuanbao.pricing.model.hazards import Hazards
from tuanbao.pricing.model.packing import relative_price
from tuanbao.pricing.model.standard import standard_population
from tuanbao.reference.needs import parameter
from tuanbao.reference.renewal import renewal_customs
from tuanbao.roster import BILLS, Reading, normalise

BY = ("age_segment", "sex", "relation", "city", "occupation", "tier", "grade", "department")
"""The dimensions by which risk is told."""


@dataclass(frozen=True, slots=True)
class SegmentRisk:
    """One segment of at least ten people."""

    dimension: str
    name: Text
    people: int
    relative: float
    """Expected cost of care a person, 1 being that of the country's working people, prices being the same."""
    credibility: float
    """How far past bills count in it; 0 without any."""


@dataclass(frozen=True, slots=True)
class Risk:
    """The group's expected cost of care, and that of its segments."""

    people: int
    relative: float | None
    """None for fewer than ten people."""
    segments: tuple[SegmentRisk, ...]
    chronic: float | None
    """Share of those asked who declared a chronic disease; None where it is not asked, or a cell would be small."""
    abnormal: float | None
    """Share of those asked whose check-up should be followed up, likewise."""
    notes: tuple[Text, ...]


def risk(
    group: Group, model: ClaimModel, bills: pa.Table | Reading | None = None, facts: Declared | None = None
) -> Risk:
    """Health risk by age, sex, relation, city, occupation class, tier, grade and department, where the roster has them.

    ``bills`` are those of about one past year. Raises RefusedRowsError for cells of health columns that cannot be
    read, PeopleError for people without birth date or sex.
    """
    facts = facts or declared(group.assignment.reading)
    hazards = hazards_of(group.assignment.reading, model, group.period)
    factors = _declared_factors(hazards, group, facts)
    expected = _in_order_of_roster(group, hazards, expected_cost(hazards) * factors)
    relative = expected / standard_cost(model, group)
    found, _ = dimensions(group, facts)
    past = _past(group, hazards, factors, bills)
    segments = [one for key in BY if key in found for one in _segments(found[key].shared(), relative, past)]
    shown = cells_shown(len(relative))
    return Risk(
        people=len(relative),
        relative=float(relative.mean()) if shown else None,
        segments=tuple(segments),
        chronic=_share(facts.chronic),
        abnormal=_share(facts.abnormal),
        notes=_notes(facts, bills is not None),
    )


def expected_cost(hazards: Hazards) -> Floats:
    """(people,): expected fen of a year's care at the country's price of care: rate times mean bill, all billed
    streams."""
    bill = hazards.scale * relative_price(hazards.streams) / hazards.schemes.price[hazards.city, None]
    return np.asarray((hazards.rate * bill)[:, hazards.streams.billed].sum(axis=1))


def standard_cost(model: ClaimModel, group: Group) -> float:
    """Expected fen of a year's care of the country's working people, in the year of the group's plans."""
    moved, population = model.trended(group.period[0].year), standard_population("active")
    cost = (moved.rates(population.people) * moved.means(population.people)).sum(axis=1)
    return float(population.weight @ cost) * 100


def _in_order_of_roster(group: Group, hazards: Hazards, values: Floats) -> Floats:
    by_id = dict(zip(hazards.member_id, values.tolist(), strict=True))
    return np.array([by_id[name] for name in group.members["member_id"].to_pylist()], np.float64)


def _declared_factors(hazards: Hazards, group: Group, facts: Declared) -> Floats:
    """(people,) in the order of hazards: by what is declared, how dear a person's care is among those of the age.

    The model's cost is of people of an age with and without the condition; somebody of whom it is known costs r, or 1,
    over the mean 1 + p (r - 1) of these, p being how usual it is at the age.
    """
    row = {name: place for place, name in enumerate(group.members["member_id"].to_pylist())}
    rows = np.array([row[name] for name in hazards.member_id], np.int64)
    ages, usual = list(parameter("chronic_prevalence")), list(parameter("chronic_prevalence").values())
    prevalence = np.array(usual)[np.searchsorted(ages, hazards.age, side="right") - 1]
    factor = np.ones(len(rows))
    if facts.chronic is not None:
        factor *= declared_factor(facts.chronic[rows], prevalence, parameter("chronic_cost_ratio"))
    if facts.abnormal is not None:
        often = np.full(len(rows), parameter("abnormal_prevalence"))
        factor *= declared_factor(facts.abnormal[rows], often, parameter("abnormal_cost_ratio"))
    return factor


def declared_factor(flag: Floats, prevalence: Floats, ratio: float) -> Floats:
    """(people,): factor for those who declare it (1), declare that they do not have it (0), or say nothing (NaN)."""
    mean = 1 + prevalence * (ratio - 1)
    return np.where(np.isnan(flag), 1.0, np.where(flag == 1, ratio, 1.0) / mean)


@dataclass(frozen=True, slots=True, eq=False)
class _Past:
    """By row of the roster: what care cost on past bills, and what was to be expected of bills handed in; fen."""

    actual: Floats
    expected: Floats


def _past(group: Group, hazards: Hazards, factors: Floats, bills: pa.Table | Reading | None) -> _Past | None:
    if bills is None:
        return None
    table = (bills if isinstance(bills, Reading) else normalise(bills, BILLS)).table
    sums: Mapping[str, int] = _sums(table)
    actual = np.array([sums.get(name, 0) for name in group.members["member_id"].to_pylist()], np.float64)
    handed = np.where(hazards.streams.billed, hazards.streams.handed_in, 0.0)
    bill = hazards.scale * relative_price(hazards.streams)
    return _Past(actual, _in_order_of_roster(group, hazards, factors * ((hazards.rate * bill) @ handed)))


def _sums(table: Any) -> dict[str, int]:
    ids = table["member_id"].cast(pa.string())
    rows = pa.table({"who": ids, "total": table["total"]}).group_by("who").aggregate([("total", "sum")]).to_pylist()
    return {row["who"]: row["total_sum"] for row in rows}


def _segments(dimension: Dimension, relative: Floats, past: _Past | None) -> list[SegmentRisk]:
    found = []
    for place, name in enumerate(dimension.names):
        rows = np.flatnonzero(dimension.cell == place)
        factor, credibility = _experience(rows, np.flatnonzero(dimension.cell >= 0), past)
        cost = float(relative[rows].mean()) * factor
        found.append(SegmentRisk(dimension.key, name, len(rows), cost, credibility))
    return found


def _experience(rows: Ints, everybody: Ints, past: _Past | None) -> tuple[float, float]:
    """Factor from past bills, and their credibility Z = sqrt(people / full).

    Past bills say how segments differ, not how dear a year is: the actual-to-expected ratio of the segment is taken
    over that of everybody whom the dimension divides.
    """
    if past is None or not past.actual[everybody].sum() or not past.expected[rows].sum():
        return 1.0, 0.0
    full = renewal_customs()["full_credibility_life_years"].value["medical"]
    z = min(1.0, math.sqrt(len(rows) / full))
    overall = past.actual[everybody].sum() / past.expected[everybody].sum()
    own = past.actual[rows].sum() / past.expected[rows].sum() / overall
    return float(1 + z * (own - 1)), z


def _share(flag: Floats | None) -> float | None:
    """Share of yes, unless yes, or no, stands for a few people only."""
    if flag is None:
        return None
    yes, no = int((flag == 1).sum()), int((flag == 0).sum())
    if not cells_shown(yes + no) or hidden([yes, no]).any():
        return None
    return yes / (yes + no)


def _notes(facts: Declared, with_bills: bool) -> tuple[Text, ...]:
    found = [_NO_CHRONIC] if facts.chronic is None else [_CHRONIC]
    if facts.abnormal is None:
        found.append(_NO_CHECKUP)
    if with_bills:
        found.append(_BILLS)
    return tuple(found)


_NO_CHRONIC = Text(
    "人员表没有慢性病一列（chronic/慢性病），健康风险只按年龄、性别等推算",
    "the roster does not tell of chronic disease (column chronic): risk follows from age, sex and the like",
)
_CHRONIC = Text(
    "慢性病对费用的影响（倍数）是假设，可信度低",
    "by how much a chronic disease makes care dearer is an assumption of low confidence",
)
_NO_CHECKUP = Text(
    "人员表没有体检结果一列（checkup_abnormal/体检异常），未计入体检结果",
    "the roster does not tell of check-ups (column checkup_abnormal): they are not counted",
)
_BILLS = Text(
    "以往票据只用来比较各人群之间的差别，按一年计，人少的人群只采信一部分",
    "past bills, taken as those of one year, only tell how segments differ; of small segments they count in part",
)
