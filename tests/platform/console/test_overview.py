"""The overview says what needs whom today, counts what the insurer was told, and differs by role."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanbao.platform import clock
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.console.homes import HOMES
from tuanbao.platform.console.premium import Told, earned, insured_on
from tuanbao.platform.console.today import Today, employed
from tuanbao.platform.console.todo import many
from tuanbao.platform.console.trend import by_month
from tuanbao.platform.cover.models import Endorsement, EndorsementLine, Policy
from tuanbao.platform.people.models import Person

TODAY = date(2026, 11, 20)
YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def endorsed(company: Any) -> Endorsement:
    policy = Policy.objects.get(number="DEMO-2026")
    made = Endorsement.objects.create(company=company, policy=policy, number=1, made_at=clock.now())
    for person in Person.objects.filter(employee=None)[:5]:
        EndorsementLine.objects.create(
            company=company,
            endorsement=made,
            person=person,
            plan_id="acme-tech-staff",
            action="add",
            first_day=YEAR[0],
            last_day=YEAR[1],
            premium_fen=365_00,
            employer_fen=365_00,
            employee_fen=0,
            reason="start",
        )
    return made


def test_what_was_told_and_not_taken_back_is_insured() -> None:
    begun = Told(1, "staff:", True, *YEAR, 365_00)
    ended = Told(1, "staff:", False, date(2026, 7, 1), YEAR[1], -184_00)
    assert insured_on([begun, ended], date(2026, 6, 30)) == {1}
    assert insured_on([begun, ended], TODAY) == set()


@given(st.integers(-10_000_000, 10_000_000), st.integers(0, 364), st.integers(0, 400))
def test_earned_premium_grows_to_the_whole(fen: int, length: int, after: int) -> None:
    line = Told(1, "staff:", True, YEAR[0], YEAR[0] + timedelta(length), fen)
    assert abs(earned([line], YEAR[0] + timedelta(after))) <= abs(fen)
    assert earned([line], YEAR[0] + timedelta(length)) == fen
    assert earned([line], YEAR[0] - timedelta(1)) == 0


def test_months_are_twelve_and_end_with_this_one() -> None:
    months = by_month([TODAY, date(2025, 12, 3), date(2025, 11, 30)], [date(2026, 1, 31)], TODAY)
    assert (len(months), months[0].name, months[-1].name) == (12, "2025-12", "2026-11")
    assert (months[0].joined, months[1].left, months[-1].joined) == (1, 1, 1)


def test_hr_sees_the_window_and_the_unverified_families(sign_in: Any, company: Any) -> None:
    someone = Person.objects.exclude(employee=None).filter(employee__left_on=None).first()
    Person.objects.exclude(employee=None).update(verified_at=clock.now())
    Person.objects.filter(pk=someone.pk).update(verified_at=None)
    today = Today(Membership(role="hr"), TODAY)
    assert today.window is not None
    html = sign_in("hr").get("/hr/").content.decode()
    assert f"选择窗口还有 20 天关闭，{today.may_choose} 人还没有选" in html
    assert "1 位家属的材料还没有核对" in html


def test_only_approved_endorsements_count(sign_in: Any, endorsed: Endorsement) -> None:
    assert "1 份批单待批准" in sign_in("hr").get("/hr/").content.decode()
    endorsed.approved_at = clock.now()
    endorsed.save()
    html = sign_in("hr").get("/hr/").content.decode()
    assert f"在职 {employed(TODAY)} 人，其中参保 5 人" in html
    assert "¥1,620.00" in html, "324 of 365 days of five people at 365 yuan"
    assert "到年底 ¥1,825.00" in html


def test_an_insurer_sees_only_what_it_has_to_confirm(sign_in: Any, endorsed: Endorsement) -> None:
    endorsed.approved_at = endorsed.sent_at = clock.now()
    endorsed.save()
    html = sign_in("insurer").get("/hr/").content.decode()
    assert "1 份批单待保险公司确认" in html
    assert "家属" not in html


@pytest.mark.parametrize("role", HOMES)
def test_every_role_has_its_home(sign_in: Any, role: str) -> None:
    assert sign_in(role).get("/hr/").status_code == 200


def test_an_employee_is_sent_to_the_portal(sign_in: Any) -> None:
    assert sign_in("employee").get("/hr/").url == "/"


def test_a_month_of_the_chart_leads_to_the_people_it_counts(sign_in: Any, company: Any) -> None:
    someone = Person.objects.filter(employee=None, left_on=None).first()
    Person.objects.filter(pk=someone.pk).update(hired_on=date(2026, 2, 28))
    client = sign_in("hr")
    address = "/hr/people/?hired_on_from=2026-02-01&hired_on_to=2026-02-28"
    assert address.replace("&", "&amp;") in client.get("/hr/").content.decode()
    shown = client.get(address).context["table"]
    assert someone.number in {row.cells[0].value for row in shown.rows}
    assert all(row.cells[7].value.month == 2 for row in shown.rows)


def test_one_is_said_as_one() -> None:
    assert (many(1, "bill"), many(2, "bill"), many(1, "policy ends", "policies end")) == (
        "1 bill",
        "2 bills",
        "1 policy ends",
    )
