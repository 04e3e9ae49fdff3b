"""What HR and employees see and do on the pages, and who may not."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.platform.people.rosters import latest, roster, row_of
from tests.platform.people.test_families import paper
from tuanbao.platform.jobs.work import carry_out
from tuanbao.platform.people import documents, importing
from tuanbao.platform.people.family_urls import urlpatterns as family_patterns
from tuanbao.platform.people.models import Document, Person
from tuanbao.platform.people.nominating import current
from tuanbao.platform.people.urls import urlpatterns
from tuanbao.platform.protection.models import AuditEntry

MAY_EDIT = {"hr", "hr_manager"}
MAY_VIEW = MAY_EDIT | {"finance", "broker", "claims_officer", "auditor"}
ROLES = MAY_VIEW | {"insurer", "employee"}


@pytest.fixture
def employee(company: Any) -> Person:
    found: Person = Person.objects.filter(relation="employee").order_by("memberships__pk").first()
    return found


def address(name: str, person: Person, document: Document) -> str:
    keys = {"document_file": document.pk, "document_decide": document.pk}
    try:
        return reverse(f"people:{name}")
    except Exception:
        return reverse(f"people:{name}", args=[keys.get(name, person.pk)])


def test_every_view_asks_for_a_permission() -> None:
    assert all(getattr(pattern.callback, "permission", "") for pattern in [*urlpatterns, *family_patterns])


@pytest.mark.parametrize("role", sorted(ROLES))
def test_roles_open_what_they_may(sign_in: Any, employee: Person, role: str) -> None:
    document = documents.hand_in(employee, "other", paper(), None)
    client = sign_in(role)
    for name in ("list", "dependants", "detail", "duplicates"):
        assert client.get(address(name, employee, document)).status_code == (200 if role in MAY_VIEW else 403)
    for name in ("import", "documents", "template", "edit", "transfer", "leave", "add_to_family", "document_file"):
        assert client.get(address(name, employee, document)).status_code == (200 if role in MAY_EDIT else 403)
    revealed = client.post(reverse("people:reveal", args=[employee.pk])).status_code
    assert revealed == (200 if role in {"hr_manager", "claims_officer"} else 403)
    assert client.get(reverse("family:list")).status_code == (200 if role == "employee" else 403)


def test_hr_imports_a_roster_from_upload_to_confirmation(sign_in: Any, employee: Person) -> None:
    hr = sign_in("hr")
    rows = [row_of(employee, 手机号="13812345678"), {"人员编号": "Z1", "与员工关系": "邻居", "姓名": "错"}]
    answer = hr.post(reverse("people:import"), {"file": roster(rows), "list_date": "2026-11-20"})
    made = latest()
    assert answer.url == reverse("people:import_detail", args=[made.pk])
    assert hr.get(answer.url).status_code == 200
    carry_out(made.job)
    page = hr.get(answer.url).content.decode()
    assert "138****5678" in page
    assert "13812345678" not in page
    assert "邻居" in page
    assert hr.get(reverse("people:import_errors", args=[made.pk])).content.startswith(b"PK")
    confirm = reverse("people:import_confirm", args=[made.pk])
    assert "错误的行" in hr.post(confirm, follow=True).content.decode()
    assert latest().state == "ready"
    hr.post(confirm, {"without_wrong": "on"})
    assert latest().state == "applying"
    carry_out(latest().job)
    assert employee.number in hr.get(answer.url).content.decode()
    employee.refresh_from_db()
    assert employee.phone == "13812345678"
    assert {"people.import_handed_in", "people.import_confirmed", "people.imported"} <= set(
        AuditEntry.objects.values_list("action", flat=True)
    )


def test_giving_up_writes_nothing(sign_in: Any, employee: Person) -> None:
    made = importing.hand_in(
        employee.company, roster([row_of(employee, 邮箱="x@example.com")]), date(2026, 11, 20), False, None
    )
    carry_out(made.job)
    sign_in("hr").post(reverse("people:import_give_up", args=[made.pk]))
    employee.refresh_from_db()
    assert (latest().state, employee.email) == ("cancelled", "")


def test_whole_numbers_are_shown_on_demand_and_it_is_kept_who_asked(sign_in: Any, employee: Person) -> None:
    employee.phone = "13812345678"
    employee.save()
    manager = sign_in("hr_manager")
    assert "13812345678" not in manager.get(reverse("people:detail", args=[employee.pk])).content.decode()
    assert "13812345678" in manager.post(reverse("people:reveal", args=[employee.pk])).content.decode()
    assert AuditEntry.objects.filter(action="people.revealed").count() == 1
    found = manager.post(reverse("people:find"), {"secret": "13812345678"})
    assert found.url == reverse("people:detail", args=[employee.pk])


def test_leaving_is_said_in_words_before_it_is_done(sign_in: Any, employee: Person) -> None:
    hr, leave = sign_in("hr"), reverse("people:leave", args=[employee.pk])
    assert "保障到 2026-11-30" in hr.post(leave, {"left_on": "2026-11-30"}).content.decode()
    employee.refresh_from_db()
    assert employee.left_on is None
    hr.post(leave, {"left_on": "2026-11-30", "confirmed": "1"})
    employee.refresh_from_db()
    assert employee.left_on == date(2026, 11, 30)
    hr.post(reverse("people:stay", args=[employee.pk]))
    employee.refresh_from_db()
    assert employee.left_on is None


def test_hr_edits_transfers_and_adds_family(sign_in: Any, employee: Person) -> None:
    hr = sign_in("hr")
    facts = {"name": "新名", "birth_date": "1990-01-01", "hired_on": "2020-01-01", "insured": "on"}
    assert hr.post(reverse("people:edit", args=[employee.pk]), facts).status_code == 302
    wrong = {**facts, "identity_type": "resident", "identity_number": "110105199001010011"}
    assert hr.post(reverse("people:edit", args=[employee.pk]), wrong).status_code == 200
    assert (
        hr.post(
            reverse("people:transfer", args=[employee.pk]), {"starts_on": "2026-12-01", "department": "新部门"}
        ).status_code
        == 302
    )
    child = {"relation": "child", "name": "小小", "birth_date": "2024-05-05"}
    assert hr.post(reverse("people:add_to_family", args=[employee.pk]), child).status_code == 302
    page = hr.get(reverse("people:detail", args=[employee.pk])).content.decode()
    assert all(word in page for word in ("新名", "新部门", "小小", "缺证明材料"))
    added = Person.objects.get(name="小小")
    ended = hr.post(reverse("people:end", args=[added.pk]), {"why": "mistake", "last_day": "2026-11-20"})
    assert ended.status_code == 302


def test_an_employee_adds_a_child_with_a_document_which_hr_accepts(sign_in: Any, employee: Person) -> None:
    client, hr = sign_in("employee"), sign_in("hr")
    child = {"relation": "child", "name": "小小", "birth_date": "2026-11-01", "related_from": "2026-11-01"}
    answer = client.post(reverse("family:add"), child)
    added = Person.objects.get(name="小小")
    assert answer.url == reverse("family:document", args=[added.number])
    assert "缺材料" in client.get(reverse("family:list")).content.decode()
    bad = client.post(answer.url, {"kind": "birth_certificate", "file": paper("a.png", b"no image")})
    assert "只能上传" in bad.content.decode()
    client.post(answer.url, {"kind": "birth_certificate", "file": paper()})
    document = Document.objects.get()
    assert "小小" in hr.get(reverse("people:documents")).content.decode()
    hr.post(reverse("people:document_decide", args=[document.pk]), {"decision": "accept"})
    assert "已核实" in client.get(reverse("family:list")).content.decode()
    assert client.get(reverse("family:file", args=[document.pk])).content.startswith(b"\x89PNG")
    edited = {**child, "name": "小大"}
    assert client.post(reverse("family:edit", args=[added.number]), edited).status_code == 302
    ended = client.post(reverse("family:end", args=[added.number]), {"why": "mistake", "last_day": "2026-11-20"})
    assert ended.status_code == 302


def test_another_family_s_people_and_documents_are_not_found(sign_in: Any, employee: Person) -> None:
    other = Person.objects.filter(relation="employee").exclude(pk=employee.pk).first()
    document = documents.hand_in(other, "other", paper(), None)
    client = sign_in("employee")
    assert client.get(reverse("family:file", args=[document.pk])).status_code == 404
    assert client.get(reverse("family:document", args=[other.number])).status_code == 404
    stranger = Person.objects.exclude(relation="employee").exclude(employee=employee).first()
    for name in ("edit", "end", "document", "beneficiaries_of"):
        assert client.get(reverse(f"family:{name}", args=[stranger.number])).status_code == 404


def test_an_employee_names_beneficiaries_and_is_told_what_is_wrong(sign_in: Any, employee: Person) -> None:
    client, page = sign_in("employee"), reverse("family:beneficiaries")
    form = {"named-TOTAL_FORMS": "2", "named-INITIAL_FORMS": "0"}
    form |= {"named-0-name": "李强", "named-0-relation": "spouse", "named-0-order": "1", "named-0-share": "60"}
    assert "合计应为 100%" in client.post(page, form).content.decode()
    assert client.post(page, {**form, "named-0-share": "100"}).status_code == 302
    assert [each.name for each in current(employee)] == ["李强"]
    assert "李强" in client.get(page).content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_are_there_in_both_languages(sign_in: Any, employee: Person, language: str) -> None:
    hr, client = sign_in("hr_manager"), sign_in("employee")
    for each in (hr, client):
        each.cookies["django_language"] = language
    words = {"zh-hans": ("人员", "家人"), "en": ("People", "Family")}[language]
    assert words[0] in hr.get(reverse("people:list")).content.decode()
    assert words[1] in client.get(reverse("family:list")).content.decode()
    assert hr.get(reverse("people:list") + "?export=xlsx").content.startswith(b"PK")
