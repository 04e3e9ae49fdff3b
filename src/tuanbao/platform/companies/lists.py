"""The list of members (成员列表)."""

from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.urls import reverse

from tuanbao.language import Text
from tuanbao.platform.companies.models import Company, Membership
from tuanbao.platform.companies.roles import ROLES
from tuanbao.platform.web.tables import Column, Table

STATES = {"True": Text("在用", "active"), "False": Text("已停用", "stopped")}


def _address(member: Membership) -> str:
    return reverse("companies:member", args=[member.pk])


def _role(member: Membership) -> Text:
    """With the insurer for whom somebody acts."""
    role = member.role_title
    if member.insurer is None:
        return role
    return Text(f"{role.zh} · {member.insurer.title.zh}", f"{role.en} · {member.insurer.title.en}")


MEMBERS = Table(
    "members",
    Text("成员", "Members"),
    (
        Column("name", Text("姓名", "Name"), lambda member: str(member.user), sort="user__name", link=_address),
        Column("username", Text("用户名", "User name"), "user.username", sort="user__username"),
        Column(
            "role",
            Text("角色", "Role"),
            _role,
            sort="role",
            filter="role",
            choices={name: role.title for name, role in ROLES.items()},
        ),
        Column(
            "signed_in", Text("最近登录", "Last sign-in"), "user.last_login", kind="moment", sort="user__last_login"
        ),
        Column(
            "active",
            Text("状态", "State"),
            kind="badge",
            filter="active",
            choices=STATES,
            colours={"True": "green"},
        ),
    ),
    search=("user__name", "user__username", "person__number"),
    empty=Text("还没有成员", "No members yet"),
)


def members_of(company: Company) -> "QuerySet[Membership]":
    """Those who act for the company first, employees after. Memberships are no Owned: the company is asked for here."""
    last: Any = Case(When(role="employee", then=Value(1)), default=Value(0))
    found: QuerySet[Membership] = Membership.objects.filter(company=company).select_related("user", "person", "insurer")
    return found.annotate(last=last).order_by("last", "-active", "role", "pk")
