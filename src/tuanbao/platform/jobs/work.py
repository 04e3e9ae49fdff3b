"""Kinds of background work, starting one, running one (任务的登记、启动、执行)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django_scopes import scope, scopes_disabled
from django_tasks import task

from tuanbao.language import Text
from tuanbao.platform import clock
from tuanbao.platform.companies.models import Company
from tuanbao.platform.jobs.models import Job

Progress = Callable[[int, int, Text], None]
"""``tell(done, total, what it is at)``."""
Work = Callable[[Job, Progress], dict[str, Any]]
"""Does the work within the company's scope and gives the result as JSON. May be run again after a crash: it commits in
steps that can be repeated, or all at once."""


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
    """Writes the job and hands it to the workers once the transaction is through."""
    title = _KINDS[kind].title._asdict()
    job: Job = Job.objects.create(
        company=company, kind=kind, title=title, parameters=parameters, asked_at=clock.now(), asked_by=user
    )
    transaction.on_commit(lambda: run_job.enqueue(str(job.pk)))
    return job


@task()
def run_job(pk: str) -> None:
    """What a worker does."""
    with scopes_disabled():
        job = Job.objects.select_related("company").get(pk=pk)
    with scope(company=job.company):
        carry_out(job)


def carry_out(job: Job) -> None:
    """Runs the job's work and keeps how it ended."""
    Job.objects.filter(pk=job.pk).update(
        state="running", started_at=clock.now(), beat_at=clock.now(), attempts=job.attempts + 1
    )

    def tell(done: int, total: int, doing: Text) -> None:
        Job.objects.filter(pk=job.pk).update(done=done, total=total, doing=doing._asdict(), beat_at=clock.now())

    try:
        result = _KINDS[job.kind].work(job, tell)
    except JobError as error:
        Job.objects.filter(pk=job.pk).update(state="failed", error=error.text._asdict(), finished_at=clock.now())
    else:
        Job.objects.filter(pk=job.pk).update(state="done", result=result, finished_at=clock.now())
