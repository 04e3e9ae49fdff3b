"""Through which every call comes (入口): token, the company's scope, limit, repeated calls, errors in one shape."""

import logging
import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django_scopes import scope

from tuanbao.language import Text
from tuanbao.platform.api.idempotency import once
from tuanbao.platform.api.models import Token
from tuanbao.platform.api.problems import Problem, answer
from tuanbao.platform.api.tokens import counted, token_of

View = Callable[..., HttpResponse]
logger = logging.getLogger(__name__)


def gated(view: View) -> View:
    """The view of a resource, within the scope of the token's company until the answer is written."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            _readable(request)
            token = token_of(request.headers.get("Authorization", ""))
            request.token = token  # type: ignore[attr-defined]
            if token is None:
                return _one_shape(request, view(request, *args, **kwargs))
            with scope(company=token.company):
                return _within(request, token, lambda: _one_shape(request, view(request, *args, **kwargs)))
        except Exception as error:
            return answered(request, error)

    return csrf_exempt(guarded)  # it is not the cookie that lets in


def _within(request: HttpRequest, token: Token, act: Callable[[], HttpResponse]) -> HttpResponse:
    request.user = AnonymousUser()  # whatever session the browser has beside the token
    request.company = token.company  # type: ignore[attr-defined]
    if counted(token) > token.calls_a_minute:
        text = Text(f"每分钟最多 {token.calls_a_minute} 次", f"at most {token.calls_a_minute} a minute")
        raise Problem(429, "too-many-calls", text, headers={"Retry-After": "60"})
    return once(request, token, act)


def _readable(request: HttpRequest) -> None:
    """No database keeps the character NUL."""
    said = request.get_full_path()
    if "\x00" in request.path or "%00" in said or b"\\u0000" in request.body:
        raise Problem(400, "unreadable", Text("请求里有空字符（NUL）", "the request holds the character NUL"))


def _one_shape(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code == 405:
        allowed = response.get("Allow", "")
        text = Text(f"这里可用：{allowed}", f"allowed here: {allowed}")
        return answer(request, Problem(405, "method-not-allowed", text, headers={"Allow": allowed}))
    return response


def answered(request: HttpRequest, error: Exception) -> HttpResponse:
    """Whatever was raised, as problem details."""
    if isinstance(error, Problem):
        return answer(request, error)
    if isinstance(error, Http404):
        return answer(request, Problem(404, "not-found", Text("没有这个网址", "There is no such address")))
    if isinstance(error, RequestDataTooBig):
        return answer(request, Problem(413, "too-large", Text("请求超过 20 MB", "more than 20 MB")))
    # where it happened, but not the message: it may cite a person's data
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s %s failed: %s\n%s", request.method, request.path, type(error).__qualname__, where)
    text = Text("程序出错，没有改动任何数据，请稍后重试", "The program failed and changed nothing; try again later")
    return answer(request, Problem(500, "failed", text))


def nowhere(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """An address under the API that leads nowhere."""
    raise Http404
