"""Which choices need a health declaration or documents first, and what holds meanwhile (健康告知). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tuanbao.language import Text

HEALTH, DOCUMENTS = "health", "documents"


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Rules:
    """Read from evidence.yaml."""

    version: str
    guaranteed: frozenset[str]
    levels_without: int
    sums_without: Mapping[str, int]
    """Fen by event of a lump sum."""
    late_entrants: frozenset[str]
    accepted_if_all_no: bool
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody has today of a plan."""

    plan_id: str
    variant: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for, and what must be known to judge it."""

    relation: str
    verified: bool
    plan_id: str
    variant: str
    levels: Sequence[str]
    """The plan's variants by price, cheapest first; "" is the plan as it stands."""
    sums: Mapping[str, int]
    """Sums insured (fen) by event, of the plan asked for."""
    held: Held | None
    first_choice: bool
    source: str
    added_by_event: bool = False
    """A birth, an adoption or a marriage of this very person."""


@dataclass(frozen=True, slots=True)
class Need:
    """Why a line waits, and what holds meanwhile; no plan: nothing does."""

    kind: str
    reason: Text
    interim: Held | None


@cache
def rules() -> Rules:
    data: Mapping[str, Any] = yaml.safe_load(files(__package__).joinpath("evidence.yaml").read_text("utf-8"))
    return Rules(
        version=data["version"],
        guaranteed=frozenset(name for name, holds in data["guaranteed_issue"].items() if holds),
        levels_without=data["levels_without"],
        sums_without={event: yuan * 100 for event, yuan in data["sums_without"].items()},
        late_entrants=frozenset(data["late_entrants"]),
        accepted_if_all_no=data["accepted_if_all_no"],
        questions=tuple(Question(each["id"], Text(each["zh"], each["en"])) for each in data["questions"]),
    )


def needed(wish: Wish, by: Rules) -> Need | None:
    """Documents first, for whoever comes in: who is not known to belong to the family is not asked about health."""
    if wish.relation != "employee" and not wish.verified and wish.held is None:
        zh, en = "家人的关系材料尚未审核通过", "the papers that show the relation are not accepted yet"
        return Need(DOCUMENTS, Text(zh, en), None)
    if _guaranteed(wish, by):
        return None
    if wish.relation == "employee":
        return _upgrade(wish, by)
    if wish.held is None and wish.relation in by.late_entrants:
        zh, en = "此前可以投保而未投保", "cover was open before and not taken"
        return Need(HEALTH, Text(zh, en), None)
    return _upgrade(wish, by)


def all_no(answers: Mapping[str, bool], by: Rules) -> bool:
    return all(answers.get(question.id) is False for question in by.questions)


def unanswered(answers: Mapping[str, bool], by: Rules) -> list[Question]:
    return [question for question in by.questions if question.id not in answers]


def _guaranteed(wish: Wish, by: Rules) -> bool:
    return (
        (wish.source == "new_hire" and "new_hire" in by.guaranteed)
        or (wish.first_choice and "first_choice" in by.guaranteed)
        or (wish.added_by_event and "life_event_add" in by.guaranteed)
    )


def _upgrade(wish: Wish, by: Rules) -> Need | None:
    """From what is held (or the plan as it stands) up by more levels than are free, or above a sum."""
    before = wish.held.variant if wish.held and wish.held.plan_id == wish.plan_id else ""
    steps = _level(wish.levels, wish.variant) - _level(wish.levels, before)
    interim = wish.held or Held(wish.plan_id, "")
    if steps <= 0:
        return None
    if steps > by.levels_without:
        zh, en = f"一次升级 {steps} 级", f"an upgrade by {steps} levels at once"
        return Need(HEALTH, Text(zh, en), interim)
    if any(wish.sums.get(event, 0) > most for event, most in by.sums_without.items()):
        return Need(HEALTH, Text("保额超过免告知额度", "the sum insured is above what needs no declaration"), interim)
    return None


def _level(levels: Sequence[str], variant: str) -> int:
    return levels.index(variant) if variant in levels else levels.index("")
