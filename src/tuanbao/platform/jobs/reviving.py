"""Jobs whose worker died are given to another (任务接续)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled
from django_tasks_db.models import DBTaskResult

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.jobs.leases import DEAD_AFTER
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.schedule import every
from tuanbao.platform.jobs.work import hand_over

MOST_ATTEMPTS = 3
GIVEN_UP = Text(
    f"处理程序 {MOST_ATTEMPTS} 次中途停止，没有完成。请重试；仍不行请联系管理员（可能是内存不足）",
    f"Its worker stopped {MOST_ATTEMPTS} times on the way. Try again, or ask the administrator: memory may be short",
)


@every("minute", name="jobs.revive")
def revive(dead_after: timedelta = DEAD_AFTER) -> int:
    """Gives back what dead workers had; says how many jobs."""
    before = timezone.now() - dead_after
    with scopes_disabled():
        stale = Job.objects.filter(state="running", beat_at__lt=before)
        lost = Job.objects.filter(state="waiting").exclude(task__in=_queued(before).values("pk"))
        return sum(_revived(job.pk, before) for job in [*stale, *lost])


def _queued(before: datetime) -> QuerySet[Any]:
    """Entries of the queue that somebody will begin, or has just claimed and is about to begin."""
    return DBTaskResult.objects.filter(Q(status="READY") | Q(status="RUNNING", started_at__gte=before))


def _revived(pk: Any, before: datetime) -> bool:
    """One job, unless its worker has beaten again or holds its row in a transaction, and so lives."""
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
        if job is None or not _is_lost(job, before):
            return False
        DBTaskResult.objects.filter(pk=job.task, status="RUNNING").update(status="FAILED", finished_at=timezone.now())
        own = Job.objects.filter(pk=pk, state=job.state, lease=job.lease)
        if job.attempts >= MOST_ATTEMPTS:
            return bool(own.update(state="failed", lease="", error=GIVEN_UP._asdict(), finished_at=clock.now()))
        if not own.update(state="waiting", lease=""):
            return False
        hand_over(job)
        return True


def _is_lost(job: Job, before: datetime) -> bool:
    """Looked at again under the lock: another worker may have been here first."""
    if job.state == "running":
        return job.beat_at is not None and job.beat_at < before
    return job.state == "waiting" and not _queued(before).filter(pk=job.task).exists()
