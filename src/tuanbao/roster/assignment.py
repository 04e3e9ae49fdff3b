"""A programme applied to people: who gets which plan, in which tier, and who pays what share (方案分配)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pyarrow as pa

from tuanbao.language import Text
from tuanbao.plan import Programme
from tuanbao.plan.programme import Dependant, PaidBy, Tier
from tuanbao.roster.errors import Fault, TableError, fault
from tuanbao.roster.layouts import MEMBERS
from tuanbao.roster.people import plans_of
from tuanbao.roster.reading import Reading
from tuanbao.vocabulary import RELATIONS

EMPLOYER_PAYS = PaidBy(employer=Fraction(1))
EMPLOYEE_PAYS = PaidBy(employee=Fraction(1))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody whom no rule of the programme admits (不在方案范围内); no error, but no cover either."""

    row: int
    member_id: str
    relation: str
    reason: Text


@dataclass(frozen=True)
class Assignment:
    """People with their plans. ``reading.table`` has every ``plan`` set and a column ``tier``."""

    programme: Programme
    reading: Reading
    on: date
    paid_by: tuple[PaidBy, ...]
    """By row: who pays what share of the premium."""
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(slots=True)
class _Person:
    plan: str
    tier: str
    paid_by: PaidBy


@dataclass(slots=True)
class _Draft:
    """What has been found out so far, by row position."""

    people: dict[int, _Person] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    taken: dict[tuple[str, int], int] = field(default_factory=dict)
    """How many of a family a rule has admitted, by family and identity of the rule."""
    unruled: int = 0
    """Dependants whose plan the roster states though no rule admits them."""


def assign(programme: Programme, members: Reading, on: date, known: Collection[str] | None = None) -> Assignment:
    """Every person's plans and tier by a programme on a day (ages are completed years on it).

    A plan that the roster states wins, and must be one of ``known`` (plan ids; without it those that the programme's
    tiers and dependants name, and their variants). A dependant has the tier of the family's employee. The employer pays
    for employees, for dependants the rule says who; where only the roster admits a dependant, the employee pays. Of a
    family the rule's ``max`` is filled by those whose plan is stated, then in the order of the roster. Dependants
    whom no rule admits are left out with a reason. A dependant without an employee, an unknown plan and a missing birth
    date are row errors of the result's reading. Raises TableError where the table lacks a column that a tier asks for.
    """
    _columns_are_there(programme, members)
    rows = members.table.select(_columns_needed(programme)).to_pylist()
    names = _known_plans(programme) if known is None else frozenset(known)
    draft = _Draft()
    refused = _refuse_unknown_plans(rows, names, draft)
    tiers = _employees(programme, rows, refused, draft)
    _dependants(programme, members, rows, on, tiers, refused, draft)
    return _finished(programme, members, on, draft)


