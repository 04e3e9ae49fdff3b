"""Data of people is kept as long as the schedule says, and then nobody can be made out."""

from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.db.models import FileField
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuanbao.platform import clock
from tuanbao.platform.choice.models import Evidence
from tuanbao.platform.clock import clock_at
from tuanbao.platform.companies.models import Company, Membership
from tuanbao.platform.cover.models import Endorsement, EndorsementLine, Policy
from tuanbao.platform.people.models import Document, Person
from tuanbao.platform.programmes.models import ProgrammeRun, ProgrammeVersion, RunFile
from tuanbao.platform.protection.anonymising import (
    BY_NUMBER,
    NAME,
    OF_PERSON,
    RULES,
    anonymise,
    due_files,
    due_people,
    empty_file,
)
from tuanbao.platform.protection.models import AuditEntry
from tuanbao.platform.protection.retention import Contract, Kept, due, periods
from tuanbao.platform.protection.rotation import encrypted_columns

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def since(left: date | None, *contracts: Contract) -> str:
    found = list(due([Kept(1, left, contracts)], date(2100, 1, 1)))
    return f"{found[0].since} {found[0].period.key}" if found else "kept"


def test_a_years_contract_is_kept_for_five_years_from_its_end() -> None:
    year = Contract(date(2026, 1, 1), date(2026, 12, 31))
    assert since(date(2026, 6, 30), year) == "2031-12-31 contract_up_to_a_year"
    longer = Contract(date(2026, 1, 1), date(2027, 1, 1))
    assert since(date(2026, 6, 30), longer) == "2037-01-01 contract_longer"
    assert since(date(2026, 6, 30), year, longer) == "2037-01-01 contract_longer"
    assert since(date(2024, 2, 29)) == "2026-03-01 never_insured"
    assert since(None, year) == "kept", "who is employed is kept"


def test_every_period_names_its_source_and_how_sure_we_are() -> None:
    for period in periods().values():
        assert period.source
        assert period.confidence in {"verified", "likely", "unverified"}
    assert periods()["never_insured"].confidence == "unverified"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(DAYS, DAYS, st.integers(0, 4000), DAYS)
def test_nobody_is_due_before_the_least_period(left: date, begins: date, days: int, today: date) -> None:
    ends = date.fromordinal(begins.toordinal() + days)
    for found in due([Kept(1, left, (Contract(begins, ends),))], today):
        assert found.since <= today
        assert (today - ends).days >= 5 * 365
        assert today > left


def leaver(company: Company) -> Person:
    person = Person.objects.filter(relation="employee", memberships__isnull=False)[0]
    person.left_on, person.phone, person.identity_number = date(2026, 6, 30), "13800001111", "110101199003074477"
    person.save()
    policy = Policy.objects.get(number="DEMO-2026")
    endorsement = Endorsement.objects.create(company=company, policy=policy, number=1, made_at=clock.now())
    EndorsementLine.objects.create(
        company=company,
        endorsement=endorsement,
        person=person,
        plan_id="acme-tech-staff",
        action="add",
        first_day=date(2026, 1, 1),
        last_day=date(2026, 6, 30),
        premium_fen=100,
        employer_fen=100,
        employee_fen=0,
        reason="start",
    )
    return person


def test_a_leaver_is_anonymised_when_the_period_is_over_and_not_before(company: Company) -> None:
    person = leaver(company)
    document = Document.objects.create(
        company=company,
        person=person,
        kind="x",
        name="出生证",
        handed_in_at=clock.now(),
        file=ContentFile(b"x", "a.pdf"),
    )
    storage, stored = document.file.storage, document.file.name
    assert due_people(company) == []
    with clock_at(date(2031, 12, 30)):
        assert person.pk not in {found.key for found in due_people(company)}
    with clock_at(date(2031, 12, 31)):
        found = [each for each in due_people(company) if each.key == person.pk]
        anonymise(company, found[0])
        assert person.pk not in {each.key for each in due_people(company)}, "once is enough"
    old_name, person = person.name, Person.objects.get(pk=person.pk)
    assert (person.name, person.phone, person.identity_index, person.birth_date) == (NAME, "", "", None)
    assert not person.history.exclude(name=NAME).exists(), "the history tells nothing either"
    assert not person.history.exclude(phone_index="").exists()
    assert Document.objects.get(pk=document.pk).name == NAME
    user = Membership.objects.get(person=person).user
    assert (user.name, user.is_active) == (NAME, False)
    assert EndorsementLine.objects.get(person=person).premium_fen == 100
    entry = AuditEntry.objects.get(action="retention.anonymised")
    assert entry.target == f"people.person:{person.pk}"
    assert old_name not in str(entry.details)
    storage.delete(stored)


def run_file(company: Company) -> RunFile:
    programme = ProgrammeVersion.objects.get(effective_to=date(2026, 12, 31))
    run = ProgrammeRun.objects.create(
        company=company, kind="design", programme=programme, asked_at=clock.now(), done_at=clock.now(), summary={"x": 1}
    )
    content = ContentFile(b"x", "design.xlsx")
    made: RunFile = RunFile.objects.create(company=company, run=run, name="design.xlsx", content=content)
    return made


def test_the_files_of_a_design_go_five_years_after_its_plan_year_and_its_summary_stays(
    company: Company, sign_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    file = run_file(company)
    storage, stored = file.content.storage, file.content.name
    with clock_at(date(2031, 12, 30)):
        assert due_files(company) == []
    with clock_at(date(2031, 12, 31)), django_capture_on_commit_callbacks(execute=True):
        assert due_files(company) == [file]
        for _ in range(2):
            empty_file(file)
        assert due_files(company) == []
    assert not storage.exists(stored)
    assert AuditEntry.objects.filter(action="retention.file_emptied").count() == 1
    assert ProgrammeRun.objects.get(pk=file.run_id).summary == {"x": 1}
    assert sign_in("hr").get(reverse("programmes:run_file", args=[file.run_id, file.pk])).status_code == 404
    answer = sign_in("hr").post(reverse("programmes:run_draft", args=[file.run_id]))
    assert "保存期满" in " ".join(map(str, get_messages(answer.wsgi_request)))


def test_every_kept_file_has_an_end() -> None:
    """Who adds a field with files says here what becomes of them."""
    ends = {
        "people.Document.file": "anonymising its person",
        "people.Import.file": "when the import ends",
        "people.Import.plan": "when the import ends",
        "programmes.RunFile.content": "programme_run",
    }
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FileField)
    }
    assert found == set(ends)


def test_every_encrypted_field_about_a_person_is_emptied() -> None:
    """Who adds an encrypted column says here what becomes of it."""
    emptied = {(Person, name) for name in OF_PERSON} | {(model, name) for model, _, blank in RULES for name in blank}
    emptied |= {(model, name) for model, blank in BY_NUMBER for name in blank}
    not_about_people = {"api"}
    for model, columns in encrypted_columns():
        if model._meta.app_label in not_about_people or model.__name__.startswith("Historical"):
            continue
        for column in columns:
            assert (model, column) in emptied, f"{model.__name__}.{column}"
    assert (Evidence, "answers") in emptied
