"""No term of a plan is silently absent from its schedule: whatever changes in the file changes in the words."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tuanbao import vocabulary
from tuanbao.language import Language
from tuanbao.plan import PlanError, Programme, parse_plans
from tuanbao.plan.schema import json_schema
from tuanbao.plan.wording import Schedule, programme_schedule, schedule

from .leaves import Path_, leaves, others, with_leaf
from .writing import EVERY_FEATURE

ROOT = Path(__file__).parents[2]
FILES = [EVERY_FEATURE, *sorted((ROOT / "examples/plans").glob("*.yaml"))]
LANGUAGES: tuple[Language, Language] = ("zh", "en")

NOT_TERMS = {"kind", "id", "plans"}
"""Which terms a benefit may have; what clauses are called; the files in which a programme's plans stand."""


TIES = {"per": ("credit", "shared"), "of": ("hospitals",)}
"""Only a yearly deductible has a credit, only a yearly limit is the company's, only a stay has hospitals."""


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


def words_of(schedule: Schedule, clause: str, language: Language) -> str:
    """What a schedule says in the rows of a clause and its parts."""
    rows = [row for section in schedule.sections for row in section.rows if f"{row.clause}.".startswith(f"{clause}.")]
    rows += [row for section in schedule.sections for row in section.rows if row.clause.startswith(f"{clause}[")]
    return "\n".join(text.to(language) for row in rows for text in (row.label, row.value))


def schedule_of(tree: dict[str, Any]) -> Schedule:
    (plan,) = parse_plans(json.dumps(tree, default=str))
    return schedule(plan)


def words_at(said: Schedule, tree: dict[str, Any], path: Path_) -> dict[Language, str]:
    """All words of the plan; of a benefit's term only those of its own clause, so that no other row speaks for it."""
    if path[0] == "benefits" and path[2] != "name":
        clause = f"{tree['benefits'][path[1]]['id']}.{path[2]}"
        return {language: words_of(said, clause, language) for language in LANGUAGES}
    return {language: words(said, language) for language in LANGUAGES}


def trees(path: Path) -> list[dict[str, Any]]:
    return [tree for tree in yaml.safe_load_all(path.read_text(encoding="utf-8")) if "plan" in tree]


def sharers(tree: dict[str, Any], path: Path_) -> list[Path_]:
    """The path, and the same term of every entry that must agree with it, since they name one pool."""
    if path[0] == "variants" and path[2] == "set":
        return [p for p, value in leaves(tree) if p[:3] == path[:3] and value == _at(tree, path)]
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


def changed(tree: dict[str, Any], path: Path_, value: Any) -> Iterator[tuple[Any, dict[Language, str]]]:
    """Each other value that makes a plan, and the words of that plan."""
    for other in others(value):
        patched = tree
        for place in sharers(tree, path):
            patched = with_leaf(patched, place, other)
        try:
            yield other, words_at(schedule_of(patched), patched, path)
        except PlanError:
            continue


def is_alone(tree: dict[str, Any], path: Path_, value: Any) -> bool:
    """A pool or aggregate that only one entry names shares nothing: its name says nothing."""
    named = [p for p, v in leaves(tree) if v == value and p[-1] == path[-1] and (len(p) < 5 or p[2] == path[2])]
    return path[-1] in ("pool", "aggregate") and len(named) == 1


def silent(tree: dict[str, Any]) -> list[str]:
    """The values that can change without the words changing, in either language."""
    plain = {key: value for key, value in tree.items() if key != "variants"}
    whole, alone = schedule_of(tree), schedule_of(plain)
    found = []
    for path, value in leaves(tree):
        if path[-1] in NOT_TERMS or is_alone(tree, path, value):
            continue
        within, said = (tree, whole) if path[0] == "variants" else (plain, alone)
        if not is_said(within, said, path, value):
            found.append(".".join(map(str, path)))
    return found


def is_said(tree: dict[str, Any], said: Schedule, path: Path_, value: Any) -> bool:
    languages = [path[-1]] if path[-1] in LANGUAGES else LANGUAGES
    before, possible = words_at(said, tree, path), False
    for other, after in changed(tree, path, value):
        possible = possible or other is not None
        if all(after[language] != before[language] for language in languages):
            return True
    return not possible and is_said_though_tied(tree, path, value, before)


def is_said_though_tied(tree: dict[str, Any], path: Path_, value: Any, before: dict[Language, str]) -> bool:
    """Where another key allows no other value: the words without that key, or the value's own."""
    if path[-1] == "event":
        return all(vocabulary.EVENTS[value].to(language) in before[language] for language in LANGUAGES)
    if "sum_insured" in path and path[-1] == "of":
        title = parse_plans(json.dumps(tree, default=str))[0].benefit(value).title
        return f"“{title.zh}”保额" in before["zh"] and f'of "{title.en}"' in before["en"]
    for tie in ((*path[:-1], key) for key in TIES.get(str(path[-1]), ())):
        if _at(tree, tie) is not None:
            plain = tree
            for place in sharers(tree, tie):
                plain = with_leaf(plain, place, None)
            return is_said(plain, schedule_of(plain), path, value)
    return False


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_value_of_a_plan_file_is_said(path: Path) -> None:
    for tree in trees(path):
        assert silent(tree) == []


def test_the_plan_of_every_feature_uses_every_key_of_the_language() -> None:
    (tree,) = trees(EVERY_FEATURE)
    used: set[str] = set()
    collect_keys(tree, used)
    assert keys_of("Plan") - used == set()


def collect_keys(value: Any, into: set[str]) -> None:
    if isinstance(value, dict):
        into.update(str(key) for key in value)
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        collect_keys(item, into)


def keys_of(name: str) -> set[str]:
    """Every key that may stand in a plan, or in a programme."""
    definitions = json_schema()["$defs"]
    keys: set[str] = set()
    todo = [definitions[name]]
    while todo:
        part = todo.pop()
        keys |= part.get("properties", {}).keys()
        todo += [definitions[at.split("/")[-1]] for at in references(part) if at not in keys]
        keys |= references(part)
    return {key for key in keys if "/" not in key}


def references(schema: Any) -> set[str]:
    inside = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    own = {schema["$ref"]} if isinstance(schema, dict) and "$ref" in schema else set()
    return own.union(*(references(item) for item in inside))


PROGRAMME: dict[str, Any] = {
    "programme": "acme-2026",
    "name": {"zh": "员工福利", "en": "Benefits"},
    "note": {"zh": "说明", "en": "Note"},
    "plans": ["every_feature.yaml"],
    "tiers": [
        {
            "tier": "executive",
            "name": {"zh": "高管", "en": "Executives"},
            "when": {"grade": ["M4", "M5"]},
            "plan": "one",
        },
        {"tier": "frontline", "when": {"job_class": [4, 5], "line": ["A"]}, "plan": ["two", "one"]},
        {"tier": "staff", "plan": "every-feature"},
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
        "variants": {"every-feature": ["lite", "plus"]},
    },
}


def programme_words(tree: dict[str, Any]) -> dict[Language, str]:
    plans = parse_plans(EVERY_FEATURE.read_text(encoding="utf-8"))
    said = programme_schedule(Programme.model_validate(tree), plans)
    return {language: words(said, language) for language in LANGUAGES}


OTHER_IN_PROGRAMME: dict[Path_, Any] = {
    ("choice", "window", "from"): "2025-11-16",
    ("choice", "window", "to"): "2025-12-11",
    ("choice", "variants", "every-feature", 0): "plus",
    ("choice", "variants", "every-feature", 1): "lite",
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
    assert keys_of("Programme") - used == set()
