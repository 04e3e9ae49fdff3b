"""A copy of what is kept about somebody (个人信息副本, 个人信息保护法第四十五条), as JSON."""

from typing import Any

from tuanbao.platform.choice.models import Election, LifeEvent
from tuanbao.platform.cover.models import EndorsementLine
from tuanbao.platform.people.models import Beneficiary, Document, Person
from tuanbao.platform.protection.models import Consent

PERSON = (
    "number",
    "relation",
    "name",
    "birth_date",
    "sex",
    "insured",
    "identity_type",
    "identity_number",
    "phone",
    "email",
    "bank_account",
    "salary",
    "hired_on",
    "left_on",
    "related_from",
    "related_to",
    "continuous_from",
    "verified_at",
)
EMPLOYMENT = ("starts_on", "department", "grade", "job_class", "city", "attributes")
LINE = ("person__number", "plan_id", "variant", "waived", "waiver_reason", "price_fen", "employer_fen", "employee_fen")
COVER = ("person__number", "plan_id", "variant", "action", "first_day", "last_day", "premium_fen", "employee_fen")


def copy_of(employee: Person, user: Any) -> dict[str, Any]:
    """The employee, the dependants, and what was chosen, insured, handed in and agreed to. Money in fen."""
    people = [employee, *employee.dependants.all()]
    return {
        "people": [_person(person) for person in people],
        "elections": [_election(each) for each in Election.objects.filter(employee=employee)],
        "life_events": _rows(
            LifeEvent.objects.filter(employee=employee), "kind", "happened_on", "reported_at", "accepted"
        ),
        "cover": _rows(EndorsementLine.objects.filter(person__in=people), *COVER),
        "documents": _rows(
            Document.objects.filter(person__in=people), "person__number", "kind", "name", "handed_in_at", "accepted"
        ),
        "beneficiaries": [
            {
                name: getattr(each, name)
                for name in ("name", "relation", "identity_number", "order", "share_bp", "named_at", "revoked_at")
            }
            for each in Beneficiary.objects.filter(insured__in=people)
        ],
        "consents": _rows(Consent.objects.filter(user=user), "purpose", "version", "given", "at"),
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        **{name: getattr(person, name) for name in PERSON},
        "employments": _rows(person.employments.all(), *EMPLOYMENT),
    }


def _election(election: Election) -> dict[str, Any]:
    own = ("source", "effective_from", "made_at", "points", "payroll_fen")
    return {**{name: getattr(election, name) for name in own}, "lines": _rows(election.lines.all(), *LINE)}


def _rows(found: Any, *names: str) -> list[dict[str, Any]]:
    return list(found.values(*names))
