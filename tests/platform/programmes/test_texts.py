"""Texts of programmes: checked, patched with their comments, compared, laid out as a table."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanbao.language import Text
from tuanbao.plan import parse_plans
from tuanbao.platform.programmes.checking import check, split_documents
from tuanbao.platform.programmes.comparing import in_text, in_words
from tuanbao.platform.programmes.loaded import Loaded
from tuanbao.platform.programmes.overview import grid
from tuanbao.platform.programmes.patching import PatchError, patched
from tuanbao.platform.programmes.plan_form import plan_forms
from tuanbao.platform.programmes.programme_form import programme_forms

EXAMPLES = Path(__file__).parents[3] / "examples"
PROGRAMME = (EXAMPLES / "programmes/acme-tech.yaml").read_text("utf-8")
STAFF, FAMILY = split_documents((EXAMPLES / "plans/acme-tech.yaml").read_text("utf-8"))


def loaded(staff: str = STAFF, programme: str = PROGRAMME) -> Loaded:
    found = check(programme, {"1": staff, "2": FAMILY})
    assert not found.findings
    assert found.loaded
    return found.loaded


def test_documents_of_a_file_are_parted_with_their_comments() -> None:
    assert STAFF.startswith("# The technology company of the demo")
    assert "plan: acme-tech-family" in FAMILY
    assert split_documents("# only a note\n---\nplan: a\n") == ["plan: a\n"]


def test_every_problem_of_every_text_is_told_at_its_own_place() -> None:
    programme = PROGRAMME.replace("plan: acme-tech-staff}", "plan: acme-tech-nobody}").replace("max: 1,", "max: x,")
    staff = STAFF.replace("pay: 70%", "pay: 170%").replace("kind: lump_sum", "kind: lumpsum", 1)
    found = check(programme, {"1": staff, "2": FAMILY.replace("waiting: 30", "waiting: soon", 1)})
    assert found.loaded is None
    assert {finding.part for finding in found.findings} == {"programme", "1", "2"}
    for finding in found.findings:
        text = {"programme": programme, "1": staff}.get(finding.part, FAMILY)
        assert 1 <= finding.line <= len(text.splitlines())
    lines = [programme.splitlines()[f.line - 1] for f in found.findings if f.part == "programme"]
    assert any("max: x" in line for line in lines)


def test_a_list_of_plan_files_over_several_lines_is_replaced_too() -> None:
    written = PROGRAMME.replace("plans: [../plans/acme-tech.yaml]", "plans:\n  - a.yaml\n  - b.yaml")
    assert loaded(programme=written).programme.plans == ("plan-0.yaml", "plan-1.yaml")


def test_a_text_that_is_no_yaml_is_told_with_its_line() -> None:
    found = check(PROGRAMME, {"1": STAFF + "\tx: [\n", "2": FAMILY})
    assert found.findings[0].line > len(STAFF.splitlines()) - 2


def test_two_plans_of_one_name_are_told() -> None:
    found = check(PROGRAMME, {"1": STAFF, "2": STAFF})
    assert any("acme-tech-staff" in each.message.zh and each.part == "2" for each in found.findings)


def test_a_number_of_the_form_is_written_into_the_text_and_comments_stay() -> None:
    [plan] = parse_plans(STAFF)
    made = {form.about: {field.path: field for field in form.fields} for form in plan_forms(STAFF, plan)}
    field = made["outpatient"]["benefits.0.coinsurance.1.pay"]
    assert (field.value, field.label.zh) == ("70%", "500 元至 2,000 元的部分：赔")
    assert made["critical-illness"]["benefits.2.sum_insured"].value == "300000"
    changed = patched(STAFF, "benefits.0.coinsurance.1.pay", "75%")
    assert changed == STAFF.replace("pay: 70%", "pay: 75%", 1)
    assert changed.count("#") == STAFF.count("#")


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 10**7), st.integers(0, 1000))
def test_any_number_in_any_place_changes_that_place_only(value: int, which: int) -> None:
    [plan] = parse_plans(FAMILY)
    fields = [field for form in plan_forms(FAMILY, plan) for field in form.fields]
    field = fields[which % len(fields)]
    changed = patched(FAMILY, field.path, str(value))
    assert patched(changed, field.path, field.value) == FAMILY
    differing = [i for i, (a, b) in enumerate(zip(FAMILY.splitlines(), changed.splitlines(), strict=True), 1) if a != b]
    assert set(differing) <= {field.line}


TITLES = {"acme-tech-staff": Text("员工方案", "Staff"), "acme-tech-family": Text("家属方案", "Family")}


def fields_of(text: str) -> dict[str, Any]:
    return {field.path: field for form in programme_forms(text, TITLES) for field in form.fields}


def test_the_form_of_a_programme_has_plans_payers_days_and_points() -> None:
    fields = fields_of(PROGRAMME)
    plan = fields["tiers.0.plan"]
    assert (plan.kind, plan.value, dict(plan.options)) == ("choice", "acme-tech-staff", TITLES)
    assert fields["dependants.0.paid_by.employer"].value == "50%"
    assert fields["dependants.1.age"].value == "0..22"
    assert fields["choice.window.from"].kind == "day"
    assert fields["choice.points.per_employee"].value == "500"
    assert fields["choice.life_events.marriage"].label == Text("结婚", "marriage")


def test_the_form_of_a_programme_stays_while_something_is_wrong() -> None:
    wrong = PROGRAMME.replace("to: 2025-12-10", "to: 2025-11-01")
    assert check(wrong, {"1": STAFF, "2": FAMILY}).findings
    assert fields_of(wrong).keys() == fields_of(PROGRAMME).keys()
    assert fields_of("a: [") == {}


@given(st.integers(0, 100), st.sampled_from(["employer", "employee"]))
def test_what_one_does_not_pay_the_other_does(percent: int, payer: str) -> None:
    path = f"dependants.1.paid_by.{payer}"
    changed = patched(PROGRAMME, path, f"{percent}%")
    [rule] = [each for each in loaded(programme=changed).programme.dependants if each.relation == "child"]
    assert getattr(rule.paid_by, payer) * 100 == percent
    assert patched(changed, path, "50%") == PROGRAMME


@pytest.mark.parametrize(
    ("shares", "wanted"),
    [
        ("paid_by: {employer: 100%}", "paid_by: {employer: 40%, employee: 60%}"),
        ("paid_by:\n      employer: 100%", "paid_by:\n      employer: 40%\n      employee: 60%"),
    ],
)
def test_a_share_that_was_not_written_is_added(shares: str, wanted: str) -> None:
    text = f"dependants:\n  - relation: spouse\n    plan: acme-tech-family\n    {shares}\n"
    assert patched(text, "dependants.0.paid_by.employer", "40%") == text.replace(shares, wanted)


@pytest.mark.parametrize("value", ["", "1: 2", "{a: 1}", "# nothing", "x" * 61, "- a"])
def test_what_is_no_value_is_refused(value: str) -> None:
    with pytest.raises(PatchError):
        patched(STAFF, "benefits.2.sum_insured", value)


def test_the_table_has_tiers_and_dependants_as_columns_and_the_market_beside_benefits() -> None:
    made = grid(loaded())
    assert [column.title.en for column in made.columns] == ["All staff", "spouse", "child"]
    lines = {line.title.zh: line for line in made.lines}
    assert lines["重大疾病"].market.percent == 60  # type: ignore[union-attr]
    assert lines["重大疾病"].cells[0].cover.zh.startswith("300,000")  # type: ignore[union-attr]
    assert "意外医疗" in [each.theme.zh for each in made.missing]


def test_two_versions_are_compared_in_words_and_in_text() -> None:
    after = STAFF.replace("sum_insured: 300000", "sum_insured: 350000")
    wider = PROGRAMME.replace("max: 2", "max: 3")
    [programme, plan] = in_words(loaded(), loaded(after, wider))
    assert len(programme.changes) == 1
    [change] = plan.changes
    assert ("300,000" in change.before.zh, "350,000" in change.after.zh) == (True, True)
    assert in_words(loaded(), loaded()) == []
    differing = [pair for pair in in_text(STAFF, after) if pair and pair[0].differs]
    assert [pair[1].text.strip() for pair in differing] == ["sum_insured: 350000"]
    assert in_text(STAFF, STAFF) == []
