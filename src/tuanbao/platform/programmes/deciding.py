"""Submitting, approving and refusing a programme (提交、批准、退回): two people, never one (双人复核)."""

from typing import Any

from django.db import transaction

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.programmes.models import ProgrammeVersion
from tuanbao.platform.programmes.versions import VersionError, check_version, locked


@transaction.atomic
def submit(version: ProgrammeVersion, user: Any, note: str = "") -> ProgrammeVersion:
    """A draft without problems waits for another person. Raises VersionError."""
    version = locked(version, "draft")
    problems = check_version(version).findings
    if problems:
        zh = f"还有 {len(problems)} 处问题，改好后才能提交；第一处在第 {problems[0].line} 行：{problems[0].message.zh}"
        en = f"{len(problems)} problems must be mended first; line {problems[0].line}: {problems[0].message.en}"
        raise VersionError(Text(zh, en))
    return _moved(version, "submitted", note=note[:300], submitted_at=clock.now(), submitted_by=user)


@transaction.atomic
def withdraw(version: ProgrammeVersion, user: Any) -> ProgrammeVersion:
    """Back to a draft, by one of its authors, while nobody has decided."""
    version = locked(version, "submitted")
    if user.pk not in authors(version):
        raise VersionError(Text("只有编写人可以撤回", "only its authors take it back"))
    return _moved(version, "draft", submitted_at=None, submitted_by=None)


@transaction.atomic
def approve(version: ProgrammeVersion, user: Any) -> ProgrammeVersion:
    """By somebody who neither wrote nor submitted it. From its date on it supersedes. Raises VersionError."""
    version = locked(version, "submitted")
    if user.pk in authors(version):
        zh = "编写或提交的人不能自己批准；请另一位有批准权限的同事来批准"
        raise VersionError(Text(zh, "who wrote or submitted it cannot approve it; ask another person who may approve"))
    return _moved(version, "approved", decided_at=clock.now(), decided_by=user)


@transaction.atomic
def refuse(version: ProgrammeVersion, user: Any, reason: str) -> ProgrammeVersion:
    """With the reason, for the authors; a new draft can be begun from it. Raises VersionError."""
    version = locked(version, "submitted")
    if not reason.strip():
        raise VersionError(Text("请写明退回的理由", "say why it is refused"))
    return _moved(version, "refused", note=reason.strip()[:300], decided_at=clock.now(), decided_by=user)


def authors(version: ProgrammeVersion) -> set[int]:
    """Everybody who drafted, changed or submitted the programme or one of its plans."""
    found = {version.drafted_by_id, version.submitted_by_id}
    every: list[Any] = [version, *version.plans.all()]
    for each in every:
        rows = each.history.filter(state="draft")
        found |= {each.drafted_by_id, *rows.values_list("history_user_id", flat=True)}
    return {pk for pk in found if pk is not None}


def _moved(version: ProgrammeVersion, state: str, **fields: Any) -> ProgrammeVersion:
    """Programme and plans, all into one state."""
    for each in (*version.plans.all(), version):
        each.state = state
        for name, value in fields.items():
            setattr(each, name, value)
        each.save()
    return version
