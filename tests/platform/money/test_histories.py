"""However people come, go, move and choose, and whenever the insurer is told: the ledger holds what the spells cost."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.platform.scenarios import choose_whatever_may_be, empty_company, endorse, hire, tell
from tuanbao.money import half_up, portion
from tuanbao.platform.clock import clock_at
from tuanbao.platform.companies.models import Company
from tuanbao.platform.cover.covered import spells
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.money.models import Posting
from tuanbao.platform.money.posting import balance
from tuanbao.platform.people.models import Person

FIRST, DAYS = date(2026, 1, 1), 365
YEARLY = {
    ("acme-tech-staff", ""): 1380_00,
    ("acme-tech-staff", "lite"): 1130_00,
    ("acme-tech-staff", "plus"): 1790_00,
    ("acme-tech-managers", ""): 2400_00,
    ("acme-tech-family", ""): 1150_00,
}
ACTS = st.tuples(
    st.sampled_from(["joiner", "leaver", "transfer", "active", "waived"]),
    st.integers(0, 2),
    st.integers(1, 70),
    st.integers(0, 25),
)
"""What happens, to whom, how many days after what happened last, and how many days before HR is told of it."""


@pytest.fixture
def company(db: Any) -> Iterator[Company]:
    made = empty_company()
    with scope(company=made), clock_at(FIRST):
        hire(made, "old hand", date(2019, 1, 1))
        endorse(2026)
        yield made


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ACTS, min_size=2, max_size=6))
def test_balances_are_the_sums_over_spells(company: Company, history: list[tuple[str, int, int, int]]) -> None:
    with transaction.atomic():
        today = FIRST
        for number, (kind, who, later, ago) in enumerate(history):
            today += timedelta(days=later)
            with clock_at(today):
                _happens(company, f"{number}", kind, f"P{who}", today - timedelta(days=ago))
                endorse(2026)
        with clock_at(today):
            policy = Policy.objects.get(starts_on=FIRST)
            assert _unbalanced() == [], "every transaction sums to zero in each unit"
            _check(policy)
        transaction.set_rollback(True)


def _happens(company: Company, number: str, kind: str, who: str, on: date) -> None:
    """What makes no sense now does not happen."""
    person = Person.objects.filter(number=who).first()
    if kind == "joiner":
        if person is None:
            hire(company, who, on, married=True)
    elif person is None or person.left_on:
        return
    elif kind in {"active", "waived"}:
        choose_whatever_may_be(person, kind)
    elif on > person.hired_on:
        position = {"position": {"grade": "M1" if int(number) % 2 else "P5"}} if kind == "transfer" else {}
        tell(company, kind, who, on, named=number, **position)


def _unbalanced() -> list[Any]:
    each = Posting.objects.order_by().values_list("transaction", "unit").annotate(sum=Sum("amount"))
    return [row for row in each if row[2]]


def _check(policy: Policy) -> None:
    whole = 0
    for person in Person.objects.filter(relation="employee"):
        premium, employee, points = _owed(policy, person)
        assert balance("employee_receivable", person=person) == employee - 100 * points
        assert balance("points_held", person=person) == points
        assert balance("points_cost", person=person) == 100 * points
        whole += premium
    assert balance("prepaid_premium", policy=policy) == -balance("premium_not_due", policy=policy) == whole


def _owed(policy: Policy, person: Person) -> tuple[int, int, int]:
    """Premium, the employee's part and points of a family, straight from its spells: by days, each price rounded
    once."""
    days: dict[Any, int] = defaultdict(int)
    for spell in spells(policy, person.pk):
        what = (spell.person, spell.plan_id, spell.variant, spell.employer_share, spell.points)
        days[what] += (spell.last - spell.first).days + 1
    premium = employer = points = 0
    for (_, plan, variant, share, yearly_points), count in days.items():
        yearly = YEARLY[plan, variant]
        premium += half_up(yearly * count, DAYS)
        employer += half_up(portion(yearly, share) * count, DAYS)
        points += half_up(yearly_points * count, DAYS)
    return premium, premium - employer, points
