"""The people covered on a day as the table that the engine reads (人员表): quotes, adjudication, renewal."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pyarrow as pa

from tuanbao.platform import clock
from tuanbao.platform.companies.models import Company
from tuanbao.platform.cover.covered import policies_on, spells
from tuanbao.platform.cover.files import name_of
from tuanbao.platform.cover.intervals import joined
from tuanbao.platform.cover.spells import Spell
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes.rosters import Insured, insured_on
from tuanbao.platform.programmes.rosters import members_table as engine_table
from tuanbao.roster import Reading


def members_table(company: Company, day: date | None = None) -> Reading:
    """A row a person: plans with their variants ("a;b:plus"), and since when and until when they have just these."""
    day = day or clock.today()
    numbers = dict(Person.objects.filter(company=company).values_list("pk", "number"))
    found: dict[str, list[Spell]] = defaultdict(list)
    for policy in policies_on(company.pk, day):
        for spell in spells(policy):
            found[numbers[spell.person]].append(spell)
    return covered_table(insured_on(day), found, day)


def covered_table(people: Iterable[Insured], spells: dict[str, list[Spell]], day: date) -> Reading:
    """Those of the people who are covered on the day; ``spells`` by number."""
    rows, plans, lasts = [], [], []
    for person in people:
        held = [spell for spell in spells.get(person.number, ()) if spell.first <= day <= spell.last]
        if held:
            first, last = max(spell.first for spell in held), min(spell.last for spell in held)
            since = _unbroken(spells[person.number], day)
            earlier = person.continuous_from
            rows.append(replace(person, since=first, continuous_from=min(earlier, since) if earlier else since))
            plans.append(";".join(name_of(spell.plan_id, spell.variant) for spell in held))
            lasts.append(last)
    reading = engine_table(rows)
    table = reading.table
    for name, column in (("plan", pa.array(plans, pa.string())), ("cover_to", pa.array(lasts, pa.date32()))):
        table = table.set_column(table.column_names.index(name), name, column)
    return replace(reading, table=table)


def _unbroken(spells: Iterable[Spell], day: date) -> date:
    """The first day of the cover, whatever it was, that runs without a break until the day."""
    return next(first for first, last in joined((s.first, s.last) for s in spells) if first <= day <= last)
