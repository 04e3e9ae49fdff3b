"""Screens of programmes: who sees and does what."""

from io import BytesIO
from typing import Any

import pytest

from tuanbao.platform.companies.models import Membership
from tuanbao.platform.programmes import versions
from tuanbao.platform.programmes.models import ProgrammeVersion
from tuanbao.platform.protection.models import AuditEntry


@pytest.fixture
def source(company: Any) -> ProgrammeVersion:
    version: ProgrammeVersion = ProgrammeVersion.objects.get(effective_from__year=2027)
    return version


@pytest.fixture
def draft(source: ProgrammeVersion) -> ProgrammeVersion:
    return versions.draft_from(source, Membership.objects.get(role="hr").user)


def staff_of(version: ProgrammeVersion) -> Any:
    return version.plans.get(plan_id="acme-tech-staff")


def test_the_list_shows_programmes_by_year_and_which_is_in_force(company: Any, sign_in: Any) -> None:
    page = sign_in("hr").get("/hr/programmes/").text
    assert page.index("2027 年") < page.index("2026 年")
    assert page.count("现行") == 1
    assert "/hr/programmes/new/" not in sign_in("finance").get("/hr/programmes/").text


def test_a_programme_is_shown_with_tiers_terms_market_and_rules(source: ProgrammeVersion, sign_in: Any) -> None:
    page = sign_in("hr").get(f"/hr/programmes/{source.pk}/").text
    for said in ("配偶", "市场 60% 的企业有", "300,000", "50%", "优享", "意外医疗", "每位员工 500 分"):
        assert said in page
    assert sign_in("insurer").get(f"/hr/programmes/{source.pk}/").status_code == 403
    assert sign_in("employee").get(f"/hr/programmes/{source.pk}/").status_code == 403


def test_problems_are_told_with_line_and_column_while_one_writes(draft: ProgrammeVersion, sign_in: Any) -> None:
    plan = staff_of(draft)
    wrong = plan.text.replace("pay: 70%", "pay: 170%")
    page = sign_in("hr").post(f"/hr/programmes/{draft.pk}/check/", {f"text-{plan.pk}": wrong}).text
    line = next(i for i, each in enumerate(wrong.splitlines(), 1) if "170%" in each)
    assert f'data-jump="{plan.pk}" data-line="{line}"' in page
    assert f"第 {line} 行第" in page
    plan.refresh_from_db()
    assert "170%" not in plan.text


def test_a_number_is_patched_into_the_text_of_the_editor(draft: ProgrammeVersion, sign_in: Any) -> None:
    plan = staff_of(draft)
    path = "benefits.0.coinsurance.1.pay"
    asked = {"part": plan.pk, "path": path, f"n-{plan.pk}-{path}": "75%", f"text-{plan.pk}": plan.text}
    page = sign_in("hr").post(f"/hr/programmes/{draft.pk}/patch/", asked).text
    assert "pay: 75%" in page
    assert "demo: cosmetic care" in page
    assert "赔 75%" in page
    refused = sign_in("hr").post(f"/hr/programmes/{draft.pk}/patch/", {**asked, f"n-{plan.pk}-{path}": "{"}).text
    assert "应为金额、比例、数字或日期" in refused


def test_who_pays_for_a_family_is_changed_in_the_form(draft: ProgrammeVersion, sign_in: Any) -> None:
    edit, path = f"/hr/programmes/{draft.pk}/edit/", "dependants.0.paid_by.employer"
    assert f'id="n-programme-{path}"' in sign_in("hr").get(edit).text
    asked = {"part": "programme", "path": path, f"n-programme-{path}": "80%", "text-programme": draft.text}
    page = sign_in("hr").post(f"/hr/programmes/{draft.pk}/patch/", asked).text
    assert "{employer: 80%, employee: 20%}" in page
    assert "企业承担 80%，员工承担 20%" in page
    assert "没有问题" in page


def test_draft_save_submit_and_approve_by_another(draft: ProgrammeVersion, sign_in: Any) -> None:
    hr, manager, plan = sign_in("hr"), sign_in("hr_manager"), staff_of(draft)
    address = f"/hr/programmes/{draft.pk}/"
    text = plan.text.replace("sum_insured: 300000", "sum_insured: 350000").replace("\n", "\r\n")
    hr.post(f"{address}edit/", {f"text-{plan.pk}": text, "text-programme": draft.text})
    plan.refresh_from_db()
    assert "sum_insured: 350000" in plan.text
    assert "\r" not in plan.text
    assert hr.post(f"{address}approve/").status_code == 403
    hr.post(f"{address}submit/", follow=True)
    assert "不能自己批准" in hr.get(address).text
    assert "退回的理由" in manager.get(address).text
    manager.post(f"{address}approve/")
    draft.refresh_from_db()
    assert draft.state == "approved"
    assert hr.get(f"{address}edit/").status_code == 302
    done = AuditEntry.objects.filter(action__startswith="programme.").values_list("action", flat=True)
    assert list(done.order_by("number")) == ["programme.submitted", "programme.approved"]


