"""Every page that a link leads to, in a browser: for everybody, in both themes, and without asking anybody else."""

import re
from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page, expect

from tests.platform.browser.conftest import Browse

ANY, MAIN = "a[href^='/']", "nav[aria-label='主导航'] a"
"""Links that are followed: all, or those of the main navigation."""
STARTS = {"hr_manager": ["/hr/", "/search/?q=E0001"], "employee": ["/my/"]}


def pages_of(page: Page, starts: list[str], links: str) -> Iterator[str]:
    """Opens every page that a link leads to, one of a kind: of addresses that differ in numbers the first."""
    waiting, seen = deque(starts), set()
    while waiting:
        address = waiting.popleft()
        path = urlsplit(address).path
        kind = re.sub(r"\d+", "0", path)
        if kind in seen or "." in path.rpartition("/")[2] or "export=" in address or path.startswith("/api/"):
            continue  # a file, or the description of the interface, which is Swagger's page
        seen.add(kind)
        try:
            page.goto(address)
        except Error as error:
            if "Download is starting" in str(error):
                continue
            raise
        found = page.locator(links)
        waiting.extend(found.evaluate_all("all => all.map(each => each.getAttribute('href'))"))
        yield address


@pytest.mark.parametrize(
    ("role", "size", "theme", "links"),
    [
        ("hr_manager", "phone", "light", ANY),
        ("hr_manager", "desktop", "dark", MAIN),
        ("employee", "phone", "light", ANY),
        ("employee", "phone", "dark", ANY),
    ],
    ids=["hr", "hr-dark", "employee", "employee-dark"],
)
def test_every_page_is_for_everybody(
    browse: Browse, check_access: Any, role: str, size: str, theme: str, links: str
) -> None:
    page = browse(role, size, theme=theme)
    found, wide, count = [], [], 0
    for address in pages_of(page, STARTS[role], links):
        count += 1
        expect(page.locator("h1")).to_have_count(1)
        found += check_access(page)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(address)
    assert "\n".join(found) == ""
    assert wide == [], "pages that scroll sideways"
    assert count > (20 if links == ANY else 5), "the links were followed"


def test_a_benefit_is_a_tap_away_and_a_bill_is_worked_out(browse: Browse, check_access: Any) -> None:
    page = browse("employee", "phone")
    page.goto("/my/")
    page.get_by_label("一共花了（元）").fill("1000")
    page.get_by_role("button", name="算一算").click()
    expect(page.locator("#answer")).to_contain_text("大约能报")
    expect(page.locator("#answer")).to_contain_text("您承担")
    assert "\n".join(check_access(page)) == ""
    page.get_by_role("heading", name="门急诊医疗").first.click()
    expect(page.get_by_role("heading", name="可以去哪里")).to_be_visible()
    assert "\n".join(check_access(page)) == ""


def test_a_page_is_found_and_opened_by_keyboard_alone(browse: Browse, check_access: Any) -> None:
    page = browse("hr_manager")
    page.goto("/search/")
    page.keyboard.press("Control+k")
    page.keyboard.type("总览")
    expect(page.locator("#search-hits a")).to_contain_text("总览")
    assert "\n".join(check_access(page)) == ""
    page.keyboard.press("Escape")
    expect(page.locator("#search")).not_to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/hr/")


def test_the_theme_is_kept(browse: Browse) -> None:
    page = browse("hr_manager")
    page.goto("/hr/")
    page.get_by_role("button", name="外观").last.click()
    page.get_by_role("button", name="深色").last.click()
    page.goto("/hr/")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_the_language_is_switched(browse: Browse) -> None:
    page = browse("hr_manager")
    page.goto("/hr/")
    page.get_by_role("button", name="English").last.click()
    expect(page.locator("h1")).to_have_text("Overview")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_without_a_network_a_page_says_so_and_nobodys_page_is_kept(browse: Browse, complaints: list[str]) -> None:
    page = browse("employee", "phone", worker="allow")
    page.goto("/my/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload()
    kept = page.evaluate(
        "caches.keys().then((names) => caches.open(names[0])).then((cache) => cache.keys())"
        ".then((requests) => requests.map((request) => new URL(request.url).pathname))"
    )
    assert "/offline/" in kept
    assert all(address == "/offline/" or address.startswith("/static/") for address in kept)
    page.context.set_offline(True)
    page.goto("/my/me/")
    expect(page.locator("h1")).to_contain_text("没有网络")
    complaints.clear()  # without a network, the browser complains of it
