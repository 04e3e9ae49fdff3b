"""Kinds of background work, starting one, running one (任务的登记、启动、执行)."""

import json
import logging
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django_scopes import scope, scopes_disabled
from django_tasks import task

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.models import Company
from tuanbao.platform.jobs import leases, statistics
from tuanbao.platform.jobs.models import Job

Progress = Callable[[int, int, Text], None]
"""``tell(done, total, what it is at)``."""
Work = Callable[[Job, Progress], dict[str, Any]]
"""Does the work within the company's scope and gives the result as JSON. May be run again after a crash: it commits in
steps that can be repeated, or all at once. ``links`` of the result, {url, title: {zh, en}}, are offered on its page."""
WRITE_EVERY = 0.5
"""Seconds: progress that is told more often is not written each time."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    title: Text
    work: Work


class JobError(Exception):
    """The work cannot be done, and ``text`` tells a person why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


_KINDS: dict[str, Kind] = {}


def kinds() -> Mapping[str, Kind]:
    return _KINDS


def job_kind(name: str, title: Text) -> Callable[[Work], Work]:
    """Registers a function as the work of a kind; its module is imported by its app's `ready`."""

    def registered(work: Work) -> Work:
        _KINDS[name] = Kind(name, title, work)
        return work

    return registered


def start(kind: str, company: Company, user: Any = None, **parameters: Any) -> Job:
    """Writes the job and its entry in the queue, both or neither: workers see them once the transaction is through."""
    title = _KINDS[kind].title._asdict()
    with transaction.atomic():
        job: Job = Job.objects.create(
            company=company, kind=kind, title=title, parameters=parameters, asked_at=clock.now(), asked_by=user
        )
        hand_over(job)
    return job


def hand_over(job: Job) -> None:
    """Puts a waiting job into the queue of the workers."""
    job.task = run_job.enqueue(str(job.pk)).id
    Job.objects.filter(pk=job.pk).update(task=job.task)


def retry(job: Job) -> bool:
    """A failed job is done again from its beginning. False where it is not (any more) a failed one."""
    with transaction.atomic():
        again = Job.objects.filter(pk=job.pk, state="failed").update(
            state="waiting", attempts=0, done=0, total=0, doing={}, error={}, finished_at=None
        )
        if again:
            hand_over(job)
    return bool(again)


@task()
def run_job(pk: str) -> None:
    """What a worker does."""
    with scopes_disabled():
        job = Job.objects.select_related("company").get(pk=pk)
    with scope(company=job.company):
        carry_out(job)
    statistics.refresh()


def carry_out(job: Job) -> None:
    """Runs the job's work and keeps how it ended. Does nothing where another has it: a queue may hand it over twice."""
    lease = leases.take(job)
    if lease is None:
        return
    try:
        with leases.held(job, lease):
            outcome = _outcome(job, _told(job, lease))
            leases.write(job, lease, finished_at=clock.now(), **outcome)
    except leases.LeaseLostError:
        logger.warning("job %s was given to another worker", job.pk)


def _outcome(job: Job, tell: Progress) -> dict[str, Any]:
    """The fields that say how the work ended."""
    try:
        result = _KINDS[job.kind].work(job, tell)
        json.dumps(result)
        return {"state": "done", "result": result}
    except leases.LeaseLostError:
        raise
    except JobError as error:
        return {"state": "failed", "error": error.text._asdict()}
    except Exception as error:
        # where it happened, but not the message: it may cite a person's data
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("job %s (%s) failed: %s\n%s", job.pk, job.kind, type(error).__qualname__, where)
        return {"state": "failed", "error": _unexpected(job)._asdict()}


def _unexpected(job: Job) -> Text:
    number = str(job.pk)[:8]
    return Text(
        f"程序出错，没有完成，数据没有受损。请重试；仍不行请把编号 {number} 告诉管理员",
        f"The program failed and did not finish; no data was harmed. Try again, or tell the administrator {number}",
    )


def _told(job: Job, lease: str) -> Progress:
    written = -WRITE_EVERY

    def tell(done: int, total: int, doing: Text) -> None:
        nonlocal written
        at = time.monotonic()
        if at - written >= WRITE_EVERY:
            written = at
            leases.write(job, lease, done=done, total=total, doing=doing._asdict())

    return tell
