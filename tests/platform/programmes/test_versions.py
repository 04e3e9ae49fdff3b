"""Versions of programmes: drafted by one, approved by another, never changed after that."""

from datetime import date
from typing import Any

import pytest

from tuanbao.platform.companies.models import Membership
from tuanbao.platform.programmes import deciding, versions
from tuanbao.platform.programmes.loaded import load_version
from tuanbao.platform.programmes.models import FixedError, ProgrammeVersion
from tuanbao.platform.programmes.versions import VersionError


@pytest.fixture
def hr(company: Any) -> Any:
    return Membership.objects.get(company=company, role="hr").user


@pytest.fixture
def manager(company: Any) -> Any:
    return Membership.objects.get(company=company, role="hr_manager").user


@pytest.fixture
def source(company: Any) -> ProgrammeVersion:
    version: ProgrammeVersion = ProgrammeVersion.objects.get(effective_from__year=2027)
    return version


def texts(version: ProgrammeVersion, old: str, new: str) -> dict[str, str]:
    """The plans' texts with something else written."""
    return {str(plan.pk): plan.text.replace(old, new) for plan in version.plans.all()}


def test_a_draft_is_the_next_version_with_plans_of_its_own(source: ProgrammeVersion, hr: Any) -> None:
    draft = versions.draft_from(source, hr)
    assert (draft.state, draft.number, draft.programme_id) == ("draft", source.number + 1, "acme-tech")
    assert {plan.state for plan in draft.plans.all()} == {"draft"}
    assert not set(draft.plans.all()) & set(source.plans.all())
    assert load_version(draft) == load_version(source)


def test_nobody_approves_what_they_wrote_or_submitted(source: ProgrammeVersion, hr: Any, manager: Any) -> None:
    draft = versions.draft_from(source, manager)
    deciding.submit(draft, hr)
    for author in (manager, hr):
        with pytest.raises(VersionError, match="another person"):
            deciding.approve(draft, author)
    auditor = Membership.objects.get(role="auditor").user
    approved = deciding.approve(draft, auditor)
    assert (approved.state, approved.decided_by) == ("approved", auditor)
    assert {plan.state for plan in approved.plans.all()} == {"approved"}


def test_who_only_changed_a_plan_of_a_draft_is_an_author_too(source: ProgrammeVersion, hr: Any, sign_in: Any) -> None:
    draft = versions.draft_from(source, hr)
    changed = {f"text-{key}": text for key, text in texts(draft, "amount: 5000\n", "amount: 6000\n").items()}
    changed = {key: text.replace("300000", "350000") for key, text in changed.items()}
    sign_in("hr_manager").post(f"/hr/programmes/{draft.pk}/edit/", changed)
    sign_in("hr").post(f"/hr/programmes/{draft.pk}/submit/")
    sign_in("hr_manager").post(f"/hr/programmes/{draft.pk}/approve/")
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_an_approved_version_is_never_changed(source: ProgrammeVersion, hr: Any) -> None:
    source.text = "programme: other"
    with pytest.raises(FixedError):
        source.save()
    plan = source.plans.first()
    with pytest.raises(FixedError):
        plan.save()
    with pytest.raises(VersionError):
        versions.save_draft(source, {"programme": "programme: other"})
    with pytest.raises(VersionError):
        versions.add_plan(source, hr)


def test_a_draft_with_problems_is_kept_but_not_submitted(source: ProgrammeVersion, hr: Any) -> None:
    draft = versions.draft_from(source, hr)
    checked = versions.save_draft(draft, texts(draft, "pay: 70%", "pay: 170%"))
    [finding] = checked.findings
    staff = draft.plans.get(plan_id="acme-tech-staff")
    assert (finding.part, staff.text.splitlines()[finding.line - 1].strip()) == (
        str(staff.pk),
        "- {up_to: 2000, pay: 170%}",
    )
    assert staff.text.splitlines()[finding.line - 1][finding.column - 1 :].startswith(("pay", "170%"))
    with pytest.raises(VersionError, match="1 problem"):
        deciding.submit(draft, hr)


def test_refused_with_a_reason_it_stays_as_it_is(source: ProgrammeVersion, hr: Any, manager: Any) -> None:
    draft = versions.draft_from(source, hr)
    deciding.submit(draft, hr)
    with pytest.raises(VersionError):
        deciding.refuse(draft, manager, " ")
    refused = deciding.refuse(draft, manager, "免赔额太高")
    assert (refused.state, refused.note) == ("refused", "免赔额太高")
    with pytest.raises(FixedError):
        refused.save()
    assert versions.draft_from(refused, hr).state == "draft"


def test_a_version_supersedes_from_its_date(source: ProgrammeVersion, hr: Any, manager: Any) -> None:
    draft = versions.draft_from(source, hr)
    versions.save_draft(
        draft, texts(draft, "sum_insured: 300000", "sum_insured: 350000"), effective_from=date(2027, 7, 1)
    )
    deciding.submit(versions.ProgrammeVersion.objects.get(pk=draft.pk), hr)
    assert versions.in_force(date(2027, 8, 1)).first() == source
    deciding.approve(draft, manager)
    assert versions.in_force(date(2027, 6, 30)).first() == source
    assert versions.in_force(date(2027, 7, 1)).first() == draft


def test_files_become_a_draft_with_a_plan_a_document(company: Any, hr: Any, source: ProgrammeVersion) -> None:
    plans = "\n---\n".join(plan.text for plan in source.plans.all())
    draft = versions.draft_upload(company, hr, [plans, source.text])
    assert set(draft.plans.values_list("plan_id", flat=True)) == {"acme-tech-staff", "acme-tech-family"}
    assert not versions.check_version(draft).findings
    with pytest.raises(VersionError, match="programme"):
        versions.draft_upload(company, hr, [plans])


def test_a_blank_draft_has_no_problems_and_takes_more_plans(company: Any, hr: Any) -> None:
    draft = versions.draft_blank(company, hr, 2028)
    assert not versions.check_version(draft).findings
    plan = versions.add_plan(draft, hr)
    assert plan.plan_id == "plan-1"
    versions.remove_plan(draft, plan.pk)
    assert draft.plans.count() == 1
    with pytest.raises(VersionError):
        versions.remove_plan(draft, draft.plans.get().pk)


def test_the_demo_has_a_change_that_waits_for_approval_and_a_draft(source: ProgrammeVersion, hr: Any) -> None:
    from tuanbao.platform.sample.programmes import make_drafts

    waiting, draft = make_drafts(hr)
    assert (waiting.state, draft.state) == ("submitted", "draft")
    assert "400000" in waiting.plans.get(plan_id="acme-tech-staff").text
    assert "5000," in draft.plans.get(plan_id="acme-tech-staff").text
