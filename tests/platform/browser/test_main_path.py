"""The main path, as people walk it: a roster, the choice, its end, the endorsement, the bill, payroll, reconciliation.

One story by real pages only. At its end the numbers agree to the fen: who is covered, what the insurer was told, what
the bill asks, what payroll takes, and what the employee was shown on the phone.
"""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Download, Locator, Page, expect
from pypdf import PdfReader

from tests.platform.browser import main_path_files as files
from tests.platform.browser.conftest import TODAY, Browse
from tuanbao.money import split
from tuanbao.platform.clock import clock_at, shift_to
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.work import carry_out
from tuanbao.platform.people.models import Person
from tuanbao.platform.sample.company import PASSWORD

AFTER, LATER = date(2026, 12, 16), date(2026, 12, 20)
"""The day after the window, and the one on which the year is told and billed."""
MONTHS = 12
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Story:
    """Who sits before which screen, which day it is, and the work behind it."""

    def __init__(self, browse: Browse, settings: Any) -> None:
        self._browse, self._settings, self._day = browse, settings, TODAY
        self.pages: list[Page] = []

    def on(self, day: date) -> None:
        self._day, self._settings.CLOCK_SHIFT = day, shift_to(day)

    def signed_in(self, user: str, size: str = "desktop") -> Page:
        """By the form, with a password."""
        page = self._browse("hr", size)
        page.context.clear_cookies(name="sessionid")
        page.goto("/accounts/login/")
        page.get_by_label("用户名或邮箱").fill(user)
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url(re.compile("/(hr|my)/"))
        self.pages.append(page)
        return page

    def work(self, page: Page) -> None:
        """Does the jobs that wait, and comes back. Pages rest meanwhile: they share a connection with the test."""
        address = page.url
        page.wait_for_load_state("networkidle")
        for each in self.pages:
            each.goto("about:blank")
        with clock_at(self._day):
            for job in Job.objects.filter(state="waiting"):
                carry_out(job)
        assert not Job.objects.exclude(state="done").exists()
        page.goto(address)


@pytest.fixture
def story(browse: Browse, settings: Any) -> Story:
    return Story(browse, settings)


@pytest.fixture
def family() -> Person:
    """An employee with a spouse and a child whose papers are in order."""
    for person in Person.objects.filter(relation="employee", left_on=None).order_by("number"):
        relations = sorted(each.relation for each in person.dependants.exclude(verified_at=None))
        if relations == ["child", "spouse"]:
            return person
    raise AssertionError("nobody in the sample has such a family")


def test_from_the_roster_to_a_bill_that_agrees(company: Any, family: Person, story: Story) -> None:
    hr = story.signed_in("hr")
    imports_a_roster(story, hr)
    extends_the_window(hr)
    phone = story.signed_in(family.number, "phone")
    shown = chooses(phone, family)
    follows_and_closes(story, hr, family)
    told, x12, covered = endorses(story, hr)
    confirms(story)
    finance = story.signed_in("finance")
    bill = bills(story, finance)
    deducted = deducts(story, finance)

    assert set(told) == set(covered), "whom the insurer was told of are those who are covered"
    assert x12 == _by_person(told), "Excel and X12 834 say the same"
    january = {line: split(fen, [1] * MONTHS)[0] for line, fen in told.items()}
    assert _by_person(bill_fen(bill)) == _by_person(january), "January is the first of twelve parts of what was told"
    assert deducted[family.number] == shown, "payroll takes what the phone said"
    reconciles(finance, bill)


def imports_a_roster(story: Story, hr: Page) -> None:
    moved, promoted = Person.objects.filter(relation="employee", left_on=None).order_by("-number")[:2]
    hr.goto("/hr/people/import/")
    upload(hr.get_by_label("名册文件"), "名册.xlsx", files.roster(moved, promoted))
    hr.get_by_role("button", name="上传并预览").click()
    hr.wait_for_url(re.compile(r"/import/\d+/"))
    story.work(hr)
    wrong = hr.locator("#wrong tbody tr")
    for row, column, reason in (("6", "证件号码", "身份证"), ("7", "与员工关系", "必填"), ("9", "人员编号", "重复")):
        said = wrong.filter(has=hr.get_by_role("cell", name=row, exact=True))
        expect(said.filter(has_text=column).filter(has_text=reason).first).to_be_visible()
    expect(hr.locator("#added")).to_contain_text("高新")
    expect(hr.locator("#transferred")).to_contain_text("海外业务部")
    assert not Person.objects.filter(number="N901").exists()
    hr.get_by_label("不导入").check()
    hr.get_by_role("button", name="确认写入").click()
    story.work(hr)
    hr.goto("/hr/people/?q=N90")
    expect(hr.locator("main")).to_contain_text("高新")
    for unwanted in ("钱错", "孙无"):
        expect(hr.locator("main")).not_to_contain_text(unwanted)
    hr.goto(f"/hr/people/{moved.pk}/")
    expect(hr.locator("main")).to_contain_text("海外业务部")


