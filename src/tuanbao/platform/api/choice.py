"""Windows and elections (选择接口)."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tuanbao.platform.api.access import Bearer
from tuanbao.platform.api.paging import Asked, page
from tuanbao.platform.api.problems import missing
from tuanbao.platform.choice.models import Election, Window

router = Router(tags=["choice"], auth=Bearer("choice:read"))


class WindowOut(Schema):
    id: int
    programme_id: int
    opens_on: date
    closes_on: date
    closed_at: datetime | None


class WindowPage(Schema):
    items: list[WindowOut]
    next: str | None


class ElectionLineOut(Schema):
    person: str
    plan: str
    variant: str
    waived: bool
    price_fen: int
    employer_fen: int
    employee_fen: int
    """A whole year, before points."""


class ElectionOut(Schema):
    id: int
    employee: str
    programme_id: int
    source: str
    effective_from: date
    made_at: datetime
    points: int
    payroll_fen: int
    lines: list[ElectionLineOut]


class ElectionPage(Schema):
    items: list[ElectionOut]
    next: str | None


class Wanted(Schema):
    employee: Annotated[str | None, Field(max_length=64, description="工号 / the employee's number")] = None


@router.get("/windows", response=WindowPage, summary="选择窗口 / Windows")
def list_windows(request: HttpRequest, asked: Asked) -> Any:
    return page(Window.objects.all(), asked)


@router.get("/elections", response=ElectionPage, summary="选择 / Elections")
def list_elections(request: HttpRequest, asked: Asked, wanted: Query[Wanted]) -> Any:
    found = Election.objects.select_related("employee").prefetch_related("lines__person")
    if wanted.employee is not None:
        found = found.filter(employee__number=wanted.employee)
    listed = page(found, asked)
    return {**listed, "items": [shown(each) for each in listed["items"]]}


@router.get("/elections/{int:id}", response=ElectionOut, summary="一次选择 / One election")
def get_election(request: HttpRequest, id: int) -> Any:
    election = Election.objects.select_related("employee").prefetch_related("lines__person").filter(pk=id).first()
    if election is None:
        raise missing("选择", "election")
    return shown(election)


def shown(election: Election) -> dict[str, Any]:
    """Why somebody waived, and what waits for a health declaration, is not told."""
    names = ("id", "programme_id", "source", "effective_from", "made_at", "points", "payroll_fen")
    own = {name: getattr(election, name) for name in names}
    return {**own, "employee": election.employee.number, "lines": [_line(each) for each in election.lines.all()]}


def _line(line: Any) -> dict[str, Any]:
    names = ("variant", "waived", "price_fen", "employer_fen", "employee_fen")
    return {**{name: getattr(line, name) for name in names}, "person": line.person.number, "plan": line.plan_id}
