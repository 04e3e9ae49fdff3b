"""Every address of the platform and every model, found by walking; whoever adds one is picked up (遍历)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

OURS = "tuanbao.platform."


@dataclass(frozen=True)
class Page:
    """One pattern: its full name, its route and what its converters are called."""

    name: str
    route: str
    arguments: tuple[str, ...]
    view: Any

    @property
    def permission(self) -> str | None:
        found: str | None = getattr(self.view, "permission", None)
        return found


def pages() -> list[Page]:
    """Ours: without the libraries', the administrator's, and the API's calls, which have tokens and their own tests."""
    return [page for page in _walk(get_resolver().url_patterns, "", "") if _ours(page)]


def _ours(page: Page) -> bool:
    module = getattr(page.view, "__module__", "") or ""
    return (
        module.startswith(OURS)
        and not page.name.startswith("admin:")
        and not page.route.startswith(("api/v", "api/^v"))
    )


def _walk(patterns: list[Any], namespace: str, route: str) -> Iterator[Page]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, here)
        elif isinstance(pattern, URLPattern):
            arguments = tuple(re.findall(r"<(?:\w+:)?(\w+)>", here))
            yield Page(f"{namespace}{pattern.name or here}", here, arguments, pattern.callback)


def company_models() -> list[type[models.Model]]:
    """Every model of the platform with a field ``company``; the tables of their histories stand behind them."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith(OURS)
        and not model.__name__.startswith("Historical")
        and any(field.name == "company" for field in model._meta.get_fields())
    ]
