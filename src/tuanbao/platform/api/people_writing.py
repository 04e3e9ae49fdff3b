"""Adding and changing people for a token (人员写入)."""

from typing import Any

from django.db import IntegrityError, transaction

from tuanbao.language import Text
from tuanbao.platform.api.models import Token
from tuanbao.platform.api.people_schemas import PersonIn
from tuanbao.platform.api.problems import Problem, mistaken
from tuanbao.platform.people.applying import save, set_position
from tuanbao.platform.people.messages import Position
from tuanbao.platform.people.models import Employment, Person
from tuanbao.platform.protection.audit import record

_PAIRS = (("hired_on", "left_on"), ("related_from", "related_to"))


def add(token: Token, said: PersonIn, request: Any) -> Person:
    employee = _employee(said)
    person = Person(
        company=token.company, number=said.number, relation=said.relation, employee=employee, **said.values()
    )
    _dates_in_order(person)
    try:
        with transaction.atomic():
            save(person, reason(token), None)
            if employee is None and (said.hired_on or said.position.values()):
                set_position(person, said.hired_on or _needed(said), said.position.values(), reason(token), None)
            record("people.added", person, request=request, token=token.pk)
    except IntegrityError:
        if not Person.objects.filter(number=said.number).exists():
            raise
        raise Problem(409, "number-taken", Text("这个编号已有人用", "somebody has this number")) from None
    return person


def change(token: Token, person: Person, values: dict[str, Any], request: Any) -> Person:
    for name, value in values.items():
        setattr(person, name, value)
    _dates_in_order(person)
    with transaction.atomic():
        save(person, reason(token), None)
        record("people.changed", person, request=request, token=token.pk, fields=sorted(values))
    return person


def transfer(token: Token, person: Person, starts_on: Any, position: Position, request: Any) -> Employment:
    if person.relation != "employee":
        raise Problem(409, "not-an-employee", Text("家属没有任职", "a dependant has no position"))
    with transaction.atomic():
        made = set_position(person, starts_on, position.values(), reason(token), None)
        record("people.transferred", person, request=request, token=token.pk)
    return made


def reason(token: Token) -> str:
    """What the history of the people says of the change."""
    return f"api:{token.pk}"


def _employee(said: PersonIn) -> Person | None:
    if said.relation == "employee":
        if said.employee:
            raise mistaken("employee", "not_here", Text("员工本人不填所属员工", "an employee belongs to nobody"))
        return None
    found: Person | None = Person.objects.filter(number=said.employee or "", relation="employee").first()
    if found is None:
        raise mistaken("employee", "unknown", Text("没有这个工号的员工", "there is no employee of this number"))
    if said.position.values():
        raise mistaken("position", "not_here", Text("家属没有任职", "a dependant has no position"))
    return found


def _needed(said: PersonIn) -> Any:
    raise mistaken("hired_on", "missing", Text("有岗位就要有入职日期", "a position needs the day of hiring"))


def _dates_in_order(person: Person) -> None:
    for first, last in _PAIRS:
        begins, ends = getattr(person, first), getattr(person, last)
        if begins and ends and ends < begins:
            raise mistaken(last, "before_first", Text("早于开始日期", "lies before the first day"))
