"""Every page of the navigation in a browser: for everybody, in both themes, and without asking anybody else."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.platform.browser.conftest import Browse

MORE = {
    "hr_manager": ["/hr/", "/search/?q=E0001"],
    "employee": ["/my/cards/", "/my/me/bank/", "/my/me/help/"],
}


def pages_of(page: Page, start: str) -> list[str]:
    """The addresses of the main navigation."""
    page.goto(start)
    links = page.locator("nav[aria-label='主导航'] a")
    return [links.nth(i).get_attribute("href") or "" for i in range(links.count())]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("role", "size"), [("hr_manager", "desktop"), ("employee", "phone")])
def test_every_page_is_for_everybody(browse: Browse, check_access: Any, role: str, size: str, theme: str) -> None:
    page = browse(role, size, theme=theme)
    found, wide = [], []
    for address in [*pages_of(page, "/"), *MORE[role]]:
        page.goto(address)
        expect(page.locator("h1")).to_have_count(1)
        found += check_access(page)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(address)
    assert "\n".join(found) == ""
    assert wide == [], "pages that scroll sideways"


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
