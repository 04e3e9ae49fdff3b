"""A plan with a patch, as a variant writes one, and a plan as YAML text again (改条款、写回文件)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import yaml

from tuanbao.money import format_percent
from tuanbao.plan.fields import Ages
from tuanbao.plan.loading import parse_plans
from tuanbao.plan.model import Plan
from tuanbao.plan.parts import Part

Patch = Mapping[str, Any]
"""{set: {path: value}, add: [benefit], remove: [benefit id]}, each left out or as a variant has it."""


def patched_plans(plan: Plan, patches: Sequence[Patch]) -> list[Plan]:
    """The plan under each patch, with its own id, name and period and without variants.

    Raises PlanError with what is wrong with any patch, and ValueError for a plan that was not read from a text.
    """
    if not patches:
        return []
    tree = plain_tree(plan)
    names = [f"p{number}" for number in range(len(patches))]
    tree["variants"] = {name: _plain(patch) for name, patch in zip(names, patches, strict=True)}
    [whole] = parse_plans(yaml.dump(tree, Dumper=_DUMPER, allow_unicode=True, sort_keys=False), _file(plan))
    return [copied(whole.variant(name), plan=plan.id, name=plan.name, period=plan.period) for name in names]


def merged(patches: Sequence[Patch]) -> dict[str, Any]:
    """Several patches as one; a path that two of them set has the later value."""
    found: dict[str, Any] = {"set": {}, "add": [], "remove": []}
    for patch in patches:
        found["set"] |= patch.get("set", {})
        found["add"] += patch.get("add", ())
        found["remove"] += patch.get("remove", ())
    return {key: value for key, value in found.items() if value}


def copied(plan: Plan, /, **update: Any) -> Plan:
    """The plan with other fields, without variants, which have names of their own."""
    copy = plan.model_copy(update=update)
    copy._origin = plan._origin
    copy._variant_plans = {}
    return copy


def plain_tree(plan: Plan) -> dict[str, Any]:
    """What the plan's text says, in built-in types; variants left out. Raises ValueError where it has no text."""
    if plan._origin is None:
        raise ValueError(f"the plan {plan.id!r} was not read from a text")
    tree: dict[str, Any] = _plain(plan._origin.tree)
    tree.pop("variants", None)
    return tree


def as_text(plan: Plan, variants: Mapping[str, Patch] | None = None) -> str:
    """The plan as the YAML of a plan file, under the id, name and period that it has now; ``variants`` by name."""
    tree = plain_tree(plan)
    tree["plan"] = plan.id
    if plan.name is not None:
        tree["name"] = plan.name.model_dump(exclude_none=True)
    tree["period"] = {"from": plan.period.first, "to": plan.period.last}
    if variants:
        tree["variants"] = _plain(variants)
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=120)


def part_tree(part: Part) -> dict[str, Any]:
    """What a part of a plan or programme says, under the keys of its file; what was not written is left out."""
    fields = type(part).model_fields
    return {fields[name].alias or name: _plain(getattr(part, name)) for name in fields if name in part.model_fields_set}


def _file(plan: Plan) -> str:
    return plan._origin.file if plan._origin else "-"


def _plain(value: Any) -> Any:
    """Built-in types, as YAML writes them; amounts keep their decimals by being written as text."""
    if isinstance(value, Part):
        return part_tree(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Fraction):
        return format_percent(value)
    if isinstance(value, Ages):
        return f"{value.youngest}..{value.oldest}"
    return value if isinstance(value, str | int | bool | date) or value is None else str(value)


_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
