"""Variants in words (升级、降级): what reads differently in the plan with the patch, term by term."""

from collections import Counter
from collections.abc import Iterator

from tuanbao.language import Text
from tuanbao.plan.model import Plan
from tuanbao.plan.wording.benefits import benefit_rows, benefit_section
from tuanbao.plan.wording.common import Benefit
from tuanbao.plan.wording.structure import Change, Option, Row
from tuanbao.plan.wording.words import NONE, say

INCLUDED, NOT_INCLUDED = Text("包含", "included"), Text("不再包含", "no longer included")
Place = tuple[str, int]
"""A clause, and which of the rows that stand in it."""


def options(plan: Plan) -> tuple[Option, ...]:
    """The plan's variants in its own order."""
    return tuple(_option(plan, name) for name in plan.variants)


def variant_title(plan: Plan, name: str) -> Text:
    title = plan.variants[name].name
    return title.text if title else Text(name, name)


def _option(plan: Plan, name: str) -> Option:
    after = plan.variant(name)
    known = {benefit.id for benefit in plan.benefits}
    added = tuple(benefit_section(after, benefit) for benefit in after.benefits if benefit.id not in known)
    return Option(variant_title(plan, name), tuple(changes(plan, after)), added)


def changes(before: Plan, after: Plan) -> Iterator[Change]:
    """The terms of benefits of ``before`` that read differently in ``after``; what is added is not among them."""
    kept = {benefit.id: benefit for benefit in after.benefits}
    for benefit in before.benefits:
        if benefit.id in kept:
            yield from _changes_of_benefit(before, benefit, after, kept[benefit.id])
        else:
            yield Change(benefit.title, INCLUDED, NOT_INCLUDED, benefit.id)


def _changes_of_benefit(plan: Plan, benefit: Benefit, patched: Plan, changed: Benefit) -> Iterator[Change]:
    if benefit.title != changed.title:
        yield Change(_label(benefit, Text("名称", "name")), benefit.title, changed.title, f"{benefit.id}.name")
    old, new = _by_place(plan, benefit), _by_place(patched, changed)
    for place in {**old, **new}:
        before, after = old.get(place), new.get(place)
        if before is None or after is None:
            label = (before or after or _NO_ROW).label
            values = (before.value if before else NONE), (after.value if after else NONE)
            yield Change(_label(benefit, label), *values, place[0])
        elif before.label != after.label:
            yield Change(_label(benefit, before.label), before.value, _full(after), place[0])
        elif before.value != after.value:
            yield Change(_label(benefit, before.label), before.value, after.value, place[0])


_NO_ROW = Row(NONE, NONE, "")


def _by_place(plan: Plan, benefit: Benefit) -> dict[Place, Row]:
    seen: Counter[str] = Counter()
    found = {}
    for row in benefit_rows(plan, benefit):
        found[row.clause, seen[row.clause]] = row
        seen[row.clause] += 1
    return found


def _label(benefit: Benefit, label: Text) -> Text:
    return say("{benefit}：{label}", "{benefit}: {label}", benefit=benefit.title, label=label)


def _full(row: Row) -> Text:
    return say("{label}：{value}", "{label}: {value}", label=row.label, value=row.value)
