"""Who is covered today, for the portal and for the engine."""

from datetime import date
from typing import Any

import xlsxwriter

from tests.platform.cover.test_endorsing import employee
from tuanbao.platform.cover import covered
from tuanbao.platform.cover.endorsing_job import endorse
from tuanbao.platform.cover.models import Endorsement, Policy
from tuanbao.platform.cover.rate_table import read, replace_rates, written
from tuanbao.platform.cover.roster import members_table
from tuanbao.platform.cover.waiting import waiting
from tuanbao.platform.jobs.work import carry_out, start
from tuanbao.platform.people.models import Person
from tuanbao.platform.sample.cover import begin_year
from tuanbao.roster import check_members


def test_an_employee_sees_the_plan_of_the_tier(company: Any) -> None:
    person = Person.objects.filter(relation="employee").first()
    (found,) = covered.on(company, person)
    assert (found.spell.person, found.spell.plan_id) == (person.pk, "acme-tech-staff")
    assert found.title.zh
    assert found.policy.number == "DEMO-2026"


def test_next_year_another_policy_covers(company: Any) -> None:
    assert {each.policy.number for each in covered.on(company, day=date(2027, 2, 1))} == {"DEMO-2027"}
    assert covered.on(company, day=date(2030, 1, 1)) == []


def test_somebody_told_too_late_is_covered_from_the_day_on_which_the_insurer_covers(company: Any) -> None:
    begin_year(company, 2026)
    late = employee(company=company, number="L1", name="晚", hired_on=date(2026, 6, 1))
    (found,) = covered.on(company, late)
    assert found.spell.first == date(2026, 10, 21)
    assert covered.on(company, late, date(2026, 8, 1)) == []


def test_the_engine_reads_the_covered_people(company: Any) -> None:
    reading = check_members(members_table(company))
    rows = reading.table.to_pylist()
    assert reading.errors == []
    told = Person.objects.filter(relation="employee", hired_on__lt=date(2026, 11, 20)).exclude(
        left_on__lt=date(2026, 11, 20)
    )
    assert {row["member_id"] for row in rows} == set(told.values_list("number", flat=True))
    assert {row["plan"] for row in rows} == {"acme-tech-staff"}
    assert date(2026, 12, 31) in {row["cover_to"] for row in rows}


def test_the_demo_begins_its_year_once_and_has_people_waiting(company: Any) -> None:
    made = begin_year(company, 2026)
    assert made is not None
    assert Endorsement.objects.get().state == "confirmed"
    assert begin_year(company, 2026) is None
    found = waiting(made.policy)
    assert sorted(each.change.reason for each in found.waiting) == ["joiner", "joiner", "leaver", "leaver"]
    assert found.problems == []


def test_a_job_makes_the_endorsement_and_again_nothing(company: Any) -> None:
    policy = Policy.objects.get(number="DEMO-2026")
    job = start("cover.endorse", company, policy=policy.pk)
    carry_out(job)
    job.refresh_from_db()
    assert job.state == "done"
    assert job.result["lines"] == Person.objects.filter(relation="employee").count()
    assert endorse(job, lambda *_: None) == {"lines": 0}


def book(rows: list[list[Any]], tmp_path: Any) -> bytes:
    path = tmp_path / "rates.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return bytes(path.read_bytes())


def test_rates_are_written_and_read_again(company: Any, tmp_path: Any) -> None:
    policy = Policy.objects.get(number="DEMO-2026")
    found = read(book(written(policy), tmp_path), "rates.xlsx", policy.plans)
    assert found.problems == ()
    assert replace_rates(policy, found.rates) == 5
    assert policy.rates.get(variant="lite").yearly_fen == 1130_00


def test_everything_wrong_with_a_rate_table_is_named_with_its_row(company: Any, tmp_path: Any) -> None:
    policy = Policy.objects.get(number="DEMO-2026")
    head, *rows = written(policy)
    bad = [
        ["no-such-plan", "", "员工", 0, 150, "", 10],
        ["acme-tech-staff", "", "员工", 40, 20, "男", 10],
        ["acme-tech-staff", "", "表亲", 0, 20, "", 10],
        ["acme-tech-staff", "", "员工", 0, 20, "", "很多"],
    ]
    found = read(book([head, rows[0], *bad], tmp_path), "rates.xlsx", policy.plans)
    assert [problem.row for problem in found.problems] == [3, 4, 5, 6]
