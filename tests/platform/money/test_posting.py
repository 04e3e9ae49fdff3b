"""The ledger in the database: once a key, never changed, exact to the fen."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum

from tests.platform.conftest import TODAY
from tests.platform.money.endorsed import approve, began, line, policy_of, spouses, staff
from tuanbao.language import Text
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.work import carry_out
from tuanbao.platform.money import earning, points
from tuanbao.platform.money.jobs import close
from tuanbao.platform.money.ledger import LedgerError, Posted, entry
from tuanbao.platform.money.models import Posting, Transaction
from tuanbao.platform.money.posting import balance, post, reverse
from tuanbao.platform.people.models import Person

SAID = Text("测试", "test")


def _posted(amount: int = 5, key: str = "k") -> Posted:
    return Posted(key, date(2026, 3, 1), "payment", SAID, (entry("bank", -amount), entry("wages_payable", amount)))


def test_posting_twice_is_once_and_another_content_is_refused(company: Any) -> None:
    first = post(company, _posted())
    assert post(company, _posted()) == first
    assert Posting.objects.count() == 2
    with pytest.raises(LedgerError):
        post(company, _posted(6))


def test_a_transaction_is_taken_back_once(company: Any) -> None:
    made = post(company, _posted())
    back = reverse(made, date(2026, 3, 4))
    assert reverse(made, date(2026, 3, 4)) == back
    assert (balance("bank"), balance("bank", date(2026, 3, 3))) == (0, -5)


@pytest.mark.parametrize("sql", ["UPDATE money_posting SET amount = 1", "DELETE FROM money_transaction"])
def test_the_database_refuses_to_change_what_was_posted(company: Any, sql: str) -> None:
    post(company, _posted())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    with pytest.raises(TypeError):
        Transaction.objects.get().save()


def test_an_endorsement_is_posted_with_points_and_by_employee(company: Any) -> None:
    spouse, policy = spouses(1)[0], policy_of()
    points.grant(spouse.employee, 2026, 500)
    approve(policy, date(2026, 2, 3), line(spouse, 1000_00, 500_00, points=300))
    assert balance("premium_not_due", policy=policy) == -1000_00
    assert balance("employee_receivable", person=spouse.employee) == 200_00
    assert balance("points_cost", person=spouse.employee) == 300_00
    assert balance("points_held", person=spouse.employee) == -200
    _zero()


def test_a_refund_is_the_reverse(company: Any) -> None:
    spouse, policy = spouses(1)[0], policy_of()
    approve(policy, date(2026, 2, 3), line(spouse, 1000_00, 500_00, points=300))
    approve(policy, date(2026, 2, 9), line(spouse, -1000_00, -500_00, points=-300, reason="correction"))
    assert not any(Posting.objects.values_list("account").annotate(s=Sum("amount")).values_list("s", flat=True))


def test_premium_is_earned_by_the_day_and_all_of_it_by_the_end(company: Any) -> None:
    policy = policy_of()
    began(policy, [*staff(3), *spouses(2)])
    first = earning.earn(policy, date(2026, 1, 1))
    assert earning.earn(policy, date(2026, 1, 1)) == first
    assert balance("premium_expense") == sum(earning_days(each, 31) for each in [1380_00] * 3 + [1150_00] * 2)
    leaver = staff(1)[0]
    gone = {"first_day": date(2026, 6, 16), "reason": "leaver"}
    approve(policy, date(2026, 7, 20), line(leaver, -752_40, **gone))
    for month in range(2, 13):
        earning.earn(policy, date(2026, month, 1))
    assert balance("prepaid_premium") == 0
    assert balance("premium_expense") == 3 * 1380_00 + 2 * 1150_00 - 752_40
    assert balance("contributions") == -2 * 575_00
    assert earning.earn(policy, date(2026, 3, 1)).on == date(2026, 3, 31)
    _zero()


def earning_days(amount: int, days: int) -> int:
    each, over = divmod(amount, 365)
    return each * days + min(over, days)


def test_points_left_at_the_end_of_the_year_lapse_once(company: Any) -> None:
    one, other = staff(2)
    for each in (one, other):
        points.grant(each, 2026, 500)
        points.grant(each, 2027, 400)
    approve(policy_of(), date(2026, 5, 5), line(one, 1000_00, 500_00, points=500))
    assert points.lapse(company, 2026) == 1
    assert points.lapse(company, 2026) == 0
    assert (balance("points_held", person=one), balance("points_held", person=other)) == (-400, -400)
    _zero()


def _zero() -> None:
    for unit in ("CNY", "POINT"):
        assert (Posting.objects.filter(unit=unit).aggregate(s=Sum("amount"))["s"] or 0) == 0


def test_points_of_the_year_are_granted_by_tier_and_day_of_joining(company: Any) -> None:
    one, other = staff(2)
    Person.objects.filter(pk=other.pk).update(hired_on=date(2026, 7, 2))
    everybody = Person.objects.filter(relation="employee", hired_on__lte=TODAY).count()
    assert points.grant_year(2026, TODAY) == everybody
    assert points.grant_year(2026, TODAY) == 0
    assert balance("points_held", person=one) == -500
    assert balance("points_held", person=other) == -(500 * 183 // 365)
    _zero()


def test_every_month_is_closed_once(company: Any) -> None:
    began(policy_of(), staff(2))
    for _ in range(2):
        close(company)
    job = Job.objects.get(kind="money.earn")
    carry_out(job)
    assert balance("premium_expense") == 2 * earning_days(1380_00, 304)
