"""What needs somebody today (待办): each counted (by one query, but for reconciliation), linked to where it is done."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse

from tuanbao.language import Text
from tuanbao.platform.choice.models import Election, Evidence, LifeEvent, Window
from tuanbao.platform.companies.models import Membership
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


Finder = Callable[[Membership, date], Todo | None]
"""None where there is nothing to do."""


def unverified_dependants(who: Membership, day: date) -> Todo | None:
    n = Person.objects.exclude(employee=None).filter(verified_at=None).filter(_still(day)).count()
    return _todo(
        n,
        f"{n} 位家属的材料还没有核对",
        f"{many(n, 'dependant')} without verified documents",
        "people:documents",
        "user-question",
    )


def documents_to_check(who: Membership, day: date) -> Todo | None:
    n = Document.objects.filter(accepted=None).count()
    return _todo(n, f"{n} 份材料待审核", f"{many(n, 'document')} to check", "people:documents", "file-text")


def incomplete_people(who: Membership, day: date) -> Todo | None:
    lacking = Q(birth_date=None) | Q(sex="")
    n = Person.objects.filter(lacking, left_on=None).count()
    text = f"{n} 人缺少出生日期或性别", f"{many(n, 'person', 'people')} without birth date or sex"
    return _todo(n, *text, "people:list", "user-exclamation", urgent=True)


def life_events_to_decide(who: Membership, day: date) -> Todo | None:
    n = LifeEvent.objects.filter(accepted=None).count()
    return _todo(n, f"{n} 个生活事件待审核", f"{many(n, 'life event')} to decide", "choice:events", "heart")


def window_closing(who: Membership, day: date) -> Todo | None:
    window = open_window(day)
    if window is None:
        return None
    left, waiting = (window.closes_on - day).days, may_choose(window) - chosen(window)
    zh = f"选择窗口还有 {left} 天关闭，{waiting} 人还没有选" if left else f"选择窗口今天关闭，{waiting} 人还没有选"
    when = f"in {many(left, 'day')}" if left else "today"
    en = f"the window closes {when}; {waiting} have not chosen"
    return _todo(max(waiting, 0), zh, en, "choice:progress", "calendar-time", urgent=left <= 3)


def programmes_to_approve(who: Membership, day: date) -> Todo | None:
    n = ProgrammeVersion.objects.filter(state="submitted").count()
    return _todo(n, f"{n} 个方案体系待批准", f"{many(n, 'programme')} to approve", "programmes:list", "layout-list")


def endorsements_to_approve(who: Membership, day: date) -> Todo | None:
    n = Endorsement.objects.filter(approved_at=None).count()
    return _todo(n, f"{n} 份批单待批准", f"{many(n, 'endorsement')} to approve", "cover:changes", "arrows-exchange")


def endorsements_to_send(who: Membership, day: date) -> Todo | None:
    n = Endorsement.objects.exclude(approved_at=None).filter(sent_at=None).count()
    return _todo(
        n, f"{n} 份批单待发给保险公司", f"{many(n, 'endorsement')} to send to the insurer", "cover:changes", "send"
    )


def endorsements_to_confirm(who: Membership, day: date) -> Todo | None:
    """An insurer sees its own policies only."""
    sent = Endorsement.objects.exclude(sent_at=None).filter(confirmed_at=None)
    n = (sent.filter(policy__insurer=who.insurer) if who.role == "insurer" else sent).count()
    return _todo(
        n,
        f"{n} 份批单待保险公司确认",
        f"{many(n, 'endorsement')} for the insurer to confirm",
        "cover:changes",
        "checks",
    )


def declarations_to_decide(who: Membership, day: date) -> Todo | None:
    n = Evidence.objects.filter(accepted=None).count()
    return _todo(
        n,
        f"{n} 份健康告知或材料待核定",
        f"{many(n, 'health declaration or proof', 'health declarations or proofs')} to decide",
        "choice:declarations",
        "stethoscope",
    )


def bills_to_approve(who: Membership, day: date) -> Todo | None:
    """Of those that somebody else issued: nobody approves their own."""
    n = Bill.objects.filter(approval=None).exclude(made_by=who.user_id).count()
    return _todo(n, f"{n} 份账单待批准", f"{many(n, 'bill')} to approve", "money:bills", "receipt")


def differences_open(who: Membership, day: date) -> Todo | None:
    """Of the insurers' bills of this month and the last that nobody has settled."""
    upload, n = open_in_recent_months(day)
    if upload is None:
        return None
    address = f"{reverse('money:differences', args=[upload.pk])}?state=open"
    return Todo(Text(f"{n} 笔核对差异未处理", f"{n} differences of reconciliation are open"), address, "scale")


def policies_ending(who: Membership, day: date) -> Todo | None:
    n = Policy.objects.filter(ends_on__gte=day, ends_on__lte=day + timedelta(RENEWAL_DAYS)).count()
    text = (
        f"{n} 张保单在 {RENEWAL_DAYS} 天内到期",
        f"{many(n, 'policy ends', 'policies end')} within {RENEWAL_DAYS} days",
    )
    return _todo(n, *text, "cover:policies", "calendar-repeat")


def failed_jobs(who: Membership, day: date) -> Todo | None:
    n = Job.objects.filter(state="failed", finished_at__date__gte=day - timedelta(7)).count()
    return _todo(
        n,
        f"近 7 天有 {n} 个任务失败",
        f"{many(n, 'job')} failed in the last 7 days",
        "jobs:list",
        "alert-triangle",
        urgent=True,
    )


def open_window(day: date) -> Window | None:
    window: Window | None = Window.objects.filter(opens_on__lte=day, closes_on__gte=day, closed_at=None).first()
    return window


def employed(day: date) -> int:
    return Person.objects.filter(employee=None, hired_on__lte=day).filter(_still(day)).count()


def may_choose(window: Window) -> int:
    """Those employed on the first day of the year that is chosen for, as on the page of progress."""
    return employed(window.programme.effective_from)


def chosen(window: Window) -> int:
    """Employees who have chosen themselves for the window's year."""
    made = Election.objects.filter(programme=window.programme).exclude(source__in=("default", "renewed"))
    return made.values("employee").distinct().count()


def _still(day: date) -> Q:
    """Neither the person nor the one from whom the family hangs has left."""
    own = Q(left_on=None) | Q(left_on__gte=day)
    return own & (Q(employee=None) | Q(employee__left_on=None) | Q(employee__left_on__gte=day))


def many(n: int, one: str, more: str = "") -> str:
    """``1 bill``, ``2 bills``, in English."""
    return f"{n} {one if n == 1 else more or one + 's'}"


def _todo(n: int, zh: str, en: str, url: str, icon: str, *, urgent: bool = False) -> Todo | None:
    return Todo(Text(zh, en), address_of(url), icon, urgent) if n else None
