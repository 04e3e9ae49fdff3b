"""What HR and the insurer see and do."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.platform.cover.test_covered import book
from tuanbao.platform.cover.models import Endorsement, Insurer, Policy
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection.models import AuditEntry
from tuanbao.platform.sample.cover import begin_year
from tuanbao.roster import MEMBERS, check_members, read_table


@pytest.fixture
def policy(company: Any) -> Policy:
    begin_year(company, 2026)
    return Policy.objects.get(number="DEMO-2026")


def test_hr_sees_who_waits_and_tells_the_insurer(policy: Policy, sign_in: Any) -> None:
    hr = sign_in("hr")
    page = hr.get(reverse("cover:changes")).content.decode()
    assert "4 项变动待告知保险公司" in page
    assert "入职" in page
    assert "离职" in page
    answer = hr.post(reverse("cover:endorse", args=[policy.pk]))
    made = Endorsement.objects.get(number=2)
    assert answer.url == reverse("cover:endorsement", args=[made.pk])
    assert "待批准" in hr.get(answer.url).content.decode()
    assert hr.post(reverse("cover:endorse", args=[policy.pk])).url == reverse("cover:changes")
    for act in ("approve", "send"):
        hr.post(reverse(f"cover:{act}", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == "sent"


def test_the_insurer_sees_its_own_endorsements_and_confirms_them(policy: Policy, sign_in: Any) -> None:
    hr, insurer = sign_in("hr"), sign_in("insurer")
    hr.post(reverse("cover:endorse", args=[policy.pk]))
    made = Endorsement.objects.get(number=2)
    address = reverse("cover:endorsement", args=[made.pk])
    assert insurer.get(address).status_code == 404
    hr.post(reverse("cover:approve", args=[made.pk]))
    assert str(made) in insurer.get(reverse("cover:changes")).content.decode()
    assert "确认批单" in insurer.get(address).content.decode()
    insurer.post(reverse("cover:confirm", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == "confirmed"
    assert insurer.post(reverse("cover:approve", args=[made.pk])).status_code == 403


def test_another_insurer_sees_nothing_of_it(company: Any, policy: Policy, sign_in: Any) -> None:
    policy.insurer = Insurer.objects.create(company=company, name="另一家", code="OTHER")
    policy.save()
    insurer = sign_in("insurer")
    assert insurer.get(reverse("cover:policy", args=[policy.pk])).status_code == 404
    assert insurer.get(reverse("cover:endorsement", args=[policy.endorsements.get().pk])).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("hr", 200), ("insurer", 200), ("finance", 403), ("auditor", 403)])
@pytest.mark.parametrize("name", ["listing", "x12"])
def test_files_with_identity_numbers_are_for_those_who_tell_the_insurer(
    policy: Policy, sign_in: Any, role: str, status: int, name: str
) -> None:
    address = reverse(f"cover:{name}", args=[policy.endorsements.get().pk])
    assert sign_in(role).get(address).status_code == status
    assert AuditEntry.objects.filter(action="cover.file_downloaded").count() == (status == 200)


def test_a_draft_is_discarded(policy: Policy, sign_in: Any) -> None:
    hr = sign_in("hr")
    hr.post(reverse("cover:endorse", args=[policy.pk]))
    hr.post(reverse("cover:discard", args=[Endorsement.objects.get(number=2).pk]))
    assert Endorsement.objects.count() == 1
    confirmed = Endorsement.objects.get()
    page = hr.post(reverse("cover:discard", args=[confirmed.pk]), follow=True).content.decode()
    assert "不能作废" in page


def test_the_policy_shows_people_by_plan_and_premium_to_date(policy: Policy, sign_in: Any) -> None:
    page = sign_in("finance").get(reverse("cover:policy", args=[policy.pk])).content.decode()
    assert "满期保费" in page
    assert "1,380.00" in page
    people = sign_in("finance").get(reverse("cover:people_covered", args=[policy.pk]))
    assert Person.objects.filter(relation="employee").first().number in people.content.decode()
    assert sign_in("hr").get(reverse("cover:full_x12", args=[policy.pk])).content.startswith(b"ISA*")


def test_the_covered_people_are_handed_to_the_engine_without_names_or_salaries(
    policy: Policy, sign_in: Any, tmp_path: Any
) -> None:
    answer = sign_in("hr").get(reverse("cover:members_file", args=[policy.pk]))
    (tmp_path / "members.xlsx").write_bytes(answer.content)
    reading = check_members(read_table(tmp_path / "members.xlsx", MEMBERS))
    assert reading.errors == []
    assert set(reading.table["plan"].to_pylist()) == {"acme-tech-staff"}
    assert set(reading.table["salary"].to_pylist()) == {None}
    assert sign_in("insurer").get(reverse("cover:members_file", args=[policy.pk])).status_code == 403


def test_rates_are_uploaded_or_every_wrong_row_is_named(policy: Policy, sign_in: Any, tmp_path: Any) -> None:
    hr, address = sign_in("hr"), reverse("cover:rates_upload", args=[policy.pk])
    head = ["方案", "档次", "与员工关系", "年保费"]
    wrong = SimpleUploadedFile("r.xlsx", book([head, ["nope", "", "员工", 10]], tmp_path))
    answer = hr.post(address, {"file": wrong})
    assert answer.status_code == 422
    assert "第 2 行 方案" in answer.content.decode()
    assert policy.rates.count() == 5
    right = SimpleUploadedFile("r.xlsx", book([head, ["acme-tech-staff", "", "员工", 1500]], tmp_path))
    assert hr.post(address, {"file": right}).status_code == 302
    assert policy.rates.get().yearly_fen == 1500_00
    assert hr.post(address, {"file": SimpleUploadedFile("r.xlsx", b"not excel")}).status_code == 422


def test_a_policy_is_written_down(policy: Policy, sign_in: Any) -> None:
    hr = sign_in("hr")
    facts = {
        "new_insurer": "新保险公司",
        "number": "P-1",
        "plans": ["acme-tech-staff"],
        "starts_on": "2028-01-01",
        "ends_on": "2028-12-31",
        "premium_basis": "monthly",
        "effective_rule": "first_of_month",
        "backdating_days": "30",
        "refund_rule": "none_if_claimed",
        "charge": "25",
        "instalments": "4",
    }
    assert hr.get(reverse("cover:policy_new")).status_code == 200
    assert hr.post(reverse("cover:policy_new"), facts).status_code == 302
    made = Policy.objects.get(number="P-1")
    assert (made.refund_charge_bp, made.insurer.name) == (2500, "新保险公司")
    again = hr.post(reverse("cover:policy_new"), {**facts, "number": "P-2"})
    assert again.status_code == 422
    assert "P-1" in again.content.decode()


def test_what_the_insurer_was_told_by_stays(policy: Policy, sign_in: Any) -> None:
    hr = sign_in("hr")
    address = reverse("cover:policy_edit", args=[policy.pk])
    assert "disabled" in hr.get(address).content.decode()
    facts = {name: getattr(policy, name) for name in ("number", "effective_rule", "refund_rule", "instalments")}
    hr.post(address, {**facts, "plans": policy.plans, "starts_on": "2026-02-01", "backdating_days": 15, "charge": 0})
    policy.refresh_from_db()
    assert (policy.starts_on.month, policy.backdating_days) == (1, 15)


def test_without_a_policy_hr_is_told_what_to_do(company: Any, sign_in: Any) -> None:
    Policy.objects.all().delete()
    assert "还没有有效的保单" in sign_in("hr").get(reverse("cover:changes")).content.decode()
