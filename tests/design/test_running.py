"""A small company designed from end to end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from tests.design.making import (
    FAMILY,
    LINES,
    ON,
    OPTIONS,
    SEED,
    STAFF,
    acme,
    model,
    replaced,
    roster,
    without_salary,
)
from tuanbao.design.choosing.solving import holds
from tuanbao.design.errors import DesignError
from tuanbao.design.inputs import Inputs
from tuanbao.design.options.loading import parse_options
from tuanbao.design.preparing import Telling
from tuanbao.design.proposal import Proposal
from tuanbao.design.running import design_programme
from tuanbao.language import Text
from tuanbao.plan import load_programme
from tuanbao.pricing.group import group_of
from tuanbao.pricing.quote.running import quote_group
from tuanbao.roster import Reading

YEARS = 8
CHIEFS = f"{STAFF}-chiefs"
USUAL = "usual_levers: false\n"


def inputs(options: str = OPTIONS, members: Reading | None = None, programme: bool = True, **more: object) -> Inputs:
    whole, plans = acme()
    read, findings = parse_options(options)
    return Inputs(
        members or roster(),
        whole if programme else None,
        plans,
        model(),
        read,
        findings,
        on=ON,
        years=YEARS,
        lines=LINES,
        seed=SEED,
        **more,  # type: ignore[arg-type]
    )


def with_wishes(**wishes: object) -> str:
    return OPTIONS + "constraints:\n" + "".join(f"  {key}: {value}\n" for key, value in wishes.items())


@pytest.fixture(autouse=True, scope="module")
def few_draws() -> Iterator[None]:
    """Means of lump sums from few draws: each design is priced twice, and none of these tests asks how surely."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tuanbao.pricing.certain_means.DRAWN", 2_000)
        patch.setattr("tuanbao.design.evaluating.events.DRAWN", 1_000)
        yield


@cache
def cost_today() -> int:
    """Fen a year of the company for the present programme, as the choice sees it."""
    return round(sum(float(group.cost[0]) for group in free().problem.groups))


@cache
def free() -> Proposal:
    return design_programme(inputs())


@cache
def within_budget() -> Proposal:
    budget = round(cost_today() / 100)
    return design_programme(inputs(with_wishes(budget=budget, order="[chiefs, staff]", ratio=2)))


def test_the_budget_is_kept_with_the_fresh_price() -> None:
    money = within_budget().money
    assert money.budget == round(cost_today() / 100) * 100
    assert money.fresh <= money.budget
    assert money.chosen <= money.budget
    assert money.error > 0
    assert within_budget().proposed.company == money.fresh
    assert all(holds(row, within_budget().solution.chosen) for row in within_budget().problem.rows)
    assert within_budget().solution.proven


def test_where_the_fresh_price_is_above_the_budget_the_choice_is_tightened() -> None:
    """With years by chance dearer than those of the choice, and a budget between the two prices."""
    first = design_programme(replace(inputs(), seed=12))
    assert first.money.fresh > first.money.chosen + 100_000
    budget = (first.money.fresh + first.money.chosen) // 20_000 * 100
    found = design_programme(replace(inputs(with_wishes(budget=budget)), seed=12))
    assert found.money.fresh <= found.money.budget == budget * 100
    assert found.money.tightened > 0
    assert found.solution.cost <= budget * 100 - found.money.tightened
    assert found.solution.value < first.solution.value
    assert found.around.frontier.solutions[-1].value == pytest.approx(first.solution.value)


def test_without_a_budget_the_best_of_all_is_chosen() -> None:
    assert free().money.budget is None
    best = sum(float(group.value.max()) for group in free().problem.groups)
    assert free().solution.value == pytest.approx(best)
    assert free().choices == 4374
    assert free().designs == 9 + 9 + 3


def test_the_proposed_texts_load_and_quote_to_the_same_premium(tmp_path: Path) -> None:
    found = within_budget()
    programme, plans = found.plans.texts("plans.yaml")
    (tmp_path / "plans.yaml").write_text(plans, encoding="utf-8")
    (tmp_path / "programme.yaml").write_text(programme, encoding="utf-8")
    read, read_plans = load_programme(tmp_path / "programme.yaml")
    assert [tier.tier for tier in read.tiers] == ["chiefs", "staff"]
    assert {plan.id for plan in read_plans} == {STAFF, FAMILY, CHIEFS}
    for written, proposed in zip(read_plans, found.plans.plans, strict=True):
        assert written.benefits == proposed.benefits
        assert written.title == proposed.title
    unstated = replaced(roster(), "plan", pa.nulls(len(roster().table), pa.string()))
    group = group_of(unstated, read, read_plans, ON)
    assert group.members["plan"].to_pylist() == found.proposed.group.members["plan"].to_pylist()
    again = quote_group(group, model(), years=YEARS, seed=SEED, variants=False)
    assert again.quote.premium == found.proposed.premium
    assert again.quote.premiums.employer.sum() == found.proposed.run.quote.premiums.employer.sum()


