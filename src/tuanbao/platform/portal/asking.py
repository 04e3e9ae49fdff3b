"""What the engine is asked for somebody (理算): what is left of the year, and what a bill would be paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tuanbao.adjudication import OneResult, adjudicate_one
from tuanbao.platform.people.models import Person
from tuanbao.platform.portal.cover import Held, columns_of


@dataclass(frozen=True)
class Expense:
    """A bill that might be: money in fen."""

    category: str
    total: int
    pooled: int
    out_of_scope: int
    hospital_level: int
    settled: bool

    def row(self, day: date) -> dict[str, Any]:
        return {
            "bill_id": "1",
            "service_date": day,
            "category": self.category,
            "hospital_level": str(self.hospital_level),
            "settled": self.settled,
            "total": self.total,
            "pooled": self.pooled,
            "in_scope": self.total - self.pooled - self.out_of_scope,
            "out_of_scope": self.out_of_scope,
        }


def member_row(person: Person, held: Sequence[Held], day: date) -> dict[str, Any]:
    """The person as a row of the tables, with the plans that they have on the day."""
    employee = person.family
    begun = min(each.first for each in held)
    continuous = person.continuous_from or person.related_from or employee.hired_on or begun
    return {
        **columns_of(employee, day),
        "member_id": person.number,
        "family_id": employee.number,
        "relation": person.relation,
        "birth_date": person.birth_date,
        "sex": person.sex or None,
        "insured": person.insured,
        "plan": ";".join(each.name for each in held),
        "cover_from": begun,
        "continuous_from": min(continuous, begun),
        **({"salary": person.salary_fen} if person.salary_fen is not None else {}),
    }


def year_so_far(person: Person, held: Sequence[Held], day: date) -> OneResult:
    """What is left after this year's bills. There are no claims in the platform: none has been paid."""
    return adjudicate_one([each.base for each in held], member_row(person, held, day), [])


def would_pay(person: Person, held: Sequence[Held], expense: Expense, day: date) -> OneResult:
    """What the plans would pay for one bill of today. Raises RefusedRowsError where its parts do not fit."""
    return adjudicate_one([each.base for each in held], member_row(person, held, day), [expense.row(day)])
