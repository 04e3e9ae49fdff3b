"""Every refusal of the file of options: where it is found, under which code, in both languages."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.design.making import acme
from tests.plan.writing import place_of_mark
from tuanbao.design.options.levers import levers_of
from tuanbao.design.options.loading import load_options, parse_options
from tuanbao.plan import PlanError
from tuanbao.plan.problems import Problem

REFUSALS = yaml.safe_load((Path(__file__).parent / "refusals.yaml").read_text(encoding="utf-8"))
FILE = "options.yaml"


def problems_of(text: str) -> tuple[Problem, ...]:
    """What is wrong with the options by themselves, or with their levers for the demo's plans."""
    with pytest.raises(PlanError) as refused:
        read(text.replace("‸", ""))
    return refused.value.problems


def read(text: str) -> None:
    plans = acme()[1]
    options, findings = parse_options(text, FILE)
    levers_of(plans, {plan.id: plan.id for plan in plans}, options, findings)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal["what"])
def test_is_refused_at_its_place_in_both_languages(refusal: dict[str, Any]) -> None:
    [problem] = problems_of(refusal["options"])
    assert problem.file == FILE
    assert {"code": problem.code, "key": problem.key} == refusal["is"]
    assert (problem.line, problem.column) == place_of_mark(refusal["options"])
    assert refusal["zh"] in problem.message.zh
    assert refusal["en"] in problem.message.en


def test_everything_that_is_wrong_is_said_at_once() -> None:
    text = """
levers:
  - {lever: a, plan: acme-tech-staff, path: outpatient.coinsurance, values: [50%, 150%]}
  - {lever: b, plan: acme-tech-family, settings: [{remove: [dental]}, {set: {inpatient.coinsurance: many}}]}
  - {lever: c, plan: nobody, path: x.y, values: [1]}
"""
    assert [problem.key for problem in problems_of(text)] == [
        "levers[0].values[1]",
        "levers[1].settings[0]",
        "levers[1].settings[1]",
        "levers[2].plan",
    ]


def test_a_wrong_setting_of_a_plan_that_two_tiers_begin_from_is_said_once() -> None:
    staff = acme()[1][0]
    options, findings = parse_options(
        f"levers:\n  - {{lever: a, plan: {staff.id}, path: outpatient.coinsurance, values: [150%]}}\n", FILE
    )
    copy = staff.model_copy(update={"plan": "copy"})
    copy._origin = staff._origin
    with pytest.raises(PlanError) as refused:
        levers_of([staff, copy], {staff.id: staff.id, "copy": staff.id}, options, findings)
    assert len(refused.value.problems) == 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=r"nothing\.yaml"):
        load_options(tmp_path / "nothing.yaml")
