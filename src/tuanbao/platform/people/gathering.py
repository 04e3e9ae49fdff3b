"""People of the database as they are compared (人员取数)."""

from collections import defaultdict
from collections.abc import Iterator

from tuanbao.platform.companies.models import Company
from tuanbao.platform.people.columns import PERSON, written
from tuanbao.platform.people.known import Known
from tuanbao.platform.people.models import Employment, Person
from tuanbao.platform.programmes.loaded import approved
from tuanbao.platform.programmes.models import ProgrammeVersion

_FIELDS = (*PERSON, "relation", "left_on", "related_to")


def known_people(company: Company) -> list[Known]:
    positions: dict[int, list[tuple[str, dict[str, str]]]] = defaultdict(list)
    for each in Employment.objects.filter(company=company).order_by("starts_on"):
        columns = {name: written(value) for name, value in each.columns().items()}
        positions[each.person_id].append((each.starts_on.isoformat(), columns))
    people = Person.objects.filter(company=company).select_related("employee")
    return [
        Known(
            person.pk,
            person.number,
            person.employee.number if person.employee else "",
            {name: text for name in _FIELDS if (text := written(getattr(person, name)))},
            tuple(positions.get(person.pk, ())),
        )
        for person in people.iterator(2000)
    ]


def attributes_asked_for(company: Company) -> frozenset[str]:
    """The columns that the tiers of the company's programmes look at."""
    return frozenset(name for tiers in _tiers(company) for name in tiers)


def plan_years(company: Company) -> tuple[frozenset[str], frozenset[str]]:
    """First and last days of the company's plan years."""
    periods = ProgrammeVersion.objects.filter(company=company).values_list("effective_from", "effective_to")
    firsts = frozenset(first.isoformat() for first, _ in periods if first)
    return firsts, frozenset(last.isoformat() for _, last in periods if last)


def _tiers(company: Company) -> Iterator[list[str]]:
    for each in approved(company.pk):
        yield [name for tier in each.loaded.programme.tiers for name in tier.when or {}]
