"""No term of a plan is silently absent from its schedule: whatever changes in the file changes in the words."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from tuanbao import vocabulary
from tuanbao.language import Language
from tuanbao.plan import PlanError, Programme, parse_plans
from tuanbao.plan.model import Plan
from tuanbao.plan.wording import Schedule, programme_schedule, schedule

from .leaves import Path_, leaves, others, with_leaf

ROOT = Path(__file__).parents[2]
EVERY_TERM = Path(__file__).with_name("every_term.yaml")
FILES = [EVERY_TERM, *sorted((ROOT / "examples/plans").glob("*.yaml"))]
LANGUAGES: tuple[Language, Language] = ("zh", "en")

NOT_TERMS = {"kind", "id", "plans"}
"""Which terms a benefit may have; what clauses are called; the files in which a programme's plans stand."""


def words(schedule: Schedule, language: Language) -> str:
    """Everything that a schedule says, in one language."""
    said = [schedule.id, *(text.to(language) for text in (schedule.kind, schedule.title, *schedule.notes))]
    said += [schedule.period.to(language)] if schedule.period else []
    sections = list(schedule.sections)
    for option in schedule.options:
        said.append(option.title.to(language))
        said += [text.to(language) for change in option.changes for text in (change.label, change.before, change.after)]
        sections += option.added
    for section in sections:
        said += [section.title.to(language), section.kind.to(language) if section.kind else ""]
        said += [text.to(language) for row in section.rows for text in (row.label, row.value)]
    return "\n".join(said)


def plan_words(tree: dict[str, Any]) -> dict[Language, str]:
    (plan,) = parse_plans(json.dumps(tree, default=str))
    return {language: words(schedule(plan), language) for language in LANGUAGES}


def trees(path: Path) -> list[dict[str, Any]]:
    return [tree for tree in yaml.safe_load_all(path.read_text(encoding="utf-8")) if "plan" in tree]


def sharers(tree: dict[str, Any], path: Path_) -> list[Path_]:
    """The path, and the same term of every entry that must agree with it since they name one pool."""
    entry = _at(tree, path[:4])
    if len(path) < 5 or path[0] != "benefits" or not isinstance(entry, dict) or "pool" not in entry:
        return [path]
    if path[4] not in ("per", "amount", "count", "shared", "credit"):
        return [path]
    found = [
        ("benefits", i, path[2], j, *path[4:])
        for i, benefit in enumerate(tree["benefits"])
        for j, other in enumerate(benefit.get(path[2], ()))
        if other.get("pool") == entry["pool"]
    ]
    return [other for other in found if _at(tree, other) is not None]


def _at(tree: Any, path: Path_) -> Any:
    for part in path:
        inside = (isinstance(tree, dict) and part in tree) or (isinstance(tree, list) and part < len(tree))
        tree = tree[part] if inside else None
    return tree


def changed(tree: dict[str, Any], path: Path_, value: Any) -> Iterator[dict[Language, str]]:
    """The words of the plan with another value there, for each other value that makes a plan."""
    for other in others(value):
        patched = tree
        for place in sharers(tree, path):
            patched = with_leaf(patched, place, other)
        try:
            yield plan_words(patched)
        except PlanError:
            continue


def is_alone(tree: dict[str, Any], path: Path_, value: Any) -> bool:
    """A pool or aggregate that only one entry names shares nothing: its name says nothing."""
    named = [p for p, v in leaves(tree) if v == value and p[-1] == path[-1] and (len(p) < 5 or p[2] == path[2])]
    return path[-1] in ("pool", "aggregate") and len(named) == 1


def silent(tree: dict[str, Any]) -> list[str]:
    """The values that can change without the words changing, in either language."""
    before = plan_words(tree)
    found = []
    for path, value in leaves(tree):
        if path[-1] in NOT_TERMS or is_alone(tree, path, value):
            continue
        languages = [path[-1]] if path[-1] in LANGUAGES else LANGUAGES
        if not is_said(tree, path, value, before, languages):
            found.append(".".join(map(str, path)))
    return found


def is_said(tree: dict[str, Any], path: Path_, value: Any, before: dict[Language, str], languages: Any) -> bool:
    after = list(changed(tree, path, value))
    if after:
        return any(all(words[language] != before[language] for language in languages) for words in after)
    if path[-1] == "event":
        return vocabulary.EVENTS[value].zh in before["zh"] and vocabulary.EVENTS[value].en in before["en"]
    if path[-1] == "of":
        title = parse_plans(json.dumps(tree, default=str))[0].benefit(value).title
        return f"“{title.zh}”保额" in before["zh"] and f"of “{title.en}”" in before["en"]
    credit = (*path[:-1], "credit")
    return path[-1] == "per" and _at(tree, credit) is not None and is_said_without_credit(tree, path, value, languages)


