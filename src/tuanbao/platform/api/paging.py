"""Lists by pages (分页): a cursor names the last entry seen: nothing is missed or seen twice as the list grows."""

from typing import Annotated, Any

from django.core import signing
from django.db.models import QuerySet
from ninja import Query, Schema
from pydantic import Field

from tuanbao.language import Text
from tuanbao.platform.api.problems import Mistake, wrong

MOST = 500


class Paging(Schema):
    """How a list is asked for."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="每页条数 / entries a page")] = 100
    cursor: Annotated[str | None, Field(max_length=300, description="上一页的 next / `next` of the page before")] = None


Asked = Query[Paging]


def page(found: QuerySet[Any], asked: Paging, by: str = "pk") -> dict[str, Any]:
    """``{items, next}``, ordered by a field that is the only one of its value."""
    found = found.order_by(by)
    if asked.cursor:
        found = found.filter(**{f"{by}__gt": _last(asked.cursor, by)})
    items = list(found[: asked.limit + 1])
    more = len(items) > asked.limit
    items = items[: asked.limit]
    return {"items": items, "next": signing.dumps(getattr(items[-1], by), salt=_salt(by)) if more else None}


def _last(cursor: str, by: str) -> Any:
    try:
        return signing.loads(cursor, salt=_salt(by))
    except signing.BadSignature:
        text = Text("不是这个列表给出的 next", "is not the `next` of a page of this list")
        raise wrong([Mistake("cursor", "", "cursor", text)]) from None


def _salt(by: str) -> str:
    return f"api.cursor.{by}"
