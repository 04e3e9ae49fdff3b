"""Policies, rates and endorsements (保单与批单接口)."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tuanbao.platform.api.access import Bearer
from tuanbao.platform.api.paging import Asked, page
from tuanbao.platform.api.problems import Problem, missing
from tuanbao.platform.cover.endorsing import EndorsingError, confirm
from tuanbao.platform.cover.models import Endorsement, EndorsementLine, Policy, Rate

router = Router(tags=["cover"], auth=Bearer("cover:read"))


class PolicyOut(Schema):
    id: int
    number: str
    insurer: str
    """Its code."""
    plans: list[str]
    starts_on: date
    ends_on: date
    premium_basis: str
    refund_rule: str
    effective_rule: str


class PolicyPage(Schema):
    items: list[PolicyOut]
    next: str | None


class RateOut(Schema):
    plan: str
    variant: str
    relation: str
    age_from: int
    age_to: int
    sex: str
    yearly_fen: int


class EndorsementOut(Schema):
    id: int
    policy: str
    number: int
    state: Literal["draft", "approved", "sent", "confirmed"]
    made_at: datetime
    approved_at: datetime | None
    sent_at: datetime | None
    confirmed_at: datetime | None


class EndorsementPage(Schema):
    items: list[EndorsementOut]
    next: str | None


class LineOut(Schema):
    id: int
    person: str
    plan: str
    variant: str
    action: str
    first_day: date
    last_day: date
    premium_fen: int
    employer_fen: int
    employee_fen: int
    points: int
    reason: str


class LinePage(Schema):
    items: list[LineOut]
    next: str | None


class Wanted(Schema):
    policy: Annotated[str | None, Field(max_length=60, description="保单号 / the policy's number")] = None


@router.get("/policies", response=PolicyPage, summary="保单 / Policies")
def list_policies(request: HttpRequest, asked: Asked) -> Any:
    listed = page(Policy.objects.select_related("insurer"), asked)
    return {**listed, "items": [_policy(each) for each in listed["items"]]}


@router.get("/policies/{int:id}", response=PolicyOut, summary="一张保单 / One policy")
def get_policy(request: HttpRequest, id: int) -> Any:
    return _policy(_found_policy(id))


@router.get("/policies/{int:id}/rates", response=list[RateOut], summary="费率 / Rates")
def list_rates(request: HttpRequest, id: int) -> Any:
    names = ("variant", "relation", "age_from", "age_to", "sex", "yearly_fen")
    rates = Rate.objects.filter(policy=_found_policy(id))
    return [{**{name: getattr(each, name) for name in names}, "plan": each.plan_id} for each in rates]


@router.get("/endorsements", response=EndorsementPage, summary="批单 / Endorsements")
def list_endorsements(request: HttpRequest, asked: Asked, wanted: Query[Wanted]) -> Any:
    found = Endorsement.objects.select_related("policy")
    if wanted.policy is not None:
        found = found.filter(policy__number=wanted.policy)
    listed = page(found, asked)
    return {**listed, "items": [_endorsement(each) for each in listed["items"]]}


@router.get("/endorsements/{int:id}", response=EndorsementOut, summary="一张批单 / One endorsement")
def get_endorsement(request: HttpRequest, id: int) -> Any:
    return _endorsement(_found_endorsement(id))


@router.get("/endorsements/{int:id}/lines", response=LinePage, summary="批单明细 / Lines of an endorsement")
def list_lines(request: HttpRequest, id: int, asked: Asked) -> Any:
    found = EndorsementLine.objects.filter(endorsement=_found_endorsement(id)).select_related("person")
    listed = page(found, asked)
    return {**listed, "items": [_line(each) for each in listed["items"]]}


@router.post(
    "/endorsements/{int:id}/confirm",
    response=EndorsementOut,
    auth=Bearer("cover:write"),
    summary="确认批单 / Confirm an endorsement",
)
def confirm_endorsement(request: HttpRequest, id: int) -> Any:
    """The insurer's answer; harmless twice. Whoever made the token answers for it."""
    try:
        confirmed = confirm(_found_endorsement(id), request.token.created_by, request)  # type: ignore[attr-defined]
    except EndorsingError as error:
        raise Problem(409, "not-now", error.text) from None
    return _endorsement(confirmed)


def _found_policy(id: int) -> Policy:
    policy: Policy | None = Policy.objects.select_related("insurer").filter(pk=id).first()
    if policy is None:
        raise missing("保单", "policy")
    return policy


def _found_endorsement(id: int) -> Endorsement:
    endorsement: Endorsement | None = Endorsement.objects.select_related("policy").filter(pk=id).first()
    if endorsement is None:
        raise missing("批单", "endorsement")
    return endorsement


def _policy(policy: Policy) -> dict[str, Any]:
    names = ("id", "number", "plans", "starts_on", "ends_on", "premium_basis", "refund_rule", "effective_rule")
    return {**{name: getattr(policy, name) for name in names}, "insurer": policy.insurer.code}


def _endorsement(endorsement: Endorsement) -> dict[str, Any]:
    names = ("id", "number", "state", "made_at", "approved_at", "sent_at", "confirmed_at")
    return {**{name: getattr(endorsement, name) for name in names}, "policy": endorsement.policy.number}


def _line(line: EndorsementLine) -> dict[str, Any]:
    names = (
        *("id", "variant", "action", "first_day", "last_day"),
        *("premium_fen", "employer_fen", "employee_fen", "points", "reason"),
    )
    return {**{name: getattr(line, name) for name in names}, "person": line.person.number, "plan": line.plan_id}
