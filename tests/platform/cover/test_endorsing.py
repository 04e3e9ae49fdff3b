"""The insurer is told exactly what has changed, once."""

from datetime import date
from typing import Any

import pytest

from tuanbao.platform.clock import clock_at
from tuanbao.platform.cover.endorsing import (
    EndorsingError,
    approve,
    approved,
    confirm,
    discard,
    make_endorsement,
    mark_sent,
)
from tuanbao.platform.cover.models import Endorsement, EndorsementLine, Policy
from tuanbao.platform.cover.waiting import waiting
from tuanbao.platform.people.models import Employment, Person


@pytest.fixture
def policy(company: Any) -> Policy:
    """The policy of 2026, the whole company told before the year began."""
    policy: Policy = Policy.objects.get(number="DEMO-2026")
    with clock_at(date(2025, 12, 20)):
        approve(make_endorsement(policy), None)
    return policy


def employee(**about: Any) -> Person:
    made: Person = Person.objects.create(relation="employee", sex="male", birth_date=date(1990, 5, 5), **about)
    return made


def lines(policy: Policy) -> list[tuple[Any, ...]]:
    return [
        (each.change.action, each.change.first, each.change.reason, each.change.amounts.premium)
        for each in waiting(policy).waiting
    ]


def test_the_first_endorsement_tells_of_everybody_employed(policy: Policy) -> None:
    told = EndorsementLine.objects.all()
    assert told.count() == Person.objects.filter(relation="employee").count()
    assert {line.action for line in told} == {"add"}
    whole = [line for line in told if (line.first_day, line.last_day) == (date(2026, 1, 1), date(2026, 12, 31))]
    assert {line.premium_fen for line in whole} == {1380_00}
    assert waiting(policy).waiting == []


def test_nothing_new_makes_no_endorsement(policy: Policy) -> None:
    assert make_endorsement(policy) is None
    assert Endorsement.objects.count() == 1


def test_a_joiner_pays_by_the_day(company: Any, policy: Policy) -> None:
    employee(company=company, number="N1", name="新人", hired_on=date(2026, 11, 10))
    assert lines(policy) == [("add", date(2026, 11, 11), "joiner", round(1380_00 * 51 / 365))]


def test_a_leaver_of_last_week_is_refunded_by_the_day(policy: Policy) -> None:
    person = EndorsementLine.objects.filter(first_day=date(2026, 1, 1)).first().person
    person.left_on = date(2026, 11, 13)
    person.save()
    paid_until = round(1380_00 * 317 / 365)
    assert lines(policy) == [("remove", date(2026, 11, 14), "leaver", paid_until - 1380_00)]


def test_a_joiner_told_too_late_begins_when_the_insurer_allows_and_is_told_why(company: Any, policy: Policy) -> None:
    employee(company=company, number="N1", name="新人", hired_on=date(2026, 6, 1))
    change = waiting(policy).waiting[0].change
    assert change.first == date(2026, 10, 21)
    assert "30 天追溯期" in change.note.zh
    make_endorsement(policy)
    with clock_at(date(2026, 12, 1)):
        assert waiting(policy).waiting == []


def test_a_leaver_who_comes_back_keeps_the_first_time(company: Any, policy: Policy) -> None:
    person = EndorsementLine.objects.filter(first_day=date(2026, 1, 1)).first().person
    person.left_on = date(2026, 5, 31)
    person.save()
    make_endorsement(policy)
    person.hired_on, person.left_on = date(2026, 11, 2), None
    person.save()
    assert lines(policy) == [
        ("add", date(2026, 11, 3), "joiner", round(1380_00 * 210 / 365) - round(1380_00 * 151 / 365))
    ]


def test_a_leave_taken_back_within_the_window_costs_nothing(policy: Policy) -> None:
    person = EndorsementLine.objects.filter(first_day=date(2026, 1, 1)).first().person
    person.left_on = date(2026, 11, 13)
    person.save()
    make_endorsement(policy)
    person.left_on = None
    person.save()
    make_endorsement(policy)
    assert sum(line.premium_fen for line in EndorsementLine.objects.filter(person=person)) == 1380_00


def test_a_corrected_birth_date_is_a_difference_only(policy: Policy) -> None:
    rate = policy.rates.get(plan_id="acme-tech-staff", variant="")
    rate.age_to, rate.pk = 29, None
    policy.rates.filter(plan_id="acme-tech-staff", variant="").update(age_from=30)
    rate.yearly_fen = 1000_00
    rate.save()
    older = [line.person for line in EndorsementLine.objects.all() if line.person.birth_date < date(1995, 1, 1)]
    make_endorsement(policy)
    older[0].birth_date = date(2000, 1, 1)
    older[0].save()
    found = waiting(policy).waiting
    assert [each.change.reason for each in found] == ["correction", "correction"]
    assert sum(each.change.amounts.premium for each in found) == -380_00


def test_approved_lines_never_change_and_the_ledger_is_told_once(company: Any, policy: Policy) -> None:
    employee(company=company, number="N1", name="新人", hired_on=date(2026, 11, 10))
    heard: list[Endorsement] = []
    made = make_endorsement(policy)

    def listen(endorsement: Endorsement, **_: Any) -> None:
        heard.append(endorsement)

    approved.connect(listen)
    approve(made, None)
    approve(made, None)
    approved.disconnect(listen)
    assert [each.pk for each in heard] == [made.pk]
    line = Endorsement.objects.get(pk=made.pk).lines.get()
    with pytest.raises(ValueError, match="never change"):
        line.save()
    with pytest.raises(EndorsingError):
        discard(made, None)


def test_a_draft_may_be_thrown_away_and_its_lines_wait_again(company: Any, policy: Policy) -> None:
    employee(company=company, number="N1", name="新人", hired_on=date(2026, 11, 10))
    made = make_endorsement(policy)
    assert lines(policy) == []
    discard(made, None)
    assert len(lines(policy)) == 1


def test_it_is_sent_and_confirmed_in_order(company: Any, policy: Policy) -> None:
    employee(company=company, number="N1", name="新人", hired_on=date(2026, 11, 10))
    made = make_endorsement(policy)
    with pytest.raises(EndorsingError):
        mark_sent(made, None)
    approve(made, None)
    assert mark_sent(made, None).state == "sent"
    assert confirm(made, None).state == "confirmed"


def test_somebody_for_whom_there_is_no_rate_is_named(company: Any, policy: Policy) -> None:
    policy.rates.filter(plan_id="acme-tech-staff", variant="").update(age_from=40)
    person = employee(company=company, number="N1", name="新人", hired_on=date(2026, 11, 10))
    assert person.pk in {problem.person for problem in waiting(policy).problems}


def test_a_transfer_keeps_the_plan_where_tiers_do_not_differ(company: Any, policy: Policy) -> None:
    person = Person.objects.filter(relation="employee").first()
    Employment.objects.create(company=company, person=person, starts_on=date(2026, 11, 1), department="别处")
    assert lines(policy) == []
