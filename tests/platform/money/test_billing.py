"""Bills: what falls due each month, agreed with the ledger, issued once whatever happens."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.platform.money.endorsed import approve, began, line, policy_of, spouses, staff
from tests.platform.money.quick import quick
from tuanbao.platform.accounts.models import User
from tuanbao.platform.companies.models import Company, Membership
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.jobs.reviving import revive
from tuanbao.platform.jobs.work import carry_out, start
from tuanbao.platform.money import billing
from tuanbao.platform.money.allocating import allocate
from tuanbao.platform.money.ledger import LedgerError
from tuanbao.platform.money.models import Bill, BillLine, Posting, Transaction
from tuanbao.platform.money.paying import pay, take_back
from tuanbao.platform.money.posting import balance


def _issue(policy: Policy, *months: int) -> list[Bill]:
    made = [billing.issue(policy, date(2026, month, 1)) for month in months]
    return [bill for bill in made if bill is not None]


def _total(bill: Bill, kind: str) -> int:
    return sum(line.amount_fen for line in bill.lines.all() if line.kind == kind)


def test_the_instalments_of_a_year_make_the_premium(company: Any) -> None:
    policy = policy_of()
    began(policy, [*staff(7), *spouses(3)])
    bills = _issue(policy, *range(1, 13))
    assert len(bills) == 12
    assert sum(bill.charge_fen for bill in bills) == 7 * 1380_00 + 3 * 1150_00
    assert bills[-1].total_fen == -balance("premium_due") == 7 * 1380_00 + 3 * 1150_00
    assert balance("premium_not_due") == 0


def test_late_joiners_and_leavers_share_the_instalments_that_are_left(company: Any) -> None:
    policy = policy_of()
    one, other, *rest = staff(5)
    began(policy, [one, *rest])
    _issue(policy, 1, 2, 3)
    approve(policy, date(2026, 3, 20), line(other, 900_00, reason="joiner"))
    approve(policy, date(2026, 3, 25), line(one, -450_00, reason="leaver"))
    april, may = _issue(policy, 4, 5)
    assert (_total(april, "joiners"), _total(april, "leavers")) == (100_00, -50_00)
    assert _total(april, "instalment") == 4 * 115_00
    assert _total(may, "instalment") == 4 * 115_00 + 50_00
    assert april.total_fen == april.brought_forward_fen + april.charge_fen
    assert may.total_fen == -balance("premium_due", policy=policy)


def test_what_is_known_after_the_last_instalment_is_due_at_once(company: Any) -> None:
    policy = policy_of()
    approve(policy, date(2026, 12, 20), line(staff(1)[0], 30_00, reason="correction"))
    (december,) = _issue(policy, 12)
    assert (december.total_fen, _total(december, "corrections")) == (30_00, 30_00)


def test_a_bill_is_issued_once_and_none_behind_a_later_one(company: Any) -> None:
    policy = policy_of()
    began(policy, staff(2))
    (may,) = _issue(policy, 5)
    assert _issue(policy, 5) == [may]
    with pytest.raises(LedgerError):
        _issue(policy, 4)


def test_a_worker_that_dies_in_the_middle_loses_nothing_and_does_nothing_twice(
    company: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = policy_of()
    second = Policy.objects.create(
        company=company,
        insurer=policy.insurer,
        number="DEMO-2026-B",
        starts_on=policy.starts_on,
        ends_on=policy.ends_on,
    )
    for each in (policy, second):
        began(each, staff(4))
    job = start("money.bills", company, month="2026-02-01")
    real, calls = billing.post, []

    def dies(*args: Any) -> Any:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(billing, "post", dies)
    with pytest.raises(KeyboardInterrupt):
        carry_out(job)
    assert (Bill.objects.count(), BillLine.objects.count()) == (1, 4)
    monkeypatch.setattr(billing, "post", real)
    assert revive(timedelta()) == 1
    carry_out(job)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"bills": 2})
    carry_out(start("money.bills", company, month="2026-02-01"))
    assert (Bill.objects.count(), BillLine.objects.count()) == (2, 8)
    assert Posting.objects.filter(transaction__kind="due").count() == 4
    assert all(bill.total_fen == 4 * 230_00 for bill in Bill.objects.all())


def test_payments_pay_the_oldest_bill_first_and_once_a_key(company: Any) -> None:
    policy = policy_of()
    began(policy, staff(2))
    one, other = _issue(policy, 1, 2)
    for _ in range(2):
        pay(policy, date(2026, 2, 5), 300_00, "BANK-1", "form-1")
    assert billing.paid_by_bill([policy]) == {one.pk: 230_00, other.pk: 70_00}
    assert -balance("premium_due", policy=policy) == 160_00
    (march,) = _issue(policy, 3)
    assert (march.brought_forward_fen, march.total_fen) == (160_00, 390_00)


def test_a_payment_recorded_wrongly_is_taken_back_once_and_its_bills_are_open_again(company: Any) -> None:
    policy = policy_of()
    began(policy, staff(2))
    one, other = _issue(policy, 1, 2)
    pay(policy, date(2026, 2, 5), 230_00, "R1", "k1")
    wrong = pay(policy, date(2026, 2, 5), 230_00, "R2", "k2")
    made = Transaction.objects.get(key=f"payment:{wrong.pk}")
    back = take_back(made, "登记了两次")
    assert (back.kind, back.key) == ("reversal", f"reversal:{made.key}")
    assert made.narrative["zh"] in back.narrative["zh"]
    assert sum(back.postings.values_list("amount", flat=True)) == 0
    assert billing.paid_by_bill([policy]) == {one.pk: 230_00, other.pk: 0}
    assert (-balance("premium_due", policy=policy), balance("bank")) == (230_00, -230_00)
    with pytest.raises(LedgerError, match="已经冲正过"):
        take_back(made, "再来一次")
    pay(policy, date(2026, 2, 6), 100_00, "R3", "k3")
    assert billing.paid_by_bill([policy]) == {one.pk: 230_00, other.pk: 100_00}
    (march,) = _issue(policy, 3)
    assert march.brought_forward_fen == 130_00


def test_what_follows_from_other_facts_is_not_reversed_nor_anything_without_a_reason(company: Any) -> None:
    policy = policy_of()
    began(policy, staff(2))
    _issue(policy, 1)
    pay(policy, date(2026, 2, 5), 230_00, "R1", "k1")
    for made in Transaction.objects.exclude(kind="payment"):
        with pytest.raises(LedgerError, match="只有付款可以冲正"):
            take_back(made, "x")
    with pytest.raises(LedgerError, match="原因"):
        take_back(Transaction.objects.get(kind="payment"), "  ")
    assert not Transaction.objects.filter(kind="reversal").exists()


@quick
@given(st.lists(st.integers(-1000, 1000), max_size=8), st.integers(0, 5000))
def test_allocation_gives_away_all_that_was_paid(charges: list[int], payments: int) -> None:
    shares = allocate(charges, payments)
    assert sum(shares.paid) + shares.advance == payments
    for charge, paid in zip(charges, shares.paid, strict=True):
        assert paid == charge if charge < 0 else 0 <= paid <= charge


def _user(company: Company, role: str) -> User:
    return Membership.objects.filter(company=company, role=role)[0].user


def test_two_people_issue_and_approve_a_bill_and_once(company: Any) -> None:
    finance, manager = _user(company, "finance"), _user(company, "hr_manager")
    began(policy_of(), staff(2))
    bill = billing.issue(policy_of(), date(2026, 1, 1), finance)
    with pytest.raises(LedgerError, match="出账的人不能自己批准"):
        billing.approve(bill, finance)
    made = billing.approve(bill, manager)
    assert billing.approve(bill, manager) == made
    assert (bill.made_by, made.made_by) == (finance, manager)


def test_who_may_approve_is_everybody_in_such_a_role_but_the_issuer(company: Any) -> None:
    finance, manager = _user(company, "finance"), _user(company, "hr_manager")
    began(policy_of(), staff(2))
    bill = billing.issue(policy_of(), date(2026, 1, 1), finance)
    assert [each.user for each in billing.approvers(bill)] == [manager]
    Membership.objects.create(user=finance, company=company, role="hr_manager")
    assert [each.user for each in billing.approvers(bill)] == [manager], "in another role it is the same person"
    Membership.objects.filter(user=manager).update(active=False)
    assert billing.approvers(bill) == []
