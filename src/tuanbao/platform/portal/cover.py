"""What an employee's family has today (今日保障), as the cover room derives it, with the engine's plans."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from tuanbao.language import Text
from tuanbao.plan import Plan
from tuanbao.plan.wording import Section
from tuanbao.platform.cover import covered
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.people.models import Person
from tuanbao.platform.people.own_facts import DEPENDANTS, POSTS
from tuanbao.platform.programmes.loaded import Loaded, programme_on


@dataclass(frozen=True)
class Held:
    """One plan that somebody has, in a variant or as it is, with the spell of cover that it runs in."""

    programme: Loaded
    base: Plan
    variant: str
    first: date
    last: date
    policy: Policy

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

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.programme.sections(self.base.id, self.variant)


Family = Mapping[int, tuple[Held, ...]]
"""By person."""


def held_by_family(employee: Person, day: date) -> Family:
    loaded = programme_on(employee.company_id, day)
    if loaded is None:
        return {}
    held: dict[int, list[Held]] = defaultdict(list)
    for each in covered.on(employee.company, employee, day):
        spell = each.spell
        plan = loaded.plans[spell.plan_id]
        held[spell.person].append(Held(loaded, plan, spell.variant, spell.first, spell.last, each.policy))
    return {person: tuple(plans) for person, plans in held.items()}


def plans_today(person: Person, day: date) -> tuple[Held, ...]:
    return held_by_family(person.family, day).get(person.pk, ())


def covered_family(employee: Person, day: date) -> tuple[tuple[Person, tuple[Held, ...]], ...]:
    """The employee and the dependants who have a plan on the day, each with it."""
    return covered_people(employee, held_by_family(employee, day))


def covered_people(employee: Person, held: Family) -> tuple[tuple[Person, tuple[Held, ...]], ...]:
    dependants = DEPENDANTS(employee=employee.pk) if held.keys() - {employee.pk} else ()
    people = [employee, *dependants]
    return tuple((person, held[person.pk]) for person in people if person.pk in held)


def columns_of(employee: Person, day: date) -> dict[str, Any]:
    """What tiers and amounts may ask for, as it stands on the day."""
    begun = [each for each in POSTS(employee=employee.pk) if each.starts_on <= day]
    return begun[-1].columns() if begun else {}


def family_of(employee: Person) -> Q:
    """Everybody whose data an employee may see: themselves and their dependants."""
    return Q(pk=employee.pk) | Q(employee=employee)
