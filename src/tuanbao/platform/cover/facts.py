"""What cover follows from, read from the database: a whole company in a handful of queries (事实载入)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from tuanbao.money import split
from tuanbao.platform.choice.models import Election, ElectionLine
from tuanbao.platform.companies.prepared import DAY
from tuanbao.platform.cover.asking import of_families
from tuanbao.platform.cover.employment import earlier_spans
from tuanbao.platform.cover.intervals import ONE
from tuanbao.platform.cover.known import Chosen, Family, InForce, Interim, Line, Member, Post, Span, Terms
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.people.models import Employment, Person
from tuanbao.platform.programmes.loaded import approved

PERSON = (
    "pk",
    "number",
    "employee_id",
    "relation",
    "birth_date",
    "sex",
    "hired_on",
    "left_on",
    "related_from",
    "related_to",
)

EVIDENCE = ("accepted", "interim_plan_id", "interim_variant", "effective_from", "decided_at")
LINE = ("election_id", "person_id", "plan_id", "variant", "waived", "price_fen", "employer_fen", "employee_fen")
ELECTION = ("pk", "employee_id", "effective_from", "programme__effective_to", "source", "points")
PEOPLE = of_families(lambda: Person.objects.order_by("number").values_list(*PERSON), "pk", "employee")
POSTS = of_families(
    lambda last: Employment.objects.filter(starts_on__lte=last).order_by("starts_on"), "person", last=DAY
)
LINES = of_families(
    lambda first, last: (
        ElectionLine.objects.filter(election__effective_from__lte=last, election__programme__effective_to__gte=first)
        .order_by("pk")
        .values_list(*LINE, "evidence__pk", *(f"evidence__{each}" for each in EVIDENCE))
    ),
    "election__employee",
    first=DAY,
    last=DAY,
)
ELECTIONS = of_families(
    lambda first, last: (
        Election.objects.filter(effective_from__lte=last, programme__effective_to__gte=first)
        .exclude(life_event__accepted=False)
        .order_by("effective_from", "made_at", "pk")
        .values_list(*ELECTION)
    ),
    "employee",
    first=DAY,
    last=DAY,
)
"""Of the plan years that touch the policy's; those by a life event that was refused are void."""


@dataclass(frozen=True)
class Known:
    """The facts for one policy."""

    terms: Terms
    programmes: tuple[InForce, ...]
    families: tuple[Family, ...]


def terms_of(policy: Policy) -> Terms:
    return Terms(frozenset(policy.plans), policy.starts_on, policy.ends_on, policy.effective_rule)


def facts(policy: Policy, employee: int | None = None) -> Known:
    """Of everybody, or of the family of an employee."""
    return Known(terms_of(policy), programmes(policy), _families(policy, employee))


def programmes(policy: Policy) -> tuple[InForce, ...]:
    """The approved versions whose period touches the policy's."""
    return tuple(
        InForce(each.loaded.programme, each.version.effective_from, each.version.effective_to, each.version.number)
        for each in approved(policy.company_id)
        if each.within(policy.starts_on, policy.ends_on)
    )


def _families(policy: Policy, employee: int | None) -> tuple[Family, ...]:
    rows = [dict(zip(PERSON, row, strict=True)) for row in PEOPLE(employee)]
    dependants = _grouped((row for row in rows if row["employee_id"]), "employee_id", _dependant)
    posts, elections = _posts(policy, employee), _elections(policy, employee)
    hired = {row["pk"]: row["hired_on"] for row in rows if row["hired_on"]}
    earlier = earlier_spans(policy.company_id, policy.starts_on, hired)
    return tuple(
        Family(
            _employee(row, earlier.get(row["pk"], ())),
            tuple(posts.get(row["pk"], ())),
            tuple(dependants.get(row["pk"], ())),
            tuple(elections.get(row["pk"], ())),
        )
        for row in rows
        if not row["employee_id"]
    )


def _grouped(rows: Iterable[dict[str, Any]], by: str, made: Callable[[dict[str, Any]], Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row[by]].append(made(row))
    return groups


def _employee(row: dict[str, Any], earlier: tuple[Span, ...]) -> Member:
    """Without a first day of employment nobody is covered."""
    span = ((row["hired_on"], row["left_on"]),) if row["hired_on"] else ()
    return Member(row["pk"], row["relation"], row["birth_date"], row["sex"], (*earlier, *span))


def _dependant(row: dict[str, Any]) -> Member:
    span = (row["related_from"] or date.min, row["related_to"])
    return Member(row["pk"], row["relation"], row["birth_date"], row["sex"], (span,))


def _posts(policy: Policy, employee: int | None) -> dict[int, list[Post]]:
    found: dict[int, list[Post]] = defaultdict(list)
    for each in POSTS(employee, last=policy.ends_on):
        found[each.person_id].append(Post(each.starts_on, each.columns()))
    return found


def _elections(policy: Policy, employee: int | None) -> dict[int, list[Chosen]]:
    lines = _lines(policy, employee)
    found: dict[int, list[Chosen]] = defaultdict(list)
    rows = ELECTIONS(employee, first=policy.starts_on, last=policy.ends_on)
    for order, (pk, chooser, first, last, source, points) in enumerate(rows):
        found[chooser].append(Chosen(first, last, source, order, _with_points(lines.get(pk, []), points)))
    return found


def _lines(policy: Policy, employee: int | None) -> dict[int, list[tuple[Line, int]]]:
    found: dict[int, list[tuple[Line, int]]] = defaultdict(list)
    for row in LINES(employee, first=policy.starts_on, last=policy.ends_on):
        election, person, plan, variant, waived, price, employer, own, waits, *rest = row
        share = Fraction(employer, price) if price > 0 else Fraction(1)
        line = Line(person, plan, variant, waived, share, 0, _interim(*rest) if waits else None)
        found[election].append((line, 0 if waived else own))
    return found


def _interim(accepted: bool | None, plan: str, variant: str, effective_from: date | None, decided_at: Any) -> Interim:
    """Accepted without a day: from the day after the decision."""
    if not accepted:
        return Interim(plan, variant)
    return Interim(plan, variant, effective_from or (decided_at.date() + ONE if decided_at else date.min))


def _with_points(lines: list[tuple[Line, int]], points: int) -> tuple[Line, ...]:
    """The election's points go to its lines by what the employee pays for them."""
    weights = [employee for _, employee in lines]
    parts = split(points, weights) if points and any(weights) else [0] * len(lines)
    return tuple(replace(line, points=part) for (line, _), part in zip(lines, parts, strict=True))
