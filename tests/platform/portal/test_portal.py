"""An employee sees what is left, what it means, what a bill would be paid, and may take a copy of everything."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from tuanbao.platform import clock
from tuanbao.platform.choice.models import Election, ElectionLine
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.people.models import Person
from tuanbao.platform.portal.asking import Expense, would_pay, year_so_far
from tuanbao.platform.portal.benefits import cards
from tuanbao.platform.portal.cover import covered_family, plans_today
from tuanbao.platform.programmes.models import ProgrammeVersion
from tuanbao.platform.protection.models import AuditEntry

TODAY = date(2026, 11, 20)


@pytest.fixture
def person(company: Any) -> Person:
    return Membership.objects.filter(role="employee").order_by("pk").first().person


def choose(person: Person, variant: str, **line: Any) -> None:
    election = Election.objects.create(
        company=person.company,
        employee=person,
        programme=ProgrammeVersion.objects.get(effective_from__year=2026),
        source="annual",
        effective_from=date(2026, 1, 1),
        made_at=clock.now(),
        key=variant,
        points=300,
        payroll_fen=110_00,
    )
    ElectionLine.objects.create(
        company=person.company, election=election, person=person, plan_id="acme-tech-staff", variant=variant, **line
    )


def test_without_a_choice_the_tier_decides(person: Person) -> None:
    assert [held.name for held in plans_today(person, TODAY)] == ["acme-tech-staff"]


def test_the_latest_effective_choice_decides(person: Person) -> None:
    choose(person, "lite")
    choose(person, "plus")
    assert [held.name for held in plans_today(person, TODAY)] == ["acme-tech-staff:plus"]
    choose(person, "", waived=True)
    assert plans_today(person, TODAY) == ()


def test_who_has_left_has_no_cover_nor_has_the_family(person: Person) -> None:
    assert covered_family(person, TODAY)
    person.left_on = TODAY - timedelta(1)
    person.save()
    assert covered_family(person, TODAY) == ()


def test_with_nothing_claimed_all_is_left_and_shared_limits_are_said(person: Person) -> None:
    held = plans_today(person, TODAY)
    shown = {
        card.benefit: card for card in cards(held[0].plan, held[0].sections, year_so_far(person, held, TODAY).balances)
    }
    assert (shown["outpatient"].left, shown["outpatient"].amount) == (200_000_00, 200_000_00)
    assert [title.zh for title in shown["inpatient"].shared_with] == ["门急诊医疗"]
    assert shown["critical-illness"].amount is None
    assert [row.clause for row in shown["outpatient"].where] == ["outpatient.hospitals"]


def test_a_bill_is_paid_by_the_engine(person: Person) -> None:
    expense = Expense("outpatient", 1000_00, 200_00, 0, 3, settled=True)
    result = would_pay(person, plans_today(person, TODAY), expense, TODAY)
    assert (result.lines[0].paid, result.lines[0].patient) == (210_00, 590_00)


def test_home_shows_cards_the_window_and_the_question(sign_in: Any, person: Person) -> None:
    html = sign_in("employee").get("/my/").content.decode()
    for words in ("门急诊医疗", "200,000.00", "尚无理赔记录", "还有 20 天可以选择明年的保障", "大约能报多少"):
        assert words in html


@pytest.mark.parametrize("variant", ["", "plus"])
def test_home_says_what_is_left_of_whatever_was_chosen(sign_in: Any, person: Person, variant: str) -> None:
    choose(person, variant)
    client = sign_in("employee")
    home = client.get("/my/").content.decode()
    assert "还可用" in home
    assert "今年尚无理赔记录" in home
    assert (
        "还可用"
        in client.get(
            "/my/cover/me/acme-tech-staff:plus/outpatient/" if variant else "/my/cover/me/acme-tech-staff/outpatient/"
        ).content.decode()
    )


def test_the_answer_is_taken_apart_in_steps(sign_in: Any, person: Person) -> None:
    given = {"total": "1,000", "category": "outpatient", "pooled": "200", "hospital_level": "3", "settled": "on"}
    html = sign_in("employee").post(f"/my/would-pay/{person.number}/", given).content.decode()
    assert "210.00" in html
    assert "590.00" in html
    assert "可赔费用 800.00 元" in html


def test_an_impossible_bill_is_refused_with_a_reason(sign_in: Any, person: Person) -> None:
    given = {"total": "100", "category": "outpatient", "pooled": "200", "hospital_level": "3"}
    answer = sign_in("employee").post(f"/my/would-pay/{person.number}/", given)
    assert answer.status_code == 200
    assert "超过了总额" in answer.content.decode()


def test_all_terms_stand_in_words(sign_in: Any, person: Person) -> None:
    html = sign_in("employee").get(f"/my/cover/{person.number}/acme-tech-staff/outpatient/").content.decode()
    for words in ("全部条款", "可以去哪里", "什么不赔", "怎么申请"):
        assert words in html


def test_nobody_sees_another_family(sign_in: Any, person: Person) -> None:
    other = Person.objects.filter(relation="employee").exclude(pk=person.pk).first()
    client = sign_in("employee")
    assert client.get(f"/my/?person={other.number}").status_code == 404
    assert client.get(f"/my/cover/{other.number}/acme-tech-staff/outpatient/").status_code == 404
    assert client.post(f"/my/would-pay/{other.number}/").status_code == 404


def test_a_bank_account_is_kept_encrypted_and_shown_masked(sign_in: Any, person: Person) -> None:
    client = sign_in("employee")
    assert "12 至 30 位" in client.post("/my/me/bank/", {"account": "12"}).content.decode()
    client.post("/my/me/bank/", {"account": "6222 0200 1234 5678"})
    person.refresh_from_db()
    assert person.bank_account == "6222020012345678"
    html = client.get("/my/me/").content.decode()
    assert "************5678" in html
    assert "6222020012345678" not in html
    assert AuditEntry.objects.filter(action="person.bank_account_changed").count() == 1


def test_a_copy_of_ones_own_data_has_the_family_and_nobody_else(sign_in: Any, person: Person) -> None:
    choose(person, "plus")
    copied = json.loads(sign_in("employee").post("/my/me/copy/").content)
    assert {each["number"] for each in copied["people"]} == {
        person.number,
        *person.dependants.values_list("number", flat=True),
    }
    assert copied["elections"][0]["lines"][0]["variant"] == "plus"


def test_cards_and_help(sign_in: Any, person: Person) -> None:
    client = sign_in("employee")
    assert "DEMO-2026" in client.get("/my/cards/").content.decode()
    assert client.get("/my/me/help/").content.decode().count("<details") == 10
