"""What somebody is covered by on a day, for those who show it or price it (当日保障)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.models import Company
from tuanbao.platform.companies.standing import kept
from tuanbao.platform.cover import facts as loading
from tuanbao.platform.cover.difference import too_late_days
from tuanbao.platform.cover.intervals import Days, minus
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.cover.premiums import Held
from tuanbao.platform.cover.spells import Spell, derive
from tuanbao.platform.cover.told import told_of
from tuanbao.platform.cover.waiting import agreement_of
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes.loaded import Loaded, programme_on


@dataclass(frozen=True, slots=True)
class Covered:
    """A spell that runs on the day, with the plan's title and the policy that it is under."""

    spell: Spell
    title: Text
    policy: Policy


def on(company: Company, person: Person | None = None, day: date | None = None) -> list[Covered]:
    """Of the whole company, or of the family of a person; by person and plan."""
    day = day or clock.today()
    employee = None if person is None else person.employee_id or person.pk
    loaded = programme_on(company.pk, day)
    found = [
        Covered(spell, title_of(loaded, spell.plan_id, spell.variant), policy)
        for policy in policies_on(company.pk, day)
        for spell in spells(policy, employee)
        if spell.first <= day <= spell.last
    ]
    return sorted(found, key=lambda each: (each.spell.person, each.spell.plan_id))


def spells(policy: Policy, employee: int | None = None) -> list[Spell]:
    """All spells of a policy's year; without the days for which the insurer is told too late."""
    known = loading.facts(policy, employee)
    found = [spell for family in known.families for spell in derive(known.terms, known.programmes, family)]
    earliest = agreement_of(policy).earliest
    told = told_of(policy, employee) if earliest > policy.starts_on else {}
    return [part for spell in found for part in _in_time(spell, told.get(spell.person, {}), earliest)]


def _in_time(spell: Spell, told: Held, earliest: date) -> Iterator[Spell]:
    span: Days = ((spell.first, spell.last),)
    if spell.first < earliest:
        span = minus(span, too_late_days(span, told, earliest))
    yield from (replace(spell, first=first, last=last) for first, last in span)


@kept
def policies(company: int) -> tuple[Policy, ...]:
    """All of them by number, with their insurers and rates."""
    return tuple(Policy.objects.select_related("insurer").prefetch_related("rates").order_by("number"))


def policies_on(company: int, day: date) -> list[Policy]:
    return [policy for policy in policies(company) if policy.starts_on <= day <= policy.ends_on]


def title_of(loaded: Loaded | None, plan_id: str, variant: str) -> Text:
    """Its id where no programme names it."""
    if loaded is None or plan_id not in loaded.plans:
        return Text(plan_id, plan_id)
    return loaded.title(plan_id, variant if variant in loaded.plans[plan_id].variants else "")
