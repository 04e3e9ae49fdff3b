"""Webhooks and what they delivered (事件推送接口)."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from tuanbao.platform.api.access import Bearer
from tuanbao.platform.api.addresses import AddressError
from tuanbao.platform.api.hooking import add_webhook, change_webhook, redeliver, remove_webhook
from tuanbao.platform.api.models import Delivery, Webhook
from tuanbao.platform.api.paging import Asked, page
from tuanbao.platform.api.problems import missing, mistaken
from tuanbao.platform.api.types import Body, Flag

router = Router(tags=["webhooks"], auth=Bearer("webhooks:manage"))
Event = Literal[
    "person.joined", "person.left", "election.made", "endorsement.approved", "endorsement.confirmed", "bill.issued"
]
Url = Annotated[str, Field(max_length=500, pattern=r"^https?://[!-~]+$", examples=["https://hr.example.com/events"])]
Events = Annotated[list[Event], Field(min_length=1, max_length=20)]


class WebhookIn(Body):
    url: Url
    events: Events


class WebhookPatch(Body):
    """What is left out stays."""

    url: Url | None = None
    events: Events | None = None
    active: Flag | None = None


class WebhookOut(Schema):
    id: int
    url: str
    events: list[str]
    active: bool
    disabled_at: datetime | None
    created_at: datetime


class WebhookMade(WebhookOut):
    secret: str
    """Shown this once."""


class DeliveryOut(Schema):
    id: int
    message_id: UUID
    event: str
    status: Literal["waiting", "delivered", "failed"]
    attempt: int
    answer: str
    made_at: datetime
    next_at: datetime
    delivered_at: datetime | None


class DeliveryPage(Schema):
    items: list[DeliveryOut]
    next: str | None


@router.get("", response=list[WebhookOut], summary="推送地址 / Webhooks")
def list_webhooks(request: HttpRequest) -> Any:
    return Webhook.objects.all()


@router.post("", response={201: WebhookMade}, summary="新增推送地址 / Add a webhook")
def create_webhook(request: HttpRequest, payload: WebhookIn) -> Any:
    token = request.token  # type: ignore[attr-defined]
    try:
        return Status(201, add_webhook(token.company, payload.url, payload.events, token.created_by, request))
    except AddressError as error:
        raise mistaken("url", "address", error.text) from None


@router.get("/{int:id}", response=WebhookOut, summary="一个推送地址 / One webhook")
def get_webhook(request: HttpRequest, id: int) -> Any:
    return _webhook(id)


@router.patch("/{int:id}", response=WebhookOut, summary="修改推送地址 / Change a webhook")
def update_webhook(request: HttpRequest, id: int, payload: WebhookPatch) -> Any:
    changed = {name: value for name, value in payload.dict(exclude_unset=True).items() if value is not None}
    try:
        return change_webhook(_webhook(id), request, **changed)
    except AddressError as error:
        raise mistaken("url", "address", error.text) from None


@router.delete("/{int:id}", response={204: None}, summary="删除推送地址 / Remove a webhook")
def delete_webhook(request: HttpRequest, id: int) -> Any:
    """With what it has delivered, and what still waits."""
    remove_webhook(_webhook(id), request)
    return Status(204, None)


@router.get("/{int:id}/deliveries", response=DeliveryPage, summary="推送记录 / Deliveries")
def list_deliveries(request: HttpRequest, id: int, asked: Asked) -> Any:
    return page(Delivery.objects.filter(webhook=_webhook(id)), asked)


@router.post(
    "/{int:id}/deliveries/{int:delivery}/redeliver", response={202: DeliveryOut}, summary="重新推送 / Deliver again"
)
def deliver_again(request: HttpRequest, id: int, delivery: int) -> Any:
    found = Delivery.objects.filter(webhook=_webhook(id), pk=delivery).select_related("webhook", "company").first()
    if found is None:
        raise missing("推送记录", "delivery")
    return Status(202, redeliver(found, request))


def _webhook(id: int) -> Webhook:
    webhook: Webhook | None = Webhook.objects.select_related("company").filter(pk=id).first()
    if webhook is None:
        raise missing("推送地址", "webhook")
    return webhook
