"""E-mail to those who have not chosen yet (提醒选择)."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.choice.book import read_book
from tuanbao.platform.choice.closing import without_choice
from tuanbao.platform.choice.models import Window
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.work import JobError, Progress, job_kind
from tuanbao.platform.protection.audit import record
from tuanbao.platform.protection.models import AuditEntry


def letter(name: str, window: Window) -> tuple[str, str]:
    """Subject and body, in both languages."""
    closes, left = window.closes_on, (window.closes_on - clock.today()).days
    year = window.programme.effective_from.year
    subject = f"请在 {closes} 前完成 {year} 年度福利选择 / Please choose your {year} benefits by {closes}"
    body = (
        f"{name}：\n您还没有完成 {year} 年度的保障选择，还有 {left} 天。登录“团保”，打开“选择”，约五分钟即可完成。"
        "不选择则沿用上一年度的选择，或按标准方案投保。\n\n"
        f"{name},\nYou have not chosen your cover for {year} yet; {left} days are left. Sign in to tuanbao and open"
        " Choose: it takes about five minutes. Without a choice, last year's is renewed, or the standard plan holds.\n"
    )
    return subject, body


@job_kind("choice.remind", Text("提醒未选择的员工", "remind those who have not chosen"))
def remind_job(job: Job, tell: Progress) -> dict[str, Any]:
    """One letter a person and job: the audit entry of a letter keeps a second run from sending it again."""
    window = Window.objects.select_related("programme").filter(pk=job.parameters["window"]).first()
    if window is None or window.closed_at is not None or window.closes_on < clock.today():
        raise JobError(Text("选择窗口已关闭，未发送提醒", "the window is closed; no reminder was sent"))
    book = read_book(job.company_id)
    year = next(each for each in book.years if each.first == window.programme.effective_from)
    people = [each.person for each in without_choice(book, year)]
    sent = without = 0
    for done, person in enumerate(people, 1):
        if not person.email:
            without += 1
        elif not _sent(job, person.pk):
            subject, body = letter(person.name, window)
            send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email])
            record("choice.reminded", person, company=job.company, user=job.asked_by, job=str(job.pk))
            sent += 1
        tell(done, len(people), Text("发送提醒", "sending reminders"))
    return {"sent": sent, "without_email": without}


def _sent(job: Job, person: int) -> bool:
    entries = AuditEntry.objects.filter(company=job.company, action="choice.reminded")
    return entries.filter(target=f"people.person:{person}", details__job=str(job.pk)).exists()
