"""Quotes and designs of a programme with the people of the company, as jobs."""

from datetime import date
from typing import Any

import pytest

from tuanbao.platform import clock
from tuanbao.platform.companies.models import Membership
from tuanbao.platform.jobs.models import Job
from tuanbao.platform.jobs.work import carry_out
from tuanbao.platform.people.models import Person
from tuanbao.platform.programmes import runs
from tuanbao.platform.programmes.models import ProgrammeRun, ProgrammeVersion
from tuanbao.platform.programmes.rosters import insured_on, members_table


@pytest.fixture
def version(company: Any) -> ProgrammeVersion:
    found: ProgrammeVersion = ProgrammeVersion.objects.get(effective_from__year=2027)
    return found


@pytest.fixture
def hr(company: Any) -> Any:
    return Membership.objects.get(company=company, role="hr").user


def done(run: ProgrammeRun) -> ProgrammeRun:
    carry_out(Job.objects.select_related("company").get(pk=run.job_id))
    run.refresh_from_db()
    return run


def test_the_roster_of_a_day_has_who_works_here_and_their_families(company: Any, today: date) -> None:
    everybody = insured_on(today)
    leaver = Person.objects.filter(relation="employee", dependants__isnull=False).first()
    assert leaver
    leaver.left_on = date(2026, 11, 1)
    leaver.save()
    rest = insured_on(today)
    gone = {person.number for person in everybody} - {person.number for person in rest}
    assert gone == {leaver.number, *leaver.dependants.values_list("number", flat=True)}
    table = members_table(rest).table
    assert len(table) == len(rest)
    assert set(table["family_id"].to_pylist()) <= set(table["member_id"].to_pylist())
    assert not {"name", "id_number"} & {name for name in table.column_names if table[name].null_count < len(table)}


def test_a_quote_is_a_job_and_its_result_is_kept(version: ProgrammeVersion, hr: Any, sign_in: Any) -> None:
    run = done(runs.start_quote(version, hr, years=20))
    assert run.job.state == "done", run.job.error
    found = run.summary
    assert found["premium"] == sum(row["premium"] for row in found["tiers"]) == found["steps"][-1]["total"]
    assert found["premium"] == sum(row["premium"] for row in found["relations"])
    assert found["premium"] == sum(step["amount"] for step in found["steps"])
    assert found["employees"] == sum(person.relation == "employee" for person in insured_on(clock.today()))
    again = runs.quote(run.job, lambda *told: None)
    assert run.files.count() == 2
    assert again == run.job.result
    assert runs.latest_quote(version) == run

    client = sign_in("finance")
    assert f"{found['premium'] / 100:,.2f}" in client.get(f"/hr/programmes/runs/{run.pk}/").text
    assert f"{found['premium'] / 100:,.2f}" in client.get(f"/hr/programmes/{version.pk}/").text
    book = run.files.get(name="quote.xlsx")
    answer = client.get(f"/hr/programmes/runs/{run.pk}/files/{book.pk}/")
    assert answer.content.startswith(b"PK")
    with open(book.content.path, "rb") as file:
        assert not file.read().startswith(b"PK")


def test_a_quote_names_the_people_whose_facts_are_missing(version: ProgrammeVersion, hr: Any) -> None:
    person = Person.objects.filter(relation="employee").first()
    assert person
    person.sex, person.birth_date = "", None
    person.save()
    run = done(runs.start_quote(version, hr, years=20))
    assert run.job.state == "failed"
    assert f"{person.number} 的出生日期" in run.job.error["zh"]
    assert person.name not in run.job.error["zh"]


def test_who_may_edit_asks_for_quotes_and_designs(version: ProgrammeVersion, sign_in: Any) -> None:
    assert sign_in("finance").post(f"/hr/programmes/{version.pk}/quote/").status_code == 403
    answer = sign_in("hr").post(f"/hr/programmes/{version.pk}/quote/", {"depth": "quick"}, follow=True)
    assert "等待处理程序开始" in answer.text
    sign_in("hr").post(f"/hr/programmes/{version.pk}/quote/", {"depth": "quick"})
    assert version.runs.count() == 1, "a second click asks for nothing new"
    wrong = sign_in("hr").post(f"/hr/programmes/{version.pk}/design/", {"budget": "much", "options": "design: [x"})
    assert wrong.status_code == 422
    assert "预算应为金额" in wrong.text
    assert "设计选项第 " in wrong.text


def test_a_design_within_a_budget_is_a_job_and_becomes_a_draft(
    version: ProgrammeVersion, hr: Any, sign_in: Any
) -> None:
    run = done(runs.start_design(version, hr, budget=80_000_00, years=20, lines=5_000))
    assert run.job.state == "done", run.job.error
    found = run.summary
    assert found["company"] <= found["budget"] == 80_000_00
    assert {point["kind"] for point in found["points"]} >= {"frontier", "present", "proposed"}
    assert {file.name for file in run.files.all()} >= {"proposal.pdf", "proposal.xlsx", "proposal.pptx", "plans.yaml"}
    client = sign_in("hr")
    page = client.get(f"/hr/programmes/runs/{run.pk}/").text
    assert found["changes"][0]["what"]["zh"] in page
    client.post(f"/hr/programmes/runs/{run.pk}/draft/")
    draft = ProgrammeVersion.objects.get(state="draft")
    assert draft.effective_from == date(2027, 1, 1)


def test_a_budget_for_nothing_is_told(version: ProgrammeVersion, hr: Any) -> None:
    run = done(runs.start_design(version, hr, budget=1_00, years=20, lines=5_000))
    assert run.job.state == "failed"
    assert run.job.error["zh"]
