"""A company's or an insurer's own numbers in place of the model's (自有参数覆盖)."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tuanbao.language import Text
from tuanbao.pricing.model.claim_model import ClaimModel
from tuanbao.pricing.model.fields import SHARED, UnfitError, yearly_change
from tuanbao.pricing.model.own_cities import own_cities
from tuanbao.pricing.model.parsing import FACTS, Problems, parse_bands, parse_facts, parse_fields
from tuanbao.pricing.model.standard import standard_class_mean
from tuanbao.pricing.model.streams import Facts
from tuanbao.reference.documented import Documented
from tuanbao.reference.tables import rates_by_age

PARTS = ("streams", "tables", "shared", "trend", "cities")


def with_own(model: ClaimModel, own: Any, path: Path) -> ClaimModel:
    """The model with the blocks and fields of a file in place of its own. Raises ModelError listing every problem."""
    problems = Problems(path.name)
    if not isinstance(own, dict):
        problems.add("-", "应为“名称: 内容”的 YAML", "must be a YAML mapping")
        problems.raise_any()
    facts = parse_facts(own, "(file)", problems)
    for name in set(own) - {*FACTS, *PARTS}:
        problems.add(str(name), f"不认识；可以写：{'、'.join(PARTS)}", f"unknown; write any of {', '.join(PARTS)}")
    streams = _streams(model, _part(own, "streams", problems), facts, problems)
    tables = _tables(model, _part(own, "tables", problems), facts, path, problems)
    shared = _documented(model.shared, _part(own, "shared", problems), "shared", facts, problems)
    trend = _documented(model.trend, _part(own, "trend", problems), "trend", facts, problems)
    schemes = own_cities(model.schemes, _part(own, "cities", problems), facts, problems)
    problems.raise_any()
    note = Text(f"部分参数取自 {path.name}（{facts.source}）", f"some parameters are from {path.name} ({facts.source})")
    gone = {table.note for name, table in model.tables.items() if tables[name] is not table}
    notes = tuple(said for said in model.notes if said not in gone)
    class_mean = standard_class_mean(shared["occupation"].value["accident"])
    changed = {"streams": streams, "tables": tables, "shared": shared, "trend": trend, "schemes": schemes}
    return replace(model, **changed, class_mean=class_mean, notes=(*notes, note))


def _part(own: Mapping[str, Any], name: str, problems: Problems) -> Mapping[str, Any]:
    part = own.get(name) or {}
    if not isinstance(part, dict) or not all(isinstance(entry, dict | list) for entry in part.values()):
        problems.add(name, "应为“名称: 内容”", "must be names with their content")
        return {}
    return part


def _known(names: Any, known: Any, part: str, problems: Problems) -> list[str]:
    for name in names:
        if name not in known:
            zh, en = "、".join(known), ", ".join(known)
            problems.add(f"{part}.{name}", f"没有这一项；可以写：{zh}", f"there is none of this name; there are {en}")
    return [name for name in names if name in known]


def _streams(model: ClaimModel, part: Mapping[str, Any], facts: Facts, problems: Problems) -> Any:
    changed = {stream.key: stream for stream in model.streams}
    for key in _known(part, changed, "streams", problems):
        if not isinstance(part[key], dict):
            problems.add(f"streams.{key}", "应为“参数: 值”", "must be fields with values")
            continue
        found = parse_fields(part[key], f"streams.{key}", problems)
        for name in ("frailty", "months"):
            if name in found and found[name] not in model.shared[name].value:
                problems.add(f"streams.{key}.{name}", "没有这一组", f"there is no {name} of this name")
        tables = [name.removeprefix("1 - ") for name in found.get("tables", ())]
        tables += [found["price_table"]] if found.get("price_table") else []
        _known(tables, model.tables, f"streams.{key}.tables", problems)
        own_facts = {**changed[key].facts, **dict.fromkeys(found, facts)}
        changed[key] = replace(changed[key], facts=own_facts, **found)
    return tuple(changed.values())


def _tables(model: ClaimModel, part: Mapping[str, Any], facts: Facts, path: Path, problems: Problems) -> Any:
    tables = dict(model.tables)
    for name in _known(part, tables, "tables", problems):
        entry, key = part[name], f"tables.{name}"
        if not isinstance(entry, dict):
            problems.add(key, "应有 from_age、male、female，或 file", "must hold from_age, male and female, or file")
            continue
        if "file" not in entry:
            old = tables[name]
            tables[name] = replace(old, rates=parse_bands(entry, key, problems, old.highest), facts=facts, note=None)
            continue
        try:
            rates = rates_by_age((path.parent / str(entry["file"])).read_text(encoding="utf-8-sig"))
            tables[name] = replace(tables[name], rates=rates, facts=facts, note=None)
        except (OSError, UnicodeDecodeError, ValueError) as error:
            problems.add(f"{key}.file", f"读不了 {entry['file']}：{error}", f"cannot use {entry['file']}: {error}")
    return tables


def _documented(
    blocks: Mapping[str, Documented], part: Mapping[str, Any], title: str, facts: Facts, problems: Problems
) -> Mapping[str, Documented]:
    """Shared blocks or trends with those of the file in their place; what a mapping does not name stays."""
    changed = dict(blocks)
    for name in _known(part, changed, title, problems):
        old = blocks[name]
        try:
            value = (yearly_change if title == "trend" else SHARED[name])(part[name])
        except UnfitError as error:
            problems.add(f"{title}.{name}", error.text.zh, error.text.en)
            continue
        kept = {**old.value, **value} if isinstance(value, dict) and title == "shared" else value
        changed[name] = Documented(kept, old.unit, facts.date, facts.source, facts.confidence)
    return changed
