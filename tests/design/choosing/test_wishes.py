"""What a user asks for, as rows: which choices each of them forbids."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest

from tests.design.choosing.brute import totals
from tests.design.making import FAMILY, STAFF, acme, having, levers, plan_of, ready, small, with_column
from tuanbao.design.choosing.candidates import BlockCandidates
from tuanbao.design.choosing.problem import Problem
from tuanbao.design.choosing.solving import solve
from tuanbao.design.choosing.valuing import EQUAL, Scales
from tuanbao.design.choosing.wishes import Screens, budget_of, rows_of, without_nobody
from tuanbao.design.errors import DesignError
from tuanbao.design.evaluating.grid import evaluate
from tuanbao.design.evaluating.offers import offers
from tuanbao.design.evaluating.prices import BasePremium
from tuanbao.design.options.blocks import blocks_of
from tuanbao.design.options.designs import Designs
from tuanbao.design.options.model import Constraints
from tuanbao.design.themes import THEMES

CHIEFS = f"{STAFF}-chiefs"
PLACE = {own.key: at for at, own in enumerate((*small().blocks, *small().services))}
NOW = sum(float(group.cost[0]) for group in small().groups)


def allowed(**constraints: object) -> np.ndarray:
    """(choices that hold, groups): options."""
    picks, _, _, holds = totals(small().problem(**constraints))
    found: np.ndarray = picks[holds]
    return found


def turns(key: str, offer: int) -> tuple[int, ...]:
    own = small().block(key).offers
    return own.grid.turns[int(own.row[offer])]


def test_without_wishes_everything_is_allowed() -> None:
    assert small().problem().rows == ()
    assert len(allowed()) == 4374


def test_a_higher_tier_is_no_worse_in_any_theme() -> None:
    found = allowed(order=["chiefs", "staff"])
    pairs = {(turns(CHIEFS, pick[PLACE[CHIEFS]]), turns(STAFF, pick[PLACE[STAFF]])) for pick in found}
    worth = {0: 1, 1: 0, 2: 2}  # as now, less, more: of both levers
    every = {(up, down) for up in product3() for down in product3()}
    better = {(up, down) for up, down in every if all(worth[a] >= worth[b] for a, b in zip(up, down, strict=True))}
    assert pairs == better


def product3() -> list[tuple[int, ...]]:
    return list(small().block(STAFF).offers.grid.turns)


def test_in_a_theme_that_one_of_the_tiers_does_not_have_the_sum_alone_counts() -> None:
    blocks = list(small().blocks)
    place = next(at for at, own in enumerate(blocks) if own.key == CHIEFS)
    common = blocks[place].common
    assert common is not None
    other = common.copy()
    other[:, list(THEMES).index("outpatient")] = 0.0
    other[:, list(THEMES).index("million")] = common[:, list(THEMES).index("outpatient")]
    blocks[place] = replace(blocks[place], common=other)
    rows = rows_of(Constraints(order=("chiefs", "staff")), blocks, [], small().groups, small().screens)
    themes = [row.coefficients[STAFF] for row in rows]
    outpatient = small().block(STAFF).common
    assert outpatient is not None
    assert not any((-side == outpatient[:, list(THEMES).index("outpatient")]).all() for side in themes)
    assert len(rows) == 1 + sum((other.max(axis=0) > 0) & (outpatient.max(axis=0) > 0))


def test_no_tier_is_paid_more_times_another_than_is_fair() -> None:
    ratio = Fraction(6, 5)
    found = allowed(ratio="1.2")
    one, other = small().block(STAFF).common, small().block(CHIEFS).common
    assert one is not None
    assert other is not None
    sums = one.sum(axis=1), other.sum(axis=1)
    for a in range(9):
        for b in range(9):
            fair = max(sums[0][a] / sums[1][b], sums[1][b] / sums[0][a]) <= float(ratio) + 1e-6
            there = ((found[:, PLACE[STAFF]] == a) & (found[:, PLACE[CHIEFS]] == b)).any()
            assert there == fair
    assert len(found) < 4374


def test_a_floor_keeps_what_a_benefit_pays_now() -> None:
    found = allowed(floors=[{"plan": STAFF, "benefit": "outpatient"}])
    assert {turns(STAFF, pick)[0] for pick in found[:, PLACE[STAFF]]} == {0, 2}
    assert {turns(CHIEFS, pick)[0] for pick in found[:, PLACE[CHIEFS]]} == {0, 1, 2}  # another plan
    everywhere = allowed(floors=[{"benefit": "outpatient"}])
    for key in (STAFF, CHIEFS):
        assert {turns(key, pick)[0] for pick in everywhere[:, PLACE[key]]} == {0, 2}
    assert {turns(FAMILY, pick)[0] for pick in everywhere[:, PLACE[FAMILY]]} == {0, 2}
    third = allowed(floors=[{"plan": STAFF, "benefit": "critical-illness", "at_least": "40%"}])
    assert {turns(STAFF, pick)[1] for pick in third[:, PLACE[STAFF]]} == {0, 2}
    tenth = allowed(floors=[{"plan": STAFF, "benefit": "critical-illness", "at_least": "33%"}])
    assert {turns(STAFF, pick)[1] for pick in tenth[:, PLACE[STAFF]]} == {0, 1, 2}
    whole = allowed(floors=[{"plan": STAFF}])
    own = small().block(STAFF).offers.grid
    total = own.expected.sum(axis=1)
    assert set(whole[:, PLACE[STAFF]]) == set(np.flatnonzero(total >= total[0] - 0.5))


def test_the_budget_is_for_premium_and_services_that_the_company_pays() -> None:
    found = allowed(budget=round(NOW / 100))
    cost = sum(group.cost[found[:, at]] for at, group in enumerate(small().groups))
    assert cost.max() <= NOW + 100
    _, _, every, _ = totals(small().problem())
    assert len(found) == (every <= round(NOW / 100) * 100).sum()


def test_growth_is_on_last_year_or_else_on_what_the_present_programme_costs_next_year() -> None:
    groups = small().groups
    assert budget_of(Constraints(growth=Fraction(1, 10)), groups) == round(round(NOW) * 1.1)
    assert budget_of(Constraints(growth=Fraction(1, 10), last_year=10_000), groups) == 1_100_000
    assert budget_of(Constraints(growth=Fraction(1, 10), last_year=10_000, budget=9_000), groups) == 900_000
    assert budget_of(Constraints(budget=9_000), groups) == 900_000
    assert budget_of(Constraints(), groups) is None
    [row] = small().problem(growth="10%", last_year=10_000).rows
    assert row.high == 1_100_000
    assert row.name.en == "growth of at most 10% (11,000.00 yuan)"
    assert row.name.zh == "增幅不超过 10%（11,000.00 元）"


def test_a_held_premium_must_do_in_the_later_year_too() -> None:
    problem = small().problem(budget=round(NOW / 100), hold_years=3)
    held = next(row for row in problem.rows if row.key == "hold_years")
    for own in small().blocks:
        assert own.later is not None
        assert (held.coefficients[own.key] == own.later).all()
        assert own.later[0] > own.offers.company[0]  # prices of care rise
    for service in small().services:
        assert (held.coefficients[service.key] == service.cost).all()
    assert held.high == round(NOW / 100) * 100
    assert [row.key for row in small().problem(hold_years=3).rows] == []  # without money there is nothing to hold to


def test_breadth_and_depth_forbid_what_has_less() -> None:
    depth = small().screens.depth[STAFF]
    found = allowed(depth={"staff": 1_500_000})
    assert set(found[:, PLACE[STAFF]]) == set(np.flatnonzero(depth >= 1_500_000_00))
    assert 0 < len(set(found[:, PLACE[STAFF]])) < 9
    assert len(allowed(breadth={"staff": 5})) == 4374
    assert len(allowed(breadth={"staff": 6})) == 0


def test_what_the_law_forbids_is_not_chosen() -> None:
    unlawful = dict(small().screens.unlawful)
    unlawful[STAFF] = np.array([turns[1] == 2 for turns in small().block(STAFF).offers.grid.turns])
    screens = Screens(unlawful, small().screens.breadth, small().screens.depth)
    rows = rows_of(Constraints(), small().blocks, small().services, small().groups, screens)
    assert [(row.key, row.name.zh) for row in rows] == [("law", "符合法规")]
    found = solve(Problem(small().groups, tuple(rows)))
    assert found is not None
    assert turns(STAFF, found.chosen[STAFF])[1] != 2


SHARED = f"""
  - {{lever: share, plan: {STAFF}, path: outpatient.coinsurance, values: [50%, 100%]}}
  - {{lever: teeth, plan: more, path: teeth.coinsurance, values: [50%]}}
