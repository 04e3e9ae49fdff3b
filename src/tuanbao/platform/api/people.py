"""People, their families and where they work (人员接口)."""

import hashlib
import json
from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router, Schema, Status
from ninja.responses import NinjaJSONEncoder
from pydantic import Field

from tuanbao.language import Text
from tuanbao.platform.api.access import Bearer, sees_sensitive
from tuanbao.platform.api.paging import Asked, page
from tuanbao.platform.api.people_schemas import (
    EmploymentIn,
    EmploymentOut,
    PeoplePage,
    PersonIn,
    PersonOut,
    PersonPatch,
    Relation,
    shown,
)
from tuanbao.platform.api.people_writing import add, change, transfer
from tuanbao.platform.api.problems import Problem, missing
from tuanbao.platform.api.types import Moment
from tuanbao.platform.people.models import Employment, Person

router = Router(tags=["people"], auth=Bearer("people:read"))
WRITES = Bearer("people:write")
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "读取时得到的 ETag / the ETag as it was read",
    "schema": {"type": "string", "maxLength": 100},
}


class Wanted(Schema):
    relation: Relation | None = None
    updated_since: Annotated[
        Moment | None, Field(description="此后有变更的人 / changed since, themselves or their position")
    ] = None


@router.get("", response=PeoplePage, summary="人员列表 / List people")
def list_people(request: HttpRequest, asked: Asked, wanted: Query[Wanted]) -> Any:
    found = Person.objects.select_related("employee")
    if wanted.relation:
        found = found.filter(relation=wanted.relation)
    if wanted.updated_since:
        found = _changed(found, request, wanted.updated_since)
    listed = page(found, asked, "number")
    return {**listed, "items": [shown(each, sees_sensitive(request)) for each in listed["items"]]}


@router.post("", response={201: PersonOut}, auth=WRITES, summary="新增人员 / Add a person")
def add_person(request: HttpRequest, payload: PersonIn, response: HttpResponse) -> Any:
    person = add(request.token, payload, request)  # type: ignore[attr-defined]
    response["Location"] = reverse("api:v1:person", args=[person.number])
    return Status(201, _tagged(request, person, response))


@router.get("/{number}", response=PersonOut, summary="一个人 / One person", url_name="person")
def get_person(request: HttpRequest, number: str, response: HttpResponse) -> Any:
    return _tagged(request, _person(number), response)


@router.patch(
    "/{number}",
    response=PersonOut,
    auth=WRITES,
    summary="修改人员 / Change a person",
    openapi_extra={"parameters": [IF_MATCH]},
)
def change_person(
    request: HttpRequest,
    number: str,
    payload: PersonPatch,
    response: HttpResponse,
) -> Any:
    """With `If-Match` only while nobody else has changed it."""
    with transaction.atomic():
        person = _person(number, held=True)
        if request.headers.get("If-Match") not in {None, "*", _tag(person)}:
            text = Text("请重新读取后再改", "read it again before changing it")
            raise Problem(412, "changed-meanwhile", text)
        changed = change(request.token, person, payload.values(), request)  # type: ignore[attr-defined]
    return _tagged(request, changed, response)


@router.get("/{number}/dependants", response=list[PersonOut], summary="家属 / Dependants")
def list_dependants(request: HttpRequest, number: str) -> Any:
    found = _person(number).dependants.select_related("employee").order_by("number")
    return [shown(each, sees_sensitive(request)) for each in found]


@router.get("/{number}/family", response=list[PersonOut], summary="全家 / The whole family")
def list_family(request: HttpRequest, number: str) -> Any:
    """The employee first, whoever of the family is named."""
    employee = _person(number).family
    family = [employee, *employee.dependants.select_related("employee").order_by("number")]
    return [shown(each, sees_sensitive(request)) for each in family]


@router.get("/{number}/employments", response=list[EmploymentOut], summary="任职 / Positions")
def list_employments(request: HttpRequest, number: str) -> Any:
    return _person(number).employments.order_by("starts_on")


@router.post("/{number}/employments", response={201: EmploymentOut}, auth=WRITES, summary="调动 / A transfer")
def add_employment(request: HttpRequest, number: str, payload: EmploymentIn) -> Any:
    made = transfer(request.token, _person(number), payload.starts_on, payload.position, request)  # type: ignore[attr-defined]
    return Status(201, made)


def _person(number: str, held: bool = False) -> Person:
    """``held``: nobody else changes it until the transaction ends."""
    found = Person.objects.select_related("employee")
    if held:
        found = found.select_for_update(of=("self",))
    person: Person | None = found.filter(number=number).first()
    if person is None:
        raise missing("编号的人员", "person")
    return person


def _changed(found: QuerySet[Person], request: HttpRequest, since: datetime) -> QuerySet[Person]:
    """In real time, as the history keeps it."""
    of = {"company_id": request.token.company_id, "history_date__gte": since}  # type: ignore[attr-defined]
    people = Person.history.filter(**of).values("id")
    positions = Employment.history.filter(**of).values("person_id")
    return found.filter(Q(pk__in=people) | Q(pk__in=positions) | Q(created_at__gte=since))


def _tagged(request: HttpRequest, person: Person, response: HttpResponse) -> dict[str, Any]:
    response["ETag"] = _tag(person)
    return shown(person, sees_sensitive(request))


def _tag(person: Person) -> str:
    """Changes with every change of the person; the history tells, and what is shown where there is none yet."""
    said = json.dumps(shown(person, sensitive=False), cls=NinjaJSONEncoder, sort_keys=True)
    latest = person.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return '"' + hashlib.sha256(f"{latest}{said}".encode()).hexdigest()[:32] + '"'
