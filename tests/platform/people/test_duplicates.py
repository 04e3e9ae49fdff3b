"""Who stands twice: two people after all, one record merged into the other, or voided."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.platform.people.test_families import paper
from tuanbao.platform import clock
from tuanbao.platform.choice.book import read_book
from tuanbao.platform.choice.closing import write_passive
from tuanbao.platform.choice.situation import situation
from tuanbao.platform.companies.models import Company, Membership
from tuanbao.platform.cover.covered import spells
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.people import documents, uniting
from tuanbao.platform.people.beneficiaries import Named
from tuanbao.platform.people.duplicates import Facts, find
from tuanbao.platform.people.merging import Side, against
from tuanbao.platform.people.models import Apart, Employment, Person
from tuanbao.platform.people.nominating import current, name_beneficiaries
from tuanbao.platform.protection.models import AuditEntry

BORN = date(1990, 3, 7)


def employee(company: Company, number: str, **more: Any) -> Person:
    person: Person = Person.objects.create(
        company=company,
        number=number,
        relation="employee",
        name="张重",
        birth_date=BORN,
        hired_on=date(2026, 3, 1),
        **more,
    )
    Employment.objects.create(company=company, person=person, starts_on=date(2026, 3, 1), department="R&D", grade="P5")
    return person


@pytest.fixture
def twice(company: Company) -> tuple[Person, Person]:
    return employee(company, "T1"), employee(company, "T2", phone="13800001111")


def listed() -> set[frozenset[str]]:
    return {frozenset(each.number for each in people) for _, people in uniting.groups()}


def choose(person: Person) -> None:
    book = read_book(person.company_id)
    write_passive(situation(book, person, clock.today()), book.years[0])


def test_two_people_of_one_name_and_birthday_are_said_to_be_two_and_may_be_taken_back(sign_in: Any, twice: Any) -> None:
    hr, page = sign_in("hr"), reverse("people:duplicates")
    assert "不是重复" in hr.get(page).content.decode()
    for _ in range(2):
        hr.post(reverse("people:apart"), {"people": [each.pk for each in twice]})
    [said] = Apart.objects.all()
    assert frozenset({"T1", "T2"}) not in listed()
    assert "已确认不是重复" in hr.get(page).content.decode()
    assert sign_in("finance").post(reverse("people:apart_take_back", args=[said.pk])).status_code == 403
    hr.post(reverse("people:apart_take_back", args=[said.pk]))
    assert frozenset({"T1", "T2"}) in listed()
    said.refresh_from_db()
    assert said.taken_back_at is not None
    hr.post(reverse("people:apart"), {"people": [each.pk for each in twice]})
    assert Apart.objects.count() == 2, "a further fact"


def test_a_group_is_listed_until_every_two_of_it_are_apart() -> None:
    same = [Facts(pk, pk, "employee", "甲", BORN, "") for pk in (1, 2, 3)]
    pairs = [frozenset(pair) for pair in ((1, 2), (1, 3), (2, 3))]
    assert [group.people for group in find(same, pairs[:2])] == [(1, 2, 3)]
    assert find(same, pairs) == []


def test_merging_moves_what_the_needless_record_has_and_voids_it(sign_in: Any, twice: Any) -> None:
    keep, drop = twice
    child = Person.objects.create(
        company=keep.company, number="T2-1", employee=drop, relation="child", name="小张", birth_date=date(2020, 1, 1)
    )
    paper_of_drop = documents.hand_in(drop, "other", paper(), None)
    assert name_beneficiaries(drop, [Named("李强", "spouse", 10_000)]) == ()
    account = Membership.objects.filter(person__isnull=False, role="employee").last()
    account.person = drop
    account.save()
    choose(keep)
    hr, page = sign_in("hr"), reverse("people:duplicate", args=[drop.pk])
    assert "合并" in hr.get(page).content.decode()
    assert hr.post(page, {"keep": keep.pk, "how": "merge"}).status_code == 302
    for each in (keep, drop, child, paper_of_drop, account):
        each.refresh_from_db()
    assert (keep.phone, child.employee, paper_of_drop.person, account.person) == ("13800001111", keep, keep, keep)
    assert [each.name for each in current(keep)] == ["李强"]
    assert (drop.left_on, drop.history.first().history_change_reason) == (date(2026, 2, 28), f"duplicate-of:{keep.pk}")
    assert frozenset({"T1", "T2"}) not in listed()
    assert AuditEntry.objects.get(action="people.merged").details == {"into": keep.pk}
    assert hr.post(page, {"keep": keep.pk, "how": "merge"}).status_code == 200, "nobody looks like it any more"


def test_where_both_have_cover_the_wrong_one_is_voided(sign_in: Any, twice: Any) -> None:
    keep, drop = twice
    policy = Policy.objects.get(number="DEMO-2026")
    for each in twice:
        choose(each)
    hr, page = sign_in("hr"), reverse("people:duplicate", args=[drop.pk])
    assert "都已有选择、保障或账单" in hr.get(page).content.decode()
    assert hr.post(page, {"keep": keep.pk, "how": "merge"}).status_code == 200
    assert {each.pk for each in twice} <= {spell.person for spell in spells(policy)}
    hr.post(page, {"keep": keep.pk, "how": "void"})
    covered = {spell.person for spell in spells(policy)}
    assert keep.pk in covered
    assert drop.pk not in covered
    assert AuditEntry.objects.filter(action="people.voided").count() == 1


def test_what_cannot_be_merged_is_said_with_what_to_do() -> None:
    one, two = Side("E1 甲", "employee", 1, False), Side("E2 甲", "employee", 2, True)
    assert against(two, one) == ()
    assert "反过来：保留这条，把 E1 甲 并入它" in against(one, two)[0].zh
    child = Side("E1-1 乙", "child", 1, False)
    assert "两名员工" in against(child, Side("E2-1 乙", "child", 2, False))[0].zh
    assert "作废家属那条" in against(one, Side("E2-1 甲", "child", 2, False))[0].zh


def test_only_hr_says_so_and_only_of_people_who_look_alike(sign_in: Any, twice: Any) -> None:
    keep, drop = twice
    page = reverse("people:duplicate", args=[drop.pk])
    assert sign_in("finance").get(page).status_code == 403
    stranger = Person.objects.exclude(name="张重").first()
    sign_in("hr").post(page, {"keep": stranger.pk, "how": "void"})
    drop.refresh_from_db()
    assert drop.left_on is None
    assert keep.left_on is None
