"""Endorsements as the cover room makes them, for the tests of this room."""

from datetime import date
from typing import Any

from tuanbao.platform import clock
from tuanbao.platform.clock import clock_at
from tuanbao.platform.cover import endorsing
from tuanbao.platform.cover.models import Endorsement, EndorsementLine, Policy
from tuanbao.platform.people.models import Person


def policy_of(year: int = 2026) -> Policy:
    return Policy.objects.get(number=f"DEMO-{year}")


def staff(count: int = 5) -> list[Person]:
    return list(Person.objects.filter(relation="employee")[:count])


def spouses(count: int = 2) -> list[Person]:
    return list(Person.objects.filter(relation="spouse")[:count])


def approve(policy: Policy, on: date, *lines: dict[str, Any]) -> Endorsement:
    """An endorsement approved on a day, by which the ledger follows."""
    number = policy.endorsements.count() + 1
    with clock_at(on):
        made = Endorsement.objects.create(company=policy.company, policy=policy, number=number, made_at=clock.now())
        for line in lines:
            EndorsementLine.objects.create(company=policy.company, endorsement=made, **line)
        return endorsing.approve(made, None)


def line(person: Person, premium: int, employee: int = 0, **other: Any) -> dict[str, Any]:
    """The whole year for a plan; what differs is said."""
    own = person.employee_id is None
    return {
        "person": person,
        "plan_id": "acme-tech-staff" if own else "acme-tech-family",
        "action": "add" if premium >= 0 else "remove",
        "first_day": date(2026, 1, 1),
        "last_day": date(2026, 12, 31),
        "premium_fen": premium,
        "employer_fen": premium - employee,
        "employee_fen": employee,
        "reason": "start",
        **other,
    }


def began(policy: Policy, people: list[Person]) -> Endorsement:
    """The policy begins: everybody for the whole year, families half paid by the employee."""
    return approve(
        policy,
        date(policy.starts_on.year - 1, 12, 15),
        *(line(each, 1380_00) if each.employee_id is None else line(each, 1150_00, 575_00) for each in people),
    )
