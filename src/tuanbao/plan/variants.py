"""Variants (升级、降级): a plan with a small patch, made on the file's own tree so that places survive."""

from collections.abc import Iterator
from typing import Any

from tuanbao.language import Text
from tuanbao.plan import source
from tuanbao.plan.checks import Complaint
from tuanbao.plan.clauses import ENTRY_LISTS, is_plain
from tuanbao.plan.source import Path_
from tuanbao.plan.syntax import Place

Refused = tuple[str, Text]
"""Code and sentence."""

GROUPS = ("hospitals", "only", "exclude", "expenses", "max_days")
"""Groups of terms: what is left out of the file stands with its default, and so a path can lead there."""


def patched(tree: source.Mapping, name: str) -> tuple[source.Mapping, list[Complaint]]:
    """The plan's tree with the patch of the variant, and what of the patch finds no place."""
    result, variant = source.copy(tree, without="variants"), tree["variants"][name]
    if not isinstance(variant, source.Mapping) or not isinstance(result.get("benefits"), source.Sequence):
        return result, []
    path: Path_ = ("variants", name)
    complaints = [*_remove(result, variant, path), *_set(result, variant, path)]
    _add(result, variant)
    return result, complaints


def _remove(tree: source.Mapping, variant: source.Mapping, path: Path_) -> Iterator[Complaint]:
    for i, benefit_id in enumerate(_sequence(variant, "remove")):
        found = _benefit(tree, benefit_id)
        if found is None:
            yield (*path, "remove", i), "variant_no_target", _no_benefit(benefit_id)
        else:
            tree["benefits"].drop(tree["benefits"].index(found))
            tree.keys_at["benefits"] = variant.keys_at["remove"]


def _add(tree: source.Mapping, variant: source.Mapping) -> None:
    """What is added pays last, but before a benefit with a company-wide limit, which is always the very last."""
    benefits, added = tree["benefits"], _sequence(variant, "add")
    at = next((i for i, benefit in enumerate(benefits) if _has_company_limit(benefit)), len(benefits))
    for offset, (benefit, place) in enumerate(zip(added, added.items_at, strict=True)):
        benefits.put(source.copy(benefit), place, at + offset)


def _has_company_limit(benefit: Any) -> bool:
    limits = benefit.get("limits") if isinstance(benefit, source.Mapping) else None
    entries = limits if isinstance(limits, source.Sequence) else ()
    return any(isinstance(limit, source.Mapping) and limit.get("shared") == "company" for limit in entries)


def _set(tree: source.Mapping, variant: source.Mapping, path: Path_) -> Iterator[Complaint]:
    changes = variant.get("set")
    if not isinstance(changes, source.Mapping):
        return
    for key, value in changes.items():
        first, *rest = key.split(".")
        target = _benefit(tree, first)
        refused = _nothing(_no_benefit(first)) if target is None else _put(target, rest, value, changes, key)
        if refused is not None:
            yield (*path, "set", key), *refused


def _put(target: Any, parts: list[str], value: Any, changes: source.Mapping, key: str) -> Refused | None:
    """Set the value where the parts lead below a benefit; the complaint where they lead nowhere or to two places."""
    if not parts:
        return _nothing(Text("路径应指到责任下的某一项", "the path must name something within the benefit"))
    for depth, part in enumerate(parts[:-1]):
        if isinstance(target, source.Mapping) and part in GROUPS and part not in target:
            target.put(part, source.Mapping(changes.values_at[key]), changes.keys_at[key], changes.values_at[key])
        step = target.get(part) if isinstance(target, source.Mapping) else None
        if isinstance(target, source.Mapping) and part in ENTRY_LISTS and isinstance(step, source.Sequence):
            target = step
        elif isinstance(target, source.Sequence):
            found = _named(target, part)
            if len(found) != 1:
                return _no_entry(part, len(found))
            target.items_at[found[0]] = changes.keys_at[key]
            target = target[found[0]]
        elif isinstance(step, source.Mapping):
            target = step
        else:
            walked = ".".join(parts[: depth + 1])
            return _nothing(Text(f"没有“{walked}”", f"there is no {walked!r} here"))
    return _replace(target, parts[-1], source.copy(value), changes.keys_at[key], changes.values_at[key])


def _replace(target: Any, last: str, value: Any, key_at: Place, value_at: Place) -> Refused | None:
    if isinstance(target, source.Sequence):
        found = _named(target, last)
        if len(found) != 1:
            return _no_entry(last, len(found))
        target[found[0]], target.items_at[found[0]] = value, value_at
        return None
    if not isinstance(target, source.Mapping):
        return _nothing(Text(f"没有“{last}”", f"there is no {last!r} here"))
    target.put(last, value, key_at, value_at)
    target.place = key_at  # what is now wrong with the whole of it comes from the variant
    return None


def _named(entries: source.Sequence, name: str) -> list[int]:
    """The entries that a name means: by id, or by period where exactly one such entry is plain."""
    by_id = [i for i, entry in enumerate(entries) if isinstance(entry, source.Mapping) and entry.get("id") == name]
    plain = [i for i, e in enumerate(entries) if isinstance(e, source.Mapping) and is_plain(e) and e.get("per") == name]
    return by_id + plain


def _benefit(tree: source.Mapping, benefit_id: Any) -> source.Mapping | None:
    benefits = (item for item in tree["benefits"] if isinstance(item, source.Mapping))
    return next((benefit for benefit in benefits if benefit.get("id") == benefit_id), None)


def _sequence(variant: source.Mapping, key: str) -> source.Sequence:
    found = variant.get(key)
    return found if isinstance(found, source.Sequence) else source.Sequence(variant.place)


def _no_benefit(benefit_id: Any) -> Text:
    return Text(f"方案里没有责任“{benefit_id}”", f"the plan has no benefit {benefit_id!r}")


def _nothing(message: Text) -> Refused:
    return "variant_no_target", message


def _no_entry(name: str, found: int) -> Refused:
    if found > 1:
        zh, en = f"“{name}”有 {found} 处可指，请给条目加 id", f"{name!r} means {found} entries; give them an id"
        return "variant_two_targets", Text(zh, en)
    zh = f"没有名为“{name}”的条目（按 id，或按唯一一个不带 shared、pool、when 的周期）"
    return _nothing(Text(zh, f"no entry is named {name!r} (by its id, or by its period where one plain entry has it)"))
