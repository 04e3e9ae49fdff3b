"""What stands in the left bar of the console and in the bottom bar of the portal (导航)."""

from functools import lru_cache
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from tuanbao.language import Text
from tuanbao.platform.companies.roles import ROLES


class Entry(NamedTuple):
    url: str
    title: Text
    icon: str
    permission: str


CONSOLE = (
    Entry("console:overview", Text("总览", "Overview"), "home", ""),
    Entry("people:list", Text("人员", "People"), "users", "people.view"),
    Entry("programmes:list", Text("方案", "Programmes"), "layout-list", "programme.view"),
    Entry("choice:progress", Text("员工选择", "Choice"), "checklist", "choice.view"),
    Entry("cover:changes", Text("保全", "Changes"), "arrows-exchange", "cover.view"),
    Entry("money:bills", Text("账单", "Bills"), "receipt", "money.view"),
    Entry("people:documents", Text("材料", "Documents"), "file-text", "people.edit"),
    Entry("jobs:list", Text("任务", "Jobs"), "progress", ""),
    Entry("protection:audit", Text("审计", "Audit"), "shield-check", "audit.view"),
    Entry("companies:settings", Text("设置", "Settings"), "settings", "company.manage"),
)
PORTAL = (
    Entry("portal:home", Text("保障", "Cover"), "shield", "own.view"),
    Entry("choose:start", Text("选择", "Choose"), "checklist", "own.choose"),
    Entry("family:list", Text("家人", "Family"), "users", "own.view"),
    Entry("portal:me", Text("我的", "Me"), "user", "own.view"),
)


HOMES = {"console:overview", "portal:home"}


def navigation(request: HttpRequest) -> tuple[dict[str, object], ...]:
    """The entries that the active membership may open, with their address and whether one is there."""
    shown = _open_to(request.membership.role)  # type: ignore[attr-defined]
    here = _here(request.path, shown)
    return tuple(
        {
            "address": address,
            "title": entry.title,
            "icon": entry.icon,
            "here": entry is here,
            "below": entry is here and request.path != address,
        }
        for entry, address in shown
    )


@lru_cache(maxsize=32)
def _open_to(role: str) -> tuple[tuple[Entry, str], ...]:
    """With their addresses."""
    entries = PORTAL if role == "employee" else CONSOLE
    allowed = (entry for entry in entries if not entry.permission or entry.permission in ROLES[role].permissions)
    return tuple((entry, address) for entry in allowed if (address := address_of(entry.url)))


def _here(path: str, shown: tuple[tuple[Entry, str], ...]) -> Entry | None:
    """The entry whose address is the longest that the path begins with; a home is only itself."""
    fitting = [
        (len(address), entry)
        for entry, address in shown
        if path == address or (entry.url not in HOMES and path.startswith(address))
    ]
    return max(fitting, key=lambda each: each[0])[1] if fitting else None


@lru_cache(maxsize=128)
def address_of(url: str) -> str:
    """Of a page by its name; empty where there is no such page."""
    try:
        return reverse(url)
    except NoReverseMatch:
        return ""
