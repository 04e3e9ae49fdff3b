"""Whole entries of a text are added and taken out, and the rest stays as written."""

from pathlib import Path

import pytest

from tuanbao.platform.programmes.checking import check, split_documents
from tuanbao.platform.programmes.entries import added, dropped, entries, offered
from tuanbao.platform.programmes.patching import PatchError
from tuanbao.platform.programmes.starting import blank_plan, blank_programme

EXAMPLES = Path(__file__).parents[3] / "examples"
PROGRAMME = (EXAMPLES / "programmes/acme-tech.yaml").read_text("utf-8")
STAFF, FAMILY = split_documents((EXAMPLES / "plans/acme-tech.yaml").read_text("utf-8"))
BENEFITS = [key for key, entry in entries().items() if entry.of == "benefits"]
RELATIONS = ["spouse", "child", "parent"]


@pytest.mark.parametrize("text", [STAFF, FAMILY, blank_plan(2027)], ids=["staff", "family", "blank"])
@pytest.mark.parametrize("key", BENEFITS)
def test_a_benefit_is_added_without_a_problem_and_taken_out_again(text: str, key: str) -> None:
    changed = added(text, key)
    found = check(blank_programme(2027).replace("plan: staff", f"plan: {_name(text)}"), {"1": changed})
    assert [str(each.message.zh) for each in found.findings] == []
    plan = found.plans["1"]
    assert plan.benefits[-1].id.startswith(key)
    assert dropped(changed, f"benefits.{len(plan.benefits) - 1}") == text


@pytest.mark.parametrize("key", RELATIONS)
def test_a_relation_is_added_and_taken_out_again(key: str) -> None:
    for text, plan in ((PROGRAMME, "acme-tech-family"), (blank_programme(2027), "staff")):
        changed = added(text, key, PLAN=plan)
        count = changed.count("relation:")
        assert dropped(changed, f"dependants.{count - 1}") == text


def test_a_new_programme_is_made_by_the_form_alone() -> None:
    text, plan = blank_programme(2027), blank_plan(2027)
    for key in (*RELATIONS, "choice"):
        assert key in [entry.key for entry in offered(text, plan=False)]
        text = added(text, key, PLAN="staff", YEAR="2026")
    assert "choice" not in [entry.key for entry in offered(text, plan=False)]
    found = check(text, {"1": plan})
    assert not found.findings
    assert found.loaded
    assert str(found.loaded.programme.choice.window.first) == "2026-11-15"  # type: ignore[union-attr]


@pytest.mark.parametrize("at", range(5))
def test_any_benefit_is_taken_out_with_the_remarks_above_it(at: int) -> None:
    text = STAFF.replace("  - id: critical", "  # a remark\n  - id: critical")
    left = dropped(text, f"benefits.{at}")
    plan = check(blank_programme(2027), {"1": left.partition("variants:")[0]}).plans["1"]
    ids = ["outpatient", "inpatient", "critical-illness", "accidental-death", "accidental-disability"]
    assert [each.id for each in plan.benefits] == [*ids[:at], *ids[at + 1 :]]
    assert ("# a remark" in left) == (at != 2)


@pytest.mark.parametrize(
    "text",
    ["plan: a\nbenefits: [{id: a}, {id: b}]\n", "plan: a\nbenefits: {}\n", "plan: [\n", "plan: a\nbenefits: []\n"],
)
def test_what_is_written_unusually_is_left_alone(text: str) -> None:
    with pytest.raises(PatchError):
        added(text, "dental")
    with pytest.raises(PatchError):
        dropped(text, "benefits.0")


@pytest.mark.parametrize("path", ["benefits.5", "benefits.x", "note.0", "", "benefits.0.kind"])
def test_what_is_not_there_is_not_taken_out(path: str) -> None:
    with pytest.raises(PatchError):
        dropped(STAFF, path)


def test_the_only_benefit_stays_and_an_unknown_or_second_entry_is_refused() -> None:
    with pytest.raises(PatchError):
        dropped(blank_plan(2027), "benefits.0")
    with pytest.raises(PatchError):
        added(STAFF, "nonsense")
    with pytest.raises(PatchError):
        added(PROGRAMME, "choice", YEAR="2026")


def _name(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("plan: ")).removeprefix("plan: ")
