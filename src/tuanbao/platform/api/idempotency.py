"""Calls that may be repeated (幂等调用). The effect and the remembered answer are written together, or neither."""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.api.models import IdempotentCall, Token
from tuanbao.platform.api.problems import Problem
from tuanbao.platform.jobs.schedule import every
from tuanbao.platform.protection.fields import blind_index

METHODS = {"POST", "PUT", "PATCH", "DELETE"}
KEPT = timedelta(hours=48)
HEADERS = ("ETag", "Location", "Content-Type")
_KEY = re.compile(r"[\x21-\x7e]{1,100}")
Answering = Callable[[], HttpResponse]


def once(request: HttpRequest, token: Token, act: Answering) -> HttpResponse:
    """The answer of the act, or the one that the same call got before. Without a key it is simply done.

    A call with the same key at the same time waits for this one: the database lets one of them write the key. What
    failed has left nothing and is not remembered: it may be sent again, also mended.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method not in METHODS:
        return act()
    if not _KEY.fullmatch(key):
        text = Text(
            "Idempotency-Key 应为 1 到 100 个可见的 ASCII 字符", "Idempotency-Key: 1 to 100 visible ASCII characters"
        )
        raise Problem(400, "idempotency-key", text)
    fingerprint = _fingerprint(request)
    forget(IdempotentCall.objects.filter(token=token, key=key))
    try:
        return _first(token, key, fingerprint, act)
    except IntegrityError:
        kept = IdempotentCall.objects.filter(token=token, key=key).first()
        if kept is None:
            raise
    return _again(kept, fingerprint)


def _first(token: Token, key: str, fingerprint: str, act: Answering) -> HttpResponse:
    with transaction.atomic():
        kept = IdempotentCall.objects.create(
            company_id=token.company_id, token=token, key=key, request_hash=fingerprint, made_at=clock.now()
        )
        response = act()
        if response.status_code >= 400:
            transaction.set_rollback(True)
            return response
        kept.status = response.status_code
        kept.headers = {name: response[name] for name in HEADERS if name in response}
        kept.body = response.content.decode()
        kept.save()
    return response


def _again(kept: IdempotentCall, fingerprint: str) -> HttpResponse:
    if kept.request_hash != fingerprint:
        text = Text("这个 Idempotency-Key 已用于另一个请求", "this Idempotency-Key belongs to another request")
        raise Problem(422, "idempotency-key-reused", text)
    return HttpResponse(kept.body, status=kept.status, headers={**kept.headers, "Idempotency-Replayed": "true"})


def _fingerprint(request: HttpRequest) -> str:
    """Keyed, as the body may hold what can be guessed."""
    said = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return blind_index(hashlib.sha256(said).hexdigest())


def forget(calls: object = None) -> None:
    """Of these calls, or of all, those that are too old to be asked for."""
    found = IdempotentCall.objects.all() if calls is None else calls
    found.filter(made_at__lt=clock.now() - KEPT).delete()  # type: ignore[attr-defined]


@every("day", at="03:40", name="api.forget_calls")
def forget_all() -> None:
    forget()
