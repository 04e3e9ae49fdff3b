"""Screens of tokens and webhooks, and the description as a page (令牌、推送、接口文档)."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import ninja
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.api.forms import TokenForm, WebhookForm
from tuanbao.platform.api.hooking import add_webhook, change_webhook, redeliver
from tuanbao.platform.api.models import Delivery, Token, Webhook
from tuanbao.platform.api.tokens import make_token, revoke
from tuanbao.platform.companies.access import requires
from tuanbao.platform.web.languages import say_now

SWAGGER = Path(ninja.__file__).parent / "static" / "ninja"
DOCS_FILES = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui-init.js": "text/javascript",
}
PER_PAGE = 50


@requires("company.manage")
def tokens(request: HttpRequest) -> HttpResponse:
    """The new token stands on the page that answers, once; it is neither kept nor logged."""
    form = TokenForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        made = _made(request, form.cleaned_data)
        form = TokenForm()
    response = render(request, "api/tokens.html", {"form": form, "made": made, "tokens": Token.objects.all()})
    if made:
        response["Cache-Control"] = "no-store"
    return response


def _made(request: HttpRequest, said: dict[str, Any]) -> str:
    until = clock.now() + timedelta(days=int(said["days"])) if said["days"] else None
    company = request.company  # type: ignore[attr-defined]
    return make_token(company, said["name"], said["scopes"], request.user, until, request)[1]


@require_POST
@requires("company.manage")
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    revoke(get_object_or_404(Token, pk=pk), request)
    messages.success(request, say_now("令牌已吊销，立即失效。", "The token is revoked and holds no more."))
    return redirect("api:tokens")


@requires("company.manage")
def webhooks(request: HttpRequest) -> HttpResponse:
    form = WebhookForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        company = request.company  # type: ignore[attr-defined]
        said = form.cleaned_data
        made = add_webhook(company, said["url"], said["events"], request.user, request)
        form = WebhookForm()
    response = render(request, "api/webhooks.html", {"form": form, "made": made, "webhooks": Webhook.objects.all()})
    if made:
        response["Cache-Control"] = "no-store"
    return response


@requires("company.manage")
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """What was delivered, the latest first."""
    found = get_object_or_404(Webhook, pk=pk)
    page = Paginator(found.deliveries.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "api/webhook.html", {"webhook": found, "page": page})


@require_POST
@requires("company.manage")
def webhook_active(request: HttpRequest, pk: int) -> HttpResponse:
    change_webhook(get_object_or_404(Webhook, pk=pk), request, active=request.POST.get("active") == "1")
    return redirect("api:webhook", pk=pk)


@require_POST
@requires("company.manage")
def delivery_again(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    redeliver(get_object_or_404(Delivery, pk=delivery, webhook=pk), request)
    messages.success(request, say_now("已重新排队发送。", "It will be sent again."))
    return redirect("api:webhook", pk=pk)


def docs(request: HttpRequest) -> HttpResponse:
    """Open to all: the description says nothing about any company."""
    settings = {"url": reverse("api:v1:openapi-json"), "layout": "BaseLayout", "deepLinking": True}
    title = Text("团保接口", "tuanbao API")
    return render(request, "api/docs.html", {"settings": json.dumps(settings), "title": title})


def docs_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The viewer that comes with django-ninja; open to all."""
    if name not in DOCS_FILES:
        raise Http404(name)
    response = FileResponse((SWAGGER / name).open("rb"), content_type=DOCS_FILES[name])
    response["Cache-Control"] = "max-age=86400"
    return response