def extends_the_window(hr: Page) -> None:
    hr.goto("/hr/choice/")
    hr.get_by_role("link", name="延长、关闭").click()
    hr.get_by_label("新的截止日期").fill("2026-12-15")
    hr.get_by_role("button", name="延长").click()
    expect(hr.locator("main")).to_contain_text("2026-12-15")


def chooses(phone: Page, me: Person) -> int:
    """Twice: the second time the child is covered too. Gives the fen that each pay day takes."""
    spouse, child = me.dependants.get(relation="spouse"), me.dependants.get(relation="child")
    phone.goto("/my/choose/")
    phone.get_by_role("link", name="开始选择").click()
    to_the_options(phone)
    pick(phone, me, "优享")
    pick(phone, me, "轻享")
    phone.get_by_role("button", name="撤销").click()
    expect(place(phone, me).get_by_label("优享")).to_be_checked()
    pick(phone, spouse, "标准")
    pick(phone, child, "不投保")
    place(phone, child).get_by_label("不投保的原因").select_option(index=1)
    confirms_the_choice(phone)
    phone.get_by_role("link", name="回到选择首页").click()
    phone.get_by_role("link", name="重新选择").click()
    to_the_options(phone)
    expect(place(phone, me).get_by_label("优享")).to_be_checked()
    pick(phone, child, "标准")
    each = confirms_the_choice(phone)
    with phone.expect_download() as paper:
        phone.get_by_role("link", name="下载确认书").click()
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content(paper.value))).pages)
    assert all(person.name in words for person in (me, spouse, child))
    return each


def to_the_options(phone: Page) -> None:
    phone.get_by_role("link", name="信息无误").click()
    phone.get_by_role("button", name="下一步：选择").click()


def place(phone: Page, person: Person) -> Locator:
    return phone.get_by_role("group", name=person.name)


def pick(phone: Page, person: Person, title: str) -> None:
    option = place(phone, person).locator("label", has_text=title).first
    if option.locator("input").is_checked():
        return
    with phone.expect_response(re.compile("/price/")):
        option.click()
    expect(phone.locator("#total")).to_contain_text("积分")


def confirms_the_choice(phone: Page) -> int:
    """Gives what each pay day takes, in fen, as the page says."""
    said = re.search(r"¥([\d,.]+)\s*/发薪日", phone.locator("#total").inner_text().replace("\n", ""))
    assert said is not None
    phone.get_by_role("button", name="下一步：确认").click()
    expect(phone.locator("main")).to_contain_text(said[1])
    phone.locator("input[name=consent]").check()
    phone.get_by_role("button", name="确认提交").click()
    expect(phone.locator("h1")).to_have_text("选择已提交")
    return files.fen(said[1].replace(",", ""))


def follows_and_closes(story: Story, hr: Page, chosen: Person) -> None:
    hr.goto("/hr/choice/")
    expect(hr.locator("main")).to_contain_text(re.compile(r"1 / \d+"))
    with hr.expect_download() as export:
        hr.locator("#missing-rows").get_by_role("link", name="导出 xlsx").click()
    missing = {row["工号"] for row in files.table(content(export.value))}
    assert "N901" in missing
    assert chosen.number not in missing
    story.on(AFTER)
    hr.goto("/hr/choice/window/")
    asked(hr, "关闭窗口")
    story.work(hr)
    hr.goto("/hr/choice/")
    expect(hr.locator("main")).to_contain_text("已关闭")


