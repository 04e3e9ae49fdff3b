"""What somebody has today (今日保障): programme in force, tier or dependants' rule, and the latest effective choice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from tuanbao.language import Text
from tuanbao.plan import Plan
from tuanbao.platform.choice.models import Election, ElectionLine
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes.loaded import Loaded, load_version
from tuanbao.platform.programmes.models import ProgrammeVersion
from tuanbao.roster.assignment import completed_years


@dataclass(frozen=True)
class Held:
    """One plan that somebody has, in a variant or as it is."""

    base: Plan
    variant: str

    @property
    def plan(self) -> Plan:
        return self.base.variant(self.variant) if self.variant else self.base

    @property
    def name(self) -> str:
        """As tables name it."""
        return f"{self.base.id}:{self.variant}" if self.variant else self.base.id

    @property
    def title(self) -> Text:
        return self.plan.title


def plans_today(person: Person, day: date) -> tuple[Held, ...]:
    version = programme_of(day)
    if version is None or not _employed(person.family, day) or not _related(person, day):
        return ()
    return tuple(_held(person, day, version, load_version(version)))


def programme_of(day: date) -> ProgrammeVersion | None:
    """The approved programme whose year the day is in; of several versions the latest."""
    running = ProgrammeVersion.objects.filter(state="approved", effective_from__lte=day, effective_to__gte=day)
    return running.order_by("-number").first()


def columns_of(employee: Person, day: date) -> dict[str, Any]:
    """What tiers and amounts may ask for, as it stands on the day."""
    current = employee.employments.filter(starts_on__lte=day).order_by("-starts_on").first()
    return current.columns() if current else {}


def covered_family(employee: Person, day: date) -> tuple[tuple[Person, tuple[Held, ...]], ...]:
    """The employee and the dependants who have a plan on the day, each with it."""
    people = [employee, *employee.dependants.order_by("birth_date")]
    return tuple((person, plans) for person in people if (plans := plans_today(person, day)))


def _held(person: Person, day: date, version: ProgrammeVersion, loaded: Loaded) -> Iterator[Held]:
    chosen = {line.plan_id: line for line in _lines(person, day, version)}
    for plan_id in _by_rule(person, day, loaded):
        line = chosen.pop(plan_id, None)
        if line is None:
            yield Held(loaded.plans[plan_id], "")
        elif not line.waived:
            yield Held(loaded.plans[plan_id], line.variant)
    for plan_id, line in chosen.items():
        if not line.waived and plan_id in loaded.plans:
            yield Held(loaded.plans[plan_id], line.variant)


def _lines(person: Person, day: date, version: ProgrammeVersion) -> list[ElectionLine]:
    made = Election.objects.filter(employee=person.family, programme=version, effective_from__lte=day)
    latest = made.order_by("effective_from", "made_at", "pk").last()
    return list(latest.lines.filter(person=person)) if latest else []


def _by_rule(person: Person, day: date, loaded: Loaded) -> tuple[str, ...]:
    tier = loaded.programme.tier_of(columns_of(person.family, day))
    if person.employee_id is None:
        return tier.plan
    if person.birth_date is None:
        return ()
    age = completed_years(person.birth_date, day)
    rule = loaded.programme.plans_of_dependant(person.relation, age, tier.tier)
    return rule.plan if rule else ()


def _employed(employee: Person, day: date) -> bool:
    begun = employee.hired_on is not None and employee.hired_on <= day
    return begun and (employee.left_on is None or day <= employee.left_on)


def _related(person: Person, day: date) -> bool:
    begun = person.related_from is None or person.related_from <= day
    return begun and (person.related_to is None or day <= person.related_to)


def family_of(employee: Person) -> Q:
    """Everybody whose data an employee may see: themselves and their dependants."""
    return Q(pk=employee.pk) | Q(employee=employee)
