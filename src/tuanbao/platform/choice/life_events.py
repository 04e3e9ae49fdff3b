"""Kinds of life events as data (生活事件种类): how long one may act, from when the choice holds, what may change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tuanbao.language import Text
from tuanbao.platform.months import first_of_next

EFFECTIVE = ("date_of_event", "day_after_event", "next_day", "first_of_next_month")
ALLOWS = {
    "add_this": Text("为这位家人投保", "cover this family member"),
    "drop_this": Text("不再为这位家人投保", "end the cover of this family member"),
    "add_any": Text("为家人投保", "cover family members"),
    "drop_any": Text("不再为家人投保", "end the cover of family members"),
    "own_plan": Text("更换本人的方案", "change one's own plan"),
}
EVERYTHING = frozenset({"add_any", "drop_any", "own_plan"})


@dataclass(frozen=True, slots=True)
class EventKind:
    kind: str
    name: Text
    days: int
    effective: str
    about: str
    """The relation of the dependant concerned; `any`, or `none`."""
    documents: tuple[str, ...]
    allows: frozenset[str]
    source: str
    confidence: str
    reminder: Text | None = None


@cache
def event_kinds() -> Mapping[str, EventKind]:
    return {entry["kind"]: _kind(entry) for entry in _data()["kinds"]}


@cache
def days_after_acceptance() -> int:
    return int(_data()["days_after_acceptance"])


def days_to_act(kind: str, programme_days: Mapping[str, int]) -> int:
    """The programme's number wins."""
    return programme_days.get(kind, event_kinds()[kind].days)


def effective_day(rule: str, happened_on: date, chosen_on: date) -> date:
    """From when a choice made on a day holds."""
    if rule == "date_of_event":
        return happened_on
    if rule == "day_after_event":
        return happened_on + timedelta(days=1)
    later = max(happened_on, chosen_on)
    return later + timedelta(days=1) if rule == "next_day" else first_of_next(later)


def _kind(entry: Mapping[str, Any]) -> EventKind:
    reminder = entry.get("reminder")
    return EventKind(
        kind=entry["kind"],
        name=Text(**entry["name"]),
        days=entry["days"],
        effective=entry["effective"],
        about=entry["about"],
        documents=tuple(entry["documents"]),
        allows=frozenset(entry["allows"]),
        source=entry["source"],
        confidence=entry["confidence"],
        reminder=Text(**reminder) if reminder else None,
    )


@cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(files(__package__).joinpath("life_events.yaml").read_text("utf-8"))
    return loaded
