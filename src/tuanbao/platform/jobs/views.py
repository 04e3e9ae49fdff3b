"""Screens of long work (后台任务): the list, one job, its progress as a piece of any page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tuanbao.language import Text
from tuanbao.platform.companies.access import may_open
from tuanbao.platform.jobs.models import STATES, Job
from tuanbao.platform.jobs.work import retry
from tuanbao.platform.protection.audit import record
from tuanbao.platform.web.languages import language
from tuanbao.platform.web.tables import Column, Table, table_page

BY_SYSTEM = Text("系统", "the system")


def _by(job: Job) -> str | Text:
    return (job.asked_by.name or job.asked_by.username) if job.asked_by else BY_SYSTEM


def _progress(job: Job) -> Text | str:
    """How far it is and what it is at; what went wrong."""
    said = job.error or job.doing if job.state in {"failed", "running"} else {}
    if not said:
        return ""
    far = f"{job.percent}% " if job.state == "running" and job.percent is not None else ""
    return Text(far + said["zh"], far + said["en"])


JOBS = Table(
    "jobs",
    Text("后台任务", "Background jobs"),
    (
        Column("title", Text("任务", "Job"), link=lambda job: reverse("jobs:detail", args=[job.pk])),
        Column(
            "state",
            Text("状态", "State"),
            kind="badge",
            sort="state",
            filter="state",
            choices=STATES,
            colours={"done": "green", "failed": "red", "running": "blue"},
        ),
        Column("progress", Text("进度", "Progress"), value=_progress),
        Column("by", Text("由谁", "By"), value=_by),
        Column("asked_at", Text("何时", "When"), kind="moment", sort="asked_at", filter="asked_at"),
    ),
    empty=Text(
        "还没有任务。导入人员、报价、方案设计等耗时的工作会出现在这里，可以离开页面，稍后再看",
        "No jobs yet. Imports, quotes, designs and other long work appear here; you may leave the page and come back",
    ),
)


# Login is enough for these views: a job tells what is being done and not to whom, and its links ask for permission
# themselves. Employees see the jobs that they asked for.


@login_required
@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    """My company's jobs, the latest first."""
    if not _is_staff(request):
        raise PermissionDenied("jobs")
    return table_page(request, JOBS, Job.objects.select_related("asked_by"), "jobs/list.html")


@login_required
@require_GET
def detail(request: HttpRequest, pk: Any) -> HttpResponse:
    job = _job(request, pk)
    links = [link for link in job.result.get("links", ()) if may_open(request, link["url"])]
    return render(request, "jobs/detail.html", {"job": job, "links": links, "may_retry": _may_retry(request, job)})


@login_required
@require_GET
def progress(request: HttpRequest, pk: Any) -> HttpResponse:
    """The fragment `jobs/_progress.html`, asked for again and again until the job has ended. With ``?then=reload`` the
    page that holds it is loaded again at the end, so that it shows what the job made."""
    job = _job(request, pk)
    then = request.GET.get("then", "")
    answer = render(request, "jobs/_progress.html", {"job": job, "then": then})
    if job.ended and then == "reload":
        answer["HX-Refresh"] = "true"
    return answer


@login_required
@require_POST
def retry_job(request: HttpRequest, pk: Any) -> HttpResponse:
    job = _job(request, pk)
    if not _may_retry(request, job):
        raise PermissionDenied("jobs")
    if retry(job):
        record("job.retried", job, request=request)
        messages.success(request, Text("已重新排队", "It waits for its turn again").to(language()))
    return redirect("jobs:detail", pk=job.pk)


def _job(request: HttpRequest, pk: Any) -> Job:
    if request.membership is None:  # type: ignore[attr-defined]
        raise PermissionDenied("jobs")
    job: Job | None = Job.objects.select_related("asked_by").filter(pk=pk).first()
    if job is None or not (_is_staff(request) or job.asked_by_id == request.user.pk):
        raise Http404
    return job


def _is_staff(request: HttpRequest) -> bool:
    membership = request.membership  # type: ignore[attr-defined]
    return membership is not None and membership.role != "employee"


def _may_retry(request: HttpRequest, job: Job) -> bool:
    """Whoever asked for it, or manages the company."""
    manages = request.membership.may("company.manage")  # type: ignore[attr-defined]
    return job.state == "failed" and (manages or job.asked_by_id == request.user.pk)
