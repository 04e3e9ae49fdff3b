"""Differences are settled, opened again and stay settled in every upload of the month."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.platform.money.endorsed import began, policy_of, staff
from tests.platform.money.quick import quick
from tuanbao.platform.clock import clock_at
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.console.today import Today
from tuanbao.platform.console.todo import differences_open
from tuanbao.platform.money import reconciliation
from tuanbao.platform.money.insurer_file import Incoming
from tuanbao.platform.money.ledger import LedgerError
from tuanbao.platform.money.models import InsurerBill, Settlement
from tuanbao.platform.money.reconciling import Difference
from tuanbao.platform.money.settled import OPEN, keys_of
from tuanbao.platform.money.settling import settle, standing_of

MONTH = date(2026, 11, 1)
AT = "/hr/money/reconcile/"


def _handed_in(*asked: tuple[Any, int], at: int = 2) -> InsurerBill:
    """The insurer's bill of the month: so much of each."""
    rows = [
        {"at": at + place, "number": who.number, "name": who.name, "plan": "acme-tech-staff", "amount": amount}
        for place, (who, amount) in enumerate(asked)
    ]
    return reconciliation.keep(policy_of(), MONTH, "账单.xlsx", Incoming(rows, []), None)


@pytest.fixture
def people(company: Any) -> list[Any]:
    found = staff(3)
    began(policy_of(), found)
    return found


DUE = 1380_00 * 11 // 12
"""Of each by November, nothing having been billed before."""


def _open(upload: InsurerBill) -> list[tuple[str, str]]:
    return [(each.difference.kind, each.difference.number) for each in standing_of(upload) if each.state == "open"]


def _key(upload: InsurerBill, number: str) -> str:
    return next(each.key for each in standing_of(upload) if each.difference.number == number)


def test_a_settled_difference_stays_settled_when_the_month_is_reconciled_again(people: list[Any]) -> None:
    one, other, third = people
    first = _handed_in((one, DUE + 5_00), (other, DUE + 5_00), (third, DUE))
    assert _open(first) == [("wrong_amount", one.number), ("wrong_amount", other.number)]
    assert settle(first, {_key(first, one.number)}, "insurer_corrects", "邮件 11-20", None) == 1
    again = _handed_in((third, DUE), (other, DUE + 5_00), (one, DUE + 5_00), at=40)
    assert _open(again) == [("wrong_amount", other.number)], "in another order and at other rows it is the same"
    more = _handed_in((one, DUE + 6_00), (other, DUE), (third, DUE))
    assert _open(more) == [("wrong_amount", one.number)], "another amount is another difference"


def test_saying_the_same_twice_is_once_and_every_word_is_kept(people: list[Any]) -> None:
    upload = _handed_in((people[0], DUE + 5_00), *((each, DUE) for each in people[1:]))
    keys = {_key(upload, people[0].number)}
    for _ in range(2):
        settle(upload, keys, "accepted", "金额太小", None)
    assert settle(upload, keys, OPEN, "保险公司不同意", None) == 1
    assert settle(upload, keys, OPEN, "再按一次", None) == 0
    assert len(_open(upload)) == 1
    settle(upload, keys, "we_correct", "", None)
    assert _open(upload) == []
    assert [each.how for each in Settlement.objects.all()] == ["accepted", OPEN, "we_correct"]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM money_settlement")


@pytest.mark.parametrize(("how", "note"), [("accepted", "  "), (OPEN, ""), ("somehow", "x"), ("accepted", "x" * 301)])
def test_what_is_not_said_well_is_refused(people: list[Any], how: str, note: str) -> None:
    upload = _handed_in((people[0], DUE + 5_00))
    with pytest.raises(LedgerError):
        settle(upload, {_key(upload, people[0].number)}, how, note, None)
    assert not Settlement.objects.exists()


def test_a_difference_that_is_gone_cannot_be_settled(people: list[Any]) -> None:
    with pytest.raises(LedgerError, match="不在了"):
        settle(_handed_in((people[0], DUE)), {"0" * 32}, "we_correct", "", None)


def test_the_overview_of_finance_counts_what_is_open(people: list[Any]) -> None:
    finance = Membership.objects.get(role="finance")
    assert differences_open(Today(finance, date(2026, 11, 20))) is None
    _handed_in((people[0], 1), (people[1], 2), (people[2], 3))
    with clock_at(date(2026, 11, 21)):
        upload = _handed_in((people[0], DUE + 5_00), (people[1], DUE + 7_00), (people[2], DUE))
    todo = differences_open(Today(finance, date(2026, 11, 21)))
    assert todo is not None
    assert todo.text.zh == "2 笔核对差异未处理"
    settle(upload, {each.key for each in standing_of(upload)}, "we_correct", "", None)
    assert differences_open(Today(finance, date(2026, 11, 21))) is None
    assert differences_open(Today(finance, date(2027, 3, 1))) is None


def test_finance_settles_on_the_screen_and_everybody_sees_who_and_when(people: list[Any], sign_in: Any) -> None:
    upload = _handed_in((people[0], DUE + 5_00), (people[1], DUE + 7_00), (people[2], DUE))
    client, key = sign_in("finance"), _key(upload, people[0].number)
    address = f"{AT}{upload.pk}/settle/?key={key}"
    assert "12.00" in client.get(f"{AT}{upload.pk}/settle/?kind=wrong_amount").content.decode()
    refused = client.post(address, {"how": "accepted", "note": ""})
    assert (refused.status_code, "请写明原因" in refused.content.decode()) == (422, True)
    client.post(address, {"how": "accepted", "note": "金额太小"})
    by_auditor = sign_in("auditor")
    page = by_auditor.get(address).content.decode()
    assert "金额太小" in page
    assert Membership.objects.get(role="finance").user.name in page
    assert 'name="how"' not in page
    by_auditor.post(address, {"how": OPEN, "note": "x"})
    assert Settlement.objects.count() == 1
    lists = {state: client.get(f"{AT}{upload.pk}/?state={state}&export=csv").content.decode() for state in STATES}
    assert [people[0].number in lists[state] for state in STATES] == [False, True]
    assert [people[1].number in lists[state] for state in STATES] == [True, False]
    client.post(address, {"how": OPEN, "note": "保险公司不同意"})
    client.post(f"{AT}{upload.pk}/settle/?kind=wrong_amount", {"how": "insurer_corrects"})
    assert _open(upload) == []


STATES = ("open", "settled")
DIFFERENCES = st.lists(
    st.builds(
        Difference,
        st.sampled_from(["left", "duplicate", "unknown"]),
        st.sampled_from(["E1", "E2", ""]),
        st.sampled_from(["王伟", "李芳"]),
        st.just(""),
        st.sampled_from(["staff", "family"]),
        st.integers(-2, 2),
        st.integers(1, 99),
    ),
    max_size=8,
)


@quick
@given(DIFFERENCES, st.randoms(use_true_random=False), st.integers(1, 50))
def test_keys_are_one_each_and_the_same_wherever_the_rows_stand(
    found: list[Difference], chance: Any, further: int
) -> None:
    keys = keys_of(found)
    assert len(set(keys)) == len(found)
    moved = [replace(each, at=(each.at or 0) + further) for each in found]
    chance.shuffle(moved)
    assert sorted(keys_of(moved)) == sorted(keys)
