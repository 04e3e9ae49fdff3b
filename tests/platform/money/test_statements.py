"""Statements: in both languages, as PDF and as a workbook that sums to what is owed."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from tests.platform.money.endorsed import began, policy_of, spouses, staff
from tuanbao.platform.money import billing, payroll, statements
from tuanbao.platform.money.document import as_pdf, as_xlsx
from tuanbao.platform.money.models import Transaction
from tuanbao.platform.money.paying import pay, take_back


def test_a_bill_is_printed_and_its_workbook_sums_to_it(company: Any) -> None:
    policy = policy_of()
    began(policy, [*staff(6), *spouses(2)])
    bill = billing.issue(policy, date(2026, 1, 1))
    document = statements.bill_document(bill)
    for language in ("zh", "en"):
        assert as_pdf(document, language).startswith(b"%PDF")
    book = openpyxl.load_workbook(BytesIO(as_xlsx(document, "zh")))
    people = list(book["人员明细"].values)
    assert round(sum(row[-1] for row in people[1:-1]) * 100) == bill.total_fen == round(people[-1][-1] * 100)
    assert len(people) == 1 + 8 + 1


def test_the_years_account_says_what_is_open(company: Any) -> None:
    policy = policy_of()
    began(policy, staff(2))
    for month in (1, 2):
        billing.issue(policy, date(2026, month, 1))
    pay(policy, date(2026, 1, 30), 300_00, "R1", "k")
    document = statements.company_document(company, 2026)
    assert [value for _, value in document.facts] == ["2026", 460_00, 300_00, 160_00]
    assert as_pdf(document, "en").startswith(b"%PDF")


def test_the_years_account_shows_a_payment_and_that_it_was_taken_back(company: Any) -> None:
    policy = policy_of()
    began(policy, staff(2))
    billing.issue(policy, date(2026, 1, 1))
    wrong = pay(policy, date(2026, 1, 30), 300_00, "R1", "k")
    take_back(Transaction.objects.get(key=f"payment:{wrong.pk}"), "金额错")
    document = statements.company_document(company, 2026)
    assert [value for _, value in document.facts] == ["2026", 230_00, 0, 230_00]
    assert [row[-1] for row in document.sheets[1].rows] == [300_00, -300_00]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_payroll_gets_one_row_an_employee(company: Any, language: Any) -> None:
    began(policy_of(), spouses(3))
    run = payroll.make_run(company, date(2026, 1, 1))
    rows = list(csv.reader(StringIO(statements.payroll_csv(run, language).decode("utf-8-sig"))))
    assert len(rows) == 4
    assert [row[2] for row in rows[1:]] == ["47.92"] * 3
    book = openpyxl.load_workbook(BytesIO(as_xlsx(statements.payroll_document(run), language)))
    assert book.worksheets[0].max_row == 5


def test_an_employees_account_can_be_printed(company: Any) -> None:
    one = spouses(1)[0]
    began(policy_of(), [one])
    payroll.confirm(payroll.make_run(company, date(2026, 1, 1)))
    document = statements.employee_document(one, 2026)
    assert {name.en: value for name, value in document.facts}["Still to be deducted"] == 575_00 - 47_92
    assert as_pdf(document, "zh").startswith(b"%PDF")
