"""What is sent and answered about people (人员数据)."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from tuanbao.platform.api.types import Body, Day, Fen, Flag, Moment, Number, Whole
from tuanbao.platform.people.messages import Message, PersonFacts, Position, Short
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection.masks import mask_account, mask_identity, mask_phone

Relation = Literal["employee", "spouse", "child", "parent"]
DATES = ("hired_on", "left_on", "related_from", "related_to")


class PersonOut(Schema):
    number: str
    relation: str
    employee: str | None
    """Number of the employee to whom a dependant belongs."""
    name: str
    birth_date: date | None
    sex: str
    insured: bool
    identity_type: str
    identity_number: str
    phone: str
    email: str
    bank_account: str
    salary_fen: int | None
    hired_on: date | None
    left_on: date | None
    related_from: date | None
    related_to: date | None
    created_at: datetime


class PeoplePage(Schema):
    items: list[PersonOut]
    next: str | None


class EmploymentOut(Schema):
    starts_on: date
    department: str
    grade: str
    job_class: str
    city: str
    attributes: dict[str, Any]


class EmploymentIn(Body):
    """Left out: as it was the day before."""

    starts_on: Day
    position: Position


class Facts(PersonFacts):
    """As in messages, but nothing is taken for what it only looks like."""

    birth_date: Day | None = None
    insured: Flag | None = None
    salary_fen: Fen | None = None


class PersonIn(Facts):
    """An employee, or a dependant of the employee whose number is given."""

    number: Number
    name: Short
    relation: Relation = "employee"
    employee: Number | None = None
    hired_on: Day | None = None
    left_on: Day | None = None
    related_from: Day | None = None
    related_to: Day | None = None
    position: Position = Field(default_factory=Position)

    def values(self) -> dict[str, Any]:
        return _without(super().values(), "number", "relation", "employee", "position")


class PersonPatch(Facts):
    """What is left out stays. `null` takes a date back, and says nothing elsewhere."""

    hired_on: Day | None = None
    left_on: Day | None = None
    related_from: Day | None = None
    related_to: Day | None = None

    def values(self) -> dict[str, Any]:
        return super().values() | {name: getattr(self, name) for name in DATES if name in self.model_fields_set}


class MessageIn(Message):
    occurred_at: Moment
    sequence: Annotated[Whole, Field(ge=0, lt=2**63)] = 0
    on: Day | None = None
    person: Facts = Field(default_factory=Facts)


class OutcomeOut(Schema):
    status: Literal["applied", "held"]
    """held: it waits for the joiner's message."""


def shown(person: Person, sensitive: bool) -> dict[str, Any]:
    """Identity, bank and phone as far as the token may see them; the salary only where it may."""
    names = (
        "number",
        "relation",
        "name",
        "birth_date",
        "sex",
        "insured",
        "identity_type",
        "email",
        *DATES,
        "created_at",
    )
    return {
        **{name: getattr(person, name) for name in names},
        "employee": person.employee.number if person.employee else None,
        "identity_number": person.identity_number if sensitive else mask_identity(person.identity_number),
        "phone": person.phone if sensitive else mask_phone(person.phone),
        "bank_account": person.bank_account if sensitive else mask_account(person.bank_account),
        "salary_fen": person.salary_fen if sensitive else None,
    }


def _without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
