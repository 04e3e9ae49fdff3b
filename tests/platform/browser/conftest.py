"""A browser in front of the running platform. ``browse("hr", "phone")`` -> a page signed in as that role.

After every test: nothing was asked of another host, and no page complained (errors of scripts, breaches of the content
security policy, missing files).
"""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tuanbao.platform.clock import shift_to
from tuanbao.platform.companies.models import Membership

CHROMIUM = Path(os.environ.get("TUANBAO_CHROMIUM", "/usr/bin/chromium"))
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}
TODAY = date(2026, 11, 20)
expect.set_options(timeout=20_000)
Browse = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: install it, or name it in TUANBAO_CHROMIUM")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop running in this thread
    return {"executable_path": str(CHROMIUM), "args": list(QUIET)}


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def browse(browser: Browser, live_server: Any, company: Any, settings: Any, complaints: list[str]) -> Iterator[Browse]:
    settings.CLOCK_SHIFT = shift_to(TODAY)
    opened = []

    def browsing(
        role: str, size: str = "desktop", *, theme: str = "light", language: str = "zh-hans", worker: str = "block"
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=SIZES[size],
            color_scheme=theme,
            service_workers=worker,
            reduced_motion="reduce",
        )
        opened.append(context)
        context.set_default_timeout(30_000)
        context.add_cookies(
            [
                {"name": name, "value": value, "url": live_server.url}
                for name, value in (
                    (django_settings.SESSION_COOKIE_NAME, _session(role)),
                    ("django_language", language),
                )
            ]
        )
        page = context.new_page()
        _listen(page, urlsplit(live_server.url).netloc, complaints)
        return page

    yield browsing
    for context in opened:
        context.close()


@pytest.fixture
def check_access() -> Callable[[Page], list[str]]:
    """``check_access(page)`` -> what the WCAG rules of axe find on it, one line each."""
    axe = Axe()

    def checked(page: Page) -> list[str]:
        found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
        return [
            f"{page.url} {each['id']}: {node['html'][:160]}"
            for each in found.response["violations"]
            for node in each["nodes"]
        ]

    return checked


def _session(role: str) -> str:
    """The session of somebody of the role, signed in without the form."""
    client = Client()
    user = Membership.objects.filter(role=role).order_by("pk").first().user
    client.force_login(user, backend="tuanbao.platform.accounts.sessions.Backend")
    return client.session.session_key or ""


def _listen(page: Page, host: str, complaints: list[str]) -> None:
    def asked(request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.netloc != host:
            complaints.append(f"{page.url} asked {request.url}")

    page.on("request", asked)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}") if said.type == "error" else None)