def completed_years(born: date, on: date) -> int:
    """Age in completed years (周岁); 0 before birth."""
    return max(0, on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


def _asked_for(programme: Programme) -> list[str]:
    """The columns that the tiers look at."""
    return list(dict.fromkeys(name for tier in programme.tiers for name in tier.when or {}))


def _columns_needed(programme: Programme) -> list[str]:
    return list(dict.fromkeys(["member_id", "family_id", "relation", "birth_date", "plan", *_asked_for(programme)]))


def _columns_are_there(programme: Programme, members: Reading) -> None:
    absent = [name for name in _asked_for(programme) if name not in members.table.column_names]
    if absent:
        raise TableError(*(_no_column(name) for name in absent))


def _no_column(name: str) -> Text:
    return Text(
        f"方案体系按“{name}”一列分档，而人员表没有这一列；请补上这一列",
        f"the programme divides people by the column {name}, which the table of people does not have; add it",
    )


def _known_plans(programme: Programme) -> frozenset[str]:
    plans = {name for tier in programme.tiers for name in tier.plan}
    plans |= {name for rule in programme.dependants for name in rule.plan}
    chosen = programme.choice.variants if programme.choice else {}
    return frozenset(plans | {f"{plan}:{variant}" for plan, variants in chosen.items() for variant in variants})


def _refuse_unknown_plans(rows: list[dict[str, Any]], known: frozenset[str], draft: _Draft) -> set[int]:
    """Faults for stated plans that do not exist or stand twice; gives the positions of their rows."""
    words = Text("、".join(sorted(known)), ", ".join(sorted(known)))
    refused = set()
    for i, row in enumerate(rows):
        names = plans_of(row["plan"])
        for name in dict.fromkeys(names):
            if name in known and names.count(name) == 1:
                continue
            code = "plan_twice" if name in known else "unknown_plan"
            draft.faults.append(fault(i, MEMBERS["plan"], code, row["plan"], plan=name, plans=words))
            refused.add(i)
    return refused


def _employees(
    programme: Programme, rows: list[dict[str, Any]], refused: set[int], draft: _Draft
) -> dict[str, Tier | None]:
    """Places the employees; gives the tier by family, None where its only employee has a row error."""
    tiers: dict[str, Tier | None] = {}
    for i, row in enumerate(rows):
        if row["relation"] != "employee":
            continue
        tier = programme.tier_of(row)
        if i in refused:
            tiers.setdefault(row["family_id"], None)
            continue
        draft.people[i] = _Person(row["plan"] or ";".join(tier.plan), tier.tier, EMPLOYER_PAYS)
        if tiers.get(row["family_id"]) is None:
            tiers[row["family_id"]] = tier
    return tiers


def _dependants(
    programme: Programme,
    members: Reading,
    rows: list[dict[str, Any]],
    on: date,
    tiers: Mapping[str, Tier | None],
    refused: set[int],
    draft: _Draft,
) -> None:
    dependants = [i for i, row in enumerate(rows) if row["relation"] != "employee" and i not in refused]
    for i in sorted(dependants, key=lambda i: (rows[i]["plan"] is None, i)):
        row, tier = rows[i], tiers.get(rows[i]["family_id"])
        if tier is None:
            draft.faults.append(Fault(i, "family_id", str(row["family_id"]), "employee_missing", _NO_EMPLOYEE))
        else:
            _dependant(programme, i, row, int(members.rows[i]), on, tier.tier, draft)


_NO_EMPLOYEE = Text(
    "人员表中没有这个家庭的员工，或该员工所在行有错；请补上员工，或改正家庭编号",
    "the table has no employee of this family, or that row has an error; add the employee or correct the family",
)


def _dependant(
    programme: Programme, i: int, row: dict[str, Any], number: int, on: date, tier: str, draft: _Draft
) -> None:
    """Places one dependant, or leaves them out with a reason."""
    age = None if row["birth_date"] is None else completed_years(row["birth_date"], on)
    rule = _rule(programme, row["relation"], age, tier)
    place = row["family_id"], id(rule)
    draft.taken[place] = draft.taken.get(place, 0) + 1
    if row["plan"] is not None:
        draft.unruled += rule is None
        draft.people[i] = _Person(row["plan"], tier, EMPLOYEE_PAYS if rule is None else rule.paid_by)
    elif rule is None and age is None and any(other.relation == row["relation"] for other in programme.dependants):
        draft.faults.append(fault(i, MEMBERS["birth_date"], "birth_date_missing", None, plan=programme.programme))
    elif rule is None:
        reason = _nobody_admits(programme, row["relation"], age, tier)
        draft.left_out.append(LeftOut(number, row["member_id"], row["relation"], reason))
    elif rule.max is not None and draft.taken[place] > rule.max:
        draft.left_out.append(LeftOut(number, row["member_id"], row["relation"], _too_many(rule)))
    else:
        draft.people[i] = _Person(";".join(rule.plan), tier, rule.paid_by)


def _rule(programme: Programme, relation: str, age: int | None, tier: str) -> Dependant | None:
    """Where the age is not known only rules that do not ask for it can be meant."""
    if age is not None:
        return programme.plans_of_dependant(relation, age, tier)
    ageless = tuple(rule for rule in programme.dependants if rule.age is None)
    return programme.model_copy(update={"dependants": ageless}).plans_of_dependant(relation, 0, tier)


def _nobody_admits(programme: Programme, relation: str, age: int | None, tier: str) -> Text:
    """Why: the relation, the tier or the age."""
    name = RELATIONS[relation]
    rules = [rule for rule in programme.dependants if rule.relation == relation]
    if not rules:
        return Text(f"方案体系不含{name.zh}", f"the programme does not cover a {name.en}")
    of_tier = [rule for rule in rules if rule.tiers is None or tier in rule.tiers]
    if not of_tier:
        return Text(f"“{tier}”档员工的{name.zh}不在范围内", f"no cover for a {name.en} of an employee in tier {tier}")
    ages = ", ".join(dict.fromkeys(f"{rule.age.youngest}–{rule.age.oldest}" for rule in of_tier if rule.age))
    return Text(
        f"{name.zh} {age} 周岁，不在承保年龄（{ages} 周岁）内", f"a {name.en} aged {age} is outside the ages {ages}"
    )


def _too_many(rule: Dependant) -> Text:
    name = RELATIONS[rule.relation]
    return Text(
        f"每个家庭最多 {rule.max} 名{name.zh}，按人员表的顺序已满",
        f"a family may have at most {rule.max} ({name.en}); in the order of the table they are taken",
    )


def _finished(programme: Programme, members: Reading, on: date, draft: _Draft) -> Assignment:
    order = sorted(draft.people)
    people = [draft.people[i] for i in order]
    table = _with_column(members.table.take(pa.array(order, pa.int64())), "plan", [p.plan for p in people])
    table = _with_column(table, "tier", [person.tier for person in people])
    errors = members.rejecting(draft.faults).errors
    reading = replace(members, table=table, rows=members.rows[order], errors=errors)
    left_out = tuple(sorted(draft.left_out, key=lambda person: person.row))
    return Assignment(programme, reading, on, tuple(p.paid_by for p in people), left_out, tuple(_notes(draft)))


def _with_column(table: Any, name: str, words: list[str]) -> Any:
    column = pa.array(words, pa.string())
    place = table.column_names.index(name) if name in table.column_names else -1
    return table.set_column(place, name, column) if place >= 0 else table.append_column(name, column)


def _notes(draft: _Draft) -> Iterator[Text]:
    if draft.left_out:
        n = len(draft.left_out)
        yield Text(f"{n} 人不在方案范围内，未予承保，原因见清单", f"{n} people are left out by the programme; see why")
    if draft.unruled:
        n = draft.unruled
        yield Text(
            f"{n} 名家属按人员表所写的方案承保，方案体系本身不含他们；其保费按员工全额自付计算",
            f"{n} dependants are covered because the table states a plan, though no rule of the programme admits"
            " them; the employee is taken to pay all of their premium",
        )
