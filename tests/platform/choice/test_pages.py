"""What employees, HR and the claims desk see and do."""

from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.platform.choice.conftest import Hire
from tuanbao.platform.accounts.models import User
from tuanbao.platform.choice.models import Election, Evidence, LifeEvent, Window
from tuanbao.platform.clock import clock_at
from tuanbao.platform.companies.models import Company, Membership
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.work import carry_out
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection.models import AuditEntry, Consent

pytestmark = pytest.mark.urls("tests.platform.choice.urls")


@pytest.fixture
def mother(hire: Hire, company: Company) -> Person:
    person = hire(date(2020, 3, 1), spouse=True, child=True, papers=True)
    user = User.objects.create(username="mother", name="王芳")
    Membership.objects.create(user=user, company=company, role="employee", person=person)
    return person


@pytest.fixture
def phone(mother: Person) -> Client:
    client = Client()
    client.force_login(User.objects.get(username="mother"), backend="tuanbao.platform.accounts.sessions.Backend")
    return client


def code() -> str:
    window = Window.objects.get(closed_at=None)
    return f"annual-{window.programme_id}"


def form(person: Person, own: str = "", family: str = "=") -> dict[str, str]:
    sent = {f"p{person.pk}:acme-tech-staff": f"={own}"}
    for each in person.dependants.all():
        sent |= {f"p{each.pk}:acme-tech-family": family, f"r{each.pk}": "" if family == "=" else "other_cover"}
    return sent


def page(response: Any) -> str:
    return str(response.content.decode())


def confirmed(phone: Client, **more: str) -> Any:
    key = phone.get(f"/my/choose/{code()}/confirm/").context["key"]
    return phone.post(f"/my/choose/{code()}/confirm/", {"key": key, "consent": "yes", **more})


def test_an_employee_chooses_in_four_steps(phone: Client, mother: Person) -> None:
    first = page(phone.get("/my/choose/"))
    assert "还有 20 天" in first
    assert "2027-01-01 起生效" in first
    assert mother.dependants.all()[0].name in page(phone.get(f"/my/choose/{code()}/family/"))
    assert phone.post(f"/my/choose/{code()}/needs/", {"shock": "hard"}).status_code == 302
    shown = page(phone.get(f"/my/choose/{code()}/options/"))
    assert "优享" in shown
    assert "并排比较" in shown
    total = page(phone.post(f"/my/choose/{code()}/price/", form(mother, "plus")))
    assert "用积分 500（剩 0）" in total
    assert "从 2027-01-10 起，共 12 次" in total
    assert phone.post(f"/my/choose/{code()}/options/", form(mother, "plus")).status_code == 302
    done = phone.get(confirmed(phone).url)
    assert "选择已提交" in page(done)
    election = mother.elections.get()
    assert election.lines.get(person=mother).variant == "plus"
    assert Consent.objects.get().purpose == "enrolment"
    assert AuditEntry.objects.filter(action="consent.given").count() == 1
    for language in ("zh-hans", "en"):
        phone.cookies["django_language"] = language
        pdf = phone.get(f"/my/choose/done/{election.pk}/confirmation.pdf")
        assert pdf.content.startswith(b"%PDF")


def test_undo_brings_back_what_was_picked_before(phone: Client, mother: Person) -> None:
    phone.post(f"/my/choose/{code()}/price/", form(mother, "plus"))
    phone.post(f"/my/choose/{code()}/price/", form(mother, "lite"))
    phone.post(f"/my/choose/{code()}/undo/")
    cards = phone.get(f"/my/choose/{code()}/options/").context["places"][0].cards
    assert [card.value for card in cards if card.picked] == ["=plus"]


def test_without_consent_or_reason_nothing_is_sent(phone: Client, mother: Person) -> None:
    without_reason = form(mother, "", "-") | {f"r{each.pk}": "" for each in mother.dependants.all()}
    refused = phone.post(f"/my/choose/{code()}/options/", without_reason)
    assert refused.status_code == 422
    assert page(refused).count("请说明不投保的原因") == 2
    phone.post(f"/my/choose/{code()}/options/", form(mother, "plus"))
    refused = phone.post(f"/my/choose/{code()}/confirm/", {"key": "x"})
    assert refused.status_code == 422
    assert not Election.objects.filter(employee=mother).exists()


def test_sending_twice_makes_one_election(phone: Client, mother: Person) -> None:
    phone.post(f"/my/choose/{code()}/options/", form(mother, "plus"))
    key = phone.get(f"/my/choose/{code()}/confirm/").context["key"]
    urls = {phone.post(f"/my/choose/{code()}/confirm/", {"key": key, "consent": "yes"}).url for _ in range(2)}
    assert len(urls) == 1
    assert mother.elections.count() == 1


def test_a_page_of_yesterday_is_told_that_it_is_over(phone: Client, mother: Person) -> None:
    phone.post(f"/my/choose/{code()}/options/", form(mother, "plus"))
    key = phone.get(f"/my/choose/{code()}/confirm/").context["key"]
    with clock_at(date(2026, 12, 11)):
        late = phone.post(f"/my/choose/{code()}/confirm/", {"key": key, "consent": "yes"})
    assert late.status_code == 410
    assert "没有作任何更改" in page(late)
    assert not mother.elections.exists()


