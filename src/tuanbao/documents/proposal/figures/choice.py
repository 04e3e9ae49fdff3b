"""What lies around the choice (选择的周边): frontier, other weights, wishes, coming years, bad years; fen a year."""

from dataclasses import dataclass
from typing import Literal

from tuanbao.design.choosing.solving import Solution, holds
from tuanbao.design.needs.cells import cells_shown
from tuanbao.design.proposal import Proposal
from tuanbao.documents.proposal import words
from tuanbao.documents.proposal.figures.terms import group_name
from tuanbao.documents.quote_figures import Spread, spread
from tuanbao.language import Text

PointKind = Literal["frontier", "present", "proposed", "cheapest", "held"]


@dataclass(frozen=True, slots=True)
class Point:
    """A choice by what it costs the company and what it is worth, both as the grid sees them."""

    kind: PointKind
    name: Text
    cost: int
    value: int
    gap: float


def points(found: Proposal) -> tuple[Point, ...]:
    """The frontier from the cheapest to the dearest, then the choices that matter by name."""
    now = found.problem.groups
    today = Solution({}, sum(float(g.cost[0]) for g in now), sum(float(g.value[0]) for g in now), 0.0, 0.0, 0.0)
    around = found.around
    named: list[tuple[PointKind, Text, Solution | None]] = [
        ("present", words.PRESENT, today),
        ("proposed", words.PROPOSED, found.solution),
        ("cheapest", words.CHEAPEST, around.cheapest),
        ("held", words.held(around.years_ahead), around.held),
    ]
    of_frontier = [_point("frontier", words.FRONTIER, each) for each in around.frontier.solutions]
    return (*of_frontier, *(_point(kind, name, each) for kind, name, each in named if each is not None))


def _point(kind: PointKind, name: Text, each: Solution) -> Point:
    return Point(kind, name, round(each.cost), round(each.value), each.gap)


@dataclass(frozen=True, slots=True)
class OtherWeights:
    """The choice held against the best one under other weights."""

    name: Text
    changed: tuple[Text, ...]
    """Who would have other terms then."""
    groups: int
    """Of so many."""
    regret: float
    """What the proposal falls short of that best one, as a share of it."""


def other_weights(found: Proposal) -> tuple[OtherWeights, ...]:
    """The choice under other weights, the one that it suits least first."""
    made = [
        OtherWeights(
            one.name, tuple(group_name(found, key) for key in one.changed), len(found.problem.groups), one.regret
        )
        for one in found.around.sensitivities
    ]
    return tuple(sorted(made, key=lambda one: -one.regret))


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for, and whether the proposal keeps it."""

    name: Text
    kept: bool


def wishes(found: Proposal) -> tuple[Wish, ...]:
    """Every wish of the options, as the solver saw it."""
    rows = found.problem.rows
    return tuple(
        Wish(name, all(holds(row, found.solution.chosen) for row in rows if row.key == key))
        for key, name in found.problem.wishes.items()
    )


@dataclass(frozen=True, slots=True)
class Outlook:
    """The company's cost this year and at the prices of a later one, terms unchanged; as the grid sees them."""

    name: Text
    first: int
    later: int

    @property
    def rise(self) -> float:
        return self.later / self.first - 1 if self.first else 0.0


def outlooks(found: Proposal) -> tuple[Outlook, ...]:
    """Present, proposed and held; empty where no later year was looked at."""
    if any(own.later is None for own in found.blocks):
        return ()
    choices = [
        (words.PRESENT, dict.fromkeys(found.solution.chosen, 0)),
        (words.PROPOSED, dict(found.solution.chosen)),
    ]
    if found.around.held is not None:
        choices.append((words.held(found.around.years_ahead), dict(found.around.held.chosen)))
    return tuple(_outlook(found, name, chosen) for name, chosen in choices)


def _outlook(found: Proposal, name: Text, chosen: dict[str, int]) -> Outlook:
    services = sum(float(own.cost[chosen[own.key]]) for own in found.services)
    first = sum(float(own.offers.company[chosen[own.key]]) for own in found.blocks)
    later = sum(float(own.later[chosen[own.key]]) for own in found.blocks if own.later is not None)
    return Outlook(name, round(first + services), round(later + services))


@dataclass(frozen=True, slots=True)
class BadYear:
    """What a person bears on average in the worst years, lost pay included: without cover, now, and then; fen."""

    name: Text
    people: int
    uncovered: int
    present: int
    proposed: int


def bad_years(found: Proposal) -> tuple[BadYear, ...]:
    """By block; blocks of few people are left out."""
    made = []
    for own in found.blocks:
        grid, offer = own.offers.grid, found.solution.chosen[own.key]
        if cells_shown(len(own.block)):
            bears = (grid.worst_uncovered, float(grid.worst[0]), float(grid.worst[int(own.offers.row[offer])]))
            made.append(BadYear(group_name(found, own.key), len(own.block), *(round(fen) for fen in bears)))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class ClaimsYear:
    """Claims of the whole group in a year under one programme, beside its premium."""

    name: Text
    premium: int
    expected: float
    spread: Spread


def claims_years(found: Proposal) -> tuple[ClaimsYear, ClaimsYear]:
    """Present and proposed."""
    sides = ((words.PRESENT, found.present), (words.PROPOSED, found.proposed))
    now, new = (ClaimsYear(name, side.premium, side.run.quote.expected, spread(side.run)) for name, side in sides)
    return now, new
