"""Dependants added, changed and ended (家属登记), by the employee or by HR."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from tuanbao.language import Text
from tuanbao.plan import Programme
from tuanbao.platform import clock
from tuanbao.platform.people.applying import save
from tuanbao.platform.people.documents import handed_in
from tuanbao.platform.people.models import Person
from tuanbao.platform.people.relations import Refusal, Relative, Rule, admitted, check_relative, ends, rules
from tuanbao.platform.people.relations import missing_documents as missing_of
from tuanbao.platform.programmes.loaded import programme_on
from tuanbao.platform.protection import audit
from tuanbao.roster.identity import RESIDENT_TYPES, birth_date_and_sex, infer_type, resident_problem


@dataclass(frozen=True, slots=True)
class Added:
    """The new dependant, or why there is none."""

    person: Person | None
    refusals: tuple[Refusal, ...] = ()


def rules_for(employee: Person) -> dict[str, Rule]:
    return rules(programme_today(employee.company_id))


def covered_relations(employee: Person) -> frozenset[str]:
    """The relations that the programme of today has cover for."""
    return admitted(programme_today(employee.company_id))


def programme_today(company: int) -> Programme | None:
    loaded = programme_on(company, clock.today())
    return loaded.programme if loaded else None


def relatives(employee: Person) -> list[Person]:
    """Those of the family who belong to it today or will, the employee left out."""
    there = Q(related_to=None) | Q(related_to__gte=clock.today())
    return list(employee.dependants.filter(there).order_by("relation", "birth_date", "pk"))


def add_dependant(employee: Person, told: Relative, *, insured: bool = True, request: Any = None) -> Added:
    """A new dependant, not yet verified: HR looks at the documents. Sending the form twice adds one."""
    told = completed(told)
    rule = rules_for(employee).get(told.relation)
    if rule is None:
        return Added(None, (Refusal("relation_unknown", "relation", Text("请选择关系", "choose the relation")),))
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=employee.pk)
        refusals = check_relative(told, [as_relative(each) for each in relatives(employee)], rule, clock.today())
        if refusals:
            return Added(None, refusals)
        values = {name: getattr(told, name) for name in _FIELDS}
        person: Person = Person.objects.create(
            company_id=employee.company_id, number=_next_number(employee), employee=employee, insured=insured, **values
        )
        audit.record("people.dependant_added", person, request=request, company=employee.company)
    return Added(person)


_FIELDS = ("relation", "name", "birth_date", "sex", "identity_type", "identity_number", "related_from", "related_to")
_PROOF = ("name", "birth_date", "identity_number", "related_from")
"""Changing one of these asks for the documents anew."""


def change_dependant(person: Person, told: Relative, *, insured: bool | None = None, request: Any = None) -> Added:
    """Corrects what is said of a dependant; HR's verification falls away where it may no longer hold."""
    told = replace(completed(told), relation=person.relation, related_to=person.related_to)
    employee = person.family
    others = [as_relative(each) for each in relatives(employee) if each.pk != person.pk]
    refusals = check_relative(told, others, rules_for(employee)[person.relation], clock.today())
    if refusals:
        return Added(None, refusals)
    if any(getattr(person, name) != getattr(told, name) for name in _PROOF):
        person.verified_at = None
    for name in _FIELDS:
        setattr(person, name, getattr(told, name))
    person.insured = person.insured if insured is None else insured
    person.save()
    audit.record("people.dependant_changed", person, request=request, company=person.company)
    return Added(person)


def end_relation(person: Person, last_day: date, why: str, *, request: Any = None) -> Refusal | None:
    """The relation holds until the last day (divorce, death, …); the person stays in the records."""
    if why not in ends():
        return Refusal("why_unknown", "why", Text("请选择原因", "choose the reason"))
    if person.related_from and last_day < person.related_from:
        return Refusal("end_before_start", "last_day", Text("不能早于关系起始日", "must not be before it began"))
    if last_day > clock.today():
        return Refusal("end_in_future", "last_day", Text("请在发生之后再登记", "tell it once it has happened"))
    if person.related_to == last_day:
        return None
    person.related_to = last_day
    save(person, f"ended:{why}", request.user if request is not None else None)
    audit.record("people.relation_ended", person, request=request, company=person.company, why=why)
    return None


def missing_documents(person: Person) -> tuple[tuple[str, ...], ...]:
    """Of which choices of documents none has been handed in; empty for employees and who is verified."""
    if person.relation == "employee" or person.verified_at:
        return ()
    return missing_of(rules()[person.relation], handed_in(person))


def completed(told: Relative) -> Relative:
    """A resident number tells its kind, and birth date and sex where they are left out."""
    number = told.identity_number.strip().upper()
    kind = (told.identity_type or infer_type(number)) if number else ""
    told = replace(told, name=told.name.strip(), identity_number=number, identity_type=kind)
    if kind in RESIDENT_TYPES and len(number) == 18 and resident_problem(number) is None:
        born, sex = birth_date_and_sex(number)
        return replace(told, birth_date=told.birth_date or born, sex=told.sex or sex)
    return told


def as_relative(person: Person) -> Relative:
    return Relative(**{name: getattr(person, name) for name in _FIELDS})


def _next_number(employee: Person) -> str:
    """E001-1, E001-2, … : the first that nobody has."""
    of_family = Person.objects.filter(company_id=employee.company_id, number__startswith=f"{employee.number}-")
    used = set(of_family.values_list("number", flat=True))
    return next(number for i in range(1, len(used) + 2) if (number := f"{employee.number}-{i}") not in used)
