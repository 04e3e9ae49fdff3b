"""The settings of a company, and who may act in it."""

from typing import Any

from django.test import Client
from django_scopes import scopes_disabled

from tuanbao.platform.accounts.models import User
from tuanbao.platform.companies.models import Company, Membership
from tuanbao.platform.cover.models import Insurer
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection.models import AuditEntry

SETTINGS = "/companies/settings/"
BASICS = {"name": "新名科技", "name_en": "", "credit_code": "", "smallest_group": "10", "pay_day": "15"}


def actions() -> list[str]:
    return list(AuditEntry.objects.values_list("action", flat=True))


def test_the_manager_changes_the_settings_and_the_change_is_shown(company: Company, sign_in: Any) -> None:
    manager = sign_in("hr_manager")
    assert manager.get(SETTINGS).status_code == 200
    assert manager.post(SETTINGS, BASICS).status_code == 302
    company.refresh_from_db()
    assert (company.name, company.pay_day) == ("新名科技", 15)
    page = manager.get(SETTINGS).content.decode()
    assert "10 → 15" in page
    assert "company.changed" in actions()


def test_wrong_settings_are_told_where_they_stand(company: Company, sign_in: Any) -> None:
    wrong = {**BASICS, "smallest_group": "2", "pay_day": "31", "credit_code": "123"}
    page = sign_in("hr_manager").post(SETTINGS, wrong).content.decode()
    assert "应在 5 到 1000 之间" in page
    assert "应在 1 到 28 之间" in page
    assert "应为 18 位" in page


def test_others_do_not_see_the_settings(sign_in: Any) -> None:
    assert sign_in("hr").get(SETTINGS).status_code == 403
    assert sign_in("employee").get(SETTINGS).status_code == 403
    assert Client().get(SETTINGS).status_code == 302


def test_a_member_is_added_gets_a_link_and_sets_a_password(company: Company, sign_in: Any) -> None:
    manager = sign_in("hr_manager")
    answer = manager.post("/companies/members/new/", {"role": "finance", "username": "wang", "name": "王五"})
    member = Membership.objects.get(user__username="wang")
    assert answer["Location"] == f"/companies/members/{member.pk}/"
    assert not member.user.has_usable_password()
    page = manager.post(f"/companies/members/{member.pk}/link/")
    link = page.context["link"]
    assert link not in manager.get(f"/companies/members/{member.pk}/").content.decode()
    new = {"new_password1": "fourteen geese", "new_password2": "fourteen geese"}
    assert Client().post(link, new).status_code == 302
    member.user.refresh_from_db()
    assert member.user.check_password("fourteen geese")
    assert [a for a in actions() if a.startswith("member.")] == ["member.added", "member.link_made"]


def test_an_employee_is_added_by_number_and_an_insurers_person_by_insurer(company: Company, sign_in: Any) -> None:
    manager = sign_in("hr_manager")
    page = manager.post("/companies/members/new/", {"role": "employee", "username": "x", "number": "NOBODY"})
    assert "没有这个工号的员工" in page.content.decode()
    page = manager.post("/companies/members/new/", {"role": "insurer", "username": "y"})
    assert "请选择保险公司" in page.content.decode()
    person = Person.objects.filter(relation="employee").first()
    assert person is not None
    manager.post("/companies/members/new/", {"role": "employee", "username": "x", "number": person.number})
    assert Membership.objects.get(user__username="x").person == person
    insurer = Insurer.objects.get()
    manager.post("/companies/members/new/", {"role": "insurer", "username": "y", "insurer": insurer.pk})
    assert Membership.objects.get(user__username="y").insurer == insurer


def test_nobody_gives_themselves_a_role_or_takes_over_somebody_elsewhere(company: Company, sign_in: Any) -> None:
    manager = sign_in("hr_manager")
    page = manager.post("/companies/members/new/", {"role": "claims_officer", "username": "HR_manager"})
    assert "不能给自己增加角色" in page.content.decode()
    with scopes_disabled():
        other = Company.objects.create(slug="other", name="别家")
        outsider = User.objects.create(username="outsider")
        Membership.objects.create(user=outsider, company=other, role="hr")
    page = manager.post("/companies/members/new/", {"role": "hr", "username": "outsider"})
    assert "已被使用" in page.content.decode()
    both = Membership.objects.create(user=outsider, company=company, role="broker")
    answer = manager.post(f"/companies/members/{both.pk}/link/", follow=True)
    assert "只能由系统管理员重设密码" in answer.content.decode()
    assert answer.context.get("link") is None


def test_a_stopped_member_cannot_act_and_nobody_stops_themselves(company: Company, sign_in: Any) -> None:
    manager, finance = sign_in("hr_manager"), sign_in("finance")
    assert finance.get("/hr/").status_code == 200
    theirs = Membership.objects.get(role="finance")
    manager.post(f"/companies/members/{theirs.pk}/active/", {"active": "0"})
    assert finance.get("/", follow=True).status_code == 403
    own = Membership.objects.get(role="hr_manager")
    page = manager.post(f"/companies/members/{own.pk}/active/", {"active": "0"}, follow=True)
    assert "不能停用自己" in page.content.decode()
    own.refresh_from_db()
    assert own.active


def test_somebody_with_two_roles_switches(company: Company, sign_in: Any) -> None:
    user = User.objects.get(username="hr")
    second = Membership.objects.create(user=user, company=company, role="hr_manager")
    client = sign_in("hr")
    assert client.get(SETTINGS).status_code == 403
    client.post(f"/companies/switch/{second.pk}/")
    assert client.get(SETTINGS).status_code == 200
    others = Membership.objects.exclude(user=user).first()
    assert others is not None
    assert client.post(f"/companies/switch/{others.pk}/").status_code == 404


def test_sensitive_fields_stand_in_the_history_without_their_content(company: Company) -> None:
    from tuanbao.language import Text
    from tuanbao.platform.people.columns import KEPT
    from tuanbao.platform.protection.changes import HIDDEN, changes_of

    person = Person.objects.first()
    assert person is not None
    person.phone = "13800001111"
    person.save()
    change = changes_of([person], KEPT)[0]
    assert [(field.title, field.after) for field in change.fields] == [(Text("手机号", "Phone"), HIDDEN)]
    assert "1380000" not in str(change)


def test_the_history_says_values_in_words(company: Company) -> None:
    from tuanbao.language import Text
    from tuanbao.platform.people.columns import KEPT
    from tuanbao.platform.protection.changes import changes_of

    person = Person.objects.filter(relation="employee").exclude(sex="").first()
    other = Person.objects.filter(relation="employee").last()
    assert person is not None
    assert other is not None
    before = {"male": Text("男", "male"), "female": Text("女", "female")}
    was, now = person.sex, "female" if person.sex == "male" else "male"
    person.sex, person.employee = now, other
    person.save()
    found = {field.title.en: (field.before, field.after) for field in changes_of([person], KEPT)[0].fields}
    assert found["Sex"] == (before[was], before[now])
    assert found["Employee"][1] == Text(str(other), str(other))


def test_the_history_says_what_further_details_became(company: Company) -> None:
    from tuanbao.platform.people.columns import KEPT
    from tuanbao.platform.people.models import Employment
    from tuanbao.platform.protection.changes import changes_of

    post = Employment.objects.first()
    assert post is not None
    post.attributes = {"site": "苏州"}
    post.save()
    [field] = changes_of([post], KEPT)[0].fields
    assert (field.title.en, field.after.zh) == ("Further details", "site: 苏州")
