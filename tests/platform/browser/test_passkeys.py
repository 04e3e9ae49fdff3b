"""Passkeys in a browser with an authenticator of its own (虚拟认证器): added, used without a password, removed."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.platform.browser.conftest import Browse
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.protection.models import AuditEntry
from tuanbao.platform.sample.company import PASSWORD

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
FACTORS = "/accounts/2fa/"


@pytest.fixture
def employee(company: Any) -> Any:
    return Membership.objects.filter(role="employee").order_by("pk").first().user


def fit(page: Page) -> tuple[Any, str]:
    """Gives the browser a device with a fingerprint reader; the page's line to it, and the device's name there."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    return device, device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]


def confirm(page: Page) -> None:
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="确认").click()


def add(page: Page, name: str) -> None:
    page.get_by_role("link", name="添加").click()
    if page.get_by_role("heading", name="再次确认是您本人").is_visible():
        confirm(page)
    page.get_by_label("名称").fill(name)
    page.get_by_role("button", name="添加").click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/accounts/login/**")


def signed_in(page: Page) -> bool:
    """Whether the employee's page opens."""
    page.goto("/my/")
    return "/accounts/login/" not in page.url


def test_a_passkey_is_added_signs_in_alone_and_is_removed(browse: Browse, check_access: Any, employee: Any) -> None:
    page = browse("employee")
    device, name = fit(page)
    page.goto("/my/me/")
    page.get_by_role("link", name="登录安全").click()
    add(page, "我的电脑")
    expect(page.get_by_role("status").first).to_contain_text("通行密钥已添加")
    assert len(device.send("WebAuthn.getCredentials", {"authenticatorId": name})["credentials"]) == 1

    sign_out(page)
    assert not signed_in(page)
    page.goto("/accounts/login/?next=/my/me/")
    assert "\n".join(check_access(page)) == ""
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url("**/my/me/")
    expect(page.locator("main")).to_contain_text(employee.name)

    page.goto(FACTORS)
    page.get_by_role("link", name="管理").click()
    expect(page.locator("main")).to_contain_text("我的电脑")
    assert "\n".join(check_access(page)) == ""
    page.get_by_role("link", name="移除").click()
    page.get_by_role("link", name="用通行密钥").click()
    page.get_by_role("button", name="用通行密钥确认").click()
    page.get_by_role("button", name="移除").click()
    expect(page.locator("main")).to_contain_text("还没有通行密钥")
    assert not Authenticator.objects.filter(user=employee).exists()
    noted = AuditEntry.objects.filter(user=employee, action__startswith="account.factor_").order_by("number")
    kinds = [(entry.action.removeprefix("account.factor_"), entry.details["kind"]) for entry in noted]
    assert [each for each in kinds if each[1] == "webauthn"] == [("added", "webauthn"), ("removed", "webauthn")]

    sign_out(page)
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("alert").or_(page.get_by_role("status"))).to_be_visible()
    assert not signed_in(page), "what was removed signs nobody in"


def test_with_a_passkey_the_password_alone_is_not_enough(browse: Browse, employee: Any) -> None:
    page = browse("employee")
    fit(page)
    page.goto(FACTORS)
    add(page, "我的电脑")
    page.wait_for_url("**/recovery-codes/")
    sign_out(page)
    page.get_by_label("用户名或邮箱").fill(employee.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="第二步验证")).to_be_visible()
    page.get_by_role("button", name="用通行密钥").click()
    page.wait_for_url("**/my/")


def test_a_device_without_a_passkey_is_told_so_in_plain_words(browse: Browse, check_access: Any) -> None:
    page = browse("employee")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    fit(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("alert")).to_contain_text("没有可用的通行密钥")
    assert "\n".join(check_access(page)) == ""


def test_a_device_is_added_once(browse: Browse, employee: Any) -> None:
    page = browse("employee", "phone")
    fit(page)
    page.goto(FACTORS)
    add(page, "我的手机")
    page.wait_for_url("**/recovery-codes/")
    page.goto(FACTORS)
    add(page, "又一次")
    expect(page.get_by_role("alert")).to_contain_text("已经有您的通行密钥")
    assert Authenticator.objects.filter(user=employee, type="webauthn").count() == 1