def endorses(story: Story, hr: Page) -> tuple[files.Fen, dict[str, int], set[tuple[str, str]]]:
    """What the insurer is told, in Excel and in X12 834, and who is covered by what."""
    story.on(LATER)
    hr.goto("/hr/cover/")
    hr.get_by_role("link", name="DEMO-2027").click()
    asked(hr, "生成批单")
    asked(hr, "批准")
    expect(hr.locator("h1")).to_contain_text("已批准")
    told = files.table(downloaded(hr, "清单 Excel"))
    x12 = files.premiums_of_834(downloaded(hr, "X12 834").decode())
    hr.get_by_role("button", name="已发给保险公司").click()
    expect(hr.locator("h1")).to_contain_text("已发送")
    hr.get_by_role("link", name="DEMO-2027").click()
    hr.get_by_role("link", name="在保人数").click()
    members = files.table(downloaded(hr, "人员表"), 0)
    covered = {(row["人员编号"], plan) for row in members for plan in row["方案"].split(";")}
    named = [{**row, "方案": _plan(row["方案"], row["档次"])} for row in told]
    return files.summed(named, "人员编号", "方案", "保费（元）"), x12, covered


def confirms(story: Story) -> None:
    insurer = story.signed_in("insurer")
    insurer.goto("/hr/cover/")
    insurer.locator("tbody a").first.click()
    asked(insurer, "确认批单")
    expect(insurer.locator("h1")).to_contain_text("已确认")


def bills(story: Story, finance: Page) -> list[dict[str, Any]]:
    finance.goto("/hr/money/")
    finance.get_by_label("出账月份").fill("2027-01")
    finance.get_by_role("button", name="出账单").click()
    story.work(finance)
    finance.locator("tbody a").first.click()
    expect(finance.locator("main")).to_contain_text("等待另一位同事批准")
    manager = story.signed_in("hr_manager")
    manager.goto(finance.url)
    asked(manager, "批准")
    return files.table(downloaded(finance, "Excel"), "人员明细")


def deducts(story: Story, finance: Page) -> dict[str, int]:
    finance.goto("/hr/money/payroll/")
    finance.get_by_label("发薪月份").fill("2027-01")
    finance.get_by_role("button", name="生成代扣").click()
    story.work(finance)
    finance.locator("tbody a").first.click()
    return {row["工号"]: files.fen(row["扣款金额"]) for row in files.table(downloaded(finance, "Excel"))}


def reconciles(finance: Page, bill: list[dict[str, Any]]) -> None:
    """An insurer's bill made from ours agrees; one that asks 1.23 yuan too much of somebody says just that."""
    hands_in(finance, files.insurers_bill(bill))
    expect(finance.locator("main")).to_contain_text("全部一致")
    hands_in(finance, files.insurers_bill(bill, {bill[3]["工号"]: 123}))
    rows = finance.locator("#differences-rows tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(bill[3]["工号"])
    expect(rows).to_contain_text("1.23")


def hands_in(finance: Page, bill: bytes) -> None:
    finance.goto("/hr/money/reconcile/")
    form = finance.locator("form[enctype]")
    policy = form.locator("option", has_text="DEMO-2027").get_attribute("value")
    form.get_by_label("保单").select_option(policy)
    form.get_by_label("月份").fill("2027-01")
    upload(form.get_by_label("账单文件"), "保险公司账单.xlsx", bill)
    form.get_by_role("button", name="上传并核对").click()
    finance.wait_for_url(re.compile(r"/reconcile/\d+/"))


def asked(page: Page, button: str) -> None:
    """Presses a button that asks first, and says yes."""
    page.locator("form").get_by_role("button", name=button, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()


def downloaded(page: Page, link: str) -> bytes:
    with page.expect_download() as found:
        page.get_by_role("link", name=link).first.click()
    return content(found.value)


def content(found: Download) -> bytes:
    return Path(found.path()).read_bytes()


def upload(field: Locator, name: str, rows: bytes) -> None:
    field.set_input_files({"name": name, "mimeType": XLSX, "buffer": rows})


def bill_fen(bill: list[dict[str, Any]]) -> files.Fen:
    return files.summed(bill, "工号", "方案", "金额（元）")


def _plan(plan: str, variant: str | None) -> str:
    return f"{plan}:{variant}" if variant else plan


def _by_person(found: files.Fen) -> dict[str, int]:
    sums: dict[str, int] = {}
    for (number, _), fen in found.items():
        sums[number] = sums.get(number, 0) + fen
    return sums
