"""A table is sorted, filtered and paged in place, by its address too, and without JavaScript."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.platform.browser.conftest import Browse


@pytest.fixture
def table_pages(settings: Any) -> None:
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).with_name("templates")]
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.platform.browser.table_pages"


@pytest.mark.usefixtures("table_pages")
def test_a_table_changes_in_place(browse: Browse, check_access: Any) -> None:
    page = browse("hr_manager")
    page.goto("/everybody/")
    page.evaluate("window.stays = true")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(25)
    page.get_by_role("link", name="工号").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("工号")
    page.get_by_role("link", name="工号").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("工号")
    page.get_by_role("link", name="2", exact=True).click()
    expect(page.get_by_role("status").last).to_contain_text("第 26–")
    page.get_by_label("关系").select_option("spouse")
    expect(rows.locator(".badge").first).to_have_text("配偶")
    expect(page.locator("th[aria-sort=descending]")).to_have_text("工号")
    page.get_by_role("searchbox", name="搜索").fill("nobody")
    expect(page.get_by_text("没有符合条件的内容")).to_be_visible()
    assert "q=nobody" in page.url
    assert page.evaluate("window.stays"), "nothing was loaded anew"
    assert "\n".join(check_access(page)) == ""


@pytest.mark.usefixtures("table_pages")
def test_a_table_is_a_stack_on_a_phone(browse: Browse, check_access: Any) -> None:
    page = browse("hr_manager", "phone", theme="dark")
    page.goto("/everybody/?sort=-number&size=25")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("tbody td").first.evaluate("cell => getComputedStyle(cell).display") == "flex"
    assert "\n".join(check_access(page)) == ""


@pytest.mark.usefixtures("table_pages")
def test_on_a_phone_filters_wait_behind_a_button(browse: Browse, check_access: Any) -> None:
    page = browse("hr_manager", "phone")
    page.goto("/everybody/")
    relation, button = page.get_by_label("关系"), page.get_by_role("button", name="筛选")
    expect(relation).to_be_hidden()
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    relation.select_option("spouse")
    expect(page.locator("tbody .badge").first).to_have_text("配偶")
    page.reload()
    expect(relation).to_be_visible()
    assert "\n".join(check_access(page)) == ""
