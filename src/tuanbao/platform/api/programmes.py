"""Programmes in their versions (方案接口): the text and the terms in words."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema

from tuanbao.plan import Plan, PlanError
from tuanbao.plan.wording import schedule
from tuanbao.platform.api.access import Bearer
from tuanbao.platform.api.paging import Asked, page
from tuanbao.platform.api.problems import missing
from tuanbao.platform.api.types import Words
from tuanbao.platform.programmes.loaded import load_version
from tuanbao.platform.programmes.models import ProgrammeVersion

router = Router(tags=["programmes"], auth=Bearer("programmes:read"))


class Wanted(Schema):
    state: Literal["draft", "submitted", "approved", "refused"] | None = None


class ProgrammeOut(Schema):
    id: int
    programme: str
    version: int
    state: str
    effective_from: date
    effective_to: date
    decided_at: datetime | None


class ProgrammePage(Schema):
    items: list[ProgrammeOut]
    next: str | None


class Term(Schema):
    clause: str
    title: Words
    words: Words


class Benefit(Schema):
    title: Words
    terms: list[Term]


class PlanOut(Schema):
    plan: str
    variant: str
    title: Words
    text: str
    benefits: list[Benefit]


class ProgrammeInFull(ProgrammeOut):
    text: str
    plans: list[PlanOut]


@router.get("", response=ProgrammePage, summary="方案列表 / List programmes")
def list_programmes(request: HttpRequest, asked: Asked, wanted: Query[Wanted]) -> Any:
    found = ProgrammeVersion.objects.all()
    if wanted.state:
        found = found.filter(state=wanted.state)
    listed = page(found, asked)
    return {**listed, "items": [_shown(each) for each in listed["items"]]}


@router.get("/{int:id}", response=ProgrammeInFull, summary="一个方案 / One programme")
def get_programme(request: HttpRequest, id: int) -> Any:
    """With every plan and variant; a draft that has mistakes has no terms yet."""
    version = ProgrammeVersion.objects.filter(pk=id).first()
    if version is None:
        raise missing("方案", "programme")
    return {**_shown(version), "text": version.text, "plans": list(_plans(version))}


def _shown(version: ProgrammeVersion) -> dict[str, Any]:
    names = ("id", "state", "effective_from", "effective_to", "decided_at")
    own = {name: getattr(version, name) for name in names}
    return {**own, "programme": version.programme_id, "version": version.number}


def _plans(version: ProgrammeVersion) -> Iterator[dict[str, Any]]:
    try:
        loaded = load_version(version).plans
    except PlanError:
        loaded = {}
    for each in version.plans.order_by("plan_id"):
        base = {"plan": each.plan_id, "text": each.text, "variant": ""}
        plan = loaded.get(each.plan_id)
        if plan is None:
            yield {**base, "title": {"zh": each.plan_id, "en": each.plan_id}, "benefits": []}
            continue
        for name in ("", *plan.variants):
            own = plan.variant(name) if name else plan
            yield {**base, "variant": name, "title": own.title._asdict(), "benefits": _benefits(own)}


def _benefits(plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "title": section.title._asdict(),
            "terms": [
                {"clause": row.clause, "title": row.label._asdict(), "words": row.value._asdict()}
                for row in section.rows
            ],
        }
        for section in schedule(plan).sections
    ]
