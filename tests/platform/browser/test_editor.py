"""A draft is edited in its form: the text follows, problems are told, and what the form did can be undone."""

from typing import Any

from playwright.sync_api import expect

from tests.platform.browser.conftest import Browse


def test_a_benefit_is_added_taken_out_and_brought_back(browse: Browse, check_access: Any) -> None:
    page = browse("hr")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/hr/programmes/")
    page.locator("main table a").first.click()
    page.get_by_role("button", name="起草新版本").click()
    page.get_by_label("企业承担").first.fill("80%")
    page.get_by_label("企业承担").first.press("Tab")
    expect(page.get_by_label("员工承担").first).to_have_value("20%")
    page.get_by_role("tab", name="科技公司员工方案").click()
    pane = page.locator(".tab-pane.active")
    pane.get_by_role("button", name="加一项责任").click()
    pane.get_by_role("button", name="住院津贴").click()
    expect(pane.get_by_label("每天津贴（元）")).to_have_value("100")
    pane.get_by_role("button", name="去掉“重大疾病”").click()
    panel = page.locator("#panel")
    expect(panel.get_by_text("方案里没有责任“critical-illness”")).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(panel.get_by_text("没有问题，可以提交")).to_be_visible()
    expect(pane.get_by_label("等待期（天）")).to_have_value("30")
    assert "\n".join(check_access(page)) == ""
    page.get_by_role("tab", name="方案体系").click()
    page.locator(".tab-pane.active textarea").press_sequentially("# 备注\n")
    expect(page.get_by_role("button", name="撤销")).to_be_disabled()
    page.get_by_role("button", name="保存并离开").click()
    expect(page.get_by_text("住院津贴").first).to_be_visible()
    expect(page.get_by_text("80%").first).to_be_visible()
