"""Finding people, policies, bills and pages from anywhere (搜索, ⌘K). A room adds what it has by ``@searchable``."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from tuanbao.language import Text
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.money.models import Bill
from tuanbao.platform.people.models import Person
from tuanbao.platform.web.navigation import address_of, navigation

MOST = 8
"""Of one kind."""


class Hit(NamedTuple):
    title: Text
    about: Text
    address: str
    icon: str


Search = Callable[[Membership, str], Iterable[Hit]]
_SEARCHES: list[tuple[str, Search]] = []


def searchable(permission: str) -> Callable[[Search], Search]:
    """Registers what may be found by those who have the permission; within the scope of the company."""

    def registered(search: Search) -> Search:
        _SEARCHES.append((permission, search))
        return search

    return registered


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """What fits, for htmx and as a page; login only, since each kind asks for its own permission."""
    words = request.GET.get("q", "").strip()
    who = request.membership  # type: ignore[attr-defined]
    hits = [*_pages(request, words), *_found(who, words)] if words and who else []
    part = request.headers.get("HX-Target") == "search-hits"
    template = "web/search_hits.html" if part else "web/search_page.html"
    return render(request, template, {"hits": hits, "words": words})


def _found(who: Membership, words: str) -> list[Hit]:
    return [hit for permission, find in _SEARCHES if who.may(permission) for hit in find(who, words)]


def _pages(request: HttpRequest, words: str) -> list[Hit]:
    return [
        Hit(entry["title"], Text("页面", "page"), entry["address"], entry["icon"])  # type: ignore[arg-type]
        for entry in navigation(request)
        if any(words.casefold() in title.casefold() for title in entry["title"])  # type: ignore[attr-defined]
    ]


@searchable("people.view")
def people(who: Membership, words: str) -> list[Hit]:
    found = Person.objects.filter(Q(number__icontains=words) | Q(name__icontains=words))[:MOST]
    return [
        Hit(
            Text(f"{each.name} {each.number}", f"{each.name} {each.number}"), each.relation_title, _person(each), "user"
        )
        for each in found
    ]


@searchable("cover.view")
def policies(who: Membership, words: str) -> list[Hit]:
    """An insurer finds its own only."""
    found = Policy.objects.filter(number__icontains=words).select_related("insurer")
    own = found.filter(insurer=who.insurer) if who.role == "insurer" else found
    address = address_of("cover:policies") or address_of("cover:changes")
    return [Hit(Text(each.number, each.number), each.insurer.title, address, "file-certificate") for each in own[:MOST]]


@searchable("money.view")
def bills(who: Membership, words: str) -> list[Hit]:
    address = address_of("money:bills")
    return [
        Hit(Text(each.number, each.number), Text("账单", "bill"), address, "receipt")
        for each in Bill.objects.filter(number__icontains=words)[:MOST]
    ]


def _person(person: Person) -> str:
    """The page of the person, or the list that shows them alone."""
    try:
        return reverse("people:detail", args=[person.pk])
    except NoReverseMatch:
        everybody = address_of("people:list")
        return f"{everybody}?q={person.number}" if everybody else ""