def test_the_worth_of_options_is_told_with_a_recommendation(phone: Client, mother: Person) -> None:
    told = page(phone.get(f"/my/choose/{code()}/worth/"))
    assert told.count("一般年份全家自担") == 3
    assert "推荐“" in told
    assert "不是承诺" in told


def test_options_are_compared_term_by_term(phone: Client, mother: Person) -> None:
    shown = page(phone.get(f"/my/choose/{code()}/compare/"))
    assert "重大疾病" in shown
    assert "口腔医疗" in shown


def test_a_birth_is_reported_accepted_and_chosen_for(phone: Client, mother: Person, sign_in: Any) -> None:
    wrong = phone.post("/my/choose/event/", {"kind": "birth", "happened_on": "2026-09-01"})
    assert wrong.status_code == 422
    for part in ("须在发生后 30 天内报告", "请填写家人姓名", "请选择家人性别"):
        assert part in page(wrong)
    sent = {"kind": "birth", "happened_on": "2026-11-05", "name": "小宝", "sex": "female"}
    for _ in range(2):
        paper = SimpleUploadedFile("birth.pdf", b"%PDF-1.4 paper")
        assert phone.post("/my/choose/event/", sent | {"documents": paper}).status_code == 302
    page_as_pdf = SimpleUploadedFile("birth.pdf", b"<html>")
    refused = phone.post("/my/choose/event/", sent | {"name": "二宝", "documents": page_as_pdf})
    assert "第 1 个文件：只能上传" in page(refused)
    event = LifeEvent.objects.get()
    assert event.documents.get().name == "birth.pdf"
    hr = sign_in("hr")
    assert "小宝" in page(hr.get("/hr/choice/events/"))
    hr.post(f"/hr/choice/events/{event.pk}/", {"accepted": "yes"})
    event.refresh_from_db()
    assert event.accepted
    assert event.about is not None
    assert event.about.verified_at is not None
    assert "子女出生" in page(phone.get("/my/choose/"))


def test_hr_sees_how_choosing_goes_and_reminds(phone: Client, mother: Person, sign_in: Any, company: Company) -> None:
    phone.post(f"/my/choose/{code()}/options/", form(mother, "plus"))
    confirmed(phone)
    Person.objects.filter(relation="employee").exclude(pk=mother.pk).update(email="one@example.com")
    hr = sign_in("hr")
    shown = hr.get("/hr/choice/")
    assert shown.context["chosen"] == 1
    assert "优享" in page(shown)
    hr.post("/hr/choice/remind/")
    job = Job.objects.get(kind="choice.remind")
    carry_out(job)
    carry_out(job)
    job.refresh_from_db()
    assert job.state == "done", job.error
    assert len(mail.outbox) == shown.context["people"] - 1
    assert "请在 2026-12-10 前完成" in mail.outbox[0].subject
    assert "Please choose" in mail.outbox[0].subject
    assert AuditEntry.objects.filter(action="choice.reminded").count() == len(mail.outbox)


def test_hr_sees_what_closing_does_before_it_is_done(sign_in: Any, company: Company) -> None:
    hr = sign_in("hr")
    shown = hr.get("/hr/choice/window/")
    effect = shown.context["effect"]
    hr.post("/hr/choice/window/", {"act": "close"})
    job = Job.objects.get(kind="choice.close_window")
    carry_out(job)
    job.refresh_from_db()
    assert job.state == "done", job.error
    assert job.result == {"renewed": effect.renewed, "default": effect.default}
    assert sum(each.payroll_fen for each in Election.objects.all()) == effect.payroll
    assert Window.objects.get(opens_on=date(2026, 11, 15)).closed_at is not None
    hr.post("/hr/choice/window/", {"act": "extend", "closes": "2026-12-20"})
    assert Window.objects.get(opens_on=date(2026, 11, 15)).closed_at is None


def test_only_the_claims_desk_reads_a_declaration(hire: Hire, sign_in: Any, company: Company, mother: Person) -> None:
    election = Election.objects.create(
        company=company,
        employee=mother,
        programme=Window.objects.get(closed_at=None).programme,
        source="annual",
        effective_from=date(2027, 1, 1),
        made_at=Window.objects.get(closed_at__isnull=False).closed_at,
        key="e",
    )
    line = election.lines.create(company=company, person=mother, plan_id="acme-tech-staff", variant="plus")
    evidence = Evidence.objects.create(
        company=company,
        line=line,
        kind="health",
        asked_at=election.made_at,
        answers='{"version": "2026-1", "answers": {"hospital": true}}',
    )
    address = f"/hr/choice/evidence/{evidence.pk}/"
    assert sign_in("hr").get(address).status_code == 403
    assert sign_in("hr_manager").post(address, {"accepted": "yes"}).status_code == 403
    assert "住过院" not in page(sign_in("hr").get("/hr/choice/events/"))
    officer = sign_in("claims_officer")
    assert "住过院" in page(officer.get(address))
    officer.post(address, {"accepted": "yes"})
    evidence.refresh_from_db()
    assert (evidence.accepted, evidence.effective_from) == (True, date(2027, 1, 1))


def test_pages_speak_english_too(phone: Client, mother: Person, sign_in: Any) -> None:
    phone.cookies["django_language"] = "en"
    for address in ("", f"{code()}/family/", f"{code()}/needs/", f"{code()}/options/", f"{code()}/confirm/", "event/"):
        shown = page(phone.get(f"/my/choose/{address}"))
        assert "选择" not in shown.split("<main")[1].split("</main>")[0], address