def test_the_proposed_plans_are_the_present_ones_with_the_chosen_settings() -> None:
    found = within_budget()
    for own in found.blocks:
        turns = own.offers.grid.turns[int(own.offers.row[found.solution.chosen[own.key]])]
        for made in own.offers.grid.designs.plans(turns):
            [plan] = [plan for plan in found.plans.plans if plan.id == made.id]
            assert plan.benefits == made.benefits


def test_an_upgrade_that_is_offered_is_a_variant_that_costs_more() -> None:
    texts = within_budget().plans.texts("plans.yaml")
    for upgrade in within_budget().plans.upgrades:
        assert upgrade.per_head > 0
        assert f"{upgrade.key}:" in texts[1]
        assert upgrade.plan in {STAFF, CHIEFS}


def test_the_same_seed_gives_the_same_choice_and_another_seed_other_years() -> None:
    again = design_programme(inputs(with_wishes(budget=round(cost_today() / 100), order="[chiefs, staff]", ratio=2)))
    first = within_budget()
    assert again.solution.chosen == first.solution.chosen
    assert again.money == first.money
    assert again.proposed.premium == first.proposed.premium
    assert [reason.text for reason in again.reasons] == [reason.text for reason in first.reasons]
    other = design_programme(replace(inputs(USUAL), seed=SEED + 5))
    assert other.present.premium != free().present.premium


def test_the_steps_lead_from_the_present_to_the_proposed_cost() -> None:
    found = within_budget()
    now = sum(float(group.cost[0]) for group in found.problem.groups)
    assert sum(reason.step.company for reason in found.reasons) == pytest.approx(found.solution.cost - now, abs=1)
    value = sum(float(group.value[0]) for group in found.problem.groups)
    assert sum(reason.step.value for reason in found.reasons) == pytest.approx(found.solution.value - value, abs=1)
    assert found.present.value == pytest.approx(value)
    assert found.proposed.value == pytest.approx(found.solution.value)
    assert found.ledger.saved == pytest.approx(now - found.solution.cost, abs=len(found.reasons))


def test_a_budget_too_small_says_by_how_much_and_what_it_conflicts_with() -> None:
    budget = round(cost_today() * 0.8 / 100)
    with pytest.raises(DesignError) as refused:
        design_programme(
            inputs(with_wishes(budget=budget, floors="[{benefit: outpatient}, {benefit: critical-illness}]"))
        )
    text = refused.value.text
    assert "these wishes cannot all be met" in text.en
    assert f"the budget of {budget:,}.00 yuan" in text.en
    assert "floor: " in text.en
    assert "还差" in text.zh
    with pytest.raises(DesignError, match=r"this wish alone cannot be met: the budget of 1,000\.00 yuan"):
        design_programme(inputs(with_wishes(budget=1000)))


def test_wishes_about_tiers_that_are_not_there_are_refused_together_with_unknown_floors() -> None:
    with pytest.raises(DesignError) as refused:
        design_programme(inputs(with_wishes(order="[bosses, staff]", floors="[{benefit: teeth}]")))
    assert len(refused.value.texts) == 2


def test_a_tier_with_nobody_in_it_is_said_and_does_no_harm() -> None:
    options = with_wishes(order="[chiefs, staff]").replace("[P7, P8, M3, M4]", "[X1]")
    found = design_programme(inputs(options))
    assert any("nobody is in the tier 'chiefs'" in note.en for note in found.notes)
    assert {own.key for own in found.blocks} == {STAFF, FAMILY}


def test_a_service_for_a_tier_of_nobody_is_said() -> None:
    options = OPTIONS.replace("per_head: [500, 800, 1000]", "per_head: [500, 800, 1000], tiers: [staff, interns]")
    found = design_programme(inputs(options))
    assert any("'interns', which has no employees" in note.en for note in found.notes)
    assert [own.key for own in found.services] == ["checkup/staff"]


