"""Who has a job, and what becomes of one whose worker is silent."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tuanbao.language import Text
from tuanbao.platform.jobs import leases, work
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.reviving import MOST_ATTEMPTS, revive
from tuanbao.platform.jobs.work import JobError, carry_out, job_kind, retry, run_job, start

SAID = Text("在做", "at it")


@pytest.fixture(autouse=True)
def every_word_is_written(monkeypatch: Any) -> None:
    monkeypatch.setattr(work, "WRITE_EVERY", 0)


def kind(act: Any) -> str:
    job_kind("test.act", Text("做", "do"))(act)
    return "test.act"


def silent(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - timedelta(minutes=2))


def test_a_job_handed_over_twice_runs_once(company: Any) -> None:
    times = []
    job = start(kind(lambda job, tell: times.append(1) or {}), company)
    run_job.call(str(job.pk))
    run_job.call(str(job.pk))
    assert times == [1]


def test_a_slow_worker_that_lost_its_job_writes_nothing_more(company: Any) -> None:
    def slow(job: Job, tell: Any) -> dict[str, Any]:
        silent(job)
        assert revive() == 1
        tell(1, 2, SAID)
        raise AssertionError("it was told that it goes on")

    job = start(kind(slow), company)
    carry_out(job)
    job.refresh_from_db()
    assert (job.state, job.done, job.lease) == ("waiting", 0, "")


def test_a_result_that_comes_after_the_job_was_lost_does_not_count(company: Any) -> None:
    def slow(job: Job, tell: Any) -> dict[str, Any]:
        silent(job)
        revive()
        return {"late": True}

    job = start(kind(slow), company)
    carry_out(job)
    job.refresh_from_db()
    assert (job.state, job.result) == ("waiting", {})


def test_a_worker_that_beats_keeps_its_job(company: Any) -> None:
    def slow(job: Job, tell: Any) -> dict[str, Any]:
        silent(job)
        leases.beat()
        assert revive() == 0
        return {"kept": True}

    job = start(kind(slow), company)
    carry_out(job)
    job.refresh_from_db()
    assert job.state == "done"


def test_after_three_dead_workers_a_job_fails_with_a_sentence_and_can_be_tried_again(company: Any) -> None:
    job = start(kind(lambda job, tell: {}), company)
    for attempt in range(MOST_ATTEMPTS):
        assert leases.take(job)
        silent(job)
        assert revive() == 1
        job.refresh_from_db()
        assert job.attempts == attempt + 1
    assert job.state == "failed"
    assert "3 次" in job.error["zh"]
    assert retry(job)
    assert not retry(job)
    carry_out(job)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)


def test_a_job_claimed_by_a_worker_that_died_before_it_began_is_handed_over_again(company: Any) -> None:
    job = start(kind(lambda job, tell: {}), company)
    assert revive() == 0
    DBTaskResult.objects.filter(pk=job.task).update(status="RUNNING", started_at=timezone.now() - timedelta(minutes=2))
    assert revive() == 1
    assert revive() == 0
    assert DBTaskResult.objects.filter(status="READY").count() == 1


def test_a_mistake_of_the_user_is_told_and_one_of_the_program_is_logged_without_its_values(
    company: Any, caplog: Any
) -> None:
    def refused(job: Job, tell: Any) -> dict[str, Any]:
        raise JobError(Text("名单是空的", "the list is empty"))

    number = "110101" + "199003070000"

    def broken(job: Job, tell: Any) -> dict[str, Any]:
        raise ValueError(number)

    job = start(kind(refused), company)
    carry_out(job)
    job.refresh_from_db()
    assert (job.state, job.error["zh"]) == ("failed", "名单是空的")
    job = start(kind(broken), company)
    carry_out(job)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "程序出错" in job.error["zh"]
    assert "ValueError" in caplog.text
    assert "in broken" in caplog.text
    assert number not in caplog.text + str(job.error)
