"""The screens of money: who may, what they say, and that every number leads on."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.platform.money.endorsed import began, policy_of, spouses, staff
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.work import carry_out
from tuanbao.platform.money import billing, payroll, points
from tuanbao.platform.money.models import Bill, InsurerBill, Payment, PayrollRun, Transaction

PAGES = ("", "payments/", "payroll/", "reconcile/", "ledger/")
AT = "/hr/money/"


@pytest.fixture
def billed(company: Any) -> Bill:
    policy = policy_of()
    people = [*staff(4), *spouses(2)]
    points.grant(people[0], 2026, 500)
    began(policy, people)
    payroll.make_run(company, date(2026, 1, 1))
    bill = billing.issue(policy, date(2026, 1, 1))
    assert bill is not None
    return bill


@pytest.mark.parametrize("role", ["finance", "hr", "auditor"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_opens_for_who_may_see_money(billed: Bill, sign_in: Any, role: str, language: str) -> None:
    client = sign_in(role, headers={"accept-language": language})
    run, made = PayrollRun.objects.get(), Transaction.objects.filter(kind="endorsement").get()
    more = (f"bills/{billed.pk}/", f"payroll/{run.pk}/", f"ledger/{made.pk}/", "ledger/accounts/points_held/")
    for page in (*PAGES, *more):
        answer = client.get(AT + page)
        assert answer.status_code == 200, page
        assert b"{{" not in answer.content


def test_pages_open_where_there_is_nothing_yet(company: Any, sign_in: Any) -> None:
    client = sign_in("finance")
    assert all(client.get(AT + page).status_code == 200 for page in PAGES)


def test_only_finance_acts_and_insurers_and_employees_see_nothing(billed: Bill, sign_in: Any) -> None:
    assert sign_in("hr").post(AT + "bills/issue/").status_code == 403
    assert sign_in("auditor").post(f"{AT}bills/{billed.pk}/approve/").status_code == 403
    assert all(sign_in(role).get(AT).status_code == 403 for role in ("insurer", "claims_officer", "employee"))
    sign_in("hr").post(AT + "payments/", {"policy": billed.policy_id, "on": "2026-01-05", "amount": "1", "key": "k"})
    assert not Payment.objects.exists()


def test_finance_issues_approves_and_pays(billed: Bill, sign_in: Any) -> None:
    client = sign_in("finance")
    client.post(AT + "bills/issue/", {"month": "2026-02"})
    carry_out(Job.objects.get(kind="money.bills"))
    february = Bill.objects.get(month=date(2026, 2, 1))
    assert february.brought_forward_fen == billed.total_fen
    sign_in("hr_manager").post(f"{AT}bills/{february.pk}/approve/")
    form = {"policy": billed.policy_id, "on": "2026-02-05", "amount": f"{february.total_fen / 100:,.2f}", "key": "k"}
    for _ in range(2):
        assert client.post(AT + "payments/", form).status_code == 302
    assert Payment.objects.get().amount_fen == february.total_fen
    assert "已付清" in client.get(f"{AT}bills/{february.pk}/").content.decode()


def test_who_issued_a_bill_is_told_who_may_approve_it_or_how_somebody_may(billed: Bill, sign_in: Any) -> None:
    client, manager = sign_in("finance"), Membership.objects.get(role="hr_manager")
    client.post(AT + "bills/issue/", {"month": "2026-02"})
    carry_out(Job.objects.get(kind="money.bills"))
    address = f"{AT}bills/{Bill.objects.get(month=date(2026, 2, 1)).pk}/"
    said = client.get(address).content.decode()
    assert manager.user.name in said
    assert "approve/" not in said, "no button that would only be refused"
    refused = client.post(f"{address}approve/", follow=True).content.decode()
    assert "出账的人不能自己批准；请另一位" in refused
    Membership.objects.filter(pk=manager.pk).update(active=False)
    assert "没有别人有批准权限" in client.get(address).content.decode()


def test_finance_reverses_a_payment_with_the_reason_and_both_pages_lead_to_each_other(
    billed: Bill, sign_in: Any
) -> None:
    client = sign_in("finance")
    form = {"policy": billed.policy_id, "on": "2026-02-05", "amount": "115.00", "key": "k", "reference": "R1"}
    client.post(AT + "payments/", form)
    address = f"{AT}ledger/{Transaction.objects.get(kind='payment').pk}/"
    assert sign_in("auditor").post(f"{address}reverse/", {"reason": "x"}).status_code == 403
    assert "请写明冲正的原因" in client.post(f"{address}reverse/", {}, follow=True).content.decode()
    answer = client.post(f"{address}reverse/", {"reason": "金额登记错"}, follow=True)
    assert address in answer.content.decode()
    assert "金额登记错" in (page := client.get(address).content.decode())
    assert f"{address}reverse/" not in page
    assert "已经冲正过" in client.post(f"{address}reverse/", {"reason": "x"}, follow=True).content.decode()
    assert "已冲正" in client.get(AT + "payments/").content.decode()


def test_a_wrong_amount_is_told_with_an_example(billed: Bill, sign_in: Any) -> None:
    form = {"policy": billed.policy_id, "on": "2026-02-05", "amount": "一百", "key": "k"}
    assert "12,345.60" in sign_in("finance").post(AT + "payments/", form).content.decode()


def test_files_can_be_had(billed: Bill, sign_in: Any) -> None:
    client, run = sign_in("finance"), PayrollRun.objects.get()
    bill = client.get(f"{AT}bills/{billed.pk}/bill.pdf")
    assert bill.content.startswith(b"%PDF")
    assert "bill-2026-01" in bill["Content-Disposition"]
    for file in (f"bills/{billed.pk}/bill.xlsx", "account-2026.pdf", "account-2026.xlsx"):
        assert client.get(AT + file).status_code == 200
    for kind in ("xlsx", "csv"):
        assert client.get(f"{AT}payroll/{run.pk}/deductions.{kind}").status_code == 200
    assert client.get(AT + "ledger/?export=xlsx").status_code == 200


def test_employees_have_their_own_statement_and_no_other(billed: Bill, sign_in: Any) -> None:
    assert sign_in("employee").get(AT + "own-2026.pdf").content.startswith(b"%PDF")
    assert sign_in("finance").get(AT + "own-2026.pdf").status_code == 403


def test_payrolls_answer_is_posted_or_told_what_is_wrong(billed: Bill, sign_in: Any) -> None:
    client, run = sign_in("finance"), PayrollRun.objects.get()
    one, other = spouses(2)
    bad = SimpleUploadedFile("a.csv", f"工号,实扣金额\n{one.employee.number},0\nE-X,1\n".encode())
    answer = client.post(f"{AT}payroll/{run.pk}/answer/", {"file": bad})
    assert answer.status_code == 422
    assert "没有该工号" in answer.content.decode()
    good = SimpleUploadedFile("a.csv", f"工号,实扣金额\n{one.employee.number},0\n".encode())
    client.post(f"{AT}payroll/{run.pk}/answer/", {"file": good})
    taken = dict(run.lines.values_list("employee__number", "deduction__deducted_fen"))
    assert taken == {one.employee.number: 0, other.employee.number: 47_92}


def test_an_insurers_bill_is_uploaded_and_its_differences_are_listed(billed: Bill, sign_in: Any) -> None:
    client, one = sign_in("finance"), staff(1)[0]
    rows = f"工号,姓名,计划,保费\n{one.number},{one.name},acme-tech-staff,115\nE-X,某人,acme-tech-staff,115\n,,,x\n"
    form = {"policy": billed.policy_id, "month": "2026-01", "file": SimpleUploadedFile("b.csv", rows.encode())}
    answer = client.post(AT + "reconcile/", form, follow=True)
    assert "查无此人" in answer.content.decode()
    kept = InsurerBill.objects.get()
    assert [row["at"] for row in kept.rows] == [2, 3]
    assert {problem["row"] for problem in kept.problems} == {4}
    exported = client.get(f"{AT}reconcile/{kept.pk}/?export=csv").content.decode("utf-8-sig")
    assert exported.count("在保，账单上没有") == 5
