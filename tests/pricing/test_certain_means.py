"""Lump sums: chance times payment is what very many simulated years would come to, and far surer than a few."""

from pathlib import Path

import numpy as np
import pytest

from tuanbao.demo.company import make_company
from tuanbao.plan import Plan, load_plans, parse_plans
from tuanbao.pricing.costing import Scenario, simulate_costs
from tuanbao.pricing.costs import Costs, combined_error, difference, standard_error
from tuanbao.pricing.model import load_model
from tuanbao.roster import MEMBERS, normalise

ACME = load_plans(Path(__file__).parents[2] / "examples" / "plans" / "acme-tech.yaml")
PEOPLE = normalise(make_company(seed=5, people=60).members, MEMBERS).table
SUMS = """
plan: sums
period: {from: 2026-01-01, to: 2026-12-31}
benefits:
  - {id: visits, kind: reimbursement, covers: [outpatient]}
  - {id: critical, kind: lump_sum, event: critical_illness, sum_insured: 100000, waiting: WAITING}
  - {id: life, kind: lump_sum, event: death, sum_insured: 200000}
  - {id: disabled, kind: lump_sum, event: disability, sum_insured: 300000, schedule: disability-2013}
  - {id: birth, kind: lump_sum, event: childbirth, sum_insured: 3000}
"""


def plan(waiting: int = 0) -> Plan:
    return parse_plans(SUMS.replace("WAITING", str(waiting)))[0]


def costs(plans: Plan | list[Plan], years: int, roster=PEOPLE, seed: int = 3) -> Costs:
    if isinstance(plans, Plan):
        roster = roster.drop_columns(["plan"]).append_column("plan", [[plans.id] * len(roster)])
    return simulate_costs({"it": Scenario(plans, roster)}, load_model(), years=years, seed=seed)["it"]


@pytest.fixture(scope="module")
def many() -> Costs:
    return costs(plan(), 20_000)


@pytest.mark.parametrize("benefit", ["critical", "life", "disabled", "birth"])
def test_the_computed_mean_is_that_of_very_many_simulated_years(many: Costs, benefit: str) -> None:
    place = many.benefits.index(("sums", benefit))
    simulated = many.by_year[:, :, place].sum(axis=1).astype(float)
    computed = many.expected()[:, place].sum() / many.years
    error = combined_error(simulated, many.drawn_variance()[:, place].sum())
    assert computed > 0
    assert abs(simulated.mean() - computed) < 4 * error


def test_what_is_paid_on_events_is_computed_and_bills_are_simulated(many: Costs) -> None:
    assert many.computed is not None
    computed = dict(zip((name for _, name in many.benefits), many.computed.benefits.tolist(), strict=True))
    assert computed == {"visits": False, "critical": True, "life": True, "disabled": True, "birth": True}


def test_a_few_years_know_the_mean_of_rare_sums_well() -> None:
    few = costs(plan(), 50)
    place = few.benefits.index(("sums", "life"))
    counted = standard_error(few.by_year[:, :, place].sum(axis=1).astype(float))
    computed = combined_error(few.replicates()[:, :, place].sum(axis=1), few.drawn_variance()[:, place].sum())
    assert computed < counted / 10 or counted == 0
    assert few.expected()[:, place].sum() / few.years == pytest.approx(
        costs(plan(), 200, seed=9).expected()[:, place].sum() / 200, rel=0.01
    )


def test_a_waiting_period_lowers_the_mean_by_its_share_of_the_year() -> None:
    newcomers = PEOPLE
    for name in ("cover_from", "continuous_from"):
        column = newcomers.column_names.index(name)
        first = np.full(len(newcomers), np.datetime64("2026-01-01"))
        newcomers = newcomers.set_column(column, name, [first])
    born = newcomers["birth_date"].to_numpy() <= np.datetime64("2026-01-01")
    newcomers = newcomers.filter(born)
    before, after = (costs(plan(days), 10, newcomers) for days in (0, 90))
    place = before.benefits.index(("sums", "critical"))
    ratio = after.expected()[:, place].sum() / before.expected()[:, place].sum()
    assert ratio == pytest.approx(1 - 90 / 365, abs=0.08)


def test_an_upgrade_of_a_sum_is_priced_without_chance() -> None:
    plus = PEOPLE.set_column(
        PEOPLE.column_names.index("plan"),
        "plan",
        [[name.replace("staff", "staff:plus") for name in PEOPLE["plan"].to_pylist()]],
    )
    scenarios = {"now": Scenario(ACME, PEOPLE), "plus": Scenario(ACME, plus)}
    found = simulate_costs(scenarios, load_model(), years=100, seed=1)
    gap = difference(found["plus"], found["now"])
    assert gap.mean > 0
    assert gap.error < gap.mean / 20
    raw = found["plus"].totals() - found["now"].totals()
    assert gap.error < standard_error(raw) / 3