"""


def test_one_plan_has_the_same_terms_in_every_block() -> None:
    """Some employees have the plan alone, others with another one after it."""
    plans = [acme()[1][0], plan_of("- {id: teeth, kind: reimbursement, covers: [dental]}\n", "more")]
    members = having(STAFF)
    texts = [STAFF if i % 3 else f"{STAFF};more" for i in range(len(members))]
    own = levers(plans, SHARED)
    found = []
    for block in blocks_of(with_column(members, "plan", pa.array(texts)), plans, own):
        grid = evaluate(ready(Designs(block)), range(len(block.levers)), 0.05)
        base = BasePremium({"employee": 1000}, {"employee": 1000}, {"employee": 1})
        found.append(BlockCandidates(block, offers(grid, grid.expected.sum(axis=1), base, [])))
    assert sorted(len(each.offers) for each in found) == [3, 6]
    scales = Scales({"": EQUAL}, 2.0, 0.05, {})
    groups = tuple(each.group(scales) for each in found)
    nothing = {each.key: np.zeros(len(each.offers.grid), bool) for each in found}
    rows = rows_of(Constraints(), found, [], groups, Screens(nothing, {}, {}))
    picks, _, _, holds = totals(Problem(groups, tuple(rows)))
    assert holds.sum() == 6
    for pick in picks[holds]:
        first, second = (each.offers.grid.turns[option] for each, option in zip(found, pick, strict=True))
        assert first[0] == second[0]


TIERS = ["chiefs", "staff", "interns"]


def test_a_wish_about_a_tier_of_nobody_is_left_out_and_said() -> None:
    wishes = Constraints(order=("chiefs", "interns", "staff"), breadth={"interns": 2}, depth={"interns": 1, "staff": 5})
    kept, notes = without_nobody(wishes, small().blocks, TIERS)
    assert kept.order == ("chiefs", "staff")
    assert kept.breadth == {}
    assert kept.depth == {"staff": 500}
    assert [note.en for note in notes] == ["nobody is in the tier 'interns': wishes about it are left out"]
    assert without_nobody(kept, small().blocks, TIERS) == (kept, [])


def test_unknown_tiers_plans_and_benefits_are_said_all_at_once() -> None:
    wishes = Constraints.model_validate(
        {
            "order": ["bosses", "staff"],
            "depth": {"clerks": 1},
            "floors": [{"benefit": "teeth"}, {"plan": STAFF}, {"plan": FAMILY, "benefit": "dental"}, {"plan": "gold"}],
        }
    )
    with pytest.raises(DesignError) as refused:
        without_nobody(wishes, small().blocks, TIERS)
    assert [text.en.partition(";")[0].partition(": there")[0] for text in refused.value.texts] == [
        "there is no tier 'bosses'",
        "there is no tier 'clerks'",
        "floor: teeth at least 100% of what it pays now",
        f"floor: {FAMILY}/dental at least 100% of what it pays now",
        "floor: gold at least 100% of what it pays now",
    ]
    assert "chiefs, staff, interns" in refused.value.texts[0].zh
    assert f"{STAFF}/outpatient" in refused.value.texts[2].en
