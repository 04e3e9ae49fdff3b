"""What is posted sums to zero, on every day; balances are sums of movements."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.platform.money.quick import quick
from tuanbao.language import Text
from tuanbao.platform.cover.earned import earned_through
from tuanbao.platform.money import ledger
from tuanbao.platform.money.accounts import ACCOUNTS
from tuanbao.platform.money.ledger import LedgerError, Posted, entry
from tuanbao.platform.money.spreading import due_dates, due_through, left_of, pay_days

SAID = Text("测试", "test")
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
AMOUNTS = st.integers(-(10**9), 10**9)


@st.composite
def transactions(draw: Any) -> Posted:
    unit = draw(st.sampled_from(["CNY", "POINT"]))
    accounts = [account.code for account in ACCOUNTS.values() if account.unit == unit]
    amounts = draw(st.lists(AMOUNTS, min_size=1, max_size=5))
    amounts.append(-sum(amounts))
    entries = tuple(
        entry(draw(st.sampled_from(accounts)), amount, person=draw(st.integers(1, 3)), policy=draw(st.integers(1, 2)))
        for amount in amounts
    )
    return Posted(str(draw(st.uuids())), draw(DAYS), "payment", SAID, entries)


@quick
@given(st.lists(transactions(), max_size=8), st.data())
def test_any_history_sums_to_zero_in_each_unit_on_every_day(history: list[Posted], data: Any) -> None:
    for at in data.draw(st.lists(st.integers(0, len(history) - 1), unique=True, max_size=3)) if history else []:
        history.append(ledger.reversal(history[at], history[at].on + timedelta(days=9)))
    for posted in history:
        ledger.check(posted)
    one, other = sorted((data.draw(DAYS), data.draw(DAYS)))
    before, after = ledger.balances_on(history, one), ledger.balances_on(history, other)
    between = ledger.balances(each for p in history if one < p.on <= other for each in p.entries)
    for sums in (before, after):
        for unit in ("CNY", "POINT"):
            assert sum(amount for position, amount in sums.items() if position[3] == unit) == 0
    for position in {*after, *before}:
        assert after.get(position, 0) - before.get(position, 0) == between.get(position, 0)


def test_a_reversed_transaction_leaves_nothing() -> None:
    posted = Posted("k", date(2026, 3, 1), "payment", SAID, (entry("bank", -5), entry("wages_payable", 5)))
    back = ledger.reversal(posted, date(2026, 3, 2))
    assert not any(ledger.balances([*posted.entries, *back.entries]).values())


@pytest.mark.parametrize(
    "entries",
    [
        (),
        (entry("bank", 1),),
        (entry("bank", 1), ledger.Entry("nowhere", None, None, "CNY", -1)),
        (entry("bank", 1), ledger.Entry("wages_payable", None, None, "POINT", -1)),
        (entry("bank", 1), ledger.Entry("premium_due", None, None, "CNY", -1)),
        (entry("bank", 1), ledger.Entry("wages_payable", 7, None, "CNY", -1)),
    ],
)
def test_what_breaks_a_rule_is_refused(entries: Any) -> None:
    with pytest.raises(LedgerError):
        ledger.check(Posted("k", date(2026, 1, 1), "payment", SAID, entries))


@quick
@given(st.integers(-(10**9), 10**9), st.integers(0, 400), st.integers(0, 30))
def test_every_day_earns_the_same_but_for_a_fen_and_all_days_earn_all(amount: int, days: int, before: int) -> None:
    first = date(2026, 1, 1)
    last = first + timedelta(days=days)
    earned = [earned_through(amount, first, last, first + timedelta(days=day)) for day in range(-1 - before, days + 1)]
    assert (earned[0], earned[-1]) == (0, amount)
    steps = [after - one for one, after in zip(earned[before:], earned[before + 1 :], strict=False)]
    assert max(steps) - min(steps) <= 1


@quick
@given(st.integers(-(10**9), 10**9), st.integers(1, 14), DAYS)
def test_instalments_sum_to_the_premium_and_late_ones_share_what_is_left(amount: int, count: int, known: date) -> None:
    dates = due_dates(date(2026, 1, 1), date(2026, 12, 31), count)
    assert len(dates) == min(count, 12)
    left = left_of(dates, known)
    assert due_through(amount, left, date(2027, 1, 31)) == amount
    assert due_through(amount, left, known - timedelta(days=1)) == 0


def test_quarterly_instalments_fall_due_each_quarter() -> None:
    dates = due_dates(date(2026, 1, 1), date(2026, 12, 31), 4)
    assert [day.isoformat() for day in dates] == ["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01"]


def test_pay_day_31_is_the_last_day_of_shorter_months() -> None:
    days = pay_days(date(2026, 1, 15), date(2026, 4, 30), 31)
    assert [day.isoformat() for day in days] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
