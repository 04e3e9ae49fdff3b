"""Why a step was taken, in words: little used and dear, much used, wanted, relief, value for each yuan."""

from dataclasses import replace
from typing import Any

import pytest

from tests.design.making import STAFF
from tuanbao.design.choosing.valuing import EQUAL, Scales
from tuanbao.design.explaining.reasons import Reason, reasons
from tuanbao.design.explaining.steps import Step
from tuanbao.design.explaining.use import Use
from tuanbao.language import Text
from tuanbao.money import parse_percent
from tuanbao.reference.design import design_default

KEY = STAFF, "outpatient"
LESS = Step(
    group=STAFF,
    where=Text("员工", "staff"),
    what=Text("比例", "share"),
    before=Text("现行", "as now"),
    after=Text("低", "lower"),
    company=-100_000_00.0,
    price=-100_000_00.0,
    expected=-80_000_00.0,
    value=-70_000_00.0,
    relief=0.0,
    benefits=(KEY,),
    themes=("outpatient",),
)
MORE = replace(LESS, company=1e7, price=1e7, expected=8e6, value=1.5e7)
LITTLE = design_default("little_used").value
FEW, DEAR = float(parse_percent(LITTLE["share"])), float(parse_percent(LITTLE["cost_share"]))
MUCH = float(parse_percent(design_default("much_used").value["share"]))


def said(step: Step, weight: float = 1.0, tier: str = "staff", **use: Any) -> Reason:
    scales = Scales({"": EQUAL, tier: EQUAL | {"outpatient": weight}}, 2.0, 0.05, {})
    known = {KEY: Use(**({"expected": 1.0, "rare": False} | use))} if use else {}
    [found] = reasons([step], {STAFF: known}, scales, {STAFF: tier})
    assert found.step == step
    assert len(found.why) == found.text.zh.count("；") + 1
    return found


def test_what_few_use_and_costs_much_is_reduced_for_that() -> None:
    text = said(LESS, users=FEW - 0.01, cost_share=DEAR + 0.01).text
    assert (
        f"only {FEW - 0.01:.0%} of people use it in a year, yet it is {DEAR + 0.01:.0%} of payments: so reduced"
        in text.en
    )
    assert "因此收紧" in text.zh


@pytest.mark.parametrize("use", [(FEW + 0.01, DEAR + 0.01), (FEW - 0.01, DEAR - 0.01), (FEW, DEAR)])
def test_what_many_use_or_costs_little_is_not_said_to_be_little_used_and_dear(use: tuple[float, float]) -> None:
    text = said(LESS, users=use[0], cost_share=use[1]).text
    assert "so reduced" not in text.en
    assert f"about {use[0]:.1%} of people use it in a year" in text.en


def test_what_is_strengthened_is_never_said_to_be_reduced() -> None:
    assert "so reduced" not in said(MORE, users=0.01, cost_share=0.9).text.en


def test_what_many_use_is_strengthened_for_that() -> None:
    assert f"{MUCH:.0%} of people use it in a year: so strengthened" in said(MORE, users=MUCH, cost_share=0.1).text.en
    assert "so strengthened" not in said(MORE, users=MUCH - 0.001, cost_share=0.1).text.en
    assert "so strengthened" not in said(LESS, users=0.99, cost_share=0.01).text.en


@pytest.mark.parametrize("step", [LESS, MORE])
def test_how_few_use_a_rare_lump_sum_says_nothing(step: Step) -> None:
    text = said(step, users=0.001, cost_share=0.6, rare=True).text
    assert "use it in a year" not in text.en
    assert "用到" not in text.zh
    assert text == said(step).text


def test_of_several_benefits_the_most_used_and_the_whole_cost_count() -> None:
    other = STAFF, "inpatient"
    step = replace(LESS, benefits=(KEY, other))
    known = {KEY: Use(FEW / 2, DEAR * 0.6, 1.0, False), other: Use(FEW * 0.9, DEAR * 0.6, 1.0, False)}
    [found] = reasons([step], {STAFF: known}, Scales({"": EQUAL}, 2.0, 0.05, {}), {STAFF: ""})
    assert f"only {FEW * 0.9:.0%} of people use it in a year, yet it is {DEAR * 1.2:.0%}" in found.text.en


def test_what_people_want_more_or_less_is_said_with_its_weight() -> None:
    assert "people value outpatient care more (weight 1.50)" in said(MORE, weight=1.5).text.en
    assert "员工更看重门急诊医疗（权重 1.50）" in said(MORE, weight=1.5).text.zh
    assert "people value outpatient care less (weight 0.50)" in said(LESS, weight=0.5).text.en
    for step, weight in ((MORE, 0.5), (LESS, 1.5), (MORE, 1.1), (LESS, 0.9)):
        assert "people value" not in said(step, weight=weight).text.en


def test_relief_in_a_bad_year_is_said_from_a_hundred_yuan_on() -> None:
    assert "a bad year leaves people about 1,234 yuan less to bear" in said(replace(MORE, relief=1_234_00.0)).text.en
    assert "the price: about 1,234 yuan more to bear" in said(replace(LESS, relief=-1_234_00.0)).text.en
    assert "bad year" not in said(replace(MORE, relief=99_99.0)).text.en


def test_the_value_of_each_yuan_is_said() -> None:
    assert said(MORE).text.en.endswith("each yuan spent adds 1.50 yuan of value")
    assert said(LESS).text.en.endswith("each yuan saved gives up 0.70 yuan of value")
    assert said(replace(MORE, company=0.0, value=500_00.0)).text.en.endswith(
        "costs nothing and changes value by 500.00 yuan"
    )


def test_a_step_that_saves_and_is_worth_more_gives_nothing_up() -> None:
    """As where dependants pay half of terms that they hardly use."""
    better = said(replace(LESS, value=20_000_00.0)).text
    assert "gives up" not in better.en
    assert "失去" not in better.zh
    assert "-0" not in better.en
    worse = said(replace(MORE, value=-20_000_00.0)).text
    assert "adds" not in worse.en
    assert "-0" not in worse.en


def test_a_group_without_known_use_still_has_a_reason() -> None:
    service = replace(MORE, group="checkup/staff", benefits=(), themes=("checkup",))
    [found] = reasons([service], {}, Scales({"": EQUAL}, 2.0, 0.05, {}), {})
    assert [fact.en for fact in found.why] == ["each yuan spent adds 1.50 yuan of value"]
