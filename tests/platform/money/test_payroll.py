"""Deductions: a year of them is the employee's part after points, whatever comes between."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.platform.money.endorsed import approve, began, line, policy_of, spouses
from tests.platform.money.quick import quick
from tuanbao.platform.clock import clock_at
from tuanbao.platform.money import payroll
from tuanbao.platform.money.deducting import Owed, dates_of, owed_through, taken
from tuanbao.platform.money.ledger import LedgerError
from tuanbao.platform.money.models import PayrollLine
from tuanbao.platform.money.posting import balance
from tuanbao.platform.money.wallet import wallet

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@quick
@given(
    st.integers(-(10**7), 10**7),
    st.dates(date(2025, 11, 1), date(2026, 12, 31)),
    st.integers(1, 31),
    st.none() | st.dates(*YEAR),
)
def test_all_pay_days_together_take_exactly_what_is_owed(
    amount: int, known: date, pay_day: int, leaves: date | None
) -> None:
    owed = Owed(amount, known, *YEAR, leaves)
    dates = dates_of(owed, pay_day)
    assert owed_through(owed, pay_day, dates[-1]) == amount
    assert all(day > known for day in dates)
    parts = [owed_through(owed, pay_day, day) - owed_through(owed, pay_day, day - timedelta(days=1)) for day in dates]
    assert max(parts) - min(parts) <= 1


@quick
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6), st.integers(1, 31))
def test_a_pay_takes_of_a_family_what_it_would_take_of_one_amount(amounts: list[int], pay_day: int) -> None:
    family = [Owed(amount, date(2025, 12, 20), *YEAR, None, sum(amounts[:at])) for at, amount in enumerate(amounts)]
    whole = Owed(sum(amounts), date(2025, 12, 20), *YEAR)
    so_far = [0] * len(amounts)
    for day in dates_of(whole, pay_day):
        now = [owed_through(owed, pay_day, day) for owed in family]
        assert sum(now) == owed_through(whole, pay_day, day)
        assert all(after >= before for before, after in zip(so_far, now, strict=True))
        so_far = now
    assert so_far == amounts


@quick
@given(st.lists(st.integers(-1000, 1000), min_size=1), st.data())
def test_what_was_taken_is_shared_out_exactly(amounts: list[int], data: Any) -> None:
    low = sum(min(amount, 0) for amount in amounts)
    high = sum(max(amount, 0) for amount in amounts)
    deducted = data.draw(st.integers(low, high))
    parts = taken(amounts, deducted)
    assert sum(parts) == deducted
    assert all(min(amount, 0) <= part <= max(amount, 0) for amount, part in zip(amounts, parts, strict=True))


def test_a_year_of_deductions_is_the_employees_part_after_points(company: Any) -> None:
    policy, (one, other) = policy_of(), spouses(2)
    approve(
        policy,
        date(2025, 12, 15),
        line(one, 1150_00, 575_00, points=100),
        line(other, 1150_00, 575_00),
    )
    for month in range(1, 13):
        run = payroll.make_run(company, date(2026, month, 1))
        assert payroll.make_run(company, date(2026, month, 1)) == run
        payroll.confirm(run)
    sums = {each.person_id: 0 for each in (PayrollLine.objects.first().line,)}
    for each in PayrollLine.objects.select_related("line"):
        sums[each.line.person_id] = sums.get(each.line.person_id, 0) + each.amount_fen
    assert sums == {one.pk: 475_00, other.pk: 575_00}
    assert (balance("employee_receivable"), balance("wages_payable")) == (0, 1050_00)


def test_a_refused_deduction_is_carried_into_the_next_month(company: Any) -> None:
    policy, one = policy_of(), spouses(1)[0]
    began(policy, [one])
    january = payroll.make_run(company, date(2026, 1, 1))
    payroll.confirm(january, {one.employee_id: 0})
    february = payroll.make_run(company, date(2026, 2, 1)).lines.get()
    assert (january.lines.get().amount_fen, february.carried_fen) == (47_92, 47_92)
    assert february.amount_fen == 47_92 * 2
    assert balance("employee_receivable", person=one.employee) == 575_00
    assert wallet(one, 2026).outstanding_fen == 575_00


def test_more_than_was_asked_for_is_refused(company: Any) -> None:
    one = spouses(1)[0]
    began(policy_of(), [one])
    with pytest.raises(LedgerError):
        payroll.confirm(payroll.make_run(company, date(2026, 1, 1)), {one.employee_id: 999_00})


def test_a_refund_in_summer_lowers_the_deductions_that_are_left(company: Any) -> None:
    policy, one = policy_of(), spouses(1)[0]
    began(policy, [one])
    for month in range(1, 7):
        payroll.make_run(company, date(2026, month, 1))
    approve(policy, date(2026, 6, 20), line(one, -575_00, -287_52, reason="life_event", first_day=date(2026, 7, 1)))
    july = payroll.make_run(company, date(2026, 7, 1))
    assert sorted(line.amount_fen for line in july.lines.all()) == [-47_92, 47_92]


def test_who_leaves_settles_with_the_last_pay(company: Any) -> None:
    policy, one = policy_of(), spouses(1)[0]
    began(policy, [one])
    for month in range(1, 6):
        payroll.make_run(company, date(2026, month, 1))
    one.employee.left_on = date(2026, 5, 20)
    one.employee.save()
    run = payroll.make_run(company, date(2026, 6, 1))
    assert sum(line.amount_fen for line in PayrollLine.objects.all()) == 575_00
    assert run.lines.get().amount_fen == 575_00 - 5 * 47_92


def test_the_wallet_says_what_the_next_pay_is_less_by(company: Any) -> None:
    policy, one = policy_of(), spouses(1)[0]
    began(policy, [one])
    with clock_at(date(2026, 2, 20)):
        for month in (1, 2):
            payroll.confirm(payroll.make_run(company, date(2026, month, 1)))
        before = wallet(one, 2026)
        payroll.make_run(company, date(2026, 3, 1))
        after = wallet(one.employee, 2026)
    assert (before.next_pay_day, before.next_fen, before.deducted_fen) == (date(2026, 3, 10), 47_92, 95_84)
    assert (after.next_fen, after.outstanding_fen) == (47_92, 575_00 - 95_84)
    assert [amount for _, amount in after.deductions] == [47_92, 47_92]
