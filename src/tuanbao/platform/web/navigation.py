"""What stands in the left bar of the console and in the bottom bar of the portal (导航)."""

from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from tuanbao.language import Text


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
    Entry("portal:choose", Text("选择", "Choose"), "checklist", "own.choose"),
    Entry("portal:family", Text("家人", "Family"), "users", "own.view"),
    Entry("portal:me", Text("我的", "Me"), "user", "own.view"),
)


def navigation(request: HttpRequest) -> tuple[dict[str, object], ...]:
    """The entries that the active membership may open, with their address and whether one is there."""
    membership = request.membership  # type: ignore[attr-defined]
    entries = PORTAL if membership.role == "employee" else CONSOLE
    return tuple(_shown(request, entries, membership))


def _shown(request: HttpRequest, entries: tuple[Entry, ...], membership: object) -> Iterator[dict[str, object]]:
    for entry in entries:
        if entry.permission and not membership.may(entry.permission):  # type: ignore[attr-defined]
            continue
        try:
            address = reverse(entry.url)
        except NoReverseMatch:
            continue
        home = entry.url in {"console:overview", "portal:home"}
        here = request.path == address if home else request.path.startswith(address)
        yield {"address": address, "title": entry.title, "icon": entry.icon, "here": here}
