"""The proof: of a small company every choice there is, one by one, against what the solver chose."""

from typing import Any

import numpy as np
import pytest

from tests.design.choosing.brute import least_cost, most_value, totals
from tests.design.making import STAFF, small
from tuanbao.design.choosing.around import at_least_cost, cheapest_keeping, frontier
from tuanbao.design.choosing.problem import Problem, cost_row
from tuanbao.design.choosing.solving import holds, solve

NOW = sum(float(group.cost[0]) for group in small().groups)
YUAN = round(NOW / 100)
WISHES: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a budget": {"budget": YUAN},
    "a tight budget": {"budget": round(YUAN * 0.92)},
    "growth": {"growth": "3%"},
    "growth on last year": {"growth": "5%", "last_year": round(YUAN * 0.95)},
    "a floor": {"budget": round(YUAN * 0.97), "floors": [{"benefit": "outpatient"}]},
    "a floor in part": {
        "budget": round(YUAN * 0.95),
        "floors": [{"plan": STAFF, "benefit": "critical-illness", "at_least": "50%"}],
    },
    "the order of tiers": {"budget": YUAN, "order": ["chiefs", "staff"]},
    "the other order": {"budget": YUAN, "order": ["staff", "chiefs"]},
    "fairness": {"budget": round(YUAN * 1.04), "ratio": "1.2"},
    "depth": {"budget": round(YUAN * 1.02), "depth": {"staff": 1_500_000}},
    "held for three years": {"budget": round(YUAN * 1.2), "hold_years": 3},
    "everything": {
        "budget": round(YUAN * 1.02),
        "order": ["chiefs", "staff"],
        "ratio": "1.5",
        "floors": [{"plan": STAFF, "benefit": "outpatient"}],
        "breadth": {"staff": 3},
        "hold_years": 3,
    },
}


@pytest.mark.parametrize("name", WISHES)
def test_no_choice_of_the_company_is_worth_more_or_costs_less(name: str) -> None:
    problem = small().problem(**WISHES[name])
    assert problem.combinations == 9 * 6 * 9 * 3 * 3
    best, cheapest = solve(problem), solve(problem, "cost")
    value, cost = most_value(problem), least_cost(problem)
    assert (best is None, cheapest is None) == (value is None, cost is None)
    if best is not None and cheapest is not None:
        assert best.value == pytest.approx(value, rel=1e-9)
        assert cheapest.cost == pytest.approx(cost, rel=1e-9)
        assert best.proven
        assert cheapest.proven
        assert all(holds(row, best.chosen) for row in problem.rows)
        assert all(holds(row, cheapest.chosen) for row in problem.rows)


def test_wishes_bind() -> None:
    """Else the proof would prove little: most wishes cost value, and rule out choices."""
    free = most_value(small().problem())
    for name, wishes in WISHES.items():
        found = totals(small().problem(**wishes))
        if name != "nothing":
            assert 0 < found[3].sum() < len(found[3]), name
            assert most_value(small().problem(**wishes)) <= free


def test_a_wish_more_is_never_worth_more() -> None:
    every = small().problem(**WISHES["everything"])
    value = most_value(every)
    for key in every.wishes:
        without = solve(every.without([key]))
        assert without is not None
        assert value is None or without.value >= value - 1


def test_the_present_choice_is_one_of_all_and_costs_what_the_company_pays_today() -> None:
    picks, value, cost, _ = totals(small().problem())
    assert (picks[0] == 0).all()
    assert cost[0] == pytest.approx(NOW)
    assert value[0] == pytest.approx(sum(float(group.value[0]) for group in small().groups))


def on_the_frontier(problem: Problem) -> list[tuple[float, float]]:
    """(cost, value) of choices that no other one beats."""
    _, value, cost, kept = totals(problem)
    order = np.lexsort((-value[kept], cost[kept]))
    found: list[tuple[float, float]] = []
    for at in order:
        if not found or value[kept][at] > found[-1][1] + 1e-6:
            found.append((float(cost[kept][at]), float(value[kept][at])))
    return found


def test_the_frontier_runs_from_the_cheapest_to_the_best_and_every_point_is_the_best_for_its_money() -> None:
    problem = small().problem(**WISHES["the order of tiers"])
    told: list[tuple[int, int]] = []
    made = frontier(problem, lambda *done: told.append(done))
    every = on_the_frontier(problem.without(("budget", "growth")))
    assert made.solutions[0].cost == pytest.approx(every[0][0])
    assert made.solutions[0].value == pytest.approx(every[0][1])
    assert made.solutions[-1].value == pytest.approx(every[-1][1])
    costs, values = [s.cost for s in made.solutions], [s.value for s in made.solutions]
    assert costs == sorted(set(costs))
    assert values == sorted(set(values))
    assert len(made.solutions) > 5
    assert told[-1] == (12, 12)
    for point in made.solutions:
        assert point.value == pytest.approx(max(value for cost, value in every if cost <= point.cost + 1))
    assert all(slope > 0 for slope in made.slopes)
    assert len(made.slopes) == len(made.solutions) - 1


def test_the_cheapest_that_keeps_the_value_of_today() -> None:
    problem = small().problem(**WISHES["the order of tiers"])
    today = sum(float(group.value[0]) for group in problem.groups)
    found = cheapest_keeping(problem, today)
    _, value, cost, kept = totals(problem.without(("budget", "growth")))
    assert found is not None
    assert found.cost == pytest.approx(float(cost[kept & (value >= today - 1)].min()))
    assert found.value >= today - 1
    assert found.cost <= NOW
    assert cheapest_keeping(problem, float(value.max()) * 1.01) is None


def test_no_wish_about_money_cuts_the_frontier_off() -> None:
    free = frontier(small().problem(order=["chiefs", "staff"]))
    bound = small().problem(order=["chiefs", "staff"], budget=YUAN, growth="1%", hold_years=3)
    tight = bound.with_rows(cost_row(bound.groups, "tightened", bound.rows[0].name, NOW * 0.9))
    for problem in (bound, tight):
        assert [point.cost for point in frontier(problem).solutions] == [point.cost for point in free.solutions]
        found = cheapest_keeping(problem, free.solutions[-1].value)
        assert found is not None
        assert found.value == pytest.approx(free.solutions[-1].value)


def test_wishes_that_nothing_meets_have_no_frontier() -> None:
    problem = small().problem(depth={"staff": 10**9})
    assert frontier(problem).solutions == ()
    assert frontier(problem).slopes == []
    assert solve(problem) is None


def test_keeping_todays_value_costs_no_more_than_the_cheapest_choice_that_does() -> None:
    found = at_least_cost(small().problem(keep_value=1))
    assert found is not None
    solution, today = solve(found), float(sum(group.value[0] for group in found.groups))
    _, value, cost, _ = totals(small().problem())
    assert solution is not None
    assert solution.cost == pytest.approx(cost[value >= today - 1].min(), abs=1.0)
    assert solution.value >= today - 1
    assert solution.cost < sum(float(group.cost[0]) for group in found.groups)
