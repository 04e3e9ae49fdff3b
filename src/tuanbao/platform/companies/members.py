"""Who may act in a company: adding, stopping, a link to sign in (成员管理)."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from tuanbao.language import Text
from tuanbao.platform.accounts.invitations import invitation_link
from tuanbao.platform.accounts.models import User
from tuanbao.platform.companies.models import Company, Membership
from tuanbao.platform.companies.roles import ROLES
from tuanbao.platform.cover.models import Insurer
from tuanbao.platform.people.models import Person
from tuanbao.platform.protection.audit import record


class MemberError(Exception):
    """What was asked for cannot be; ``problems`` tells why, by field."""

    def __init__(self, **problems: Text) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class NewMember:
    username: str
    role: str
    name: str = ""
    email: str = ""
    number: str = ""
    """Employee number, for the role of an employee."""
    insurer: int | None = None
    """Key of the insurer for whom somebody acts."""


def add_member(company: Company, new: NewMember, request: HttpRequest) -> Membership:
    """A membership for a new user, or one more for somebody of this company."""
    problems = _problems(company, new, request)
    if problems:
        raise MemberError(**problems)
    person = Person.objects.filter(number=new.number, relation="employee").first() if new.number else None
    user = User.objects.filter(username__iexact=new.username).first()
    with transaction.atomic():
        if user is None:
            user = User(username=new.username, name=new.name or (person.name if person else ""), email=new.email)
            user.set_unusable_password()
            user.save()
        membership = Membership.objects.create(
            user=user,
            company=company,
            role=new.role,
            person=person if new.role == "employee" else None,
            insurer=Insurer.objects.get(pk=new.insurer) if new.role == "insurer" else None,
        )
        record("member.added", membership, request=request, role=new.role)
    return membership


def set_active(membership: Membership, active: bool, request: HttpRequest) -> None:
    if membership.user_id == request.user.pk:
        raise MemberError(active=Text("不能停用自己。", "You cannot stop yourself."))
    if membership.active == active:
        return
    with transaction.atomic():
        membership.active = active
        membership.save()
        record("member.started" if active else "member.stopped", membership, request=request)


def one_time_link(membership: Membership, request: HttpRequest) -> str:
    """A link with which the member sets a password; for those only who belong to nobody else."""
    user = membership.user
    elsewhere = user.memberships.exclude(company=membership.company).exists()
    if elsewhere or user.is_staff or user.is_superuser:
        words = Text(
            "这个账号还属于别的企业，或是系统管理员，只能由系统管理员重设密码。",
            "This account also belongs to another company, or is an administrator: only the administrator resets it.",
        )
        raise MemberError(link=words)
    if not (membership.active and user.is_active):
        raise MemberError(link=Text("成员已停用，先启用再发链接。", "The member is stopped; start them first."))
    link = invitation_link(request, user)
    record("member.link_made", membership, request=request)
    return link


def _problems(company: Company, new: NewMember, request: Any) -> dict[str, Text]:
    """Everything that is wrong, at once."""
    found: dict[str, Text] = {}
    if new.role not in ROLES:
        found["role"] = Text("请选择角色。", "Choose a role.")
    try:
        UnicodeUsernameValidator()(new.username)
    except ValidationError:
        found["username"] = Text("用户名只能有文字、数字和 @ . + - _。", "Letters, digits and @ . + - _ only.")
    user = User.objects.filter(username__iexact=new.username).first()
    if user is not None:
        held = user.memberships.filter(company=company)
        if user.pk == request.user.pk:
            found["username"] = Text("不能给自己增加角色。", "You cannot give yourself a role.")
        elif not held.exists():
            found["username"] = Text("这个用户名已被使用，请换一个。", "This user name is taken; choose another.")
        elif held.filter(role=new.role).exists():
            found["role"] = Text("此人已有这个角色。", "They have this role already.")
    if new.role == "employee" and not Person.objects.filter(number=new.number, relation="employee").exists():
        found["number"] = Text("没有这个工号的员工，请核对人员清单。", "No employee has this number.")
    if new.role == "insurer" and not Insurer.objects.filter(pk=new.insurer).exists():
        found["insurer"] = Text("请选择保险公司。", "Choose the insurer.")
    return found
