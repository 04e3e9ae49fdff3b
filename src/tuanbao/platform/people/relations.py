"""The rules of who may be a dependant (家属规则), as data, and checking them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from tuanbao.language import Text
from tuanbao.plan import Programme
from tuanbao.roster.assignment import completed_years
from tuanbao.roster.identity import RESIDENT_TYPES, birth_date_and_sex, document_problem
from tuanbao.roster.reasons import REASONS
from tuanbao.vocabulary import RELATIONS as TITLES


@dataclass(frozen=True, slots=True)
class Rule:
    """Of one relation. ``any_of``: of each list one document is needed."""

    ages: tuple[tuple[int, int], ...]
    at_once: int | None
    any_of: tuple[tuple[str, ...], ...]
    begins: Text


@lru_cache
def _data() -> Any:
    return yaml.safe_load((resources.files(__package__) / "tables" / "relations.yaml").read_bytes())


def documents() -> Mapping[str, Text]:
    return {name: Text(*title) for name, title in _data()["documents"].items()}


def ends() -> Mapping[str, Text]:
    """Why a relation ends."""
    return {name: Text(*title) for name, title in _data()["ends"].items()}


def rules(programme: Programme | None = None) -> dict[str, Rule]:
    """By relation. Ages are the programme's where it says some."""
    return {relation: _rule(relation, programme) for relation in ("spouse", "child", "parent")}


def _rule(relation: str, programme: Programme | None) -> Rule:
    said = _data()[relation]
    own = [rule.age for rule in programme.dependants if rule.relation == relation] if programme else []
    ages = tuple((age.youngest, age.oldest) for age in own if age) if own and all(own) else ()
    usual = (said["age"]["youngest"], said["age"]["oldest"])
    return Rule(ages or (usual,), said.get("at_once"), tuple(map(tuple, said["any_of"])), Text(*said["begins"]))


def admitted(programme: Programme | None) -> frozenset[str]:
    """The relations for whose people the programme has cover."""
    return frozenset(rule.relation for rule in programme.dependants) if programme else frozenset()


@dataclass(frozen=True, slots=True)
class Relative:
    """A dependant as a form tells of them, or as they are."""

    relation: str
    name: str
    birth_date: date | None
    sex: str = ""
    identity_type: str = ""
    identity_number: str = ""
    related_from: date | None = None
    related_to: date | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    code: str
    field: str
    text: Text


def check_relative(new: Relative, others: Sequence[Relative], rule: Rule, on: date) -> tuple[Refusal, ...]:
    """Everything that speaks against the new dependant beside the employee's other ones."""
    return (*_itself(new, rule, on), *_beside(new, others, rule, on))


def _itself(new: Relative, rule: Rule, on: date) -> Iterator[Refusal]:
    if not new.name.strip():
        yield Refusal("name_missing", "name", Text("请填姓名", "a name is needed"))
    if new.birth_date is None:
        yield Refusal("birth_date_missing", "birth_date", Text("请填出生日期", "a birth date is needed"))
    elif new.birth_date > on:
        yield Refusal("birth_date_future", "birth_date", Text("出生日期不能晚于今天", "not born yet"))
    else:
        age = completed_years(new.birth_date, on)
        if not any(youngest <= age <= oldest for youngest, oldest in rule.ages):
            yield Refusal("age_outside", "birth_date", _ages(new.relation, age, rule))
    yield from check_document(new)
    if new.related_from and new.birth_date and new.related_from < new.birth_date:
        zh, en = "不能早于出生日期", "must not be before the birth date"
        yield Refusal("related_before_birth", "related_from", Text(zh, en))


def _ages(relation: str, age: int, rule: Rule) -> Text:
    spans = "、".join(f"{youngest}–{oldest}" for youngest, oldest in rule.ages)
    title = TITLES[relation]
    return Text(
        f"{title.zh}要在 {spans} 周岁之间才能加入，按出生日期是 {age} 周岁",
        f"a {title.en} must be aged {spans}; by this birth date the age is {age}",
    )


def check_document(new: Relative) -> Iterator[Refusal]:
    if not new.identity_number:
        return
    kind = new.identity_type or "other"
    problem = document_problem(kind, new.identity_number)
    if problem is not None:
        yield Refusal(problem, "identity_number", REASONS[problem])
    elif kind in RESIDENT_TYPES and len(new.identity_number) == 18:
        born, sex = birth_date_and_sex(new.identity_number)
        if new.birth_date and born != new.birth_date:
            yield Refusal(
                "birth_date_differs", "birth_date", Text("与证件号码中的出生日期不一致", "differs from the number")
            )
        if new.sex and sex != new.sex:
            yield Refusal("sex_differs", "sex", Text("与证件号码中的性别不一致", "differs from the number"))


def _beside(new: Relative, others: Sequence[Relative], rule: Rule, on: date) -> Iterator[Refusal]:
    begins = new.related_from or on
    there = [each for each in others if each.related_to is None or each.related_to >= begins]
    same = [each for each in there if each.relation == new.relation]
    if rule.at_once is not None and len(same) >= rule.at_once:
        title = TITLES[new.relation]
        zh = f"同一时间最多 {rule.at_once} 名{title.zh}；请先结束原来的关系"
        en = f"no more than {rule.at_once} {title.en} at a time; end the former relation first"
        yield Refusal("too_many", "relation", Text(zh, en))
    for each in there:
        by_number = bool(new.identity_number) and each.identity_number == new.identity_number
        if by_number or (each.name == new.name and each.birth_date == new.birth_date):
            yield Refusal("there_already", "name", Text("这位家人已经登记", "is registered already"))
            return


def missing_documents(rule: Rule, handed_in: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Of which lists no document has been handed in (and not refused)."""
    return tuple(choice for choice in rule.any_of if not set(choice) & set(handed_in))
