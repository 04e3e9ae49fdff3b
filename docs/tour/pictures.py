"""Takes the pictures of the tour (导览截图) from a running `tuanbao demo`, in both languages.

    tuanbao demo --home /tmp/demo --port 8917          # a fresh one: the tour chooses and hands in a roster
    uv run python docs/tour/pictures.py http://localhost:8917

Needs Chromium (TUANBAO_CHROMIUM names it) and pngquant.
"""

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parents[1] / "images" / "tour"
CHROMIUM = os.environ.get("TUANBAO_CHROMIUM", "/usr/bin/chromium")
SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}
LANGUAGES = {"zh": ("zh-hans", "zh-CN"), "en": ("en", "en-GB")}
ROSTER = (
    ("人员编号", "所属员工编号", "与员工关系", "姓名", "证件类型", "证件号码", "出生日期", "部门", "入职日期"),
    ("N1201", None, "员工", "高新", None, None, "1995-03-09", "研发部", "2026-11-16"),
    ("N1201-1", "N1201", "子女", "高小", None, None, "2022-05-01", None, None),
    ("N1202", None, "员工", "钱错", "身份证", "11010519900101002?", None, "研发部", "2026-11-16"),
    ("N1203", None, None, "孙无", None, None, "1991-01-01", "设计部", "2026-11-17"),
    ("E0002", None, "员工", "杨远志", None, None, None, "产品部", None),
)


def main(address: str) -> None:
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for language in LANGUAGES:
            for seat in (hr, finance, employee):
                seat(lambda role, size, said=language: sitting(browser, address, role, size, said), taking(language))
        browser.close()


Sit = Callable[[str, str], Page]
Take = Callable[[Page, str], None]


def hr(sit: Sit, take: Take) -> None:
    page = sit("hr", "desktop")
    for name, path in (("overview", "/hr/"), ("people", "/hr/people/"), ("choice", "/hr/choice/")):
        page.goto(path)
        take(page, name)
    imports(page)
    take(page, "import")
    page.goto("/hr/programmes/")
    page.locator("main table a").first.click()
    take(page, "programme")
    page.goto("/hr/choice/window/")
    page.locator("[data-dialog=close-dialog]").click()
    take(page, "close")
    page.goto("/hr/cover/")
    take(page, "cover")


def imports(page: Page) -> None:
    """A roster with two wrong rows, as far as its preview."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in ROSTER:
        book.worksheets[0].append(row)
    book.save(out)
    page.goto("/hr/people/import/")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.set_input_files("input[type=file]", {"name": "2026-11.xlsx", "mimeType": kind, "buffer": out.getvalue()})
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_selector("#wrong", timeout=60_000)


def finance(sit: Sit, take: Take) -> None:
    page = sit("finance", "desktop")
    page.goto("/hr/money/")
    take(page, "bills")
    page.locator("main tbody a").first.click()
    take(page, "bill")


def employee(sit: Sit, take: Take) -> None:
    page = sit("employee", "phone")
    page.goto("/my/")
    take(page, "my-cover")
    page.goto("/my/choose/")
    page.locator("a[href*='/family/']").first.click()
    take(page, "my-family")
    page.goto(page.url.replace("/family/", "/needs/"))
    take(page, "my-needs")
    page.locator("main form button").last.click()
    page.locator("label[class*=form-selectgroup]").nth(2).click()
    page.wait_for_timeout(2500)
    page.evaluate("scrollTo(0, 0)")
    take(page, "my-options")
    page.locator("fieldset").nth(1).scroll_into_view_if_needed()
    page.locator("fieldset").nth(1).locator("label").first.click()
    page.wait_for_timeout(1500)
    take(page, "my-family-options")
    for place in page.locator("fieldset").all()[1:]:
        place.locator("label[class*=form-selectgroup]").first.click()
    page.locator("#total button").click()
    page.wait_for_url(re.compile("/confirm/"))
    take(page, "my-confirm")


def sitting(browser: Browser, address: str, role: str, size: str, language: str) -> Page:
    """Signed in by the demo's own button."""
    code, locale = LANGUAGES[language]
    context = browser.new_context(base_url=address, viewport=SIZES[size], locale=locale, reduced_motion="reduce")
    context.add_cookies([{"name": "django_language", "value": code, "url": address}])
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator(f"form[action='/accounts/demo/{role}/'] button").click()
    page.wait_for_url(re.compile("/(hr|my)/"))
    return page


def taking(language: str) -> Take:
    """Takes what the window shows, with fewer colours."""

    def take(page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(600)
        target = FOLDER / language / f"{name}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory() as folder:
            raw = Path(folder) / "raw.png"
            page.screenshot(path=raw)
            command = ["pngquant", "--force", "--strip", "--speed", "1", "64", "--output", str(target), str(raw)]
            subprocess.run(command, check=True)

    return take


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8917")
