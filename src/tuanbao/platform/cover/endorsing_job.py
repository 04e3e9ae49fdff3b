"""The endorsement of a large company as a job (批单任务). Run again after a crash it finds nothing left to tell."""

from typing import Any

from django.urls import reverse

from tuanbao.language import Text
from tuanbao.platform.cover.endorsing import make_endorsement
from tuanbao.platform.cover.models import Policy
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.work import JobError, Progress, job_kind

LARGE = 3000
"""People from whom on it is a job."""


@job_kind("cover.endorse", Text("生成批单", "Make an endorsement"))
def endorse(job: Job, tell: Progress) -> dict[str, Any]:
    policy = Policy.objects.filter(pk=job.parameters["policy"]).first()
    if policy is None:
        raise JobError(Text("保单已不存在", "the policy is not there any more"))
    tell(
        0,
        2,
        Text("正在对照人员、选择与已通知保险公司的内容", "comparing people and choices with what the insurer knows"),
    )
    made = make_endorsement(policy, job.asked_by)
    tell(2, 2, Text("批单已生成", "the endorsement is made"))
    if made is None:
        return {"lines": 0}
    link = {"url": reverse("cover:endorsement", args=[made.pk]), "title": {"zh": str(made), "en": str(made)}}
    return {"lines": made.lines.count(), "links": [link]}
