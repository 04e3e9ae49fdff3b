"""The interface, version 1 (接口第一版): all resources together."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError

from tuanbao.language import Text
from tuanbao.platform.api import (
    bills,
    choice,
    cover,
    covered,
    jobs,
    money,
    people,
    people_messages,
    programmes,
    webhooks,
)
from tuanbao.platform.api.description import Api
from tuanbao.platform.api.gate import answered
from tuanbao.platform.api.mistakes import mistakes_of
from tuanbao.platform.api.problems import Problem, answer, wrong

api = Api(
    title="团保 tuanbao",
    version="1",
    description="人事系统接口，说明见 docs/api.zh-CN.md / For HR systems, see docs/api.md",
    urls_namespace="api:v1",
    docs_url=None,
)
api.add_router("/people", people_messages.router)
api.add_router("/people", people.router)
api.add_router("/people", covered.router)
api.add_router("/programmes", programmes.router)
api.add_router("", choice.router)
api.add_router("", cover.router)
api.add_router("", bills.router)
api.add_router("/ledger", money.router)
api.add_router("/jobs", jobs.router)
api.add_router("/webhooks", webhooks.router)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(request, wrong(mistakes_of(error.errors)))


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    text = Text("请求内容不是 JSON", "the body is not JSON")
    return answer(request, Problem(400, "unreadable", text))


@api.exception_handler(Problem)
@api.exception_handler(Http404)
@api.exception_handler(RequestDataTooBig)
@api.exception_handler(Exception)
def _otherwise(request: HttpRequest, error: Exception) -> HttpResponse:
    return answered(request, error)
