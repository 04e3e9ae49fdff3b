"""What cover follows from, read from the database: a whole company in a handful of queries (事实载入)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Q

from tuanbao.money import split
from tuanbao.platform.choice.models import Election, ElectionLine
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


@dataclass(frozen=True)
class Known:
    """The facts for one policy."""

    terms: Terms
    programmes: tuple[InForce, ...]
    families: tuple[Family, ...]


def terms_of(policy: Policy) -> Terms:
    return Terms(frozenset(policy.plans), policy.starts_on, policy.ends_on, policy.effective_rule)


def facts(policy: Policy, employees: Collection[int] | None = None) -> Known:
    """Of everybody, or of the families of these employees."""
    return Known(terms_of(policy), programmes(policy), _families(policy, employees))


def programmes(policy: Policy) -> tuple[InForce, ...]:
    """The approved versions whose period touches the policy's."""
    return tuple(
        InForce(each.loaded.programme, each.version.effective_from, each.version.effective_to, each.version.number)
        for each in approved(policy.company_id)
        if each.within(policy.starts_on, policy.ends_on)
    )


def _families(policy: Policy, employees: Collection[int] | None) -> tuple[Family, ...]:
    people = Person.objects.filter(company_id=policy.company_id)
    if employees is not None:
        people = people.filter(Q(pk__in=employees) | Q(employee_id__in=employees))
    rows = [dict(zip(PERSON, row, strict=True)) for row in people.order_by("number").values_list(*PERSON)]
    dependants = _grouped((row for row in rows if row["employee_id"]), "employee_id", _dependant)
    posts, elections = _posts(policy, employees), _elections(policy, employees)
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


def _posts(policy: Policy, employees: Collection[int] | None) -> dict[int, list[Post]]:
    rows = Employment.objects.filter(company_id=policy.company_id, starts_on__lte=policy.ends_on)
    if employees is not None:
        rows = rows.filter(person_id__in=employees)
    found: dict[int, list[Post]] = defaultdict(list)
    for each in rows.order_by("starts_on"):
        found[each.person_id].append(Post(each.starts_on, each.columns()))
    return found


def _elections(policy: Policy, employees: Collection[int] | None) -> dict[int, list[Chosen]]:
    """Elections of the plan years that touch the policy's; those by a life event that was refused are void."""
    asked = Election.objects.filter(
        company_id=policy.company_id,
        effective_from__lte=policy.ends_on,
        programme__effective_to__gte=policy.starts_on,
    ).exclude(life_event__accepted=False)
    if employees is not None:
        asked = asked.filter(employee_id__in=employees)
    lines = _lines(policy, employees)
    found: dict[int, list[Chosen]] = defaultdict(list)
    ordered = asked.order_by("effective_from", "made_at", "pk")
    columns = ("pk", "employee_id", "effective_from", "programme__effective_to", "source", "points")
    for order, (pk, employee, first, last, source, points) in enumerate(ordered.values_list(*columns)):
        found[employee].append(Chosen(first, last, source, order, _with_points(lines.get(pk, []), points)))
    return found


def _lines(policy: Policy, employees: Collection[int] | None) -> dict[int, list[tuple[Line, int]]]:
    asked = ElectionLine.objects.filter(
        company_id=policy.company_id,
        election__effective_from__lte=policy.ends_on,
        election__programme__effective_to__gte=policy.starts_on,
    )
    if employees is not None:
        asked = asked.filter(election__employee_id__in=employees)
    evidence = ("accepted", "interim_plan_id", "interim_variant", "effective_from", "decided_at")
    columns = ("election_id", "person_id", "plan_id", "variant", "waived", "price_fen", "employer_fen", "employee_fen")
    found: dict[int, list[tuple[Line, int]]] = defaultdict(list)
    for row in asked.order_by("pk").values_list(*columns, "evidence__pk", *(f"evidence__{each}" for each in evidence)):
        election, person, plan, variant, waived, price, employer, employee, waits, *rest = row
        share = Fraction(employer, price) if price > 0 else Fraction(1)
        line = Line(person, plan, variant, waived, share, 0, _interim(*rest) if waits else None)
        found[election].append((line, 0 if waived else employee))
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
