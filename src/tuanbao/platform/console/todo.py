"""What needs somebody today (待办): each counted (by one query, but for reconciliation), linked to where it is done."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse

from tuanbao.language import Text
from tuanbao.platform.choice.models import Evidence, LifeEvent
from tuanbao.platform.console.today import Today, still
from tuanbao.platform.cover.models import Endorsement, Policy
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.money.models import Bill
from tuanbao.platform.money.settling import open_in_recent_months
from tuanbao.platform.people.models import Document, Person
from tuanbao.platform.programmes.models import ProgrammeVersion
from tuanbao.platform.web.navigation import address_of

RENEWAL_DAYS = 120


class Todo(NamedTuple):
    text: Text
    address: str
    icon: str
    urgent: bool = False


Finder = Callable[[Today], Todo | None]
"""None where there is nothing to do."""


def unverified_dependants(at: Today) -> Todo | None:
    n = Person.objects.exclude(employee=None).filter(verified_at=None).filter(still(at.day)).count()
    return _todo(
        n,
        f"{n} 位家属的材料还没有核对",
        f"{many(n, 'dependant')} without verified documents",
        "people:documents",
        "user-question",
    )


def documents_to_check(at: Today) -> Todo | None:
    n = Document.objects.filter(accepted=None).count()
    return _todo(n, f"{n} 份材料待审核", f"{many(n, 'document')} to check", "people:documents", "file-text")


def incomplete_people(at: Today) -> Todo | None:
    lacking = Q(birth_date=None) | Q(sex="")
    n = Person.objects.filter(lacking, left_on=None).count()
    text = f"{n} 人缺少出生日期或性别", f"{many(n, 'person', 'people')} without birth date or sex"
    return _todo(n, *text, "people:list", "user-exclamation", urgent=True)


def life_events_to_decide(at: Today) -> Todo | None:
    n = LifeEvent.objects.filter(accepted=None).count()
    return _todo(n, f"{n} 个生活事件待审核", f"{many(n, 'life event')} to decide", "choice:events", "heart")


def window_closing(at: Today) -> Todo | None:
    if at.window is None:
        return None
    left, waiting = (at.window.closes_on - at.day).days, at.may_choose - at.chosen
    zh = f"选择窗口还有 {left} 天关闭，{waiting} 人还没有选" if left else f"选择窗口今天关闭，{waiting} 人还没有选"
    when = f"in {many(left, 'day')}" if left else "today"
    en = f"the window closes {when}; {waiting} have not chosen"
    return _todo(max(waiting, 0), zh, en, "choice:progress", "calendar-time", urgent=left <= 3)


def programmes_to_approve(at: Today) -> Todo | None:
    n = ProgrammeVersion.objects.filter(state="submitted").count()
    return _todo(n, f"{n} 个方案体系待批准", f"{many(n, 'programme')} to approve", "programmes:list", "layout-list")


def endorsements_to_approve(at: Today) -> Todo | None:
    n = Endorsement.objects.filter(approved_at=None).count()
    return _todo(n, f"{n} 份批单待批准", f"{many(n, 'endorsement')} to approve", "cover:changes", "arrows-exchange")


def endorsements_to_send(at: Today) -> Todo | None:
    n = Endorsement.objects.exclude(approved_at=None).filter(sent_at=None).count()
    return _todo(
        n, f"{n} 份批单待发给保险公司", f"{many(n, 'endorsement')} to send to the insurer", "cover:changes", "send"
    )


def endorsements_to_confirm(at: Today) -> Todo | None:
    """An insurer sees its own policies only."""
    sent = Endorsement.objects.exclude(sent_at=None).filter(confirmed_at=None)
    n = (sent.filter(policy__insurer=at.who.insurer) if at.who.role == "insurer" else sent).count()
    return _todo(
        n,
        f"{n} 份批单待保险公司确认",
        f"{many(n, 'endorsement')} for the insurer to confirm",
        "cover:changes",
        "checks",
    )


def declarations_to_decide(at: Today) -> Todo | None:
    n = Evidence.objects.filter(accepted=None).count()
    return _todo(
        n,
        f"{n} 份健康告知或材料待核定",
        f"{many(n, 'health declaration or proof', 'health declarations or proofs')} to decide",
        "choice:declarations",
        "stethoscope",
    )


def bills_to_approve(at: Today) -> Todo | None:
    """Of those that somebody else issued: nobody approves their own."""
    n = Bill.objects.filter(approval=None).exclude(made_by=at.who.user_id).count()
    return _todo(n, f"{n} 份账单待批准", f"{many(n, 'bill')} to approve", "money:bills", "receipt")


def differences_open(at: Today) -> Todo | None:
    """Of the insurers' bills of this month and the last that nobody has settled."""
    upload, n = open_in_recent_months(at.day)
    if upload is None:
        return None
    address = f"{reverse('money:differences', args=[upload.pk])}?state=open"
    return Todo(Text(f"{n} 笔核对差异未处理", f"{n} differences of reconciliation are open"), address, "scale")


def policies_ending(at: Today) -> Todo | None:
    n = Policy.objects.filter(ends_on__gte=at.day, ends_on__lte=at.day + timedelta(RENEWAL_DAYS)).count()
    text = (
        f"{n} 张保单在 {RENEWAL_DAYS} 天内到期",
        f"{many(n, 'policy ends', 'policies end')} within {RENEWAL_DAYS} days",
    )
    return _todo(n, *text, "cover:policies", "calendar-repeat")


def failed_jobs(at: Today) -> Todo | None:
    n = Job.objects.filter(state="failed", finished_at__date__gte=at.day - timedelta(7)).count()
    return _todo(
        n,
        f"近 7 天有 {n} 个任务失败",
        f"{many(n, 'job')} failed in the last 7 days",
        "jobs:list",
        "alert-triangle",
        urgent=True,
    )


def many(n: int, one: str, more: str = "") -> str:
    """``1 bill``, ``2 bills``, in English."""
    return f"{n} {one if n == 1 else more or one + 's'}"


def _todo(n: int, zh: str, en: str, url: str, icon: str, *, urgent: bool = False) -> Todo | None:
    return Todo(Text(zh, en), address_of(url), icon, urgent) if n else None
