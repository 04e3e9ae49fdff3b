"""What was chosen, and what waits for evidence, reaches the insurer with who pays what."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.platform.cover.test_endorsing import employee
from tuanbao.platform.choice.models import Election, ElectionLine, Evidence, LifeEvent
from tuanbao.platform.clock import clock_at
from tuanbao.platform.cover.claiming import note_claimed
from tuanbao.platform.cover.difference import Change
from tuanbao.platform.cover.endorsing import make_endorsement
from tuanbao.platform.cover.models import EndorsementLine, Policy
from tuanbao.platform.cover.waiting import waiting
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes.models import ProgrammeVersion
from tuanbao.platform.sample.cover import begin_year

MADE = timezone.make_aware(datetime(2026, 11, 1, 9))


@pytest.fixture
def policy(company: Any) -> Policy:
    begin_year(company, 2026)
    found = Policy.objects.get(number="DEMO-2026")
    make_endorsement(found)
    return found


@pytest.fixture
def person(policy: Policy) -> Person:
    return Person.objects.filter(relation="employee", left_on=None, hired_on__lte=date(2026, 1, 1)).first()


def elect(person: Person, first: date, *lines: dict[str, Any], points: int = 0, **about: Any) -> Election:
    made: Election = Election.objects.create(
        company=person.company,
        employee=person,
        programme=ProgrammeVersion.objects.get(effective_from__year=first.year),
        effective_from=first,
        made_at=MADE + timedelta(hours=Election.objects.count()),
        key=f"{person.pk}-{Election.objects.count()}",
        points=points,
        **{"source": "annual", **about},
    )
    for line in lines:
        ElectionLine.objects.create(company=person.company, election=made, **{"person": person, **line})
    return made


def changes(policy: Policy) -> list[Change]:
    return [each.change for each in waiting(policy).waiting]


STAFF = {"plan_id": "acme-tech-staff"}
PLUS = {**STAFF, "variant": "plus", "price_fen": 1790_00, "employer_fen": 1380_00, "employee_fen": 410_00}


def test_an_upgrade_swaps_the_plan_and_the_employee_pays_the_rest(policy: Policy, person: Person) -> None:
    elect(person, date(2026, 12, 1), PLUS, points=310)
    old, new = changes(policy)
    assert (old.action, new.action, old.reason, new.reason) == ("remove", "add", "election", "election")
    assert old.first == new.first == date(2026, 12, 1)
    assert new.amounts.premium == round(1790_00 * 31 / 365)
    assert new.amounts.employer == round(1380_00 * 31 / 365)
    assert new.amounts.points == round(310 * 31 / 365)
    assert old.amounts.employee == 0


def test_a_spouse_is_covered_by_election_and_each_pays_half(policy: Policy, person: Person) -> None:
    spouse = Person.objects.create(
        company=person.company,
        number="S1",
        name="配偶",
        relation="spouse",
        employee=person,
        birth_date=date(1991, 2, 3),
    )
    assert changes(policy) == []
    half = {"price_fen": 1150_00, "employer_fen": 575_00, "employee_fen": 575_00}
    elect(person, date(2026, 12, 1), {"person": spouse, "plan_id": "acme-tech-family", **half})
    (added,) = changes(policy)
    assert (added.price.yearly_fen, added.price.employer_yearly_fen) == (1150_00, 575_00)
    assert abs(added.amounts.employer - added.amounts.employee) <= 1


def test_what_waits_for_evidence_is_told_when_it_is_accepted(policy: Policy, person: Person) -> None:
    election = elect(person, date(2026, 11, 15), PLUS)
    evidence = Evidence.objects.create(
        company=person.company,
        line=election.lines.get(),
        kind="declaration",
        interim_plan_id="acme-tech-staff",
        asked_at=MADE,
    )
    assert changes(policy) == []
    evidence.accepted, evidence.effective_from = True, date(2026, 12, 5)
    evidence.save()
    assert {change.first for change in changes(policy)} == {date(2026, 12, 5)}
    evidence.accepted = False
    evidence.save()
    assert changes(policy) == []


def test_an_election_by_a_refused_event_is_void(policy: Policy, person: Person) -> None:
    event = LifeEvent.objects.create(
        company=person.company,
        employee=person,
        kind="birth",
        happened_on=date(2026, 11, 1),
        reported_at=MADE,
        accepted=False,
    )
    elect(person, date(2026, 12, 1), PLUS, source="life_event", life_event=event)
    assert changes(policy) == []


def test_an_upgrade_taken_back_leaves_no_trace_in_money(policy: Policy, person: Person) -> None:
    elect(person, date(2026, 12, 1), PLUS, points=310)
    make_endorsement(policy)
    elect(person, date(2026, 12, 1), {**STAFF, "price_fen": 1380_00, "employer_fen": 1380_00}, source="correction")
    make_endorsement(policy)
    lines = EndorsementLine.objects.filter(person=person)
    assert sum(line.premium_fen for line in lines) == 1380_00
    assert sum(line.points for line in lines) == 0
    assert changes(policy) == []


def test_after_a_claim_nothing_is_given_back_where_the_policy_says_so(policy: Policy, person: Person) -> None:
    Policy.objects.update(refund_rule="none_if_claimed", refund_charge_bp=2500)
    policy.refresh_from_db()
    person.left_on = date(2026, 11, 19)
    person.save()
    unexpired = 1380_00 * 42 / 365
    assert changes(policy)[0].amounts.premium == -round(unexpired * 0.75)
    note_claimed(policy, [person])
    note_claimed(policy, [person])
    assert changes(policy)[0].amounts.premium == 0
    assert changes(policy)[0].first == date(2026, 11, 20)


@pytest.mark.parametrize("claimed", [False, True])
def test_who_had_not_left_after_all_costs_what_was_refunded_and_no_more(
    policy: Policy, person: Person, claimed: bool
) -> None:
    Policy.objects.update(refund_rule="none_if_claimed", refund_charge_bp=2500)
    policy.refresh_from_db()
    if claimed:
        note_claimed(policy, [person])
    for left in (date(2026, 11, 19), date(2026, 11, 30), None):
        person.left_on = left
        person.save()
        make_endorsement(policy)
    lines = EndorsementLine.objects.filter(person=person)
    assert sum(line.premium_fen for line in lines) == sum(line.employer_fen for line in lines) == 1380_00
    assert changes(policy) == []


def test_a_whole_company_is_compared_in_a_handful_of_queries(
    company: Any, policy: Policy, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        employee(company=company, number=f"M{number}", name="多", hired_on=date(2026, 11, 2))
    with clock_at(date(2026, 11, 21)), django_assert_max_num_queries(14):
        assert len(waiting(policy).waiting) == 40
