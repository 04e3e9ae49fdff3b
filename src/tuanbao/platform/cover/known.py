"""What cover follows from, as plain facts of one policy year (保障所依据的事实)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from tuanbao.plan import Programme

Span = tuple[date, date | None]
"""First and last day; None: open."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a policy says about days."""

    plans: frozenset[str]
    first: date
    last: date
    effective_rule: str = "as_noticed"


@dataclass(frozen=True, slots=True)
class InForce:
    """A programme's approved version and its days."""

    programme: Programme
    first: date
    last: date
    number: int = 1


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a family with the days on which they are employed, or belong to the employee."""

    person: int
    relation: str
    born: date | None = None
    sex: str = ""
    spans: tuple[Span, ...] = ((date.min, None),)


@dataclass(frozen=True, slots=True)
class Post:
    """Where an employee works from a day on; ``columns`` are what tiers ask for."""

    starts_on: date
    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Interim:
    """Cover until evidence is accepted (临时保障). Without a plan there is none."""

    plan_id: str = ""
    variant: str = ""
    until: date | None = None
    """The chosen cover holds from this day; None: not accepted, the interim cover stays."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one person has by an election; an empty plan of a waiver means every plan."""

    person: int
    plan_id: str
    variant: str = ""
    waived: bool = False
    employer_share: Fraction = Fraction(1)
    points: int = 0
    """A year."""
    interim: Interim | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """An election, from its effective date to the end of its programme's period."""

    first: date
    last: date
    source: str
    order: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Family:
    employee: Member
    posts: tuple[Post, ...] = ()
    """By day."""
    dependants: tuple[Member, ...] = ()
    """In the order in which a rule's ``max`` is filled."""
    elections: tuple[Chosen, ...] = ()
