"""What people see of jobs."""

from typing import Any

import pytest

from tuanbao.language import Text
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.work import JobError, carry_out, job_kind, start


def broken(job: Job, tell: Any) -> dict[str, Any]:
    raise JobError(Text("缺少出生日期", "birth dates are missing"))


@pytest.fixture
def failed(company: Any) -> Job:
    job_kind("test.broken", Text("报价", "Quote"))(broken)
    hr = Membership.objects.get(company=company, role="hr").user
    job = start("test.broken", company, hr)
    carry_out(job)
    return job


def test_hr_sees_the_jobs_and_tries_a_failed_one_again(failed: Job, sign_in: Any) -> None:
    client = sign_in("hr")
    assert "缺少出生日期" in client.get("/hr/jobs/").text
    assert "重试" in client.get(f"/hr/jobs/{failed.pk}/").text
    client.post(f"/hr/jobs/{failed.pk}/retry/")
    failed.refresh_from_db()
    assert failed.state == "waiting"
    page = client.get(f"/hr/jobs/{failed.pk}/").text
    assert "hx-get" in page
    assert "重试" not in page


def test_somebody_elses_job_is_not_retried_by_who_does_not_manage_the_company(failed: Job, sign_in: Any) -> None:
    assert sign_in("finance").post(f"/hr/jobs/{failed.pk}/retry/").status_code == 403
    assert sign_in("hr_manager").post(f"/hr/jobs/{failed.pk}/retry/").status_code == 302


def test_progress_is_asked_for_until_the_job_has_ended(company: Any, failed: Job, sign_in: Any) -> None:
    client = sign_in("hr")
    ended = client.get(f"/hr/jobs/{failed.pk}/progress/?then=reload")
    assert ended["HX-Refresh"] == "true"
    assert "hx-get" not in ended.text
    waiting = start("test.broken", company)
    going = client.get(f"/hr/jobs/{waiting.pk}/progress/")
    assert "hx-get" in going.text
    assert "HX-Refresh" not in going


def test_an_employee_sees_only_what_the_employee_asked_for(failed: Job, sign_in: Any, company: Any) -> None:
    client = sign_in("employee")
    assert client.get("/hr/jobs/").status_code == 403
    assert client.get(f"/hr/jobs/{failed.pk}/progress/").status_code == 404
    own = start("test.broken", company, Membership.objects.filter(role="employee").order_by("pk").first().user)  # type: ignore[union-attr]
    assert client.get(f"/hr/jobs/{own.pk}/progress/").status_code == 200


def test_a_job_leads_only_to_what_one_may_open(company: Any, sign_in: Any) -> None:
    result = {"links": [{"title": ["导入", "Import"], "url": "/hr/people/import/1/"}]}
    job_kind("test.linked", Text("导入", "Import"))(lambda job, tell: result)
    job = start("test.linked", company)
    carry_out(job)
    assert "/hr/people/import/1/" in sign_in("hr").get(f"/hr/jobs/{job.pk}/").text
    assert "/hr/people/import/1/" not in sign_in("finance").get(f"/hr/jobs/{job.pk}/").text