def is_said_without_credit(tree: dict[str, Any], path: Path_, value: Any, languages: Any) -> bool:
    """Only a yearly deductible has a credit; without it, another period can stand in its place."""
    plain = tree
    for place in sharers(tree, (*path[:-1], "credit")):
        plain = with_leaf(plain, place, None)
    return is_said(plain, path, value, plan_words(plain), languages)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_value_of_a_plan_file_is_said(path: Path) -> None:
    for tree in trees(path):
        assert silent(tree) == []


def test_the_plan_of_every_term_uses_every_key_of_the_language() -> None:
    (tree,) = trees(EVERY_TERM)
    used: set[str] = set()
    collect_keys(tree, used)
    assert keys_of(Plan) - used == set()


def collect_keys(value: Any, into: set[str]) -> None:
    if isinstance(value, dict):
        into.update(str(key) for key in value)
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        collect_keys(item, into)


def keys_of(model: type[BaseModel]) -> set[str]:
    schema = model.model_json_schema()
    parts = [schema, *schema["$defs"].values()]
    return {key for part in parts for key in part.get("properties", {})}


PROGRAMME: dict[str, Any] = {
    "programme": "acme-2026",
    "name": {"zh": "员工福利", "en": "Benefits"},
    "note": {"zh": "说明", "en": "Note"},
    "plans": ["every_term.yaml"],
    "tiers": [
        {
            "tier": "executive",
            "name": {"zh": "高管", "en": "Executives"},
            "when": {"grade": ["M4", "M5"]},
            "plan": "one",
        },
        {"tier": "frontline", "when": {"job_class": [4, 5], "line": ["A"]}, "plan": ["two", "one"]},
        {"tier": "staff", "plan": "every-term"},
    ],
    "dependants": [
        {
            "relation": "child",
            "age": "0..22",
            "tiers": ["executive", "staff"],
            "plan": "two",
            "max": 2,
            "paid_by": {"employer": "100%"},
        },
        {"relation": "spouse", "plan": "two", "paid_by": {"employer": "50%", "employee": "50%"}},
        {"relation": "parent", "plan": "two", "paid_by": {"employee": "100%"}},
    ],
    "choice": {
        "window": {"from": "2025-11-15", "to": "2025-12-10"},
        "lock": "year",
        "life_events": {"birth": 30, "marriage": 30, "new_hire": 60},
        "points": {"per_employee": 1000, "yuan_per_point": 2, "by_tier": {"executive": 3000}},
        "variants": {"every-term": ["lite", "plus"]},
    },
}


def programme_words(tree: dict[str, Any]) -> dict[Language, str]:
    plans = parse_plans(EVERY_TERM.read_text(encoding="utf-8"))
    said = programme_schedule(Programme.model_validate(tree), plans)
    return {language: words(said, language) for language in LANGUAGES}


OTHER_IN_PROGRAMME: dict[Path_, Any] = {
    ("choice", "window", "from"): "2025-11-16",
    ("choice", "window", "to"): "2025-12-11",
    ("choice", "variants", "every-term", 0): "plus",
    ("choice", "variants", "every-term", 1): "lite",
    ("choice", "lock"): None,
    ("dependants", 0, "tiers", 0): "frontline",
    ("dependants", 0, "tiers", 1): "frontline",
    ("dependants", 1, "paid_by", "employer"): {"employer": "40%", "employee": "60%"},
    ("dependants", 1, "paid_by", "employee"): {"employer": "40%", "employee": "60%"},
    ("dependants", 0, "paid_by", "employer"): {"employer": "99%", "employee": "1%"},
    ("dependants", 2, "paid_by", "employee"): {"employer": "99%", "employee": "1%"},
}
"""What may stand in the place of a value that another one depends on."""


def test_every_value_of_a_programme_is_said() -> None:
    before = programme_words(PROGRAMME)
    for path, value in leaves(PROGRAMME):
        has_name = path[-1] == "tier" and "name" in PROGRAMME["tiers"][path[1]]
        if path[0] in NOT_TERMS or has_name:
            continue
        other = OTHER_IN_PROGRAMME.get(path, next(others(value)))
        place = path[:-1] if "paid_by" in path else path
        patched = with_leaf(PROGRAMME, place, other)
        if path[-1] == "tier" and value == "staff":
            patched["dependants"][0]["tiers"][1] = other
        after = programme_words(patched)
        languages = [path[-1]] if path[-1] in LANGUAGES else LANGUAGES
        assert all(after[language] != before[language] for language in languages), path


def test_the_programme_of_every_term_uses_every_key_of_the_language() -> None:
    used: set[str] = set()
    collect_keys(PROGRAMME, used)
    assert keys_of(Programme) - used == set()
