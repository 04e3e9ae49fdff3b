"""How far long work is (任务接口)."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from tuanbao.platform.api.access import Bearer
from tuanbao.platform.api.problems import missing
from tuanbao.platform.jobs.models import Job

router = Router(tags=["jobs"], auth=Bearer())


class JobOut(Schema):
    id: UUID
    kind: str
    title: dict[str, str]
    state: Literal["waiting", "running", "done", "failed"]
    done: int
    total: int
    """0: not known."""
    error: dict[str, str]
    asked_at: datetime
    finished_at: datetime | None


@router.get("/{uuid:id}", response=JobOut, summary="一个任务 / One job")
def get_job(request: HttpRequest, id: UUID) -> Any:
    """Any valid token may ask."""
    job = Job.objects.filter(pk=id).first()
    if job is None:
        raise missing("任务", "job")
    return job
