"""The ground holds."""

from typing import Any

import pytest
from django_scopes import scopes_disabled
from django_scopes.exceptions import ScopeError

from tuanbao.language import Text
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.work import carry_out, job_kind, start
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes.loaded import load_version
from tuanbao.platform.programmes.models import ProgrammeVersion


def test_hr_opens_the_console_and_an_employee_the_portal(sign_in: Any) -> None:
    assert sign_in("hr").get("/", follow=True).redirect_chain[-1][0] == "/hr/"
    assert sign_in("employee").get("/", follow=True).redirect_chain[-1][0] == "/my/"


def test_people_cannot_be_read_outside_a_company(company: Any) -> None:
    assert Person.objects.count() > 30
    with scopes_disabled():
        assert Person.objects.count() > 30


@pytest.mark.django_db
def test_no_scope_no_people() -> None:
    with pytest.raises(ScopeError):
        Person.objects.count()


def test_the_programme_in_force_is_read_with_its_plans(company: Any) -> None:
    version = ProgrammeVersion.objects.get(effective_from__year=2027)
    loaded = load_version(version)
    assert set(loaded.plans) == {"acme-tech-staff", "acme-tech-family"}
    assert loaded.title("acme-tech-staff", "lite").zh.endswith("（轻享）")


def test_a_job_is_run_and_its_progress_and_result_are_kept(company: Any) -> None:
    @job_kind("test.count", Text("数数", "Count"))
    def count(job: Job, tell: Any) -> dict[str, Any]:
        tell(1, 2, Text("数到一", "at one"))
        return {"counted": 2}

    job = start("test.count", company)
    carry_out(job)
    job.refresh_from_db()
    assert (job.state, job.result, job.done) == ("done", {"counted": 2}, 1)
