"""The insurer of the demo company is told of the year (演示批单): the first endorsement, then some people who wait."""

from datetime import date, timedelta
from typing import Any

from tuanbao.platform import clock
from tuanbao.platform.companies.models import Company
from tuanbao.platform.cover.endorsing import approve, confirm, make_endorsement
from tuanbao.platform.cover.models import Endorsement, Policy
from tuanbao.platform.people.models import Employment, Person

JOINERS = (("新入职一", "male", date(1994, 3, 9), 12), ("新入职二", "female", date(1999, 8, 21), 5))
"""Name, sex, birth date, days since joining."""
LEFT = (9, 4)
"""Days since employees left."""


def begin_year(company: Company, year: int, user: Any = None) -> Endorsement | None:
    """Within the company's scope: everybody is told, approved and confirmed before the year begins; then joiners
    and leavers of today wait. Called twice it does nothing more."""
    policy = Policy.objects.get(company=company, starts_on=date(year, 1, 1))
    if policy.endorsements.exists():
        return None
    with clock.clock_at(date(year - 1, 12, 22)):
        made = make_endorsement(policy, user)
        if made is not None:
            approve(made, user)
    if made is not None:
        with clock.clock_at(date(year - 1, 12, 24)):
            confirm(made, user)
    _joiners(company)
    _leavers(company)
    return made


def _joiners(company: Company) -> None:
    for name, sex, born, days in JOINERS:
        day = clock.today() - timedelta(days=days)
        number = f"N{day:%m%d}"
        person = Person.objects.create(
            company=company, number=number, relation="employee", name=name, sex=sex, birth_date=born, hired_on=day
        )
        Employment.objects.create(company=company, person=person, starts_on=day, department="研发部")


def _leavers(company: Company) -> None:
    staff = Person.objects.filter(company=company, relation="employee", left_on=None).order_by("-number")
    told = staff.exclude(number__in=[f"N{clock.today() - timedelta(days=days):%m%d}" for *_, days in JOINERS])
    for person, days in zip(told[: len(LEFT)], LEFT, strict=False):
        person.left_on = clock.today() - timedelta(days=days)
        person.save(update_fields=["left_on"])
