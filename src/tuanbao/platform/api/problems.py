"""Errors as problem details, RFC 9457 (错误的格式): one shape for all of them, in the language asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from tuanbao.language import Text
from tuanbao.platform.web.languages import language

MEDIA_TYPE = "application/problem+json"
TITLES: Mapping[int, Text] = {
    400: Text("请求无法读取", "The request cannot be read"),
    401: Text("令牌无效", "No valid token"),
    403: Text("令牌没有这项权限", "The token may not do this"),
    404: Text("没有找到", "Not found"),
    405: Text("不支持这个方法", "Method not allowed"),
    409: Text("与现状冲突", "Conflict with what is there"),
    412: Text("内容已被改动", "It has changed in the meantime"),
    413: Text("请求过大", "The request is too large"),
    422: Text("内容有误", "The content has mistakes"),
    429: Text("调用过于频繁", "Too many calls"),
    500: Text("系统出错", "The system failed"),
}
TYPE = "urn:tuanbao:problem:"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong: where and why."""

    field: str
    pointer: str
    """JSON pointer into the body; empty for parameters."""
    code: str
    text: Text


@dataclass
class Problem(Exception):  # noqa: N818  the standard's word
    """Raised anywhere below the gate; answered as problem details."""

    status: int
    code: str
    text: Text
    mistakes: Sequence[Mistake] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    spoken = language()
    body: dict[str, Any] = {
        "type": TYPE + problem.code,
        "title": TITLES[problem.status].to(spoken),
        "status": problem.status,
        "detail": problem.text.to(spoken),
        "instance": request.path,
        "errors": [
            {"field": each.field, "pointer": each.pointer, "code": each.code, "detail": each.text.to(spoken)}
            for each in problem.mistakes
        ],
    }
    return JsonResponse(
        body,
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=dict(problem.headers),
        json_dumps_params={"ensure_ascii": False},
    )


def missing(zh: str, en: str) -> Problem:
    """What the address names is not there."""
    return Problem(404, "not-found", Text(f"没有这个{zh}", f"There is no such {en}"))


def mistaken(field: str, code: str, text: Text) -> Problem:
    """One field of the body is wrong."""
    return wrong([Mistake(field, "/" + field.replace(".", "/"), code, text)])


def wrong(mistakes: Sequence[Mistake]) -> Problem:
    count = len(mistakes)
    text = Text(f"有 {count} 处错误，见 errors", f"{count} mistake{'s' if count > 1 else ''}: see errors")
    return Problem(422, "invalid", text, mistakes)
