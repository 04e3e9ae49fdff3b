"""The tables that come in (人员、票据、事件、期初已赔、医院名单、保费), read from `tables/*.yaml`."""

from collections.abc import Mapping
from importlib import resources
from typing import Any

import yaml

from tuanbao import vocabulary
from tuanbao.language import Text
from tuanbao.roster import words
from tuanbao.roster.columns import Column, Layout
from tuanbao.roster.identity import ID_TYPES

_VOCABULARIES: dict[str, tuple[Mapping[str, Text], Mapping[str, tuple[str, ...]]]] = {
    "truth": (words.TRUTH, words.TRUTH_WORDS),
    "category": (vocabulary.CATEGORIES, words.CATEGORY_WORDS),
    "cause": (vocabulary.CAUSES, words.CAUSE_WORDS),
    "relation": (vocabulary.RELATIONS, words.RELATION_WORDS),
    "sex": (vocabulary.SEXES, words.SEX_WORDS),
    "level": ({str(level): name for level, name in vocabulary.LEVELS.items()}, words.LEVEL_WORDS),
    "ownership": (vocabulary.OWNERSHIPS, words.OWNERSHIP_WORDS),
    "ward": (vocabulary.WARDS, words.WARD_WORDS),
    "event": (vocabulary.EVENTS, words.EVENT_WORDS),
    "mode": (vocabulary.MODES, words.MODE_WORDS),
    "id_type": (ID_TYPES, words.ID_TYPE_WORDS),
}


def _parse(name: str) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((resources.files(__package__) / "tables" / f"{name}.yaml").read_bytes(), loader)


def _column(entry: dict[str, Any], shared: dict[str, dict[str, Any]]) -> Column:
    facts: dict[str, Any] = {**shared[entry["use"]], **entry} if "use" in entry else dict(entry)
    facts.pop("use", None)
    names, usual = _VOCABULARIES.get(facts.pop("vocabulary", ""), ({}, {}))
    own = facts.pop("words", {})
    header, meaning = Text(*facts.pop("header")), Text(*facts.pop("meaning"))
    rest: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()}
    return Column(
        header=header,
        meaning=meaning,
        names=names,
        words={word: (*usual.get(word, ()), *own.get(word, ())) for word in names},
        **rest,
    )


def _layouts(*names: str) -> dict[str, Layout]:
    shared = {entry["name"]: entry for entry in _parse("shared")}
    found = {}
    for name in names:
        table = _parse(name)
        columns = tuple(_column(entry, shared) for entry in table["columns"])
        found[name] = Layout(name, Text(*table["title"]), columns, table.get("keeps_extras", False))
    return found


LAYOUTS = _layouts("members", "bills", "events", "openings", "hospital_lists", "premiums")
MEMBERS, BILLS, EVENTS, OPENINGS, HOSPITAL_LISTS, PREMIUMS = LAYOUTS.values()
