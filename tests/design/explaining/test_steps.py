"""Steps from the present to the chosen terms: they add up exactly, reductions first."""

import numpy as np
import pytest

from tests.design.making import FAMILY, STAFF, small
from tuanbao.design.choosing.solving import solve
from tuanbao.design.explaining.reasons import ledger
from tuanbao.design.explaining.steps import Step, all_steps, step_of_service, steps_of_block

BLOCKS = [own.key for own in small().blocks]


@pytest.mark.parametrize("key", BLOCKS)
def test_the_steps_of_every_offer_add_up_to_its_difference(key: str) -> None:
    own = small().block(key)
    made, value = own.offers, own.parts(small().scales).value
    for offer in range(len(made)):
        steps = steps_of_block(own, small().scales, offer)
        assert sum(step.company for step in steps) == pytest.approx(made.company[offer] - made.company[0], abs=1e-6)
        assert sum(step.price for step in steps) == pytest.approx(made.price[offer] - made.price[0], abs=1e-6)
        difference = made.expected()[offer].sum() - made.expected()[0].sum()
        assert sum(step.expected for step in steps) == pytest.approx(difference, abs=1e-3)
        assert sum(step.value for step in steps) == pytest.approx(value[offer] - value[0], abs=1e-3)
        relief = made.grid.relief[made.row[offer]] - made.grid.relief[0]
        assert sum(step.relief for step in steps) == pytest.approx(relief, abs=1e-6)


@pytest.mark.parametrize("key", BLOCKS)
def test_there_is_a_step_for_every_lever_that_changed_and_none_else(key: str) -> None:
    own = small().block(key)
    made = own.offers
    for offer in range(len(made)):
        turns = made.grid.turns[int(made.row[offer])]
        steps = steps_of_block(own, small().scales, offer)
        levers = [step for step in steps if step.benefits]
        changed = [lever for lever, turn in zip(own.block.levers, turns, strict=True) if turn]
        assert {step.what for step in levers} == {lever.name for lever in changed}
        assert len(steps) == len(levers) + bool(made.paying[offer])
        assert all(step.before.en == "as now" for step in levers)
        for step in levers:
            lever = next(lever for lever in changed if lever.name == step.what)
            assert step.after == lever.turns[turns[own.block.levers.index(lever)]].name
            assert {plan for plan, _ in step.benefits} == {lever.plan}


@pytest.mark.parametrize("key", [STAFF, f"{STAFF}-chiefs"])
def test_reductions_come_first_the_larger_before_the_smaller(key: str) -> None:
    own = small().block(key)
    total = own.offers.grid.expected.sum(axis=1)
    for offer in range(len(own.offers)):
        turns = own.offers.grid.turns[int(own.offers.row[offer])]
        alone = {}
        for at, lever in enumerate(own.block.levers):
            only = tuple(turn if i == at else 0 for i, turn in enumerate(turns))
            alone[lever.name] = total[own.offers.grid.row(only)] - total[0]
        effects = [alone[step.what] for step in steps_of_block(own, small().scales, offer)]
        assert effects == sorted(effects, key=lambda effect: (effect > 0, -abs(effect)))


def test_who_pays_is_a_step_of_its_own_after_the_terms() -> None:
    own = small().block(FAMILY)
    offer = next(i for i in range(len(own.offers)) if own.offers.paying[i] and own.offers.row[i] == 2)
    terms, payer = steps_of_block(own, small().scales, offer)
    assert terms.benefits == ((FAMILY, "outpatient"),)
    assert payer.what.zh == "企业承担比例"
    assert payer.before.en == "spouse 50%, child 50%" or payer.before.en == "child 50%, spouse 50%"
    assert "spouse 0%" in payer.after.en
    assert "配偶 0%" in payer.after.zh
    assert payer.company < 0
    assert not payer.strengthens


def test_a_step_names_where_and_the_themes_it_is_about() -> None:
    [step] = steps_of_block(small().block(STAFF), small().scales, small().block(STAFF).offers.grid.row((0, 2)))
    assert (step.where.en, step.themes, step.benefits) == (
        "staff",
        ("critical_illness",),
        ((STAFF, "critical-illness"),),
    )
    assert step.strengthens
    [family] = steps_of_block(small().block(FAMILY), small().scales, 1)
    assert family.where.en == "Technology company family plan"
    assert not family.strengthens


def test_a_service_is_a_step_with_its_prices_in_words() -> None:
    own = small().services[0]
    step = step_of_service(own, small().scales, 2)
    assert step.company == 500_00 * own.heads
    assert (step.before.en, step.after.zh) == ("500 yuan a head", "每人每年 1,000 元")
    assert step.value == pytest.approx(step.company * own.group(small().scales).value[0] / own.cost[0])
    assert step.strengthens


def chosen_steps(times: float) -> tuple[list[Step], float]:
    now = sum(float(group.cost[0]) for group in small().groups)
    found = solve(small().problem(budget=round(now * times / 100)))
    assert found is not None
    return all_steps(small().blocks, small().services, small().scales, dict(found.chosen)), found.cost - now


@pytest.mark.parametrize("times", [0.85, 0.95, 1.0, 1.1])
def test_what_was_released_and_spent_is_the_change_of_the_companys_cost(times: float) -> None:
    steps, change = chosen_steps(times)
    made = ledger(steps)
    assert made.saved == pytest.approx(-change, abs=len(steps))
    assert made.saved == made.total_released - made.total_spent
    assert made.total_released == sum(fen for _, fen in made.released)
    assert all(fen > 0 for _, fen in (*made.released, *made.spent))
    named = {name.en for name, _ in (*made.released, *made.spent)}
    assert named == {f"{step.where.en}: {step.what.en}" for step in steps if round(step.company)}


def test_the_steps_of_all_blocks_and_services_add_up_to_the_whole() -> None:
    rng = np.random.default_rng(8)
    for _ in range(20):
        chosen = {group.key: int(rng.integers(len(group))) for group in small().groups}
        steps = all_steps(small().blocks, small().services, small().scales, chosen)
        value = sum(float(group.value[chosen[group.key]] - group.value[0]) for group in small().groups)
        cost = sum(float(group.cost[chosen[group.key]] - group.cost[0]) for group in small().groups)
        assert sum(step.value for step in steps) == pytest.approx(value, abs=1e-2)
        assert sum(step.company for step in steps) == pytest.approx(cost, abs=1e-2)
    assert all_steps(small().blocks, small().services, small().scales, dict.fromkeys(chosen, 0)) == []
