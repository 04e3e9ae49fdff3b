"""The classes of people, services and taxes of a proposal, ready to be moved in a workbook (试算的基数). Fen a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tuanbao.design.law import Treatment
from tuanbao.design.needs.cells import together
from tuanbao.design.proposal import Proposal
from tuanbao.documents.proposal.book import words
from tuanbao.documents.proposal.figures.terms import tier_name
from tuanbao.language import Text
from tuanbao.reference.law import law_share
from tuanbao.vocabulary import RELATIONS

Driver = Literal["staff", "family", "services"]
OTHERS = "others"
LIMITS = {"medical": "supplementary_medical", "pension": "supplementary_pension", "welfare": "welfare"}
"""Treatments whose deductible expense is limited to a share of the payroll, and the law's entry."""


@dataclass(frozen=True, slots=True)
class Class:
    """People of one tier and relation, as far as they join; few people stand with others. Fen a year."""

    tier: Text
    tier_key: str
    relation: str
    """A key of RELATIONS, or OTHERS."""
    heads: float
    """Those who are expected to join."""
    premium: float
    company: float
    share: float
    """Of the relation's premium, over all tiers."""


def classes(found: Proposal) -> tuple[Class, ...]:
    """By relation and tier; the sums are the company's premium, and the premium of those who join."""
    people, join = found.proposed.run.quote.people, joining(found)
    pairs = [(people.relation_of(i), people.tier[i]) for i in range(len(people))]
    keys = list(dict.fromkeys(sorted(pairs, key=lambda pair: list(RELATIONS).index(pair[0]))))
    number = np.array([keys.index(pair) for pair in pairs])
    place = together(np.bincount(number, minlength=len(keys)))
    shown = [keys[at] if (place == place[at]).sum() == 1 else (OTHERS, OTHERS) for at in range(len(keys))]
    paid = found.proposed.run.quote.premiums
    premium, company = paid.premium * join, paid.employer * join
    made = []
    for relation, tier in dict.fromkeys(shown):
        own = np.isin(number, [at for at, key in enumerate(shown) if key == (relation, tier)])
        every = np.isin(number, [at for at, key in enumerate(shown) if key[0] == relation])
        share = float(company[every].sum() / max(premium[every].sum(), 1.0))
        whole = float(premium[own].sum())
        name = words.OTHERS if tier == OTHERS else tier_name(found, tier)
        if join[own].sum() > 0:
            made.append(Class(name, tier, relation, float(join[own].sum()), whole, whole * share, share))
    return tuple(made)


def joining(found: Proposal) -> NDArray[np.float64]:
    """(people,): the part of each who is expected to join under the proposed way to pay; 1 where it does not change."""
    people = found.proposed.run.quote.people
    part = np.ones(len(people))
    place = {member: i for i, member in enumerate(people.member_id)}
    for own in found.blocks:
        way = own.offers.ways[int(own.offers.paying[found.solution.chosen[own.key]])]
        members = own.block.members
        for member, relation in zip(members["member_id"].to_pylist(), members["relation"].to_pylist(), strict=True):
            part[place[member]] = float(way[relation][1]) if relation in way else 1.0
    return part


@dataclass(frozen=True, slots=True)
class Service:
    """A service of a tier as proposed. ``of_class``: the class whose heads it follows; None: its own."""

    tier: Text
    name: Text
    heads: int
    cost: float
    of_class: int | None


def services(found: Proposal, people: Sequence[Class]) -> tuple[Service, ...]:
    """All services, those of no cost too."""
    made = []
    for own in found.services:
        name = own.service.name.text if own.service.name else Text(own.service.service, own.service.service)
        keys = [(one.relation, one.tier_key) for one in people]
        follows = keys.index(("employee", own.tier)) if ("employee", own.tier) in keys else None
        cost = float(own.cost[found.solution.chosen[own.key]])
        made.append(Service(tier_name(found, own.tier), name, own.heads, cost, follows))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Tax:
    """One kind of expense. ``counts``: it is deductible at all; ``limit_share``: of the payroll, None without limit."""

    key: str
    title: Text
    driver: Driver
    paid: int
    counts: bool
    limit_share: float | None
    limit: int
    deductible: int
    saved: float


def taxes(found: Proposal) -> tuple[Tax, ...]:
    """The proposed side's expense by tax treatment; rows of nothing go, but supplementary medical stays."""
    company = found.proposed.after_tax.company
    made = []
    for one in company.treatments:
        if one.paid or one.key == "medical":
            share = float(law_share(LIMITS[one.key])) if one.key in LIMITS else None
            saved = one.deductible * float(company.rate)
            made.append(
                Tax(one.key, one.title, _driver(one), one.paid, _counts(one), share, _limit(one), one.deductible, saved)
            )
    return tuple(made)


def _driver(one: Treatment) -> Driver:
    if one.key == "family":
        return "family"
    return "services" if one.key in ("welfare", "pension") else "staff"


def _counts(one: Treatment) -> bool:
    """Within a limit, or without one; not where the law refuses it, or where its condition is not met."""
    return one.deductible > 0 or (one.key in LIMITS and not one.known)


def _limit(one: Treatment) -> int:
    return one.limit or 0
