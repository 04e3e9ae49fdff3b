"""HR proposes beneficiaries; they hold once the employee agrees."""

from typing import Any

import pytest
from django.urls import reverse

from tuanbao.platform.people.beneficiaries import Named
from tuanbao.platform.people.models import Person, Proposal
from tuanbao.platform.people.nominating import current, name_beneficiaries
from tuanbao.platform.people.proposing import open_proposal
from tuanbao.platform.protection.models import AuditEntry

FORM = {
    "named-TOTAL_FORMS": "1",
    "named-INITIAL_FORMS": "0",
    "named-0-name": "李强",
    "named-0-relation": "spouse",
    "named-0-identity_number": "110105199001010039",
    "named-0-order": "1",
    "named-0-share": "100",
}


@pytest.fixture
def employee(company: Any) -> Person:
    found: Person = Person.objects.filter(relation="employee").order_by("memberships__pk").first()
    return found


def proposed(sign_in: Any, employee: Person, **changed: str) -> Any:
    return sign_in("hr").post(reverse("people:beneficiaries", args=[employee.pk]), FORM | changed)


def answer(sign_in: Any, said: str) -> Any:
    return sign_in("employee").post(
        reverse("family:proposal", args=[Proposal.objects.latest("pk").pk]), {"answer": said}
    )


def test_what_hr_proposes_holds_only_once_the_employee_agrees(sign_in: Any, employee: Person) -> None:
    name_beneficiaries(employee, [Named("原来的人", "other", 10_000)])
    for _ in range(2):
        assert proposed(sign_in, employee).status_code == 302
    assert Proposal.objects.count() == 1
    assert [each.name for each in current(employee)] == ["原来的人"]
    assert "等员工同意" in sign_in("hr").get(reverse("people:detail", args=[employee.pk])).content.decode()
    assert "李强" in sign_in("employee").get(reverse("family:list")).content.decode()
    for _ in range(2):
        assert answer(sign_in, "agree").status_code == 302
    assert [each.name for each in current(employee)] == ["李强"]
    assert open_proposal(employee) is None
    assert AuditEntry.objects.filter(action="people.proposal_answered").count() == 1


def test_who_declines_keeps_what_was_named(sign_in: Any, employee: Person) -> None:
    proposed(sign_in, employee)
    answer(sign_in, "decline")
    answer(sign_in, "agree")
    assert current(employee) == []
    assert Proposal.objects.get().agreed is False


def test_the_employer_may_propose_close_relatives_only(sign_in: Any, employee: Person) -> None:
    told = proposed(sign_in, employee, **{"named-0-relation": "other"}).content.decode()
    assert "近亲属" in told
    assert "第三十九条" in told
    assert not Proposal.objects.exists()


def test_a_later_proposal_takes_the_place_of_one_that_waits(sign_in: Any, employee: Person) -> None:
    proposed(sign_in, employee)
    proposed(sign_in, employee, **{"named-0-name": "李刚"})
    first, second = Proposal.objects.order_by("pk")
    assert first.ended_at is not None
    assert first.agreed is None
    assert open_proposal(employee) == second


def test_only_hr_proposes_and_only_the_insured_answers(sign_in: Any, employee: Person) -> None:
    page = reverse("people:beneficiaries", args=[employee.pk])
    assert sign_in("finance").get(page).status_code == 403
    other = Person.objects.filter(relation="employee").exclude(pk=employee.pk).first()
    proposed(sign_in, other)
    assert answer(sign_in, "agree").status_code == 404
    told = sign_in("hr").get(reverse("people:beneficiaries", args=[other.pk])).content.decode()
    assert "110105199001010039" not in told