def test_two_versions_stand_beside_each_other(source: ProgrammeVersion, draft: ProgrammeVersion, sign_in: Any) -> None:
    plan = staff_of(draft)
    versions.save_draft(draft, {str(plan.pk): plan.text.replace("sum_insured: 300000", "sum_insured: 350000")})
    page = sign_in("hr").get(f"/hr/programmes/compare/?a={draft.pk}&b={source.pk}").text
    assert page.index("300,000") < page.index("350,000")
    assert sign_in("hr").get("/hr/programmes/compare/?a=x&b=0").status_code == 404


def test_the_schedule_is_handed_out_as_pdf(source: ProgrammeVersion, sign_in: Any) -> None:
    answer = sign_in("hr").get(f"/hr/programmes/{source.pk}/schedule.pdf")
    assert answer.content.startswith(b"%PDF")


def test_a_programme_begins_empty_or_from_files(source: ProgrammeVersion, sign_in: Any) -> None:
    client = sign_in("hr")
    assert client.post("/hr/programmes/new/", {"year": "2028"}).status_code == 302
    assert ProgrammeVersion.objects.filter(programme_id="programme-2028", state="draft").exists()
    plans = "\n---\n".join(plan.text for plan in source.plans.all())
    files = [BytesIO(source.text.encode()), BytesIO(plans.encode())]
    for name, file in zip(("programme.yaml", "plans.yaml"), files, strict=True):
        file.name = name
    assert client.post("/hr/programmes/new/", {"files": files}).status_code == 302
    refused = BytesIO(b"plan: alone")
    refused.name = "plan.yaml"
    answer = client.post("/hr/programmes/new/", {"files": [refused]})
    assert answer.status_code == 422
    assert "应有一个方案体系" in answer.text


def test_plans_are_added_to_a_draft_and_taken_out_and_what_was_written_is_kept(
    draft: ProgrammeVersion, sign_in: Any
) -> None:
    client, plan = sign_in("hr"), staff_of(draft)
    written = {f"text-{plan.pk}": plan.text.replace("300000", "310000")}
    client.post(f"/hr/programmes/{draft.pk}/plans/add/", written)
    assert draft.plans.count() == 3
    plan.refresh_from_db()
    assert "310000" in plan.text
    added = draft.plans.get(plan_id="plan-1")
    assert client.get(f"/hr/programmes/{draft.pk}/edit/").status_code == 200
    client.post(f"/hr/programmes/{draft.pk}/plans/{added.pk}/remove/")
    assert draft.plans.count() == 2


def test_another_companys_programme_is_not_there(source: ProgrammeVersion, sign_in: Any) -> None:
    from django_scopes import scope, scopes_disabled

    from tuanbao.platform.companies.models import Company

    with scopes_disabled():
        other = Company.objects.create(slug="other", name="另一家")
    with scope(company=other):
        foreign = versions.draft_blank(other, None, 2028)
    client = sign_in("hr")
    for page in ("", "edit/", "schedule.pdf", "design/"):
        assert client.get(f"/hr/programmes/{foreign.pk}/{page}").status_code == 404


def test_a_benefit_is_added_and_taken_out_in_the_form(draft: ProgrammeVersion, sign_in: Any) -> None:
    plan, hr = staff_of(draft), sign_in("hr")
    asked = {"part": plan.pk, f"text-{plan.pk}": plan.text}
    page = hr.post(f"/hr/programmes/{draft.pk}/entries/add/", {**asked, "add": "hospital-cash"}).text
    assert "没有问题" in page
    assert "住院津贴" in page
    page = hr.post(f"/hr/programmes/{draft.pk}/entries/drop/", {**asked, "drop": "benefits.2"}).text
    assert "critical-illness" in page, "the variant that changes what is no longer there is named"
    assert "处问题" in page
    plan.refresh_from_db()
    assert "hospital-cash" not in plan.text, "nothing is saved"
    assert sign_in("finance").post(f"/hr/programmes/{draft.pk}/entries/add/", asked).status_code == 403