def test_a_roster_without_salaries_still_gives_a_design_and_says_what_was_assumed() -> None:
    found = design_programme(inputs(members=without_salary(roster())))
    assert any("have no salary: lost pay is reckoned at" in note.en for note in found.notes)
    assert any("没有月薪" in note.zh for note in found.notes)
    assert found.solution.proven


def test_new_tiers_are_followed_though_the_roster_states_plans() -> None:
    stated = roster().table["plan"].to_pylist()
    assert set(stated) == {STAFF, FAMILY}
    for side in (within_budget().present, within_budget().proposed):
        rows = side.group.members.to_pylist()
        assert {row["plan"] for row in rows if row["tier"] == "chiefs" and row["relation"] == "employee"} == {CHIEFS}
        assert {row["plan"] for row in rows if row["relation"] != "employee"} == {FAMILY}


@pytest.mark.parametrize("tiers", [True, False])
def test_plans_without_a_programme_are_designed_too(tiers: bool) -> None:
    options = OPTIONS if tiers else "design: plain\n" + OPTIONS[OPTIONS.index("levers:") :]
    found = design_programme(inputs(options, programme=False))
    assert {own.key for own in found.blocks} == ({STAFF, FAMILY, CHIEFS} if tiers else {STAFF, FAMILY})
    assert {plan.id for plan in found.plans.plans} == {plan.id for plan in found.tiered.plans}
    plans = found.proposed.group.members["plan"].to_pylist()
    assert plans == found.present.group.members["plan"].to_pylist()
    assert found.proposed.premium > 0


def test_choices_of_variants_end_with_the_plan_year_and_that_is_said() -> None:
    rows = roster().table.to_pylist()
    own = [f"{STAFF}:lite" if row["plan"] == STAFF and i % 4 == 0 else row["plan"] for i, row in enumerate(rows)]
    found = design_programme(inputs(USUAL, members=replaced(roster(), "plan", pa.array(own))))
    lite = sum(plan.endswith(":lite") for plan in own)
    assert found.notes[0].en.startswith(f"{lite} people chose a variant of their plan")
    assert f"{lite} 人自选了方案的变体" in found.notes[0].zh
    assert {each.key for each in found.blocks} == {STAFF, FAMILY}
    assert set(found.proposed.group.members["plan"].to_pylist()) == {STAFF, FAMILY}


def test_nothing_to_change_is_the_present_programme() -> None:
    found = design_programme(inputs(USUAL))
    assert found.reasons == ()
    assert found.choices == 1
    assert found.designs == 2
    assert found.ledger.saved == 0
    assert [plan.benefits for plan in found.plans.plans] == [plan.benefits for plan in acme()[1]]
    assert found.around.sensitivities[0].changed == ()


def test_too_many_written_combinations_are_refused_before_any_long_work() -> None:
    told: list[Text] = []
    with pytest.raises(DesignError, match="has 9 combinations"):
        design_programme(inputs("most_designs: 8\n" + OPTIONS), Telling(told.append))
    assert told == []


def test_too_many_usual_combinations_leave_out_what_matters_least() -> None:
    found = design_programme(inputs("most_designs: 6\n"))
    assert all(len(own.offers.grid) <= 6 for own in found.blocks)
    assert sum("the least effective levers stay" in note.en for note in found.notes) == 2


def test_a_premium_to_be_held_is_held_until_the_year_that_the_options_name() -> None:
    budget = round(cost_today() * 1.1 / 100)
    two, three = (design_programme(inputs(with_wishes(budget=budget, hold_years=years))) for years in (2, 3))
    assert (two.around.years_ahead, three.around.years_ahead) == (2, 3)
    for found in (two, three):
        later = [own.later[found.solution.chosen[own.key]] for own in found.blocks if own.later is not None]
        services = sum(float(own.cost[found.solution.chosen[own.key]]) for own in found.services)
        assert sum(map(float, later)) + services <= budget * 100 + 100
    rises = [
        [float((own.later / own.offers.company)[0]) for own in found.blocks if own.later is not None]
        for found in (two, three)
    ]
    assert sum(rises[0]) < sum(rises[1])


def test_after_a_year_end_everything_is_still_dated_in_the_plans_year() -> None:
    assert free().proposed.group.period == (date(2026, 1, 1), date(2026, 12, 31))
    assert free().lines > 0
    assert free().years >= 3
    assert set(free().seconds) >= {"present quote", "grid", "choice", "fresh price"}
