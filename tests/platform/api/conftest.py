"""A program that calls the interface with a token of the sample company."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tuanbao.platform.api.scopes import SCOPES
from tuanbao.platform.api.tokens import make_token
from tuanbao.platform.companies.models import Company


class Caller:
    def __init__(self, written: str) -> None:
        self.written = written
        self.client = Client(raise_request_exception=False)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"Authorization": f"Bearer {self.written}", **{name.replace("_", "-"): v for name, v in headers.items()}}
        content = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.generic(method, "/api/v1" + path, headers=sent, **content)

    def get(self, path: str, **headers: str) -> Any:
        return self("GET", path, **headers)


@pytest.fixture
def caller(company: Company) -> Callable[..., Caller]:
    """``caller("people:read")`` -> calls with a token that has these scopes; without any: with all."""

    def made(*scopes: str, **about: Any) -> Caller:
        return Caller(make_token(company, "人事系统", scopes or tuple(SCOPES), **about)[1])

    return made
