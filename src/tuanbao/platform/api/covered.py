"""What a family is covered by on a day (当日保障接口)."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tuanbao.platform.api.access import Bearer
from tuanbao.platform.api.problems import missing
from tuanbao.platform.api.types import Day, Words
from tuanbao.platform.cover import covered
from tuanbao.platform.people.models import Person

router = Router(tags=["cover"], auth=Bearer("cover:read"))


class Wanted(Schema):
    on: Annotated[Day | None, Field(description="默认今天 / default today")] = None


class CoveredOut(Schema):
    person: str
    plan: str
    variant: str
    title: Words
    policy: str
    first_day: date
    last_day: date


@router.get("/{number}/cover", response=list[CoveredOut], summary="全家当日保障 / Cover of the family on a day")
def list_cover(request: HttpRequest, number: str, wanted: Query[Wanted]) -> Any:
    """By the facts known now, whether the insurer has been told yet or not."""
    person = Person.objects.filter(number=number).first()
    if person is None:
        raise missing("编号的人员", "person")
    found = covered.on(request.token.company, person, wanted.on)  # type: ignore[attr-defined]
    numbers = dict(Person.objects.filter(pk__in={each.spell.person for each in found}).values_list("pk", "number"))
    return [
        {
            "person": numbers[each.spell.person],
            "plan": each.spell.plan_id,
            "variant": each.spell.variant,
            "title": each.title._asdict(),
            "policy": each.policy.number,
            "first_day": each.spell.first,
            "last_day": each.spell.last,
        }
        for each in found
    ]
