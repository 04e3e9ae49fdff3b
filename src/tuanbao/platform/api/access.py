"""Which token may call an operation (接口权限)."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from tuanbao.language import Text
from tuanbao.platform.api.models import Token
from tuanbao.platform.api.problems import Problem

_NONE = Text("请带上有效的令牌：Authorization: Bearer tb_…", "Send a valid token: Authorization: Bearer tb_…")


class Bearer(HttpBearer):
    """``auth=Bearer("people:read")``: a valid token with the scope; without one any valid token will do."""

    def __init__(self, scope: str = "") -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        token: Token | None = request.token  # type: ignore[attr-defined]
        if token is None:
            raise Problem(401, "no-valid-token", _NONE, headers={"WWW-Authenticate": "Bearer"})
        if self.scope and self.scope not in token.scopes:
            text = Text(f"这个令牌没有权限 {self.scope}", f"this token lacks the scope {self.scope}")
            raise Problem(403, "scope-missing", text)
        return token

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        raise NotImplementedError("the gate has read the token")


def sees_sensitive(request: HttpRequest) -> bool:
    return "people:sensitive" in request.token.scopes  # type: ignore[attr-defined]
