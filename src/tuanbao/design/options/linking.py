"""Levers of a plan that hang together (条款之间的牵连): what they move may disagree, so they are read together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tuanbao.design.options.levers import Lever
from tuanbao.plan import LumpSum, Plan, Reimbursement
from tuanbao.plan.clauses import ENTRY_LISTS, Entry, clauses
from tuanbao.plan.model import ShareOfBenefit
from tuanbao.plan.patching import Patch

Name = tuple[str, str]
COMPANY: Name = ("company", "")
"""A company-wide limit stands once in a plan, and last."""


def linked_levers(plan: Plan, levers: Sequence[Lever]) -> list[tuple[int, ...]]:
    """Positions of the plan's levers in groups, none of which has a benefit or another name in common with another."""
    own = [at for at, lever in enumerate(levers) if lever.plan == plan.id]
    names = _names(plan, {path for at in own for turn in levers[at].turns for path in turn.patch.get("set", {})})
    said = {at: {name for turn in levers[at].turns for name in _said(turn.patch)} for at in own}
    groups: list[tuple[list[int], set[Name]]] = []
    for at in own:
        reach = said[at].union(*(names.get(benefit, {("benefit", benefit)}) for benefit in levers[at].benefits))
        if any(COMPANY in each for each in said.values()) and any(turn.patch.get("add") for turn in levers[at].turns):
            reach.add(COMPANY)
        joined = [group for group in groups if group[1] & reach]
        groups = [group for group in groups if not group[1] & reach]
        groups.append((sorted({at, *(i for g in joined for i in g[0])}), reach.union(*(g[1] for g in joined))))
    return [tuple(found) for found, _ in groups]


def _names(plan: Plan, paths: set[str]) -> dict[str, set[Name]]:
    """For every benefit what it shares with others: benefits with a common name are parsed together.

    Pools count where one of the ``paths`` leads to an entry of theirs: all entries of a pool must agree.
    """
    found = {}
    for benefit in plan.benefits:
        names: set[Name] = {("benefit", benefit.id)}
        if isinstance(benefit, LumpSum):
            if isinstance(benefit.sum_insured, ShareOfBenefit):
                names.add(("benefit", benefit.sum_insured.of))
            if benefit.aggregate:
                names.add(("aggregate", benefit.aggregate))
        if isinstance(benefit, Reimbursement):
            names |= set(_pools(benefit, paths))
        found[benefit.id] = names
    return found


def _pools(benefit: Reimbursement, paths: set[str]) -> Iterator[Name]:
    for key in ENTRY_LISTS:
        entries: tuple[Entry, ...] = getattr(benefit, key)
        for entry, clause in zip(entries, clauses(benefit, key), strict=True):
            touched = any(path == f"{benefit.id}.{key}" or path.startswith(f"{clause}.") for path in paths)
            if entry.pool and touched:
                yield key, entry.pool


def _said(patch: Patch) -> Iterator[Name]:
    """What the new terms of a patch share with other benefits."""
    for path, value in patch.get("set", {}).items():
        parts = path.split(".")
        yield from _in_term(parts[1], value if isinstance(value, list | Mapping) else {parts[-1]: value})
    for benefit in patch.get("add", ()):
        for key, value in benefit.items():
            yield from _in_term(key, value)


def _in_term(key: str, value: Any) -> Iterator[Name]:
    for entry in value if isinstance(value, list | tuple) else [value]:
        if isinstance(entry, Mapping) and key == "sum_insured" and "of" in entry:
            yield "benefit", str(entry["of"])
        if isinstance(entry, Mapping) and key in ENTRY_LISTS:
            if entry.get("pool"):
                yield key, str(entry["pool"])
            if entry.get("shared") == "company":
                yield COMPANY
